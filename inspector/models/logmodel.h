// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/rows.h"
#include "models/eventmodel.h"

namespace Cordial::Inspector {

//! \brief A line of the log and how often it came in a row.
struct LogRow
{
    LogLine line; //!< the newest of the repeats
    quint32 repeats = 1;
};

//! \brief The host's log, oldest first; repeats of a line are one row.
class LogModel : public EventModel<LogRow>
{
    Q_OBJECT

public:
    enum ColumnIndex { Time, Level, Category, Text, Repeats, Shard, Plugin, Request, ColumnCount };

    static constexpr size_t kDefaultCapacity = 100'000;

    explicit LogModel(Clock &clock, QObject *parent = nullptr);

    void arrive(const QList<LogLine> &lines);
    //! \brief Lines below \a level (0 debug to 3 critical) are hidden.
    void setMinimumLevel(int level);
    [[nodiscard]] int minimumLevel() const { return m_minimumLevel; }

    void clear() override;
    [[nodiscard]] qsizetype pendingCount() const override
    {
        return static_cast<qsizetype>(m_fresh.size());
    }

protected:
    [[nodiscard]] Cell cellOf(Handle handle, int column) const override;
    [[nodiscard]] QList<Detail> detailsOf(Handle handle) const override;
    [[nodiscard]] bool lessThan(Handle a, Handle b, int column) const override;
    void collectFields(Handle handle, Fields &fields) const override;
    [[nodiscard]] bool passes(Handle handle) const override
    {
        return row(handle).line.level >= m_minimumLevel;
    }
    void applyPending() override;

private:
    [[nodiscard]] static QList<Column> makeColumns();
    void joinRepeats();

    std::deque<LogRow> m_fresh;
    int m_minimumLevel = 0;
};

} // namespace Cordial::Inspector
