// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cell.h"
#include "theme/figures.h"
#include "theme/theme.h"

#include <QStyledItemDelegate>

#include <memory>

namespace Cordial::Inspector {

//! \brief Paints the cells of live tables by hand: no style, no variant, no string that is not
//! seen.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit CellDelegate(const Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;
    //! \brief Shows the whole text of a cell that was cut, else the cell's own hint.
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

    //! \brief Greys everything: the data is stale.
    void setDimmed(bool dimmed) { m_dimmed = dimmed; }
    //! \brief The row under the mouse, -1 for none.
    void setHoveredRow(int row) { m_hoveredRow = row; }

private:
    static constexpr int kPadding = 8;
    static constexpr int kShapeSide = 9;
    static constexpr int kMaxPips = 10;

    [[nodiscard]] QColor ink(Tone tone, const QColor &ground) const;
    [[nodiscard]] QColor groundOf(const QStyleOptionViewItem &option) const;
    void paintGround(QPainter &painter, const QStyleOptionViewItem &option,
                     const QColor &ground) const;
    void paintContent(QPainter &painter, const QRectF &box, const Cell &cell, CellKind kind,
                      const QColor &ground) const;
    void paintText(QPainter &painter, QRectF box, const Cell &cell, CellKind kind,
                   const QColor &ground) const;
    void paintReason(QPainter &painter, const QRectF &box, const Cell &cell,
                     const QColor &ground) const;
    void paintPips(QPainter &painter, const QRectF &box, const Cell &cell,
                   const QColor &ground) const;
    void paintCountdown(QPainter &painter, const QRectF &box, const Cell &cell,
                        const QColor &ground) const;
    void paintWaterfall(QPainter &painter, const QRectF &box, const Cell &cell,
                        const QColor &ground) const;

    const Theme &m_theme;
    Figures m_figures;
    bool m_dimmed = false;
    int m_hoveredRow = -1;
};

//! \brief A small line of \a values in \a box, scaled to its greatest, area tinted.
void drawSpark(QPainter &painter, const QRectF &box, const QList<float> &values,
               const QColor &color, const QColor &ground);

} // namespace Cordial::Inspector
