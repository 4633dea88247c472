// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/ids.h>
#include <cordial/core/result.h>

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

#include <functional>
#include <optional>

//! What a bot may ask of the gateway. Every function checks against Discord's rules before anything
//! is sent. Errors: InvalidArgument with the field in Error::path, TooLarge over 4,096 bytes.
namespace Cordial::Gateway {

//! \brief \source events/gateway-events.mdx, "Activity Object"; a bot may set these four fields.
struct Activity
{
    QString name;
    int type = 0; //!< 0 playing, 1 streaming, 2 listening, 3 watching, 4 custom, 5 competing
    QString url; //!< for streaming
    QString state; //!< for custom, the text that is shown
};

struct Presence
{
    QString status = QStringLiteral("online"); //!< online, dnd, idle, invisible, offline
    QList<Activity> activities;
    bool isAfk = false;
    std::optional<qint64> idleSinceMs; //!< Unix time
};

struct VoiceState
{
    GuildId guild;
    std::optional<ChannelId> channel; //!< nothing = leave
    bool isMuted = false;
    bool isDeafened = false;
};

//! \brief Members of one guild: by ids, by the beginning of a name, or (with neither) all of them,
//! for which the intent GUILD_MEMBERS is needed.
struct MemberQuery
{
    GuildId guild;
    QString query;
    int limit = 0; //!< with a query 1 to 100; 0 = 100
    QList<UserId> users; //!< at most 100
    bool withPresences = false; //!< needs the intent GUILD_PRESENCES
    QByteArray nonce; //!< at most 32 bytes of UTF-8; empty = one is made up

    [[nodiscard]] bool wantsAll() const { return query.isEmpty() && users.isEmpty(); }
};

//! \brief One of the parts an answer comes in. After a lost session they begin again from index 0.
struct MemberChunk
{
    qint64 index = 0;
    qint64 count = 1;
    QByteArrayList members; //!< JSON texts
    QByteArrayList presences; //!< JSON texts
    QList<UserId> notFound;
};

//! \brief The whole answer; the JSON texts are as they came.
struct MemberList
{
    QByteArrayList members;
    QByteArrayList presences;
    QList<UserId> notFound;
    qint64 chunks = 0;
};

struct MemberOptions
{
    //! From when it goes out; what waits for the send limit before it has time of its own.
    Milliseconds timeout{60'000};
    //! Takes the parts as they come; the MemberList then has none of them.
    std::function<void(const MemberChunk &chunk)> onChunk;
};

//! \brief d of SOUNDBOARD_SOUNDS of each guild.
struct SoundList
{
    QHash<GuildId, QByteArray> sounds;
    QList<GuildId> unanswered; //!< the bot is not there, or the time was over
};

//! \brief The d of a presence, for IDENTIFY too.
[[nodiscard]] Result<QByteArray> presenceData(const Presence &presence);
[[nodiscard]] Result<QByteArray> presenceCommand(const Presence &presence);
[[nodiscard]] Result<QByteArray> voiceStateCommand(const VoiceState &state);
//! \brief \a intents are those of the connection: what they do not allow is refused here.
[[nodiscard]] Result<QByteArray> membersCommand(const MemberQuery &query, quint32 intents);
//! \brief At most kGuildsPerSoundRequest guilds, all of one shard.
inline constexpr qsizetype kGuildsPerSoundRequest = 100;
[[nodiscard]] Result<QByteArray> soundsCommand(const QList<GuildId> &guilds);
//! \brief \a fields: "status", "voice_start_time".
[[nodiscard]] Result<QByteArray> channelInfoCommand(GuildId guild, const QByteArrayList &fields);

} // namespace Cordial::Gateway
