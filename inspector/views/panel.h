// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session.h"
#include "theme/icons.h"
#include "theme/theme.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QToolButton;

namespace Cordial::Inspector {

//! \brief The panels of the window, in the order of the rail.
enum class PanelId : quint8 { Overview, Shards, Requests, Buckets, Logs, Plugins, Commands };
constexpr int kPanelCount = 7;

//! \brief The word of `--panel`, never translated.
[[nodiscard]] QString panelName(PanelId id);
[[nodiscard]] std::optional<PanelId> panelFromName(QStringView name);
[[nodiscard]] IconName panelIconName(PanelId id);

//! \brief The header of a panel, which is the title bar of its dock: the dock asks for its hint.
class PanelHeader : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;
    [[nodiscard]] QSize sizeHint() const override
    {
        return {QWidget::sizeHint().width(), Theme::kPanelHeaderHeight};
    }
    [[nodiscard]] QSize minimumSizeHint() const override
    {
        return {240, Theme::kPanelHeaderHeight};
    }
};

//! \brief One dock of the window: a header (title, counts, filter, switches) and a body.
class Panel : public QWidget
{
    Q_OBJECT

public:
    [[nodiscard]] PanelId id() const { return m_id; }
    [[nodiscard]] const QString &title() const { return m_title; }
    //! \brief The title bar of the dock.
    [[nodiscard]] QWidget *header() const { return m_header; }
    [[nodiscard]] QLineEdit *filterField() const { return m_filter; }
    //! \brief The number shown in the rail; empty for none.
    [[nodiscard]] virtual QString badge() const { return {}; }

    //! \brief Called ten times a second after the tables changed, while visible.
    virtual void refresh() { }
    //! \brief Called thirty times a second while visible: repaint what depends on the time.
    virtual void tick() { }
    virtual void setDimmed(bool) { }
    //! \brief The link changed: say so where the panel is empty.
    virtual void linkChanged() { }
    virtual void setPaused(bool) { }
    [[nodiscard]] virtual bool isPaused() const { return false; }
    virtual void toggleDetails() { }
    virtual void toggleForm() { }
    //! \brief Forgets the rows shown so far.
    virtual void clearRows() { }
    //! \brief What the keyboard acts on.
    [[nodiscard]] virtual QWidget *focusTarget() { return this; }
    void setFilterText(const QString &text);
    [[nodiscard]] virtual QByteArray saveState() const { return {}; }
    virtual void restoreState(const QByteArray &) { }

Q_SIGNALS:
    //! Another panel is asked to show something: its filter is set to \a filter.
    void linkRequested(Cordial::Inspector::PanelId target, const QString &filter);

protected:
    Panel(Theme &theme, Session &session, PanelId id, const QString &title, QWidget *parent);

    //! \brief Adds to the header, right of the title.
    void addToHeader(QWidget *widget);
    void setCountText(const QString &text);
    [[nodiscard]] QLabel *newRowsLabel() const { return m_newRows; }
    [[nodiscard]] QToolButton *pauseButton() const { return m_pause; }
    [[nodiscard]] QToolButton *makeButton(IconName icon, const QString &text);
    [[nodiscard]] QString emptyTitle(const QString &whenAttached) const;
    [[nodiscard]] QString emptyText(const QString &whenAttached) const;
    void hideTableControls();

    Theme &m_theme;
    Session &m_session;

private:
    void makeHeader();

    PanelId m_id;
    QString m_title;
    QWidget *m_header;
    QHBoxLayout *m_headerLayout;
    QLabel *m_count;
    QLabel *m_newRows;
    QLineEdit *m_filter;
    QToolButton *m_pause;
};

} // namespace Cordial::Inspector
