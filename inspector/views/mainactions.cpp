// SPDX-License-Identifier: GPL-3.0-or-later
// What the window can do: every action with a name, a shortcut and a place in the palette.
#include "views/mainwindow.h"

#include "theme/icons.h"
#include "views/shardspanel.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

namespace {

//! The application's sign, drawn for the screen it is on.
class Mark : public QWidget
{
public:
    explicit Mark(QWidget *parent) : QWidget(parent) { setFixedSize(24, 24); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.drawPixmap(0, 0, applicationMark(24, devicePixelRatioF()));
    }
};

//! A button that holds other widgets: the host's name and state.
class PillButton : public QToolButton
{
public:
    using QToolButton::QToolButton;
    [[nodiscard]] QSize sizeHint() const override { return {layout()->sizeHint().width(), 30}; }
};

} // namespace

void MainWindow::makeTopBar()
{
    auto *bar = new QWidget(this);
    bar->setObjectName(u"topBar"_s);
    bar->setFixedHeight(48);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(16, 4, 8, 4);
    layout->setSpacing(8);
    layout->addWidget(new Mark(bar));
    auto *name = new QLabel(tr("Inspector"), bar);
    name->setFont(m_theme.strong());
    layout->addWidget(name);
    layout->addSpacing(16);
    m_hostButton = new PillButton(bar);
    m_hostButton->setObjectName(u"hostPill"_s);
    m_hostButton->setAccessibleName(tr("Host"));
    auto *inner = new QHBoxLayout(m_hostButton);
    inner->setContentsMargins(12, 0, 8, 0);
    m_hostState = new ShapeLabel(m_theme, m_hostButton);
    m_hostState->setAttribute(Qt::WA_TransparentForMouseEvents);
    inner->addWidget(m_hostState);
    layout->addWidget(m_hostButton);
    layout->addStretch(1);
    connect(m_hostButton, &QAbstractButton::clicked, this, &MainWindow::chooseHost);
    auto *search = new QToolButton(bar);
    search->setObjectName(u"paletteButton"_s);
    search->setIcon(themeIcon(m_theme, IconName::Search));
    search->setText(u"  "_s + tr("Search commands") + u"      Ctrl+Shift+P"_s);
    search->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    search->setAccessibleName(tr("Search commands"));
    connect(search, &QToolButton::clicked, this, &MainWindow::openPalette);
    layout->addWidget(search);
    auto *menuButton = new QToolButton(bar);
    menuButton->setIcon(themeIcon(m_theme, IconName::More));
    menuButton->setAccessibleName(tr("Menu"));
    menuButton->setToolTip(tr("Menu (F10)"));
    menuButton->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(menuButton);
    // Filled when it opens: the same actions as the palette.
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        menu->addActions(actions());
    });
    menuButton->setMenu(menu);
    layout->addWidget(menuButton);
    menuButton->setObjectName(u"menuButton"_s);
    setMenuWidget(bar);
}

QAction *MainWindow::addCommand(const QString &text, const QKeySequence &keys,
                                std::function<void()> run)
{
    auto *action = new QAction(text, this);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
    addAction(action);
    return action;
}

void MainWindow::makeActions()
{
    makePanelActions();
    makeViewActions();
    makeSessionActions();
}

void MainWindow::makeViewActions()
{
    for (int i = 0; i < kPanelCount; ++i) {
        const auto id = static_cast<PanelId>(i);
        const auto key = static_cast<Qt::Key>(Qt::Key_1 + i);
        addCommand(tr("Show %1").arg(panel(id)->title()), Qt::CTRL | key,
                   [this, id] { showPanel(id); });
    }
    for (int i = 0; i < kPanelCount; ++i) {
        const auto id = static_cast<PanelId>(i);
        const auto key = static_cast<Qt::Key>(Qt::Key_1 + i);
        addCommand(tr("Show or hide %1 beside").arg(panel(id)->title()), Qt::CTRL | Qt::ALT | key,
                   [this, id] { toggleBeside(id); });
    }
    const QList<QString> names{tr("Perspective: Overview"), tr("Perspective: REST"),
                               tr("Perspective: Gateway"), tr("Perspective: Plugins")};
    for (int i = 0; i < names.size(); ++i) {
        addCommand(names[i], Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + i),
                   [this, i] { showPerspective(static_cast<Perspective>(i)); });
    }
    addCommand(tr("Switch between dark and light"), Qt::CTRL | Qt::Key_T,
               [this] { switchTheme(); });
    addCommand(tr("Narrow or widen the rail"), Qt::CTRL | Qt::Key_B,
               [this] { m_rail->setCompact(!m_rail->isCompact()); });
}

void MainWindow::makePanelActions()
{
    addCommand(tr("Filter"), Qt::CTRL | Qt::Key_F, [this] {
        activePanel()->filterField()->setFocus();
        activePanel()->filterField()->selectAll();
    });
    addCommand(tr("Pause or go on"), Qt::CTRL | Qt::Key_P,
               [this] { activePanel()->setPaused(!activePanel()->isPaused()); });
    addCommand(tr("Pause or go on everywhere"), Qt::CTRL | Qt::ALT | Qt::Key_P,
               [this] { pauseAll(); });
    addCommand(tr("Show or hide details"), Qt::CTRL | Qt::Key_I,
               [this] { activePanel()->toggleDetails(); });
    addCommand(tr("Shards: grid or table"), Qt::CTRL | Qt::Key_G,
               [this] { panel(PanelId::Shards)->toggleForm(); });
    addCommand(tr("Forget the rows so far"), Qt::CTRL | Qt::Key_L,
               [this] { activePanel()->clearRows(); });
    addCommand(tr("Copy the request as cURL"), Qt::CTRL | Qt::SHIFT | Qt::Key_C,
               [this] { static_cast<RequestsPanel *>(panel(PanelId::Requests))->copyAsCurl(); });
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        for (Panel *panel : m_panels) {
            if (now && (panel->isAncestorOf(now) || panel->header()->isAncestorOf(now)))
                m_active = panel->id();
        }
    });
}

void MainWindow::makeSessionActions()
{
    addCommand(tr("Attach to a bot"), QKeySequence::Open, [this] { chooseHost(); });
    addCommand(tr("Detach"), Qt::CTRL | Qt::SHIFT | Qt::Key_D,
               [this] { Q_EMIT detachRequested(); });
    QAction *palette = addCommand(tr("Search commands"), Qt::CTRL | Qt::SHIFT | Qt::Key_P,
                                  [this] { openPalette(); });
    palette->setProperty("inPalette", false);
    addCommand(tr("Open the menu"), Qt::Key_F10,
               [this] { findChild<QToolButton *>(u"menuButton"_s)->showMenu(); });
    addCommand(tr("Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), [this] { close(); });
}

void MainWindow::openPalette()
{
    QList<CommandPalette::Entry> entries;
    const QList<QAction *> all = actions();
    for (QAction *action : all) {
        const bool shown = action->isEnabled() && action->property("inPalette") != QVariant(false);
        if (shown)
            entries.append({action->text(), action->shortcut().toString(QKeySequence::NativeText),
                            [action] { action->trigger(); }});
    }
    m_palette->open(std::move(entries), tr("Type a command"));
}

void MainWindow::chooseHost()
{
    QList<CommandPalette::Entry> entries;
    const QStringList hosts = m_listHosts ? m_listHosts() : QStringList();
    for (const QString &host : hosts)
        entries.append({host, tr("running"), [this, host] { Q_EMIT attachRequested(host); }});
    m_palette->open(std::move(entries),
                    hosts.isEmpty() ? tr("No bot is running here. Type a name or a socket path")
                                    : tr("Choose a bot, or type a name or a socket path"),
                    [this](const QString &text) { Q_EMIT attachRequested(text); });
}

void MainWindow::updateHostPill()
{
    const LinkWords words = StatusStrip::linkWords(m_session);
    QString text = words.text;
    if (!m_session.host().name.isEmpty())
        text = QString::fromUtf8(m_session.host().name) + u"  \u00b7  "_s + words.text;
    m_hostState->setState(words.shape, words.tone, text);
    m_hostButton->setToolTip(m_session.linkReason().isEmpty() ? tr("Attach to a bot (Ctrl+O)")
                                                              : m_session.linkReason());
    m_hostButton->updateGeometry();
}

void MainWindow::pauseAll()
{
    bool anyRuns = false;
    for (const LiveModel *model : m_session.models())
        anyRuns = anyRuns || !model->isPaused();
    for (Panel *panel : m_panels)
        panel->setPaused(anyRuns);
}

void MainWindow::switchTheme()
{
    m_theme.setKind(m_theme.isDark() ? Theme::Kind::Light : Theme::Kind::Dark);
}

} // namespace Cordial::Inspector
