// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shardgrid.h"

#include "theme/format.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

namespace {

constexpr size_t kMaxCards = 64;
constexpr size_t kMaxCells = 1024;

} // namespace

ShardGrid::ShardGrid(const Theme &theme, ShardModel &model, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_theme(theme)
    , m_model(model)
    , m_title(theme.strong())
    , m_small(theme.small())
{
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    setAccessibleName(tr("Shards as a grid"));
    connect(&theme, &Theme::changed, this, &ShardGrid::reload);
}

ShardGrid::Form ShardGrid::form() const
{
    return m_shards.size() <= kMaxCards ? Form::Cards
        : m_shards.size() <= kMaxCells  ? Form::Cells
                                        : Form::Blocks;
}

void ShardGrid::setColorBy(ColorBy colorBy)
{
    m_colorBy = colorBy;
    reload();
}

void ShardGrid::setDimmed(bool dimmed)
{
    if (m_dimmed == dimmed)
        return;
    m_dimmed = dimmed;
    reload();
}

void ShardGrid::setEmptyText(const QString &title, const QString &text)
{
    m_emptyTitle = title;
    m_emptyText = text;
}

void ShardGrid::reload()
{
    m_shards.clear();
    m_shards.reserve(static_cast<size_t>(m_model.rowCount()));
    for (int row = 0; row < m_model.rowCount(); ++row)
        m_shards.push_back(m_model.rowAt(row).shard);
    std::sort(m_shards.begin(), m_shards.end());
    updateScrollBar();
    if (form() == Form::Blocks)
        renderBlocks();
    viewport()->update();
}

ShardGrid::Metrics ShardGrid::metrics() const
{
    const int width = qMax(1, viewport()->width() - 2 * kMargin);
    const auto fill = [width](int least, int height, int gap) {
        const int columns = qMax(1, (width + gap) / (least + gap));
        return Metrics{(width + gap) / columns, height + gap, columns, gap};
    };
    switch (form()) {
    case Form::Cards: {
        Metrics cards = fill(156, 80, 8);
        cards.width = qMin(cards.width, 264);
        return cards;
    }
    case Form::Cells:
        return fill(44, 26, 4);
    case Form::Blocks:
        break;
    }
    // The largest block with which all shards fit without scrolling, at least 4 pixels.
    const int height = qMax(1, viewport()->height() - 2 * kMargin);
    int side = 16;
    while (side > 4 && (width / side) * (height / side) < static_cast<int>(m_shards.size()))
        --side;
    return {side, side, qMax(1, width / side), 1};
}

QRect ShardGrid::itemRect(int index) const
{
    const Metrics m = metrics();
    return {kMargin + index % m.columns * m.width,
            kMargin + index / m.columns * m.height - verticalScrollBar()->value(), m.width - m.gap,
            m.height - m.gap};
}

QRect ShardGrid::shardRect(quint32 shard) const
{
    const auto found = std::lower_bound(m_shards.begin(), m_shards.end(), shard);
    if (found == m_shards.end() || *found != shard)
        return {};
    return itemRect(static_cast<int>(found - m_shards.begin()));
}

int ShardGrid::indexAt(const QPoint &position) const
{
    const Metrics m = metrics();
    const int column = (position.x() - kMargin) / m.width;
    const int line = (position.y() - kMargin + verticalScrollBar()->value()) / m.height;
    const bool outside = position.x() < kMargin || column >= m.columns || line < 0;
    const int index = line * m.columns + column;
    return outside || index >= static_cast<int>(m_shards.size()) ? -1 : index;
}

void ShardGrid::updateScrollBar()
{
    const Metrics m = metrics();
    const int lines = (static_cast<int>(m_shards.size()) + m.columns - 1) / m.columns;
    const int height = lines * m.height - m.gap + 2 * kMargin;
    verticalScrollBar()->setRange(0, qMax(0, height - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(m.height);
}

void ShardGrid::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    reload();
    if (m_current)
        bringIntoView(shardRect(*m_current));
}

void ShardGrid::setCurrentShard(std::optional<quint32> shard)
{
    if (shard == m_current)
        return;
    m_current = shard;
    if (shard)
        bringIntoView(shardRect(*shard));
    viewport()->update();
}

void ShardGrid::bringIntoView(const QRect &rect)
{
    QScrollBar *bar = verticalScrollBar();
    if (rect.isEmpty())
        return;
    if (rect.top() < kMargin)
        bar->setValue(bar->value() + rect.top() - kMargin);
    else if (rect.bottom() > viewport()->height() - kMargin)
        bar->setValue(bar->value() + rect.bottom() - viewport()->height() + kMargin);
}

void ShardGrid::moveTo(int index)
{
    if (m_shards.empty())
        return;
    const int to = std::clamp(index, 0, static_cast<int>(m_shards.size()) - 1);
    m_current = m_shards[static_cast<size_t>(to)];
    bringIntoView(itemRect(to));
    viewport()->update();
    if (const ShardRow *row = m_model.find(*m_current))
        setAccessibleDescription(hintOf(*row));
    Q_EMIT currentShardChanged(*m_current);
}

void ShardGrid::mousePressEvent(QMouseEvent *event)
{
    const int index = indexAt(event->position().toPoint());
    if (index >= 0)
        moveTo(index);
}

void ShardGrid::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (indexAt(event->position().toPoint()) >= 0 && m_current)
        Q_EMIT shardActivated(*m_current);
}

void ShardGrid::keyPressEvent(QKeyEvent *event)
{
    const auto found = m_current
        ? std::lower_bound(m_shards.begin(), m_shards.end(), *m_current) - m_shards.begin()
        : -1;
    const int at = static_cast<int>(found);
    const Metrics m = metrics();
    const int page = qMax(1, viewport()->height() / m.height) * m.columns;
    switch (event->key()) {
    case Qt::Key_Left:
        moveTo(at - 1);
        return;
    case Qt::Key_Right:
        moveTo(at + 1);
        return;
    case Qt::Key_Up:
        moveTo(at - m.columns);
        return;
    case Qt::Key_Down:
        moveTo(at < 0 ? 0 : at + m.columns);
        return;
    case Qt::Key_PageUp:
        moveTo(at - page);
        return;
    case Qt::Key_PageDown:
        moveTo(at + page);
        return;
    case Qt::Key_Home:
        moveTo(0);
        return;
    case Qt::Key_End:
        moveTo(static_cast<int>(m_shards.size()) - 1);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current)
            Q_EMIT shardActivated(*m_current);
        return;
    default:
        event->ignore();
    }
}

QString ShardGrid::hintOf(const ShardRow &row) const
{
    const QString latency =
        row.latencyUs < 0 ? Format::unknown() : Format::duration(row.latencyUs * 1000);
    QString hint = tr("Shard %1: %2, latency %3, %4 events/s")
                       .arg(row.shard)
                       .arg(Visuals::of(row.state).name, latency,
                            Format::rate(static_cast<double>(m_model.eventRate(row.shard))));
    if (!row.waitingFor.isEmpty())
        hint += u"\n"_s + QString::fromUtf8(row.waitingFor);
    return hint;
}

bool ShardGrid::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int index = indexAt(help->pos());
        const ShardRow *row =
            index < 0 ? nullptr : m_model.find(m_shards[static_cast<size_t>(index)]);
        if (row)
            QToolTip::showText(help->globalPos(), hintOf(*row), viewport());
        else
            QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace Cordial::Inspector
