// SPDX-License-Identifier: MIT
#include <cordial/client/handlerstats.h>

#include <algorithm>

namespace Cordial {

void HandlerStats::add(std::chrono::nanoseconds duration, bool failed)
{
    m_samplesUs[m_handled % kSamples] = duration.count() / 1000;
    ++m_handled;
    if (failed)
        ++m_errors;
}

qint64 HandlerStats::percentileUs(double share) const
{
    const size_t count = std::min<size_t>(kSamples, m_handled);
    if (count == 0)
        return -1;
    std::array<qint64, kSamples> sorted = m_samplesUs;
    const size_t index =
        std::min(count - 1, static_cast<size_t>(share * static_cast<double>(count)));
    const auto nth = sorted.begin() + static_cast<std::ptrdiff_t>(index);
    std::nth_element(sorted.begin(), nth, sorted.begin() + static_cast<std::ptrdiff_t>(count));
    return *nth;
}

} // namespace Cordial
