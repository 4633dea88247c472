// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/metrics.h>
#include <cordial/telemetry/wire/record.h>

#include <algorithm>
#include <cstring>
#include <list>
#include <string>
#include <unordered_map>
#include <utility>

namespace Cordial::Telemetry {

//! \brief What a session needs to know of a stream of states.
//!
//! Every change has a version. A receiver that stands at version v is brought up to date by
//! everything newer than v: a snapshot is the same from version 0. So conflation for slow receivers
//! costs one number each.
class StateSource
{
public:
    virtual ~StateSource() = default;
    [[nodiscard]] quint64 version() const { return m_version; }
    //! \brief Removals up to this version are no longer known: whoever stands before it and has
    //! rows needs a snapshot.
    [[nodiscard]] quint64 forgotten() const { return m_forgotten; }
    //! \brief Rows that left because there were too many.
    [[nodiscard]] quint64 evicted() const { return m_evicted; }
    //! \brief Writes [from, to, rows, removed], at most \a most bytes; removals up to
    //! \a removedAfter are of no interest. \returns to.
    virtual quint64 encode(Wire::CborWriter &out, quint64 from, quint64 removedAfter,
                           qsizetype most) const = 0;

protected:
    quint64 m_version = 0;
    quint64 m_forgotten = 0;
    quint64 m_evicted = 0;
};

[[nodiscard]] inline quint32 stateKey(const ShardRecord &record)
{
    return record.shard;
}
[[nodiscard]] inline std::string stateKey(const BucketRecord &record)
{
    return std::string(record.key.view());
}
template <typename Record>
[[nodiscard]] std::string stateKey(const Record &record)
{
    return std::string(record.name.view());
}

//! \brief The latest record of each row, in the order of change, bounded.
template <typename Fields, typename Record>
class StateTable : public StateSource
{
public:
    using Key = decltype(stateKey(std::declval<const Record &>()));

    explicit StateTable(size_t mostRows, size_t mostRemoved = 4096)
        : m_mostRows(mostRows), m_mostRemoved(mostRemoved)
    { }

    void put(const Record &record)
    {
        const Key key = stateKey(record);
        const auto found = m_rowByKey.find(key);
        if (found == m_rowByKey.end()) {
            insert(key, record);
            return;
        }
        const auto row = found->second;
        if (std::memcmp(&row->record, &record, sizeof(Record)) == 0)
            return;
        row->record = record;
        row->version = ++m_version;
        m_rows.splice(m_rows.end(), m_rows, row);
    }

    //! \brief Removing what is not there is no change.
    void remove(const Key &key)
    {
        const auto found = m_rowByKey.find(key);
        if (found == m_rowByKey.end())
            return;
        m_rows.erase(found->second);
        m_rowByKey.erase(found);
        m_removed.push_back({key, ++m_version});
        m_removedByKey[key] = std::prev(m_removed.end());
        if (m_removed.size() > m_mostRemoved) {
            m_forgotten = m_removed.front().version;
            m_removedByKey.erase(m_removed.front().key);
            m_removed.pop_front();
        }
    }

    [[nodiscard]] size_t size() const { return m_rows.size(); }

    quint64 encode(Wire::CborWriter &out, quint64 from, quint64 removedAfter,
                   qsizetype most) const override
    {
        const qsizetype start = out.size();
        out.array(4);
        out.unsignedInteger(from);
        const qsizetype toMark = out.openUnsigned();
        const qsizetype rowsMark = out.openArray();
        auto row = firstAfter(m_rows, from);
        const auto firstRemoved = firstAfter(m_removed, std::max(from, removedAfter));
        auto gone = firstRemoved;
        quint32 rows = 0;
        quint32 removed = 0;
        qsizetype keyBytes = 0;
        quint64 to = from;
        // Both lists in one order of versions, so that a frame cut short still ends at one.
        while (row != m_rows.end() || gone != m_removed.end()) {
            if (out.size() - start + keyBytes + kLongestRow > most)
                break;
            if (gone == m_removed.end() || (row != m_rows.end() && row->version < gone->version)) {
                Wire::encodeRecord<Fields>(out, row->record);
                to = row->version;
                ++rows;
                ++row;
            } else {
                keyBytes += keySize(gone->key);
                to = gone->version;
                ++removed;
                ++gone;
            }
        }
        if (row == m_rows.end() && gone == m_removed.end())
            to = m_version;
        out.closeArray(rowsMark, rows);
        out.patchUnsigned(toMark, to);
        out.array(removed);
        for (auto key = firstRemoved; key != gone; ++key)
            writeKey(out, key->key);
        return to;
    }

private:
    // Upper bound of an encoded row: its texts, 9 bytes a number, and the end of the frame.
    static constexpr qsizetype kLongestRow = sizeof(Record) + 384;

    struct Row
    {
        Key key;
        quint64 version = 0;
        Record record;
    };
    struct Removed
    {
        Key key;
        quint64 version = 0;
    };

    void insert(const Key &key, const Record &record)
    {
        if (const auto gone = m_removedByKey.find(key); gone != m_removedByKey.end()) {
            m_removed.erase(gone->second);
            m_removedByKey.erase(gone);
        }
        if (m_rows.size() >= m_mostRows) {
            ++m_evicted;
            remove(Key(m_rows.front().key));
        }
        m_rows.push_back({key, ++m_version, record});
        m_rowByKey.emplace(key, std::prev(m_rows.end()));
    }

    template <typename List>
    [[nodiscard]] static auto firstAfter(const List &list, quint64 version)
    {
        if (version == 0)
            return list.begin();
        auto at = list.end();
        while (at != list.begin() && std::prev(at)->version > version)
            --at;
        return at;
    }

    static qsizetype keySize(quint32) { return 5; }
    static qsizetype keySize(const std::string &key) { return qsizetype(key.size()) + 3; }
    static void writeKey(Wire::CborWriter &out, quint32 key) { out.unsignedInteger(key); }
    static void writeKey(Wire::CborWriter &out, const std::string &key) { out.text(key); }

    size_t m_mostRows;
    size_t m_mostRemoved;
    std::list<Row> m_rows;
    std::list<Removed> m_removed;
    std::unordered_map<Key, typename std::list<Row>::iterator> m_rowByKey;
    std::unordered_map<Key, typename std::list<Removed>::iterator> m_removedByKey;
};

} // namespace Cordial::Telemetry
