// SPDX-License-Identifier: MIT
#include <cordial/host/chatview.h>

#include <QJsonArray>

#include <algorithm>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

namespace {
constexpr int kButton = 2; // component type
constexpr int kLinkStyle = 5;
constexpr int kEphemeral = 1 << 6; // message flag

QString aside(const QString &text)
{
    return u"        (%1)"_s.arg(text);
}

} // namespace

ChatView::ChatView(QString channelId) : m_channelId(std::move(channelId))
{ }

std::optional<QString> ChatView::accept(const QJsonObject &entry)
{
    if (entry["kind"_L1].toString() == "person"_L1)
        return acceptPersonal(entry);
    const QString type = entry["t"_L1].toString();
    const QJsonObject data = entry["d"_L1].toObject();
    if (data["channel_id"_L1].toString() != m_channelId)
        return std::nullopt;
    if (type == "MESSAGE_CREATE"_L1 || type == "MESSAGE_UPDATE"_L1)
        return show(data, type == "MESSAGE_UPDATE"_L1);
    if (type == "MESSAGE_DELETE"_L1)
        return aside(u"a message was deleted"_s);
    if (type == "MESSAGE_DELETE_BULK"_L1)
        return aside(u"%1 messages were deleted"_s.arg(data["ids"_L1].toArray().size()));
    return std::nullopt;
}

std::optional<QString> ChatView::acceptPersonal(const QJsonObject &entry)
{
    const QString event = entry["event"_L1].toString();
    if (entry["channel_id"_L1].toString() != m_channelId)
        return std::nullopt;
    if (event == "MESSAGE_CREATE"_L1 || event == "MESSAGE_UPDATE"_L1)
        return show(entry["message"_L1].toObject(), event == "MESSAGE_UPDATE"_L1);
    if (event == "INTERACTION_FAILURE"_L1)
        return aside(u"the application did not respond"_s);
    if (event == "INTERACTION_MODAL_CREATE"_L1)
        return aside(u"a form opens: %1"_s.arg(entry["modal"_L1]["title"_L1].toString()));
    return std::nullopt;
}

std::optional<QString> ChatView::show(const QJsonObject &message, bool isEdit)
{
    const QString id = message["id"_L1].toString();
    const QJsonObject author = message["author"_L1].toObject();
    Message seen{author["username"_L1].toString(), author["bot"_L1].toBool(), textOf(message), {}};
    collectButtons(message["components"_L1].toArray(), id, seen.buttons);
    const auto known = m_messages.constFind(id);
    if (known == m_messages.constEnd())
        m_order.push_back(id);
    else if (known->text == seen.text && known->buttons.size() == seen.buttons.size() && isEdit)
        return std::nullopt; // Something changed that nobody sees.
    m_messages.insert(id, seen);
    if (qsizetype(m_order.size()) > kMostMessages) {
        m_messages.remove(m_order.front());
        m_order.pop_front();
    }
    if (seen.isBot)
        m_saidByBot.push_back(seen.text);
    if (qsizetype(m_saidByBot.size()) > kMostMessages)
        m_saidByBot.pop_front();

    QString line =
        u"%1 %2"_s.arg(seen.author + (seen.isBot ? u" [bot]"_s : QString()), -18).arg(seen.text);
    for (const Button &button : std::as_const(seen.buttons))
        line += u"  [ %1 ]"_s.arg(button.label);
    if (isEdit)
        line += u"  (edited)"_s;
    if ((message["flags"_L1].toInt() & kEphemeral) != 0)
        line += u"  (only for who asked)"_s;
    return line;
}

QString ChatView::textOf(const QJsonObject &message)
{
    QStringList parts;
    if (const QString content = message["content"_L1].toString(); !content.isEmpty())
        parts.append(content);
    for (const QJsonValue &embed : message["embeds"_L1].toArray()) {
        for (const auto key : {"title"_L1, "description"_L1}) {
            if (const QString text = embed[key].toString(); !text.isEmpty())
                parts.append(text);
        }
    }
    for (const QJsonValue &file : message["attachments"_L1].toArray())
        parts.append(u"<%1>"_s.arg(file["filename"_L1].toString()));
    // What a bot has deferred is empty until it answers.
    if (parts.isEmpty())
        parts.append(u"..."_s);
    return parts.join(u" | "_s).replace(u'\n', u" / "_s);
}

void ChatView::collectButtons(const QJsonArray &components, const QString &messageId,
                              QList<Button> &out)
{
    for (const QJsonValue &component : components) {
        const bool usable =
            !component["disabled"_L1].toBool() && component["style"_L1].toInt() != kLinkStyle;
        if (component["type"_L1].toInt() == kButton && usable)
            out.append({messageId, component["custom_id"_L1].toString(),
                        component["label"_L1].toString()});
        collectButtons(component["components"_L1].toArray(), messageId, out);
    }
}

std::optional<ChatView::Button> ChatView::button(const QString &label) const
{
    for (auto id = m_order.rbegin(); id != m_order.rend(); ++id) {
        for (const Button &button : m_messages[*id].buttons) {
            if (button.label.compare(label, Qt::CaseInsensitive) == 0)
                return button;
        }
    }
    return std::nullopt;
}

bool ChatView::botHasSaid(const QString &text) const
{
    return std::ranges::any_of(
        m_saidByBot, [&](const QString &said) { return said.contains(text, Qt::CaseInsensitive); });
}

} // namespace Cordial::Host
