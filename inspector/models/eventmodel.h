// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/livemodel.h"

#include <deque>

namespace Cordial::Inspector {

//! \brief A table of things that happened, oldest first, of bounded length: when it is full the
//! oldest leave in chunks, so that memory stays flat and the views are told seldom.
template <typename Row>
class EventModel : public LiveModel
{
public:
    //! Rows leave together, this many at least.
    static constexpr size_t kEvictionChunk = 4096;

    //! \brief Rows kept at most. Takes effect with the next rows.
    void setCapacity(size_t rows) { m_capacity = qMax(rows, size_t{1}); }
    [[nodiscard]] size_t capacity() const { return m_capacity; }

    [[nodiscard]] qsizetype totalCount() const override
    {
        return static_cast<qsizetype>(m_rows.size());
    }
    //! \brief Rows that had to leave since the last clear().
    [[nodiscard]] quint64 evictedCount() const { return m_evicted; }
    [[nodiscard]] quint64 droppedCount() const override { return m_dropped; }
    [[nodiscard]] const Row &rowAt(int visibleRow) const { return row(handleAt(visibleRow)); }
    [[nodiscard]] const Row &row(Handle handle) const
    {
        return m_rows[static_cast<size_t>(handle - m_first)];
    }
    //! \brief Stored rows, oldest first.
    [[nodiscard]] const std::deque<Row> &rows() const { return m_rows; }

    void clear() override
    {
        hideRows(allHandles());
        for (const Row &row : m_rows)
            rowEvicted(row);
        m_first += m_rows.size();
        m_rows.clear();
        m_rows.shrink_to_fit();
        m_evicted = 0;
        m_dropped = 0;
        Q_EMIT countsChanged();
    }

protected:
    EventModel(Clock &clock, QList<Column> columns, size_t capacity, QObject *parent)
        : LiveModel(clock, std::move(columns), parent), m_capacity(capacity)
    { }

    //! \brief Called for each row that leaves the store.
    virtual void rowEvicted(const Row &) { }

    [[nodiscard]] Handle firstHandle() const { return m_first; }
    [[nodiscard]] Handle nextHandle() const { return m_first + m_rows.size(); }
    [[nodiscard]] Row &mutableRow(Handle handle)
    {
        return m_rows[static_cast<size_t>(handle - m_first)];
    }

    [[nodiscard]] std::vector<Handle> allHandles() const override
    {
        std::vector<Handle> handles(m_rows.size());
        for (size_t i = 0; i < handles.size(); ++i)
            handles[i] = m_first + i;
        return handles;
    }

    //! \brief Makes room for \a fresh, which become the newest rows.
    void append(std::deque<Row> fresh)
    {
        while (fresh.size() > m_capacity) {
            fresh.pop_front();
            ++m_evicted;
        }
        makeRoom(fresh.size());
        std::vector<Handle> added;
        added.reserve(fresh.size());
        for (Row &row : fresh) {
            added.push_back(nextHandle());
            m_rows.push_back(std::move(row));
        }
        showRows(added);
    }
    void countDropped(quint64 rows) { m_dropped += rows; }

private:
    void makeRoom(size_t incoming)
    {
        if (m_rows.size() + incoming <= m_capacity)
            return;
        const size_t needed = m_rows.size() + incoming - m_capacity;
        const size_t count =
            qMin(m_rows.size(), qMax(needed, qMin(kEvictionChunk, m_capacity / 4)));
        std::vector<Handle> gone(count);
        for (size_t i = 0; i < count; ++i)
            gone[i] = m_first + i;
        hideRows(gone);
        for (size_t i = 0; i < count; ++i)
            rowEvicted(m_rows[i]);
        m_rows.erase(m_rows.begin(), m_rows.begin() + static_cast<std::ptrdiff_t>(count));
        m_first += count;
        m_evicted += count;
    }

    std::deque<Row> m_rows;
    Handle m_first = 0;
    size_t m_capacity;
    quint64 m_evicted = 0;
    quint64 m_dropped = 0;
};

} // namespace Cordial::Inspector
