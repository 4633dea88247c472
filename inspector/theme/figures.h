// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGlyphRun>
#include <QRawFont>

#include <array>

class QFont;
class QPainter;
class QRectF;
class QString;

namespace Cordial::Inspector {

//! \brief Draws numbers with digits of equal width, so that columns stand and values do not
//! tremble as they change. Qt 6.4 cannot ask a font for its tabular figures; this places glyphs.
//! Text beyond Latin-1 falls back to the ordinary way.
class Figures
{
public:
    explicit Figures(const QFont &font);

    [[nodiscard]] qreal width(const QString &text) const;
    //! \brief Draws with the painter's pen, vertically centred.
    void draw(QPainter &painter, const QRectF &box, Qt::Alignment alignment,
              const QString &text) const;

private:
    [[nodiscard]] bool covers(const QString &text) const;

    QRawFont m_font;
    std::array<quint32, 256> m_glyphs{};
    std::array<float, 256> m_advances{};
    std::array<float, 256> m_shifts{}; //!< centres a narrow digit in its cell
};

} // namespace Cordial::Inspector
