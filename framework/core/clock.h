// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace Cordial {

using Milliseconds = std::chrono::milliseconds;
using TimePoint = std::chrono::steady_clock::time_point;
using WallTime = std::chrono::system_clock::time_point;

//! \brief A one-shot timer. Belongs to the thread that made it and fires there.
//! Destroying it, or starting it again, forgets a pending shot.
class Timer
{
public:
    virtual ~Timer() = default;
    //! \brief Calls \a callback once after \a delay; a negative delay counts as 0.
    //! The callback may restart or destroy this timer.
    virtual void start(std::chrono::nanoseconds delay, std::function<void()> callback) = 0;
    virtual void stop() = 0;
    [[nodiscard]] virtual bool isActive() const = 0;
};

//! \brief Where every part of the framework reads the time, so that tests can move it by hand.
//! Thread-safe; must outlive its timers.
class Clock
{
public:
    virtual ~Clock() = default;
    //! \brief Monotonic: never jumps. All waiting is computed from this one.
    [[nodiscard]] virtual TimePoint now() const = 0;
    //! \brief Calendar time, for display and for Discord's dates only; may jump.
    [[nodiscard]] virtual WallTime wallNow() const = 0;
    [[nodiscard]] virtual std::unique_ptr<Timer> makeTimer() = 0;
};

//! \brief The real clock. Timers need an event loop in their thread and are precise to 1 ms.
class SystemClock : public Clock
{
public:
    [[nodiscard]] TimePoint now() const override;
    [[nodiscard]] WallTime wallNow() const override;
    [[nodiscard]] std::unique_ptr<Timer> makeTimer() override;
};

} // namespace Cordial
