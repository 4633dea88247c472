// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/commandpalette.h"
#include "views/panel.h"
#include "views/panels.h"
#include "views/rail.h"
#include "views/statusstrip.h"

#include <QMainWindow>

#include <functional>

class QDockWidget;

namespace Cordial::Inspector {

//! \brief The window: rail, docks, palette, status. Shows a Session; never blocks, nothing modal.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    //! Arrangements of several panels; their order is that of Alt+1, Alt+2, ...
    enum class Perspective : quint8 { Overview, Rest, Gateway, Plugins };
    Q_ENUM(Perspective)

    MainWindow(Theme &theme, Session &session, QWidget *parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] Panel *panel(PanelId id) const { return m_panels[static_cast<size_t>(id)]; }
    [[nodiscard]] QDockWidget *dock(PanelId id) const { return m_docks[static_cast<size_t>(id)]; }
    [[nodiscard]] CommandPalette *palettePopup() const { return m_palette; }
    [[nodiscard]] Rail *rail() const { return m_rail; }
    [[nodiscard]] StatusStrip *strip() const { return m_strip; }
    //! \brief The panel that keys act on.
    [[nodiscard]] Panel *activePanel() const { return panel(m_active); }
    //! \brief Shows that panel alone.
    void showPanel(PanelId id);
    //! \brief Adds it to those shown, or takes it away.
    void toggleBeside(PanelId id);
    void showPerspective(Perspective perspective);
    //! \brief Names of hosts to choose from, asked when the list is opened.
    void setHostLister(std::function<QStringList()> lister) { m_listHosts = std::move(lister); }
    //! \brief Opens the list of hosts.
    void chooseHost();
    //! \brief Opens the list of everything the window can do.
    void openPalette();

    //! \brief Layout, theme and panels as they were left; nothing if they are of another version.
    void restoreLayout();
    void saveLayout() const;

Q_SIGNALS:
    void attachRequested(const QString &nameOrPath);
    void detachRequested();

protected:
    bool event(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    static constexpr int kLayoutVersion = 1;

    void makePanels();
    void addPanel(Panel *panel);
    void makeTopBar();
    void makeActions();
    void makePanelActions();
    void makeViewActions();
    void makeSessionActions();
    QAction *addCommand(const QString &text, const QKeySequence &keys, std::function<void()> run);
    void arrange(const QList<PanelId> &panels, const QList<int> &weights);
    void activate(PanelId id);
    void follow(PanelId target, const QString &filter);
    void updateShown();
    void onRefreshed();
    void onLinkChanged();
    void scheduleTick();
    void updateHostPill();
    void pauseAll();
    void switchTheme();

    Theme &m_theme;
    Session &m_session;
    std::array<Panel *, kPanelCount> m_panels{};
    std::array<QDockWidget *, kPanelCount> m_docks{};
    PanelId m_active = PanelId::Overview;
    Rail *m_rail = nullptr;
    StatusStrip *m_strip = nullptr;
    CommandPalette *m_palette = nullptr;
    ShapeLabel *m_hostState = nullptr;
    QAbstractButton *m_hostButton = nullptr;
    std::function<QStringList()> m_listHosts;
    std::unique_ptr<Timer> m_ticker;
    std::chrono::nanoseconds m_longestFrame{};
    int m_refreshes = 0;
};

} // namespace Cordial::Inspector
