// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/tablepanel.h"
#include "widgets/shardgrid.h"

class QStackedWidget;

namespace Cordial::Inspector {

//! \brief Shards as a grid and as a table; both show the same rows and share the selection.
class ShardsPanel : public TablePanel
{
    Q_OBJECT

public:
    ShardsPanel(Theme &theme, Session &session, QWidget *parent = nullptr);

    [[nodiscard]] ShardGrid *grid() const { return m_grid; }
    [[nodiscard]] bool showsGrid() const;
    void setShowsGrid(bool grid);
    [[nodiscard]] QString badge() const override;
    void refresh() override;
    void tick() override;
    void setDimmed(bool dimmed) override;
    void linkChanged() override;
    void toggleForm() override { setShowsGrid(!showsGrid()); }
    [[nodiscard]] QWidget *focusTarget() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;

private:
    void makeSwitches();
    void selectFromGrid(quint32 shard);

    ShardModel &m_shards;
    ShardGrid *m_grid;
    QStackedWidget *m_stack;
    QToolButton *m_gridButton = nullptr;
    QToolButton *m_tableButton = nullptr;
    QToolButton *m_colorButton = nullptr;
};

} // namespace Cordial::Inspector
