// SPDX-License-Identifier: MIT
#include <cordial/api/format.h>
#include <cordial/api/names.h>
#include <cordial/api/typed/events.h>
#include <cordial/api/typed/messagebuilder.h>
#include <cordial/api/typed/model.h>

#include <QTest>

using namespace Cordial;
using namespace Cordial::Api;

Q_DECLARE_METATYPE(Cordial::Api::MessageBuilder)
using namespace Qt::StringLiterals;

class TestModels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roundTrip_data();
    void roundTrip();
    void errors_data();
    void errors();
    void readsAnInteraction();
    void namesPeople();
    void limits_data();
    void limits();
    void readsTextAsIds();
    void escapes();
};

namespace {

template <typename T>
QString again(const QByteArray &json)
{
    const auto value = fromJson<T>(json);
    return value ? QString::fromUtf8(toJson(*value)) : value.error().toString();
}

} // namespace

void TestModels::roundTrip_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("happy/user") << u"user"_s
                                << QByteArray(R"({"id":"1","username":"ä\"\u0001","bot":true})");
    QTest::newRow("happy/user, null and absent differ")
        << u"user"_s << QByteArray(R"({"id":"1","username":"a","global_name":null})");
    QTest::newRow("happy/member") << u"member"_s
                                  << QByteArray(R"({"nick":null,"roles":["5","6"]})");
    QTest::newRow("happy/unknown component type survives")
        << u"component"_s << QByteArray(R"({"type":77,"custom_id":"x"})");
    QTest::newRow("happy/nested components")
        << u"component"_s
        << QByteArray(
               R"({"type":1,"components":[{"type":2,"custom_id":"a","style":1,"label":"b"}]})");
    QTest::newRow("happy/command")
        << u"command"_s
        << QByteArray(
               R"({"default_member_permissions":"8192","type":1,"name":"a","description":"b","options":[{"type":4,"name":"n","description":"d","required":true,"choices":[{"name":"one","value":1}],"min_value":1,"max_value":2.5}]})");
    QTest::newRow("happy/permission bits nobody knows")
        << u"role"_s
        << QByteArray(R"({"id":"1","name":"r","permissions":"9223372036854775808","position":0})");
    QTest::newRow("happy/embed time")
        << u"embed"_s << QByteArray(R"({"timestamp":"2024-02-29T12:00:00.123000+00:00"})");
}

void TestModels::roundTrip()
{
    QFETCH(QString, type);
    QFETCH(QByteArray, json);
    const QHash<QString, QString (*)(const QByteArray &)> readers{
        {u"user"_s, &again<User>},           {u"member"_s, &again<GuildMember>},
        {u"component"_s, &again<Component>}, {u"command"_s, &again<ApplicationCommand>},
        {u"role"_s, &again<Role>},           {u"embed"_s, &again<Embed>}};
    QCOMPARE(readers.value(type)(json), QString::fromUtf8(json));
}

void TestModels::errors_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("path");
    QTest::newRow("rainy/id is no number") << QByteArray(R"({"id":"x"})") << u"id"_s;
    QTest::newRow("rainy/embed title")
        << QByteArray(R"({"id":"1","embeds":[{},{"title":1}]})") << u"embeds[1].title"_s;
    QTest::newRow("rainy/list expected") << QByteArray(R"({"mentions":{}})") << u"mentions"_s;
    QTest::newRow("rainy/deep") << QByteArray(
        R"({"components":[{"type":1,"components":[{"type":2,"label":[]}]}]})")
                                << u"components[0].components[0].label"_s;
}

void TestModels::errors()
{
    QFETCH(QByteArray, json);
    const auto message = fromJson<Message>(json);
    QVERIFY(!message);
    QCOMPARE(message.error().code, ErrorCode::Decode);
    QTEST(message.error().path, "path");
}

void TestModels::readsAnInteraction()
{
    const auto event = fromJson<InteractionCreateEvent>(R"({"id":"1","application_id":"5","type":2,
        "token":"secret","guild_id":"10","channel_id":"20","locale":"de",
        "member":{"user":{"id":"7","username":"ann"},"roles":[],"permissions":"8192"},
        "data":{"id":"3","name":"config","type":1,"options":[{"name":"set","type":1,"options":[
            {"name":"count","type":4,"value":5},{"name":"on","type":5,"value":true},
            {"name":"f","type":10,"value":1.5},{"name":"who","type":6,"value":"8"}]}],
            "resolved":{"users":{"8":{"id":"8","username":"bob"}}}},"new_field":[1,{"a":2}]})");
    QVERIFY2(event, qPrintable(event ? QString() : event.error().toString()));
    QCOMPARE(invoker(*event).username, u"ann"_s);
    QCOMPARE(displayName(*event->member), u"ann"_s);
    QCOMPARE(event->token, u"secret"_s);
    QVERIFY(!wasGiven(*event, "app_permissions") && wasGiven(*event, "application_id"));
    const auto &data = std::get<ApplicationCommandData>(*event->data);
    const auto &options = *data.options->first().options;
    QCOMPARE(std::get<qint64>(*options[0].value), 5);
    QCOMPARE(std::get<bool>(*options[1].value), true);
    QCOMPARE(std::get<double>(*options[2].value), 1.5);
    QCOMPARE(data.resolved->users->value(UserId(8)).username, u"bob"_s);
}

void TestModels::namesPeople()
{
    User user;
    user.username = u"ann"_s;
    QCOMPARE(displayName(user), u"ann"_s);
    user.globalName = QString();
    QCOMPARE(displayName(user), u"ann"_s);
    user.globalName = u"Ann"_s;
    QCOMPARE(displayName(user), u"Ann"_s);
    GuildMember member;
    QCOMPARE(displayName(member), QString());
    member.user = user;
    QCOMPARE(displayName(member), u"Ann"_s);
    member.nick = u"Annie"_s;
    QCOMPARE(displayName(member), u"Annie"_s);
    QCOMPARE(reactionName(Components::emoji(EmojiId(7), u"wave"_s)), u"wave:7"_s);
    QCOMPARE(reactionName(Components::emoji(u"👋"_s)), u"👋"_s);
}

void TestModels::limits_data()
{
    QTest::addColumn<MessageBuilder>("message");
    QTest::addColumn<QString>("path");
    QTest::newRow("happy/2,000 characters beyond the basic plane")
        << MessageBuilder(QString(u"😀"_s).repeated(2000)) << QString();
    QTest::newRow("rainy/content") << MessageBuilder(QString(2001, u'x')) << u"content"_s;
    QTest::newRow("rainy/field") << MessageBuilder(
        EmbedBuilder().field(u"a"_s, QString(1025, u'x')))
                                 << u"embeds[0].fields[0].value"_s;
    MessageBuilder many;
    for (int i = 0; i < 3; ++i)
        many.embed(EmbedBuilder().description(QString(2001, u'x')));
    QTest::newRow("rainy/all embeds together") << many << u"embeds"_s;
    MessageBuilder rows;
    rows.component(Components::row({Components::button(QString(101, u'x'), u"a"_s)}));
    QTest::newRow("rainy/custom_id") << rows << u"components[0].components[0].custom_id"_s;
}

void TestModels::limits()
{
    QFETCH(MessageBuilder, message);
    const auto body = message.build();
    QTEST(body ? QString() : body.error().fieldErrors.first().path, "path");
}

void TestModels::readsTextAsIds()
{
    QCOMPARE(userFromText(u"<@!12>"), UserId(12));
    QCOMPARE(userFromText(u"<@12>"), UserId(12));
    QCOMPARE(userFromText(u"12"), UserId(12));
    QVERIFY(!userFromText(u"<@&12>"));
    QVERIFY(!userFromText(u"<@>"));
    QVERIFY(!userFromText(u"0"));
    QCOMPARE(channelFromText(u"<#3>"), ChannelId(3));
    QCOMPARE(roleFromText(u"<@&4>"), RoleId(4));
}

void TestModels::escapes()
{
    QCOMPARE(escapeMarkdown(u"*a*_b"), u"\\*a\\*\\_b"_s);
    QCOMPARE(escapeMarkdown(u"@everyone"), u"@\u200Beveryone"_s);
}

QTEST_GUILESS_MAIN(TestModels)
#include "tst_models.moc"
