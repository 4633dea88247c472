// SPDX-License-Identifier: MIT
#include <cordial/net/slidingwindow.h>

#include <algorithm>
#include <utility>

namespace Cordial::Net {

void SlidingWindow::forget(TimePoint now)
{
    while (!m_counted.empty() && m_counted.front().leaves <= now) {
        m_unanswered -= m_counted.front().answered == TimePoint::max() ? 1 : 0;
        m_counted.pop_front();
    }
}

TimePoint SlidingWindow::leavesAt(TimePoint sent, TimePoint answered) const
{
    const TimePoint atMost = sent + kLongest;
    if (answered == TimePoint::max())
        return atMost;
    return std::min(
        atMost, answered + kSecond + kMargin - std::min(m_roundTrips.shared(), answered - sent));
}

bool SlidingWindow::hasRoom(TimePoint now)
{
    forget(now);
    if (used() < m_limit || !std::exchange(m_hasLearnt, false))
        return used() < m_limit;
    for (Counted &counted : m_counted)
        counted.leaves = leavesAt(counted.sent, counted.answered);
    std::ranges::stable_sort(m_counted, {}, &Counted::leaves);
    forget(now);
    return used() < m_limit;
}

void SlidingWindow::sent(TimePoint now)
{
    --m_reserved;
    ++m_unanswered;
    const TimePoint leaves = leavesAt(now, TimePoint::max());
    m_counted.push_back({now, TimePoint::max(), leaves}); // nothing counts longer
}

void SlidingWindow::answered(TimePoint sentAt, TimePoint now)
{
    const TimePoint before = leavesAt(sentAt, TimePoint::max());
    auto at = std::ranges::lower_bound(m_counted, before, {}, &Counted::leaves);
    while (at != m_counted.end() && at->leaves == before
           && (at->sent != sentAt || at->answered != TimePoint::max()))
        ++at;
    const bool isCounted = at != m_counted.end() && at->leaves == before;
    m_unanswered -= isCounted ? 1 : 0;
    const bool isLastUnderWay = m_unanswered + m_reserved == 0;
    m_hasLearnt = m_roundTrips.add(now - sentAt, isLastUnderWay, now) || m_hasLearnt;
    const TimePoint leaves = leavesAt(sentAt, now);
    m_stay = leaves - sentAt;
    if (!isCounted)
        return; // it has left
    at->answered = now;
    at->leaves = leaves;
    std::rotate(std::ranges::upper_bound(m_counted.begin(), at, leaves, {}, &Counted::leaves), at,
                std::next(at));
}

TimePoint SlidingWindow::opensAt(TimePoint now)
{
    if (hasRoom(now))
        return now;
    return m_counted.empty() ? TimePoint::max() : m_counted.front().leaves;
}

TimePoint SlidingWindow::expectedAt(TimePoint now, qint64 ahead)
{
    forget(now);
    const qint64 behind = ahead - (m_limit - used());
    if (behind < 0)
        return now;
    // It takes the room of the one that many places further on; what is reserved is sent now at the
    // earliest.
    const auto index = static_cast<size_t>(behind % m_limit);
    const TimePoint first = index < m_counted.size() ? m_counted[index].leaves : now + m_stay;
    return first + m_stay * (behind / m_limit);
}

} // namespace Cordial::Net
