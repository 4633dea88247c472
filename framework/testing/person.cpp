// SPDX-License-Identifier: MIT
#include <cordial/testing/httpcall_p.h>
#include <cordial/testing/person.h>

using namespace Qt::StringLiterals;

namespace Cordial::Testing {

namespace {

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

Person::Person(Place place, Secret token, UserId id)
    : m_place(std::move(place)), m_token(std::move(token)), m_id(id)
{ }

Person Person::in(ChannelId channel) const
{
    Person other = *this;
    other.m_place.channel = channel;
    return other;
}

Result<QJsonObject> Person::say(const QString &content) const
{
    const QString url =
        m_place.apiUrl + u"/channels/"_s + m_place.channel.toString() + u"/messages"_s;
    Result<QJsonDocument> answer =
        callSandbox("POST"_ba, url, m_token, compact({{u"content"_s, content}}));
    if (!answer)
        return std::move(answer).error();
    return answer->object();
}

Result<QJsonArray> Person::read(int limit) const
{
    const QString url = m_place.apiUrl + u"/channels/"_s + m_place.channel.toString()
        + u"/messages?limit="_s + QString::number(limit);
    Result<QJsonDocument> answer = callSandbox("GET"_ba, url, m_token, {});
    if (!answer)
        return std::move(answer).error();
    return answer->array();
}

Result<> Person::interact(int type, const QJsonObject &data, MessageId message) const
{
    QJsonObject body{
        {u"type"_s, type},
        {u"application_id"_s, m_place.application.toString()},
        {u"channel_id"_s, m_place.channel.toString()},
        {u"data"_s, data},
    };
    if (m_place.guild.isValid())
        body.insert("guild_id"_L1, m_place.guild.toString());
    if (message.isValid())
        body.insert("message_id"_L1, message.toString());
    Result<QJsonDocument> answer =
        callSandbox("POST"_ba, m_place.apiUrl + u"/interactions"_s, m_token, compact(body));
    if (!answer)
        return std::move(answer).error();
    return {};
}

Result<> Person::invoke(const QString &name, const QJsonArray &options) const
{
    constexpr int kCommand = 2;
    return interact(kCommand, {{u"type"_s, 1}, {u"name"_s, name}, {u"options"_s, options}});
}

Result<> Person::type(const QString &name, const QJsonArray &options) const
{
    constexpr int kAutocomplete = 4;
    return interact(kAutocomplete, {{u"type"_s, 1}, {u"name"_s, name}, {u"options"_s, options}});
}

Result<> Person::press(MessageId message, const QString &customId, const QJsonArray &values) const
{
    constexpr int kComponent = 3;
    QJsonObject data{{u"custom_id"_s, customId}};
    if (!values.isEmpty())
        data.insert("values"_L1, values);
    return interact(kComponent, data, message);
}

Result<> Person::submit(const QString &customId, const QJsonObject &texts) const
{
    constexpr int kModal = 5;
    constexpr int kActionRow = 1;
    constexpr int kTextInput = 4;
    QJsonArray rows;
    for (auto it = texts.begin(); it != texts.end(); ++it) {
        const QJsonObject input{
            {u"type"_s, kTextInput}, {u"custom_id"_s, it.key()}, {u"value"_s, it.value()}};
        rows.append(QJsonObject{{u"type"_s, kActionRow}, {u"components"_s, QJsonArray{input}}});
    }
    return interact(kModal, {{u"custom_id"_s, customId}, {u"components"_s, rows}});
}

} // namespace Cordial::Testing
