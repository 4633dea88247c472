// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/metrics.h>
#include <cordial/core/result.h>
#include <cordial/core/secret.h>
#include <cordial/gateway/commands.h>

#include <QByteArray>
#include <QFuture>
#include <QList>
#include <QObject>
#include <QUrl>

#include <functional>
#include <memory>
#include <optional>

namespace Cordial {
class HandlerWatch;
}

namespace Cordial::Gateway {

//! \brief One dispatch as it came: `t`, `s` and the untouched text of `d`. A value; copies share
//! the bytes, and with them the memory of what came at the same time: who keeps data for long keeps
//! a copy of the bytes.
struct Dispatch
{
    quint32 shard = 0;
    qint64 sequence = 0;
    QByteArray type; //!< "MESSAGE_CREATE"
    QByteArray data; //!< JSON text of d, with simdjson's padding reserved behind it
    quint32 session =
        0; //!< counts the READYs of the shard in this process; 0 = resumed from a store
};

//! \brief A change in the life of one shard, as `cordial tail --lifecycle` prints it.
struct ShardEvent
{
    enum class Kind : quint8 {
        Connecting,
        Identifying,
        Ready,
        Resuming,
        Resumed,
        Disconnected,
        Waiting,
        Fatal
    };
    quint32 shard = 0;
    Kind kind = Kind::Disconnected;
    QString reason;
    std::optional<quint16> closeCode;
    std::optional<Milliseconds>
        wait; //!< For Waiting and Disconnected: how long until the next step.
};
[[nodiscard]] QString toString(ShardEvent::Kind kind);

//! \brief More shards than any bot has; keeps an error from making a million connections.
inline constexpr int kMostShards = 100'000;

//! \brief What `GET /gateway/bot` answers. \source events/gateway.mdx, "Get Gateway Bot"
struct GatewayInfo
{
    QUrl url;
    int shards = 1;
    int total = 1000; //!< session_start_limit
    int remaining = 1000;
    Milliseconds resetAfter{0};
    int maxConcurrency = 1;
};
[[nodiscard]] Result<GatewayInfo> parseGatewayInfo(const QByteArray &json);

enum class Compression : quint8 {
    None,
    ZlibStream,
    ZstdStream,
    Auto //!< zstd, then zlib, then none: the best one that works
};

//! \brief Asks `GET /gateway/bot` once more; calls back in the same thread.
using GatewayInfoSource = std::function<void(std::function<void(const Result<GatewayInfo> &)>)>;

//! \brief How a new set of shards takes over. \see Handover
struct ReshardOptions
{
    int shardCount = 0; //!< 0 = what Discord recommends
    //! How long everything must have been well before the new set takes over.
    Milliseconds settle{5'000};
    //! How far the two sets may be apart in delivering the same event.
    Milliseconds memory{15'000};
    //! A guild that has not come that long after READY is taken to be unavailable.
    Milliseconds guildPatience{10'000};
    //! Beside the time the identifies take. After it the new set is given up.
    Milliseconds patience{300'000};
};

struct IdentifyQueueSetup; //!< identifyqueue.h
class SessionStore;
class Transport;

struct ShardManagerConfig
{
    Secret token;
    quint32 intents = 0;
    int shardCount = 0; //!< total; 0 = what Discord recommends
    int firstShard = 0; //!< range to run here, both ends included
    int lastShard = -1; //!< -1 = up to shardCount - 1
    Compression compression = Compression::Auto;
    QByteArray presence; //!< JSON of the presence in IDENTIFY; empty = none
    QString caFile;
    bool allowInsecure = false; //!< plain ws beyond loopback
    int largeThreshold = 50;
    QUrl proxy; //!< http:// or socks5://; empty = none, whatever the environment says
    //! Bytes of events that may wait for a slow consumer. From half of it on TYPING_START and
    //! PRESENCE_UPDATE are dropped and counted (if dropWhenFull), at the limit the sockets are not
    //! read any more; heartbeats go on.
    qsizetype queueBytes = 16 * 1024 * 1024;
    bool dropWhenFull = true;
    bool strictJson = false; //!< look at every byte of d: broken JSON ends in a resume
    //! Sequences count as finished when acknowledge() is called, not when dispatched() returns.
    bool manualAcknowledge = false;
    //! With too small a session budget start() fails instead of waiting for the reset.
    bool refuseWithoutBudget = false;
    //! What the consumer is busy with: a handler that blocks is named while it does. May be null.
    std::shared_ptr<Cordial::HandlerWatch> handlers;
};

//! \brief Runs the shards of one bot: starts them by identify keys as fast as max_concurrency
//! allows, keeps them connected, delivers their events.
//!
//! Thread: this object lives in its maker's thread and its signals arrive there; sockets, inflating
//! and heartbeats run in gateway threads of its own, so that a slot that blocks costs no heartbeat.
class ShardManager : public QObject
{
    Q_OBJECT
public:
    ShardManager(ShardManagerConfig config, Clock &clock, MetricSink &metrics,
                 QObject *parent = nullptr);
    ~ShardManager() override;

    //! \brief Keeps sessions over the end of the process: shards that have one resume, and need no
    //! IDENTIFY. Not owned, outlives this object, is used in this thread. \pre not started
    void setSessionStore(SessionStore *store);
    //! \brief Another way to connect; called in the gateway threads. For tests. \pre not started
    void setTransportFactory(std::function<std::unique_ptr<Transport>()> factory);

    //! \brief Asked when the session budget has been reset; without one the whole budget is taken
    //! to be there again. \pre not started
    void setInfoSource(GatewayInfoSource source);
    //! \brief Who may IDENTIFY when, instead of a queue of this process alone. \pre not started
    void setIdentifyQueue(const IdentifyQueueSetup &setup);

    //! \brief Starts connecting. \a info is what /gateway/bot answered.
    void start(const GatewayInfo &info);
    //! \brief Closes every shard so that its session stays resumable; stopped() follows within \a
    //! atMost.
    void stop(Milliseconds atMost = Milliseconds(3000));
    //! \brief Sends a command payload ({"op":3,...}) over one shard, within its send limit.
    //! Errors: TooLarge (over 4,096 bytes; names the field that takes most), InvalidArgument (no
    //! such shard), RateLimited (1,000 commands wait already), Closed.
    [[nodiscard]] Result<> send(quint32 shard, const QByteArray &payload);
    //! \brief On every shard, and in each IDENTIFY from now on. Errors as of send().
    [[nodiscard]] Result<> setPresence(const Presence &presence);
    [[nodiscard]] Result<> setVoiceState(const VoiceState &state);
    //! \brief All chunks as one future, whose progress counts them. This one and the next two are
    //! taken back by cancel() on the future, if they have not gone out. Errors: InvalidArgument,
    //! Timeout, RateLimited (Discord's wait is longer than the time-out), Closed.
    [[nodiscard]] QFuture<Result<MemberList>> requestMembers(const MemberQuery &query,
                                                             const MemberOptions &options = {});
    //! \brief Errors: InvalidArgument, Timeout (nothing came at all), Closed.
    [[nodiscard]] QFuture<Result<SoundList>> requestSounds(const QList<GuildId> &guilds,
                                                           Milliseconds timeout);
    //! \brief d of CHANNEL_INFO. \a fields: "status", "voice_start_time".
    [[nodiscard]] QFuture<Result<QByteArray>>
    requestChannelInfo(GuildId guild, const QByteArrayList &fields, Milliseconds timeout);

    //! \brief The consumer has finished with an event: a restart goes on behind it. Only with
    //! manualAcknowledge, and in the order of delivery.
    void acknowledge(quint32 shard, quint32 session, qint64 sequence);
    //! \brief With false dispatched() and shardChanged() pause; events wait, within queueBytes.
    void setDelivering(bool delivering);
    //! \brief Reconnects a shard; its session goes on. Errors: InvalidArgument, Closed;
    //! GatewayFatal for one that Discord has closed for good.
    [[nodiscard]] Result<> restart(quint32 shard);
    //! \brief Reconnects every shard, one after the other: the next when the one before is back.
    //! Errors: Timeout (one did not come back within a minute; the rest is left alone), Closed.
    [[nodiscard]] QFuture<Result<>> restartAll();
    //! \brief Runs \a count more shards here, behind lastShard(), of the same total. Errors:
    //! InvalidArgument, Closed.
    [[nodiscard]] Result<> addShards(int count, const GatewayInfo &info);
    //! \brief Goes over to another number of shards while events go on: the new set starts muted,
    //! takes over at a clean moment, and the old one closes. Nothing is lost or repeated; see
    //! Handover. Only when all shards of the bot run here. Until it has succeeded the old set goes
    //! on, also when it fails. Errors: InvalidArgument, Timeout, TooLarge (the sets are too far
    //! apart), GatewayFatal, Closed.
    [[nodiscard]] QFuture<Result<>> reshard(const GatewayInfo &info,
                                            const ReshardOptions &options = {});

    [[nodiscard]] int shardCount() const; //!< total, known after start()
    [[nodiscard]] int firstShard() const; //!< of the range run here, known after start()
    [[nodiscard]] int lastShard() const;
    [[nodiscard]] bool isReady() const; //!< every shard of the range has been ready
    [[nodiscard]] qsizetype queuedBytes() const; //!< of events that wait for the consumer
    [[nodiscard]] quint64 droppedEvents() const;

Q_SIGNALS:
    //! \brief Events in Discord's order within a shard, many at a time: one wake-up of this thread
    //! a batch.
    void dispatched(const QList<Cordial::Gateway::Dispatch> &batch);
    void shardChanged(const Cordial::Gateway::ShardEvent &event);
    //! \brief Each shard of the range has been ready once.
    void ready();
    //! \brief A shard was closed with a code that must not be retried, or none can start: the range
    //! does not fit (InvalidArgument), the budget is refused (RateLimited). \a error says what to
    //! change.
    void fatal(quint32 shard, const Cordial::Error &error);
    //! \brief A new set of shards has taken over: shardCount() is another one.
    void resharded(int shardCount);
    void stopped();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Cordial::Gateway
