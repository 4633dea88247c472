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

ShardCoordinator::ShardCoordinator(Clock &clock, MetricSink &metrics)
    : m_clock(clock), m_metrics(metrics)
{ }

ShardCoordinator::~ShardCoordinator() = default;

void ShardCoordinator::assign(quint32 shard, ShardWorker *worker)
{
    m_workers.insert(shard, worker);
}

void ShardCoordinator::start(quint32 shard)
{
    ShardWorker *worker = m_workers.value(shard);
    QMetaObject::invokeMethod(
        worker, [worker, shard] { worker->start(shard); }, Qt::QueuedConnection);
}

void ShardCoordinator::begin(const Plan &plan)
{
    const auto tellWaiting = [this](quint32 shard, IdentifyQueue::WaitFor reason,
                                    Milliseconds wait) {
        ShardWorker *worker = m_workers.value(shard);
        const QString text = reason == IdentifyQueue::WaitFor::Budget
            ? u"session budget is used up, waiting for its reset"_s
            : u"identify slot"_s;
        QMetaObject::invokeMethod(
            worker, [worker, shard, text, wait] { worker->reportWaiting(shard, text, wait); },
            Qt::QueuedConnection);
    };
    const auto grant = [this](quint32 shard) {
        ShardWorker *worker = m_workers.value(shard);
        QMetaObject::invokeMethod(
            worker, [worker, shard] { worker->grant(shard); }, Qt::QueuedConnection);
    };
    m_identifies = std::make_unique<LocalIdentifyQueue>(
        m_clock, plan.maxConcurrency, plan.budget,
        IdentifyQueue::Callbacks{grant, tellWaiting,
                                 [this](const IdentifyBudget &budget) { reportBudget(budget); }});
    m_starts = std::make_unique<StartQueue>(m_clock, plan.maxConcurrency,
                                            [this](quint32 shard) { start(shard); });
    reportBudget(plan.budget);
    for (const quint32 shard : plan.resuming)
        start(shard);
    if (size_t(plan.budget.remaining) < plan.identifying.size())
        waitForBudget(plan);
    for (const quint32 shard : plan.identifying)
        m_starts->add(shard);
}

void ShardCoordinator::waitForBudget(const Plan &plan)
{
    const auto wait = std::max(std::chrono::ceil<Milliseconds>(plan.budget.resetAt - m_clock.now()),
                               Milliseconds(0));
    const QString reason = u"session budget: "_s % QString::number(plan.identifying.size())
        % u" shards need an IDENTIFY, "_s % QString::number(plan.budget.remaining) % u" of "_s
        % QString::number(plan.budget.total) % u" are left until the reset"_s;
    qCWarning(lcGateway, "%ls in %lld s", qUtf16Printable(reason),
              static_cast<long long>(wait.count() / 1000));
    m_identifies->holdUntilReset();
    m_starts->hold(wait);
    for (const quint32 shard : plan.identifying) {
        ShardWorker *worker = m_workers.value(shard);
        QMetaObject::invokeMethod(
            worker, [worker, shard, reason, wait] { worker->reportWaiting(shard, reason, wait); },
            Qt::QueuedConnection);
    }
}

void ShardCoordinator::stop()
{
    m_stopped = true;
    m_starts.reset();
    m_identifies.reset();
}

void ShardCoordinator::onIdentifyRequested(quint32 shard)
{
    if (m_stopped)
        return;
    m_starts->waiting(shard);
    m_identifies->request(shard);
}

void ShardCoordinator::onIdentifyCancelled(quint32 shard)
{
    if (m_stopped)
        return;
    m_starts->settled(shard);
    m_identifies->cancel(shard);
}

void ShardCoordinator::onIdentifySent(quint32 shard)
{
    if (m_stopped)
        return;
    m_identifies->used(shard);
    m_starts->settled(shard);
}

void ShardCoordinator::onEvent(const ShardEvent &event)
{
    // A shard whose first try fails must not hold up those behind it.
    const bool isOver =
        event.kind == ShardEvent::Kind::Disconnected || event.kind == ShardEvent::Kind::Fatal;
    if (!m_stopped && isOver && m_starts)
        m_starts->settled(event.shard);
}

void ShardCoordinator::reportBudget(const IdentifyBudget &budget)
{
    GaugeRecord record;
    record.name = "identify";
    record.value = budget.remaining;
    record.limit = budget.total;
    record.resetAt =
        std::chrono::duration_cast<std::chrono::nanoseconds>(budget.resetAt.time_since_epoch())
            .count();
    m_metrics.report(record);
}

} // namespace Cordial::Gateway
