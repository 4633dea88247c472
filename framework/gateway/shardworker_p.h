// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/gateway/gateway.h>
#include <cordial/gateway/identifyqueue.h>
#include <cordial/gateway/startqueue.h>

#include <QHash>
#include <QObject>

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace Cordial::Gateway {

//! \brief The shards of one gateway thread. Lives there; everything is called there.
class ShardWorker : public QObject
{
    Q_OBJECT
public:
    using TransportFactory = std::function<std::unique_ptr<Transport>()>;

    ShardWorker(Clock &clock, DispatchSink &sink, MetricSink &metrics, TransportFactory transports);
    ~ShardWorker() override;

    void add(const GatewayConfig &config, const std::optional<SessionRecord> &session);
    void start(quint32 shard);
    void restart(quint32 shard);
    void grant(quint32 shard);
    void reportWaiting(quint32 shard, const QString &reason, Milliseconds wait);
    void send(quint32 shard, const QByteArray &payload);
    void resumeReading();
    void stop();

Q_SIGNALS:
    void identifyRequested(quint32 shard);
    void identifyCancelled(quint32 shard);
    void identifySent(quint32 shard);
    void eventReported(const Cordial::Gateway::ShardEvent &event);
    void stopped(quint32 shard);

private:
    struct Slot
    {
        std::unique_ptr<Transport> transport;
        std::unique_ptr<Gateway> gateway;
    };

    [[nodiscard]] Gateway *find(quint32 shard) const;

    Clock &m_clock;
    DispatchSink &m_sink;
    MetricSink &m_metrics;
    TransportFactory m_transports;
    std::map<quint32, Slot> m_slots;
};

//! \brief Starts shards and hands out identify slots. Lives in the first gateway thread.
class ShardCoordinator : public QObject
{
    Q_OBJECT
public:
    struct Plan
    {
        int maxConcurrency = 1;
        IdentifyBudget budget;
        std::vector<quint32> resuming; //!< have a session: start at once
        std::vector<quint32> identifying; //!< in this order
    };

    ShardCoordinator(Clock &clock, MetricSink &metrics);
    ~ShardCoordinator() override;

    //! \brief Which worker runs a shard. \pre before begin()
    void assign(quint32 shard, ShardWorker *worker);
    void begin(const Plan &plan);
    void stop();

    void onIdentifyRequested(quint32 shard);
    void onIdentifyCancelled(quint32 shard);
    void onIdentifySent(quint32 shard);
    void onEvent(const ShardEvent &event);

private:
    void start(quint32 shard);
    void waitForBudget(const Plan &plan);
    void reportBudget(const IdentifyBudget &budget);

    Clock &m_clock;
    MetricSink &m_metrics;
    QHash<quint32, ShardWorker *> m_workers;
    std::unique_ptr<LocalIdentifyQueue> m_identifies;
    std::unique_ptr<StartQueue> m_starts;
    bool m_stopped = false;
};

} // namespace Cordial::Gateway
