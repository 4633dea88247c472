// SPDX-License-Identifier: GPL-3.0-or-later
#include "clockmap.h"

#include <cstdlib>

namespace Cordial::Inspector {

namespace {

//! Two quartz clocks part by less than this: 100 parts in a million.
constexpr qint64 kDriftDivisor = 10'000;

} // namespace

void ClockMap::addSample(qint64 sent, qint64 host, qint64 received)
{
    const qint64 error = (received - sent) / 2;
    const qint64 offset = sent + error - host;
    if (error < 0)
        return;
    const qint64 agedError = m_error + (received - m_sampledAt) / kDriftDivisor;
    const bool contradicts = std::llabs(offset - m_offset) > error + agedError;
    if (m_known && error > agedError && !contradicts)
        return;
    m_known = true;
    m_offset = offset;
    m_error = error;
    m_sampledAt = received;
}

} // namespace Cordial::Inspector
