// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/net/roundtrips.h>

#include <QtGlobal>

#include <deque>

namespace Cordial::Net {

//! \brief At most `limit` requests in any second of the server's: the global limit.
//!
//! A request counts from reserve() on, as it may be sent at any moment, until a request sent then
//! must be a second behind it at the server, which counted it at an unknown time between sent() and
//! answered(): one second after the answer, less what every round trip has in common, or kLongest
//! after it was sent, whichever comes first. A window that slides has no edge to burst at, which
//! fixed windows have. Pure.
//! \source topics/rate-limits.mdx, "Global Rate Limit"; framework/docs/adr/0031
class SlidingWindow
{
public:
    static constexpr std::chrono::nanoseconds kSecond = std::chrono::seconds(1);
    //! \brief For one without an answer: two may differ on their way by a tenth of a second.
    static constexpr std::chrono::nanoseconds kLongest = std::chrono::milliseconds(1100);
    //! \brief Clocks that count in milliseconds.
    static constexpr std::chrono::nanoseconds kMargin = std::chrono::milliseconds(2);

    explicit SlidingWindow(int limit) : m_limit(limit) { }

    [[nodiscard]] bool hasRoom(TimePoint now);
    void reserve() { ++m_reserved; }
    //! \brief What was reserved will not be sent.
    void release() { --m_reserved; }
    void sent(TimePoint now);
    //! \brief The server has answered what was sent() at \a sentAt.
    void answered(TimePoint sentAt, TimePoint now);
    //! \brief When hasRoom() becomes true if nothing more happens; nothing known while
    //! reservations alone fill it: TimePoint::max().
    [[nodiscard]] TimePoint opensAt(TimePoint now);
    //! \brief When one more may be sent after \a ahead others, if those are sent as soon as they
    //! may and answered as the last one was.
    [[nodiscard]] TimePoint expectedAt(TimePoint now, qint64 ahead);

    [[nodiscard]] int used() const { return static_cast<int>(m_counted.size()) + m_reserved; }
    [[nodiscard]] int limit() const { return m_limit; }

private:
    struct Counted
    {
        TimePoint sent;
        TimePoint answered; //!< TimePoint::max() = not yet
        TimePoint leaves;
    };
    void forget(TimePoint now);
    [[nodiscard]] TimePoint leavesAt(TimePoint sent, TimePoint answered) const;

    int m_limit;
    int m_reserved = 0;
    int m_unanswered = 0; //!< of those counted
    std::deque<Counted> m_counted; //!< by leaves
    RoundTrips m_roundTrips;
    bool m_hasLearnt = false; //!< from round trips, what `leaves` does not know yet
    std::chrono::nanoseconds m_stay = kLongest; //!< how long the last one answered counts
};

} // namespace Cordial::Net
