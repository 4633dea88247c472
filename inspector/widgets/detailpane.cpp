// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/detailpane.h"

#include <QAction>
#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

DetailPane::DetailPane(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_title(new QLabel(this))
    , m_actions(new QHBoxLayout)
    , m_grid(nullptr)
{
    setMinimumWidth(220);
    m_title->setObjectName(u"detailTitle"_s);
    m_title->setFont(theme.strong());
    auto *body = new QWidget;
    body->setObjectName(u"detailBody"_s);
    m_grid = new QGridLayout(body);
    m_grid->setContentsMargins(16, 4, 16, 16);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(6);
    m_grid->setColumnStretch(1, 1);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(body);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(16, 10, 8, 6);
    head->addWidget(m_title, 1);
    head->addLayout(m_actions);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(scroll, 1);
    connect(&theme, &Theme::changed, this, [this] {
        const QList<Detail> details = m_details;
        m_details.clear();
        setDetails(details);
    });
}

void DetailPane::setTitle(const QString &title)
{
    m_title->setText(title);
}

void DetailPane::addAction(QAction *action)
{
    auto *button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    m_actions->addWidget(button);
}

void DetailPane::setDimmed(bool dimmed)
{
    if (m_dimmed == dimmed)
        return;
    m_dimmed = dimmed;
    const QList<Detail> details = m_details;
    m_details.clear();
    setDetails(details);
}

void DetailPane::rebuild(qsizetype count)
{
    while (m_lines.size() > count) {
        const Line line = m_lines.takeLast();
        line.label->deleteLater();
        line.value->deleteLater();
    }
    while (m_lines.size() < count) {
        const int row = static_cast<int>(m_lines.size());
        Line line{new QLabel(this), new QLabel(this)};
        line.label->setFont(m_theme.small());
        line.label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        line.value->setFont(m_theme.small());
        line.value->setWordWrap(true);
        line.value->setTextFormat(Qt::PlainText);
        line.value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_grid->addWidget(line.label, row, 0);
        m_grid->addWidget(line.value, row, 1);
        m_grid->setRowStretch(row, 0);
        m_lines.append(line);
    }
    m_grid->setRowStretch(static_cast<int>(count), 1);
}

void DetailPane::setDetails(const QList<Detail> &details)
{
    if (details.size() != m_lines.size()) {
        m_details.clear();
        rebuild(details.size());
    }
    for (qsizetype i = 0; i < details.size(); ++i) {
        const bool same = i < m_details.size() && m_details[i].value == details[i].value
            && m_details[i].label == details[i].label && m_details[i].tone == details[i].tone;
        if (!same)
            showLine(m_lines[i], details[i]);
    }
    m_details = details;
}

void DetailPane::showLine(const Line &line, const Detail &detail)
{
    const Colors &c = m_theme.colors();
    const auto color = [this, &c](Tone tone) {
        const QColor &full = m_theme.tone(tone);
        return (m_dimmed ? mix(c.surface, full, 0.5) : full).name();
    };
    line.label->setText(detail.label);
    line.label->setStyleSheet(u"color:%1"_s.arg(color(Tone::Faint)));
    // A zero-width space after slashes and dashes lets long paths and keys break.
    QString value = detail.value.left(1000);
    value.replace(u'/', u"/\u200b"_s).replace(u':', u":\u200b"_s);
    line.value->setText(value);
    line.value->setStyleSheet(u"color:%1"_s.arg(color(detail.tone)));
    line.value->setAccessibleName(detail.label);
}

} // namespace Cordial::Inspector
