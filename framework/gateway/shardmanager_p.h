// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/gateway/handover.h>
#include <cordial/gateway/identifyqueue.h>
#include <cordial/gateway/requests.h>
#include <cordial/gateway/rollingrestart.h>
#include <cordial/gateway/sessionbook.h>
#include <cordial/gateway/shardmanager.h>
#include <cordial/gateway/shardset_p.h>

#include <QPointer>
#include <QPromise>
#include <QThread>

#include <atomic>
#include <deque>
#include <memory>
#include <optional>

namespace Cordial::Gateway {

class ShardManager::Private
{
public:
    Private(ShardManager *owner, ShardManagerConfig settings, Clock &clock, MetricSink &metrics);

    // Starting.
    void start(const GatewayInfo &info);
    void prepareTransports();
    void startCoordinator();
    [[nodiscard]] std::unique_ptr<ShardSet> makeSet(quint32 total, quint32 ticketBase);
    void makeRoom(ShardSet &set, int count);
    [[nodiscard]] GatewayConfig shardConfig(quint32 shard, quint32 total,
                                            const GatewayInfo &info) const;
    //! \brief Sets shards up and has them started. \a resuming: those with a stored session do.
    void begin(ShardSet &set, int firstShard, int lastShard, const GatewayInfo &info,
               bool resuming);
    //! \brief How many identify keys are left once \a info counts too; see ShardCoordinator.
    [[nodiscard]] int keysWith(const GatewayInfo &info) const;
    [[nodiscard]] std::optional<SessionRecord> storedSession(quint32 shard, quint32 total);
    [[nodiscard]] IdentifyPlan planOf(const GatewayInfo &info) const;
    [[nodiscard]] bool refusesBudget(const GatewayInfo &info, int firstShard, int lastShard);
    [[nodiscard]] bool refusesRange(int total);
    [[nodiscard]] bool refusesPresence();
    //! \brief Whether an IDENTIFY with \a data as its presence is not too long.
    [[nodiscard]] Result<> checkPresence(const QByteArray &data) const;
    //! \brief Tells of \a error with fatal(), once the caller is back in its loop.
    void refuse(int shard, const Error &error);
    void askForBudget();

    // Delivering.
    void wakeConsumer();
    void resumeReading();
    void onPressure(DispatchQueue::Pressure pressure, qsizetype bytes, quint64 dropped);
    void reportQueue(qsizetype bytes);
    void reportQueueSoon();
    void deliverSome();
    //! \brief False if the consumer has destroyed or stopped us.
    [[nodiscard]] bool deliver(Delivery delivery);
    [[nodiscard]] bool deliverCurrent(Delivery delivery);
    void hand(const QList<Dispatch> &dispatches);
    void noteEvent(const ShardEvent &event);

    // Resharding and restarting; shardmanager_reshard.cpp.
    [[nodiscard]] Result<> checkReshard(const GatewayInfo &info, int count) const;
    [[nodiscard]] QFuture<Result<>> reshard(const GatewayInfo &info, const ReshardOptions &options);
    void takeFresh(const Delivery &delivery);
    //! \brief A presence that shards have which may have identified with another one.
    void tellFresh(const std::function<void(ShardWorker &)> &tell, const QByteArray &command);
    void followReshard();
    void takeOver();
    void sendAgain(const QByteArrayList &commands);
    void failReshard(const Error &error);
    void retire(std::unique_ptr<ShardSet> set);
    void endRetired(quint32 set);
    [[nodiscard]] QFuture<Result<>> restartAll();
    void restartNext();
    void finishRolling(const Result<> &result);
    [[nodiscard]] QList<std::pair<quint32, SessionRecord>>
    sessionsBefore(const QList<Dispatch> &undelivered) const;

    // Stopping.
    void onShardStopped(quint32 set, quint32 shard);
    void finishStop();
    void tearDown();

    [[nodiscard]] Result<> checkRunning() const;
    [[nodiscard]] Result<> checkShard(quint32 shard) const;
    [[nodiscard]] Result<> sendCommand(quint32 shard, const QByteArray &payload);
    void withdraw(quint32 shard, const QByteArray &payload);

    ShardManager *q;
    const ShardManagerConfig config;
    QByteArray presence;
    int identifyKeys = 0; //!< what the coordinator has come to; 0 = not begun
    Clock &clock;
    MetricSink &metrics;
    DispatchQueue queue;
    std::function<std::unique_ptr<Transport>()> transportFactory;
    GatewayInfoSource infoSource;
    IdentifyQueueFactory identifyQueues;
    SessionStore *store = nullptr;
    std::unique_ptr<SessionBook> book;
    Requests requests;
    std::unique_ptr<Timer> stopTimer;

    QThread coordinatorThread;
    ShardCoordinator *coordinator = nullptr; //!< owned by its thread: deleted as it finishes
    std::unique_ptr<ShardSet> current;
    //! \brief A set that closes.
    struct Retired
    {
        std::unique_ptr<ShardSet> set;
        std::unique_ptr<Timer> limit;
    };
    std::vector<Retired> retired;
    quint32 nextSet = 0;

    //! \brief A reshard under way.
    struct Reshard
    {
        std::unique_ptr<ShardSet> fresh;
        QHash<quint32, SessionRecord> sessions; //!< of the new shards, with the last sequence
        TimePoint deadline;
        QPromise<Result<>> promise;
    };
    std::unique_ptr<Reshard> resharding;
    std::unique_ptr<Handover> handover; //!< also for a while after it
    std::unique_ptr<Timer> reshardTimer;

    std::unique_ptr<RollingRestart> rolling;
    QPromise<Result<>> rollingPromise;
    std::unique_ptr<Timer> rollingTimer;

    TimePoint queueReportedAt;
    std::atomic<qint64> pressureToldAt{0};
    bool started = false;
    bool stopping = false;
    bool finished = false;
    bool delivering = true;
    bool readyEmitted = false;
};

} // namespace Cordial::Gateway
