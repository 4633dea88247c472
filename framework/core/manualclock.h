// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>

#include <QtGlobal>

#include <map>
#include <optional>

namespace Cordial {

//! \brief A clock that stands still until told: for tests and simulations, one thread only.
//! Timers fire inside advance(), in the order of their deadlines, then of their start.
class ManualClock : public Clock
{
public:
    ManualClock();
    ~ManualClock() override;

    [[nodiscard]] TimePoint now() const override;
    [[nodiscard]] WallTime wallNow() const override;
    [[nodiscard]] std::unique_ptr<Timer> makeTimer() override;

    //! \brief Moves time on by \a step, firing what falls due, each at its own time.
    void advance(std::chrono::nanoseconds step);
    //! \brief Moves time to the next pending timer and fires it; false if there is none.
    bool advanceToNext();
    //! \brief Moves the calendar alone, as an administrator or NTP does.
    void jumpWall(std::chrono::nanoseconds step);
    //! \brief Time since construction.
    [[nodiscard]] std::chrono::nanoseconds elapsed() const;
    [[nodiscard]] std::optional<TimePoint> nextDeadline() const;
    [[nodiscard]] qsizetype pendingTimers() const;

private:
    friend class ManualTimer;
    using Key = std::pair<TimePoint, quint64>;

    void fireFirst();

    TimePoint m_now;
    WallTime m_wall;
    quint64 m_nextOrder = 0;
    std::map<Key, class ManualTimer *> m_pending;
};

} // namespace Cordial
