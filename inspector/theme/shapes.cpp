// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/visuals.h"

#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>

namespace Cordial::Inspector {

namespace {

QPen strokePen(const QColor &color, qreal width)
{
    return {color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin};
}

//! The ring, and the part of it that is filled, in sixteenths of a degree from twelve o'clock.
void drawPie(QPainter &painter, const QRectF &r, int span, const QColor &color)
{
    const qreal pen = r.width() / 6.5;
    const QRectF ring = r.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(strokePen(color, pen));
    painter.drawEllipse(ring);
    if (span == 0)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPie(ring, 90 * 16, -span);
}

void drawHourglass(QPainter &painter, const QRectF &r, const QColor &color)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    const QPointF c = r.center();
    const qreal dx = r.width() * 0.40;
    painter.drawPolygon(QPolygonF{{c.x() - dx, r.top()}, {c.x() + dx, r.top()}, c});
    painter.drawPolygon(QPolygonF{{c.x() - dx, r.bottom()}, {c.x() + dx, r.bottom()}, c});
}

void drawLines(QPainter &painter, const QRectF &r, Shape shape, const QColor &color)
{
    painter.setPen(strokePen(color, r.width() / 5));
    painter.setBrush(Qt::NoBrush);
    const qreal i = r.width() * 0.14;
    const QRectF b = r.adjusted(i, i, -i, -i);
    if (shape == Shape::Cross) {
        painter.drawLine(b.topLeft(), b.bottomRight());
        painter.drawLine(b.topRight(), b.bottomLeft());
    } else if (shape == Shape::Dash) {
        painter.drawLine(QPointF(b.left(), b.center().y()), QPointF(b.right(), b.center().y()));
    } else {
        painter.drawPolyline(QPolygonF{{b.left(), b.center().y() + b.height() * 0.05},
                                       {b.left() + b.width() * 0.36, b.bottom() - b.height() * 0.1},
                                       {b.right(), b.top() + b.height() * 0.1}});
    }
}

void drawLoop(QPainter &painter, const QRectF &r, const QColor &color)
{
    painter.setPen(strokePen(color, r.width() / 6.5));
    painter.setBrush(Qt::NoBrush);
    const QRectF ring = r.adjusted(1, 1, -1, -1);
    painter.drawArc(ring, 60 * 16, 280 * 16);
}

void drawPolygonShape(QPainter &painter, const QRectF &r, Shape shape, const QColor &color)
{
    painter.setPen(strokePen(color, 1));
    painter.setBrush(color);
    const QPointF c = r.center();
    if (shape == Shape::Triangle) {
        painter.drawPolygon(QPolygonF{{c.x(), r.top() + 1},
                                      {r.right() - 0.5, r.bottom() - 1},
                                      {r.left() + 0.5, r.bottom() - 1}});
    } else if (shape == Shape::Diamond) {
        painter.drawPolygon(QPolygonF{{c.x(), r.top() + 0.5},
                                      {r.right() - 0.5, c.y()},
                                      {c.x(), r.bottom() - 0.5},
                                      {r.left() + 0.5, c.y()}});
    } else {
        painter.drawRoundedRect(r.adjusted(1, 1, -1, -1), 1, 1);
    }
}

//! Parallel lines over \a box, \a step apart, leaning by \a lean times the height.
void drawLeaning(QPainter &painter, const QRectF &box, qreal step, qreal lean)
{
    const qreal reach = box.height() * lean;
    const qreal from = box.left() - qMax(0.0, reach);
    const qreal to = box.right() - qMin(0.0, reach);
    for (qreal x = from; x < to; x += step)
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + reach, box.top()));
}

void drawDots(QPainter &painter, const QRectF &box, const QColor &color)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    for (qreal y = box.top() + 2; y < box.bottom(); y += 4) {
        for (qreal x = box.left() + 2; x < box.right(); x += 4)
            painter.drawEllipse(QPointF(x, y), 1, 1);
    }
}

} // namespace

void drawShape(QPainter &painter, const QRectF &box, Shape shape, const QColor &color)
{
    if (shape == Shape::None)
        return;
    const qreal side = qMin(box.width(), box.height());
    const QRectF r(box.center().x() - side / 2, box.center().y() - side / 2, side, side);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    switch (shape) {
    case Shape::None:
        break;
    case Shape::Disc:
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(r);
        break;
    case Shape::Ring:
        drawPie(painter, r, 0, color);
        break;
    case Shape::Quarter:
        drawPie(painter, r, 90 * 16, color);
        break;
    case Shape::HalfDisc:
        drawPie(painter, r, 180 * 16, color);
        break;
    case Shape::Hourglass:
        drawHourglass(painter, r, color);
        break;
    case Shape::Cross:
    case Shape::Dash:
    case Shape::Check:
        drawLines(painter, r, shape, color);
        break;
    case Shape::Loop:
        drawLoop(painter, r, color);
        break;
    case Shape::Triangle:
    case Shape::Diamond:
    case Shape::Square:
        drawPolygonShape(painter, r, shape, color);
        break;
    }
    painter.restore();
}

void drawHatch(QPainter &painter, const QRectF &box, Hatch hatch, const QColor &color,
               const QColor &ground)
{
    painter.save();
    painter.setClipRect(box, Qt::IntersectClip);
    painter.fillRect(box, hatch == Hatch::Solid ? color : mix(ground, color, 0.28));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.25));
    switch (hatch) {
    case Hatch::Solid:
        break;
    case Hatch::Rising:
        drawLeaning(painter, box, 5, 1);
        break;
    case Hatch::Falling:
        drawLeaning(painter, box, 5, -1);
        break;
    case Hatch::Crossed:
        drawLeaning(painter, box, 6, 1);
        drawLeaning(painter, box, 6, -1);
        break;
    case Hatch::Vertical:
        drawLeaning(painter, box, 4, 0);
        break;
    case Hatch::Dense:
        drawLeaning(painter, box, 3, 1);
        break;
    case Hatch::Horizontal:
        for (qreal y = box.top() + 1.5; y < box.bottom(); y += 3)
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
        break;
    case Hatch::Dots:
        drawDots(painter, box, color);
        break;
    }
    painter.restore();
}

} // namespace Cordial::Inspector
