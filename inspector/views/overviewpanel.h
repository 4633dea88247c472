// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/panel.h"
#include "widgets/listcard.h"
#include "widgets/tile.h"

class QGridLayout;
class QScrollArea;

namespace Cordial::Inspector {

//! \brief How the bot is, in one look: state, budgets, what waits and why, what needs attention.
class OverviewPanel : public Panel
{
    Q_OBJECT

public:
    OverviewPanel(Theme &theme, Session &session, QWidget *parent = nullptr);

    void refresh() override;
    void linkChanged() override;
    void setDimmed(bool dimmed) override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void arrange(int columns);
    void refreshShards();
    void refreshEvents();
    void refreshRequests();
    void refreshBudget(Tile *tile, const QByteArray &name, const QString &rest, bool counted);
    void refreshWaiting();
    void refreshSlowest();
    void refreshAlerts();
    void refreshBuckets();
    void refreshWarnings();
    [[nodiscard]] QList<ListCard::Line> alerts() const;

    QScrollArea *m_scroll = nullptr;
    QGridLayout *m_grid = nullptr;
    Tile *m_shards, *m_requests, *m_events, *m_global, *m_invalid, *m_identify;
    ListCard *m_waiting, *m_slowest, *m_alerts, *m_buckets, *m_warnings;
    int m_columns = 0;
    int m_round = 0;
};

} // namespace Cordial::Inspector
