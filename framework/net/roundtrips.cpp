// SPDX-License-Identifier: MIT
#include <cordial/net/roundtrips.h>

#include <algorithm>
#include <cmath>

namespace Cordial::Net {

using std::chrono::nanoseconds;

void RoundTrips::restart(TimePoint now)
{
    m_count = 0;
    m_since = now;
    m_mean = Exact(0);
    m_squares = 0;
    m_least = nanoseconds::max();
}

bool RoundTrips::add(nanoseconds roundTrip, bool isLastUnderWay, TimePoint now)
{
    const nanoseconds old = m_shared;
    if (now - m_last > kKept) {
        restart(now);
        m_before.reset();
        m_shared = nanoseconds(0);
    }
    m_last = now;
    ++m_count;
    // Welford's: no sum grows until it loses what is small.
    const Exact off = roundTrip - m_mean;
    m_mean += off / m_count;
    m_squares += off.count() * (roundTrip - m_mean).count();
    // Nothing that all have in common is longer than any of them.
    m_least = std::min(m_least, roundTrip);
    m_shared = std::min(m_shared, roundTrip);
    if (m_count >= kRound && (isLastUnderWay || now - m_since >= kRoundTime)) {
        const Exact differing(4 * std::sqrt(m_squares / m_count));
        const nanoseconds latest =
            std::max(nanoseconds(0), m_least - std::chrono::ceil<nanoseconds>(differing));
        m_shared = std::min(latest, m_before.value_or(latest));
        m_before = latest;
        restart(now);
    }
    return m_shared != old;
}

} // namespace Cordial::Net
