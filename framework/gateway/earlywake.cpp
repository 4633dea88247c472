// SPDX-License-Identifier: MIT
#include <cordial/gateway/earlywake_p.h>

#include <algorithm>
#include <utility>

namespace Cordial::Gateway {

namespace {

// Two turns that were not as expected change the expectation, one does not.
constexpr int kMostTrust = 3;
constexpr int kTrustful = 2;

} // namespace

EarlyWake::EarlyWake(const Clock &clock, DispatchQueue &queue, DispatchSink &next)
    : m_clock(clock), m_queue(queue), m_next(next), m_restsSince(clock.now())
{ }

EarlyWake::~EarlyWake()
{
    settle();
}

DispatchSink::Taken EarlyWake::push(Delivery delivery)
{
    m_delivered = m_delivered || !delivery.dispatches.isEmpty();
    const Taken taken = m_next.push(std::move(delivery));
    settle();
    return taken;
}

void EarlyWake::onAwake()
{
    m_rested = m_clock.now() - m_restsSince >= kRest;
    if (!m_rested || m_trust < kTrustful || m_announced)
        return;
    m_announced = true;
    m_queue.announce();
}

void EarlyWake::onAboutToBlock()
{
    settle();
    const bool delivered = std::exchange(m_delivered, false);
    if (std::exchange(m_rested, false))
        m_trust = std::clamp(m_trust + (delivered ? 1 : -1), 0, kMostTrust);
    m_restsSince = m_clock.now();
}

void EarlyWake::settle()
{
    if (std::exchange(m_announced, false))
        m_queue.settle();
}

} // namespace Cordial::Gateway
