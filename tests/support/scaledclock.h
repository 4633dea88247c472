// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>

#include <atomic>

namespace Cordial::Testing {

//! \brief The real clock, so many times faster: waits of protocols over real sockets without the
//! waiting. The calendar can be made to jump.
class ScaledClock : public Clock
{
public:
    explicit ScaledClock(int factor = 20) : m_factor(factor), m_begin(m_real.now()) { }

    [[nodiscard]] TimePoint now() const override
    {
        return m_begin + (m_real.now() - m_begin) * m_factor;
    }
    [[nodiscard]] WallTime wallNow() const override
    {
        return m_real.wallNow() + std::chrono::seconds(m_wallJump.load());
    }
    [[nodiscard]] std::unique_ptr<Timer> makeTimer() override
    {
        return std::make_unique<ScaledTimer>(m_real.makeTimer(), m_factor);
    }

    void jumpWall(std::chrono::seconds step) { m_wallJump += step.count(); }

private:
    class ScaledTimer : public Timer
    {
    public:
        ScaledTimer(std::unique_ptr<Timer> real, int factor)
            : m_real(std::move(real)), m_factor(factor)
        { }
        void start(std::chrono::nanoseconds delay, std::function<void()> callback) override
        {
            m_real->start(delay / m_factor, std::move(callback));
        }
        void stop() override { m_real->stop(); }
        [[nodiscard]] bool isActive() const override { return m_real->isActive(); }

    private:
        std::unique_ptr<Timer> m_real;
        int m_factor;
    };

    mutable SystemClock m_real;
    int m_factor;
    TimePoint m_begin;
    std::atomic<qint64> m_wallJump = 0;
};

} // namespace Cordial::Testing
