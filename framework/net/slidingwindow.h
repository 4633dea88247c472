// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>

#include <deque>

namespace Cordial::Net {

//! \brief At most `limit` events in any span of `length`: the global limit.
//!
//! An event counts from reserve() on, as it may happen at any moment, and for one length after
//! happened(). A window that slides has no edge to burst at, which fixed windows have.
class SlidingWindow
{
public:
    SlidingWindow(int limit, std::chrono::nanoseconds length) : m_limit(limit), m_length(length) { }

    [[nodiscard]] bool hasRoom(TimePoint now);
    void reserve() { ++m_reserved; }
    void happened(TimePoint now);
    //! \brief What was reserved will not happen.
    void release() { --m_reserved; }
    //! \brief When hasRoom() becomes true if nothing more happens; nothing known while
    //! reservations alone fill it: TimePoint::max().
    [[nodiscard]] TimePoint opensAt(TimePoint now);
    //! \brief When one more may happen after \a ahead others, if those happen as soon as they may.
    [[nodiscard]] TimePoint expectedAt(TimePoint now, qint64 ahead);

    [[nodiscard]] int used() const { return static_cast<int>(m_times.size()) + m_reserved; }
    [[nodiscard]] int limit() const { return m_limit; }

private:
    void forget(TimePoint now);

    int m_limit;
    std::chrono::nanoseconds m_length;
    std::deque<TimePoint> m_times;
    int m_reserved = 0;
};

} // namespace Cordial::Net
