// SPDX-License-Identifier: MIT
#include <cordial/core/clock.h>

#include <cordial/core/logoutput.h>

#include <QBasicTimer>
#include <QByteArray>
#include <QObject>
#include <QTimerEvent>

#include <algorithm>
#include <limits>
#include <utility>

namespace Cordial {

namespace {

//! No QTimer: its signal, connected, takes a kilobyte, and each of a thousand shards has five.
class SystemTimer : public QObject, public Timer
{
public:
    void start(std::chrono::nanoseconds delay, std::function<void()> callback) override
    {
        m_callback = std::move(callback);
        const std::string_view plugin = PluginScope::current();
        m_plugin = QByteArray(plugin.data(), qsizetype(plugin.size()));
        m_deadline =
            std::chrono::steady_clock::now() + std::max(delay, std::chrono::nanoseconds(0));
        arm();
    }

    void stop() override
    {
        m_timer.stop();
        m_callback = nullptr;
    }

    [[nodiscard]] bool isActive() const override { return m_timer.isActive(); }

private:
    void arm()
    {
        // Rounded up: a timer that fires early would send a request into a closed window.
        // QBasicTimer counts in int milliseconds; longer waits are armed again in fire().
        constexpr std::chrono::milliseconds kLongest(std::numeric_limits<int>::max() / 2);
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(
            m_deadline - std::chrono::steady_clock::now());
        const auto wait = std::clamp(left, std::chrono::milliseconds(0), kLongest);
        m_timer.start(static_cast<int>(wait.count()), Qt::PreciseTimer, this);
    }

    void timerEvent(QTimerEvent *event) override
    {
        if (event->timerId() != m_timer.timerId())
            return;
        m_timer.stop();
        fire();
    }

    void fire()
    {
        if (std::chrono::steady_clock::now() < m_deadline) {
            arm();
            return;
        }
        // Moved out first: the callback may start this timer again or destroy it.
        const auto callback = std::exchange(m_callback, nullptr);
        const QByteArray plugin = m_plugin; // this timer may be gone before the scope is
        const PluginScope scope({plugin.constData(), size_t(plugin.size())});
        if (callback)
            callback();
    }

    QBasicTimer m_timer;
    std::function<void()> m_callback;
    QByteArray m_plugin; //!< whose code started it
    TimePoint m_deadline;
};

} // namespace

TimePoint SystemClock::now() const
{
    return std::chrono::steady_clock::now();
}

WallTime SystemClock::wallNow() const
{
    return std::chrono::system_clock::now();
}

std::unique_ptr<Timer> SystemClock::makeTimer()
{
    return std::make_unique<SystemTimer>();
}

} // namespace Cordial
