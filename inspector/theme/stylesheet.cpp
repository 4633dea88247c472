// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/stylesheet.h"

#include "theme/theme.h"

#include <QList>
#include <QPair>

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

namespace {

// Names in @at@ signs are replaced by the theme's colours.
constexpr auto kFrame = R"(
QMainWindow, QDialog { background: @window@; }
QMainWindow::separator { background: @window@; width: 8px; height: 8px; }
QMainWindow::separator:hover { background: @border@; }
QDockWidget { border: none; }
QToolTip { background: @overlay@; color: @text@; border: 1px solid @borderStrong@; padding: 4px 8px; }
QLabel { background: transparent; }
#panelHeader { background: @surface@; border-top-left-radius: 8px; border-top-right-radius: 8px; }
#panelBody { background: @surface@; border-bottom-left-radius: 8px; border-bottom-right-radius: 8px; }
#detailBody { background: @surface@; }
#overviewHeader, #overviewBody, #overviewContent, #overviewScroll { background: @window@; }
#panelTitle { font-size: 15px; font-weight: 600; }
#panelCount, #muted { color: @muted@; font-size: 12px; }
#caption { color: @muted@; font-size: 11px; font-weight: 500; }
#newRows { color: @warn@; font-size: 12px; font-weight: 500; }
#rail { background: @window@; border: none; spacing: 0; }
#railLogo { background: transparent; }
#hostPill { background: @raised@; border: 1px solid @border@; border-radius: 6px; }
QStatusBar { background: @window@; border: none; min-height: 26px; }
QStatusBar::item { border: none; }
)";

constexpr auto kControls = R"(
QLineEdit { background: @raised@; color: @text@; border: 1px solid @border@; border-radius: 6px;
    padding: 4px 8px; min-height: 18px; selection-background-color: @accent@; selection-color: @onAccent@; }
QLineEdit:hover { border-color: @borderStrong@; }
QLineEdit:focus { border-color: @accent@; }
QLineEdit[invalid="true"] { border-color: @bad@; }
QToolButton, QPushButton { background: transparent; color: @muted@; border: 1px solid transparent; border-radius: 6px;
    padding: 3px 8px; min-height: 20px; }
QToolButton:hover, QPushButton:hover { background: @overlay@; color: @text@; }
QToolButton:pressed, QPushButton:pressed { background: @border@; }
QToolButton:checked { background: @selection@; color: @text@; }
QToolButton:focus, QPushButton:focus { border-color: @accent@; }
QToolButton::menu-indicator { image: none; }
QPushButton { background: @raised@; border-color: @border@; color: @text@; padding: 4px 12px; }
#paletteButton { background: @raised@; border: 1px solid @border@; padding: 4px 12px; }
#paletteButton:hover { border-color: @borderStrong@; }
QComboBox { background: @raised@; color: @muted@; border: 1px solid @border@; border-radius: 6px; padding: 3px 24px 3px 10px;
    min-height: 20px; }
QComboBox:hover { border-color: @borderStrong@; color: @text@; }
QComboBox:focus { border-color: @accent@; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox QAbstractItemView { background: @raised@; border: 1px solid @borderStrong@; selection-background-color: @selection@;
    selection-color: @text@; padding: 4px; outline: none; }
#segment { background: @raised@; border: 1px solid @border@; border-radius: 6px; }
#segment QToolButton { border: none; border-radius: 5px; padding: 0 10px; min-height: 24px; }
QMenuBar { background: @window@; color: @muted@; padding: 2px 4px; }
QMenuBar::item { padding: 4px 10px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: @overlay@; color: @text@; }
QMenu { background: @raised@; color: @text@; border: 1px solid @borderStrong@; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @selection@; }
QMenu::item:disabled { color: @faint@; }
QMenu::separator { height: 1px; background: @border@; margin: 4px 8px; }
#palette { background: @raised@; border: 1px solid @borderStrong@; border-radius: 10px; }
#palette QLineEdit { background: transparent; border: none; font-size: 15px; padding: 10px 14px; }
#palette QListView { background: transparent; border: none; border-top: 1px solid @border@; outline: none; padding: 4px; }
)";

constexpr auto kTables = R"(
QAbstractScrollArea { border: none; background: @surface@; }
QTableView { background: @surface@; alternate-background-color: @surface@; border: none; outline: none;
    gridline-color: transparent; selection-background-color: @selection@; selection-color: @text@; }
QHeaderView { background: @surface@; border: none; }
QHeaderView::section { background: @surface@; color: @muted@; border: none; border-bottom: 1px solid @border@;
    padding: 0 8px; font-size: 11px; font-weight: 500; }
QHeaderView::section:hover { color: @text@; background: @raised@; }
QTableCornerButton::section { background: @surface@; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @borderStrong@; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @faint@; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: @border@; }
QTabBar { background: @window@; }
QTabBar::tab { background: transparent; color: @muted@; padding: 5px 12px; border: none; border-radius: 5px; margin: 2px; }
QTabBar::tab:selected { background: @overlay@; color: @text@; }
QTabBar::tab:hover { color: @text@; }
)";

} // namespace

QString styleSheet(const Theme &theme)
{
    const Colors &c = theme.colors();
    const QList<QPair<QString, QColor>> names{
        {u"window"_s, c.window},   {u"surface"_s, c.surface},   {u"raised"_s, c.raised},
        {u"overlay"_s, c.overlay}, {u"border"_s, c.border},     {u"borderStrong"_s, c.borderStrong},
        {u"text"_s, c.text},       {u"muted"_s, c.muted},       {u"faint"_s, c.faint},
        {u"accent"_s, c.accent},   {u"onAccent"_s, c.onAccent}, {u"selection"_s, c.selection},
        {u"bad"_s, c.bad},         {u"warn"_s, c.warn}};
    QString sheet =
        QString::fromLatin1(kFrame) + QString::fromLatin1(kControls) + QString::fromLatin1(kTables);
    for (const auto &[name, color] : names)
        sheet.replace(u'@' + name + u'@', color.name());
    return sheet;
}

} // namespace Cordial::Inspector
