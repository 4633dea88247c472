// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/shardmodel.h"
#include "theme/figures.h"
#include "theme/theme.h"

#include <QAbstractScrollArea>
#include <QImage>

#include <vector>

namespace Cordial::Inspector {

//! \brief All shards at a glance: cards up to 64, numbered cells up to 1,024, beyond that one image
//! with a block of pixels a shard. Colour by state, latency, events or resumes; states other than
//! ready also have a shape (cards, cells) or a cut corner (blocks). Arrows move, Enter opens.
class ShardGrid : public QAbstractScrollArea
{
    Q_OBJECT

public:
    enum class ColorBy : quint8 { State, Latency, Events, Resumes };
    enum class Form : quint8 { Cards, Cells, Blocks };

    ShardGrid(const Theme &theme, ShardModel &model, QWidget *parent = nullptr);

    void setColorBy(ColorBy colorBy);
    [[nodiscard]] ColorBy colorBy() const { return m_colorBy; }
    //! \brief Follows from the number of shards.
    [[nodiscard]] Form form() const;
    void setDimmed(bool dimmed);
    void setEmptyText(const QString &title, const QString &text);
    //! \brief Takes over what the model shows now.
    void reload();
    [[nodiscard]] std::optional<quint32> currentShard() const { return m_current; }
    void setCurrentShard(std::optional<quint32> shard);
    //! \brief Where that shard is drawn, in the viewport; empty if it is filtered out.
    [[nodiscard]] QRect shardRect(quint32 shard) const;

Q_SIGNALS:
    void currentShardChanged(quint32 shard);
    void shardActivated(quint32 shard);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    static constexpr int kMargin = 12;

    struct Metrics
    {
        int width = 1; //!< of one item, gap included
        int height = 1;
        int columns = 1;
        int gap = 0;
    };

    [[nodiscard]] Metrics metrics() const;
    [[nodiscard]] int indexAt(const QPoint &position) const;
    [[nodiscard]] QRect itemRect(int index) const;
    [[nodiscard]] QColor colorOf(const ShardRow &row) const;
    [[nodiscard]] QColor dimmed(const QColor &color) const;
    [[nodiscard]] QString hintOf(const ShardRow &row) const;
    void updateScrollBar();
    void bringIntoView(const QRect &rect);
    void moveTo(int index);
    void paintCards(QPainter &painter, const QRect &exposed);
    void paintCard(QPainter &painter, const QRect &box, const ShardRow &row, bool current);
    void paintCells(QPainter &painter, const QRect &exposed);
    void paintCell(QPainter &painter, const QRect &box, const ShardRow &row, bool current);
    void paintBlocks(QPainter &painter);
    void renderBlocks();

    const Theme &m_theme;
    ShardModel &m_model;
    Figures m_title;
    Figures m_small;
    std::vector<quint32> m_shards;
    QImage m_blocks;
    ColorBy m_colorBy = ColorBy::State;
    std::optional<quint32> m_current;
    QString m_emptyTitle, m_emptyText;
    bool m_dimmed = false;
};

} // namespace Cordial::Inspector
