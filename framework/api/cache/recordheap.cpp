// SPDX-License-Identifier: MIT
#include <cordial/api/cache/recordheap_p.h>

#include <algorithm>
#include <cstring>

namespace Cordial::Api::Detail {

namespace {

constexpr quint32 kUnitBits = 13;
constexpr qsizetype kWorthCompacting = 1 << 20;

} // namespace

RecordHeap::RecordHeap() = default;

size_t RecordHeap::unitsFor(size_t size)
{
    const size_t units = (sizeof(Header) + size + kUnit - 1) / kUnit;
    // Large ones in steps, so that what one leaves fits the next.
    return units <= kExact ? units : (units + 63) / 64 * 64;
}

size_t RecordHeap::classOf(size_t units)
{
    return units <= kExact ? units : kExact + units / 64;
}

size_t RecordHeap::footprint(size_t size)
{
    return unitsFor(size) * kUnit;
}

RecordHeap::Header &RecordHeap::header(Handle handle) const
{
    quint64 *unit = &m_chunks[handle >> kUnitBits].units[handle & (kUnitsAChunk - 1)];
    return *reinterpret_cast<Header *>(unit);
}

std::string_view RecordHeap::bytes(Handle handle) const
{
    const Header &head = header(handle);
    return {reinterpret_cast<const char *>(&head + 1), head.size};
}

RecordHeap::Handle RecordHeap::takeOwnChunk(size_t units)
{
    Chunk chunk{std::make_unique<quint64[]>(units), units};
    m_reserved += qsizetype(units * kUnit);
    if (m_emptySlots.empty()) {
        m_chunks.push_back(std::move(chunk));
        return Handle(m_chunks.size() - 1) << kUnitBits;
    }
    const quint32 slot = m_emptySlots.back();
    m_emptySlots.pop_back();
    m_chunks[slot] = std::move(chunk);
    return slot << kUnitBits;
}

RecordHeap::Handle RecordHeap::takeUnits(size_t units)
{
    if (m_chunks.empty()) {
        m_current = takeOwnChunk(kUnitsAChunk) >> kUnitBits;
        m_next = 1; // Handle 0 is none.
    }
    if (units > kUnitsAChunk)
        return takeOwnChunk(units);
    Handle &free = m_free[classOf(units)];
    if (free != 0) {
        const Handle handle = free;
        free = static_cast<Handle>(header(handle).key);
        return handle;
    }
    if (m_next + units > kUnitsAChunk) {
        const size_t left = kUnitsAChunk - m_next;
        // What is left over is large enough for a record more often than not.
        if (left >= sizeof(Header) / kUnit && left <= kExact)
            giveUnits(Handle(m_current << kUnitBits | m_next), left);
        m_current = takeOwnChunk(kUnitsAChunk) >> kUnitBits;
        m_next = m_current == 0 ? 1 : 0;
    }
    const auto handle = Handle(m_current << kUnitBits | m_next);
    m_next += units;
    return handle;
}

void RecordHeap::giveUnits(Handle handle, size_t units)
{
    if (units > kUnitsAChunk) {
        Chunk &chunk = m_chunks[handle >> kUnitBits];
        m_reserved -= qsizetype(chunk.count * kUnit);
        chunk = {};
        m_emptySlots.push_back(handle >> kUnitBits);
        return;
    }
    Handle &free = m_free[classOf(units)];
    header(handle).key = free;
    free = handle;
}

RecordHeap::Handle RecordHeap::put(quint64 key, quint32 stamp, std::string_view bytes)
{
    if (bytes.size() > kLargest)
        return 0;
    const Handle handle = takeUnits(unitsFor(bytes.size()));
    Header &head = header(handle);
    head = {key, quint32(bytes.size()), stamp};
    std::memcpy(static_cast<void *>(&head + 1), bytes.data(), bytes.size());
    m_live += qsizetype(footprint(bytes.size()));
    return handle;
}

RecordHeap::Handle RecordHeap::replace(Handle handle, quint32 stamp, std::string_view bytes)
{
    Header &head = header(handle);
    if (unitsFor(bytes.size()) == unitsFor(head.size)) {
        head.size = quint32(bytes.size());
        head.stamp = stamp;
        std::memcpy(static_cast<void *>(&head + 1), bytes.data(), bytes.size());
        return handle;
    }
    const quint64 key = head.key;
    free(handle);
    return put(key, stamp, bytes);
}

void RecordHeap::free(Handle handle)
{
    const size_t units = unitsFor(header(handle).size);
    m_live -= qsizetype(units * kUnit);
    giveUnits(handle, units);
}

bool RecordHeap::isSparse() const
{
    return m_reserved - m_live > std::max(m_live, kWorthCompacting);
}

size_t RecordTable::home(quint64 key) const
{
    // Fibonacci hashing: the low bits of ids made in one moment differ least.
    constexpr quint64 kGolden = 0x9E37'79B9'7F4A'7C15;
    return size_t((key * kGolden) >> 32) & (m_capacity - 1);
}

size_t RecordTable::indexOf(const RecordHeap &heap, quint64 key) const
{
    if (m_capacity == 0)
        return m_capacity;
    for (size_t i = home(key); m_slots[i] != 0; i = (i + 1) & (m_capacity - 1)) {
        if (heap.header(m_slots[i]).key == key)
            return i;
    }
    return m_capacity;
}

RecordTable::Handle RecordTable::find(const RecordHeap &heap, quint64 key) const
{
    const size_t index = indexOf(heap, key);
    return index == m_capacity ? 0 : m_slots[index];
}

void RecordTable::insert(const RecordHeap &heap, Handle handle)
{
    if ((m_size + 1) * 4 > m_capacity * 3)
        resize(heap, m_capacity == 0 ? 4 : size_t(m_capacity) * 2);
    size_t i = home(heap.header(handle).key);
    while (m_slots[i] != 0)
        i = (i + 1) & (m_capacity - 1);
    m_slots[i] = handle;
    ++m_size;
}

RecordTable::Handle RecordTable::take(const RecordHeap &heap, quint64 key)
{
    size_t hole = indexOf(heap, key);
    if (hole == m_capacity)
        return 0;
    const Handle taken = m_slots[hole];
    m_slots[hole] = 0;
    --m_size;
    // Those behind it move up, so that a search never ends at a hole that was not always there.
    const size_t mask = m_capacity - 1;
    for (size_t i = (hole + 1) & mask; m_slots[i] != 0; i = (i + 1) & mask) {
        const size_t wanted = home(heap.header(m_slots[i]).key);
        if (((i - wanted) & mask) < ((i - hole) & mask))
            continue;
        m_slots[hole] = m_slots[i];
        m_slots[i] = 0;
        hole = i;
    }
    if (m_size == 0)
        clear();
    else if (m_capacity > 16 && m_size * 8 < m_capacity)
        resize(heap, m_capacity / 2);
    return taken;
}

RecordTable::Handle *RecordTable::entry(const RecordHeap &heap, quint64 key)
{
    const size_t index = indexOf(heap, key);
    return index == m_capacity ? nullptr : &m_slots[index];
}

void RecordTable::forEach(const std::function<void(Handle)> &visit) const
{
    for (size_t i = 0; i < m_capacity; ++i) {
        if (m_slots[i] != 0)
            visit(m_slots[i]);
    }
}

void RecordTable::moveAll(const std::function<Handle(Handle)> &move)
{
    for (size_t i = 0; i < m_capacity; ++i) {
        if (m_slots[i] != 0)
            m_slots[i] = move(m_slots[i]);
    }
}

void RecordTable::clear()
{
    m_slots.reset();
    m_capacity = 0;
    m_size = 0;
}

void RecordTable::resize(const RecordHeap &heap, size_t capacity)
{
    auto old = std::exchange(m_slots, std::make_unique<Handle[]>(capacity));
    const size_t oldCapacity = std::exchange(m_capacity, quint32(capacity));
    for (size_t i = 0; i < oldCapacity; ++i) {
        if (old[i] == 0)
            continue;
        size_t to = home(heap.header(old[i]).key);
        while (m_slots[to] != 0)
            to = (to + 1) & (m_capacity - 1);
        m_slots[to] = old[i];
    }
}

} // namespace Cordial::Api::Detail
