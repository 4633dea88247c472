// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/rows.h"
#include "models/statemodel.h"

namespace Cordial::Inspector {

struct CommandTraits
{
    using Row = CommandRow;
    using Id = QByteArray;
    static const Id &id(const Row &row) { return row.name; }
};

//! \brief The commands of the host.
class CommandModel : public StateModel<CommandTraits>
{
    Q_OBJECT

public:
    enum ColumnIndex { Name, Plugin, Invoked, Refused, Errors, Last, ColumnCount };

    explicit CommandModel(Clock &clock, QObject *parent = nullptr);

protected:
    [[nodiscard]] Cell cellOf(Handle handle, int column) const override;
    [[nodiscard]] QList<Detail> detailsOf(Handle handle) const override;
    [[nodiscard]] bool lessThan(Handle a, Handle b, int column) const override;
    void collectFields(Handle handle, Fields &fields) const override;

private:
    [[nodiscard]] static QList<Column> makeColumns();
};

} // namespace Cordial::Inspector
