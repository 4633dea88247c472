// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/requestmodel.h"

#include "theme/format.h"

#include <algorithm>

namespace Cordial::Inspector {

namespace {

bool isEnd(RequestPhase phase)
{
    return phase == RequestPhase::Finished || phase == RequestPhase::Failed
        || phase == RequestPhase::Cancelled;
}

//! The next of 1, 2, 5, 10, 20, ... times 10 ms that holds \a nanoseconds.
qint64 roundSpan(qint64 nanoseconds)
{
    qint64 decade = 10'000'000;
    for (;;) {
        for (const int step : {1, 2, 5}) {
            if (decade * step >= nanoseconds || decade > 1'000'000'000'000)
                return decade * step;
        }
        decade *= 10;
    }
}

} // namespace

RequestModel::RequestModel(Clock &clock, QObject *parent)
    : EventModel(clock, makeColumns(), kDefaultCapacity, parent)
{
    rescale();
}

void RequestModel::arrive(const QList<RequestEvent> &events)
{
    for (const RequestEvent &event : events) {
        if (const auto stored = m_handles.constFind(event.id); stored != m_handles.cend()) {
            QList<RequestEvent> &steps = m_updates[*stored];
            // An event carries all that is known; what only a step says is its waiting reason.
            if (!steps.isEmpty() && steps.last().reason == event.reason)
                steps.last() = event;
            else if (steps.size() < 16)
                steps.append(event);
            else
                steps.last() = event;
            continue;
        }
        keepNew(event);
    }
    boundPending();
}

void RequestModel::keepNew(const RequestEvent &event)
{
    if (const auto known = m_freshIndex.constFind(event.id); known != m_freshIndex.cend()) {
        advance(m_fresh[static_cast<size_t>(*known - m_freshDropped)], event);
        return;
    }
    m_freshIndex.insert(event.id, m_freshDropped + m_fresh.size());
    m_fresh.emplace_back();
    advance(m_fresh.back(), event);
}

//! A pause must not cost memory without end: the oldest of what waits would be evicted anyway.
void RequestModel::boundPending()
{
    while (m_fresh.size() > capacity()) {
        m_freshIndex.remove(m_fresh.front().event.id);
        m_fresh.pop_front();
        ++m_freshDropped;
        countDropped(1);
    }
}

void RequestModel::advance(RequestRow &row, const RequestEvent &event)
{
    // Events of one request come in order; a stray one after the end changes nothing.
    if (row.endedAt != 0 && !isEnd(event.phase))
        return;
    row.event = event;
    row.cutOff = false;
    if (event.reason != WaitReason::None)
        row.waitedFor = event.reason;
    if (isEnd(event.phase))
        row.endedAt = event.at;
}

qsizetype RequestModel::pendingCount() const
{
    return static_cast<qsizetype>(m_fresh.size());
}

void RequestModel::noteLoss()
{
    m_lossAt = now();
}

void RequestModel::clear()
{
    m_fresh.clear();
    m_freshIndex.clear();
    m_updates.clear();
    m_lossAt = 0;
    EventModel::clear();
    m_handles.clear();
    m_open.clear();
}

void RequestModel::rowEvicted(const RequestRow &row)
{
    m_updates.erase(m_handles.value(row.event.id));
    m_handles.remove(row.event.id);
    m_open.remove(row.event.id);
}

void RequestModel::noteOpen(const RequestRow &row)
{
    if (row.isOpen())
        m_open.insert(row.event.id, row.event.reason);
    else
        m_open.remove(row.event.id);
}

void RequestModel::applyUpdates()
{
    std::vector<Handle> changed;
    for (const auto &[handle, steps] : m_updates) {
        RequestRow &row = mutableRow(handle);
        for (const RequestEvent &event : steps)
            advance(row, event);
        noteOpen(row);
        changed.push_back(handle);
    }
    m_updates.clear();
    refreshRows(changed);
    refreshRows(closeCutOff());
}

//! Requests whose end was lost would count as under way for ever.
std::vector<RequestModel::Handle> RequestModel::closeCutOff()
{
    std::vector<Handle> closed;
    if (m_lossAt == 0 || now() - m_lossAt < kCutOffAfter)
        return closed;
    bool anyLeft = false;
    for (auto open = m_open.begin(); open != m_open.end();) {
        const Handle handle = m_handles.value(open.key());
        RequestRow &row = mutableRow(handle);
        const bool before = row.event.at < m_lossAt;
        const bool silent = now() - qMax(row.event.at, row.event.waitUntil) > kCutOffAfter;
        anyLeft = anyLeft || (before && !silent);
        if (before && silent) {
            row.cutOff = true;
            closed.push_back(handle);
            open = m_open.erase(open);
        } else {
            ++open;
        }
    }
    m_lossAt = anyLeft ? m_lossAt : 0;
    std::sort(closed.begin(), closed.end());
    return closed;
}

void RequestModel::applyPending()
{
    applyUpdates();
    std::deque<RequestRow> fresh;
    fresh.swap(m_fresh);
    m_freshIndex.clear();
    m_freshDropped = 0;
    const size_t skipped = fresh.size() > capacity() ? fresh.size() - capacity() : 0;
    const Handle next = nextHandle();
    for (size_t i = skipped; i < fresh.size(); ++i) {
        m_handles.insert(fresh[i].event.id, next + i - skipped);
        noteOpen(fresh[i]);
    }
    const bool grows = !fresh.empty();
    append(std::move(fresh));
    if (grows)
        rescale();
}

void RequestModel::rescale()
{
    qint64 longest = 0;
    const size_t recent = qMin<size_t>(rows().size(), 256);
    for (size_t i = rows().size() - recent; i < rows().size(); ++i)
        longest = qMax(longest, totalOf(rows()[i]));
    m_span = roundSpan(qMax<qint64>(longest, 100'000'000));
    // A round number by construction: no decimals.
    const QString span = m_span < 1'000'000'000 ? tr("%1 ms").arg(m_span / 1'000'000)
                                                : tr("%1 s").arg(m_span / 1'000'000'000);
    setColumnHint(Waterfall, tr("Timing, 0 to %1").arg(span));
}

std::array<int, 9> RequestModel::openByReason() const
{
    std::array<int, 9> counts{};
    for (const WaitReason reason : m_open)
        ++counts[qMin<size_t>(static_cast<size_t>(reason), counts.size() - 1)];
    return counts;
}

qint64 RequestModel::waitOf(const RequestRow &row) const
{
    const RequestEvent &e = row.event;
    const qint64 until = e.startedAt != 0 && e.reason == WaitReason::None ? e.startedAt
        : row.endedAt != 0 ? (e.startedAt != 0 ? e.startedAt : row.endedAt)
        : row.cutOff       ? e.at
                           : now();
    return qMax<qint64>(0, until - e.queuedAt);
}

qint64 RequestModel::totalOf(const RequestRow &row) const
{
    const qint64 until = row.endedAt != 0 ? row.endedAt : row.cutOff ? row.event.at : now();
    return qMax<qint64>(0, until - row.event.queuedAt);
}

bool RequestModel::lessThan(Handle a, Handle b, int column) const
{
    const RequestRow &x = row(a);
    const RequestRow &y = row(b);
    switch (column) {
    case Status:
        return std::pair(x.event.phase, x.event.status) < std::pair(y.event.phase, y.event.status);
    case Method:
        return x.event.method < y.event.method;
    case Path:
        return x.event.path < y.event.path;
    case Reason:
        return x.waitedFor < y.waitedFor;
    case Wait:
        return waitOf(x) < waitOf(y);
    case Total:
    case Waterfall:
        return totalOf(x) < totalOf(y);
    case Attempts:
        return x.event.attempts < y.event.attempts;
    case Priority:
        return x.event.lane < y.event.lane;
    case Size:
        return x.event.responseBytes < y.event.responseBytes;
    case Plugin:
        return x.event.plugin < y.event.plugin;
    case Bucket:
        return x.event.bucketKey < y.event.bucketKey;
    case Identity:
        return x.event.id < y.event.id;
    default:
        return x.event.queuedAt < y.event.queuedAt;
    }
}

void RequestModel::collectFields(Handle handle, Fields &fields) const
{
    static constexpr std::array<const char *, 9> kReasons{"none",        "bucket",  "global",
                                                          "concurrency", "429",     "retry",
                                                          "invalid",     "offline", "shutdown"};
    static constexpr std::array<const char *, 6> kPhases{"queued",   "waiting", "sent",
                                                         "finished", "failed",  "cancelled"};
    const RequestEvent &e = row(handle).event;
    fields.add("method", e.method);
    fields.add("path", e.path);
    fields.add("route", e.route);
    fields.add("status", e.status);
    fields.add("phase", kPhases[qMin<size_t>(static_cast<size_t>(e.phase), kPhases.size() - 1)]);
    const auto reason = static_cast<size_t>(row(handle).waitedFor);
    if (reason != 0)
        fields.add("reason", kReasons[qMin(reason, kReasons.size() - 1)]);
    fields.add("plugin", e.plugin);
    fields.add("bucket", e.bucketKey);
    fields.add("id", static_cast<qint64>(e.id));
    fields.add("error", e.error);
}

} // namespace Cordial::Inspector
