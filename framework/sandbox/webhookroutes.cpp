// SPDX-License-Identifier: MIT
#include <cordial/sandbox/apierror.h>
#include <cordial/sandbox/formreader.h>
#include <cordial/sandbox/messageform.h>
#include <cordial/sandbox/messages.h>
#include <cordial/sandbox/permissions.h>
#include <cordial/sandbox/webhookroutes.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

WebhookRoutes::WebhookRoutes(Core &core, Router &router, MessageRoutes &messages,
                             Interactions &interactions)
    : m_core(core), m_messages(messages), m_interactions(interactions)
{
    router.add("POST"_ba, "/channels/{channel_id}/webhooks"_ba,
               [this](ApiCall &call) { return create(call); });
    router.add("GET"_ba, "/channels/{channel_id}/webhooks"_ba,
               [this](ApiCall &call) { return list(call); });
    const QByteArray one = "/webhooks/{webhook_id}"_ba;
    const QByteArray withToken = one + "/{webhook_token}";
    router.add("GET"_ba, one, [this](ApiCall &call) {
        Webhook &webhook = webhookOf(call);
        requireManage(webhook, call);
        return HttpResponse::json(toJson(webhook, true));
    });
    router.add("PATCH"_ba, one, [this](ApiCall &call) { return change(call, false); });
    router.add("DELETE"_ba, one, [this](ApiCall &call) { return remove(call, false); });
    router.add(
        "GET"_ba, withToken,
        [this](ApiCall &call) { return HttpResponse::json(toJson(webhookOf(call), true)); },
        Auth::Anyone);
    router.add(
        "PATCH"_ba, withToken, [this](ApiCall &call) { return change(call, true); }, Auth::Anyone);
    router.add(
        "DELETE"_ba, withToken, [this](ApiCall &call) { return remove(call, true); }, Auth::Anyone);
    installMessages(router);
}

void WebhookRoutes::installMessages(Router &router)
{
    const QByteArray base = "/webhooks/{webhook_id}/{webhook_token}"_ba;
    const QByteArray one = base + "/messages/{message_id}";
    const auto add = [&router](const QByteArray &method, const QByteArray &path, auto handler) {
        Route route;
        route.method = method;
        route.path = path;
        route.auth = Auth::Anyone;
        // Not bound to the bot's global limit: they carry their own token.
        route.exemptFromGlobal = true;
        route.handler = handler;
        router.add(std::move(route));
    };
    add("POST"_ba, base, [this](ApiCall &call) {
        return isInteraction(call) ? m_interactions.followUp(call) : execute(call);
    });
    add("GET"_ba, one, [this](ApiCall &call) {
        return isInteraction(call) ? m_interactions.readMessage(call)
                                   : HttpResponse::json(messageIn(webhookOf(call), call).json);
    });
    add("PATCH"_ba, one, [this](ApiCall &call) {
        return isInteraction(call) ? m_interactions.changeMessage(call) : changeMessage(call);
    });
    add("DELETE"_ba, one, [this](ApiCall &call) {
        if (isInteraction(call))
            return m_interactions.removeMessage(call);
        const Webhook &webhook = webhookOf(call);
        const MessageId id = messageIn(webhook, call).id;
        m_messages.remove(*m_core.world->channel(webhook.channel), id);
        return HttpResponse::empty();
    });
}

bool WebhookRoutes::isInteraction(const ApiCall &call) const
{
    return call.id("webhook_id"_ba) == m_core.world->applicationId.value();
}

QJsonObject WebhookRoutes::toJson(const Webhook &webhook, bool withToken) const
{
    QJsonObject json{
        {u"id"_s, webhook.id.toString()},
        {u"type"_s, 1},
        {u"guild_id"_s, webhook.guild.toString()},
        {u"channel_id"_s, webhook.channel.toString()},
        {u"name"_s, webhook.name},
        {u"avatar"_s, QJsonValue::Null},
        {u"application_id"_s, QJsonValue::Null},
    };
    if (withToken)
        json.insert("token"_L1, QString::fromLatin1(webhook.token));
    const User *creator = m_core.world->user(webhook.creator);
    if (creator != nullptr)
        json.insert("user"_L1, creator->toJson());
    return json;
}

Webhook &WebhookRoutes::webhookOf(const ApiCall &call)
{
    const auto found = m_core.world->webhooks.find(WebhookId(call.id("webhook_id"_ba)));
    if (found == m_core.world->webhooks.end())
        throw ApiError(JsonCode::UnknownWebhook);
    const QByteArray token = call.params.value("webhook_token"_ba);
    if (!token.isEmpty() && token != found->second.token)
        throw ApiError(JsonCode::InvalidWebhookToken);
    return found->second;
}

void WebhookRoutes::requireManage(const Webhook &webhook, const ApiCall &call)
{
    const Guild *guild = m_core.world->guild(webhook.guild);
    if (guild == nullptr)
        throw ApiError(JsonCode::UnknownGuild);
    requireGuildPermission(m_core, *guild, call, Permission::ManageWebhooks);
}

HttpResponse WebhookRoutes::create(ApiCall &call)
{
    constexpr qsizetype kMostInChannel = 15;
    const Channel &channel = channelOf(m_core, call, Permission::ManageWebhooks);
    if (!channel.guild.isValid() || !channel.isText())
        throw ApiError(JsonCode::WrongChannelType);
    const QJsonObject body = call.object();
    FormErrors errors;
    FormReader reader(body, {}, errors);
    reader.require("name"_L1);
    Webhook webhook;
    webhook.name = reader.string("name"_L1, 1, 80);
    errors.raise();
    const auto count = std::ranges::count_if(m_core.world->webhooks, [&](const auto &entry) {
        return entry.second.channel == channel.id;
    });
    if (count >= kMostInChannel
        || qsizetype(m_core.world->webhooks.size()) >= m_core.world->bounds.webhooks)
        throw ApiError(400, JsonCode(30007), u"Maximum number of webhooks reached (15)"_s);
    webhook.id = WebhookId(m_core.ids.next());
    webhook.guild = channel.guild;
    webhook.channel = channel.id;
    webhook.token = m_core.randomWord(68);
    webhook.creator = call.user->id;
    m_core.world->webhooks.emplace(webhook.id, webhook);
    m_core.publish(
        "WEBHOOKS_UPDATE"_ba, channel.guild,
        {{u"guild_id"_s, channel.guild.toString()}, {u"channel_id"_s, channel.id.toString()}});
    return HttpResponse::json(toJson(webhook, true));
}

HttpResponse WebhookRoutes::list(ApiCall &call)
{
    const Channel &channel = channelOf(m_core, call, Permission::ManageWebhooks);
    QJsonArray out;
    for (const auto &[id, webhook] : m_core.world->webhooks) {
        if (webhook.channel == channel.id)
            out.append(toJson(webhook, true));
    }
    return HttpResponse::json(out);
}

HttpResponse WebhookRoutes::change(ApiCall &call, bool byToken)
{
    Webhook &webhook = webhookOf(call);
    if (!byToken)
        requireManage(webhook, call);
    const QJsonObject body = call.object();
    FormErrors errors;
    FormReader reader(body, {}, errors);
    const QString name = reader.string("name"_L1, 1, 80);
    errors.raise();
    if (reader.has("name"_L1))
        webhook.name = name;
    return HttpResponse::json(toJson(webhook, true));
}

HttpResponse WebhookRoutes::remove(ApiCall &call, bool byToken)
{
    const Webhook webhook = webhookOf(call);
    if (!byToken)
        requireManage(webhook, call);
    m_core.world->webhooks.erase(webhook.id);
    m_core.publish(
        "WEBHOOKS_UPDATE"_ba, webhook.guild,
        {{u"guild_id"_s, webhook.guild.toString()}, {u"channel_id"_s, webhook.channel.toString()}});
    return HttpResponse::empty();
}

HttpResponse WebhookRoutes::execute(ApiCall &call)
{
    const Webhook webhook = webhookOf(call);
    const QJsonObject payload = call.object();
    FormErrors errors;
    checkMessage(payload, call.request.files, {}, errors);
    FormReader reader(payload, {}, errors);
    const QString name = reader.string("username"_L1, 1, 80);
    errors.raise();
    if (isEmptyMessage(payload, !call.request.files.isEmpty()))
        throw ApiError(JsonCode::EmptyMessage);
    if (m_core.world->channel(webhook.channel) == nullptr)
        throw ApiError(JsonCode::UnknownChannel);
    Draft draft;
    draft.id = MessageId(m_core.ids.next());
    draft.channel = webhook.channel;
    draft.author = {{u"id"_s, webhook.id.toString()},
                    {u"username"_s, name.isEmpty() ? webhook.name : name},
                    {u"avatar"_s, QJsonValue::Null},
                    {u"discriminator"_s, u"0000"_s},
                    {u"bot"_s, true}};
    draft.authorId = UserId(webhook.id.value());
    draft.payload = payload;
    draft.files = call.request.files;
    draft.webhook = webhook.id;
    draft.webhookToken = webhook.token;
    const Message &message = m_messages.post(composeMessage(*m_core.world, draft));
    if (call.queryValue("wait"_ba) == "true" || call.queryValue("wait"_ba) == "1")
        return HttpResponse::json(message.json);
    return HttpResponse::empty();
}

Message &WebhookRoutes::messageIn(const Webhook &webhook, const ApiCall &call)
{
    Channel *channel = m_core.world->channel(webhook.channel);
    if (channel == nullptr)
        throw ApiError(JsonCode::UnknownChannel);
    const auto found = channel->messages.find(MessageId(call.id("message_id"_ba)));
    if (found == channel->messages.end() || found->second.webhook != webhook.id)
        throw ApiError(JsonCode::UnknownMessage);
    return found->second;
}

HttpResponse WebhookRoutes::changeMessage(ApiCall &call)
{
    const Webhook &webhook = webhookOf(call);
    Message &message = messageIn(webhook, call);
    const QJsonObject payload = call.object();
    FormErrors errors;
    checkMessage(payload, call.request.files, {}, errors);
    errors.raise();
    editMessage(*m_core.world, message, payload, call.request.files, call.nowMs);
    m_messages.announceUpdate(message);
    return HttpResponse::json(message.json);
}

} // namespace Cordial::Sandbox
