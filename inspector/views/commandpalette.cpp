// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/commandpalette.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

namespace {

constexpr int kEntryHeight = 32;
constexpr int kShownEntries = 10;

//! Name at the left, shortcut at the right.
class EntryDelegate : public QStyledItemDelegate
{
public:
    EntryDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme)
    { }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const Colors &c = m_theme.colors();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state & QStyle::State_Selected) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(c.selection);
            painter->drawRoundedRect(option.rect, Theme::kRadius, Theme::kRadius);
        }
        const QRect box = option.rect.adjusted(12, 0, -12, 0);
        painter->setFont(m_theme.small());
        painter->setPen(c.muted);
        const QString note = index.data(Qt::UserRole).toString();
        painter->drawText(box, Qt::AlignRight | Qt::AlignVCenter, note);
        const int room = box.width() - painter->fontMetrics().horizontalAdvance(note) - 16;
        painter->setFont(m_theme.body());
        painter->setPen(c.text);
        painter->drawText(
            box, Qt::AlignLeft | Qt::AlignVCenter,
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, room));
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {100, kEntryHeight};
    }

private:
    const Theme &m_theme;
};

} // namespace

int matchScore(QStringView query, QStringView text)
{
    int score = 0;
    qsizetype at = 0;
    qsizetype last = -2;
    for (const QChar wanted : query) {
        if (wanted.isSpace())
            continue;
        const qsizetype found = text.indexOf(wanted, at, Qt::CaseInsensitive);
        if (found < 0)
            return -1;
        const bool startsWord = found == 0 || !text[found - 1].isLetterOrNumber();
        score += found == last + 1 ? 4 : startsWord ? 3 : 1;
        last = found;
        at = found + 1;
    }
    return score;
}

CommandPalette::CommandPalette(const Theme &theme, QWidget *window)
    : QFrame(window), m_theme(theme), m_field(new QLineEdit(this)), m_list(new QListWidget(this))
{
    setObjectName(u"palette"_s);
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("Command palette"));
    m_list->setItemDelegate(new EntryDelegate(theme, m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(m_field);
    layout->addWidget(m_list);
    m_field->installEventFilter(this);
    window->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::runCurrent);
    hide();
}

void CommandPalette::open(QList<Entry> entries, const QString &placeholder,
                          std::function<void(const QString &)> free)
{
    m_entries = std::move(entries);
    m_free = std::move(free);
    if (!isVisible())
        m_before = QApplication::focusWidget();
    m_field->clear();
    m_field->setPlaceholderText(placeholder);
    m_field->setAccessibleName(placeholder);
    filter({});
    place();
    show();
    raise();
    m_field->setFocus();
}

void CommandPalette::place()
{
    const int width = qMin(560, parentWidget()->width() - 32);
    const int rows = qBound(1, m_list->count(), kShownEntries);
    const int height = m_field->sizeHint().height() + rows * kEntryHeight + 16;
    setGeometry((parentWidget()->width() - width) / 2, 64, width, height);
}

void CommandPalette::filter(const QString &text)
{
    std::vector<std::pair<int, qsizetype>> hits;
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        if (const int score = matchScore(text, m_entries[i].text); score >= 0)
            hits.emplace_back(-score, i);
    }
    std::sort(hits.begin(), hits.end());
    m_list->clear();
    for (const auto &[score, index] : hits) {
        auto *item = new QListWidgetItem(m_entries[index].text, m_list);
        item->setData(Qt::UserRole, m_entries[index].note);
        item->setData(Qt::UserRole + 1, index);
    }
    if (hits.empty()) {
        auto *item = new QListWidgetItem(
            m_free && !text.isEmpty() ? tr("Use “%1”").arg(text) : tr("Nothing found"), m_list);
        item->setData(Qt::UserRole + 1, qsizetype{-1});
    }
    m_list->setCurrentRow(0);
    if (isVisible())
        place();
}

void CommandPalette::runCurrent()
{
    const QListWidgetItem *item = m_list->currentItem();
    if (!item)
        return;
    const auto index = item->data(Qt::UserRole + 1).value<qsizetype>();
    const QString typed = m_field->text().trimmed();
    const auto run = index >= 0 ? m_entries[index].run : std::function<void()>();
    const auto free = m_free;
    if (!run && !(free && !typed.isEmpty()))
        return;
    closeAndReturn();
    run ? run() : free(typed);
}

void CommandPalette::closeAndReturn()
{
    hide();
    if (m_before)
        m_before->setFocus();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (watched != m_field)
        return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut && isVisible())
        hide();
    if (event->type() != QEvent::KeyPress)
        return false;
    const int row = m_list->currentRow();
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Escape:
        closeAndReturn();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        runCurrent();
        return true;
    case Qt::Key_Down:
        m_list->setCurrentRow(qMin(row + 1, m_list->count() - 1));
        return true;
    case Qt::Key_Up:
        m_list->setCurrentRow(qMax(row - 1, 0));
        return true;
    case Qt::Key_PageDown:
        m_list->setCurrentRow(qMin(row + kShownEntries, m_list->count() - 1));
        return true;
    case Qt::Key_PageUp:
        m_list->setCurrentRow(qMax(row - kShownEntries, 0));
        return true;
    default:
        return false;
    }
}

} // namespace Cordial::Inspector
