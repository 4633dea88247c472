// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/gateway/gateway.h>

#include <QObject>

#include <functional>
#include <map>
#include <memory>

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
    void withdraw(quint32 shard, const QByteArray &payload);
    //! \brief Of all shards; see Gateway::takeCommands().
    [[nodiscard]] QByteArrayList takeCommands();
    void setPresence(const QByteArray &presence);
    //! \brief Whether the shards tell the metrics of themselves.
    void setReporting(bool reporting);
    //! \brief Asks Discord for a sign that everything sent so far has arrived: a Delivery with
    //! isProbeAnswer follows, unless the connection ends before.
    void probe(quint32 shard);
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

} // namespace Cordial::Gateway
