// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>

#include <QByteArray>

#include <optional>
#include <string_view>
#include <vector>

namespace Cordial::Host {

//! \brief What `cordial bench` has seen: how many, how long it took, at what price.
class BenchFigures
{
public:
    //! Latencies beyond the last so many are forgotten.
    static constexpr size_t kMostLatencies = 1'000'000;

    //! \brief From here on time and \a cpu, what the process has used so far, count.
    void begin(TimePoint now, std::chrono::nanoseconds cpu);
    [[nodiscard]] bool hasBegun() const { return m_beganAt.has_value(); }
    //! \brief One more event, with the time it was under way if that is known.
    void add(TimePoint now, std::optional<std::chrono::nanoseconds> latency = {});
    void end(std::chrono::nanoseconds cpu) { m_cpu = cpu; }

    [[nodiscard]] quint64 events() const { return m_events; }
    //! \brief The compact line: {events, wall_s, cpu_s, events_per_s, latency_us, peak_rss_kb}.
    //! The time is that from begin() to the last event.
    [[nodiscard]] QByteArray line(qint64 peakKilobytes) const;

private:
    [[nodiscard]] std::optional<double> percentileUs(double part) const;

    std::optional<TimePoint> m_beganAt;
    TimePoint m_lastAt;
    std::chrono::nanoseconds m_cpuBefore{};
    std::chrono::nanoseconds m_cpu{};
    quint64 m_events = 0;
    std::vector<qint64> m_latencies;
};

//! \brief When a server sent a message whose content it stamped, `t=` and 20 digits of nanoseconds
//! of this machine's monotonic clock; nothing if \a content has no stamp.
[[nodiscard]] std::optional<TimePoint> stampIn(std::string_view content);

//! \brief What this process has used of the processors, and at most of memory.
[[nodiscard]] std::chrono::nanoseconds processCpu();
[[nodiscard]] qint64 peakKilobytes();

} // namespace Cordial::Host
