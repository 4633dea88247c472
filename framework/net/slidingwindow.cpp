// SPDX-License-Identifier: MIT
#include <cordial/net/slidingwindow.h>

namespace Cordial::Net {

void SlidingWindow::forget(TimePoint now)
{
    // Strictly older: two events exactly one length apart are still both inside it.
    while (!m_times.empty() && now - m_times.front() > m_length)
        m_times.pop_front();
}

bool SlidingWindow::hasRoom(TimePoint now)
{
    forget(now);
    return used() < m_limit;
}

void SlidingWindow::happened(TimePoint now)
{
    --m_reserved;
    m_times.push_back(now);
}

TimePoint SlidingWindow::opensAt(TimePoint now)
{
    if (hasRoom(now))
        return now;
    return m_times.empty() ? TimePoint::max()
                           : m_times.front() + m_length + std::chrono::nanoseconds(1);
}

TimePoint SlidingWindow::expectedAt(TimePoint now, qint64 ahead)
{
    forget(now);
    const qint64 behind = ahead - (m_limit - used());
    if (behind < 0)
        return now;
    // It takes the room of the one that many places further on; what is reserved happens now at the
    // earliest.
    const auto index = static_cast<size_t>(behind % m_limit);
    const TimePoint happened = index < m_times.size() ? m_times[index] : now;
    return happened + (m_length + std::chrono::nanoseconds(1)) * (behind / m_limit + 1);
}

} // namespace Cordial::Net
