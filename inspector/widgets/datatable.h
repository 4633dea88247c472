// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/livemodel.h"
#include "theme/theme.h"
#include "widgets/celldelegate.h"

#include <QTableView>

namespace Cordial::Inspector {

//! \brief A table over a LiveModel: fixed row height, follows the newest row until one scrolls
//! away, keeps its place when old rows leave, says why it is empty. Keyboard: arrows, Enter
//! (activated), Ctrl+C copies the rows.
class DataTable : public QTableView
{
    Q_OBJECT

public:
    DataTable(const Theme &theme, LiveModel &model, QWidget *parent = nullptr);

    [[nodiscard]] LiveModel &liveModel() const { return m_model; }
    void setEmptyText(const QString &title, const QString &text);
    void setDimmed(bool dimmed);
    //! \brief New rows at the end scroll into view, as long as the end is in view.
    void setFollows(bool follows) { m_follows = follows; }
    //! \brief Repaints only what depends on the time.
    void tick();
    [[nodiscard]] int currentRow() const { return currentIndex().row(); }
    //! \brief Selects that row and brings it into view.
    void selectRowAt(int row);
    //! \brief The selected rows as tab-separated text, with a header line.
    [[nodiscard]] QString selectedText() const;
    [[nodiscard]] QByteArray saveColumns() const;
    void restoreColumns(const QByteArray &state);

Q_SIGNALS:
    //! Another row is current; -1 when none is.
    void currentRowChanged(int row);
    //! Asks to filter by a value: `field:value`.
    void filterRequested(const QString &term);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void setUpHeader();
    void fitStretched();
    void watchRows();
    void showHeaderMenu(const QPoint &position);
    void setHoveredRow(int row);
    void paintEmpty();
    [[nodiscard]] QModelIndex menuIndex(const QContextMenuEvent &event) const;
    [[nodiscard]] bool isAtEnd() const;

    const Theme &m_theme;
    LiveModel &m_model;
    CellDelegate *m_delegate;
    QString m_emptyTitle;
    QString m_emptyText;
    int m_hoveredRow = -1;
    bool m_follows = false;
    bool m_wasAtEnd = true;
    bool m_fitting = false;
};

} // namespace Cordial::Inspector
