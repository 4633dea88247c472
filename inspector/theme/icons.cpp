// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/icons.h"

#include "theme/theme.h"

#include <QIconEngine>
#include <QPainter>
#include <QPixmap>

namespace Cordial::Inspector {

namespace {

void line(QPainterPath &path, qreal x1, qreal y1, qreal x2, qreal y2)
{
    path.moveTo(x1, y1);
    path.lineTo(x2, y2);
}

QPainterPath panelIcon(IconName name)
{
    QPainterPath p;
    switch (name) {
    case IconName::Overview:
        p.addRoundedRect(QRectF(2, 2, 5, 6.5), 1.2, 1.2);
        p.addRoundedRect(QRectF(9, 2, 5, 3.5), 1.2, 1.2);
        p.addRoundedRect(QRectF(2, 10.5, 5, 3.5), 1.2, 1.2);
        p.addRoundedRect(QRectF(9, 7.5, 5, 6.5), 1.2, 1.2);
        break;
    case IconName::Shards:
        p.moveTo(8, 1.8);
        p.lineTo(13.6, 5);
        p.lineTo(13.6, 11);
        p.lineTo(8, 14.2);
        p.lineTo(2.4, 11);
        p.lineTo(2.4, 5);
        p.closeSubpath();
        line(p, 8, 8, 8, 14);
        line(p, 8, 8, 2.6, 5.1);
        line(p, 8, 8, 13.4, 5.1);
        break;
    case IconName::Requests:
        line(p, 5, 13.5, 5, 2.8);
        p.moveTo(2, 5.8);
        p.lineTo(5, 2.8);
        p.lineTo(8, 5.8);
        line(p, 11, 2.5, 11, 13.2);
        p.moveTo(8, 10.2);
        p.lineTo(11, 13.2);
        p.lineTo(14, 10.2);
        break;
    case IconName::Buckets:
        p.moveTo(3, 4.5);
        p.lineTo(4.4, 13.6);
        p.lineTo(11.6, 13.6);
        p.lineTo(13, 4.5);
        p.addEllipse(QRectF(3, 2.6, 10, 3.6));
        break;
    case IconName::Logs:
        line(p, 2.5, 3.5, 13.5, 3.5);
        line(p, 2.5, 6.5, 10, 6.5);
        line(p, 2.5, 9.5, 12, 9.5);
        line(p, 2.5, 12.5, 8, 12.5);
        break;
    case IconName::Plugins:
        p.addRoundedRect(QRectF(2.2, 2.2, 5, 5), 1, 1);
        p.addRoundedRect(QRectF(2.2, 8.8, 5, 5), 1, 1);
        p.addRoundedRect(QRectF(8.8, 8.8, 5, 5), 1, 1);
        p.addEllipse(QRectF(8.9, 2.3, 4.8, 4.8));
        break;
    case IconName::Commands:
        p.addRoundedRect(QRectF(2, 2, 12, 12), 2.5, 2.5);
        line(p, 6.4, 11, 9.6, 5);
        break;
    default:
        break;
    }
    return p;
}

QPainterPath actionIcon(IconName name)
{
    QPainterPath p;
    switch (name) {
    case IconName::Search:
        p.addEllipse(QRectF(2.5, 2.5, 8, 8));
        line(p, 9.6, 9.6, 13.5, 13.5);
        break;
    case IconName::Pause:
        line(p, 5.5, 3.5, 5.5, 12.5);
        line(p, 10.5, 3.5, 10.5, 12.5);
        break;
    case IconName::Play:
        p.moveTo(5, 3.2);
        p.lineTo(12.5, 8);
        p.lineTo(5, 12.8);
        p.closeSubpath();
        break;
    case IconName::Clear:
        p.addEllipse(QRectF(2.5, 2.5, 11, 11));
        line(p, 4.2, 4.2, 11.8, 11.8);
        break;
    case IconName::Theme:
        p.addEllipse(QRectF(2.5, 2.5, 11, 11));
        p.moveTo(8, 2.5);
        p.arcTo(QRectF(5, 2.5, 6, 11), 90, -180);
        break;
    case IconName::More:
        line(p, 2.5, 4.5, 13.5, 4.5);
        line(p, 2.5, 8, 13.5, 8);
        line(p, 2.5, 11.5, 13.5, 11.5);
        break;
    case IconName::Close:
        line(p, 4, 4, 12, 12);
        line(p, 12, 4, 4, 12);
        break;
    case IconName::Copy:
        p.addRoundedRect(QRectF(5.5, 5.5, 8, 8), 1.5, 1.5);
        p.moveTo(10.5, 5.2);
        p.lineTo(10.5, 3.5);
        p.lineTo(9.5, 2.5);
        p.lineTo(3.5, 2.5);
        p.lineTo(2.5, 3.5);
        p.lineTo(2.5, 9.5);
        p.lineTo(3.5, 10.5);
        p.lineTo(5.2, 10.5);
        break;
    case IconName::Attach:
        line(p, 5.5, 8, 10.5, 8);
        p.moveTo(7, 4.5);
        p.lineTo(5, 4.5);
        p.arcTo(QRectF(1.5, 4.5, 7, 7), 90, 180);
        p.lineTo(7, 11.5);
        p.moveTo(9, 4.5);
        p.lineTo(11, 4.5);
        p.arcTo(QRectF(7.5, 4.5, 7, 7), 90, -180);
        p.lineTo(9, 11.5);
        break;
    default:
        break;
    }
    return p;
}

QPainterPath layoutIcon(IconName name)
{
    QPainterPath p;
    switch (name) {
    case IconName::Grid:
        for (const qreal x : {2.5, 9.0}) {
            for (const qreal y : {2.5, 9.0})
                p.addRoundedRect(QRectF(x, y, 4.5, 4.5), 1, 1);
        }
        break;
    case IconName::Table:
        p.addRoundedRect(QRectF(2.2, 2.8, 11.6, 10.4), 1.5, 1.5);
        line(p, 2.2, 6.4, 13.8, 6.4);
        line(p, 6.4, 6.4, 6.4, 13.2);
        break;
    case IconName::Details:
        p.addRoundedRect(QRectF(2.2, 2.8, 11.6, 10.4), 1.5, 1.5);
        line(p, 9.6, 2.8, 9.6, 13.2);
        break;
    case IconName::Layout:
        p.addRoundedRect(QRectF(2.2, 2.8, 11.6, 10.4), 1.5, 1.5);
        line(p, 2.2, 8, 13.8, 8);
        break;
    case IconName::Rail:
        p.addRoundedRect(QRectF(2.2, 2.8, 11.6, 10.4), 1.5, 1.5);
        line(p, 6.2, 2.8, 6.2, 13.2);
        break;
    default:
        break;
    }
    return p;
}

//! Paints with the theme's colours of the moment it is asked.
class LineIconEngine : public QIconEngine
{
public:
    LineIconEngine(const Theme &theme, IconName name) : m_theme(theme), m_name(name) { }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const Colors &c = m_theme.colors();
        const QColor color = mode == QIcon::Disabled      ? mix(c.window, c.faint, 0.6)
            : state == QIcon::On || mode == QIcon::Active ? c.text
                                                          : c.muted;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->translate(rect.topLeft());
        const qreal scale = rect.width() / 16.0;
        painter->scale(scale, scale);
        painter->setPen(QPen(color, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->setBrush(Qt::NoBrush);
        painter->drawPath(iconPath(m_name));
        painter->restore();
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine *clone() const override { return new LineIconEngine(m_theme, m_name); }

private:
    const Theme &m_theme;
    IconName m_name;
};

} // namespace

QPainterPath iconPath(IconName name)
{
    QPainterPath path = panelIcon(name);
    path.addPath(actionIcon(name));
    path.addPath(layoutIcon(name));
    return path;
}

QIcon themeIcon(const Theme &theme, IconName name)
{
    return QIcon(new LineIconEngine(theme, name));
}

QPixmap applicationMark(int size, qreal devicePixelRatio)
{
    const int pixels = qRound(size * devicePixelRatio);
    QPixmap pixmap(pixels, pixels);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(size / 64.0, size / 64.0);
    QLinearGradient gradient(0, 0, 64, 64);
    gradient.setColorAt(0, QColor::fromRgb(0x7d9bff));
    gradient.setColorAt(1, QColor::fromRgb(0x4a5fd6));
    painter.setPen(Qt::NoPen);
    painter.setBrush(gradient);
    painter.drawRoundedRect(QRectF(2, 2, 60, 60), 15, 15);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Qt::white, 5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    QPainterPath pulse(QPointF(11, 34));
    for (const QPointF &point :
         {QPointF(21, 34), QPointF(27, 19), QPointF(36, 46), QPointF(42, 34)})
        pulse.lineTo(point);
    painter.drawPath(pulse);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::white);
    painter.drawEllipse(QPointF(50, 34), 4.2, 4.2);
    return pixmap;
}

} // namespace Cordial::Inspector
