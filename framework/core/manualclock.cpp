// SPDX-License-Identifier: MIT
#include <cordial/core/manualclock.h>

#include <algorithm>
#include <utility>

namespace Cordial {

class ManualTimer : public Timer
{
public:
    explicit ManualTimer(ManualClock &clock) : m_clock(clock) { }
    ~ManualTimer() override { ManualTimer::stop(); }

    void start(std::chrono::nanoseconds delay, std::function<void()> callback) override
    {
        stop();
        m_callback = std::move(callback);
        m_key = {m_clock.m_now + std::max(delay, std::chrono::nanoseconds(0)),
                 m_clock.m_nextOrder++};
        m_clock.m_pending.emplace(*m_key, this);
    }

    void stop() override
    {
        if (m_key)
            m_clock.m_pending.erase(*m_key);
        m_key.reset();
        m_callback = nullptr;
    }

    [[nodiscard]] bool isActive() const override { return m_key.has_value(); }

    void fire()
    {
        m_key.reset();
        const auto callback = std::exchange(m_callback, nullptr);
        callback();
    }

private:
    ManualClock &m_clock;
    std::optional<ManualClock::Key> m_key;
    std::function<void()> m_callback;
};

ManualClock::ManualClock()
    : m_now(std::chrono::hours(1000))
    , m_wall(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1))
{ }

ManualClock::~ManualClock() = default;

TimePoint ManualClock::now() const
{
    return m_now;
}

WallTime ManualClock::wallNow() const
{
    return m_wall;
}

std::unique_ptr<Timer> ManualClock::makeTimer()
{
    return std::make_unique<ManualTimer>(*this);
}

void ManualClock::fireFirst()
{
    const auto first = m_pending.begin();
    ManualTimer *timer = first->second;
    if (first->first.first > m_now) {
        m_wall += std::chrono::duration_cast<WallTime::duration>(first->first.first - m_now);
        m_now = first->first.first;
    }
    m_pending.erase(first);
    timer->fire();
}

void ManualClock::advance(std::chrono::nanoseconds step)
{
    const TimePoint end = m_now + step;
    while (!m_pending.empty() && m_pending.begin()->first.first <= end)
        fireFirst();
    m_wall += std::chrono::duration_cast<WallTime::duration>(end - m_now);
    m_now = end;
}

bool ManualClock::advanceToNext()
{
    if (m_pending.empty())
        return false;
    fireFirst();
    return true;
}

void ManualClock::jumpWall(std::chrono::nanoseconds step)
{
    m_wall += std::chrono::duration_cast<WallTime::duration>(step);
}

std::chrono::nanoseconds ManualClock::elapsed() const
{
    return m_now - TimePoint(std::chrono::hours(1000));
}

std::optional<TimePoint> ManualClock::nextDeadline() const
{
    if (m_pending.empty())
        return std::nullopt;
    return m_pending.begin()->first.first;
}

qsizetype ManualClock::pendingTimers() const
{
    return static_cast<qsizetype>(m_pending.size());
}

} // namespace Cordial
