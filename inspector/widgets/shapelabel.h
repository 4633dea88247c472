// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/figures.h"
#include "theme/theme.h"
#include "theme/visuals.h"

#include <QWidget>

namespace Cordial::Inspector {

//! \brief A shape and a few words, or a caption and a number, on one line; keeps its width as the
//! digits change.
class ShapeLabel : public QWidget
{
    Q_OBJECT

public:
    explicit ShapeLabel(const Theme &theme, QWidget *parent = nullptr);

    //! \brief The shape has \a tone; the words are plain while all is well.
    void setState(Shape shape, Tone tone, const QString &text);
    void setFigure(const QString &caption, const QString &value, Tone tone = Tone::Text);
    [[nodiscard]] QString text() const { return m_value; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {0, 24}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void changed();

    const Theme &m_theme;
    Figures m_figures;
    Shape m_shape = Shape::None;
    Tone m_tone = Tone::Muted;
    QString m_caption, m_value;
    int m_width = 0;
};

} // namespace Cordial::Inspector
