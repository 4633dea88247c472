// SPDX-License-Identifier: MIT
#include <cordial/sandbox/basicroutes.h>
#include <cordial/sandbox/formreader.h>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

BasicRoutes::BasicRoutes(Core &core, GatewayHub &hub, Router &router) : m_core(core), m_hub(hub)
{
    router.add(
        "GET"_ba, "/gateway"_ba,
        [this](ApiCall &) { return HttpResponse::json(QJsonObject{{u"url"_s, m_gatewayUrl}}); },
        Auth::Anyone);
    router.add("GET"_ba, "/gateway/bot"_ba, [this](ApiCall &) { return gatewayBot(); }, Auth::Bot);
    for (const QByteArray &path : {"/applications/@me"_ba, "/oauth2/applications/@me"_ba})
        router.add("GET"_ba, path, [this](ApiCall &call) { return application(call); }, Auth::Bot);
    router.add("GET"_ba, "/users/@me/guilds"_ba,
               [this](ApiCall &call) { return guildsOfUser(call); });
    router.add("POST"_ba, "/users/@me/channels"_ba,
               [this](ApiCall &call) { return openDirect(call); });
    router.add("PATCH"_ba, "/users/@me"_ba, [this](ApiCall &call) { return editSelf(call); });
    router.add("GET"_ba, "/users/{user_id}"_ba, [this](ApiCall &call) { return user(call); });
}

HttpResponse BasicRoutes::gatewayBot()
{
    return HttpResponse::json(QJsonObject{
        {u"url"_s, m_gatewayUrl},
        {u"shards"_s, m_core.gateway.recommendedShards},
        {u"session_start_limit"_s, m_hub.sessionStartLimit()},
    });
}

HttpResponse BasicRoutes::application(ApiCall &call)
{
    const World &world = *m_core.world;
    const User *owner = world.user(world.mainPerson);
    return HttpResponse::json(QJsonObject{
        {u"id"_s, world.applicationId.toString()},
        {u"name"_s, world.applicationName},
        {u"icon"_s, QJsonValue::Null},
        {u"description"_s, u""_s},
        {u"summary"_s, u""_s},
        {u"type"_s, QJsonValue::Null},
        {u"bot"_s, call.user->toJson()},
        {u"bot_public"_s, true},
        {u"bot_require_code_grant"_s, false},
        {u"verify_key"_s, QString(64, u'0')},
        {u"flags"_s, qint64(world.applicationFlags)},
        {u"owner"_s, owner == nullptr ? QJsonObject() : owner->toJson()},
        {u"team"_s, QJsonValue::Null},
        {u"approximate_guild_count"_s, qint64(world.guilds.size())},
        {u"interactions_endpoint_url"_s, QJsonValue::Null},
    });
}

HttpResponse BasicRoutes::user(ApiCall &call)
{
    const UserId id = userIdOf(call, "user_id"_ba);
    const User *user = m_core.world->user(id);
    if (user == nullptr)
        throw ApiError(JsonCode::UnknownUser);
    QJsonObject json = user->toJson();
    json.insert("banner"_L1, QJsonValue::Null);
    json.insert("accent_color"_L1, QJsonValue::Null);
    if (id == call.user->id) {
        json.insert("verified"_L1, true);
        json.insert("mfa_enabled"_L1, true);
        json.insert("email"_L1, QJsonValue::Null);
        json.insert("locale"_L1, u"en-US"_s);
        json.insert("flags"_L1, 0);
    }
    return HttpResponse::json(json);
}

HttpResponse BasicRoutes::editSelf(ApiCall &call)
{
    const QJsonObject body = call.object();
    FormErrors errors;
    FormReader reader(body, {}, errors);
    const QString name = reader.string("username"_L1, 2, 32);
    errors.raise();
    if (reader.has("username"_L1))
        call.user->username = name;
    m_core.events->publish({"USER_UPDATE"_ba, {}, call.user->toJson()});
    call.params.insert("user_id"_ba, "@me"_ba);
    return user(call);
}

HttpResponse BasicRoutes::guildsOfUser(ApiCall &call)
{
    const int limit = call.queryInt("limit"_ba, 200, 1, 200);
    const GuildId after(call.queryId("after"_ba));
    const GuildId before(call.queryId("before"_ba));
    QJsonArray list;
    for (const auto &[id, guild] : m_core.world->guilds) {
        if (id <= after || (before.isValid() && id >= before) || list.size() >= limit
            || !guild.members.contains(call.user->id))
            continue;
        list.append(QJsonObject{
            {u"id"_s, id.toString()},
            {u"name"_s, guild.name},
            {u"icon"_s, QJsonValue::Null},
            {u"banner"_s, QJsonValue::Null},
            {u"owner"_s, guild.owner == call.user->id},
            {u"permissions"_s,
             QString::number(m_core.world->guildPermissions(guild, call.user->id))},
            {u"features"_s, QJsonArray()},
        });
    }
    return HttpResponse::json(list);
}

HttpResponse BasicRoutes::openDirect(ApiCall &call)
{
    const QJsonObject body = call.object();
    FormErrors errors;
    FormReader reader(body, {}, errors);
    reader.require("recipient_id"_L1);
    const UserId id(reader.snowflake("recipient_id"_L1));
    errors.raise();
    const User *other = m_core.world->user(id);
    if (other == nullptr || id == call.user->id || (other->bot && call.user->bot))
        throw ApiError(400, JsonCode(50033), u"Invalid Recipient(s)"_s);
    const size_t before = m_core.world->channels.size();
    const Channel &channel =
        m_core.world->directChannel(call.user->id, id, ChannelId(m_core.ids.next()));
    // The channel's JSON shows the other side; for a person that is the bot.
    QJsonObject json = channel.toJson(*m_core.world);
    json.insert("recipients"_L1, QJsonArray{other->toJson()});
    if (m_core.world->channels.size() != before)
        m_core.publish("CHANNEL_CREATE"_ba, {}, json);
    return HttpResponse::json(json);
}

} // namespace Cordial::Sandbox
