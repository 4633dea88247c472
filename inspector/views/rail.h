// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/figures.h"
#include "views/panel.h"

#include <QAbstractButton>
#include <QToolBar>

#include <array>

namespace Cordial::Inspector {

//! \brief One entry of the rail: icon, name, number.
class RailButton : public QAbstractButton
{
    Q_OBJECT

public:
    RailButton(const Theme &theme, IconName icon, const QString &text, QWidget *parent = nullptr);

    void setBadge(const QString &badge);
    void setCompact(bool compact);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    const Theme &m_theme;
    Figures m_figures;
    IconName m_icon;
    QString m_badge;
    bool m_compact = false;
};

//! \brief The list of panels at the left. A click shows that panel alone, Ctrl+click adds or
//! removes it beside the others.
class Rail : public QToolBar
{
    Q_OBJECT

public:
    explicit Rail(const Theme &theme, QWidget *parent = nullptr);

    void addPanel(const Panel &panel, const QString &hint);
    void setBadge(PanelId id, const QString &badge);
    void setShown(PanelId id, bool shown);
    void setCompact(bool compact);
    [[nodiscard]] bool isCompact() const { return m_compact; }
    [[nodiscard]] RailButton *button(PanelId id) const
    {
        return m_buttons[static_cast<size_t>(id)];
    }

Q_SIGNALS:
    void panelRequested(Cordial::Inspector::PanelId id, bool beside);

private:
    const Theme &m_theme;
    std::array<RailButton *, kPanelCount> m_buttons{};
    bool m_compact = false;
};

} // namespace Cordial::Inspector
