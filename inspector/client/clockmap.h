// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace Cordial::Inspector {

//! \brief Maps times of the host's monotonic clock to the local one. Pure; all in nanoseconds.
//!
//! A ping tells the difference of the clocks to within half its round trip. The best estimate is
//! kept, so that times do not dance, and gives way when a better one comes, when it has grown old
//! (clocks of two machines drift) or when a sample contradicts it (the host was suspended).
class ClockMap
{
public:
    void reset() { *this = ClockMap(); }
    //! \brief A message written at \a host arrived at \a received, and cannot have left before \a
    //! sent.
    void addSample(qint64 sent, qint64 host, qint64 received);
    [[nodiscard]] qint64 toLocal(qint64 host) const { return host + m_offset; }
    [[nodiscard]] bool isKnown() const { return m_known; }

private:
    qint64 m_offset = 0;
    qint64 m_error = 0;
    qint64 m_sampledAt = 0;
    bool m_known = false;
};

} // namespace Cordial::Inspector
