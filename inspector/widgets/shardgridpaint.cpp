// SPDX-License-Identifier: GPL-3.0-or-later
// How the grid of shards is drawn, in its three forms.
#include "theme/format.h"
#include "widgets/celldelegate.h"
#include "widgets/emptystate.h"
#include "widgets/shardgrid.h"

#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

QColor ShardGrid::dimmed(const QColor &color) const
{
    return m_dimmed ? mix(m_theme.colors().surface, color, 0.5) : color;
}

QColor ShardGrid::colorOf(const ShardRow &row) const
{
    const Colors &c = m_theme.colors();
    // One hue from faint to full for amounts: readable without telling red from green.
    const auto ramp = [this, &c](double part) {
        return dimmed(mix(c.overlay, c.accent, 0.12 + 0.88 * std::clamp(part, 0.0, 1.0)));
    };
    switch (m_colorBy) {
    case ColorBy::State:
        break;
    case ColorBy::Latency:
        return ramp(std::log10(qMax(1.0, static_cast<double>(row.latencyUs) / 1e4)) / 2);
    case ColorBy::Events:
        return ramp(std::log10(1.0 + static_cast<double>(m_model.eventRate(row.shard))) / 3);
    case ColorBy::Resumes:
        return ramp(row.resumes / 10.0);
    }
    return dimmed(m_theme.tone(Visuals::of(row.state).tone));
}

void ShardGrid::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_theme.colors().surface);
    if (m_shards.empty()) {
        paintEmptyState(painter, viewport()->rect(), m_theme,
                        m_model.totalCount() > 0 ? tr("No shard matches the filter") : m_emptyTitle,
                        m_model.totalCount() > 0 ? QString() : m_emptyText);
        return;
    }
    switch (form()) {
    case Form::Cards:
        paintCards(painter, event->rect());
        break;
    case Form::Cells:
        paintCells(painter, event->rect());
        break;
    case Form::Blocks:
        paintBlocks(painter);
        break;
    }
}

void ShardGrid::paintCards(QPainter &painter, const QRect &exposed)
{
    for (size_t i = 0; i < m_shards.size(); ++i) {
        const QRect box = itemRect(static_cast<int>(i));
        const ShardRow *row = m_model.find(m_shards[i]);
        if (row && box.intersects(exposed))
            paintCard(painter, box, *row, m_current == m_shards[i]);
    }
}

void ShardGrid::paintCard(QPainter &painter, const QRect &box, const ShardRow &row, bool current)
{
    const Colors &c = m_theme.colors();
    const QColor color = colorOf(row);
    const Visual state = Visuals::of(row.state);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ground = current ? c.selection : c.raised;
    painter.setBrush(ground);
    painter.setPen(QPen(current && hasFocus() ? c.accent : c.border, 1));
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), Theme::kRadius,
                            Theme::kRadius);
    const QRectF inner = QRectF(box).adjusted(12, 8, -12, -8);
    const QRectF head(inner.left(), inner.top(), inner.width(), 18);
    drawShape(painter, QRectF(head.left(), head.top(), 11, head.height()), state.shape,
              dimmed(m_theme.tone(state.tone)));
    painter.setFont(m_theme.strong());
    painter.setPen(dimmed(c.text));
    m_title.draw(painter, head.adjusted(20, 0, 0, 0), Qt::AlignLeft, QString::number(row.shard));
    painter.setFont(m_theme.small());
    painter.setPen(dimmed(m_theme.tone(state.tone)));
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(state.name, Qt::ElideRight,
                                                      static_cast<int>(head.width()) - 64));
    const QRectF spark(inner.left(), inner.top() + 23, inner.width(), 20);
    const bool busy = row.waitingFor.isEmpty();
    if (busy) {
        drawSpark(painter, spark, m_model.history(row.shard),
                  m_colorBy == ColorBy::State ? dimmed(c.accent) : color, ground);
    } else {
        painter.setPen(dimmed(c.muted));
        painter.drawText(spark, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(QString::fromUtf8(row.waitingFor),
                                                          Qt::ElideRight,
                                                          static_cast<int>(spark.width())));
    }
    const QRectF foot(inner.left(), inner.bottom() - 16, inner.width(), 16);
    painter.setPen(dimmed(c.muted));
    m_small.draw(painter, foot, Qt::AlignLeft,
                 row.latencyUs < 0 ? Format::unknown() : Format::duration(row.latencyUs * 1000));
    m_small.draw(
        painter, foot, Qt::AlignRight,
        tr("%1 ev/s").arg(Format::rate(static_cast<double>(m_model.eventRate(row.shard)))));
}

void ShardGrid::paintCells(QPainter &painter, const QRect &exposed)
{
    painter.setFont(m_theme.small());
    for (size_t i = 0; i < m_shards.size(); ++i) {
        const QRect box = itemRect(static_cast<int>(i));
        const ShardRow *row = m_model.find(m_shards[i]);
        if (row && box.intersects(exposed))
            paintCell(painter, box, *row, m_current == m_shards[i]);
    }
}

void ShardGrid::paintCell(QPainter &painter, const QRect &box, const ShardRow &row, bool current)
{
    const Colors &c = m_theme.colors();
    const QColor color = colorOf(row);
    const bool calm = m_colorBy == ColorBy::State && row.state == ShardState::Ready;
    const QColor ground = mix(c.surface, color,
                              m_colorBy != ColorBy::State ? 1.0
                                  : calm                  ? 0.22
                                                          : 0.34);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(current ? QPen(c.text, 2) : QPen(Qt::NoPen));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    const bool marked = row.state != ShardState::Ready;
    if (marked)
        drawShape(painter, QRectF(box.left() + 5, box.top(), 8, box.height()),
                  Visuals::of(row.state).shape, dimmed(m_theme.tone(Visuals::of(row.state).tone)));
    const bool dark = contrastRatio(ground, c.text) < contrastRatio(ground, c.surface);
    painter.setPen(dark ? c.surface : dimmed(c.text));
    m_small.draw(painter, QRectF(box).adjusted(marked ? 14 : 4, 0, -4, 0),
                 marked ? Qt::AlignRight : Qt::AlignHCenter, QString::number(row.shard));
}

//! Drawn once per change, in device pixels; painting is one blit.
void ShardGrid::renderBlocks()
{
    const Colors &c = m_theme.colors();
    const Metrics m = metrics();
    const int lines = (static_cast<int>(m_shards.size()) + m.columns - 1) / m.columns;
    const qreal ratio = devicePixelRatioF();
    const QSizeF size(m.columns * m.width, lines * m.height);
    m_blocks = QImage((size * ratio).toSize(), QImage::Format_RGB32);
    m_blocks.setDevicePixelRatio(ratio);
    m_blocks.fill(c.surface);
    QPainter painter(&m_blocks);
    for (size_t i = 0; i < m_shards.size(); ++i) {
        const ShardRow *row = m_model.find(m_shards[i]);
        if (!row)
            continue;
        const int index = static_cast<int>(i);
        const QRect block(index % m.columns * m.width, index / m.columns * m.height,
                          m.width - m.gap, m.height - m.gap);
        const QColor color = colorOf(*row);
        const bool calm = m_colorBy == ColorBy::State && row->state == ShardState::Ready;
        painter.fillRect(block, calm ? mix(c.surface, color, 0.34) : color);
        // What is not ready has a hole as well as a hue; fatal ones a cross of light.
        if (row->state == ShardState::Fatal)
            painter.fillRect(block.adjusted(0, block.height() / 2, 0, -block.height() / 2), c.text);
        else if (row->state != ShardState::Ready && block.width() >= 3)
            painter.fillRect(block.adjusted(block.width() / 3, block.height() / 3,
                                            -block.width() / 3, -block.height() / 3),
                             c.surface);
    }
}

void ShardGrid::paintBlocks(QPainter &painter)
{
    painter.drawImage(QPointF(kMargin, kMargin - verticalScrollBar()->value()), m_blocks);
    if (!m_current)
        return;
    painter.setPen(QPen(m_theme.colors().text, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(shardRect(*m_current).adjusted(-2, -2, 1, 1));
}

} // namespace Cordial::Inspector
