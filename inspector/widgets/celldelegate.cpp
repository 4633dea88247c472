// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/celldelegate.h"

#include "models/livemodel.h"

#include <QAbstractItemView>
#include <QHeaderView>
#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTableView>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

CellDelegate::CellDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_figures(theme.body())
{ }

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {80, Theme::kRowHeight};
}

QColor CellDelegate::ink(Tone tone, const QColor &ground) const
{
    const QColor &color = m_theme.tone(tone);
    return m_dimmed ? mix(ground, color, 0.5) : color;
}

QColor CellDelegate::groundOf(const QStyleOptionViewItem &option) const
{
    const Colors &c = m_theme.colors();
    if (option.state & QStyle::State_Selected)
        return c.selection;
    return option.index.row() == m_hoveredRow ? c.hover : c.surface;
}

void CellDelegate::paintGround(QPainter &painter, const QStyleOptionViewItem &option,
                               const QColor &ground) const
{
    const Colors &c = m_theme.colors();
    if (ground != c.surface)
        painter.fillRect(option.rect, ground);
    const QRect &r = option.rect;
    painter.fillRect(QRect(r.left(), r.bottom(), r.width(), 1), mix(ground, c.border, 0.55));
    const auto *table = qobject_cast<const QTableView *>(option.widget);
    const bool marks = (option.state & QStyle::State_Selected) && table
        && table->horizontalHeader()->visualIndex(option.index.column()) == 0;
    if (marks)
        painter.fillRect(QRect(r.left(), r.top(), 3, r.height()), c.accent);
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const auto *model = qobject_cast<const LiveModel *>(index.model());
    if (!model)
        return;
    QStyleOptionViewItem item = option;
    item.index = index;
    const QColor ground = groundOf(item);
    paintGround(*painter, item, ground);
    const Cell cell = model->cell(index.row(), index.column());
    const QRectF box = QRectF(option.rect).adjusted(kPadding, 0, -kPadding, -1);
    paintContent(*painter, box, cell, model->columns()[index.column()].kind, ground);
}

void CellDelegate::paintContent(QPainter &painter, const QRectF &box, const Cell &cell,
                                CellKind kind, const QColor &ground) const
{
    switch (kind) {
    case CellKind::Text:
    case CellKind::Path:
    case CellKind::Mono:
        paintText(painter, box, cell, kind, ground);
        break;
    case CellKind::Figure:
        painter.setFont(m_theme.body());
        painter.setPen(ink(cell.tone, ground));
        m_figures.draw(painter, box, Qt::AlignRight, cell.text);
        break;
    case CellKind::Reason:
        paintReason(painter, box, cell, ground);
        break;
    case CellKind::Pips:
        paintPips(painter, box, cell, ground);
        break;
    case CellKind::Countdown:
        paintCountdown(painter, box, cell, ground);
        break;
    case CellKind::Waterfall:
        paintWaterfall(painter, box, cell, ground);
        break;
    case CellKind::Spark:
        drawSpark(painter, box.adjusted(0, 5, 0, -5), cell.history, ink(Tone::Accent, ground),
                  ground);
        break;
    }
}

void CellDelegate::paintText(QPainter &painter, QRectF box, const Cell &cell, CellKind kind,
                             const QColor &ground) const
{
    const QColor color = ink(cell.tone, ground);
    if (cell.shape != Shape::None) {
        drawShape(painter, QRectF(box.left(), box.top(), kShapeSide, box.height()), cell.shape,
                  color);
        box.setLeft(box.left() + kShapeSide + 7);
    }
    painter.setFont(kind == CellKind::Mono ? m_theme.mono() : m_theme.body());
    painter.setPen(color);
    const QString text = painter.fontMetrics().elidedText(
        cell.text, kind == CellKind::Path ? Qt::ElideMiddle : Qt::ElideRight,
        static_cast<int>(box.width()));
    painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
}

void CellDelegate::paintReason(QPainter &painter, const QRectF &box, const Cell &cell,
                               const QColor &ground) const
{
    Cell word = cell;
    word.shape = Shape::None;
    if (cell.shape == Shape::None) {
        paintText(painter, box, word, CellKind::Text, ground);
        return;
    }
    const QRectF swatch(box.left(), box.center().y() - 6, 16, 12);
    drawHatch(painter, swatch, cell.hatch, ink(cell.tone, ground), ground);
    paintText(painter, box.adjusted(24, 0, 0, 0), word, CellKind::Text, ground);
}

void CellDelegate::paintPips(QPainter &painter, const QRectF &box, const Cell &cell,
                             const QColor &ground) const
{
    if (cell.total < 0) {
        paintText(painter, box, cell, CellKind::Text, ground);
        return;
    }
    const QColor color = ink(cell.tone, ground);
    const QColor empty = mix(ground, m_theme.colors().borderStrong, m_dimmed ? 0.5 : 1.0);
    const qreal textWidth = qMax(m_figures.width(u"00/00"_s), m_figures.width(cell.text));
    const QRectF text(box.right() - textWidth, box.top(), textWidth, box.height());
    painter.setFont(m_theme.body());
    painter.setPen(ink(cell.filled == 0 ? Tone::Bad : Tone::Muted, ground));
    m_figures.draw(painter, text, Qt::AlignRight, cell.text);
    const QRectF room(box.left(), box.top(), box.width() - textWidth - 8, box.height());
    if (room.width() < 16)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    if (cell.total > kMaxPips) {
        const QRectF bar(room.left(), room.center().y() - 3, room.width(), 6);
        painter.setBrush(empty);
        painter.drawRoundedRect(bar, 3, 3);
        painter.setBrush(color);
        const qreal part = qMin(1.0, cell.filled / static_cast<qreal>(cell.total));
        if (part > 0)
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), qMax(6.0, bar.width() * part), 6),
                                    3, 3);
    } else {
        const qreal step = qMin(10.0, room.width() / qMax(1, cell.total));
        const qreal side = qMin(7.0, step - 1.5);
        for (int i = 0; i < cell.total; ++i) {
            const QRectF pip(room.left() + i * step, room.center().y() - side / 2, side, side);
            const bool filled = i < cell.filled;
            painter.setBrush(filled ? QBrush(color) : QBrush(Qt::NoBrush));
            painter.setPen(filled ? QPen(Qt::NoPen) : QPen(empty, 1.2));
            painter.drawEllipse(filled ? pip : pip.adjusted(0.6, 0.6, -0.6, -0.6));
        }
    }
    painter.restore();
}

void CellDelegate::paintCountdown(QPainter &painter, const QRectF &box, const Cell &cell,
                                  const QColor &ground) const
{
    const qreal textWidth = qMax(m_figures.width(u"00.0 s"_s), m_figures.width(cell.text));
    painter.setFont(m_theme.body());
    painter.setPen(ink(cell.tone == Tone::Accent ? Tone::Text : cell.tone, ground));
    m_figures.draw(painter, box, Qt::AlignRight, cell.text);
    const QRectF track(box.left(), box.center().y() - 3, box.width() - textWidth - 8, 6);
    if (cell.end <= 0 || track.width() < 12)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(mix(ground, m_theme.colors().borderStrong, 0.55));
    painter.drawRoundedRect(track, 3, 3);
    QPainterPath shape;
    shape.addRoundedRect(track, 3, 3);
    painter.setClipPath(shape, Qt::IntersectClip);
    const qreal width = track.width() * std::clamp(cell.end, 0.0, 1.0);
    painter.fillRect(QRectF(track.left(), track.top(), width, track.height()),
                     ink(cell.tone == Tone::Text ? Tone::Accent : cell.tone, ground));
    painter.restore();
}

void CellDelegate::paintWaterfall(QPainter &painter, const QRectF &box, const Cell &cell,
                                  const QColor &ground) const
{
    const auto x = [&box](double part) {
        return box.left() + box.width() * std::clamp(part, 0.0, 1.0);
    };
    const qreal top = box.center().y() - 5;
    const QColor grid = mix(ground, m_theme.colors().border, 0.8);
    for (const double part : {0.25, 0.5, 0.75})
        painter.fillRect(QRectF(x(part), box.top(), 1, box.height()), grid);
    const QRectF waiting(x(0), top, x(cell.middle) - x(0), 10);
    if (waiting.width() >= 1)
        drawHatch(painter, waiting, cell.hatch, ink(cell.tone, ground), ground);
    const qreal wire = qMax(2.0, x(cell.end) - x(cell.middle));
    const qreal left = qMin(x(cell.middle), box.right() - wire);
    const QColor color = ink(static_cast<Tone>(qMax(0, cell.filled)), ground);
    if (cell.end > cell.middle || cell.middle <= 0)
        painter.fillRect(QRectF(left, top, wire, 10), color);
    if (cell.end <= 1)
        return;
    // Longer than the scale: says so with an arrow instead of pretending to end here.
    drawShape(painter, QRectF(box.right() - 7, top + 1, 7, 8), Shape::Diamond,
              m_theme.colors().text);
}

bool CellDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
                             const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const auto *model = qobject_cast<const LiveModel *>(index.model());
    if (!model || event->type() != QEvent::ToolTip)
        return false;
    const Cell cell = model->cell(index.row(), index.column());
    const CellKind kind = model->columns()[index.column()].kind;
    const QFont &font = kind == CellKind::Mono ? m_theme.mono() : m_theme.body();
    const int room = option.rect.width() - 2 * kPadding - (cell.shape != Shape::None ? 16 : 0);
    const bool cut = QFontMetrics(font).horizontalAdvance(cell.text) > room;
    const bool says = kind == CellKind::Waterfall || kind == CellKind::Spark || cut;
    QString text = says ? cell.text : QString();
    if (!cell.hint.isEmpty() && cell.hint != text)
        text += (text.isEmpty() ? QString() : u"\n"_s) + cell.hint;
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(event->globalPos(), text.left(2000), view);
    return true;
}

void drawSpark(QPainter &painter, const QRectF &box, const QList<float> &values,
               const QColor &color, const QColor &ground)
{
    const float greatest = values.isEmpty() ? 0 : *std::max_element(values.begin(), values.end());
    const qreal floorY = box.bottom() - 0.5;
    if (values.size() < 2 || greatest <= 0) {
        painter.fillRect(QRectF(box.left(), floorY, box.width(), 1), mix(ground, color, 0.35));
        return;
    }
    // A full minute spans the box; a younger history grows in from the right.
    const qreal step = box.width() / 59.0;
    const qreal left = box.right() - step * static_cast<qreal>(values.size() - 1);
    QPainterPath path;
    for (qsizetype i = 0; i < values.size(); ++i) {
        const QPointF point(left + step * static_cast<qreal>(i),
                            floorY - (box.height() - 1) * static_cast<qreal>(values[i] / greatest));
        i == 0 ? path.moveTo(point) : path.lineTo(point);
    }
    QPainterPath area = path;
    area.lineTo(box.right(), floorY);
    area.lineTo(left, floorY);
    area.closeSubpath();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(area, mix(ground, color, 0.18));
    painter.setPen(QPen(color, 1.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    painter.restore();
}

} // namespace Cordial::Inspector
