// SPDX-License-Identifier: MIT
#include <cordial/host/benchfigures.h>

#include <cordial/core/jsonwriter.h>

#include <QFile>

#include <algorithm>
#include <charconv>
#include <ctime>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

namespace {

QByteArray decimal(double value, int digits)
{
    return QByteArray::number(value, 'f', digits);
}

double seconds(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double>(time).count();
}

} // namespace

void BenchFigures::begin(TimePoint now, std::chrono::nanoseconds cpu)
{
    m_beganAt = m_lastAt = now;
    m_cpuBefore = m_cpu = cpu;
}

void BenchFigures::add(TimePoint now, std::optional<std::chrono::nanoseconds> latency)
{
    m_lastAt = now;
    if (latency && m_latencies.size() < kMostLatencies)
        m_latencies.push_back(latency->count());
    else if (latency)
        m_latencies[m_events % kMostLatencies] = latency->count();
    ++m_events;
}

std::optional<double> BenchFigures::percentileUs(double part) const
{
    if (m_latencies.empty())
        return std::nullopt;
    std::vector<qint64> sorted = m_latencies;
    const auto rank = std::min(sorted.size() - 1, size_t(part * double(sorted.size())));
    const auto nth = sorted.begin() + std::ptrdiff_t(rank);
    std::nth_element(sorted.begin(), nth, sorted.end());
    return double(*nth) / 1e3;
}

QByteArray BenchFigures::line(qint64 peakKilobytes) const
{
    const double wall = m_beganAt ? seconds(m_lastAt - *m_beganAt) : 0;
    JsonWriter json;
    json.beginObject().key("events").number(m_events);
    json.key("wall_s")
        .raw(decimal(wall, 6))
        .key("cpu_s")
        .raw(decimal(seconds(m_cpu - m_cpuBefore), 6));
    json.key("events_per_s").raw(decimal(wall > 0 ? double(m_events) / wall : 0, 1));
    json.key("latency_us").beginObject();
    for (const auto &[name, part] : {std::pair{"p50", 0.5}, std::pair{"p99", 0.99}}) {
        json.key(name);
        if (const auto latency = percentileUs(part))
            json.raw(decimal(*latency, 1));
        else
            json.null();
    }
    return json.endObject().key("peak_rss_kb").number(peakKilobytes).endObject().take();
}

std::optional<TimePoint> stampIn(std::string_view content)
{
    constexpr std::string_view kBefore = "t=";
    constexpr size_t kDigits = 20;
    if (!content.starts_with(kBefore) || content.size() < kBefore.size() + kDigits)
        return std::nullopt;
    const std::string_view digits = content.substr(kBefore.size(), kDigits);
    qint64 nanoseconds = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), nanoseconds);
    if (error != std::errc() || end != digits.data() + digits.size() || nanoseconds <= 0)
        return std::nullopt;
    return TimePoint(std::chrono::nanoseconds(nanoseconds));
}

std::chrono::nanoseconds processCpu()
{
    timespec used{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

qint64 peakKilobytes()
{
    // Not getrusage(): that remembers the process that executed this one.
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray text = status.readAll();
    constexpr QByteArrayView kKey = "VmHWM:";
    const qsizetype at = text.indexOf(kKey);
    return at < 0 ? 0 : text.sliced(at + kKey.size()).trimmed().split(' ').first().toLongLong();
}

} // namespace Cordial::Host
