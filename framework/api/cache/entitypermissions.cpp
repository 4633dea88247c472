// SPDX-License-Identifier: MIT
#include <cordial/api/cache/entitycache_p.h>

#include <cordial/api/typed/channel.h>
#include <cordial/api/typed/guild.h>
#include <cordial/api/typed/role.h>

// Who may do what, by what the cache knows.
namespace Cordial::Api {

using Detail::PackedJson;

namespace {

PermissionQuery::Exception plain(const Overwrite &from)
{
    using Kind = PermissionQuery::Exception::Kind;
    const bool isMember = from.type && *from.type == OverwriteType::Member;
    return {from.id.value(), isMember ? Kind::Member : Kind::Role, from.allow.valueOr({}),
            from.deny.valueOr({})};
}

bool isThread(const Channel &channel)
{
    return channel.type == ChannelType::AnnouncementThread
        || channel.type == ChannelType::PublicThread || channel.type == ChannelType::PrivateThread;
}

PermissionPlace placeOf(const Channel &channel)
{
    if (isThread(channel))
        return PermissionPlace::Thread;
    return channel.type == ChannelType::GuildVoice || channel.type == ChannelType::GuildStageVoice
        ? PermissionPlace::Voice
        : PermissionPlace::Text;
}

} // namespace

std::optional<PermissionQuery> EntityCache::queryFor(GuildId guildId, const Channel &channel,
                                                     UserId userId,
                                                     const QList<RoleId> &roles) const
{
    if (channel.guildId.valueOr({}) != guildId)
        return {};
    std::optional<Channel> parent;
    if (isThread(channel) && channel.parentId) {
        parent = this->channel(*channel.parentId);
        if (!parent)
            return {};
    }
    PermissionQuery query;
    query.guild = guildId;
    query.user = userId;
    {
        const QReadLocker locked(&d->lock);
        const auto guild = d->find(EntityType::Guild, guildId.value(), guildId.value());
        const auto everyone = d->find(EntityType::Role, guildId.value(), guildId.value());
        if (guild.empty() || everyone.empty())
            return {};
        query.isOwner = PackedJson::asId(d->packer.find(guild, "owner_id")) == userId.value();
        const auto bitsOf = [this](Impl::Bytes role) {
            return Permissions::fromBits(
                PackedJson::asId(d->packer.find(role, "permissions")).value_or(0));
        };
        query.everyone = bitsOf(everyone);
        for (const RoleId id : roles) {
            const auto role = d->find(EntityType::Role, guildId.value(), id.value());
            if (!role.empty())
                query.roles.append({id, bitsOf(role)});
        }
    }
    const auto &overwrites = parent ? parent->permissionOverwrites : channel.permissionOverwrites;
    for (const Overwrite &overwrite : overwrites.valueOr({}))
        query.overwrites.append(plain(overwrite));
    return query;
}

std::optional<Permissions> EntityCache::permissions(GuildId guildId, ChannelId channelId,
                                                    UserId userId) const
{
    const std::optional<Channel> place = channel(channelId);
    const std::optional<GuildMember> who = member(guildId, userId);
    if (!place || !who)
        return {};
    std::optional<PermissionQuery> query = queryFor(guildId, *place, userId, who->roles);
    if (!query)
        return {};
    query->isTimedOut = who->communicationDisabledUntil
        && who->communicationDisabledUntil->time() > d->clock.wallNow();
    return effectivePermissions(*query, placeOf(*place));
}

std::optional<Permissions> EntityCache::grantedPermissions(GuildId guildId, ChannelId channelId,
                                                           UserId userId,
                                                           const QList<RoleId> &roles) const
{
    const std::optional<Channel> place = channel(channelId);
    const auto query =
        place ? queryFor(guildId, *place, userId, roles) : std::optional<PermissionQuery>();
    return query ? std::optional(computePermissions(*query)) : std::nullopt;
}

} // namespace Cordial::Api
