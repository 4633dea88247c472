// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/figures.h"
#include "theme/theme.h"
#include "theme/visuals.h"

#include <QWidget>

#include <optional>

namespace Cordial::Inspector {

//! \brief A part of a bar: how much, and how it looks.
struct BarPart
{
    double part = 0; //!< of the whole, 0 to 1
    Tone tone = Tone::Accent;
    Hatch hatch = Hatch::Solid;
};

//! \brief One number that matters: caption, value, a bar, a line below.
class Tile : public QWidget
{
    Q_OBJECT

public:
    Tile(const Theme &theme, const QString &caption, QWidget *parent = nullptr);

    //! \brief \a rest follows the value in small type: "/ 50".
    void setValue(const QString &value, const QString &rest, Tone tone = Tone::Text);
    void setNote(const QString &note, Shape shape = Shape::None, Tone tone = Tone::Muted);
    void setBar(const QList<BarPart> &parts);
    //! \brief Draws a line of the recent past instead of the bar.
    void setHistory(const QList<float> &values);
    void setDimmed(bool dimmed);
    [[nodiscard]] QSize sizeHint() const override { return {220, 128}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {170, 128}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void describe();
    [[nodiscard]] QColor ink(Tone tone) const;
    void paintBar(QPainter &painter, const QRectF &box) const;

    const Theme &m_theme;
    Figures m_display;
    QString m_caption, m_value, m_rest, m_note;
    Tone m_tone = Tone::Text;
    Tone m_noteTone = Tone::Muted;
    Shape m_noteShape = Shape::None;
    QList<BarPart> m_parts;
    std::optional<QList<float>> m_history;
    bool m_dimmed = false;
};

} // namespace Cordial::Inspector
