// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/tablepanel.h"

#include "theme/format.h"

#include <QDataStream>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

TablePanel::TablePanel(Theme &theme, Session &session, PanelId id, const QString &title,
                       LiveModel &model, Texts texts, QWidget *parent)
    : Panel(theme, session, id, title, parent)
    , m_model(model)
    , m_texts(std::move(texts))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_table(new DataTable(theme, model, this))
    , m_details(new DetailPane(theme, this))
    , m_detailButton(makeButton(IconName::Details, tr("Show details of the selected row")))
{
    m_table->setAccessibleName(title);
    m_details->setTitle(m_texts.detailTitle);
    m_details->hide();
    m_detailButton->setCheckable(true);
    m_detailButton->setChecked(true);
    header()->layout()->addWidget(m_detailButton);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({1000, 300});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, Theme::kUnit);
    layout->addWidget(m_splitter);
    filterField()->installEventFilter(this);
    connect(filterField(), &QLineEdit::textChanged, this, &TablePanel::applyFilter);
    connect(pauseButton(), &QToolButton::toggled, this, &TablePanel::setPaused);
    connect(m_detailButton, &QToolButton::toggled, this, &TablePanel::showDetails);
    connect(m_table, &DataTable::currentRowChanged, this, &TablePanel::showDetails);
    connect(m_table, &DataTable::filterRequested, this, [this](const QString &term) {
        const QString before = filterField()->text().trimmed();
        setFilterText(before.isEmpty() ? term : QString(before + u' ' + term));
    });
    connect(&m_model, &LiveModel::countsChanged, this, &TablePanel::updateCounts);
    linkChanged();
    updateCounts();
}

QString TablePanel::badge() const
{
    return m_model.totalCount() == 0 ? QString()
                                     : Format::count(static_cast<quint64>(m_model.totalCount()));
}

void TablePanel::updateCounts()
{
    const auto shown = static_cast<quint64>(m_model.rowCount());
    const auto total = static_cast<quint64>(m_model.totalCount());
    QString text = Format::count(total);
    if (shown != total)
        text = tr("%1 of %2").arg(Format::count(shown), Format::count(total));
    if (m_model.droppedCount() > 0)
        text += u" \u00b7 "_s + tr("%1 not kept").arg(Format::count(m_model.droppedCount()));
    setCountText(total == 0 && m_model.droppedCount() == 0 ? QString() : text);
    const bool counts = m_model.isPaused() && m_model.pendingCount() > 0;
    newRowsLabel()->setText(
        counts ? tr("+%1 new").arg(Format::count(static_cast<quint64>(m_model.pendingCount())))
            : m_model.isPaused() ? tr("paused")
                                 : QString());
}

void TablePanel::refresh()
{
    showDetails();
}

void TablePanel::tick()
{
    if (!m_model.isPaused())
        m_table->tick();
}

void TablePanel::showDetails()
{
    const int row = detailRow();
    const bool shown = m_detailButton->isChecked() && row >= 0 && row < m_model.rowCount();
    m_details->setVisible(shown);
    if (shown)
        m_details->setDetails(m_model.details(row));
}

void TablePanel::setDimmed(bool dimmed)
{
    m_table->setDimmed(dimmed);
    m_details->setDimmed(dimmed);
}

void TablePanel::linkChanged()
{
    m_table->setEmptyText(emptyTitle(m_texts.emptyTitle), emptyText(m_texts.emptyText));
}

void TablePanel::setPaused(bool paused)
{
    m_model.setPaused(paused);
    pauseButton()->setChecked(paused);
    pauseButton()->setIcon(themeIcon(m_theme, paused ? IconName::Play : IconName::Pause));
    pauseButton()->setToolTip(paused ? tr("Go on with %1").arg(title())
                                     : tr("Pause %1").arg(title()));
    updateCounts();
}

void TablePanel::toggleDetails()
{
    m_detailButton->toggle();
}

void TablePanel::applyFilter(const QString &text)
{
    m_model.setFilter(TextFilter::parse(text));
    if (m_table->currentRow() >= 0)
        m_table->scrollTo(m_table->currentIndex());
}

bool TablePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != filterField() || event->type() != QEvent::KeyPress)
        return Panel::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Escape && !filterField()->text().isEmpty()) {
        filterField()->clear();
        return true;
    }
    const bool leaves = key == Qt::Key_Escape || key == Qt::Key_Down || key == Qt::Key_Return;
    if (!leaves)
        return false;
    focusTarget()->setFocus();
    if (m_table->currentRow() < 0)
        m_table->selectRowAt(0);
    return true;
}

QByteArray TablePanel::saveState() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_table->saveColumns() << m_splitter->saveState() << m_detailButton->isChecked();
    return state;
}

void TablePanel::restoreState(const QByteArray &state)
{
    if (state.isEmpty())
        return;
    QDataStream stream(state);
    QByteArray columns, split;
    bool details = true;
    stream >> columns >> split >> details;
    if (stream.status() != QDataStream::Ok)
        return;
    m_table->restoreColumns(columns);
    m_splitter->restoreState(split);
    m_detailButton->setChecked(details);
}

} // namespace Cordial::Inspector
