// SPDX-License-Identifier: MIT
#include <cordial/gateway/shardcoordinator_p.h>

#include <cordial/core/logging.h>
#include <cordial/core/logoutput.h>
#include <cordial/gateway/shardworker_p.h>

#include <QDateTime>

#include <algorithm>
#include <numeric>
#include <utility>

namespace Cordial::Gateway {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kAskAgainAfter = 10s;

IdentifyQueueFactory localQueues()
{
    return [](Clock &clock, const IdentifyPlan &plan, IdentifyQueue::Callbacks callbacks) {
        return std::make_unique<LocalIdentifyQueue>(clock, plan.maxConcurrency, plan.budget,
                                                    std::move(callbacks));
    };
}

} // namespace

ShardCoordinator::ShardCoordinator(Clock &clock, MetricSink &metrics, Setup setup)
    : m_clock(clock), m_metrics(metrics), m_setup(std::move(setup))
{ }

ShardCoordinator::~ShardCoordinator() = default;

void ShardCoordinator::start(const Member &member)
{
    QMetaObject::invokeMethod(
        member.worker, [worker = member.worker, shard = member.shard] { worker->start(shard); },
        Qt::QueuedConnection);
}

void ShardCoordinator::tellWaiting(quint32 ticket, const QString &reason, Milliseconds wait)
{
    const auto it = m_members.constFind(ticket);
    if (it == m_members.constEnd())
        return;
    QMetaObject::invokeMethod(
        it->worker,
        [worker = it->worker, shard = it->shard, reason, wait] {
            worker->reportWaiting(shard, reason, wait);
        },
        Qt::QueuedConnection);
}

void ShardCoordinator::makeQueues(const IdentifyPlan &plan)
{
    IdentifyQueue::Callbacks callbacks;
    callbacks.granted = [this](quint32 ticket) {
        const auto it = m_members.constFind(ticket);
        if (it == m_members.constEnd()) {
            m_grantedLate.push_back(ticket);
            QMetaObject::invokeMethod(this, [this] { returnLate(); }, Qt::QueuedConnection);
            return;
        }
        m_granted.insert(ticket);
        QMetaObject::invokeMethod(
            it->worker, [worker = it->worker, shard = it->shard] { worker->grant(shard); },
            Qt::QueuedConnection);
    };
    callbacks.waiting = [this](quint32 ticket, IdentifyQueue::WaitFor reason, Milliseconds wait) {
        if (reason != IdentifyQueue::WaitFor::Budget) {
            tellWaiting(ticket, u"identify slot"_s, wait);
            return;
        }
        const QString shortage = u"session budget is used up, waiting for its reset"_s;
        tellShortage(shortage, wait);
        tellWaiting(ticket, shortage, wait);
    };
    callbacks.budgetChanged = [this](const IdentifyBudget &budget) { reportBudget(budget); };
    if (m_setup.canAsk)
        callbacks.budgetWanted = [this] { Q_EMIT budgetWanted(); };
    m_maxConcurrency = plan.maxConcurrency;
    m_askAgain = m_clock.makeTimer();
    m_watchTimer = m_clock.makeTimer();
    if (m_setup.handlers)
        watchHandlers();
    const IdentifyQueueFactory make = m_setup.queues ? m_setup.queues : localQueues();
    m_identifies = make(m_clock, plan, std::move(callbacks));
    m_starts = std::make_unique<StartQueue>(
        m_clock, plan.maxConcurrency, [this](quint32 ticket) { start(m_members.value(ticket)); });
}

//! Tickets keep their keys only modulo what divides the old number too.
void ShardCoordinator::setMaxConcurrency(int maxConcurrency)
{
    const int common = std::gcd(m_maxConcurrency, maxConcurrency);
    if (common == m_maxConcurrency)
        return;
    m_maxConcurrency = common;
    m_identifies->setMaxConcurrency(common);
    m_starts->setMaxConcurrency(common);
}

void ShardCoordinator::begin(const IdentifyPlan &plan, const std::vector<Member> &members,
                             Shortage shortage)
{
    if (m_stopped)
        return;
    const bool isFirst = !m_identifies;
    if (isFirst)
        makeQueues(plan);
    else
        setMaxConcurrency(plan.maxConcurrency);
    for (const Member &member : members) {
        m_members.insert(member.ticket, member);
        if (!member.resumes)
            m_unidentified.insert(member.ticket);
    }
    const bool isShort =
        shortage == Shortage::HoldsAll && size_t(std::max(plan.budget.remaining, 0)) < needed();
    if (isFirst)
        reportBudget(plan.budget);
    else
        m_identifies->setBudget(plan.budget, isShort);
    for (const Member &member : members) {
        if (member.resumes)
            start(member);
    }
    if (isShort)
        waitForBudget(plan.budget, needed());
    for (const Member &member : members) {
        if (!member.resumes)
            m_starts->add(member.ticket);
    }
}

size_t ShardCoordinator::needed() const
{
    return size_t(m_unidentified.size());
}

void ShardCoordinator::waitForBudget(const IdentifyBudget &budget, size_t needed)
{
    const auto wait =
        std::max(std::chrono::ceil<Milliseconds>(budget.resetAt - m_clock.now()), Milliseconds(0));
    const QString reason = u"session budget: "_s % QString::number(needed)
        % u" shards need an IDENTIFY, "_s % QString::number(budget.remaining) % u" of "_s
        % QString::number(budget.total) % u" are left until the reset"_s;
    tellShortage(reason, wait);
    m_identifies->holdUntilReset();
    m_starts->hold(wait);
    for (const quint32 ticket : std::as_const(m_unidentified))
        tellWaiting(ticket, reason, wait);
}

//! Once for each reset: many shards may wait for it.
void ShardCoordinator::tellShortage(const QString &reason, Milliseconds wait)
{
    const TimePoint resetAt = m_clock.now() + wait;
    if (resetAt < m_shortUntil + 1s)
        return;
    m_shortUntil = resetAt;
    const auto until = m_clock.wallNow() + wait;
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(until.time_since_epoch()).count();
    qCWarning(
        lcGateway, "%ls in %lld s, at %ls", qUtf16Printable(reason),
        static_cast<long long>(wait.count() / 1000),
        qUtf16Printable(QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toString(Qt::ISODate)));
}

void ShardCoordinator::takeBudget(const std::optional<IdentifyPlan> &plan)
{
    if (m_stopped || !m_identifies)
        return;
    if (!plan) {
        m_askAgain->start(kAskAgainAfter, [this] { Q_EMIT budgetWanted(); });
        return;
    }
    setMaxConcurrency(plan->maxConcurrency);
    // A full budget that is smaller than what is to be started cannot become larger by waiting.
    IdentifyBudget budget = plan->budget;
    budget.resetAt = std::max(budget.resetAt, m_clock.now() + kAskAgainAfter);
    const bool isShort =
        size_t(std::max(budget.remaining, 0)) < needed() && budget.remaining < budget.total;
    m_identifies->setBudget(budget, isShort);
    if (isShort)
        waitForBudget(budget, needed());
}

void ShardCoordinator::retire(const std::vector<quint32> &tickets)
{
    // All of them first: a slot that one gives back must not go to another one.
    for (const quint32 ticket : tickets) {
        m_members.remove(ticket);
        m_unidentified.remove(ticket);
    }
    if (m_stopped || !m_identifies)
        return;
    for (const quint32 ticket : tickets) {
        m_starts->remove(ticket);
        // Its IDENTIFY may be on the wire before it hears of anything.
        if (!m_granted.contains(ticket))
            m_identifies->cancel(ticket);
    }
    returnLate();
}

void ShardCoordinator::release(const std::vector<quint32> &tickets)
{
    if (m_stopped || !m_identifies)
        return;
    for (const quint32 ticket : tickets) {
        if (m_granted.remove(ticket))
            m_identifies->cancel(ticket);
    }
    returnLate();
}

void ShardCoordinator::returnLate()
{
    while (!m_stopped && !m_grantedLate.empty()) {
        const quint32 ticket = m_grantedLate.back();
        m_grantedLate.pop_back();
        m_identifies->cancel(ticket); // may grant another one of them
    }
}

void ShardCoordinator::stop()
{
    m_stopped = true;
    m_starts.reset();
    m_identifies.reset();
    m_askAgain.reset();
    m_watchTimer.reset();
}

//! A handler that blocks cannot say so itself: this thread does, while it lasts.
void ShardCoordinator::watchHandlers()
{
    constexpr auto kLookEvery = 1s;
    m_watchTimer->start(kLookEvery, [this] { watchHandlers(); });
    const TimePoint now = m_clock.now();
    const auto blocked = m_setup.handlers->overdue(now, kBlockedAfter);
    if (!blocked) {
        if (std::exchange(m_blockedSince, std::nullopt))
            reportBlocked(0ms);
        return;
    }
    const auto since = std::chrono::duration_cast<Milliseconds>(now - blocked->since);
    reportBlocked(since);
    if (m_blockedSince == blocked->since && now < m_nameAgainAt)
        return;
    m_blockedSince = blocked->since;
    m_nameAgainAt = now + kBlockedAgain;
    const PluginScope scope({blocked->plugin.constData(), size_t(blocked->plugin.size())});
    qCWarning(lcGateway).noquote().nospace()
        << "blocked handler: "
        << (blocked->plugin.isEmpty() ? QByteArray("the bot itself") : "plugin " + blocked->plugin)
        << " has been in its handler of " << blocked->what << " for " << since.count()
        << " ms; events wait, heartbeats go on";
}

void ShardCoordinator::reportBlocked(Milliseconds since)
{
    GaugeRecord record;
    record.name = "blocked handler ms";
    record.value = double(since.count());
    m_metrics.report(record);
}

void ShardCoordinator::onIdentifyRequested(quint32 ticket)
{
    if (m_stopped || !m_members.contains(ticket))
        return;
    m_unidentified.insert(ticket);
    m_starts->waiting(ticket);
    m_identifies->request(ticket);
}

void ShardCoordinator::onIdentifyCancelled(quint32 ticket)
{
    // Also of one that was retired a moment ago: it had a slot.
    if (m_stopped)
        return;
    m_granted.remove(ticket);
    m_starts->settled(ticket);
    m_identifies->cancel(ticket);
    returnLate();
}

void ShardCoordinator::onIdentifySent(quint32 ticket)
{
    // Also of one that was retired a moment ago: Discord has counted it.
    if (m_stopped)
        return;
    m_granted.remove(ticket);
    m_unidentified.remove(ticket);
    m_identifies->used(ticket);
    m_starts->settled(ticket);
}

void ShardCoordinator::onEvent(quint32 ticket, const ShardEvent &event)
{
    if (m_stopped || !m_members.contains(ticket))
        return;
    // A shard whose first try fails must not hold up those behind it.
    const bool isFatal = event.kind == ShardEvent::Kind::Fatal;
    if (isFatal)
        m_unidentified.remove(ticket);
    if (isFatal || event.kind == ShardEvent::Kind::Disconnected)
        m_starts->settled(ticket);
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
