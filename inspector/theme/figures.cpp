// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/figures.h"

#include <QFont>
#include <QFontMetricsF>
#include <QPainter>
#include <QString>

#include <algorithm>

namespace Cordial::Inspector {

namespace {

size_t slotOf(QChar c)
{
    return c.unicode() & 0xffU;
}

} // namespace

Figures::Figures(const QFont &font) : m_font(QRawFont::fromFont(font))
{
    float digit = 0;
    for (char16_t code = 0x20; code < 0x100; ++code) {
        const QList<quint32> glyphs = m_font.glyphIndexesForString(QString(QChar(code)));
        if (glyphs.isEmpty())
            continue;
        m_glyphs[code] = glyphs.first();
        m_advances[code] = static_cast<float>(
            m_font.advancesForGlyphIndexes(glyphs, QRawFont::SeparateAdvances).first().x());
        if (code >= u'0' && code <= u'9')
            digit = std::max(digit, m_advances[code]);
    }
    for (char16_t code = u'0'; code <= u'9'; ++code) {
        m_shifts[code] = (digit - m_advances[code]) / 2;
        m_advances[code] = digit;
    }
}

bool Figures::covers(const QString &text) const
{
    return std::all_of(text.begin(), text.end(),
                       [this](QChar c) { return c.unicode() < 0x100 && m_glyphs[slotOf(c)] != 0; });
}

qreal Figures::width(const QString &text) const
{
    qreal total = 0;
    for (const QChar c : text)
        total += static_cast<qreal>(m_advances[slotOf(c)]);
    return total;
}

void Figures::draw(QPainter &painter, const QRectF &box, Qt::Alignment alignment,
                   const QString &text) const
{
    const qreal needed = width(text);
    if (!m_font.isValid() || !covers(text) || needed > box.width() + 0.5) {
        const QString fitting =
            QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, box.width());
        painter.drawText(box, static_cast<int>(alignment) | Qt::AlignVCenter, fitting);
        return;
    }
    QList<quint32> glyphs;
    QList<QPointF> positions;
    glyphs.reserve(text.size());
    positions.reserve(text.size());
    qreal x = 0;
    for (const QChar c : text) {
        glyphs.append(m_glyphs[slotOf(c)]);
        positions.append({x + static_cast<qreal>(m_shifts[slotOf(c)]), 0});
        x += static_cast<qreal>(m_advances[slotOf(c)]);
    }
    QGlyphRun run;
    run.setRawFont(m_font);
    run.setGlyphIndexes(glyphs);
    run.setPositions(positions);
    const qreal left = alignment & Qt::AlignRight ? box.right() - needed
        : alignment & Qt::AlignHCenter            ? box.center().x() - needed / 2
                                                  : box.left();
    const QFontMetricsF metrics(painter.font());
    const qreal baseline = box.top() + (box.height() - metrics.height()) / 2 + metrics.ascent();
    painter.drawGlyphRun(QPointF(left, baseline), run);
}

} // namespace Cordial::Inspector
