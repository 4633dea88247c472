// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/events.h>
#include <cordial/api/guild.h>
#include <cordial/core/clock.h>

#include <QHash>

#include <deque>
#include <optional>

namespace Cordial {

//! \brief How much is remembered at most.
struct CacheLimits
{
    qsizetype guilds = 10'000;
    qsizetype channels = 200'000;
    qsizetype members = 50'000;
};

//! \brief What the bot knows of its guilds: enough to name things and to compute permissions.
//!
//! Fed with events, never with requests. Bounded: guilds and channels over the limit are not taken,
//! members give way in the order they came (the bot itself never does); both are counted.
//! Pointers are valid until the next event. Thread: that of its owner.
class Cache
{
public:
    explicit Cache(CacheLimits limits = {}) : m_limits(limits) { }

    [[nodiscard]] const Api::Guild *guild(GuildId id) const;
    [[nodiscard]] const Api::Channel *channel(ChannelId id) const;
    [[nodiscard]] const Api::Member *member(GuildId guild, UserId user) const;
    [[nodiscard]] const Api::Role *role(GuildId guild, RoleId role) const;
    [[nodiscard]] QList<GuildId> guildIds() const { return m_guilds.keys(); }

    //! \brief What a member with \a roles may do in \a channel; nothing while the guild or channel
    //! is not known. A thread has the permissions of its parent.
    [[nodiscard]] std::optional<Api::Permissions>
    permissions(GuildId guild, ChannelId channel, UserId user, const QList<RoleId> &roles) const;
    //! \brief The same for a member that is in here.
    [[nodiscard]] std::optional<Api::Permissions> permissions(GuildId guild, ChannelId channel,
                                                              UserId user) const;

    [[nodiscard]] qsizetype guildCount() const { return m_guilds.size(); }
    [[nodiscard]] qsizetype channelCount() const { return m_channels.size(); }
    [[nodiscard]] qsizetype memberCount() const { return m_members.size(); }
    //! \brief What was not taken or had to give way.
    [[nodiscard]] quint64 droppedCount() const { return m_dropped; }

    void apply(const Api::ReadyEvent &event);
    void apply(const Api::GuildCreateEvent &event);
    void apply(const Api::GuildUpdateEvent &event);
    void apply(const Api::GuildDeleteEvent &event);
    void apply(const Api::GuildMemberAddEvent &event);
    void apply(const Api::GuildMemberUpdateEvent &event);
    void apply(const Api::GuildMemberRemoveEvent &event);
    void apply(const Api::GuildRoleCreateEvent &event);
    void apply(const Api::GuildRoleUpdateEvent &event);
    void apply(const Api::GuildRoleDeleteEvent &event);
    void apply(const Api::ChannelCreateEvent &event);
    void apply(const Api::ChannelUpdateEvent &event);
    void apply(const Api::ChannelDeleteEvent &event);

private:
    using MemberKey = std::pair<GuildId, UserId>;

    void putChannel(Api::Channel channel, GuildId guild);
    void putMember(GuildId guild, const Api::Member &member);
    void putRole(GuildId guild, const Api::Role &role);
    void forgetGuild(GuildId guild);
    void makeRoomForMember();
    void trimOrder();

    CacheLimits m_limits;
    UserId m_self;
    QHash<GuildId, Api::Guild> m_guilds;
    QHash<ChannelId, Api::Channel> m_channels;
    QHash<MemberKey, Api::Member> m_members;
    std::deque<MemberKey> m_memberOrder; //!< May name members that are gone.
    quint64 m_dropped = 0;
};

} // namespace Cordial
