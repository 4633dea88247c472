// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/overviewpanel.h"

#include "theme/format.h"
#include "widgets/emptystate.h"

#include <QGridLayout>
#include <QHash>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

namespace {

constexpr std::array kStateOrder{
    ShardState::Ready,   ShardState::Resuming,     ShardState::Identifying, ShardState::Connecting,
    ShardState::Waiting, ShardState::Disconnected, ShardState::Fatal};

struct RouteTime
{
    qint64 total = 0;
    qint64 longest = 0;
    int count = 0;
};

} // namespace

OverviewPanel::OverviewPanel(Theme &theme, Session &session, QWidget *parent)
    : Panel(theme, session, PanelId::Overview, tr("Overview"), parent)
    , m_shards(new Tile(theme, tr("Shards ready")))
    , m_requests(new Tile(theme, tr("Requests under way")))
    , m_events(new Tile(theme, tr("Events per second")))
    , m_global(new Tile(theme, tr("Global limit")))
    , m_invalid(new Tile(theme, tr("Invalid requests")))
    , m_identify(new Tile(theme, tr("Sessions left to start")))
    , m_waiting(new ListCard(theme, tr("Waiting now, by reason"),
                             tr("Nothing is waiting. Requests appear here as they queue.")))
    , m_slowest(new ListCard(theme, tr("Slowest routes"), tr("No request has finished yet.")))
    , m_alerts(new ListCard(theme, tr("Needs attention"), tr("Nothing needs attention.")))
    , m_buckets(new ListCard(theme, tr("Longest queues"), tr("No bucket holds anything back.")))
    , m_warnings(new ListCard(theme, tr("Latest warnings"), tr("No warning so far.")))
{
    setObjectName(u"overviewBody"_s);
    header()->setObjectName(u"overviewHeader"_s);
    header()->layout()->setContentsMargins(16, 0, 8, 0);
    hideTableControls();
    auto *content = new QWidget;
    content->setObjectName(u"overviewContent"_s);
    m_grid = new QGridLayout(content);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(8);
    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName(u"overviewScroll"_s);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidget(content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_scroll);
    arrange(3);
    OverviewPanel::linkChanged();
    OverviewPanel::refresh();
}

//! Zeros would look like a bot at rest: before there is one, the panel says so.
void OverviewPanel::linkChanged()
{
    m_scroll->setVisible(m_session.hasData());
    update();
}

void OverviewPanel::paintEvent(QPaintEvent *event)
{
    Panel::paintEvent(event);
    if (m_session.hasData())
        return;
    QPainter painter(this);
    paintEmptyState(painter, rect(), m_theme, emptyTitle({}), emptyText({}));
}

void OverviewPanel::arrange(int columns)
{
    if (columns == m_columns)
        return;
    m_columns = columns;
    const QList<QWidget *> tiles{m_shards, m_events, m_requests, m_global, m_invalid, m_identify};
    for (int i = 0; i < tiles.size(); ++i)
        m_grid->addWidget(tiles[i], i / columns, i % columns);
    const int row = (static_cast<int>(tiles.size()) + columns - 1) / columns;
    const QList<QWidget *> cards{m_waiting, m_slowest, m_alerts, m_buckets, m_warnings};
    for (int i = 0; i < cards.size(); ++i) {
        const int third = columns / 3;
        if (columns < 3)
            m_grid->addWidget(cards[i], row + i, 0, 1, columns);
        else if (i < 4)
            m_grid->addWidget(cards[i], row + i / 3, i % 3 * third, 1, third);
        else
            m_grid->addWidget(cards[i], row + 1, third, 1, 2 * third);
    }
    for (int line = 0; line < 12; ++line)
        m_grid->setRowStretch(line, line >= row && line < row + (columns < 3 ? 5 : 2) ? 1 : 0);
    for (int column = 0; column < 6; ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
}

void OverviewPanel::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    arrange(width() < 420 ? 1 : width() < 760 ? 2 : width() < 1500 ? 3 : 6);
}

void OverviewPanel::setDimmed(bool dimmed)
{
    for (Tile *tile : {m_shards, m_requests, m_events, m_global, m_invalid, m_identify})
        tile->setDimmed(dimmed);
    for (ListCard *card : {m_waiting, m_slowest, m_alerts, m_buckets, m_warnings})
        card->setDimmed(dimmed);
}

void OverviewPanel::refresh()
{
    refreshShards();
    refreshEvents();
    refreshRequests();
    refreshBudget(m_global, "global", tr("per second"), true);
    refreshBudget(m_invalid, "invalid", tr("in 10 minutes"), true);
    refreshBudget(m_identify, "identify", {}, false);
    refreshWaiting();
    refreshAlerts();
    refreshBuckets();
    refreshWarnings();
    // Walks over thousands of rows: once a second is enough.
    if (m_round++ % 10 == 0)
        refreshSlowest();
}

void OverviewPanel::refreshShards()
{
    const std::array<int, 7> counts = m_session.shards().countByState();
    const auto total = static_cast<int>(m_session.shards().totalCount());
    if (total == 0) {
        m_shards->setValue(Format::unknown(), {}, Tone::Faint);
        m_shards->setNote(tr("No shard yet"));
        m_shards->setBar({});
        return;
    }
    const int ready = counts[static_cast<size_t>(ShardState::Ready)];
    QList<BarPart> bar;
    QStringList others;
    Visual worst;
    for (const ShardState state : kStateOrder) {
        const int count = counts[static_cast<size_t>(state)];
        if (count == 0)
            continue;
        const Visual visual = Visuals::of(state);
        bar.append({count / static_cast<double>(total), visual.tone,
                    state == ShardState::Ready ? Hatch::Solid : Hatch::Rising});
        if (state == ShardState::Ready)
            continue;
        others.prepend(u"%1 %2"_s.arg(count).arg(visual.name.toLower()));
        worst = visual;
    }
    m_shards->setValue(Format::count(static_cast<quint64>(ready)),
                       tr("of %1").arg(Format::count(static_cast<quint64>(total))));
    m_shards->setBar(bar);
    if (others.isEmpty())
        m_shards->setNote(tr("All connected"), Shape::Disc, Tone::Good);
    else
        m_shards->setNote(others.join(u", "_s), worst.shape, worst.tone);
}

void OverviewPanel::refreshEvents()
{
    double rate = 0;
    quint64 dropped = 0;
    quint64 events = 0;
    for (const auto &[shard, handle] : m_session.shards().identities()) {
        rate += static_cast<double>(m_session.shards().eventRate(shard));
        dropped += m_session.shards().row(handle).dropped;
        events += m_session.shards().row(handle).events;
    }
    m_events->setValue(Format::rate(rate), {});
    m_events->setHistory(m_session.shards().totalHistory());
    const QString all = tr("%1 since the start").arg(Format::count(events));
    if (dropped > 0)
        m_events->setNote(tr("%1 dropped").arg(Format::count(dropped)), Shape::Triangle,
                          Tone::Warn);
    else
        m_events->setNote(all);
}

void OverviewPanel::refreshRequests()
{
    const std::array<int, 9> open = m_session.requests().openByReason();
    int total = 0;
    for (const int count : open)
        total += count;
    QList<BarPart> bar;
    int waiting = 0;
    for (size_t i = 0; i < open.size() && total > 0; ++i) {
        if (open[i] == 0)
            continue;
        const Visual visual = Visuals::of(static_cast<WaitReason>(i));
        waiting += i == 0 ? 0 : open[i];
        bar.append({open[i] / static_cast<double>(total), i == 0 ? Tone::Info : visual.tone,
                    visual.hatch});
    }
    m_requests->setValue(Format::count(static_cast<quint64>(total)), {});
    m_requests->setBar(bar);
    if (waiting == 0)
        m_requests->setNote(tr("Nothing is waiting"));
    else
        m_requests->setNote(tr("%n waiting", nullptr, waiting), Shape::Hourglass, Tone::Warn);
}

//! \a counted: the gauge counts up to its limit; otherwise it is what is left of it.
void OverviewPanel::refreshBudget(Tile *tile, const QByteArray &name, const QString &rest,
                                  bool counted)
{
    const GaugeRow *gauge = m_session.gauge(name);
    if (!gauge) {
        tile->setValue(Format::unknown(), {}, Tone::Faint);
        tile->setNote(tr("Not reported yet"));
        tile->setBar({});
        return;
    }
    const double part = gauge->limit > 0 ? gauge->value / gauge->limit : 0;
    const double used = counted ? part : 1 - part;
    const Tone tone = used >= 0.9 ? Tone::Bad : used >= 0.6 ? Tone::Warn : Tone::Accent;
    const QString limit = Format::count(static_cast<quint64>(qMax(0.0, gauge->limit)));
    tile->setValue(Format::count(static_cast<quint64>(qMax(0.0, gauge->value))),
                   gauge->limit > 0 ? QString(tr("of %1").arg(limit) + u' ' + rest) : rest,
                   used >= 0.9 ? Tone::Bad : Tone::Text);
    tile->setBar({{part, tone, Hatch::Solid}});
    const qint64 left = gauge->resetAt - m_session.shards().now();
    if (gauge->resetAt != 0 && left > 0)
        tile->setNote(tr("Resets in %1").arg(Format::countdown(left)));
    else if (used >= 0.6)
        tile->setNote(used >= 0.9 ? tr("Nearly used up") : tr("More than half is used"),
                      Shape::Triangle, tone);
    else
        tile->setNote(tr("Room to spare"));
}

void OverviewPanel::refreshWaiting()
{
    const std::array<int, 9> open = m_session.requests().openByReason();
    const int greatest = *std::max_element(open.begin() + 1, open.end());
    QList<ListCard::Line> lines;
    for (size_t i = 1; i < open.size(); ++i) {
        if (open[i] == 0)
            continue;
        const Visual visual = Visuals::of(static_cast<WaitReason>(i));
        lines.append({visual.name, Format::count(static_cast<quint64>(open[i])), visual.hint,
                      visual.tone, visual.shape, visual.hatch,
                      open[i] / static_cast<double>(greatest)});
    }
    std::stable_sort(lines.begin(), lines.end(),
                     [](const auto &a, const auto &b) { return a.part > b.part; });
    m_waiting->setLines(lines);
}

void OverviewPanel::refreshSlowest()
{
    constexpr size_t kRecent = 2000;
    const RequestModel &model = m_session.requests();
    const auto &rows = model.rows();
    QHash<QByteArray, RouteTime> routes;
    for (size_t i = rows.size() - qMin(rows.size(), kRecent); i < rows.size(); ++i) {
        if (rows[i].endedAt == 0)
            continue;
        RouteTime &route = routes[rows[i].event.method + ' ' + rows[i].event.route];
        const qint64 total = model.totalOf(rows[i]);
        route.total += total;
        route.longest = qMax(route.longest, total);
        ++route.count;
    }
    QList<ListCard::Line> lines;
    std::vector<std::pair<qint64, QByteArray>> order;
    for (auto it = routes.cbegin(); it != routes.cend(); ++it)
        order.emplace_back(it->total / it->count, it.key());
    std::sort(order.rbegin(), order.rend());
    order.resize(qMin<size_t>(order.size(), 8));
    for (const auto &[mean, name] : order) {
        const RouteTime &route = routes[name];
        lines.append({QString::fromUtf8(name), Format::duration(mean),
                      tr("mean of %n request(s), longest %1", nullptr, route.count)
                          .arg(Format::duration(route.longest)),
                      Tone::Accent, Shape::None, Hatch::Solid,
                      static_cast<double>(mean)
                          / static_cast<double>(qMax<qint64>(1, order.front().first))});
    }
    m_slowest->setLines(lines);
}

QList<ListCard::Line> OverviewPanel::alerts() const
{
    QList<ListCard::Line> lines;
    const auto add = [&lines](Tone tone, Shape shape, const QString &text, const QString &value) {
        lines.append({text, value, {}, tone, shape});
    };
    const std::array<int, 7> shards = m_session.shards().countByState();
    if (const int fatal = shards[static_cast<size_t>(ShardState::Fatal)]; fatal > 0)
        add(Tone::Bad, Shape::Cross, tr("%n shard(s) stopped for good", nullptr, fatal), {});
    if (const int off = shards[static_cast<size_t>(ShardState::Disconnected)]; off > 0)
        add(Tone::Warn, Shape::Ring, tr("%n shard(s) disconnected", nullptr, off), {});
    for (const char *name : {"global", "invalid"}) {
        const GaugeRow *gauge = m_session.gauge(name);
        if (gauge && gauge->limit > 0 && gauge->value >= gauge->limit * 0.8)
            add(Tone::Bad, Shape::Triangle,
                qstrcmp(name, "global") == 0 ? tr("The global limit is nearly used up")
                                             : tr("Many invalid requests: a ban is near"),
                Format::count(static_cast<quint64>(gauge->value)));
    }
    quint64 limited = 0;
    for (const auto &[key, handle] : m_session.buckets().identities()) {
        const BucketRow &row = m_session.buckets().row(handle);
        limited += quint64{row.rateLimitedUser} + row.rateLimitedGlobal;
    }
    if (limited > 0)
        add(Tone::Warn, Shape::Hourglass, tr("Answers 429"), Format::count(limited));
    for (const auto &[name, handle] : m_session.plugins().identities()) {
        const PluginRow &row = m_session.plugins().row(handle);
        if (row.state == "failed" || row.state == "quarantined")
            add(Tone::Bad, Shape::Cross,
                tr("Plugin %1: %2")
                    .arg(QString::fromUtf8(name), Visuals::ofPluginState(row.state).name),
                {});
    }
    if (m_session.statistics().lost > 0)
        add(Tone::Warn, Shape::Triangle, tr("Telemetry events lost"),
            Format::count(m_session.statistics().lost));
    return lines;
}

void OverviewPanel::refreshAlerts()
{
    m_alerts->setLines(alerts());
}

void OverviewPanel::refreshBuckets()
{
    std::vector<const BucketRow *> queues;
    for (const auto &[key, handle] : m_session.buckets().identities()) {
        const BucketRow &row = m_session.buckets().row(handle);
        if (row.queued > 0)
            queues.push_back(&row);
    }
    const size_t shown = qMin<size_t>(queues.size(), 8);
    std::partial_sort(queues.begin(), queues.begin() + static_cast<std::ptrdiff_t>(shown),
                      queues.end(),
                      [](const BucketRow *a, const BucketRow *b) { return a->queued > b->queued; });
    QList<ListCard::Line> lines;
    for (size_t i = 0; i < shown; ++i) {
        const BucketRow &row = *queues[i];
        const QString where =
            row.topLevel == 0 ? QString() : u"  "_s + QString::number(row.topLevel);
        const qint64 drain = m_session.buckets().drainTime(row);
        lines.append({QString::fromUtf8(row.routes) + where, Format::count(row.queued),
                      drain == 0 ? QString() : tr("Drained in %1").arg(Format::countdown(drain)),
                      Tone::Warn, Shape::None, Hatch::Solid,
                      static_cast<double>(row.queued) / queues.front()->queued});
    }
    m_buckets->setLines(lines);
}

void OverviewPanel::refreshWarnings()
{
    constexpr size_t kLookBack = 5000;
    const auto &rows = m_session.logs().rows();
    QList<ListCard::Line> lines;
    for (size_t i = 0; i < qMin(rows.size(), kLookBack) && lines.size() < 8; ++i) {
        const LogRow &row = rows[rows.size() - 1 - i];
        if (row.line.level < 2)
            continue;
        const Visual visual = Visuals::ofLogLevel(row.line.level);
        lines.append({QString::fromUtf8(row.line.text),
                      Format::timeOfDay(row.line.wallMs),
                      {},
                      visual.tone,
                      visual.shape});
    }
    m_warnings->setLines(lines);
}

} // namespace Cordial::Inspector
