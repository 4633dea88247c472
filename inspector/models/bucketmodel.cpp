// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bucketmodel.h"

#include "models/details.h"
#include "theme/format.h"

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

namespace {

double remainingPart(const BucketRow &row)
{
    return row.limit <= 0 ? -1 : static_cast<double>(row.remaining) / row.limit;
}

quint64 limitedCount(const BucketRow &row)
{
    return quint64{row.rateLimitedUser} + row.rateLimitedShared + row.rateLimitedGlobal;
}

QString topLevelText(const BucketRow &row)
{
    return row.topLevel == 0 ? Format::unknown() : QString::number(row.topLevel);
}

} // namespace

BucketModel::BucketModel(Clock &clock, QObject *parent) : StateModel(clock, makeColumns(), parent)
{ }

QList<Column> BucketModel::makeColumns()
{
    const auto figure = CellKind::Figure;
    return {
        {u"bucket"_s, tr("Bucket"), tr("Discord's hash; empty until the first answer names it"),
         CellKind::Mono, 108},
        {u"routes"_s, tr("Routes"), tr("What shares this limit"), CellKind::Path, 168, true},
        {u"top"_s, tr("Channel or guild"), tr("Top-level resource"), CellKind::Mono, 154},
        {u"remaining"_s, tr("Remaining"), tr("Requests left in this window"), CellKind::Pips, 124,
         false, true},
        {u"reset"_s, tr("Resets in"), {}, CellKind::Countdown, 124, false, true},
        {u"queued"_s, tr("Queued"), tr("Requests waiting in this bucket"), figure, 70},
        {u"flight"_s, tr("In flight"), tr("Requests sent and not answered yet"), figure, 76},
        {u"head"_s, tr("Head waits"), tr("How long the first of the queue has waited"), figure, 86,
         false, true},
        {u"drain"_s, tr("Drained in"), tr("When the queue should be empty"), figure, 86, false,
         true},
        {u"limited"_s, tr("429s"), tr("Answers 429 of any scope"), figure, 56},
    };
}

bool BucketModel::isTicking() const
{
    const qint64 at = now();
    for (const auto &[key, handle] : identities()) {
        const BucketRow &r = row(handle);
        // A little longer than the countdown, so that its end is drawn as well.
        if (r.resetAt + 200'000'000 > at || r.queued > 0)
            return true;
    }
    return false;
}

qint32 BucketModel::remainingNow(const BucketRow &row) const
{
    const bool windowEnded = row.resetAt != 0 && row.resetAt <= now() && row.queued == 0;
    return windowEnded && row.limit > 0 ? row.limit : row.remaining;
}

qint64 BucketModel::drainTime(const BucketRow &row) const
{
    if (row.queued == 0 || row.limit <= 0 || row.windowNs <= 0)
        return 0;
    const qint64 untilReset = qMax<qint64>(0, row.resetAt - now());
    const qint64 later = qint64{row.queued} - qMax(0, row.remaining);
    if (later <= 0)
        return 0;
    return untilReset + (later - 1) / row.limit * row.windowNs;
}

Cell BucketModel::remainingCell(const BucketRow &row) const
{
    if (row.limit < 0)
        return {.text = Format::unknown(), .hint = tr("Not known yet"), .tone = Tone::Faint};
    Cell cell{.text = u"%1/%2"_s.arg(qMax(0, remainingNow(row))).arg(row.limit)};
    cell.filled = qMax(0, remainingNow(row));
    cell.total = row.limit;
    cell.tone = cell.filled == 0                         ? Tone::Bad
        : cell.filled * 4 <= cell.total && row.limit > 1 ? Tone::Warn
                                                         : Tone::Good;
    cell.hint = tr("%1 of %2 requests left").arg(cell.filled).arg(cell.total);
    return cell;
}

Cell BucketModel::resetCell(const BucketRow &row) const
{
    const qint64 left = row.resetAt - now();
    if (row.resetAt == 0 || left <= 0)
        return {.text = Format::unknown(), .tone = Tone::Faint};
    Cell cell{.text = Format::countdown(left), .tone = Tone::Accent};
    const qint64 window = qMax(row.windowNs, left);
    cell.end = static_cast<double>(left) / static_cast<double>(window);
    return cell;
}

Cell BucketModel::cellOf(Handle handle, int column) const
{
    const BucketRow &r = row(handle);
    switch (column) {
    case Hash:
        return {.text = r.hash.isEmpty() ? tr("not known yet") : QString::fromUtf8(r.hash),
                .hint = QString::fromUtf8(r.key),
                .tone = r.hash.isEmpty() ? Tone::Faint : Tone::Text};
    case Routes:
        return {.text = orDash(r.routes), .hint = QString::fromUtf8(r.routes)};
    case TopLevel:
        return {.text = topLevelText(r), .tone = Tone::Muted};
    case Remaining:
        return remainingCell(r);
    case Reset:
        return resetCell(r);
    case Queued:
        return {.text = Format::count(r.queued), .tone = r.queued > 0 ? Tone::Warn : Tone::Faint};
    case InFlight:
        return {.text = Format::count(r.inFlight),
                .tone = r.inFlight > 0 ? Tone::Info : Tone::Faint};
    case HeadWait:
        if (r.queued == 0 || r.headWaitsSince == 0)
            return {.text = Format::unknown(), .tone = Tone::Faint};
        return {.text = Format::countdown(now() - r.headWaitsSince), .tone = Tone::Text};
    case Drain: {
        const qint64 time = drainTime(r);
        if (time == 0)
            return {.text = Format::unknown(), .tone = Tone::Faint};
        return {.text = Format::countdown(time)};
    }
    case Limited:
        return {.text = Format::count(limitedCount(r)),
                .hint = tr("user %1, shared %2, global %3")
                            .arg(r.rateLimitedUser)
                            .arg(r.rateLimitedShared)
                            .arg(r.rateLimitedGlobal),
                .tone = limitedCount(r) > 0 ? Tone::Bad : Tone::Faint};
    default:
        return {};
    }
}

QList<Detail> BucketModel::detailsOf(Handle handle) const
{
    const BucketRow &r = row(handle);
    const Cell remaining = remainingCell(r);
    QList<Detail> details{
        {tr("Bucket"), orDash(r.hash)},
        {tr("Key"), orDash(r.key)},
        {tr("Routes"), orDash(r.routes)},
        {tr("Channel or guild"), topLevelText(r)},
        {tr("Remaining"), remaining.text, remaining.tone},
        {tr("Resets in"), resetCell(r).text},
        {tr("Window"), r.windowNs == 0 ? Format::unknown() : Format::duration(r.windowNs)},
        {tr("Queued"), Format::count(r.queued)},
        {tr("In flight"), Format::count(r.inFlight)},
        {tr("Head waits"), cellOf(handle, HeadWait).text},
        {tr("Drained in"), cellOf(handle, Drain).text},
        {tr("429, user"), Format::count(r.rateLimitedUser)},
        {tr("429, shared"), Format::count(r.rateLimitedShared)},
        {tr("429, global"), Format::count(r.rateLimitedGlobal)},
    };
    appendExtra(details, r.extra);
    return details;
}

bool BucketModel::lessThan(Handle a, Handle b, int column) const
{
    const BucketRow &x = row(a);
    const BucketRow &y = row(b);
    switch (column) {
    case Routes:
        return x.routes < y.routes;
    case TopLevel:
        return x.topLevel < y.topLevel;
    case Remaining:
        return remainingPart(x) < remainingPart(y);
    case Reset:
        return x.resetAt < y.resetAt;
    case Queued:
        return x.queued < y.queued;
    case InFlight:
        return x.inFlight < y.inFlight;
    case HeadWait:
        return x.headWaitsSince < y.headWaitsSince;
    case Drain:
        return x.queued < y.queued;
    case Limited:
        return limitedCount(x) < limitedCount(y);
    default:
        return x.hash < y.hash;
    }
}

void BucketModel::collectFields(Handle handle, Fields &fields) const
{
    const BucketRow &r = row(handle);
    fields.add("bucket", r.key);
    fields.add("hash", r.hash);
    fields.add("routes", r.routes);
    fields.add("top", static_cast<qint64>(r.topLevel));
}

} // namespace Cordial::Inspector
