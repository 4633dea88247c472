// SPDX-License-Identifier: GPL-3.0-or-later
// How a request reads: the cells and details of RequestModel.
#include "models/details.h"
#include "models/requestmodel.h"
#include "theme/format.h"

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

QList<Column> RequestModel::makeColumns()
{
    const auto figure = CellKind::Figure;
    return {
        {u"status"_s, tr("Status"), {}, CellKind::Text, 100},
        {u"time"_s, tr("Time"), tr("When it was queued"), figure, 100},
        {u"method"_s, tr("Method"), {}, CellKind::Text, 70},
        {u"path"_s, tr("Path"), {}, CellKind::Path, 196, true},
        {u"reason"_s, tr("Waiting for"), tr("What it waits for, or last waited for"),
         CellKind::Reason, 128},
        {u"wait"_s, tr("Waited"), tr("From queued to its first byte out"), figure, 80, false, true},
        {u"total"_s, tr("Total"), tr("From queued to the end of the answer"), figure, 80, false,
         true},
        {u"waterfall"_s, tr("Timing"), tr("Hatched: waiting. Solid: on the wire."),
         CellKind::Waterfall, 152, false, true},
        {u"attempts"_s, tr("Tries"), {}, figure, 50},
        {u"priority"_s, tr("Priority"), {}, CellKind::Text, 84, false, false, true},
        {u"size"_s, tr("Size"), tr("Bytes of the answer"), figure, 80, false, false, true},
        {u"plugin"_s, tr("Plugin"), tr("Who asked for it"), CellKind::Text, 94},
        {u"bucket"_s, tr("Bucket"), {}, CellKind::Mono, 140, false, false, true},
        {u"id"_s, tr("No."), {}, figure, 72, false, false, true},
    };
}

QString RequestModel::timeText(qint64 at) const
{
    if (at == 0)
        return Format::unknown();
    return Format::timeOfDay(at / 1'000'000 + m_wallOffset);
}

Cell RequestModel::statusCell(const RequestRow &row) const
{
    const RequestEvent &e = row.event;
    if (row.cutOff)
        return {.text = tr("Unknown"),
                .hint = tr("How it ended is among the events that were lost."),
                .tone = Tone::Faint,
                .shape = Shape::Dash};
    const bool answered =
        e.phase == RequestPhase::Finished || (e.phase == RequestPhase::Failed && e.status != 0);
    const Visual visual =
        answered && e.status != 0 ? Visuals::ofStatus(e.status) : Visuals::of(e.phase);
    return {.text = visual.name,
            .hint = e.error.isEmpty() ? visual.hint : QString::fromUtf8(e.error),
            .tone = visual.tone,
            .shape = visual.shape};
}

Cell RequestModel::reasonCell(const RequestRow &row) const
{
    const WaitReason reason = row.isOpen() ? row.event.reason : row.waitedFor;
    if (reason == WaitReason::None)
        return {.text = Format::unknown(), .tone = Tone::Faint};
    const Visual visual = Visuals::of(reason);
    return {.text = visual.name,
            .hint = visual.hint,
            .tone = visual.tone,
            .shape = visual.shape,
            .hatch = visual.hatch};
}

Cell RequestModel::waitCell(const RequestRow &row) const
{
    const qint64 wait = waitOf(row);
    Cell cell{.text = Format::duration(wait)};
    const bool waits = row.isOpen() && row.event.phase != RequestPhase::Started;
    cell.tone = waits ? Tone::Warn : wait < 1'000'000 ? Tone::Faint : Tone::Text;
    if (waits && row.event.waitUntil > now())
        cell.hint = tr("Goes in about %1").arg(Format::countdown(row.event.waitUntil - now()));
    return cell;
}

Cell RequestModel::waterfallCell(const RequestRow &row) const
{
    const double span = static_cast<double>(m_span);
    Cell cell = reasonCell(row);
    cell.text =
        tr("waited %1 of %2").arg(Format::duration(waitOf(row)), Format::duration(totalOf(row)));
    cell.middle = static_cast<double>(waitOf(row)) / span;
    cell.end = qMax(cell.middle, static_cast<double>(totalOf(row)) / span);
    const Cell status = statusCell(row);
    // The part on the wire has the colour of its outcome, the waiting part that of its reason.
    cell.filled = static_cast<qint32>(row.isOpen() ? Tone::Info : status.tone);
    if (row.waitedFor == WaitReason::None) {
        cell.tone = Tone::Faint;
        cell.hatch = Hatch::Horizontal;
    }
    return cell;
}

Cell RequestModel::cellOf(Handle handle, int column) const
{
    const RequestRow &r = row(handle);
    const RequestEvent &e = r.event;
    switch (column) {
    case Status:
        return statusCell(r);
    case Time:
        return {.text = timeText(e.queuedAt), .tone = Tone::Muted};
    case Method:
        return {.text = QString::fromUtf8(e.method), .tone = Tone::Muted};
    case Path:
        return {.text = QString::fromUtf8(e.path.isEmpty() ? e.route : e.path),
                .hint = QString::fromUtf8(e.route)};
    case Reason:
        return reasonCell(r);
    case Wait:
        return waitCell(r);
    case Total:
        return {.text = Format::duration(totalOf(r)),
                .tone = r.isOpen() ? Tone::Muted : Tone::Text};
    case Waterfall:
        return waterfallCell(r);
    case Attempts:
        return {.text = QString::number(e.attempts),
                .tone = e.attempts > 1 ? Tone::Warn : Tone::Faint};
    case Priority:
        return {.text = Visuals::laneName(e.lane), .tone = e.lane < 2 ? Tone::Text : Tone::Faint};
    case Size:
        return {.text = r.isOpen() ? Format::unknown() : Format::bytes(e.responseBytes),
                .tone = e.responseBytes == 0 ? Tone::Faint : Tone::Muted};
    case Plugin:
        return {.text = orDash(e.plugin), .tone = e.plugin.isEmpty() ? Tone::Faint : Tone::Text};
    case Bucket:
        return {.text = orDash(e.bucketKey), .tone = Tone::Faint};
    case Identity:
        return {.text = QString::number(e.id), .tone = Tone::Faint};
    default:
        return {};
    }
}

QList<Detail> RequestModel::detailsOf(Handle handle) const
{
    const RequestRow &r = row(handle);
    const RequestEvent &e = r.event;
    const Cell status = statusCell(r);
    const Cell reason = reasonCell(r);
    QList<Detail> details{
        {tr("Request"), QString(QString::fromUtf8(e.method) + u' ' + QString::fromUtf8(e.path))},
        {tr("Status"), status.text, status.tone, status.shape},
    };
    if (!e.error.isEmpty())
        details.append({tr("Error"), QString::fromUtf8(e.error), Tone::Bad});
    details += {
        {tr("Waiting for"), reason.text, reason.tone},
        {tr("Place in queue"), Format::count(e.place)},
        {tr("Queued"), timeText(e.queuedAt)},
        {tr("Sent"), timeText(e.startedAt)},
        {tr("Ended"), timeText(r.endedAt)},
        {tr("Waited"), Format::duration(waitOf(r))},
        {tr("Total"), Format::duration(totalOf(r))},
        {tr("Tries"), QString::number(e.attempts)},
        {tr("Priority"), Visuals::laneName(e.lane)},
        {tr("Bytes out"), Format::bytes(e.requestBytes)},
        {tr("Bytes in"), Format::bytes(e.responseBytes)},
        {tr("Plugin"), orDash(e.plugin)},
        {tr("Route"), orDash(e.route)},
        {tr("Bucket"), orDash(e.bucketKey)},
        {tr("No."), QString::number(e.id)},
    };
    appendExtra(details, e.extra);
    return details;
}

QString RequestModel::curlCommand(const RequestEvent &event)
{
    QString path = QString::fromUtf8(event.path);
    path.replace(u'\'', u"'\\''"_s);
    return u"curl -X %1 -H \"Authorization: Bot $DISCORD_TOKEN\" 'https://discord.com/api/v10%2'"_s
        .arg(QString::fromUtf8(event.method), path);
}

} // namespace Cordial::Inspector
