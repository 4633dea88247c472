// SPDX-License-Identifier: MIT
// Reactions and pins: what others put on a message.
#include <cordial/sandbox/apierror.h>
#include <cordial/sandbox/messageroutes.h>
#include <cordial/sandbox/messages.h>
#include <cordial/sandbox/permissions.h>

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

//! \brief The emoji of a path: a Unicode one, or name:id.
QJsonObject emojiOf(const ApiCall &call)
{
    static const QRegularExpression custom(u"^(a:)?([A-Za-z0-9_]{2,32}):(\\d{1,20})$"_s);
    const QString text = QString::fromUtf8(call.params.value("emoji"_ba));
    const QRegularExpressionMatch match = custom.match(text);
    if (match.hasMatch())
        return {{u"id"_s, match.captured(3)}, {u"name"_s, match.captured(2)}};
    const bool plain = std::ranges::all_of(text, [](QChar c) { return c.unicode() < 0x80; });
    constexpr qsizetype kLongestEmoji = 32;
    if (text.isEmpty() || plain || text.size() > kLongestEmoji)
        throw ApiError(JsonCode::UnknownEmoji);
    return {{u"id"_s, QJsonValue::Null}, {u"name"_s, text}};
}

QString keyOf(const QJsonObject &emoji)
{
    return emoji.value("name"_L1).toString() + u':' + emoji.value("id"_L1).toString();
}

QJsonObject reactionEvent(const Channel &channel, const Message &message)
{
    QJsonObject event{{u"channel_id"_s, channel.id.toString()},
                      {u"message_id"_s, message.id.toString()}};
    if (channel.guild.isValid())
        event.insert("guild_id"_L1, channel.guild.toString());
    return event;
}

} // namespace

void MessageRoutes::installReactions(Router &router)
{
    const QByteArray base = "/channels/{channel_id}/messages/{message_id}/reactions"_ba;
    router.add("DELETE"_ba, base, [this](ApiCall &call) { return clearReactions(call, false); });
    router.add("GET"_ba, base + "/{emoji}", [this](ApiCall &call) { return reactors(call); });
    router.add("DELETE"_ba, base + "/{emoji}",
               [this](ApiCall &call) { return clearReactions(call, true); });
    router.add("PUT"_ba, base + "/{emoji}/@me", [this](ApiCall &call) { return react(call); });
    router.add("DELETE"_ba, base + "/{emoji}/@me",
               [this](ApiCall &call) { return unreact(call, call.user->id); });
    router.add("DELETE"_ba, base + "/{emoji}/{user_id}",
               [this](ApiCall &call) { return unreact(call, UserId(call.id("user_id"_ba))); });
}

HttpResponse MessageRoutes::react(ApiCall &call)
{
    constexpr qsizetype kMostKinds = 20;
    Channel &channel = channelOf(m_core, call, Permission::ReadMessageHistory);
    Message &message = messageOf(channel, call);
    const QJsonObject emoji = emojiOf(call);
    auto known = std::ranges::find(message.reactions, keyOf(emoji), &Reaction::key);
    if (known == message.reactions.end()) {
        // A new kind needs the permission, joining one does not.
        (void)channelOf(m_core, call, Permission::AddReactions);
        if (message.reactions.size() >= kMostKinds)
            throw ApiError(JsonCode::MaxReactions);
        message.reactions.append({keyOf(emoji), emoji, {}});
        known = message.reactions.end() - 1;
    }
    if (known->users.contains(call.user->id))
        return HttpResponse::empty();
    known->users.append(call.user->id);
    QJsonObject event = reactionEvent(channel, message);
    event.insert("user_id"_L1, call.user->id.toString());
    event.insert("emoji"_L1, emoji);
    event.insert("message_author_id"_L1, message.author.toString());
    event.insert("burst"_L1, false);
    event.insert("type"_L1, 0);
    const Member *member = m_core.world->member(channel.guild, call.user->id);
    if (member != nullptr)
        event.insert("member"_L1, m_core.world->memberJson(*member));
    m_core.publish("MESSAGE_REACTION_ADD"_ba, channel.guild, event);
    return HttpResponse::empty();
}

HttpResponse MessageRoutes::unreact(ApiCall &call, UserId who)
{
    Channel &channel = channelOf(m_core, call,
                                 Permission::ReadMessageHistory
                                     | (who == call.user->id ? 0 : Permission::ManageMessages));
    Message &message = messageOf(channel, call);
    const QJsonObject emoji = emojiOf(call);
    const auto known = std::ranges::find(message.reactions, keyOf(emoji), &Reaction::key);
    if (known == message.reactions.end() || known->users.removeAll(who) == 0)
        return HttpResponse::empty();
    if (known->users.isEmpty())
        message.reactions.erase(known);
    QJsonObject event = reactionEvent(channel, message);
    event.insert("user_id"_L1, who.toString());
    event.insert("emoji"_L1, emoji);
    event.insert("burst"_L1, false);
    event.insert("type"_L1, 0);
    m_core.publish("MESSAGE_REACTION_REMOVE"_ba, channel.guild, event);
    return HttpResponse::empty();
}

HttpResponse MessageRoutes::reactors(ApiCall &call)
{
    Channel &channel = channelOf(m_core, call, Permission::ReadMessageHistory);
    const Message &message = messageOf(channel, call);
    const int limit = call.queryInt("limit"_ba, 25, 1, 100);
    const UserId after(call.queryId("after"_ba));
    const auto known = std::ranges::find(message.reactions, keyOf(emojiOf(call)), &Reaction::key);
    QJsonArray out;
    if (known == message.reactions.end())
        return HttpResponse::json(out);
    QList<UserId> users = known->users;
    std::ranges::sort(users);
    for (const UserId id : users) {
        const User *user = m_core.world->user(id);
        if (user != nullptr && id > after && out.size() < limit)
            out.append(user->toJson());
    }
    return HttpResponse::json(out);
}

HttpResponse MessageRoutes::clearReactions(ApiCall &call, bool oneEmoji)
{
    Channel &channel = channelOf(m_core, call, Permission::ManageMessages);
    Message &message = messageOf(channel, call);
    QJsonObject event = reactionEvent(channel, message);
    if (!oneEmoji) {
        message.reactions.clear();
        m_core.publish("MESSAGE_REACTION_REMOVE_ALL"_ba, channel.guild, event);
        return HttpResponse::empty();
    }
    const QJsonObject emoji = emojiOf(call);
    message.reactions.removeIf(
        [key = keyOf(emoji)](const Reaction &reaction) { return reaction.key == key; });
    event.insert("emoji"_L1, emoji);
    m_core.publish("MESSAGE_REACTION_REMOVE_EMOJI"_ba, channel.guild, event);
    return HttpResponse::empty();
}

void MessageRoutes::installPins(Router &router)
{
    // The routes of before 2025 and the present ones.
    for (const QByteArray &base :
         {"/channels/{channel_id}/pins"_ba, "/channels/{channel_id}/messages/pins"_ba}) {
        router.add("GET"_ba, base, [this](ApiCall &call) { return pins(call); });
        router.add("PUT"_ba, base + "/{message_id}",
                   [this](ApiCall &call) { return setPinned(call, true); });
        router.add("DELETE"_ba, base + "/{message_id}",
                   [this](ApiCall &call) { return setPinned(call, false); });
    }
}

HttpResponse MessageRoutes::setPinned(ApiCall &call, bool pinned)
{
    constexpr qsizetype kMostPins = 50;
    Channel &channel = channelOf(m_core, call);
    const quint64 allowed = m_core.world->permissions(channel, call.user->id, call.nowMs);
    if ((allowed & (Permission::PinMessages | Permission::ManageMessages)) == 0)
        throw ApiError(JsonCode::MissingPermissions);
    Message &message = messageOf(channel, call);
    if (message.pinned == pinned)
        return HttpResponse::empty();
    const auto count = std::ranges::count_if(channel.messages,
                                             [](const auto &entry) { return entry.second.pinned; });
    if (pinned && count >= kMostPins)
        throw ApiError(JsonCode::MaxPins);
    message.pinned = pinned;
    message.json.insert("pinned"_L1, pinned);
    announceUpdate(message);
    QJsonObject event{{u"channel_id"_s, channel.id.toString()},
                      {u"last_pin_timestamp"_s, timestamp(call.nowMs)}};
    if (channel.guild.isValid())
        event.insert("guild_id"_L1, channel.guild.toString());
    m_core.publish("CHANNEL_PINS_UPDATE"_ba, channel.guild, event);
    return HttpResponse::empty();
}

HttpResponse MessageRoutes::pins(ApiCall &call)
{
    const Channel &channel = channelOf(m_core, call);
    QJsonArray messages;
    for (auto it = channel.messages.rbegin(); it != channel.messages.rend(); ++it) {
        if (it->second.pinned)
            messages.append(it->second.toJson(call.user->id));
    }
    if (!call.request.target.contains("/messages/pins"))
        return HttpResponse::json(messages);
    QJsonArray items;
    for (const QJsonValue &message : messages)
        items.append(QJsonObject{{u"pinned_at"_s, message.toObject().value("timestamp"_L1)},
                                 {u"message"_s, message}});
    return HttpResponse::json(QJsonObject{{u"items"_s, items}, {u"has_more"_s, false}});
}

} // namespace Cordial::Sandbox
