// SPDX-License-Identifier: MIT
#include <cordial/sandbox/journal.h>
#include <cordial/sandbox/snowflakes.h>

#include <QJsonDocument>

#include <algorithm>

namespace Cordial::Sandbox {

Journal::Journal(Clock &clock) : m_clock(clock), m_start(clock.now())
{ }

Journal::~Journal() = default;

void Journal::add(const QByteArray &kind, const QJsonObject &data)
{
    const QByteArray whole = QJsonDocument(data).toJson(QJsonDocument::Compact);
    addRaw(kind, whole.mid(1, whole.size() - 2));
}

void Journal::addRaw(const QByteArray &kind, const QByteArray &json)
{
    const double ms = std::chrono::duration<double, std::milli>(m_clock.now() - m_start).count();
    QByteArray text;
    text.reserve(json.size() + 96);
    text += "{\"seq\":";
    text += QByteArray::number(m_nextSeq);
    text += ",\"at_ms\":";
    text += QByteArray::number(ms, 'f', 3);
    text += ",\"time_ms\":";
    text += QByteArray::number(wallMs(m_clock));
    text += ",\"kind\":\"";
    text += kind;
    text += '"';
    if (!json.isEmpty()) {
        text += ',';
        text += json;
    }
    text += '}';
    m_bytes += text.size();
    m_entries.push_back({m_nextSeq++, kind, text});
    while (static_cast<qsizetype>(m_entries.size()) > kMostEntries || m_bytes > kMostBytes) {
        m_bytes -= m_entries.front().json.size();
        m_entries.pop_front();
        ++m_dropped;
    }
    wake();
}

bool Journal::matches(const Entry &entry, const Filter &filter)
{
    return filter.kinds.isEmpty() || filter.kinds.contains(entry.kind);
}

std::deque<Journal::Entry>::const_iterator Journal::firstAfter(quint64 seq) const
{
    return std::ranges::upper_bound(m_entries, seq, {}, &Entry::seq);
}

bool Journal::has(const Filter &filter) const
{
    return std::any_of(firstAfter(filter.since), m_entries.end(),
                       [&filter](const Entry &entry) { return matches(entry, filter); });
}

QByteArray Journal::read(const Filter &filter) const
{
    QByteArray list;
    quint64 next = std::max(filter.since, m_nextSeq - 1);
    qsizetype count = 0;
    for (auto entry = firstAfter(filter.since); entry != m_entries.end(); ++entry) {
        if (!matches(*entry, filter))
            continue;
        if (count == filter.limit) {
            // More is there: the caller goes on after the last one it got.
            break;
        }
        if (count++ > 0)
            list += ',';
        list += entry->json;
        next = entry->seq;
    }
    if (count < filter.limit)
        next = std::max(filter.since, m_nextSeq - 1);
    QByteArray text = "{\"entries\":[";
    text += list;
    text += "],\"next\":";
    text += QByteArray::number(next);
    text += ",\"dropped\":";
    text += QByteArray::number(m_dropped);
    text += '}';
    return text;
}

void Journal::wait(const Filter &filter, std::chrono::milliseconds patience,
                   std::function<void(QByteArray)> done)
{
    if (has(filter) || patience.count() <= 0
        || static_cast<qsizetype>(m_waiters.size()) >= kMostWaiters) {
        done(read(filter));
        return;
    }
    auto waiter = std::make_unique<Waiter>();
    waiter->filter = filter;
    waiter->done = std::move(done);
    waiter->timer = m_clock.makeTimer();
    Waiter *raw = waiter.get();
    waiter->timer->start(patience, [this, raw] { finish(*raw); });
    m_waiters.push_back(std::move(waiter));
}

void Journal::finish(Waiter &waiter)
{
    waiter.finished = true;
    const auto done = std::move(waiter.done);
    const Filter filter = waiter.filter;
    std::erase_if(m_waiters, [](const auto &entry) { return entry->finished; });
    done(read(filter));
}

void Journal::wake()
{
    if (m_waiters.empty())
        return;
    const Entry &newest = m_entries.back();
    QList<Waiter *> ready;
    for (const auto &waiter : m_waiters) {
        if (matches(newest, waiter->filter))
            ready.append(waiter.get());
    }
    for (Waiter *waiter : ready)
        finish(*waiter);
}

} // namespace Cordial::Sandbox
