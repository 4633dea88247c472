// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shardspanel.h"

#include "theme/format.h"

#include <QActionGroup>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

ShardsPanel::ShardsPanel(Theme &theme, Session &session, QWidget *parent)
    : TablePanel(theme, session, PanelId::Shards, tr("Shards"), session.shards(),
                 {tr("No shard yet"), tr("Shards appear here as the bot connects."), tr("Shard")},
                 parent)
    , m_shards(session.shards())
    , m_grid(new ShardGrid(theme, session.shards()))
    , m_stack(new QStackedWidget)
{
    splitter()->insertWidget(0, m_stack);
    m_stack->addWidget(m_grid);
    m_stack->addWidget(table());
    splitter()->setStretchFactor(0, 1);
    makeSwitches();
    setShowsGrid(true);
    connect(m_grid, &ShardGrid::currentShardChanged, this, &ShardsPanel::selectFromGrid);
    connect(m_grid, &ShardGrid::shardActivated, this, [this](quint32 shard) {
        Q_EMIT linkRequested(PanelId::Logs, u"shard:%1"_s.arg(shard));
    });
    connect(table(), &QTableView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT linkRequested(PanelId::Logs, u"shard:%1"_s.arg(m_shards.rowAt(index.row()).shard));
    });
    connect(table(), &DataTable::currentRowChanged, this, [this](int row) {
        if (row >= 0)
            m_grid->setCurrentShard(m_shards.rowAt(row).shard);
    });
    connect(&m_shards, &LiveModel::countsChanged, m_grid, &ShardGrid::reload);
    ShardsPanel::linkChanged();
}

void ShardsPanel::makeSwitches()
{
    m_colorButton = makeButton(IconName::Theme, tr("Colour by"));
    m_colorButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_colorButton->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_colorButton);
    auto *group = new QActionGroup(menu);
    const QList<std::pair<QString, ShardGrid::ColorBy>> kinds{
        {tr("State"), ShardGrid::ColorBy::State},
        {tr("Latency"), ShardGrid::ColorBy::Latency},
        {tr("Events/s"), ShardGrid::ColorBy::Events},
        {tr("Resumes"), ShardGrid::ColorBy::Resumes}};
    for (const auto &[name, kind] : kinds) {
        QAction *action = menu->addAction(name);
        action->setCheckable(true);
        action->setChecked(kind == ShardGrid::ColorBy::State);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, text = name, by = kind] {
            m_grid->setColorBy(by);
            m_colorButton->setText(text);
        });
    }
    m_colorButton->setMenu(menu);
    m_colorButton->setText(kinds.first().first);
    auto *segment = new QWidget;
    segment->setObjectName(u"segment"_s);
    segment->setAttribute(Qt::WA_StyledBackground);
    segment->setFixedHeight(28);
    auto *layout = new QHBoxLayout(segment);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    m_gridButton = makeButton(IconName::Grid, tr("As a grid"));
    m_tableButton = makeButton(IconName::Table, tr("As a table"));
    auto *buttons = new QButtonGroup(segment);
    for (QToolButton *button : {m_gridButton, m_tableButton}) {
        button->setCheckable(true);
        layout->addWidget(button);
        buttons->addButton(button);
    }
    connect(m_gridButton, &QToolButton::clicked, this, [this] { setShowsGrid(true); });
    connect(m_tableButton, &QToolButton::clicked, this, [this] { setShowsGrid(false); });
    addToHeader(m_colorButton);
    addToHeader(segment);
}

bool ShardsPanel::showsGrid() const
{
    return m_stack->currentWidget() == m_grid;
}

void ShardsPanel::setShowsGrid(bool grid)
{
    m_stack->setCurrentWidget(grid ? static_cast<QWidget *>(m_grid) : table());
    m_gridButton->setChecked(grid);
    m_tableButton->setChecked(!grid);
    m_colorButton->setVisible(grid);
    if (grid)
        m_grid->reload();
}

QString ShardsPanel::badge() const
{
    if (m_shards.totalCount() == 0)
        return {};
    const int ready = m_shards.countByState()[static_cast<size_t>(ShardState::Ready)];
    const auto total = static_cast<int>(m_shards.totalCount());
    if (ready == total)
        return Format::count(static_cast<quint64>(total));
    // Long numbers would push the name away.
    return total < 1000 ? u"%1/%2"_s.arg(ready).arg(total)
                        : u"%1%2%"_s.arg(ready * 100 / total).arg(QChar(0x00a0));
}

void ShardsPanel::refresh()
{
    // With one shard there is nothing to choose: its details are what one came for.
    if (m_shards.rowCount() == 1 && table()->currentRow() < 0)
        table()->selectRowAt(0);
    TablePanel::refresh();
}

void ShardsPanel::tick()
{
    if (!showsGrid())
        TablePanel::tick();
}

void ShardsPanel::setDimmed(bool dimmed)
{
    TablePanel::setDimmed(dimmed);
    m_grid->setDimmed(dimmed);
}

void ShardsPanel::linkChanged()
{
    TablePanel::linkChanged();
    m_grid->setEmptyText(emptyTitle(texts().emptyTitle), emptyText(texts().emptyText));
}

QWidget *ShardsPanel::focusTarget()
{
    return showsGrid() ? static_cast<QWidget *>(m_grid) : table();
}

void ShardsPanel::selectFromGrid(quint32 shard)
{
    table()->selectRowAt(m_shards.rowOfId(shard));
    showDetails();
}

QByteArray ShardsPanel::saveState() const
{
    return (showsGrid() ? "g" : "t") + TablePanel::saveState();
}

void ShardsPanel::restoreState(const QByteArray &state)
{
    if (state.isEmpty())
        return;
    setShowsGrid(state.startsWith('g'));
    TablePanel::restoreState(state.mid(1));
}

} // namespace Cordial::Inspector
