// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/ids.h>

namespace Cordial::Sandbox {

//! \brief Makes Discord's ids: strictly rising, the time of creation in the upper 42 bits.
//! \source reference.mdx, "Snowflakes"
class Snowflakes
{
public:
    explicit Snowflakes(const Clock &clock) : m_clock(clock) { }

    //! \brief An id made now. Rises also when the wall clock jumps back.
    [[nodiscard]] quint64 next();
    //! \brief An id as if made at \a ms since the Unix epoch; \a index tells those of one
    //! millisecond apart.
    [[nodiscard]] static quint64 at(qint64 ms, quint32 index = 0);
    //! \brief Milliseconds since the Unix epoch at which \a id was made.
    [[nodiscard]] static qint64 timeOf(quint64 id);

private:
    const Clock &m_clock;
    quint64 m_last = 0;
};

//! \brief Calendar time in milliseconds since the Unix epoch.
[[nodiscard]] qint64 wallMs(const Clock &clock);
//! \brief ISO 8601 with microseconds and offset, as Discord writes its timestamps.
[[nodiscard]] QString timestamp(qint64 msSinceEpoch);

} // namespace Cordial::Sandbox
