// SPDX-License-Identifier: MIT
#include <cordial/core/backoff.h>

#include <QRandomGenerator>

#include <algorithm>

namespace Cordial {

RandomSource systemRandom()
{
    return [] { return QRandomGenerator::global()->generateDouble(); };
}

Backoff::Backoff(Policy policy, RandomSource random) : m_policy(policy), m_random(std::move(random))
{ }

Milliseconds Backoff::next()
{
    // Past 2^30 the cap has long been reached; the bound keeps the shift defined.
    const int doublings = std::min(m_attempts, 30);
    ++m_attempts;
    const double range =
        std::min(static_cast<double>(m_policy.base.count()) * static_cast<double>(1 << doublings),
                 static_cast<double>(m_policy.cap.count()));
    return std::max(m_policy.least, Milliseconds(static_cast<qint64>(range * m_random())));
}

void Backoff::reset()
{
    m_attempts = 0;
}

} // namespace Cordial
