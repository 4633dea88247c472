// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/metrics.h>
#include <cordial/telemetry/wire/fields.h>

#include <array>
#include <atomic>
#include <memory>

namespace Cordial::Telemetry {

using Wire::kStreamCount;

//! \brief Counts by stream.
using StreamCounts = std::array<quint64, kStreamCount>;

//! \brief Records on their way from one bot thread to the telemetry thread: bounded, lock-free,
//! one producer, one consumer.
//!
//! push() is for the producing thread, all others for the consuming one. A full ring counts what
//! it turns away. The last quarter is kept for state records: a burst of events must not cost the
//! latest state of a shard.
class RecordRing
{
public:
    static constexpr size_t kCapacity = size_t(1) << 20;

    struct Record
    {
        MetricStream stream = MetricStream::Shards;
        const void *data = nullptr; //!< valid until release()
        qint64 at = 0; //!< 0 for state records
        quint32 size = 0;
    };

    RecordRing();
    RecordRing(const RecordRing &) = delete;
    RecordRing &operator=(const RecordRing &) = delete;

    enum class Pushed : quint8 { Stored, StoredHalfFull, Lost };

    template <typename T>
    Pushed push(MetricStream stream, const T &record, qint64 at, bool state) noexcept
    {
        static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= 8);
        return push(stream, &record, sizeof(T), at, state);
    }

    //! \brief Fixes how far next() will go: what is pushed later waits for the next round.
    void beginRound();
    //! \brief The oldest record of this round, without removing it; false if there is none.
    [[nodiscard]] bool peek(Record &record);
    //! \brief Removes what peek() showed.
    void release(const Record &record);
    //! \brief Gives what was released back to the producer.
    void endRound();

    //! \brief How many were turned away since the last call.
    [[nodiscard]] StreamCounts takeLost();

    // The ring's life: taken by a thread, given up when it ends, taken again by another.
    void abandon() { m_abandoned.store(true, std::memory_order_release); }
    [[nodiscard]] bool isAbandoned() const { return m_abandoned.load(std::memory_order_acquire); }
    void reuse() { m_abandoned.store(false, std::memory_order_relaxed); }
    //! \brief Nothing to read and no loss to tell.
    [[nodiscard]] bool isEmpty() const;

private:
    struct Header
    {
        quint32 size; //!< of header and data, rounded up to 8
        quint16 stream; //!< kFiller: skip to the beginning
        quint16 dataSize;
        qint64 at;
    };
    static constexpr quint16 kFiller = 0xffff;
    static_assert(sizeof(Header) == 16);

    Pushed push(MetricStream stream, const void *data, size_t size, qint64 at, bool state) noexcept;

    std::unique_ptr<char[]> m_data;
    // Producer's line of cache, then the consumer's.
    alignas(64) std::atomic<quint64> m_head{0};
    quint64 m_seenTail = 0;
    std::array<std::atomic<quint64>, kStreamCount> m_lost{};
    alignas(64) std::atomic<quint64> m_tail{0};
    quint64 m_read = 0;
    quint64 m_end = 0;
    StreamCounts m_reported{};
    std::atomic<bool> m_abandoned{false};
};

} // namespace Cordial::Telemetry
