// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/tile.h"

#include "widgets/celldelegate.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

Tile::Tile(const Theme &theme, const QString &caption, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_display(theme.display()), m_caption(caption)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(caption);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Tile::setValue(const QString &value, const QString &rest, Tone tone)
{
    if (value == m_value && rest == m_rest && tone == m_tone)
        return;
    m_value = value;
    m_rest = rest;
    m_tone = tone;
    describe();
    update();
}

void Tile::setNote(const QString &note, Shape shape, Tone tone)
{
    if (note == m_note && shape == m_noteShape && tone == m_noteTone)
        return;
    m_note = note;
    m_noteShape = shape;
    m_noteTone = tone;
    describe();
    update();
}

void Tile::setBar(const QList<BarPart> &parts)
{
    m_parts = parts;
    update();
}

void Tile::setHistory(const QList<float> &values)
{
    m_history = values;
    update();
}

void Tile::setDimmed(bool dimmed)
{
    m_dimmed = dimmed;
    update();
}

void Tile::describe()
{
    setAccessibleDescription(m_value + u' ' + m_rest + u", " + m_note);
    setToolTip(m_note);
}

QColor Tile::ink(Tone tone) const
{
    const QColor &color = m_theme.tone(tone);
    return m_dimmed ? mix(m_theme.colors().surface, color, 0.5) : color;
}

void Tile::paintEvent(QPaintEvent *)
{
    const Colors &c = m_theme.colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.surface);
    painter.drawRoundedRect(rect(), Theme::kRadius + 2, Theme::kRadius + 2);
    const QRectF inner = QRectF(rect()).adjusted(16, 14, -16, -14);
    painter.setFont(m_theme.caption());
    painter.setPen(ink(Tone::Muted));
    painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), 16),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_caption, Qt::ElideRight,
                                                      static_cast<int>(inner.width())));
    const QRectF value(inner.left(), inner.top() + 20, inner.width(), 34);
    painter.setFont(m_theme.display());
    painter.setPen(ink(m_tone));
    m_display.draw(painter, value, Qt::AlignLeft, m_value);
    const qreal used = m_display.width(m_value) + 7;
    painter.setFont(m_theme.body());
    painter.setPen(ink(Tone::Muted));
    painter.drawText(value.adjusted(used, 6, 0, 2), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_rest, Qt::ElideRight,
                                                      static_cast<int>(value.width() - used)));
    if (m_history)
        drawSpark(painter, QRectF(inner.left(), inner.top() + 52, inner.width(), 22), *m_history,
                  ink(Tone::Accent), c.surface);
    else
        paintBar(painter, QRectF(inner.left(), inner.top() + 62, inner.width(), 6));
    QRectF note(inner.left(), inner.bottom() - 16, inner.width(), 16);
    if (m_noteShape != Shape::None) {
        drawShape(painter, QRectF(note.left(), note.top(), 8, note.height()), m_noteShape,
                  ink(m_noteTone));
        note.setLeft(note.left() + 14);
    }
    painter.setFont(m_theme.small());
    painter.setPen(ink(m_noteTone));
    painter.drawText(
        note, Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(m_note, Qt::ElideRight, static_cast<int>(note.width())));
}

void Tile::paintBar(QPainter &painter, const QRectF &box) const
{
    const Colors &c = m_theme.colors();
    QPainterPath shape;
    shape.addRoundedRect(box, 3, 3);
    painter.save();
    painter.setClipPath(shape);
    painter.fillRect(box, c.overlay);
    qreal x = box.left();
    for (const BarPart &part : m_parts) {
        const qreal width = box.width() * std::clamp(part.part, 0.0, 1.0);
        if (width <= 0)
            continue;
        const QRectF piece(x, box.top(), width, box.height());
        drawHatch(painter, piece, part.hatch, ink(part.tone), c.surface);
        x += width;
        painter.fillRect(QRectF(x - 1, box.top(), 1, box.height()), c.surface);
    }
    painter.restore();
}

} // namespace Cordial::Inspector
