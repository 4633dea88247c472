// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shapelabel.h"

#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

namespace Cordial::Inspector {

namespace {

constexpr int kShapeRoom = 16;
constexpr int kGap = 6;

} // namespace

ShapeLabel::ShapeLabel(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_figures(theme.small())
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ShapeLabel::setState(Shape shape, Tone tone, const QString &text)
{
    if (shape == m_shape && tone == m_tone && text == m_value)
        return;
    m_shape = shape;
    m_tone = tone;
    m_value = text;
    changed();
}

void ShapeLabel::setFigure(const QString &caption, const QString &value, Tone tone)
{
    if (caption == m_caption && value == m_value && tone == m_tone)
        return;
    m_caption = caption;
    m_value = value;
    m_tone = tone;
    changed();
}

void ShapeLabel::changed()
{
    if (accessibleName().isEmpty())
        setAccessibleName(m_caption);
    setAccessibleDescription(m_value);
    qreal needed = m_figures.width(m_value);
    // Words may use letters that are not in the table of figures.
    needed = qMax(needed, QFontMetricsF(m_theme.small()).horizontalAdvance(m_value));
    if (!m_caption.isEmpty())
        needed += QFontMetricsF(m_theme.small()).horizontalAdvance(m_caption) + kGap;
    if (m_shape != Shape::None)
        needed += kShapeRoom;
    // Steps of 8 pixels: the neighbours do not tremble with every digit.
    const int width = static_cast<int>(std::ceil((needed + 2) / 8)) * 8;
    if (width != m_width) {
        m_width = width;
        updateGeometry();
    }
    update();
}

QSize ShapeLabel::sizeHint() const
{
    return {m_width, 24};
}

void ShapeLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(m_theme.small());
    QRectF box = rect();
    if (m_shape != Shape::None) {
        drawShape(painter, QRectF(box.left(), box.top(), 9, box.height()), m_shape,
                  m_theme.tone(m_tone));
        box.setLeft(box.left() + kShapeRoom);
    }
    if (!m_caption.isEmpty()) {
        painter.setPen(m_theme.tone(Tone::Faint));
        painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, m_caption);
        box.setLeft(box.left() + QFontMetricsF(m_theme.small()).horizontalAdvance(m_caption)
                    + kGap);
    }
    const bool plain = m_shape != Shape::None && (m_tone == Tone::Good || m_tone == Tone::Info);
    painter.setPen(m_theme.tone(plain ? Tone::Text : m_tone));
    m_figures.draw(painter, box, Qt::AlignLeft, m_value);
}

} // namespace Cordial::Inspector
