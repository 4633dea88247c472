// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>

#include <functional>

namespace Cordial {

//! \brief A source of numbers in [0, 1); injected so that tests know the next one.
using RandomSource = std::function<double()>;

//! \brief Qt's global generator, safe from any thread.
[[nodiscard]] RandomSource systemRandom();

//! \brief Exponential backoff with full jitter: the n-th wait is a random part of base * 2^n, at
//! most cap.
class Backoff
{
public:
    struct Policy
    {
        Milliseconds base{1000};
        Milliseconds cap{60'000};
        Milliseconds least{0}; //!< Lower bound of every wait.
    };

    explicit Backoff(Policy policy, RandomSource random = systemRandom());

    //! \brief The wait before the next try; each call doubles the range.
    [[nodiscard]] Milliseconds next();
    //! \brief After success: the next wait comes from the base range again.
    void reset();
    //! \brief Waits handed out since the last reset.
    [[nodiscard]] int attempts() const { return m_attempts; }

private:
    Policy m_policy;
    RandomSource m_random;
    int m_attempts = 0;
};

} // namespace Cordial
