// SPDX-License-Identifier: MIT
#include <cordial/gateway/sendlimiter.h>

#include <algorithm>

namespace Cordial::Gateway {

using namespace std::chrono_literals;

namespace {
// Beside the scheduled heartbeats of a window: RESUME or IDENTIFY, and beats the server asks for.
constexpr int kExtraReserve = 3;
constexpr int kLargestReserve = 60;
} // namespace

SendLimiter::SendLimiter(Clock &clock) : m_clock(clock)
{ }

void SendLimiter::reset()
{
    m_sent.clear();
}

void SendLimiter::setHeartbeatInterval(Milliseconds interval)
{
    const auto beats = kWindow / std::max(interval, Milliseconds(1)) + 1;
    m_reserve = int(std::min<qint64>(beats + kExtraReserve, kLargestReserve));
}

void SendLimiter::forgetOld()
{
    const TimePoint now = m_clock.now();
    while (!m_sent.empty() && m_sent.front() + kWindow + kMargin <= now)
        m_sent.pop_front();
    // Heartbeats of a server with a tiny interval may exceed the limit; the record stays bounded.
    while (m_sent.size() > size_t(2 * kSends))
        m_sent.pop_front();
}

void SendLimiter::noteUrgent()
{
    forgetOld();
    m_sent.push_back(m_clock.now());
}

bool SendLimiter::tryCommand()
{
    if (nextCommandIn() > 0ms)
        return false;
    m_sent.push_back(m_clock.now());
    return true;
}

Milliseconds SendLimiter::nextCommandIn()
{
    forgetOld();
    const size_t allowed = size_t(kSends - m_reserve);
    if (m_sent.size() < allowed)
        return 0ms;
    const TimePoint freeAt = m_sent[m_sent.size() - allowed] + kWindow + kMargin;
    return std::max(std::chrono::ceil<Milliseconds>(freeAt - m_clock.now()), 1ms);
}

int SendLimiter::sendsInWindow()
{
    forgetOld();
    return int(m_sent.size());
}

} // namespace Cordial::Gateway
