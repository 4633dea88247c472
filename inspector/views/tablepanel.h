// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/panel.h"
#include "widgets/datatable.h"
#include "widgets/detailpane.h"

class QSplitter;
class QStackedLayout;

namespace Cordial::Inspector {

//! \brief A panel that shows one LiveModel as a table, with a pane for the selected row.
class TablePanel : public Panel
{
    Q_OBJECT

public:
    struct Texts
    {
        QString emptyTitle;
        QString emptyText;
        QString detailTitle;
    };

    TablePanel(Theme &theme, Session &session, PanelId id, const QString &title, LiveModel &model,
               Texts texts, QWidget *parent = nullptr);

    [[nodiscard]] DataTable *table() const { return m_table; }
    [[nodiscard]] LiveModel &model() const { return m_model; }
    [[nodiscard]] QString badge() const override;
    void refresh() override;
    void tick() override;
    void setDimmed(bool dimmed) override;
    void linkChanged() override;
    void setPaused(bool paused) override;
    [[nodiscard]] bool isPaused() const override { return m_model.isPaused(); }
    void toggleDetails() override;
    void clearRows() override { m_model.clear(); }
    [[nodiscard]] QWidget *focusTarget() override { return m_table; }
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;

protected:
    [[nodiscard]] QSplitter *splitter() const { return m_splitter; }
    [[nodiscard]] DetailPane *detailPane() const { return m_details; }
    [[nodiscard]] const Texts &texts() const { return m_texts; }
    //! \brief Which row the detail pane shows, -1 for none.
    [[nodiscard]] virtual int detailRow() const { return m_table->currentRow(); }
    void showDetails();
    void updateCounts();

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void applyFilter(const QString &text);

    LiveModel &m_model;
    Texts m_texts;
    QSplitter *m_splitter;
    DataTable *m_table;
    DetailPane *m_details;
    QToolButton *m_detailButton;
};

} // namespace Cordial::Inspector
