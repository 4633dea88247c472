// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/telemetry/ring.h>

#include <mutex>
#include <vector>

namespace Cordial::Telemetry {

//! \brief The rings of one publisher: one for each thread that reports, at most kMost.
//!
//! A thread gets its ring at its first report (the only time a lock is taken) and gives it up when
//! it ends; the ring is then used by the next thread. Beyond kMost threads records are counted as
//! lost.
class RingPool : public std::enable_shared_from_this<RingPool>
{
public:
    static constexpr size_t kMost = 64;

    RingPool();

    //! \brief The calling thread's ring; null if there are too many threads, or while it ends.
    [[nodiscard]] RecordRing *mine() noexcept
    {
        return t_cachedPool == m_id ? t_cachedRing : findMine();
    }
    //! \brief A record for which mine() gave no ring.
    void countLost(MetricStream stream) noexcept
    {
        m_lost[static_cast<size_t>(stream)].fetch_add(1, std::memory_order_relaxed);
    }

    //! \brief Consumer: all rings that may hold something; given-up empty ones become free.
    [[nodiscard]] const std::vector<RecordRing *> &rings();
    //! \brief Consumer: what countLost() counted since the last call.
    [[nodiscard]] StreamCounts takeLost();

private:
    RecordRing *findMine() noexcept;
    [[nodiscard]] std::shared_ptr<RecordRing> acquire();

    // Of this thread's last report; by number, since an address may be used again.
    static thread_local constinit quint64 t_cachedPool;
    static thread_local constinit RecordRing *t_cachedRing;
    friend class ThreadRings;

    const quint64 m_id;
    std::array<std::atomic<quint64>, kStreamCount> m_lost{};
    StreamCounts m_reported{};
    std::mutex m_mutex; // guards the two below
    std::vector<std::shared_ptr<RecordRing>> m_used;
    std::vector<std::shared_ptr<RecordRing>> m_free;
    std::atomic<bool> m_changed{false};
    std::vector<RecordRing *> m_seen; // consumer's
};

} // namespace Cordial::Telemetry
