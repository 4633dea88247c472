// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/datatable.h"

#include "widgets/emptystate.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

DataTable::DataTable(const Theme &theme, LiveModel &model, QWidget *parent)
    : QTableView(parent), m_theme(theme), m_model(model), m_delegate(new CellDelegate(theme, this))
{
    setItemDelegate(m_delegate);
    setShowGrid(false);
    setWordWrap(false);
    setFrameShape(QFrame::NoFrame);
    setCornerButtonEnabled(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    verticalHeader()->hide();
    verticalHeader()->setMinimumSectionSize(Theme::kRowHeight);
    verticalHeader()->setDefaultSectionSize(Theme::kRowHeight);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setModel(&model);
    setUpHeader();
    watchRows();
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void DataTable::setUpHeader()
{
    QHeaderView *header = horizontalHeader();
    header->setFixedHeight(Theme::kHeaderHeight);
    header->setMinimumSectionSize(40);
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setSortIndicatorClearable(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    setSortingEnabled(true);
    for (int i = 0; i < m_model.columns().size(); ++i) {
        setColumnWidth(i, m_model.columns()[i].width);
        setColumnHidden(i, m_model.columns()[i].hidden);
    }
    connect(header, &QHeaderView::customContextMenuRequested, this, &DataTable::showHeaderMenu);
    connect(header, &QHeaderView::sectionResized, this, [this] { fitStretched(); });
}

//! The one column that takes what the others leave, never less than it needs.
void DataTable::fitStretched()
{
    if (m_fitting)
        return;
    int others = 0;
    int stretched = -1;
    for (int i = 0; i < m_model.columns().size(); ++i) {
        if (m_model.columns()[i].stretches)
            stretched = i;
        else if (!isColumnHidden(i))
            others += columnWidth(i);
    }
    if (stretched < 0 || isColumnHidden(stretched))
        return;
    m_fitting = true;
    setColumnWidth(stretched,
                   qMax(m_model.columns()[stretched].width, viewport()->width() - others));
    m_fitting = false;
}

void DataTable::watchRows()
{
    connect(&m_model, &QAbstractItemModel::rowsAboutToBeInserted, this,
            [this] { m_wasAtEnd = isAtEnd(); });
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, [this] {
        if (m_follows && m_wasAtEnd && horizontalHeader()->sortIndicatorSection() < 0)
            scrollToBottom();
    });
    connect(&m_model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this] { m_wasAtEnd = isAtEnd(); });
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) {
                if (first == 0 && !(m_follows && m_wasAtEnd)) {
                    const int height = (last - first + 1) * Theme::kRowHeight;
                    verticalScrollBar()->setValue(verticalScrollBar()->value() - height);
                }
                viewport()->update();
            });
    connect(&m_model, &QAbstractItemModel::headerDataChanged, horizontalHeader()->viewport(),
            qOverload<>(&QWidget::update));
}

bool DataTable::isAtEnd() const
{
    return verticalScrollBar()->value() >= verticalScrollBar()->maximum() - Theme::kRowHeight;
}

void DataTable::setEmptyText(const QString &title, const QString &text)
{
    m_emptyTitle = title;
    m_emptyText = text;
    viewport()->update();
}

void DataTable::setDimmed(bool dimmed)
{
    m_delegate->setDimmed(dimmed);
    viewport()->update();
}

void DataTable::tick()
{
    if (!isVisible() || !m_model.isTicking())
        return;
    for (int i = 0; i < m_model.columns().size(); ++i) {
        if (m_model.columns()[i].ticks && !isColumnHidden(i))
            viewport()->update(
                QRect(columnViewportPosition(i), 0, columnWidth(i), viewport()->height()));
    }
}

void DataTable::selectRowAt(int row)
{
    if (row < 0 || row >= m_model.rowCount())
        return;
    setCurrentIndex(m_model.index(row, 0));
    scrollTo(m_model.index(row, 0), EnsureVisible);
}

QString DataTable::selectedText() const
{
    QList<int> columns;
    for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
        const int logical = horizontalHeader()->logicalIndex(visual);
        if (!isColumnHidden(logical))
            columns.append(logical);
    }
    const auto joined = [&columns](const auto &textOf) {
        QStringList parts;
        for (const int column : columns)
            parts.append(textOf(column));
        return QString(parts.join(u'\t') + u'\n');
    };
    QString text = joined([this](int column) { return m_model.columns()[column].title; });
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    for (const QModelIndex &index : rows)
        text += joined([&](int column) { return m_model.cell(index.row(), column).text; });
    return rows.isEmpty() ? QString() : text;
}

QByteArray DataTable::saveColumns() const
{
    return horizontalHeader()->saveState();
}

void DataTable::restoreColumns(const QByteArray &state)
{
    if (!state.isEmpty())
        horizontalHeader()->restoreState(state);
    horizontalHeader()->setFixedHeight(Theme::kHeaderHeight);
    fitStretched();
}

void DataTable::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (m_model.rowCount() == 0)
        paintEmpty();
}

void DataTable::paintEmpty()
{
    const bool filtered = m_model.totalCount() > 0;
    QPainter painter(viewport());
    paintEmptyState(painter, viewport()->rect(), m_theme,
                    filtered ? tr("No row matches the filter") : m_emptyTitle,
                    filtered ? tr("Press Esc in the filter field to see all %n row(s).", nullptr,
                                  static_cast<int>(m_model.totalCount()))
                             : m_emptyText);
}

void DataTable::resizeEvent(QResizeEvent *event)
{
    const bool atEnd = isAtEnd();
    QTableView::resizeEvent(event);
    fitStretched();
    if (m_follows && atEnd)
        scrollToBottom();
}

void DataTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        QApplication::clipboard()->setText(selectedText());
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (currentIndex().isValid())
            Q_EMIT activated(currentIndex());
        return;
    }
    // Letters and Esc belong to the window's shortcuts, not to a search in the table.
    if (event->key() == Qt::Key_Escape || !event->text().trimmed().isEmpty()) {
        event->ignore();
        return;
    }
    QTableView::keyPressEvent(event);
}

QModelIndex DataTable::menuIndex(const QContextMenuEvent &event) const
{
    return event.reason() == QContextMenuEvent::Keyboard ? currentIndex() : indexAt(event.pos());
}

void DataTable::contextMenuEvent(QContextMenuEvent *event)
{
    const QModelIndex index = menuIndex(*event);
    if (!index.isValid())
        return;
    const QString text = m_model.cell(index.row(), index.column()).text;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy value"), this, [text] { QApplication::clipboard()->setText(text); });
    menu->addAction(tr("Copy rows"), this,
                    [this] { QApplication::clipboard()->setText(selectedText()); });
    menu->addSeparator();
    const QString word = text.contains(u' ') ? u'"' + text + u'"' : text;
    menu->addAction(tr("Filter by this value"), this,
                    [this, word] { Q_EMIT filterRequested(word); });
    menu->addAction(tr("Hide this value"), this,
                    [this, word] { Q_EMIT filterRequested(u'-' + word); });
    const QPoint at = event->reason() == QContextMenuEvent::Keyboard
        ? viewport()->mapToGlobal(visualRect(index).bottomLeft())
        : event->globalPos();
    menu->popup(at);
}

void DataTable::showHeaderMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int i = 0; i < m_model.columns().size(); ++i) {
        QAction *action = menu->addAction(m_model.columns()[i].title);
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(i));
        connect(action, &QAction::toggled, this, [this, i](bool shown) {
            setColumnHidden(i, !shown);
            fitStretched();
        });
    }
    menu->popup(horizontalHeader()->viewport()->mapToGlobal(position));
}

void DataTable::setHoveredRow(int row)
{
    if (row == m_hoveredRow)
        return;
    const auto stripe = [this](int of) {
        return QRect(0, rowViewportPosition(of), viewport()->width(), Theme::kRowHeight);
    };
    if (m_hoveredRow >= 0)
        viewport()->update(stripe(m_hoveredRow));
    m_hoveredRow = row;
    m_delegate->setHoveredRow(row);
    if (row >= 0)
        viewport()->update(stripe(row));
}

bool DataTable::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::MouseMove)
        setHoveredRow(rowAt(static_cast<QMouseEvent *>(event)->position().toPoint().y()));
    else if (event->type() == QEvent::Leave)
        setHoveredRow(-1);
    return QTableView::viewportEvent(event);
}

void DataTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    Q_EMIT currentRowChanged(current.row());
}

} // namespace Cordial::Inspector
