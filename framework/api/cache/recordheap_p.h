// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <array>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace Cordial::Api::Detail {

//! \brief Many small records with little around them: 16 bytes a record, no allocation each.
//!
//! A record is named by a handle of 4 bytes; 0 is none. Memory comes in chunks of 64 kB; what is
//! freed is used again for records of the same size, and compact() gives the rest back.
class RecordHeap
{
public:
    using Handle = quint32;
    static constexpr size_t kLargest = 1U << 20; //!< bytes of a record

    struct Header
    {
        quint64 key = 0;
        quint32 size = 0; //!< of what follows
        quint32 stamp = 0; //!< the caller's
    };

    RecordHeap();

    //! \brief 0 for more than kLargest bytes.
    [[nodiscard]] Handle put(quint64 key, quint32 stamp, std::string_view bytes);
    //! \brief Changes what it holds; the handle may be another then.
    //! \pre At most kLargest bytes, and not those of a record.
    [[nodiscard]] Handle replace(Handle handle, quint32 stamp, std::string_view bytes);
    void free(Handle handle);

    [[nodiscard]] Header &header(Handle handle) const;
    [[nodiscard]] std::string_view bytes(Handle handle) const;
    //! \brief What a record of \a size bytes takes.
    [[nodiscard]] static size_t footprint(size_t size);

    [[nodiscard]] qsizetype liveBytes() const { return m_live; }
    [[nodiscard]] qsizetype reservedBytes() const { return m_reserved; }
    //! \brief Half of it lies idle, so that moving what is left is worth while.
    [[nodiscard]] bool isSparse() const;

private:
    static constexpr size_t kUnit = 8;
    static constexpr size_t kUnitsAChunk = 8'192;
    static constexpr size_t kExact = 256; //!< Units up to which every size has its own list.
    static constexpr size_t kClasses = kExact + kUnitsAChunk / 64 + 1;

    [[nodiscard]] static size_t unitsFor(size_t size);
    [[nodiscard]] static size_t classOf(size_t units);
    [[nodiscard]] Handle takeUnits(size_t units);
    [[nodiscard]] Handle takeOwnChunk(size_t units);
    void giveUnits(Handle handle, size_t units);

    struct Chunk
    {
        std::unique_ptr<quint64[]> units;
        size_t count = 0;
    };
    std::vector<Chunk> m_chunks;
    std::vector<quint32> m_emptySlots; //!< of m_chunks
    std::array<Handle, kClasses> m_free{};
    size_t m_current = 0; //!< the chunk that is being filled
    size_t m_next = 1; //!< in it; the first unit of the first chunk stays unused
    qsizetype m_live = 0;
    qsizetype m_reserved = 0;
};

//! \brief The records of one kind by their key: a table of handles, 6 to 11 bytes a record.
class RecordTable
{
public:
    using Handle = RecordHeap::Handle;

    [[nodiscard]] Handle find(const RecordHeap &heap, quint64 key) const;
    //! \pre The key is not in it.
    void insert(const RecordHeap &heap, Handle handle);
    //! \brief Takes the entry out, not the record; 0 if there is none.
    Handle take(const RecordHeap &heap, quint64 key);
    //! \brief The entry itself, to be pointed at another record of that key; null without.
    [[nodiscard]] Handle *entry(const RecordHeap &heap, quint64 key);

    [[nodiscard]] size_t size() const { return m_size; }
    [[nodiscard]] size_t capacity() const { return m_capacity; }
    [[nodiscard]] size_t memory() const { return m_capacity * sizeof(Handle); }
    [[nodiscard]] Handle slot(size_t index) const { return m_slots[index]; }
    void forEach(const std::function<void(Handle)> &visit) const;
    //! \brief Replaces every handle by what \a move gives for it.
    void moveAll(const std::function<Handle(Handle)> &move);
    void clear();

private:
    [[nodiscard]] size_t home(quint64 key) const;
    [[nodiscard]] size_t indexOf(const RecordHeap &heap, quint64 key) const;
    void resize(const RecordHeap &heap, size_t capacity);

    std::unique_ptr<Handle[]> m_slots;
    quint32 m_capacity = 0; //!< a power of two, or 0
    quint32 m_size = 0;
};

} // namespace Cordial::Api::Detail
