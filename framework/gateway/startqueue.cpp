// SPDX-License-Identifier: MIT
#include <cordial/gateway/startqueue.h>

#include <algorithm>

namespace Cordial::Gateway {

StartQueue::StartQueue(Clock &clock, int maxConcurrency, std::function<void(quint32)> start)
    : m_keys(static_cast<size_t>(std::max(maxConcurrency, 1)))
    , m_hold(clock.makeTimer())
    , m_start(std::move(start))
{
    for (Key &key : m_keys)
        key.patience = clock.makeTimer();
}

void StartQueue::add(quint32 shard)
{
    Key &key = keyOf(shard);
    key.pending.push_back(shard);
    pump(key);
}

void StartQueue::hold(Milliseconds wait)
{
    m_hold->start(wait, [this] {
        for (Key &key : m_keys)
            pump(key);
    });
}

void StartQueue::waiting(quint32 shard)
{
    Key &key = keyOf(shard);
    if (key.connecting == shard)
        key.connecting.reset();
    if (std::find(key.waiting.begin(), key.waiting.end(), shard) == key.waiting.end())
        key.waiting.push_back(shard);
    pump(key);
}

void StartQueue::settled(quint32 shard)
{
    Key &key = keyOf(shard);
    if (key.connecting == shard)
        key.connecting.reset();
    std::erase(key.waiting, shard);
    pump(key);
}

void StartQueue::pump(Key &key)
{
    if (m_hold->isActive() || key.pending.empty() || key.connecting || key.waiting.size() >= kAhead)
        return;
    key.connecting = key.pending.front();
    key.pending.pop_front();
    key.patience->start(kPatience, [this, &key] {
        key.connecting.reset();
        pump(key);
    });
    m_start(*key.connecting);
}

} // namespace Cordial::Gateway
