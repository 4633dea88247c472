// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/livemodel.h"

#include <algorithm>
#include <unordered_map>

namespace Cordial::Inspector {

namespace {

//! More separate ranges than this are moved together first and removed or announced as one.
constexpr size_t kMaxRanges = 16;

struct Range
{
    int first;
    int last;
};

//! Neighbours in \a rows (ascending) joined.
std::vector<Range> joined(const std::vector<int> &rows)
{
    std::vector<Range> ranges;
    for (const int row : rows) {
        if (!ranges.empty() && ranges.back().last + 1 == row)
            ranges.back().last = row;
        else
            ranges.push_back({row, row});
    }
    return ranges;
}

} // namespace

LiveModel::LiveModel(Clock &clock, QList<Column> columns, QObject *parent)
    : QAbstractTableModel(parent), m_clock(clock), m_columns(std::move(columns))
{ }

int LiveModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_visible.size());
}

int LiveModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant LiveModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Column &column = m_columns[index.column()];
    switch (role) {
    case Qt::DisplayRole:
        return cell(index.row(), index.column()).text;
    case Qt::AccessibleTextRole:
        return QString(column.title + u' ' + cell(index.row(), index.column()).text);
    case Qt::ToolTipRole:
        return cell(index.row(), index.column()).hint;
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(column.kind == CellKind::Figure
                                       ? Qt::AlignRight | Qt::AlignVCenter
                                       : Qt::AlignLeft | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant LiveModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (section < 0 || section >= m_columns.size() || orientation != Qt::Horizontal)
        return {};
    const Column &column = m_columns[section];
    switch (role) {
    case Qt::DisplayRole:
        return column.title;
    case Qt::ToolTipRole:
        return column.hint.isEmpty() ? column.title : column.hint;
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(column.kind == CellKind::Figure
                                       ? Qt::AlignRight | Qt::AlignVCenter
                                       : Qt::AlignLeft | Qt::AlignVCenter);
    default:
        return {};
    }
}

int LiveModel::columnOf(QStringView id) const
{
    const auto found = std::find_if(m_columns.begin(), m_columns.end(),
                                    [id](const Column &column) { return column.id == id; });
    return found == m_columns.end() ? -1 : static_cast<int>(found - m_columns.begin());
}

Cell LiveModel::cell(int row, int column) const
{
    return cellOf(handleAt(row), column);
}

QList<Detail> LiveModel::details(int row) const
{
    return row >= 0 && row < rowCount() ? detailsOf(handleAt(row)) : QList<Detail>{};
}

int LiveModel::rowOf(Handle handle) const
{
    const std::vector<int> rows = rowsOf({handle});
    return rows.empty() ? -1 : rows.front();
}

qint64 LiveModel::now() const
{
    return m_frozenAt.value_or(std::chrono::nanoseconds(m_clock.now().time_since_epoch()).count());
}

void LiveModel::setColumnHint(int column, const QString &title)
{
    if (m_columns[column].title == title)
        return;
    m_columns[column].title = title;
    Q_EMIT headerDataChanged(Qt::Horizontal, column, column);
}

void LiveModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column < m_columns.size() ? column : -1;
    m_sortOrder = order;
    std::vector<Handle> next = m_visible;
    std::sort(next.begin(), next.end(), [this](Handle a, Handle b) { return before(a, b); });
    reorderTo(std::move(next));
}

void LiveModel::setFilter(TextFilter filter)
{
    m_filter = std::move(filter);
    refilter();
    Q_EMIT countsChanged();
}

void LiveModel::setPaused(bool paused)
{
    m_paused = paused;
    flush();
    Q_EMIT countsChanged();
}

void LiveModel::flush()
{
    if (m_paused) {
        Q_EMIT countsChanged();
        return;
    }
    applyPending();
    Q_EMIT countsChanged();
}

bool LiveModel::accepts(Handle handle) const
{
    if (!passes(handle))
        return false;
    if (m_filter.isEmpty())
        return true;
    Fields fields;
    collectFields(handle, fields);
    return m_filter.matches(fields);
}

//! A total order: equal values stand in order of arrival.
bool LiveModel::before(Handle a, Handle b) const
{
    if (isArrivalOrder())
        return a < b;
    const bool ascending = m_sortOrder == Qt::AscendingOrder;
    if (lessThan(a, b, m_sortColumn))
        return ascending;
    if (lessThan(b, a, m_sortColumn))
        return !ascending;
    return a < b;
}

//! The visible rows of \a handles (ascending), in ascending order.
std::vector<int> LiveModel::rowsOf(const std::vector<Handle> &handles) const
{
    std::vector<int> rows;
    if (isArrivalOrder()) {
        auto from = m_visible.begin();
        for (const Handle handle : handles) {
            from = std::lower_bound(from, m_visible.end(), handle);
            if (from == m_visible.end())
                break;
            if (*from == handle)
                rows.push_back(static_cast<int>(from - m_visible.begin()));
        }
        return rows;
    }
    for (size_t row = 0; row < m_visible.size(); ++row) {
        if (std::binary_search(handles.begin(), handles.end(), m_visible[row]))
            rows.push_back(static_cast<int>(row));
    }
    return rows;
}

void LiveModel::hideRows(const std::vector<Handle> &gone)
{
    removeVisible(rowsOf(gone));
}

void LiveModel::showRows(const std::vector<Handle> &added)
{
    std::vector<Handle> shown;
    std::copy_if(added.begin(), added.end(), std::back_inserter(shown),
                 [this](Handle handle) { return accepts(handle); });
    insertVisible(std::move(shown));
}

void LiveModel::refreshRows(const std::vector<Handle> &changed)
{
    std::vector<Handle> stay;
    std::vector<Handle> leave;
    std::vector<Handle> come;
    const std::vector<int> rows = rowsOf(changed);
    std::vector<Handle> shown;
    shown.reserve(rows.size());
    for (const int row : rows)
        shown.push_back(handleAt(row));
    std::sort(shown.begin(), shown.end());
    for (const Handle handle : changed) {
        const bool visible = std::binary_search(shown.begin(), shown.end(), handle);
        const bool wanted = accepts(handle);
        if (visible)
            (wanted ? stay : leave).push_back(handle);
        else if (wanted)
            come.push_back(handle);
    }
    removeVisible(rowsOf(leave));
    if (!isArrivalOrder())
        placeMoved(stay);
    announceChanged(rowsOf(stay));
    insertVisible(std::move(come));
}

void LiveModel::removeVisible(const std::vector<int> &rows)
{
    if (rows.empty())
        return;
    const std::vector<Range> ranges = joined(rows);
    if (ranges.size() <= kMaxRanges) {
        for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) {
            beginRemoveRows({}, range->first, range->last);
            m_visible.erase(m_visible.begin() + range->first, m_visible.begin() + range->last + 1);
            endRemoveRows();
        }
        return;
    }
    // Scattered: to the end first, then away in one piece.
    std::vector<Handle> order;
    std::vector<Handle> leaving;
    order.reserve(m_visible.size());
    auto next = rows.begin();
    for (size_t row = 0; row < m_visible.size(); ++row) {
        const bool leaves = next != rows.end() && static_cast<size_t>(*next) == row;
        (leaves ? leaving : order).push_back(m_visible[row]);
        next += leaves ? 1 : 0;
    }
    const int kept = static_cast<int>(order.size());
    order.insert(order.end(), leaving.begin(), leaving.end());
    reorderTo(std::move(order));
    beginRemoveRows({}, kept, rowCount() - 1);
    m_visible.resize(static_cast<size_t>(kept));
    endRemoveRows();
}

void LiveModel::insertVisible(std::vector<Handle> added)
{
    if (added.empty())
        return;
    const auto order = [this](Handle a, Handle b) { return before(a, b); };
    std::sort(added.begin(), added.end(), order);
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(added.size()) - 1);
    m_visible.insert(m_visible.end(), added.begin(), added.end());
    endInsertRows();
    if (first == 0
        || !before(m_visible[static_cast<size_t>(first)],
                   m_visible[static_cast<size_t>(first) - 1]))
        return;
    std::vector<Handle> next = m_visible;
    std::inplace_merge(next.begin(), next.begin() + first, next.end(), order);
    reorderTo(std::move(next));
}

//! Puts rows whose values changed where they belong; the others are in order among themselves.
void LiveModel::placeMoved(const std::vector<Handle> &moved)
{
    if (moved.empty())
        return;
    const auto order = [this](Handle a, Handle b) { return before(a, b); };
    std::vector<Handle> next;
    next.reserve(m_visible.size());
    std::copy_if(m_visible.begin(), m_visible.end(), std::back_inserter(next),
                 [&moved](Handle handle) {
                     return !std::binary_search(moved.begin(), moved.end(), handle);
                 });
    const auto still = static_cast<std::ptrdiff_t>(next.size());
    next.insert(next.end(), moved.begin(), moved.end());
    std::sort(next.begin() + still, next.end(), order);
    std::inplace_merge(next.begin(), next.begin() + still, next.end(), order);
    reorderTo(std::move(next));
}

//! \a order holds the same rows; indexes of views and selections go along.
void LiveModel::reorderTo(std::vector<Handle> order)
{
    Q_ASSERT(order.size() == m_visible.size());
    if (order == m_visible)
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::unordered_map<Handle, int> rows;
    for (const QModelIndex &index : before)
        rows.emplace(handleAt(index.row()), -1);
    QList<Handle> handles;
    for (const QModelIndex &index : before)
        handles.append(handleAt(index.row()));
    m_visible = std::move(order);
    if (!rows.empty()) {
        for (size_t row = 0; row < m_visible.size(); ++row) {
            if (const auto found = rows.find(m_visible[row]); found != rows.end())
                found->second = static_cast<int>(row);
        }
    }
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i)
        after.append(index(rows.at(handles[i]), before[i].column()));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void LiveModel::announceChanged(const std::vector<int> &rows)
{
    if (rows.empty())
        return;
    const int lastColumn = columnCount() - 1;
    const std::vector<Range> ranges = joined(rows);
    if (ranges.size() > kMaxRanges) {
        Q_EMIT dataChanged(index(rows.front(), 0), index(rows.back(), lastColumn));
        return;
    }
    for (const Range &range : ranges)
        Q_EMIT dataChanged(index(range.first, 0), index(range.last, lastColumn));
}

void LiveModel::refilter()
{
    std::vector<int> leaving;
    for (size_t row = 0; row < m_visible.size(); ++row) {
        if (!accepts(m_visible[row]))
            leaving.push_back(static_cast<int>(row));
    }
    removeVisible(leaving);
    std::vector<Handle> shown = m_visible;
    std::sort(shown.begin(), shown.end());
    std::vector<Handle> coming;
    for (const Handle handle : allHandles()) {
        if (!std::binary_search(shown.begin(), shown.end(), handle) && accepts(handle))
            coming.push_back(handle);
    }
    insertVisible(std::move(coming));
}

} // namespace Cordial::Inspector
