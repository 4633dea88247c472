// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/gateway/compressionchoice.h>
#include <cordial/gateway/dispatchqueue.h>
#include <cordial/gateway/envelope.h>
#include <cordial/gateway/eventnames.h>
#include <cordial/gateway/inflater.h>
#include <cordial/gateway/sendqueue.h>
#include <cordial/gateway/shardmachine.h>
#include <cordial/gateway/transport.h>

#include <QObject>

#include <array>
#include <atomic>
#include <deque>
#include <memory>

namespace Cordial::Gateway {

//! \brief What waits for the send limit of a shard, for whoever is in another thread.
struct CommandBacklog
{
    std::atomic<int> waiting{0}; //!< accepted and not sent
    std::atomic<TimePoint> roomAt{TimePoint()}; //!< when the next may go out, if nothing waits
};

struct GatewayConfig
{
    quint32 shard = 0;
    quint32 shardCount = 1;
    quint8 identifyKey = 0;
    quint32 intents = 0;
    Secret token;
    QUrl url; //!< the main URL, without parameters
    Compression compression = Compression::Auto;
    QByteArray presence;
    int largeThreshold = 50;
    bool strictJson = false; //!< look at every byte of d; broken ones end in a resume
    bool allowInsecure = false; //!< a resume URL with plain ws beyond loopback is taken
    quint32 sessionBase = 0; //!< Dispatch::session counts on from here
    bool reports = true; //!< tells the metrics of itself
    //! Commands handed over and not yet sent; counted up by whoever calls send(). May be null.
    std::shared_ptr<CommandBacklog> backlog;
    RandomSource random = systemRandom();
};

//! \brief Latencies of the last heartbeats.
class LatencyRecord
{
public:
    void add(std::chrono::microseconds latency);
    [[nodiscard]] qint64 lastUs() const { return m_count > 0 ? m_last : -1; }
    //! \brief \a part of 1 of the kept ones are at most that long; -1 = none yet.
    [[nodiscard]] qint64 percentileUs(double part) const;

private:
    std::array<qint64, 64> m_values{};
    qsizetype m_count = 0;
    qsizetype m_next = 0;
    qint64 m_last = -1;
};

//! \brief One shard: carries out what its ShardMachine decides.
//!
//! Thread: one, that of its transport; signals come from there. The transport, the sink, the clock
//! and the metrics outlive it.
class Gateway : public QObject, private TransportListener
{
    Q_OBJECT
public:
    Gateway(Transport &transport, Clock &clock, GatewayConfig config, DispatchSink &sink,
            MetricSink &metrics, QObject *parent = nullptr);
    ~Gateway() override;

    //! \brief A session of an earlier process to resume. \pre not started
    void setSession(const SessionRecord &record);

    void start();
    //! \brief Closes so that the session stays resumable; stopped() follows.
    void stop();
    //! \brief Reconnects and resumes.
    void restart();
    //! \brief The slot asked for with identifyRequested() is there.
    void grantIdentify();
    //! \brief Sends a command as soon as the shard is ready and its send limit allows it. Errors:
    //! RateLimited, when too many wait already.
    [[nodiscard]] Result<> send(const QByteArray &payload);
    //! \brief Gives up the commands that have not been sent: another shard sends them.
    [[nodiscard]] QByteArrayList takeCommands();
    //! \brief Does not send a request that still waits.
    void withdraw(const QByteArray &payload);
    //! \brief For the next IDENTIFY. JSON.
    void setPresence(const QByteArray &presence) { m_config.presence = presence; }
    void setReporting(bool reporting);
    //! \brief Sends a heartbeat of its own; once it is acknowledged, the sink gets a Delivery with
    //! isProbeAnswer behind everything that came before. Forgotten if the connection ends before.
    void probe();
    //! \brief The sink has room again.
    void resumeReading();
    //! \brief Tells the sink and the metrics that the shard waits for its turn.
    void reportWaiting(const QString &reason, Milliseconds wait);

    [[nodiscard]] ShardMachine::State state() const { return m_machine.state(); }
    [[nodiscard]] const LatencyRecord &latency() const { return m_latency; }
    [[nodiscard]] quint32 shard() const { return m_config.shard; }

Q_SIGNALS:
    void identifyRequested(quint32 shard);
    //! \brief Not wanted any more, or granted but not used.
    void identifyCancelled(quint32 shard);
    void identifySent(quint32 shard);
    void eventReported(const Cordial::Gateway::ShardEvent &event);
    void latencyMeasured(quint32 shard, qint64 microseconds);
    //! \brief Every payload with its opcode, known or not. Only if somebody is connected.
    void payloadReceived(quint32 shard, int op, const QByteArray &data);
    void stopped(quint32 shard);

protected:
    void connectNotify(const QMetaMethod &signal) override;

private:
    void onOpened() override;
    void onMessage(QByteArrayView payload, bool isBinary, Block *block) override;
    void onReadEnd() override;
    void onClosed(const TransportClosed &closed) override;

    void feed(Input input);
    void feed(Input::Kind kind);
    void perform(const Action &action);
    void connectTo(bool useResumeUrl);
    void onGarbage(const QString &reason);
    void onPayload(std::string_view text, Block *block);
    void onHello(std::string_view data);
    void onDispatch(const Envelope &envelope, Block *block);
    [[nodiscard]] QByteArray dataOf(std::string_view data, Block *block);
    void onHeartbeatDue();
    void onAck();
    void deliver();
    void pushBatch();
    void push(Delivery delivery);
    void pauseReading();
    void waitForRoom();
    void sendUrgent(const QByteArray &payload);
    void sendHeartbeat();
    void sendCommands();
    void noteCommandGone();
    void notePossibleProbe();
    void startTimer(Action::TimerId timer, Milliseconds delay);
    void reportEvent(const Action &action);
    void tellOutage(const ShardEvent &event);
    void reportFatal(quint16 code);
    void pushEvent(ShardEvent event, std::optional<Error> error = {});
    void beginSession();
    void endSession();
    void reportRecord();
    void reportRecordSoon();
    [[nodiscard]] SessionRecord sessionRecord() const;

    Transport &m_transport;
    Clock &m_clock;
    GatewayConfig m_config;
    DispatchSink &m_sink;
    MetricSink &m_metrics;

    ShardMachine m_machine;
    CompressionChoice m_compression;
    std::unique_ptr<Inflater> m_inflater;
    Compression m_inflaterKind = Compression::None;
    SendQueue m_sends;
    int m_acksToProbe = 0; //!< so many ACKs until the probe is answered; 0 = none is out
    std::array<std::unique_ptr<Timer>, Action::kTimers> m_timers;
    std::unique_ptr<Timer> m_commandTimer;
    std::unique_ptr<Timer> m_reportTimer;
    TimePoint m_heartbeatDueAt;
    std::optional<TimePoint> m_beatSentAt;
    LatencyRecord m_latency;

    std::deque<Input> m_inputs; //!< fed while an action is carried out
    bool m_feeding = false;
    ShardMachine::Actions m_actions;

    Dispatch m_incoming; //!< what Action::Deliver means
    QList<Dispatch> m_batch;
    qsizetype m_batchBytes = 0;
    qsizetype m_blockBytes = 0; //!< of the blocks that the batch shares
    const char *m_lastBlock = nullptr; //!< of the batch
    bool m_paused = false;
    bool m_sinkIsFull = false; //!< also while a new connection is made
    bool m_sawHello = false;
    bool m_isGarbled = false; //!< what came while not ready could not be read
    //! Session and sequence of an event whose d was broken.
    std::pair<quint32, std::optional<qint64>> m_brokenAt{0, std::nullopt};
    bool m_wantsPayloads = false;
    quint32 m_sessionNumber = 0; //!< READYs in this process
    EventNames m_eventNames;
    ShardRecord m_record;
    QString m_toldReason; //!< why there is no connection, as the log has it already
};

} // namespace Cordial::Gateway
