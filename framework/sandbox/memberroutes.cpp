// SPDX-License-Identifier: MIT
#include <cordial/sandbox/apierror.h>
#include <cordial/sandbox/formreader.h>
#include <cordial/sandbox/memberroutes.h>
#include <cordial/sandbox/permissions.h>

#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

MemberRoutes::MemberRoutes(Core &core, Router &router) : m_core(core)
{
    const QByteArray base = "/guilds/{guild_id}/members"_ba;
    const QByteArray one = base + "/{user_id}";
    router.add("GET"_ba, base, [this](ApiCall &call) { return list(call); });
    router.add("GET"_ba, base + "/search", [this](ApiCall &call) { return search(call); });
    router.add("GET"_ba, one, [this](ApiCall &call) { return get(call); });
    router.add("PATCH"_ba, one, [this](ApiCall &call) { return change(call); });
    router.add("DELETE"_ba, one, [this](ApiCall &call) { return kick(call); });
    router.add("PUT"_ba, one + "/roles/{role_id}",
               [this](ApiCall &call) { return changeRole(call, true); });
    router.add("DELETE"_ba, one + "/roles/{role_id}",
               [this](ApiCall &call) { return changeRole(call, false); });
    const QByteArray banBase = "/guilds/{guild_id}/bans"_ba;
    router.add("GET"_ba, banBase, [this](ApiCall &call) { return bans(call); });
    router.add("GET"_ba, banBase + "/{user_id}", [this](ApiCall &call) {
        const Guild &guild = guildOf(m_core, call);
        requireGuildPermission(m_core, guild, call, Permission::BanMembers);
        const auto found = guild.bans.find(userIdOf(call, "user_id"_ba));
        if (found == guild.bans.end())
            throw ApiError(JsonCode::UnknownBan);
        return HttpResponse::json(banJson(found->second));
    });
    router.add("PUT"_ba, banBase + "/{user_id}", [this](ApiCall &call) { return ban(call); });
    router.add("DELETE"_ba, banBase + "/{user_id}", [this](ApiCall &call) { return unban(call); });
}

Member &MemberRoutes::memberOf(Guild &guild, const ApiCall &call)
{
    const UserId id = userIdOf(call, "user_id"_ba);
    const auto found = guild.members.find(id);
    if (found != guild.members.end())
        return found->second;
    throw ApiError(m_core.world->user(id) == nullptr ? JsonCode::UnknownUser
                                                     : JsonCode::UnknownMember);
}

void MemberRoutes::requireAbove(const Guild &guild, const ApiCall &call, UserId target)
{
    if (target == guild.owner
        || m_core.world->rank(guild, call.user->id) <= m_core.world->rank(guild, target))
        throw ApiError(JsonCode::MissingPermissions);
}

void MemberRoutes::requireRoleBelow(const Guild &guild, const ApiCall &call, RoleId role)
{
    const auto found = guild.roles.find(role);
    if (found == guild.roles.end())
        throw ApiError(JsonCode::UnknownRole);
    if (found->second.managed || found->second.position >= m_core.world->rank(guild, call.user->id))
        throw ApiError(JsonCode::MissingPermissions);
}

void MemberRoutes::announce(const Guild &guild, const Member &member)
{
    QJsonObject event = m_core.world->memberJson(member);
    event.insert("guild_id"_L1, guild.id.toString());
    m_core.publish("GUILD_MEMBER_UPDATE"_ba, guild.id, event);
}

HttpResponse MemberRoutes::list(ApiCall &call)
{
    const Guild &guild = guildOf(m_core, call);
    const int limit = call.queryInt("limit"_ba, 1, 1, 1000);
    const UserId after(call.queryId("after"_ba));
    QJsonArray out;
    for (auto it = guild.members.upper_bound(after);
         it != guild.members.end() && out.size() < limit; ++it)
        out.append(m_core.world->memberJson(it->second));
    return HttpResponse::json(out);
}

HttpResponse MemberRoutes::search(ApiCall &call)
{
    const Guild &guild = guildOf(m_core, call);
    const int limit = call.queryInt("limit"_ba, 1, 1, 1000);
    const QString query = QString::fromUtf8(call.queryValue("query"_ba));
    FormErrors errors;
    if (query.isEmpty())
        errors.required(u"query"_s);
    errors.raise();
    QJsonArray out;
    for (const auto &[id, member] : guild.members) {
        const User *user = m_core.world->user(id);
        if (out.size() < limit && user != nullptr
            && (user->username.startsWith(query, Qt::CaseInsensitive)
                || member.nick.startsWith(query, Qt::CaseInsensitive)))
            out.append(m_core.world->memberJson(member));
    }
    return HttpResponse::json(out);
}

HttpResponse MemberRoutes::get(ApiCall &call)
{
    return HttpResponse::json(m_core.world->memberJson(memberOf(guildOf(m_core, call), call)));
}

HttpResponse MemberRoutes::change(ApiCall &call)
{
    constexpr qint64 kLongestTimeoutMs = 28LL * 24 * 3600 * 1000;
    Guild &guild = guildOf(m_core, call);
    Member &member = memberOf(guild, call);
    const bool self = member.user == call.user->id;
    const QJsonObject body = call.object();
    FormErrors errors;
    FormReader reader(body, {}, errors);
    Member changed = member;
    if (body.contains("nick"_L1)) {
        requireGuildPermission(m_core, guild, call,
                               self ? Permission::ChangeNickname : Permission::ManageNicknames);
        changed.nick = reader.string("nick"_L1, 0, 32);
    }
    if (body.contains("mute"_L1)) {
        requireGuildPermission(m_core, guild, call, Permission::MuteMembers);
        changed.mute = reader.boolean("mute"_L1);
    }
    if (body.contains("deaf"_L1)) {
        requireGuildPermission(m_core, guild, call, Permission::DeafenMembers);
        changed.deaf = reader.boolean("deaf"_L1);
    }
    if (body.contains("communication_disabled_until"_L1)) {
        requireGuildPermission(m_core, guild, call, Permission::ModerateMembers);
        const QString until = reader.string("communication_disabled_until"_L1, 0, 64);
        const QDateTime time = QDateTime::fromString(until, Qt::ISODateWithMs);
        if (!until.isEmpty() && !time.isValid())
            reader.error("communication_disabled_until"_L1, u"DATE_TIME_TYPE_PARSE"_s,
                         u"Could not parse %1. Should be ISO8601."_s.arg(until));
        else if (time.isValid() && time.toMSecsSinceEpoch() > call.nowMs + kLongestTimeoutMs)
            reader.error("communication_disabled_until"_L1, u"INVALID_COMMUNICATION_DISABLED"_s,
                         u"The time-out may last at most 28 days"_s);
        changed.timeoutUntilMs = time.isValid() ? time.toMSecsSinceEpoch() : 0;
    }
    if (body.contains("roles"_L1)) {
        requireGuildPermission(m_core, guild, call, Permission::ManageRoles);
        changed.roles.clear();
        for (const quint64 id : reader.snowflakes("roles"_L1, 250)) {
            if (!guild.roles.contains(RoleId(id)))
                throw ApiError(JsonCode::UnknownRole);
            changed.roles.append(RoleId(id));
        }
        for (const auto &[id, role] : guild.roles) {
            if (member.roles.contains(id) != changed.roles.contains(id))
                requireRoleBelow(guild, call, id);
        }
    }
    errors.raise();
    const bool onlyNick = body.size() == 1 && body.contains("nick"_L1);
    if (!self || !onlyNick)
        requireAbove(guild, call, member.user);
    member = changed;
    announce(guild, member);
    return HttpResponse::json(m_core.world->memberJson(member));
}

HttpResponse MemberRoutes::changeRole(ApiCall &call, bool add)
{
    Guild &guild = guildOf(m_core, call);
    requireGuildPermission(m_core, guild, call, Permission::ManageRoles);
    Member &member = memberOf(guild, call);
    const RoleId role(call.id("role_id"_ba));
    requireRoleBelow(guild, call, role);
    if (member.roles.contains(role) == add)
        return HttpResponse::empty();
    if (add)
        member.roles.append(role);
    else
        member.roles.removeAll(role);
    announce(guild, member);
    return HttpResponse::empty();
}

void MemberRoutes::leave(Guild &guild, UserId user)
{
    if (guild.members.erase(user) == 0)
        return;
    m_core.publish(
        "GUILD_MEMBER_REMOVE"_ba, guild.id,
        {{u"guild_id"_s, guild.id.toString()}, {u"user"_s, m_core.world->user(user)->toJson()}});
}

HttpResponse MemberRoutes::kick(ApiCall &call)
{
    Guild &guild = guildOf(m_core, call);
    requireGuildPermission(m_core, guild, call, Permission::KickMembers);
    const UserId target = memberOf(guild, call).user;
    requireAbove(guild, call, target);
    leave(guild, target);
    return HttpResponse::empty();
}

QJsonObject MemberRoutes::banJson(const Ban &ban) const
{
    const User *user = m_core.world->user(ban.user);
    return {{u"reason"_s, ban.reason.isEmpty() ? QJsonValue(QJsonValue::Null) : ban.reason},
            {u"user"_s, user == nullptr ? QJsonObject() : user->toJson()}};
}

HttpResponse MemberRoutes::bans(ApiCall &call)
{
    const Guild &guild = guildOf(m_core, call);
    requireGuildPermission(m_core, guild, call, Permission::BanMembers);
    const int limit = call.queryInt("limit"_ba, 1000, 1, 1000);
    const UserId after(call.queryId("after"_ba));
    QJsonArray out;
    for (auto it = guild.bans.upper_bound(after); it != guild.bans.end() && out.size() < limit;
         ++it)
        out.append(banJson(it->second));
    return HttpResponse::json(out);
}

HttpResponse MemberRoutes::ban(ApiCall &call)
{
    constexpr qint64 kLongestDelete = 604'800;
    Guild &guild = guildOf(m_core, call);
    requireGuildPermission(m_core, guild, call, Permission::BanMembers);
    const UserId target = userIdOf(call, "user_id"_ba);
    if (m_core.world->user(target) == nullptr)
        throw ApiError(JsonCode::UnknownUser);
    const QJsonObject body = call.object();
    FormErrors errors;
    FormReader reader(body, {}, errors);
    const qint64 past = reader.integer("delete_message_seconds"_L1, 0, kLongestDelete).value_or(0);
    errors.raise();
    if (guild.members.contains(target))
        requireAbove(guild, call, target);
    const QByteArray reason = call.request.header("x-audit-log-reason"_ba);
    guild.bans.insert_or_assign(
        target, Ban{target, QString::fromUtf8(QByteArray::fromPercentEncoding(reason))});
    for (const ChannelId channelId : std::as_const(guild.channels)) {
        Channel *channel = m_core.world->channel(channelId);
        if (past == 0 || channel == nullptr)
            continue;
        QJsonArray ids;
        std::erase_if(channel->messages, [&](const auto &entry) {
            const bool gone = entry.second.author == target
                && Snowflakes::timeOf(entry.first.value()) >= call.nowMs - past * 1000;
            if (gone)
                ids.append(entry.first.toString());
            return gone;
        });
        if (!ids.isEmpty())
            m_core.publish("MESSAGE_DELETE_BULK"_ba, guild.id,
                           {{u"ids"_s, ids},
                            {u"channel_id"_s, channelId.toString()},
                            {u"guild_id"_s, guild.id.toString()}});
    }
    leave(guild, target);
    m_core.publish(
        "GUILD_BAN_ADD"_ba, guild.id,
        {{u"guild_id"_s, guild.id.toString()}, {u"user"_s, m_core.world->user(target)->toJson()}});
    return HttpResponse::empty();
}

HttpResponse MemberRoutes::unban(ApiCall &call)
{
    Guild &guild = guildOf(m_core, call);
    requireGuildPermission(m_core, guild, call, Permission::BanMembers);
    const UserId target = userIdOf(call, "user_id"_ba);
    if (guild.bans.erase(target) == 0)
        throw ApiError(JsonCode::UnknownBan);
    m_core.publish(
        "GUILD_BAN_REMOVE"_ba, guild.id,
        {{u"guild_id"_s, guild.id.toString()}, {u"user"_s, m_core.world->user(target)->toJson()}});
    return HttpResponse::empty();
}

} // namespace Cordial::Sandbox
