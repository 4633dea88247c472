// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/commandmodel.h"

#include "models/details.h"
#include "theme/format.h"

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

namespace {

Tone countTone(quint64 value, Tone tone)
{
    return value == 0 ? Tone::Faint : tone;
}

//! Discord gives an interaction three seconds for its first answer.
Tone timeTone(qint64 microseconds)
{
    if (microseconds < 0)
        return Tone::Faint;
    return microseconds > 3'000'000 ? Tone::Bad
        : microseconds > 1'500'000  ? Tone::Warn
                                    : Tone::Text;
}

} // namespace

CommandModel::CommandModel(Clock &clock, QObject *parent) : StateModel(clock, makeColumns(), parent)
{ }

QList<Column> CommandModel::makeColumns()
{
    const auto figure = CellKind::Figure;
    return {
        {u"command"_s, tr("Command"), {}, CellKind::Text, 180, true},
        {u"plugin"_s, tr("Plugin"), {}, CellKind::Text, 128},
        {u"invoked"_s, tr("Invoked"), {}, figure, 88},
        {u"refused"_s, tr("Refused"), tr("By a check, a permission or a cooldown"), figure, 88},
        {u"errors"_s, tr("Errors"), {}, figure, 76},
        {u"last"_s, tr("Last run"), tr("How long it took the last time"), figure, 92},
    };
}

Cell CommandModel::cellOf(Handle handle, int column) const
{
    const CommandRow &r = row(handle);
    switch (column) {
    case Name:
        return {.text = QString::fromUtf8(r.name)};
    case Plugin:
        return {.text = orDash(r.plugin), .tone = Tone::Muted};
    case Invoked:
        return {.text = Format::count(r.invoked), .tone = countTone(r.invoked, Tone::Text)};
    case Refused:
        return {.text = Format::count(r.refused), .tone = countTone(r.refused, Tone::Warn)};
    case Errors:
        return {.text = Format::count(r.errors), .tone = countTone(r.errors, Tone::Bad)};
    case Last:
        return {.text = orDash(r.lastUs), .tone = timeTone(r.lastUs)};
    default:
        return {};
    }
}

QList<Detail> CommandModel::detailsOf(Handle handle) const
{
    QList<Detail> details;
    for (int column = 0; column < ColumnCount; ++column) {
        const Cell cell = cellOf(handle, column);
        details.append({columns()[column].title, cell.text, cell.tone, cell.shape});
    }
    appendExtra(details, row(handle).extra);
    return details;
}

bool CommandModel::lessThan(Handle a, Handle b, int column) const
{
    const CommandRow &x = row(a);
    const CommandRow &y = row(b);
    switch (column) {
    case Plugin:
        return x.plugin < y.plugin;
    case Invoked:
        return x.invoked < y.invoked;
    case Refused:
        return x.refused < y.refused;
    case Errors:
        return x.errors < y.errors;
    case Last:
        return x.lastUs < y.lastUs;
    default:
        return x.name < y.name;
    }
}

void CommandModel::collectFields(Handle handle, Fields &fields) const
{
    fields.add("command", row(handle).name);
    fields.add("plugin", row(handle).plugin);
}

} // namespace Cordial::Inspector
