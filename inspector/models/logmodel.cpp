// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logmodel.h"

#include "models/details.h"
#include "theme/format.h"

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

namespace {

bool isRepeat(const LogLine &a, const LogLine &b)
{
    return a.level == b.level && a.shard == b.shard && a.category == b.category
        && a.plugin == b.plugin && a.text == b.text;
}

Tone textTone(int level)
{
    return level == 0 ? Tone::Muted : level >= 3 ? Tone::Bad : Tone::Text;
}

QString shardText(const LogLine &line)
{
    return line.shard < 0 ? Format::unknown() : QString::number(line.shard);
}

QString requestText(const LogLine &line)
{
    return line.request == 0 ? Format::unknown() : QString::number(line.request);
}

} // namespace

LogModel::LogModel(Clock &clock, QObject *parent)
    : EventModel(clock, makeColumns(), kDefaultCapacity, parent)
{ }

QList<Column> LogModel::makeColumns()
{
    return {
        {u"time"_s, tr("Time"), tr("By the host's calendar"), CellKind::Figure, 104},
        {u"level"_s, tr("Level"), {}, CellKind::Text, 100},
        {u"category"_s, tr("Category"), {}, CellKind::Mono, 132},
        {u"text"_s, tr("Message"), {}, CellKind::Text, 280, true},
        {u"repeats"_s, tr("Times"), tr("How often the line came in a row"), CellKind::Figure, 60},
        {u"shard"_s, tr("Shard"), {}, CellKind::Figure, 60},
        {u"plugin"_s, tr("Plugin"), {}, CellKind::Text, 104},
        {u"request"_s, tr("Request"), {}, CellKind::Figure, 76},
    };
}

void LogModel::arrive(const QList<LogLine> &lines)
{
    for (const LogLine &line : lines) {
        if (!m_fresh.empty() && isRepeat(m_fresh.back().line, line)) {
            ++m_fresh.back().repeats;
            m_fresh.back().line = line;
            continue;
        }
        m_fresh.push_back({line});
    }
    while (m_fresh.size() > capacity()) {
        m_fresh.pop_front();
        countDropped(1);
    }
}

void LogModel::setMinimumLevel(int level)
{
    m_minimumLevel = level;
    setFilter(filter());
}

void LogModel::clear()
{
    m_fresh.clear();
    EventModel::clear();
}

void LogModel::joinRepeats()
{
    if (m_fresh.empty() || rows().empty())
        return;
    const Handle last = nextHandle() - 1;
    LogRow &stored = mutableRow(last);
    const LogRow &next = m_fresh.front();
    if (!isRepeat(stored.line, next.line))
        return;
    stored.repeats += next.repeats;
    stored.line = next.line;
    m_fresh.pop_front();
    refreshRows({last});
}

void LogModel::applyPending()
{
    joinRepeats();
    std::deque<LogRow> fresh;
    fresh.swap(m_fresh);
    append(std::move(fresh));
}

Cell LogModel::cellOf(Handle handle, int column) const
{
    const LogRow &r = row(handle);
    const LogLine &line = r.line;
    switch (column) {
    case Time:
        return {.text = Format::timeOfDay(line.wallMs), .tone = Tone::Muted};
    case Level: {
        const Visual visual = Visuals::ofLogLevel(line.level);
        return {.text = visual.name, .tone = visual.tone, .shape = visual.shape};
    }
    case Category:
        return {.text = QString::fromUtf8(line.category), .tone = Tone::Muted};
    case Text: {
        const QString text = QString::fromUtf8(line.text);
        return {.text = text, .hint = text, .tone = textTone(line.level)};
    }
    case Repeats:
        return {.text = r.repeats > 1 ? QString(u'\u00d7' + Format::count(r.repeats)) : QString(),
                .tone = Tone::Warn};
    case Shard:
        return {.text = shardText(line), .tone = line.shard < 0 ? Tone::Faint : Tone::Text};
    case Plugin:
        return {.text = orDash(line.plugin),
                .tone = line.plugin.isEmpty() ? Tone::Faint : Tone::Text};
    case Request:
        return {.text = requestText(line), .tone = line.request == 0 ? Tone::Faint : Tone::Accent};
    default:
        return {};
    }
}

QList<Detail> LogModel::detailsOf(Handle handle) const
{
    const LogRow &r = row(handle);
    const Visual level = Visuals::ofLogLevel(r.line.level);
    QList<Detail> details{
        {tr("Message"), QString::fromUtf8(r.line.text)},
        {tr("Level"), level.name, level.tone, level.shape},
        {tr("Time"), Format::timeOfDay(r.line.wallMs)},
        {tr("Category"), orDash(r.line.category)},
        {tr("Times"), Format::count(r.repeats)},
        {tr("Shard"), shardText(r.line)},
        {tr("Plugin"), orDash(r.line.plugin)},
        {tr("Request"), requestText(r.line)},
    };
    appendExtra(details, r.line.extra);
    return details;
}

bool LogModel::lessThan(Handle a, Handle b, int column) const
{
    const LogRow &x = row(a);
    const LogRow &y = row(b);
    switch (column) {
    case Level:
        return x.line.level < y.line.level;
    case Category:
        return x.line.category < y.line.category;
    case Text:
        return x.line.text < y.line.text;
    case Repeats:
        return x.repeats < y.repeats;
    case Shard:
        return x.line.shard < y.line.shard;
    case Plugin:
        return x.line.plugin < y.line.plugin;
    case Request:
        return x.line.request < y.line.request;
    default:
        return x.line.at < y.line.at;
    }
}

void LogModel::collectFields(Handle handle, Fields &fields) const
{
    static constexpr std::array<const char *, 4> kLevels{"debug", "info", "warning", "critical"};
    const LogLine &line = row(handle).line;
    fields.add("level", kLevels[qMin<size_t>(line.level, kLevels.size() - 1)]);
    fields.add("category", line.category);
    fields.add("text", line.text);
    fields.add("plugin", line.plugin);
    if (line.shard >= 0)
        fields.add("shard", line.shard);
    if (line.request != 0)
        fields.add("request", static_cast<qint64>(line.request));
}

} // namespace Cordial::Inspector
