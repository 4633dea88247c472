// SPDX-License-Identifier: MIT
#include <cordial/client/cache.h>

#include <algorithm>

namespace Cordial {

namespace {

template <typename Key, typename T>
const T *find(const QHash<Key, T> &hash, const Key &key)
{
    const auto it = hash.constFind(key);
    return it == hash.constEnd() ? nullptr : &it.value();
}

} // namespace

const Api::Guild *Cache::guild(GuildId id) const
{
    return find(m_guilds, id);
}

const Api::Channel *Cache::channel(ChannelId id) const
{
    return find(m_channels, id);
}

const Api::Member *Cache::member(GuildId guild, UserId user) const
{
    return find(m_members, MemberKey{guild, user});
}

const Api::Role *Cache::role(GuildId guildId, RoleId role) const
{
    const Api::Guild *known = guild(guildId);
    if (known == nullptr)
        return nullptr;
    const auto it =
        std::find_if(known->roles.begin(), known->roles.end(),
                     [role](const Api::Role &candidate) { return candidate.id == role; });
    return it == known->roles.end() ? nullptr : &*it;
}

std::optional<Api::Permissions> Cache::permissions(GuildId guildId, ChannelId channelId,
                                                   UserId user, const QList<RoleId> &roles) const
{
    const Api::Guild *known = guild(guildId);
    const Api::Channel *place = channel(channelId);
    if (place != nullptr && place->type >= Api::ChannelType::AnnouncementThread
        && place->type <= Api::ChannelType::PrivateThread && place->parentId)
        place = channel(*place->parentId);
    if (known == nullptr || place == nullptr)
        return std::nullopt;
    Api::PermissionQuery query;
    query.guild = guildId;
    query.user = user;
    query.isOwner = known->ownerId == user;
    query.overwrites = place->overwrites;
    for (const Api::Role &role : known->roles) {
        if (role.id.value() == guildId.value())
            query.everyone = role.permissions;
        else if (roles.contains(role.id))
            query.roles.append({role.id, role.permissions});
    }
    return Api::computePermissions(query);
}

std::optional<Api::Permissions> Cache::permissions(GuildId guild, ChannelId channel,
                                                   UserId user) const
{
    const Api::Member *known = member(guild, user);
    return known != nullptr ? permissions(guild, channel, user, known->roles) : std::nullopt;
}

void Cache::apply(const Api::ReadyEvent &event)
{
    m_self = event.user.id;
}

void Cache::apply(const Api::GuildCreateEvent &event)
{
    if (event.isUnavailable)
        return;
    if (!m_guilds.contains(event.id) && m_guilds.size() >= m_limits.guilds) {
        ++m_dropped;
        return;
    }
    m_guilds.insert(event.id, event);
    for (const Api::Channel &channel : event.channels)
        putChannel(channel, event.id);
    for (const Api::Channel &thread : event.threads)
        putChannel(thread, event.id);
    for (const Api::Member &member : event.members)
        putMember(event.id, member);
}

void Cache::apply(const Api::GuildUpdateEvent &event)
{
    if (m_guilds.contains(event.id))
        m_guilds.insert(event.id, event);
}

void Cache::apply(const Api::GuildDeleteEvent &event)
{
    // In an outage the guild comes back by a GUILD_CREATE; what was known may be old by then.
    forgetGuild(event.id);
}

void Cache::apply(const Api::GuildMemberAddEvent &event)
{
    putMember(event.guildId, event);
}

void Cache::apply(const Api::GuildMemberUpdateEvent &event)
{
    putMember(event.guildId, event);
}

void Cache::apply(const Api::GuildMemberRemoveEvent &event)
{
    m_members.remove({event.guildId, event.user.id});
    trimOrder();
}

void Cache::apply(const Api::GuildRoleCreateEvent &event)
{
    putRole(event.guildId, event.role);
}

void Cache::apply(const Api::GuildRoleUpdateEvent &event)
{
    putRole(event.guildId, event.role);
}

void Cache::apply(const Api::GuildRoleDeleteEvent &event)
{
    const auto it = m_guilds.find(event.guildId);
    if (it != m_guilds.end())
        it->roles.removeIf([&](const Api::Role &role) { return role.id == event.roleId; });
}

void Cache::apply(const Api::ChannelCreateEvent &event)
{
    putChannel(event, event.guildId.valueOr({}));
}

void Cache::apply(const Api::ChannelUpdateEvent &event)
{
    putChannel(event, event.guildId.valueOr({}));
}

void Cache::apply(const Api::ChannelDeleteEvent &event)
{
    m_channels.remove(event.id);
}

void Cache::putChannel(Api::Channel channel, GuildId guild)
{
    if (!m_channels.contains(channel.id) && m_channels.size() >= m_limits.channels) {
        ++m_dropped;
        return;
    }
    if (guild.isValid())
        channel.guildId = guild;
    m_channels.insert(channel.id, std::move(channel));
}

void Cache::putMember(GuildId guild, const Api::Member &member)
{
    if (!member.user || m_limits.members <= 0)
        return;
    const MemberKey key{guild, member.user->id};
    if (!m_members.contains(key)) {
        if (m_members.size() >= m_limits.members)
            makeRoomForMember();
        m_memberOrder.push_back(key);
    }
    m_members.insert(key, member);
    trimOrder();
}

void Cache::putRole(GuildId guild, const Api::Role &role)
{
    const auto it = m_guilds.find(guild);
    if (it == m_guilds.end())
        return;
    it->roles.removeIf([&](const Api::Role &known) { return known.id == role.id; });
    it->roles.append(role);
}

void Cache::forgetGuild(GuildId guild)
{
    m_guilds.remove(guild);
    m_channels.removeIf([guild](const auto &entry) {
        return entry.value().guildId.hasValue() && *entry.value().guildId == guild;
    });
    m_members.removeIf([guild](const auto &entry) { return entry.key().first == guild; });
    trimOrder();
}

void Cache::makeRoomForMember()
{
    // One round at most: the bot's own entries are put back, everything else gives way.
    for (size_t left = m_memberOrder.size(); left > 0; --left) {
        const MemberKey key = m_memberOrder.front();
        m_memberOrder.pop_front();
        if (!m_members.contains(key))
            continue;
        if (key.second == m_self) {
            m_memberOrder.push_back(key);
            continue;
        }
        m_members.remove(key);
        ++m_dropped;
        return;
    }
}

void Cache::trimOrder()
{
    if (m_memberOrder.size() <= size_t(m_members.size()) * 2 + 64)
        return;
    QHash<MemberKey, bool> seen;
    std::deque<MemberKey> kept;
    for (const MemberKey &key : m_memberOrder) {
        if (m_members.contains(key) && !seen.contains(key)) {
            seen.insert(key, true);
            kept.push_back(key);
        }
    }
    m_memberOrder.swap(kept);
}

} // namespace Cordial
