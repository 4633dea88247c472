// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cell.h"
#include "models/textfilter.h"

#include <cordial/core/clock.h>

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace Cordial::Inspector {

//! \brief A table that lives: rows arrive, change and leave while somebody reads.
//!
//! Keeps its own index of visible rows (filter and order) over the store of a subclass; what
//! arrives waits until flush(), so that views are told at most ten times a second, in batches.
//! Rows keep their identity through persistent indexes: a selection follows its row. GUI thread.
class LiveModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    //! \brief Names a row as long as it is stored; growing in order of arrival.
    using Handle = quint64;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    //! \brief Column -1 returns to the order of arrival.
    void sort(int column, Qt::SortOrder order) override;

    [[nodiscard]] const QList<Column> &columns() const { return m_columns; }
    [[nodiscard]] int columnOf(QStringView id) const;
    [[nodiscard]] Cell cell(int row, int column) const;
    //! \brief What a detail pane shows of a row.
    [[nodiscard]] QList<Detail> details(int row) const;
    [[nodiscard]] Handle handleAt(int row) const { return m_visible[static_cast<size_t>(row)]; }
    //! \brief -1 if it is filtered out or gone.
    [[nodiscard]] int rowOf(Handle handle) const;

    void setFilter(TextFilter filter);
    [[nodiscard]] const TextFilter &filter() const { return m_filter; }

    //! \brief A paused table stands still; what arrives is kept (bounded) and counted.
    void setPaused(bool paused);
    [[nodiscard]] bool isPaused() const { return m_paused; }
    //! \brief Rows that arrived and are not shown yet.
    [[nodiscard]] virtual qsizetype pendingCount() const = 0;
    //! \brief Rows stored, whether the filter shows them or not.
    [[nodiscard]] virtual qsizetype totalCount() const = 0;

    //! \brief Rows that came and could not be kept, for want of room.
    [[nodiscard]] virtual quint64 droppedCount() const = 0;

    //! \brief Shows what has arrived, unless paused.
    void flush();
    //! \brief Forgets everything, at once.
    virtual void clear() = 0;
    //! \brief True while some cell depends on the time.
    [[nodiscard]] virtual bool isTicking() const { return false; }

    //! \brief Stops the clock of the countdowns while the data is stale; nothing lets it go on.
    void setFrozenAt(std::optional<qint64> nanoseconds) { m_frozenAt = nanoseconds; }
    //! \brief Nanoseconds of the clock, or of the moment it was frozen at.
    [[nodiscard]] qint64 now() const;

Q_SIGNALS:
    //! Emitted when rowCount(), totalCount() or pendingCount() may have changed.
    void countsChanged();

protected:
    LiveModel(Clock &clock, QList<Column> columns, QObject *parent);

    [[nodiscard]] virtual Cell cellOf(Handle handle, int column) const = 0;
    [[nodiscard]] virtual QList<Detail> detailsOf(Handle handle) const = 0;
    [[nodiscard]] virtual bool lessThan(Handle a, Handle b, int column) const = 0;
    virtual void collectFields(Handle handle, Fields &fields) const = 0;
    [[nodiscard]] virtual std::vector<Handle> allHandles() const = 0;
    //! \brief What the panel's own switches hide, beside the filter's text.
    [[nodiscard]] virtual bool passes(Handle) const { return true; }
    virtual void applyPending() = 0;

    //! \brief To be called before the rows leave the store. \a gone ascends.
    void hideRows(const std::vector<Handle> &gone);
    //! \brief To be called when new rows are stored, before anything else happens. Ascending.
    void showRows(const std::vector<Handle> &added);
    //! \brief To be called when stored rows have new values. Ascending.
    void refreshRows(const std::vector<Handle> &changed);
    void setColumnHint(int column, const QString &title);

private:
    [[nodiscard]] bool accepts(Handle handle) const;
    [[nodiscard]] bool before(Handle a, Handle b) const;
    [[nodiscard]] bool isArrivalOrder() const { return m_sortColumn < 0; }
    [[nodiscard]] std::vector<int> rowsOf(const std::vector<Handle> &handles) const;
    void removeVisible(const std::vector<int> &rows);
    void insertVisible(std::vector<Handle> added);
    void placeMoved(const std::vector<Handle> &moved);
    void reorderTo(std::vector<Handle> order);
    void announceChanged(const std::vector<int> &rows);
    void refilter();

    Clock &m_clock;
    QList<Column> m_columns;
    std::vector<Handle> m_visible;
    TextFilter m_filter;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    bool m_paused = false;
    std::optional<qint64> m_frozenAt;
};

} // namespace Cordial::Inspector
