// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/cache/cachestore.h>
#include <cordial/api/cache/entitypolicy.h>
#include <cordial/api/permissions.h>
#include <cordial/api/typed/forward.h>
#include <cordial/core/clock.h>

#include <memory>

namespace Cordial::Api {

//! \brief What the bot has been told of its guilds, in full and in little memory.
//!
//! Fed with events as they come, in the order they come; never asks Discord. Objects are kept
//! packed, about a third of their JSON, and every look-up gives a value of its own made from that:
//! nothing that is handed out changes later. Look-ups cost the same however much is kept.
//! What came and is not understood is left out and counted; unknown fields are kept.
//!
//! Thread: any for reading; apply(), sweep(), load() from any one at a time. Readers wait while an
//! event is taken in, a few milliseconds for the largest.
class EntityCache
{
public:
    EntityCache(EntityPolicies policies, Clock &clock);
    ~EntityCache();
    EntityCache(const EntityCache &) = delete;
    EntityCache &operator=(const EntityCache &) = delete;

    [[nodiscard]] const EntityPolicies &policies() const;
    //! \brief Whether an event of that type changes anything under these policies.
    [[nodiscard]] bool wants(const QByteArray &eventType) const;
    //! \brief Errors: Decode with the path; nothing has changed then.
    Result<> apply(const QByteArray &eventType, const QByteArray &data);

    //! \name Look-ups: nothing for what is not known
    //! @{
    //! \brief With its roles, emoji and stickers, as far as those are kept.
    [[nodiscard]] std::optional<Api::Guild> guild(GuildId id) const;
    //! \brief A channel or thread of any guild.
    [[nodiscard]] std::optional<Api::Channel> channel(ChannelId id) const;
    [[nodiscard]] std::optional<Api::Role> role(GuildId guild, RoleId id) const;
    //! \brief With its user; of one whose user is not kept that has its id alone.
    [[nodiscard]] std::optional<Api::GuildMember> member(GuildId guild, UserId id) const;
    [[nodiscard]] std::optional<Api::User> user(UserId id) const;
    [[nodiscard]] std::optional<Api::Emoji> emoji(GuildId guild, EmojiId id) const;
    [[nodiscard]] std::optional<Api::Sticker> sticker(GuildId guild, StickerId id) const;
    [[nodiscard]] std::optional<Api::VoiceState> voiceState(GuildId guild, UserId id) const;
    [[nodiscard]] std::optional<Api::Presence> presence(GuildId guild, UserId id) const;
    //! \brief \a guild is invalid for direct messages.
    [[nodiscard]] std::optional<Api::Message> message(GuildId guild, MessageId id) const;
    //! \brief Any of these as JSON, empty if it is not known; for users \a guild does not matter.
    [[nodiscard]] QByteArray json(EntityType type, GuildId guild, quint64 id) const;
    //! \brief Whether that is known, without making a value of it.
    [[nodiscard]] bool contains(EntityType type, GuildId guild, quint64 id) const;
    [[nodiscard]] bool containsGuild(GuildId id) const;
    [[nodiscard]] std::optional<GuildId> guildOf(ChannelId id) const;
    [[nodiscard]] QList<GuildId> guildIds() const;
    //! \brief Ids of everything of a type in a guild, in no order.
    [[nodiscard]] QList<quint64> ids(EntityType type, GuildId guild) const;
    //! @}

    //! \brief What a member may really do in a channel, thread or voice channel, time-outs
    //! included; nothing while one of them is not known.
    [[nodiscard]] std::optional<Permissions> permissions(GuildId guild, ChannelId channel,
                                                         UserId user) const;
    //! \brief What roles and overwrites grant somebody with \a roles there, whether or not that is
    //! of use: what Discord itself sends as permissions with an interaction.
    [[nodiscard]] std::optional<Permissions> grantedPermissions(GuildId guild, ChannelId channel,
                                                                UserId user,
                                                                const QList<RoleId> &roles) const;

    [[nodiscard]] qsizetype count(EntityType type) const;
    //! \brief Every type that is kept or has something.
    [[nodiscard]] QList<EntityUsage> usage() const;
    //! \brief Of everything, with what is reserved and idle.
    [[nodiscard]] qsizetype bytes() const;
    //! \brief "guilds 500 (0.3 MB), members 100,000 (8.1 MB), ..., in all 21.4 MB"
    [[nodiscard]] QString summary() const;

    //! \brief Drops what is older than its policy allows, and gives idle memory back. Gives how
    //! many were dropped. For a timer: once a minute is plenty.
    qsizetype sweep();

    //! \brief Writes everything to \a store. \a mark: any bytes that name the moment this is the
    //! state of, as sessions and their sequences do. Errors: those of the store.
    [[nodiscard]] Result<> save(CacheStore &store, const QByteArray &mark = {}) const;
    //! \brief Takes in what save() wrote with the same \a mark, unless that was longer than \a
    //! atMost ago or is dated in the future. Gives how many were taken. Errors: those of the store;
    //! Decode if it is not whole, then nothing has changed.
    [[nodiscard]] Result<qsizetype> load(CacheStore &store, std::chrono::seconds atMost,
                                         const QByteArray &mark = {});

private:
    class Impl;
    //! \brief What a channel's permissions depend on; nothing while one of that is not known.
    [[nodiscard]] std::optional<PermissionQuery> queryFor(GuildId guild,
                                                          const Api::Channel &channel, UserId user,
                                                          const QList<RoleId> &roles) const;

    std::unique_ptr<Impl> d;
};

} // namespace Cordial::Api
