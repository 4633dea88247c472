// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/gateway/commands.h>
#include <cordial/gateway/shardmanager.h>

#include <QFuture>
#include <QHash>
#include <QPromise>

#include <functional>
#include <map>
#include <memory>
#include <set>

namespace Cordial::Gateway {

//! \brief Commands that are answered by dispatches, each as one future: member requests (op 8,
//! many chunks), soundboard sounds (op 31), channel details (op 43).
//!
//! A command waits until its shard is ready. An answer RATE_LIMITED is waited out and the command
//! sent again, if its time allows. When a session ends, or a connection is lost before the first
//! chunk, it is sent again too: chunks that come twice count once. What is not waited for any more,
//! because its time is over or QFuture::cancel() was called, is taken back if it has not gone out.
//! At most kMost wait. Thread: one, its maker's, which needs an event loop to hear of a cancel().
class Requests
{
public:
    static constexpr size_t kMost = 1000;
    //! What one request may gather; more needs MemberOptions::onChunk.
    static constexpr qsizetype kMostBytes = 256 * 1024 * 1024;

    struct Callbacks
    {
        //! \brief Whether such a shard runs here.
        std::function<Result<>(quint32 shard)> check;
        std::function<Result<>(quint32 shard, const QByteArray &payload)> send;
        //! \brief About how long a command waits for the send limit; empty = not at all.
        std::function<Milliseconds(quint32 shard)> delay = {};
        //! \brief Does not send a command that still waits for the send limit.
        std::function<void(quint32 shard, const QByteArray &payload)> withdraw = {};
    };

    Requests(Clock &clock, quint32 intents, Callbacks callbacks);
    ~Requests();
    Requests(const Requests &) = delete;
    Requests &operator=(const Requests &) = delete;

    void setShardCount(quint32 count) { m_shardCount = count; }

    [[nodiscard]] QFuture<Result<MemberList>> members(MemberQuery query, MemberOptions options);
    [[nodiscard]] QFuture<Result<SoundList>> sounds(const QList<GuildId> &guilds,
                                                    Milliseconds timeout);
    [[nodiscard]] QFuture<Result<QByteArray>>
    channelInfo(GuildId guild, const QByteArrayList &fields, Milliseconds timeout);

    [[nodiscard]] bool isWaiting() const;
    [[nodiscard]] size_t waiting() const;
    //! \brief Whether a command with that text is one of those whose answer is waited for.
    [[nodiscard]] bool isWaitingFor(const QByteArray &payload) const;
    //! \brief Looks whether a dispatch answers something. Cheap while nothing waits.
    void offer(const Dispatch &dispatch);
    void noteShard(const ShardEvent &event);
    //! \brief Other shards have taken over, and are ready: everything is asked for again.
    void moveTo(quint32 shardCount);
    void failAll(const Error &error);

private:
    struct Members;
    struct Sounds;
    struct Info;
    struct Chunk;
    struct Limited;

    void onChunk(const Dispatch &dispatch);
    void onLimited(const Dispatch &dispatch);
    void onSounds(const Dispatch &dispatch);
    void onInfo(const Dispatch &dispatch);
    void onSession(quint32 shard, bool isNew);
    void take(Members &request, MemberChunk chunk);
    void sendMembers(Members &request);
    void failMembers(const QByteArray &nonce, const Error &error);
    void endInfo(quint64 id, const Error &error);
    void cancelInfo(quint64 id);
    [[nodiscard]] bool isAskedAlready(const Info &request) const;
    void withdraw(quint32 shard, const QByteArray &payload);
    void withdraw(const Sounds &request);
    void finishSounds(quint64 id);
    void sendSounds(Sounds &request, quint32 shard);
    void sendInfo(Info &request);
    [[nodiscard]] bool isReady(quint32 shard) const { return m_ready.contains(shard); }
    [[nodiscard]] quint32 shardFor(GuildId guild) const { return shardOf(guild, m_shardCount); }
    [[nodiscard]] QByteArray freshNonce();
    [[nodiscard]] Result<> check(GuildId guild) const;

    Clock &m_clock;
    const quint32 m_intents;
    const Callbacks m_callbacks;
    const QByteArray m_noncePrefix; //!< of this process
    QObject m_context; //!< of calls that come later
    std::shared_ptr<const bool> m_alive = std::make_shared<bool>(true);
    quint32 m_shardCount = 1;
    std::set<quint32> m_ready;
    quint64 m_next = 0;
    std::map<QByteArray, std::unique_ptr<Members>> m_members; //!< by nonce
    std::map<quint64, std::unique_ptr<Sounds>> m_sounds;
    std::map<quint64, std::shared_ptr<Info>> m_infos; //!< in the order of asking
};

} // namespace Cordial::Gateway
