// SPDX-License-Identifier: MIT
#include <cordial/gateway/dispatchqueue.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace Cordial::Gateway {

namespace {

// What a dispatch costs beside its text: headers of two allocations, the value itself, padding.
constexpr qsizetype kOverhead = 256;

bool isDroppable(const Dispatch &dispatch)
{
    return dispatch.type == "TYPING_START" || dispatch.type == "PRESENCE_UPDATE";
}

} // namespace

DispatchQueue::DispatchQueue(Limits limits, Callbacks callbacks)
    : m_limits(limits), m_callbacks(std::move(callbacks))
{ }

qsizetype DispatchQueue::bytesOf(const Delivery &delivery)
{
    qsizetype bytes = kOverhead;
    for (const Dispatch &dispatch : delivery.dispatches)
        bytes += dispatch.data.size() + kOverhead;
    return bytes;
}

quint64 DispatchQueue::dropDroppable(Delivery &delivery)
{
    const auto dropped = static_cast<quint64>(delivery.dispatches.removeIf(isDroppable));
    m_dropped += dropped;
    return dropped;
}

std::optional<DispatchQueue::Pressure> DispatchQueue::changedPressure()
{
    Pressure now = Pressure::None;
    if (m_stalled)
        now = Pressure::Stalled;
    else if (m_limits.dropsDroppable && m_bytes > m_limits.bytes / 2)
        now = Pressure::Dropping;
    if (std::exchange(m_pressure, now) == now)
        return std::nullopt;
    return now;
}

void DispatchQueue::tellPressure(std::optional<Pressure> changed)
{
    if (changed && m_callbacks.pressed)
        m_callbacks.pressed(*changed, bytes(), dropped());
}

DispatchSink::Taken DispatchQueue::push(Delivery delivery)
{
    bool wakes = false;
    Taken taken;
    std::optional<Pressure> changed;
    {
        const std::lock_guard lock(m_mutex);
        if (m_limits.dropsDroppable && m_bytes > m_limits.bytes / 2)
            taken.dropped = dropDroppable(delivery);
        m_bytes += bytesOf(delivery);
        m_queue.push_back(std::move(delivery));
        taken.goOn = m_bytes < m_limits.bytes;
        m_stalled = m_stalled || !taken.goOn;
        changed = changedPressure();
        wakes = !std::exchange(m_awake, true);
    }
    if (wakes)
        m_callbacks.wake();
    tellPressure(changed);
    return taken;
}

std::deque<Delivery> DispatchQueue::take(qsizetype atMost)
{
    std::deque<Delivery> taken;
    const std::lock_guard lock(m_mutex);
    qsizetype count = 0;
    while (!m_queue.empty() && (count == 0 || count < atMost)) {
        count += std::max<qsizetype>(m_queue.front().dispatches.size(), 1);
        taken.push_back(std::move(m_queue.front()));
        m_queue.pop_front();
    }
    return taken;
}

void DispatchQueue::putBack(std::deque<Delivery> deliveries)
{
    const std::lock_guard lock(m_mutex);
    while (!deliveries.empty()) {
        m_queue.push_front(std::move(deliveries.back()));
        deliveries.pop_back();
    }
}

void DispatchQueue::release(qsizetype bytes)
{
    bool drained = false;
    std::optional<Pressure> changed;
    {
        const std::lock_guard lock(m_mutex);
        m_bytes -= bytes;
        if (m_stalled && m_bytes <= m_limits.bytes / 2) {
            m_stalled = false;
            drained = true;
        }
        changed = changedPressure();
    }
    if (drained)
        m_callbacks.drained();
    tellPressure(changed);
}

bool DispatchQueue::continueOrSleep()
{
    const std::lock_guard lock(m_mutex);
    m_awake = !m_queue.empty();
    return m_awake;
}

void DispatchQueue::clear()
{
    const std::lock_guard lock(m_mutex);
    m_queue.clear();
    m_bytes = 0;
}

void DispatchQueue::announce()
{
    m_announced.fetch_add(1);
    bool wakes = false;
    {
        const std::lock_guard lock(m_mutex);
        wakes = !std::exchange(m_awake, true);
    }
    if (wakes)
        m_callbacks.wake();
}

void DispatchQueue::settle()
{
    m_announced.fetch_sub(1);
}

void DispatchQueue::await(const Clock &clock) const
{
    if (m_announced.load() == 0)
        return;
    const auto isEmpty = [this] {
        const std::lock_guard lock(m_mutex);
        return m_queue.empty();
    };
    const TimePoint end = clock.now() + kPatience;
    // Without sleep: waking up is what takes long. The thread that is waited for may need this
    // processor.
    while (m_announced.load() > 0 && isEmpty() && clock.now() < end)
        std::this_thread::yield();
}

qsizetype DispatchQueue::bytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_bytes;
}

quint64 DispatchQueue::dropped() const
{
    const std::lock_guard lock(m_mutex);
    return m_dropped;
}

} // namespace Cordial::Gateway
