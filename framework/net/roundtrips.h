// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>

#include <optional>

namespace Cordial::Net {

//! \brief Learns from answers how much of a round trip is the same for every request: what a
//! server takes to answer and the way cost all of them alike, and so cannot move two requests
//! towards each other. Pure.
class RoundTrips
{
public:
    //! \brief A round, after which something is known, has so many answers, and takes so long or
    //! until nothing is under way: of what was sent at once the quick answers come first, and they
    //! alone would mislead.
    static constexpr int kRound = 16;
    static constexpr std::chrono::seconds kRoundTime{1};
    static constexpr std::chrono::seconds kKept{60}; //!< without an answer all is forgotten

    //! \brief Whether shared() may have changed.
    bool add(std::chrono::nanoseconds roundTrip, bool isLastUnderWay, TimePoint now);
    //! \brief 0 until a round is over, and where answers differ much. The shortest of late less
    //! four standard deviations: an estimate that is too low is on the safe side.
    [[nodiscard]] std::chrono::nanoseconds shared() const { return m_shared; }

private:
    using Exact = std::chrono::duration<double, std::nano>;
    void restart(TimePoint now);

    int m_count = 0;
    TimePoint m_since;
    TimePoint m_last;
    Exact m_mean{0};
    double m_squares = 0; //!< of what is off the mean, in ns
    std::chrono::nanoseconds m_least{0};
    std::optional<std::chrono::nanoseconds> m_before; //!< shared in the round before this
    std::chrono::nanoseconds m_shared{0};
};

} // namespace Cordial::Net
