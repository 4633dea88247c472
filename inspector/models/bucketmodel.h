// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/rows.h"
#include "models/statemodel.h"

namespace Cordial::Inspector {

struct BucketTraits
{
    using Row = BucketRow;
    using Id = QByteArray;
    static const Id &id(const Row &row) { return row.key; }
};

//! \brief The rate-limit buckets of the host. Countdowns are computed here from the deadline.
class BucketModel : public StateModel<BucketTraits>
{
    Q_OBJECT

public:
    enum ColumnIndex {
        Hash,
        Routes,
        TopLevel,
        Remaining,
        Reset,
        Queued,
        InFlight,
        HeadWait,
        Drain,
        Limited,
        ColumnCount
    };

    explicit BucketModel(Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] bool isTicking() const override;
    //! \brief When the last queued request should have been sent, from now; 0 with nothing queued.
    [[nodiscard]] qint64 drainTime(const BucketRow &row) const;

protected:
    [[nodiscard]] Cell cellOf(Handle handle, int column) const override;
    [[nodiscard]] QList<Detail> detailsOf(Handle handle) const override;
    [[nodiscard]] bool lessThan(Handle a, Handle b, int column) const override;
    void collectFields(Handle handle, Fields &fields) const override;

private:
    [[nodiscard]] static QList<Column> makeColumns();
    [[nodiscard]] Cell remainingCell(const BucketRow &row) const;
    [[nodiscard]] Cell resetCell(const BucketRow &row) const;
    //! \brief What remains, knowing that a window that has ended gives everything back.
    [[nodiscard]] qint32 remainingNow(const BucketRow &row) const;
};

} // namespace Cordial::Inspector
