// SPDX-License-Identifier: MIT
#include <cordial/sandbox/apierror.h>
#include <cordial/sandbox/formreader.h>
#include <cordial/sandbox/guildroutes.h>
#include <cordial/sandbox/permissions.h>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

GuildRoutes::GuildRoutes(Core &core, Router &router) : m_core(core)
{
    router.add("GET"_ba, "/guilds/{guild_id}"_ba, [this](ApiCall &call) { return guild(call); });
    router.add("GET"_ba, "/guilds/{guild_id}/channels"_ba,
               [this](ApiCall &call) { return channels(call); });
    router.add("POST"_ba, "/guilds/{guild_id}/channels"_ba,
               [this](ApiCall &call) { return createChannel(call); });
    router.add("GET"_ba, "/guilds/{guild_id}/emojis"_ba, [this](ApiCall &call) {
        (void)guildOf(m_core, call);
        return HttpResponse::json(QJsonArray());
    });
    router.add("GET"_ba, "/channels/{channel_id}"_ba, [this](ApiCall &call) {
        return HttpResponse::json(channelOf(m_core, call).toJson(*m_core.world));
    });
    router.add("PATCH"_ba, "/channels/{channel_id}"_ba,
               [this](ApiCall &call) { return changeChannel(call); });
    router.add("DELETE"_ba, "/channels/{channel_id}"_ba,
               [this](ApiCall &call) { return removeChannel(call); });
    router.add("PUT"_ba, "/channels/{channel_id}/permissions/{overwrite_id}"_ba,
               [this](ApiCall &call) { return setOverwrite(call); });
    router.add("DELETE"_ba, "/channels/{channel_id}/permissions/{overwrite_id}"_ba,
               [this](ApiCall &call) { return removeOverwrite(call); });
    const QByteArray roleBase = "/guilds/{guild_id}/roles"_ba;
    router.add("GET"_ba, roleBase, [this](ApiCall &call) { return roles(call); });
    router.add("POST"_ba, roleBase, [this](ApiCall &call) { return createRole(call); });
    router.add("GET"_ba, roleBase + "/{role_id}", [this](ApiCall &call) {
        return HttpResponse::json(roleOf(guildOf(m_core, call), call).toJson());
    });
    router.add("PATCH"_ba, roleBase + "/{role_id}",
               [this](ApiCall &call) { return changeRole(call); });
    router.add("DELETE"_ba, roleBase + "/{role_id}",
               [this](ApiCall &call) { return removeRole(call); });
}

HttpResponse GuildRoutes::guild(ApiCall &call)
{
    const Guild &guild = guildOf(m_core, call);
    QJsonObject json = m_core.world->guildJson(guild);
    if (call.queryValue("with_counts"_ba) == "true") {
        json.insert("approximate_member_count"_L1, int(guild.members.size()));
        json.insert("approximate_presence_count"_L1, int(guild.members.size()));
    }
    return HttpResponse::json(json);
}

HttpResponse GuildRoutes::channels(ApiCall &call)
{
    const Guild &guild = guildOf(m_core, call);
    QJsonArray out;
    for (const ChannelId id : guild.channels) {
        const Channel *channel = m_core.world->channel(id);
        if (channel != nullptr
            && m_core.world->permissions(*channel, call.user->id, call.nowMs) != 0)
            out.append(channel->toJson(*m_core.world));
    }
    return HttpResponse::json(out);
}

HttpResponse GuildRoutes::createChannel(ApiCall &call)
{
    Guild &guild = guildOf(m_core, call);
    requireGuildPermission(m_core, guild, call, Permission::ManageChannels);
    if (qsizetype(m_core.world->channels.size()) >= m_core.world->bounds.channels)
        throw ApiError(JsonCode::MaxGuildChannels);
    const QJsonObject body = call.object();
    FormErrors errors;
    FormReader reader(body, {}, errors);
    reader.require("name"_L1);
    Channel channel;
    channel.name = reader.string("name"_L1, 1, 100);
    const int type = int(reader.integer("type"_L1, 0, 16).value_or(0));
    if (type != 0 && type != 2 && type != 4 && type != 5)
        reader.error("type"_L1, u"BASE_TYPE_CHOICES"_s, u"Value must be one of {0, 2, 4, 5}."_s);
    channel.topic = reader.string("topic"_L1, 0, 1024);
    channel.nsfw = reader.boolean("nsfw"_L1);
    channel.rateLimitPerUser = int(reader.integer("rate_limit_per_user"_L1, 0, 21600).value_or(0));
    channel.parent = ChannelId(reader.snowflake("parent_id"_L1));
    const Channel *parent = m_core.world->channel(channel.parent);
    if (channel.parent.isValid()
        && (parent == nullptr || parent->type != ChannelType::GuildCategory))
        reader.error("parent_id"_L1, u"CHANNEL_PARENT_INVALID"_s, u"Not a category"_s);
    errors.raise();
    channel.type = static_cast<ChannelType>(type);
    channel.id = ChannelId(m_core.ids.next());
    channel.guild = guild.id;
    channel.position = int(guild.channels.size());
    guild.channels.append(channel.id);
    const QJsonObject json = channel.toJson(*m_core.world);
    m_core.world->channels.emplace(channel.id, std::move(channel));
    m_core.publish("CHANNEL_CREATE"_ba, guild.id, json);
    return HttpResponse::json(json, 201);
}

HttpResponse GuildRoutes::changeChannel(ApiCall &call)
{
    Channel &channel = channelOf(m_core, call, Permission::ManageChannels);
    const QJsonObject body = call.object();
    FormErrors errors;
    FormReader reader(body, {}, errors);
    const QString name = reader.string("name"_L1, 1, 100);
    const QString topic = reader.string("topic"_L1, 0, 1024);
    const bool nsfw = reader.boolean("nsfw"_L1, channel.nsfw);
    const auto slow = reader.integer("rate_limit_per_user"_L1, 0, 21600);
    const auto position = reader.integer("position"_L1, 0, std::numeric_limits<int>::max());
    errors.raise();
    if (reader.has("name"_L1))
        channel.name = name;
    if (body.contains("topic"_L1))
        channel.topic = topic;
    channel.nsfw = nsfw;
    channel.rateLimitPerUser = int(slow.value_or(channel.rateLimitPerUser));
    channel.position = int(position.value_or(channel.position));
    const QJsonObject json = channel.toJson(*m_core.world);
    m_core.publish("CHANNEL_UPDATE"_ba, channel.guild, json);
    return HttpResponse::json(json);
}

HttpResponse GuildRoutes::removeChannel(ApiCall &call)
{
    const Channel &channel = channelOf(m_core, call);
    const QJsonObject json = channel.toJson(*m_core.world);
    // Closing a direct channel only hides it.
    if (channel.type == ChannelType::Dm)
        return HttpResponse::json(json);
    (void)channelOf(m_core, call, Permission::ManageChannels);
    const ChannelId id = channel.id;
    const GuildId guildId = channel.guild;
    Guild &guild = *m_core.world->guild(guildId);
    guild.channels.removeAll(id);
    m_core.world->channels.erase(id);
    if (m_core.world->mainChannel == id) {
        const auto text = std::ranges::find_if(guild.channels, [this](ChannelId other) {
            return m_core.world->channel(other)->type == ChannelType::GuildText;
        });
        m_core.world->mainChannel = text == guild.channels.end() ? ChannelId() : *text;
    }
    m_core.publish("CHANNEL_DELETE"_ba, guildId, json);
    return HttpResponse::json(json);
}

HttpResponse GuildRoutes::setOverwrite(ApiCall &call)
{
    Channel &channel = channelOf(m_core, call, Permission::ManageRoles);
    if (!channel.guild.isValid())
        throw ApiError(JsonCode::CannotExecuteOnDm);
    const QJsonObject body = call.object();
    FormErrors errors;
    FormReader reader(body, {}, errors);
    Overwrite overwrite;
    overwrite.id = call.id("overwrite_id"_ba);
    reader.require("type"_L1);
    overwrite.type = int(reader.integer("type"_L1, 0, 1).value_or(0));
    overwrite.allow = reader.snowflake("allow"_L1);
    overwrite.deny = reader.snowflake("deny"_L1);
    errors.raise();
    // Nobody hands out more than they have.
    const Guild &guild = *m_core.world->guild(channel.guild);
    requireGuildPermission(m_core, guild, call, overwrite.allow | overwrite.deny);
    channel.overwrites.removeIf(
        [&overwrite](const Overwrite &old) { return old.id == overwrite.id; });
    channel.overwrites.append(overwrite);
    m_core.publish("CHANNEL_UPDATE"_ba, channel.guild, channel.toJson(*m_core.world));
    return HttpResponse::empty();
}

HttpResponse GuildRoutes::removeOverwrite(ApiCall &call)
{
    Channel &channel = channelOf(m_core, call, Permission::ManageRoles);
    const quint64 id = call.id("overwrite_id"_ba);
    if (channel.overwrites.removeIf([id](const Overwrite &old) { return old.id == id; }) == 0)
        throw ApiError(404, JsonCode(10009), u"Unknown Overwrite"_s);
    m_core.publish("CHANNEL_UPDATE"_ba, channel.guild, channel.toJson(*m_core.world));
    return HttpResponse::empty();
}

Role &GuildRoutes::roleOf(Guild &guild, const ApiCall &call)
{
    const auto found = guild.roles.find(RoleId(call.id("role_id"_ba)));
    if (found == guild.roles.end())
        throw ApiError(JsonCode::UnknownRole);
    return found->second;
}

HttpResponse GuildRoutes::roles(ApiCall &call)
{
    QJsonArray out;
    for (const auto &[id, role] : guildOf(m_core, call).roles)
        out.append(role.toJson());
    return HttpResponse::json(out);
}

void GuildRoutes::announceRole(const QByteArray &event, const Guild &guild, const Role &role)
{
    m_core.publish(event, guild.id,
                   {{u"guild_id"_s, guild.id.toString()}, {u"role"_s, role.toJson()}});
}

void GuildRoutes::readRole(const ApiCall &call, const Guild &guild, Role &role)
{
    const QJsonObject body = call.object();
    FormErrors errors;
    FormReader reader(body, {}, errors);
    const QString name = reader.string("name"_L1, 0, 100);
    if (reader.has("name"_L1))
        role.name = name;
    if (reader.has("permissions"_L1))
        role.permissions = reader.snowflake("permissions"_L1);
    role.color = int(reader.integer("color"_L1, 0, 0xFFFFFF).value_or(role.color));
    role.hoist = reader.boolean("hoist"_L1, role.hoist);
    role.mentionable = reader.boolean("mentionable"_L1, role.mentionable);
    errors.raise();
    const quint64 own = m_core.world->guildPermissions(guild, call.user->id);
    if ((role.permissions & ~own) != 0)
        throw ApiError(JsonCode::MissingPermissions);
}

HttpResponse GuildRoutes::createRole(ApiCall &call)
{
    constexpr size_t kMostRoles = 250;
    Guild &guild = guildOf(m_core, call);
    requireGuildPermission(m_core, guild, call, Permission::ManageRoles);
    if (guild.roles.size() >= kMostRoles)
        throw ApiError(400, JsonCode(30005), u"Maximum number of guild roles reached (250)"_s);
    Role role;
    role.id = RoleId(m_core.ids.next());
    role.name = u"new role"_s;
    readRole(call, guild, role);
    // A new role stands just above @everyone, the others move up.
    for (auto &[id, other] : guild.roles) {
        if (other.position > 0)
            ++other.position;
    }
    role.position = 1;
    guild.roles.emplace(role.id, role);
    announceRole("GUILD_ROLE_CREATE"_ba, guild, role);
    return HttpResponse::json(role.toJson());
}

HttpResponse GuildRoutes::changeRole(ApiCall &call)
{
    Guild &guild = guildOf(m_core, call);
    requireGuildPermission(m_core, guild, call, Permission::ManageRoles);
    Role &role = roleOf(guild, call);
    if (role.position >= m_core.world->rank(guild, call.user->id))
        throw ApiError(JsonCode::MissingPermissions);
    Role changed = role;
    readRole(call, guild, changed);
    role = changed;
    announceRole("GUILD_ROLE_UPDATE"_ba, guild, role);
    return HttpResponse::json(role.toJson());
}

HttpResponse GuildRoutes::removeRole(ApiCall &call)
{
    Guild &guild = guildOf(m_core, call);
    requireGuildPermission(m_core, guild, call, Permission::ManageRoles);
    const Role &role = roleOf(guild, call);
    if (role.id.value() == guild.id.value() || role.managed)
        throw ApiError(JsonCode::InvalidRole);
    if (role.position >= m_core.world->rank(guild, call.user->id))
        throw ApiError(JsonCode::MissingPermissions);
    const RoleId id = role.id;
    guild.roles.erase(id);
    for (auto &[user, member] : guild.members)
        member.roles.removeAll(id);
    m_core.publish("GUILD_ROLE_DELETE"_ba, guild.id,
                   {{u"guild_id"_s, guild.id.toString()}, {u"role_id"_s, id.toString()}});
    return HttpResponse::empty();
}

} // namespace Cordial::Sandbox
