// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <array>
#include <chrono>

namespace Cordial {

//! \brief How the handlers of one plugin fare: counts for ever, times of the last 256.
class HandlerStats
{
public:
    void add(std::chrono::nanoseconds duration, bool failed);

    [[nodiscard]] quint64 handled() const { return m_handled; }
    [[nodiscard]] quint64 errors() const { return m_errors; }
    //! \brief The time that \a share (0 to 1) of the last handlers kept to; -1 us without any.
    [[nodiscard]] qint64 percentileUs(double share) const;

private:
    static constexpr size_t kSamples = 256;

    quint64 m_handled = 0;
    quint64 m_errors = 0;
    std::array<qint64, kSamples> m_samplesUs{};
};

} // namespace Cordial
