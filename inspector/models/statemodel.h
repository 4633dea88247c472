// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/livemodel.h"

#include <map>
#include <set>
#include <unordered_map>

namespace Cordial::Inspector {

//! \brief A table of things that have an identity and a present state: the latest wins.
//! \a Traits names `Row`, `Id` and `static const Id &id(const Row &)`.
template <typename Traits>
class StateModel : public LiveModel
{
public:
    using Row = typename Traits::Row;
    using Id = typename Traits::Id;

    //! A host that names more things than this is not believed: the rest is counted, not kept.
    static constexpr size_t kMaxRows = 20'000;

    void change(const QList<Row> &rows, const QList<Id> &removed)
    {
        for (const Id &id : removed)
            m_pending[id] = std::nullopt;
        for (const Row &row : rows) {
            const Id &id = Traits::id(row);
            if (!m_handles.contains(id) && m_handles.size() + m_pending.size() >= kMaxRows) {
                ++m_dropped;
                continue;
            }
            m_pending[id] = row;
            if (m_inSnapshot)
                m_snapshot.insert(id);
        }
    }

    void beginSnapshot()
    {
        m_inSnapshot = true;
        m_snapshot.clear();
    }

    //! \brief What the snapshot did not name is gone.
    void endSnapshot()
    {
        if (!m_inSnapshot)
            return;
        m_inSnapshot = false;
        for (const auto &[id, handle] : m_handles) {
            if (!m_snapshot.contains(id))
                m_pending[id] = std::nullopt;
        }
        for (auto &[id, row] : m_pending) {
            if (!m_snapshot.contains(id))
                row = std::nullopt;
        }
        m_snapshot.clear();
    }

    void clear() override
    {
        m_pending.clear();
        m_snapshot.clear();
        hideRows(allHandles());
        m_rows.clear();
        m_handles.clear();
        m_dropped = 0;
        Q_EMIT countsChanged();
    }

    [[nodiscard]] qsizetype pendingCount() const override
    {
        return static_cast<qsizetype>(m_pending.size());
    }
    [[nodiscard]] qsizetype totalCount() const override
    {
        return static_cast<qsizetype>(m_handles.size());
    }
    [[nodiscard]] quint64 droppedCount() const override { return m_dropped; }
    //! \brief The row of that identity, nullptr if there is none. Valid until the next flush.
    [[nodiscard]] const Row *find(const Id &id) const
    {
        const auto found = m_handles.find(id);
        return found == m_handles.end() ? nullptr : &row(found->second);
    }
    [[nodiscard]] const Row &rowAt(int visibleRow) const { return row(handleAt(visibleRow)); }
    //! \brief -1 if the filter hides it or it does not exist.
    [[nodiscard]] int rowOfId(const Id &id) const
    {
        const auto found = m_handles.find(id);
        return found == m_handles.end() ? -1 : rowOf(found->second);
    }
    //! \brief Every stored identity, ascending, with its handle.
    [[nodiscard]] const std::map<Id, Handle> &identities() const { return m_handles; }
    [[nodiscard]] const Row &row(Handle handle) const { return m_rows.at(handle); }

protected:
    using LiveModel::LiveModel;

    //! \brief Called for each row that is new or differs, before anybody is told.
    virtual void rowApplied(Handle, const Row &) { }
    virtual void rowForgotten(Handle) { }

    [[nodiscard]] std::vector<Handle> allHandles() const override
    {
        std::vector<Handle> handles;
        handles.reserve(m_handles.size());
        for (const auto &[id, handle] : m_handles)
            handles.push_back(handle);
        std::sort(handles.begin(), handles.end());
        return handles;
    }

    void applyPending() override
    {
        std::map<Id, std::optional<Row>> pending;
        pending.swap(m_pending);
        forgetRemoved(pending);
        std::vector<Handle> changed;
        std::vector<Handle> added;
        for (auto &[id, next] : pending) {
            if (!next)
                continue;
            const auto known = m_handles.find(id);
            if (known == m_handles.end()) {
                added.push_back(m_nextHandle++);
                m_handles.emplace(id, added.back());
                rowApplied(added.back(),
                           m_rows.emplace(added.back(), *std::move(next)).first->second);
            } else if (Row &stored = m_rows.at(known->second); stored != *next) {
                stored = *std::move(next);
                changed.push_back(known->second);
                rowApplied(known->second, stored);
            }
        }
        std::sort(changed.begin(), changed.end());
        refreshRows(changed);
        showRows(added);
    }

private:
    void forgetRemoved(const std::map<Id, std::optional<Row>> &pending)
    {
        std::vector<Handle> gone;
        std::vector<Id> ids;
        for (const auto &[id, next] : pending) {
            const auto known = m_handles.find(id);
            if (next || known == m_handles.end())
                continue;
            gone.push_back(known->second);
            ids.push_back(id);
        }
        std::sort(gone.begin(), gone.end());
        hideRows(gone);
        for (const Id &id : ids)
            m_handles.erase(id);
        for (const Handle handle : gone) {
            m_rows.erase(handle);
            rowForgotten(handle);
        }
    }

    std::map<Id, Handle> m_handles;
    std::unordered_map<Handle, Row> m_rows;
    std::map<Id, std::optional<Row>> m_pending;
    std::set<Id> m_snapshot;
    bool m_inSnapshot = false;
    Handle m_nextHandle = 0;
    quint64 m_dropped = 0;
};

} // namespace Cordial::Inspector
