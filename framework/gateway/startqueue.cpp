// SPDX-License-Identifier: MIT
#include <cordial/gateway/startqueue.h>

#include <algorithm>
#include <utility>

namespace Cordial::Gateway {

StartQueue::StartQueue(Clock &clock, int maxConcurrency, std::function<void(quint32)> start)
    : m_clock(clock), m_hold(clock.makeTimer()), m_start(std::move(start))
{
    makeKeys(maxConcurrency);
}

void StartQueue::makeKeys(int count)
{
    m_keys = std::vector<Key>(static_cast<size_t>(std::max(count, 1)));
    for (Key &key : m_keys)
        key.patience = m_clock.makeTimer();
}

void StartQueue::add(quint32 shard)
{
    Key &key = keyOf(shard);
    key.pending.push_back(shard);
    pump(key);
}

void StartQueue::hold(Milliseconds wait)
{
    m_hold->start(wait, [this] { pumpAll(); });
}

void StartQueue::noteConnected(Key &key, quint32 shard)
{
    std::erase(key.slow, shard);
    if (key.connecting != shard)
        return;
    key.connecting.reset();
    key.patience->stop();
}

void StartQueue::waiting(quint32 shard)
{
    Key &key = keyOf(shard);
    noteConnected(key, shard);
    if (std::find(key.waiting.begin(), key.waiting.end(), shard) == key.waiting.end())
        key.waiting.push_back(shard);
    pump(key);
}

void StartQueue::settled(quint32 shard)
{
    Key &key = keyOf(shard);
    noteConnected(key, shard);
    std::erase(key.waiting, shard);
    pump(key);
}

void StartQueue::remove(quint32 shard)
{
    std::erase(keyOf(shard).pending, shard);
    settled(shard);
}

void StartQueue::setMaxConcurrency(int maxConcurrency)
{
    const std::vector<Key> old = std::move(m_keys);
    makeKeys(maxConcurrency);
    for (const Key &key : old) {
        for (const quint32 shard : key.pending)
            keyOf(shard).pending.push_back(shard);
        for (const quint32 shard : key.waiting)
            keyOf(shard).waiting.push_back(shard);
        for (const quint32 shard : key.slow)
            keyOf(shard).slow.push_back(shard);
        if (key.connecting)
            keyOf(*key.connecting).slow.push_back(*key.connecting);
    }
    pumpAll();
}

size_t StartQueue::pending() const
{
    size_t count = 0;
    for (const Key &key : m_keys)
        count += key.pending.size();
    return count;
}

void StartQueue::pumpAll()
{
    for (Key &key : m_keys)
        pump(key);
}

void StartQueue::pump(Key &key)
{
    if (m_hold->isActive() || key.pending.empty() || key.connecting || key.waiting.size() >= kAhead
        || key.slow.size() >= kMostSlow)
        return;
    const quint32 shard = key.pending.front();
    key.pending.pop_front();
    key.connecting = shard;
    key.patience->start(kPatience, [this, &key] {
        key.slow.push_back(*key.connecting);
        key.connecting.reset();
        pump(key);
    });
    m_start(shard);
}

} // namespace Cordial::Gateway
