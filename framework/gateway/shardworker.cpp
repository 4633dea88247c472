// SPDX-License-Identifier: MIT
#include <cordial/gateway/shardworker_p.h>

#include <cordial/core/logging.h>

namespace Cordial::Gateway {

using namespace Qt::StringLiterals;

ShardWorker::ShardWorker(Clock &clock, DispatchSink &sink, MetricSink &metrics,
                         TransportFactory transports)
    : m_clock(clock), m_sink(sink), m_metrics(metrics), m_transports(std::move(transports))
{ }

ShardWorker::~ShardWorker() = default;

Gateway *ShardWorker::find(quint32 shard) const
{
    const auto it = m_slots.find(shard);
    return it == m_slots.end() ? nullptr : it->second.gateway.get();
}

void ShardWorker::add(const GatewayConfig &config, const std::optional<SessionRecord> &session)
{
    Slot &slot = m_slots[config.shard];
    slot.transport = m_transports();
    slot.gateway = std::make_unique<Gateway>(*slot.transport, m_clock, config, m_sink, m_metrics);
    Gateway *gateway = slot.gateway.get();
    if (session)
        gateway->setSession(*session);
    connect(gateway, &Gateway::identifyRequested, this, &ShardWorker::identifyRequested);
    connect(gateway, &Gateway::identifyCancelled, this, &ShardWorker::identifyCancelled);
    connect(gateway, &Gateway::identifySent, this, &ShardWorker::identifySent);
    connect(gateway, &Gateway::eventReported, this, &ShardWorker::eventReported);
    connect(gateway, &Gateway::stopped, this, &ShardWorker::stopped);
}

void ShardWorker::start(quint32 shard)
{
    if (Gateway *gateway = find(shard))
        gateway->start();
}

void ShardWorker::restart(quint32 shard)
{
    if (Gateway *gateway = find(shard))
        gateway->restart();
}

void ShardWorker::grant(quint32 shard)
{
    if (Gateway *gateway = find(shard))
        gateway->grantIdentify();
}

void ShardWorker::reportWaiting(quint32 shard, const QString &reason, Milliseconds wait)
{
    if (Gateway *gateway = find(shard))
        gateway->reportWaiting(reason, wait);
}

void ShardWorker::send(quint32 shard, const QByteArray &payload)
{
    Gateway *gateway = find(shard);
    if (gateway == nullptr)
        return;
    if (const Result<> sent = gateway->send(payload); !sent)
        qCCritical(lcGateway, "a command is lost: %ls", qUtf16Printable(sent.error().message));
}

void ShardWorker::withdraw(quint32 shard, const QByteArray &payload)
{
    if (Gateway *gateway = find(shard))
        gateway->withdraw(payload);
}

QByteArrayList ShardWorker::takeCommands()
{
    QByteArrayList all;
    for (const auto &[shard, slot] : m_slots)
        all += slot.gateway->takeCommands();
    return all;
}

void ShardWorker::setPresence(const QByteArray &presence)
{
    for (const auto &[shard, slot] : m_slots)
        slot.gateway->setPresence(presence);
}

void ShardWorker::setReporting(bool reporting)
{
    for (const auto &[shard, slot] : m_slots)
        slot.gateway->setReporting(reporting);
}

void ShardWorker::probe(quint32 shard)
{
    if (Gateway *gateway = find(shard))
        gateway->probe();
}

void ShardWorker::resumeReading()
{
    for (const auto &[shard, slot] : m_slots)
        slot.gateway->resumeReading();
}

void ShardWorker::stop()
{
    for (const auto &[shard, slot] : m_slots)
        slot.gateway->stop();
}

} // namespace Cordial::Gateway
