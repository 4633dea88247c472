// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cell.h"
#include "theme/theme.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QHBoxLayout;

namespace Cordial::Inspector {

//! \brief What is known of the selected row, as labels and values that can be selected and copied.
class DetailPane : public QWidget
{
    Q_OBJECT

public:
    explicit DetailPane(const Theme &theme, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    //! \brief Updates in place while the labels stay the same, so that a selection of text lasts.
    void setDetails(const QList<Detail> &details);
    void setDimmed(bool dimmed);
    //! \brief A button at the top that triggers \a action.
    void addAction(QAction *action);

private:
    struct Line
    {
        QLabel *label;
        QLabel *value;
    };
    void rebuild(qsizetype count);
    void showLine(const Line &line, const Detail &detail);

    const Theme &m_theme;
    QLabel *m_title;
    QHBoxLayout *m_actions;
    QGridLayout *m_grid;
    QList<Line> m_lines;
    QList<Detail> m_details;
    bool m_dimmed = false;
};

} // namespace Cordial::Inspector
