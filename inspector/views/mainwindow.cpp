// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/mainwindow.h"

#include "views/overviewpanel.h"
#include "views/shardspanel.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QLineEdit>
#include <QSettings>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Cordial::Inspector {

MainWindow::MainWindow(Theme &theme, Session &session, QWidget *parent)
    : QMainWindow(parent)
    , m_theme(theme)
    , m_session(session)
    , m_rail(new Rail(theme, this))
    , m_strip(new StatusStrip(theme, session, this))
    , m_ticker(session.clock().makeTimer())
{
    setWindowTitle(tr("Cordial Inspector"));
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    setDockNestingEnabled(true);
    setContentsMargins(0, 0, 8, 0);
    resize(1280, 800);
    addToolBar(Qt::LeftToolBarArea, m_rail);
    setStatusBar(m_strip);
    makePanels();
    makeTopBar();
    makeActions();
    m_palette = new CommandPalette(theme, this);
    connect(&session, &Session::refreshed, this, &MainWindow::onRefreshed);
    connect(&session, &Session::linkChanged, this, &MainWindow::onLinkChanged);
    connect(&session, &Session::statisticsChanged, m_strip, &StatusStrip::refresh);
    showPerspective(Perspective::Overview);
    onLinkChanged();
    scheduleTick();
}

MainWindow::~MainWindow()
{
    // Docks and fields still speak while they go, after this part of the window has gone.
    for (QDockWidget *dock : m_docks)
        dock->disconnect(this);
    qApp->disconnect(this);
}

void MainWindow::makePanels()
{
    addPanel(new OverviewPanel(m_theme, m_session));
    addPanel(new ShardsPanel(m_theme, m_session));
    addPanel(new RequestsPanel(m_theme, m_session));
    addPanel(new BucketsPanel(m_theme, m_session));
    addPanel(new LogsPanel(m_theme, m_session));
    addPanel(new PluginsPanel(m_theme, m_session));
    addPanel(new CommandsPanel(m_theme, m_session));
    connect(m_rail, &Rail::panelRequested, this,
            [this](PanelId id, bool beside) { beside ? toggleBeside(id) : showPanel(id); });
}

void MainWindow::addPanel(Panel *panel)
{
    const auto index = static_cast<size_t>(panel->id());
    auto *dock = new QDockWidget(panel->title(), this);
    dock->setObjectName(panelName(panel->id()));
    dock->setWidget(panel);
    dock->setTitleBarWidget(panel->header());
    dock->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable
                      | QDockWidget::DockWidgetClosable);
    m_panels[index] = panel;
    m_docks[index] = dock;
    addDockWidget(Qt::TopDockWidgetArea, dock, Qt::Vertical);
    m_rail->addPanel(*panel,
                     tr("%1 (Ctrl+%2; Ctrl+click shows it beside the others)")
                         .arg(panel->title())
                         .arg(index + 1));
    connect(dock, &QDockWidget::visibilityChanged, this, &MainWindow::updateShown);
    connect(panel, &Panel::linkRequested, this, &MainWindow::follow);
}

//! Where keys go: the panel with the focus, else the one last asked for.
void MainWindow::activate(PanelId id)
{
    m_active = id;
    if (!m_palette || !m_palette->isVisible())
        panel(id)->focusTarget()->setFocus();
}

void MainWindow::arrange(const QList<PanelId> &panels, const QList<int> &weights)
{
    for (QDockWidget *dock : m_docks) {
        if (!dock->isFloating())
            dock->hide();
    }
    QList<QDockWidget *> shown;
    for (const PanelId id : panels) {
        QDockWidget *next = dock(id);
        next->setFloating(false);
        removeDockWidget(next);
        addDockWidget(Qt::TopDockWidgetArea, next, Qt::Vertical);
        if (!shown.isEmpty())
            splitDockWidget(shown.last(), next, Qt::Vertical);
        next->show();
        shown.append(next);
    }
    resizeDocks(shown, weights, Qt::Vertical);
    activate(panels.first());
    updateShown();
}

void MainWindow::showPanel(PanelId id)
{
    arrange({id}, {100});
}

void MainWindow::toggleBeside(PanelId id)
{
    QDockWidget *wanted = dock(id);
    if (!wanted->isHidden()) {
        wanted->hide();
        updateShown();
        return;
    }
    addDockWidget(Qt::TopDockWidgetArea, wanted, Qt::Vertical);
    wanted->show();
    activate(id);
    updateShown();
}

void MainWindow::showPerspective(Perspective perspective)
{
    switch (perspective) {
    case Perspective::Overview:
        arrange({PanelId::Overview}, {100});
        break;
    case Perspective::Rest:
        arrange({PanelId::Requests, PanelId::Buckets}, {60, 40});
        break;
    case Perspective::Gateway:
        arrange({PanelId::Shards, PanelId::Logs}, {60, 40});
        break;
    case Perspective::Plugins:
        arrange({PanelId::Plugins, PanelId::Commands, PanelId::Logs}, {30, 30, 40});
        break;
    }
}

//! Another panel answers a question about the selected row: shown beside if it is hidden.
void MainWindow::follow(PanelId target, const QString &filter)
{
    panel(target)->setFilterText(filter);
    if (dock(target)->isHidden())
        toggleBeside(target);
    else
        activate(target);
}

void MainWindow::updateShown()
{
    for (int i = 0; i < kPanelCount; ++i) {
        const auto id = static_cast<PanelId>(i);
        m_rail->setShown(id, !dock(id)->isHidden());
    }
}

void MainWindow::onRefreshed()
{
    for (Panel *panel : m_panels) {
        m_rail->setBadge(panel->id(), panel->badge());
        if (panel->isVisible())
            panel->refresh();
    }
    if (m_session.isStale() || m_session.linkState() != LinkState::Attached)
        updateHostPill();
    if (++m_refreshes % 10 == 0) {
        m_strip->setFrameTime(m_longestFrame);
        m_longestFrame = 0ns;
    }
    m_strip->refresh();
}

void MainWindow::onLinkChanged()
{
    for (Panel *panel : m_panels) {
        panel->setDimmed(m_session.isStale());
        panel->linkChanged();
    }
    updateHostPill();
    m_strip->refresh();
}

void MainWindow::scheduleTick()
{
    m_ticker->start(33ms, [this] {
        const bool moves = isActiveWindow() && !m_session.isStale();
        for (Panel *panel : m_panels) {
            if (moves && panel->isVisible())
                panel->tick();
        }
        scheduleTick();
    });
}

bool MainWindow::event(QEvent *event)
{
    if (event->type() == QEvent::ActivationChange)
        m_session.setFocused(isActiveWindow());
    if (event->type() != QEvent::UpdateRequest)
        return QMainWindow::event(event);
    // All painting of the window happens inside this one event.
    const TimePoint before = m_session.clock().now();
    const bool handled = QMainWindow::event(event);
    m_longestFrame = qMax(m_longestFrame, m_session.clock().now() - before);
    return handled;
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveLayout();
    QMainWindow::closeEvent(event);
}

void MainWindow::saveLayout() const
{
    // Set by the program; a window without it (tests, pictures) leaves no trace.
    if (!property("savesLayout").toBool())
        return;
    QSettings settings;
    settings.beginGroup(u"window"_s);
    settings.setValue(u"version"_s, kLayoutVersion);
    settings.setValue(u"geometry"_s, saveGeometry());
    settings.setValue(u"docks"_s, saveState(kLayoutVersion));
    settings.setValue(u"compactRail"_s, m_rail->isCompact());
    for (const Panel *panel : m_panels)
        settings.setValue(u"panel/"_s + panelName(panel->id()), panel->saveState());
}

void MainWindow::restoreLayout()
{
    setProperty("savesLayout", true);
    QSettings settings;
    settings.beginGroup(u"window"_s);
    if (settings.value(u"version"_s).toInt() != kLayoutVersion)
        return;
    restoreGeometry(settings.value(u"geometry"_s).toByteArray());
    m_rail->setCompact(settings.value(u"compactRail"_s).toBool());
    for (Panel *panel : m_panels)
        panel->restoreState(settings.value(u"panel/"_s + panelName(panel->id())).toByteArray());
    restoreState(settings.value(u"docks"_s).toByteArray(), kLayoutVersion);
    updateShown();
}

} // namespace Cordial::Inspector
