// SPDX-License-Identifier: MIT
#include <cordial/telemetry/ringpool.h>

#include <algorithm>
#include <new>

namespace Cordial::Telemetry {

namespace {

std::atomic<quint64> s_nextId{1};

// True once this thread's list is gone: what is reported while a thread ends has no ring any more.
thread_local constinit bool t_ended = false;

} // namespace

thread_local constinit quint64 RingPool::t_cachedPool = 0;
thread_local constinit RecordRing *RingPool::t_cachedRing = nullptr;

//! \brief The rings of one thread, one for each publisher it has reported to.
class ThreadRings
{
public:
    ~ThreadRings()
    {
        t_ended = true;
        RingPool::t_cachedPool = 0;
        RingPool::t_cachedRing = nullptr;
        for (const Entry &entry : m_entries)
            entry.ring->abandon();
    }

    struct Entry
    {
        quint64 pool;
        std::weak_ptr<RingPool> owner;
        std::shared_ptr<RecordRing> ring;
    };

    [[nodiscard]] RecordRing *find(quint64 pool) const
    {
        for (const Entry &entry : m_entries) {
            if (entry.pool == pool)
                return entry.ring.get();
        }
        return nullptr;
    }
    void add(Entry entry)
    {
        // Rings of publishers that are gone are only kept by us.
        std::erase_if(m_entries, [](const Entry &old) { return old.owner.expired(); });
        m_entries.push_back(std::move(entry));
    }

private:
    std::vector<Entry> m_entries;
};

namespace {

ThreadRings &threadRings()
{
    static thread_local ThreadRings rings;
    return rings;
}

} // namespace

RingPool::RingPool() : m_id(s_nextId.fetch_add(1))
{ }

RecordRing *RingPool::findMine() noexcept
{
    if (t_ended)
        return nullptr;
    RecordRing *ring = threadRings().find(m_id);
    if (ring == nullptr) {
        try {
            if (auto fresh = acquire()) {
                ring = fresh.get();
                threadRings().add({m_id, weak_from_this(), std::move(fresh)});
            }
        } catch (const std::bad_alloc &) {
            return nullptr;
        }
    }
    if (ring != nullptr) {
        t_cachedPool = m_id;
        t_cachedRing = ring;
    }
    return ring;
}

std::shared_ptr<RecordRing> RingPool::acquire()
{
    const std::scoped_lock lock(m_mutex);
    std::shared_ptr<RecordRing> ring;
    if (!m_free.empty()) {
        ring = std::move(m_free.back());
        m_free.pop_back();
        ring->reuse();
    } else if (m_used.size() < kMost) {
        ring = std::make_shared<RecordRing>();
    } else {
        return nullptr;
    }
    m_used.push_back(ring);
    m_changed.store(true, std::memory_order_release);
    return ring;
}

const std::vector<RecordRing *> &RingPool::rings()
{
    const bool ended = std::any_of(m_seen.begin(), m_seen.end(), [](const RecordRing *ring) {
        return ring->isAbandoned() && ring->isEmpty();
    });
    if (!ended && !m_changed.load(std::memory_order_acquire))
        return m_seen;
    const std::scoped_lock lock(m_mutex);
    m_changed.store(false, std::memory_order_relaxed);
    const auto free = std::stable_partition(m_used.begin(), m_used.end(), [](const auto &ring) {
        return !(ring->isAbandoned() && ring->isEmpty());
    });
    m_free.insert(m_free.end(), std::make_move_iterator(free),
                  std::make_move_iterator(m_used.end()));
    m_used.erase(free, m_used.end());
    m_seen.clear();
    for (const auto &ring : m_used)
        m_seen.push_back(ring.get());
    return m_seen;
}

StreamCounts RingPool::takeLost()
{
    StreamCounts fresh{};
    for (size_t i = 0; i < kStreamCount; ++i) {
        const quint64 total = m_lost[i].load(std::memory_order_relaxed);
        fresh[i] = total - m_reported[i];
        m_reported[i] = total;
    }
    return fresh;
}

} // namespace Cordial::Telemetry
