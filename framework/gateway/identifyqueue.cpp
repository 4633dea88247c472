// SPDX-License-Identifier: MIT
#include <cordial/gateway/identifyqueue.h>

#include <algorithm>

namespace Cordial::Gateway {

using namespace std::chrono_literals;

LocalIdentifyQueue::LocalIdentifyQueue(Clock &clock, int maxConcurrency, IdentifyBudget budget,
                                       Callbacks callbacks)
    : m_clock(clock)
    , m_keys(static_cast<size_t>(std::max(maxConcurrency, 1)))
    , m_budget(budget)
    , m_callbacks(std::move(callbacks))
{
    for (Key &key : m_keys) {
        key.freeAt = m_clock.now();
        key.timer = m_clock.makeTimer();
    }
}

void LocalIdentifyQueue::request(quint32 shard)
{
    Key &key = m_keys[shard % m_keys.size()];
    if (key.granted == shard
        || std::find(key.waiting.begin(), key.waiting.end(), shard) != key.waiting.end())
        return;
    key.waiting.push_back(shard);
    pump(key);
    if (key.granted != shard)
        announceWait(key, shard);
}

void LocalIdentifyQueue::cancel(quint32 shard)
{
    Key &key = m_keys[shard % m_keys.size()];
    std::erase(key.waiting, shard);
    if (key.granted == shard)
        key.granted.reset();
    pump(key);
}

void LocalIdentifyQueue::used(quint32 shard)
{
    Key &key = m_keys[shard % m_keys.size()];
    key.freeAt = m_clock.now() + kWindow + kMargin;
    if (key.granted == shard)
        key.granted.reset();
    m_budget.remaining = std::max(m_budget.remaining - 1, 0);
    if (m_callbacks.budgetChanged)
        m_callbacks.budgetChanged(m_budget);
    pump(key);
}

void LocalIdentifyQueue::holdUntilReset()
{
    m_held = true;
}

int LocalIdentifyQueue::grantedNow() const
{
    return int(std::count_if(m_keys.begin(), m_keys.end(),
                             [](const Key &key) { return key.granted.has_value(); }));
}

bool LocalIdentifyQueue::budgetAllows()
{
    if (m_clock.now() >= m_budget.resetAt && (m_held || m_budget.remaining <= 0)) {
        m_held = false;
        m_budget.remaining = m_budget.total;
        // Discord counts per day; /gateway/bot is not asked again for it.
        m_budget.resetAt = m_clock.now() + 24h;
        if (m_callbacks.budgetChanged)
            m_callbacks.budgetChanged(m_budget);
    }
    return !m_held && m_budget.remaining > grantedNow();
}

void LocalIdentifyQueue::pump(Key &key)
{
    key.timer->stop();
    if (key.waiting.empty() || key.granted)
        return;
    const TimePoint now = m_clock.now();
    const bool allowed = budgetAllows();
    const TimePoint at = allowed ? key.freeAt : std::max(key.freeAt, m_budget.resetAt);
    if (at > now) {
        key.timer->start(at - now, [this, &key] { pump(key); });
        return;
    }
    if (!allowed) { // the last of the budget is out with another key, which may yet return it
        key.timer->start(250ms, [this, &key] { pump(key); });
        return;
    }
    key.granted = key.waiting.front();
    key.waiting.pop_front();
    m_callbacks.granted(*key.granted);
}

void LocalIdentifyQueue::announceWait(const Key &key, quint32 shard)
{
    const auto place = std::find(key.waiting.begin(), key.waiting.end(), shard);
    if (place == key.waiting.end() || !m_callbacks.waiting)
        return;
    const bool allowed = budgetAllows();
    const TimePoint now = m_clock.now();
    auto at = std::max(now, key.freeAt) + (place - key.waiting.begin()) * (kWindow + kMargin)
        + (key.granted ? kWindow + kMargin : 0ms);
    if (!allowed)
        at = std::max(at, m_budget.resetAt);
    m_callbacks.waiting(shard, allowed ? WaitFor::Slot : WaitFor::Budget,
                        std::chrono::ceil<Milliseconds>(at - now));
}

} // namespace Cordial::Gateway
