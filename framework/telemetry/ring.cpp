// SPDX-License-Identifier: MIT
#include <cordial/telemetry/ring.h>

#include <cstring>

namespace Cordial::Telemetry {

// Not value-initialised: pages that are never used are never touched.
RecordRing::RecordRing() : m_data(new char[kCapacity])
{ }

RecordRing::Pushed RecordRing::push(MetricStream stream, const void *data, size_t size, qint64 at,
                                    bool state) noexcept
{
    const size_t needed = sizeof(Header) + ((size + 7) & ~size_t(7));
    const quint64 head = m_head.load(std::memory_order_relaxed);
    const size_t offset = head & (kCapacity - 1);
    // A record never wraps: what is left at the end is filled up.
    const size_t filler = offset + needed > kCapacity ? kCapacity - offset : 0;
    const size_t limit = state ? kCapacity : kCapacity / 4 * 3;
    if (head + filler + needed - m_seenTail > limit) {
        m_seenTail = m_tail.load(std::memory_order_acquire);
        if (head + filler + needed - m_seenTail > limit) {
            auto &lost = m_lost[static_cast<size_t>(stream)];
            lost.store(lost.load(std::memory_order_relaxed) + 1, std::memory_order_release);
            return Pushed::Lost;
        }
    }
    char *to = m_data.get() + offset;
    if (filler > 0) {
        // 8 bytes are always there: everything is a multiple of 8.
        const quint32 fillerSize = static_cast<quint32>(filler);
        std::memcpy(to, &fillerSize, sizeof(fillerSize));
        std::memcpy(to + 4, &kFiller, sizeof(kFiller));
        to = m_data.get();
    }
    const Header header{static_cast<quint32>(needed), static_cast<quint16>(stream),
                        static_cast<quint16>(size), at};
    std::memcpy(to, &header, sizeof(header));
    std::memcpy(to + sizeof(header), data, size);
    const quint64 end = head + filler + needed;
    m_head.store(end, std::memory_order_release);
    if (end - m_seenTail <= kCapacity / 2)
        return Pushed::Stored;
    m_seenTail = m_tail.load(std::memory_order_acquire);
    return end - m_seenTail > kCapacity / 2 ? Pushed::StoredHalfFull : Pushed::Stored;
}

void RecordRing::beginRound()
{
    m_end = m_head.load(std::memory_order_acquire);
}

bool RecordRing::peek(Record &record)
{
    while (m_read != m_end) {
        const char *from = m_data.get() + (m_read & (kCapacity - 1));
        quint32 size = 0;
        quint16 stream = 0;
        std::memcpy(&size, from, sizeof(size));
        std::memcpy(&stream, from + 4, sizeof(stream));
        if (stream == kFiller) {
            m_read += size;
            continue;
        }
        Header header{};
        std::memcpy(&header, from, sizeof(header));
        record = {static_cast<MetricStream>(header.stream), from + sizeof(Header), header.at,
                  header.dataSize};
        return true;
    }
    return false;
}

void RecordRing::release(const Record &record)
{
    m_read += sizeof(Header) + ((size_t(record.size) + 7) & ~size_t(7));
}

void RecordRing::endRound()
{
    m_tail.store(m_read, std::memory_order_release);
}

StreamCounts RecordRing::takeLost()
{
    StreamCounts fresh{};
    for (size_t i = 0; i < kStreamCount; ++i) {
        const quint64 total = m_lost[i].load(std::memory_order_acquire);
        fresh[i] = total - m_reported[i];
        m_reported[i] = total;
    }
    return fresh;
}

bool RecordRing::isEmpty() const
{
    for (size_t i = 0; i < kStreamCount; ++i) {
        if (m_lost[i].load(std::memory_order_acquire) != m_reported[i])
            return false;
    }
    return m_head.load(std::memory_order_acquire) == m_read;
}

} // namespace Cordial::Telemetry
