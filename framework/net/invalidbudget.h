// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>

#include <deque>

namespace Cordial::Net {

//! \brief Counts answers 401, 403 and 429 (not shared) of the last 10 minutes, of which Discord
//! takes 10,000 before it bans the address. \source topics/rate-limits.mdx, "Invalid Request Limit"
class InvalidBudget
{
public:
    static constexpr int kLimit = 9'999;
    static constexpr std::chrono::minutes kWindow{10};

    void add(TimePoint now);
    [[nodiscard]] int count(TimePoint now);
    //! \brief Whether one more may go out while \a inFlight others may all turn out invalid.
    [[nodiscard]] bool hasRoom(TimePoint now, int inFlight)
    {
        return count(now) + inFlight < kLimit;
    }
    //! \brief Whether it is used up, whatever is in flight.
    [[nodiscard]] bool isSpent(TimePoint now) { return count(now) >= kLimit; }
    //! \brief When the oldest one is forgotten; TimePoint::max() if there is none.
    [[nodiscard]] TimePoint relaxesAt() const;

private:
    std::deque<TimePoint> m_times;
};

} // namespace Cordial::Net
