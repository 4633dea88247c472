// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pluginmodel.h"

#include "models/details.h"
#include "theme/format.h"

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

PluginModel::PluginModel(Clock &clock, QObject *parent) : StateModel(clock, makeColumns(), parent)
{ }

QList<Column> PluginModel::makeColumns()
{
    const auto figure = CellKind::Figure;
    return {
        {u"plugin"_s, tr("Plugin"), {}, CellKind::Text, 160, true},
        {u"state"_s, tr("State"), {}, CellKind::Text, 128},
        {u"version"_s, tr("Version"), {}, CellKind::Mono, 88},
        {u"load"_s, tr("Load time"), {}, figure, 88},
        {u"handled"_s, tr("Handled"), tr("Events and commands it has handled"), figure, 96},
        {u"p50"_s, tr("p50"), tr("Half of its handlers were faster"), figure, 84},
        {u"p99"_s, tr("p99"), tr("99 of 100 of its handlers were faster"), figure, 84},
        {u"errors"_s, tr("Errors"), {}, figure, 76},
    };
}

Cell PluginModel::cellOf(Handle handle, int column) const
{
    const PluginRow &r = row(handle);
    switch (column) {
    case Name:
        return {.text = QString::fromUtf8(r.name)};
    case State: {
        const Visual visual = Visuals::ofPluginState(r.state);
        return {.text = visual.name, .tone = visual.tone, .shape = visual.shape};
    }
    case Version:
        return {.text = orDash(r.version), .tone = Tone::Muted};
    case LoadTime:
        return {.text = r.loadNs <= 0 ? Format::unknown() : Format::duration(r.loadNs),
                .tone = Tone::Muted};
    case Handled:
        return {.text = Format::count(r.handled)};
    case P50:
        return {.text = orDash(r.handlerP50Us)};
    case P99:
        return {.text = orDash(r.handlerP99Us),
                .tone = r.handlerP99Us > 1'000'000 ? Tone::Warn : Tone::Text};
    case Errors:
        return {.text = Format::count(r.errors), .tone = r.errors > 0 ? Tone::Bad : Tone::Faint};
    default:
        return {};
    }
}

QList<Detail> PluginModel::detailsOf(Handle handle) const
{
    QList<Detail> details;
    for (int column = 0; column < ColumnCount; ++column) {
        const Cell cell = cellOf(handle, column);
        details.append({columns()[column].title, cell.text, cell.tone, cell.shape});
    }
    appendExtra(details, row(handle).extra);
    return details;
}

bool PluginModel::lessThan(Handle a, Handle b, int column) const
{
    const PluginRow &x = row(a);
    const PluginRow &y = row(b);
    switch (column) {
    case State:
        return x.state < y.state;
    case Version:
        return x.version < y.version;
    case LoadTime:
        return x.loadNs < y.loadNs;
    case Handled:
        return x.handled < y.handled;
    case P50:
        return x.handlerP50Us < y.handlerP50Us;
    case P99:
        return x.handlerP99Us < y.handlerP99Us;
    case Errors:
        return x.errors < y.errors;
    default:
        return x.name < y.name;
    }
}

void PluginModel::collectFields(Handle handle, Fields &fields) const
{
    const PluginRow &r = row(handle);
    fields.add("plugin", r.name);
    fields.add("state", r.state);
    fields.add("version", r.version);
}

} // namespace Cordial::Inspector
