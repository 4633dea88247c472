// SPDX-License-Identifier: MIT
#include <cordial/sandbox/messageform.h>
#include <cordial/sandbox/messageroutes.h>
#include <cordial/sandbox/messages.h>
#include <cordial/sandbox/permissions.h>

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

constexpr qint64 kFourteenDaysMs = 14LL * 24 * 3600 * 1000;

QJsonObject location(const Channel &channel)
{
    QJsonObject json{{u"channel_id"_s, channel.id.toString()}};
    if (channel.guild.isValid())
        json.insert("guild_id"_L1, channel.guild.toString());
    return json;
}

QByteArray nonceKey(const Channel &channel, const ApiCall &call, const QJsonValue &nonce)
{
    return call.user->id.toByteArray() + '/' + channel.id.toByteArray() + '/'
        + nonce.toVariant().toString().toUtf8();
}

} // namespace

MessageRoutes::MessageRoutes(Core &core, Router &router) : m_core(core)
{
    const QByteArray base = "/channels/{channel_id}/messages"_ba;
    router.add("POST"_ba, base, [this](ApiCall &call) { return create(call); });
    router.add("GET"_ba, base, [this](ApiCall &call) { return list(call); });
    router.add("POST"_ba, base + "/bulk-delete",
               [this](ApiCall &call) { return bulkDelete(call); });
    installPins(router);
    router.add("GET"_ba, base + "/{message_id}", [this](ApiCall &call) { return get(call); });
    router.add("PATCH"_ba, base + "/{message_id}", [this](ApiCall &call) { return edit(call); });
    router.add("DELETE"_ba, base + "/{message_id}", [this](ApiCall &call) { return erase(call); });
    router.add("POST"_ba, "/channels/{channel_id}/typing"_ba,
               [this](ApiCall &call) { return typing(call); });
    installReactions(router);
}

Message &MessageRoutes::post(Message message)
{
    const Channel *channel = m_core.world->channel(message.channel);
    if (channel == nullptr)
        throw ApiError(JsonCode::UnknownChannel);
    Message &kept = m_core.world->addMessage(std::move(message));
    m_core.publish("MESSAGE_CREATE"_ba, channel->guild, messageEvent(*m_core.world, kept));
    return kept;
}

void MessageRoutes::announceUpdate(const Message &message)
{
    const Channel *channel = m_core.world->channel(message.channel);
    if (channel == nullptr)
        return; // Deleted since: nobody is left to hear of it.
    m_core.publish("MESSAGE_UPDATE"_ba, channel->guild, messageEvent(*m_core.world, message));
}

void MessageRoutes::remove(Channel &channel, MessageId id)
{
    if (channel.messages.erase(id) == 0)
        return;
    QJsonObject event = location(channel);
    event.insert("id"_L1, id.toString());
    m_core.publish("MESSAGE_DELETE"_ba, channel.guild, event);
}

const Message *MessageRoutes::findByNonce(const Channel &channel, const ApiCall &call,
                                          const QJsonValue &nonce)
{
    // "A few minutes" according to Discord.
    constexpr qint64 kRememberedMs = 5 * 60 * 1000;
    constexpr size_t kMostRemembered = 20'000;
    while (!m_nonces.empty()
           && (m_nonces.front().atMs < call.nowMs - kRememberedMs
               || m_nonces.size() > kMostRemembered))
        m_nonces.pop_front();
    // The newest first: a message may have been deleted and sent again.
    const QByteArray key = nonceKey(channel, call, nonce);
    const auto found = std::find_if(m_nonces.rbegin(), m_nonces.rend(),
                                    [&key](const Remembered &entry) { return entry.key == key; });
    if (found == m_nonces.rend())
        return nullptr;
    const auto message = channel.messages.find(found->id);
    return message == channel.messages.end() ? nullptr : &message->second;
}

void MessageRoutes::checkSlowMode(const Channel &channel, const ApiCall &call)
{
    constexpr quint64 kExempt = Permission::ManageMessages | Permission::ManageChannels;
    if (channel.rateLimitPerUser == 0 || call.user->bot
        || (m_core.world->permissions(channel, call.user->id, call.nowMs) & kExempt) != 0)
        return;
    for (auto it = channel.messages.rbegin(); it != channel.messages.rend(); ++it) {
        if (it->second.author != call.user->id)
            continue;
        const qint64 freeAtMs =
            Snowflakes::timeOf(it->first.value()) + channel.rateLimitPerUser * 1000LL;
        if (freeAtMs > call.nowMs) {
            throw ApiError(429, JsonCode(20016),
                           u"This action cannot be performed due to slowmode rate limit."_s);
        }
        return;
    }
}

HttpResponse MessageRoutes::create(ApiCall &call)
{
    Channel &channel = channelOf(m_core, call, Permission::SendMessages);
    if (!channel.isText())
        throw ApiError(JsonCode::NonTextChannel);
    const QJsonObject payload = call.object();
    FormErrors errors;
    checkMessage(payload, call.request.files, {}, errors);
    const QJsonObject reference = payload.value("message_reference"_L1).toObject();
    if (!reference.isEmpty() && reference.value("fail_if_not_exists"_L1).toBool(true)
        && !channel.messages.contains(
            MessageId(reference.value("message_id"_L1).toString().toULongLong())))
        errors.add(u"message_reference"_s, u"MESSAGE_REFERENCE_UNKNOWN_MESSAGE"_s,
                   u"Unknown message"_s);
    errors.raise();
    if (isEmptyMessage(payload, !call.request.files.isEmpty()))
        throw ApiError(JsonCode::EmptyMessage);
    if (!call.request.files.isEmpty())
        (void)channelOf(m_core, call, Permission::AttachFiles);
    checkSlowMode(channel, call);

    const QJsonValue nonce = payload.value("nonce"_L1);
    const bool enforced =
        payload.value("enforce_nonce"_L1).toBool() && !nonce.toVariant().toString().isEmpty();
    if (enforced) {
        const Message *earlier = findByNonce(channel, call, nonce);
        if (earlier != nullptr)
            return HttpResponse::json(earlier->toJson(call.user->id));
    }
    Draft draft;
    draft.id = MessageId(m_core.ids.next());
    draft.channel = channel.id;
    draft.author = call.user->toJson();
    draft.authorId = call.user->id;
    draft.payload = payload;
    draft.files = call.request.files;
    if (enforced)
        m_nonces.push_back({nonceKey(channel, call, nonce), draft.id, call.nowMs});
    const Message &message = post(composeMessage(*m_core.world, draft));
    return HttpResponse::json(message.toJson(call.user->id));
}

HttpResponse MessageRoutes::list(ApiCall &call)
{
    const Channel &channel = channelOf(m_core, call);
    const auto limit = size_t(call.queryInt("limit"_ba, 50, 1, 100));
    const MessageId before(call.queryId("before"_ba));
    const MessageId after(call.queryId("after"_ba));
    const MessageId around(call.queryId("around"_ba));
    QJsonArray out;
    const quint64 allowed = m_core.world->permissions(channel, call.user->id, call.nowMs);
    // Without the permission Discord answers with an empty list.
    if ((allowed & Permission::ReadMessageHistory) == 0)
        return HttpResponse::json(out);
    const auto &messages = channel.messages;
    std::vector<const Message *> picked;
    if (after.isValid() || around.isValid()) {
        auto from = after.isValid() ? messages.upper_bound(after) : messages.lower_bound(around);
        for (size_t i = 0; around.isValid() && i < limit / 2 && from != messages.begin(); ++i)
            --from;
        for (; from != messages.end() && picked.size() < limit; ++from)
            picked.push_back(&from->second);
        std::ranges::reverse(picked);
    } else {
        auto from = before.isValid() ? messages.lower_bound(before) : messages.end();
        while (from != messages.begin() && picked.size() < limit)
            picked.push_back(&(--from)->second);
    }
    for (const Message *message : picked)
        out.append(message->toJson(call.user->id));
    return HttpResponse::json(out);
}

HttpResponse MessageRoutes::get(ApiCall &call)
{
    Channel &channel = channelOf(m_core, call, Permission::ReadMessageHistory);
    return HttpResponse::json(messageOf(channel, call).toJson(call.user->id));
}

HttpResponse MessageRoutes::edit(ApiCall &call)
{
    Channel &channel = channelOf(m_core, call);
    Message &message = messageOf(channel, call);
    const QJsonObject payload = call.object();
    const bool onlyFlags = payload.size() == 1 && payload.contains("flags"_L1);
    if (message.author != call.user->id
        && !(onlyFlags
             && (m_core.world->permissions(channel, call.user->id, call.nowMs)
                 & Permission::ManageMessages)
                 != 0))
        throw ApiError(JsonCode::CannotEditOthersMessage);
    FormErrors errors;
    checkMessage(payload, call.request.files, {}, errors);
    errors.raise();
    Message changed = message;
    editMessage(*m_core.world, changed, payload, call.request.files, call.nowMs);
    if (isEmptyMessage(changed.json, !changed.json.value("attachments"_L1).toArray().isEmpty()))
        throw ApiError(JsonCode::EmptyMessage);
    message = changed;
    announceUpdate(message);
    return HttpResponse::json(message.toJson(call.user->id));
}

HttpResponse MessageRoutes::erase(ApiCall &call)
{
    Channel &channel = channelOf(m_core, call);
    const Message &message = messageOf(channel, call);
    if (message.author != call.user->id)
        (void)channelOf(m_core, call, Permission::ManageMessages);
    remove(channel, message.id);
    return HttpResponse::empty();
}

HttpResponse MessageRoutes::bulkDelete(ApiCall &call)
{
    Channel &channel = channelOf(m_core, call, Permission::ManageMessages);
    if (!call.user->bot)
        throw ApiError(JsonCode::OnlyBots);
    if (!channel.guild.isValid())
        throw ApiError(JsonCode::CannotExecuteOnDm);
    constexpr qsizetype kMost = 100;
    FormErrors errors;
    const QJsonObject payload = call.object();
    FormReader reader(payload, {}, errors);
    reader.require("messages"_L1);
    errors.raise();
    const QList<quint64> ids = reader.snowflakes("messages"_L1, 1'000'000);
    errors.raise();
    if (ids.size() < 2 || ids.size() > kMost)
        throw ApiError(JsonCode::BulkDeleteCount);
    if (QSet<quint64>(ids.begin(), ids.end()).size() != ids.size()) {
        errors.add(u"messages"_s, u"SET_TYPE_ALREADY_CONTAINS_VALUE"_s,
                   u"The set already contains a value"_s);
        errors.raise();
    }
    for (const quint64 id : ids) {
        if (Snowflakes::timeOf(id) < call.nowMs - kFourteenDaysMs)
            throw ApiError(JsonCode::BulkDeleteTooOld);
    }
    // Ids that do not exist are passed over.
    QJsonArray deleted;
    for (const quint64 id : ids) {
        if (channel.messages.erase(MessageId(id)) != 0)
            deleted.append(QString::number(id));
    }
    if (!deleted.isEmpty()) {
        QJsonObject event = location(channel);
        event.insert("ids"_L1, deleted);
        m_core.publish("MESSAGE_DELETE_BULK"_ba, channel.guild, event);
    }
    return HttpResponse::empty();
}

HttpResponse MessageRoutes::typing(ApiCall &call)
{
    const Channel &channel = channelOf(m_core, call, Permission::SendMessages);
    QJsonObject event = location(channel);
    event.insert("user_id"_L1, call.user->id.toString());
    event.insert("timestamp"_L1, call.nowMs / 1000);
    const Member *member = m_core.world->member(channel.guild, call.user->id);
    if (member != nullptr)
        event.insert("member"_L1, m_core.world->memberJson(*member));
    m_core.publish("TYPING_START"_ba, channel.guild, event);
    return HttpResponse::empty();
}

} // namespace Cordial::Sandbox
