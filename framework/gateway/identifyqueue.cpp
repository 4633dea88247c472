// SPDX-License-Identifier: MIT
#include <cordial/gateway/identifyqueue.h>

#include <algorithm>
#include <utility>

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
    const auto has = [shard](const auto &list) {
        return std::find(list.begin(), list.end(), shard) != list.end();
    };
    if (has(key.granted) || has(key.waiting))
        return;
    key.waiting.push_back(shard);
    const bool wasTold = key.isToldOfBudget;
    pump(key);
    const bool isToldNow = !wasTold && key.isToldOfBudget;
    if (!has(key.granted) && !isToldNow)
        announceWait(key, shard);
}

void LocalIdentifyQueue::cancel(quint32 shard)
{
    Key &key = m_keys[shard % m_keys.size()];
    std::erase(key.waiting, shard);
    std::erase(key.granted, shard);
    pump(key);
}

void LocalIdentifyQueue::used(quint32 shard)
{
    Key &key = m_keys[shard % m_keys.size()];
    key.freeAt = m_clock.now() + kWindow + kMargin;
    std::erase(key.granted, shard);
    m_budget.remaining = std::max(m_budget.remaining - 1, 0);
    if (m_callbacks.budgetChanged)
        m_callbacks.budgetChanged(m_budget);
    pump(key);
}

void LocalIdentifyQueue::holdUntilReset()
{
    m_held = true;
}

void LocalIdentifyQueue::setBudget(const IdentifyBudget &budget, bool hold)
{
    m_budget = budget;
    m_isAsking = false;
    m_held = hold;
    if (m_callbacks.budgetChanged)
        m_callbacks.budgetChanged(m_budget);
    pumpAll();
}

void LocalIdentifyQueue::setMaxConcurrency(int maxConcurrency)
{
    std::vector<Key> old = std::move(m_keys);
    m_keys = std::vector<Key>(static_cast<size_t>(std::max(maxConcurrency, 1)));
    TimePoint freeAt = m_clock.now();
    for (const Key &key : old)
        freeAt = std::max(freeAt, key.freeAt);
    for (Key &key : m_keys) {
        key.freeAt = freeAt;
        key.timer = m_clock.makeTimer();
    }
    for (const Key &key : old) {
        for (const quint32 shard : key.granted)
            m_keys[shard % m_keys.size()].granted.push_back(shard);
        for (const quint32 shard : key.waiting)
            m_keys[shard % m_keys.size()].waiting.push_back(shard);
    }
    pumpAll();
}

void LocalIdentifyQueue::pumpAll()
{
    for (Key &key : m_keys)
        pump(key);
}

int LocalIdentifyQueue::grantedNow() const
{
    size_t count = 0;
    for (const Key &key : m_keys)
        count += key.granted.size();
    return int(count);
}

bool LocalIdentifyQueue::budgetAllows()
{
    const bool isReset = m_clock.now() >= m_budget.resetAt && (m_held || m_budget.remaining <= 0);
    if (isReset && m_callbacks.budgetWanted) {
        if (!std::exchange(m_isAsking, true))
            m_callbacks.budgetWanted();
        return !m_isAsking && !m_held && m_budget.remaining > grantedNow();
    }
    if (isReset) {
        m_held = false;
        m_budget.remaining = m_budget.total;
        // Discord counts per day.
        m_budget.resetAt = m_clock.now() + 24h;
        if (m_callbacks.budgetChanged)
            m_callbacks.budgetChanged(m_budget);
    }
    return !m_held && m_budget.remaining > grantedNow();
}

void LocalIdentifyQueue::pump(Key &key)
{
    key.timer->stop();
    if (key.waiting.empty() || !key.granted.empty())
        return;
    const TimePoint now = m_clock.now();
    const bool allowed = budgetAllows();
    // The last of it is out with another key, which may yet return it.
    const bool isLent = !allowed && !m_held && m_budget.remaining > 0;
    if (allowed || isLent)
        key.isToldOfBudget = false;
    else
        tellOfBudget(key);
    const TimePoint at = allowed || isLent ? key.freeAt : std::max(key.freeAt, m_budget.resetAt);
    if (at > now) {
        key.timer->start(at - now, [this, &key] { pump(key); });
        return;
    }
    if (!allowed) {
        key.timer->start(250ms, [this, &key] { pump(key); });
        return;
    }
    const quint32 shard = key.waiting.front();
    key.waiting.pop_front();
    key.granted.push_back(shard);
    m_callbacks.granted(shard);
}

//! What they were told of their wait when they came does not hold any more.
void LocalIdentifyQueue::tellOfBudget(Key &key)
{
    if (std::exchange(key.isToldOfBudget, true))
        return;
    for (const quint32 shard : key.waiting)
        announceWait(key, shard);
}

void LocalIdentifyQueue::announceWait(const Key &key, quint32 shard)
{
    const auto place = std::find(key.waiting.begin(), key.waiting.end(), shard);
    if (place == key.waiting.end() || !m_callbacks.waiting)
        return;
    const bool allowed = budgetAllows();
    const TimePoint now = m_clock.now();
    auto at = std::max(now, key.freeAt) + (place - key.waiting.begin()) * (kWindow + kMargin)
        + (key.granted.empty() ? 0ms : kWindow + kMargin);
    if (!allowed)
        at = std::max(at, m_budget.resetAt);
    m_callbacks.waiting(shard, allowed ? WaitFor::Slot : WaitFor::Budget,
                        std::chrono::ceil<Milliseconds>(at - now));
}

} // namespace Cordial::Gateway
