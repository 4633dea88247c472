// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/figures.h"
#include "theme/theme.h"
#include "theme/visuals.h"

#include <QWidget>

namespace Cordial::Inspector {

//! \brief A card with a short list: mark, words, a bar, a figure at the right.
class ListCard : public QWidget
{
    Q_OBJECT

public:
    struct Line
    {
        QString text;
        QString value;
        QString hint;
        Tone tone = Tone::Muted;
        Shape shape = Shape::None;
        Hatch hatch = Hatch::Solid;
        double part = -1; //!< length of the bar, 0 to 1; none below 0

        bool operator==(const Line &) const = default;
    };

    ListCard(const Theme &theme, const QString &caption, const QString &emptyText,
             QWidget *parent = nullptr);

    void setLines(const QList<Line> &lines);
    void setDimmed(bool dimmed);
    [[nodiscard]] QSize sizeHint() const override { return {320, 240}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 180}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    static constexpr int kLineHeight = 28;

    [[nodiscard]] QColor ink(Tone tone) const;
    [[nodiscard]] QRectF lineRect(qsizetype index) const;
    void paintLine(QPainter &painter, QRectF box, const Line &line) const;

    const Theme &m_theme;
    Figures m_figures;
    QString m_caption, m_emptyText;
    QList<Line> m_lines;
    bool m_dimmed = false;
};

} // namespace Cordial::Inspector
