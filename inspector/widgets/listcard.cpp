// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/listcard.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

ListCard::ListCard(const Theme &theme, const QString &caption, const QString &emptyText,
                   QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_figures(theme.body())
    , m_caption(caption)
    , m_emptyText(emptyText)
{
    setAccessibleName(caption);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ListCard::setLines(const QList<Line> &lines)
{
    if (lines == m_lines)
        return;
    m_lines = lines;
    QStringList words;
    for (const Line &line : lines)
        words.append(line.text + u' ' + line.value);
    setAccessibleDescription(words.join(u", "_s));
    update();
}

void ListCard::setDimmed(bool dimmed)
{
    m_dimmed = dimmed;
    update();
}

QColor ListCard::ink(Tone tone) const
{
    const QColor &color = m_theme.tone(tone);
    return m_dimmed ? mix(m_theme.colors().surface, color, 0.5) : color;
}

QRectF ListCard::lineRect(qsizetype index) const
{
    return {16, 42.0 + static_cast<qreal>(index * kLineHeight), width() - 32.0, kLineHeight};
}

void ListCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.colors().surface);
    painter.drawRoundedRect(rect(), Theme::kRadius + 2, Theme::kRadius + 2);
    painter.setFont(m_theme.strong());
    painter.setPen(ink(Tone::Text));
    painter.drawText(QRectF(16, 12, width() - 32.0, 22), Qt::AlignLeft | Qt::AlignVCenter,
                     m_caption);
    if (m_lines.isEmpty()) {
        painter.setFont(m_theme.body());
        painter.setPen(ink(Tone::Faint));
        painter.drawText(QRectF(16, 46, width() - 32.0, height() - 60.0),
                         Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_emptyText);
        return;
    }
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        if (lineRect(i).bottom() <= height() - 6)
            paintLine(painter, lineRect(i), m_lines[i]);
    }
}

void ListCard::paintLine(QPainter &painter, QRectF box, const Line &line) const
{
    const QColor &ground = m_theme.colors().surface;
    const qreal valueWidth = line.value.isEmpty() ? 0 : qMax(56.0, m_figures.width(line.value));
    if (line.part >= 0) {
        // The bar lies behind the words: their whole length stays readable.
        const qreal room = box.width() - valueWidth - 12;
        painter.setPen(Qt::NoPen);
        painter.setBrush(mix(ground, ink(line.tone), 0.2));
        painter.drawRoundedRect(QRectF(box.left() - 6, box.top() + 2,
                                       qMax(8.0, (room + 6) * std::clamp(line.part, 0.0, 1.0)),
                                       box.height() - 4),
                                4, 4);
    }
    if (line.hatch != Hatch::Solid) {
        drawHatch(painter, QRectF(box.left(), box.center().y() - 6, 16, 12), line.hatch,
                  ink(line.tone), ground);
        box.setLeft(box.left() + 24);
    } else if (line.shape != Shape::None) {
        drawShape(painter, QRectF(box.left(), box.top(), 9, box.height()), line.shape,
                  ink(line.tone));
        box.setLeft(box.left() + 17);
    }
    const QRectF text(box.left(), box.top(), box.width() - valueWidth - (valueWidth > 0 ? 12 : 0),
                      box.height());
    painter.setFont(m_theme.body());
    painter.setPen(ink(Tone::Text));
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(line.text, Qt::ElideMiddle,
                                                      static_cast<int>(text.width())));
    painter.setPen(ink(Tone::Muted));
    m_figures.draw(painter, QRectF(box.right() - valueWidth, box.top(), valueWidth, box.height()),
                   Qt::AlignRight, line.value);
}

bool ListCard::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        if (!lineRect(i).contains(help->pos()))
            continue;
        const Line &line = m_lines[i];
        QToolTip::showText(help->globalPos(),
                           line.hint.isEmpty() ? QString(line.text + u"  " + line.value)
                                               : QString(line.text + u"\n" + line.hint),
                           this);
        return true;
    }
    QToolTip::hideText();
    return true;
}

} // namespace Cordial::Inspector
