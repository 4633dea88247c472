// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

#include <array>

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

namespace {

constexpr std::array<QLatin1StringView, kPanelCount> kNames{
    "overview"_L1, "shards"_L1,  "requests"_L1, "buckets"_L1,
    "logs"_L1,     "plugins"_L1, "commands"_L1};

} // namespace

QString panelName(PanelId id)
{
    return kNames[static_cast<size_t>(id)];
}

std::optional<PanelId> panelFromName(QStringView name)
{
    for (size_t i = 0; i < kNames.size(); ++i) {
        if (name.compare(kNames[i], Qt::CaseInsensitive) == 0)
            return static_cast<PanelId>(i);
    }
    return std::nullopt;
}

IconName panelIconName(PanelId id)
{
    switch (id) {
    case PanelId::Overview:
        return IconName::Overview;
    case PanelId::Shards:
        return IconName::Shards;
    case PanelId::Requests:
        return IconName::Requests;
    case PanelId::Buckets:
        return IconName::Buckets;
    case PanelId::Logs:
        return IconName::Logs;
    case PanelId::Plugins:
        return IconName::Plugins;
    case PanelId::Commands:
        return IconName::Commands;
    }
    return IconName::Overview;
}

Panel::Panel(Theme &theme, Session &session, PanelId id, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_session(session)
    , m_id(id)
    , m_title(title)
    , m_header(new PanelHeader)
    , m_headerLayout(new QHBoxLayout(m_header))
    , m_count(new QLabel(m_header))
    , m_newRows(new QLabel(m_header))
    , m_filter(new QLineEdit(m_header))
    , m_pause(makeButton(IconName::Pause, tr("Pause %1").arg(title)))
{
    setObjectName(u"panelBody"_s);
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(title);
    makeHeader();
}

void Panel::makeHeader()
{
    m_header->setObjectName(u"panelHeader"_s);
    m_header->setAttribute(Qt::WA_StyledBackground);
    auto *name = new QLabel(m_title, m_header);
    name->setObjectName(u"panelTitle"_s);
    m_count->setObjectName(u"panelCount"_s);
    m_newRows->setObjectName(u"newRows"_s);
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(220);
    m_filter->setMinimumWidth(96);
    m_filter->setFixedHeight(28);
    m_filter->setAccessibleName(tr("Filter of %1").arg(m_title));
    m_filter->setToolTip(tr("Words that must occur. “-word” hides, “name:word” "
                            "looks at one column, quotes keep words together."));
    m_pause->setCheckable(true);
    // The title stands over the words of the first column.
    m_headerLayout->setContentsMargins(8, 0, 8, 0);
    m_headerLayout->setSpacing(8);
    m_headerLayout->addWidget(name);
    m_headerLayout->addWidget(m_count);
    m_headerLayout->addWidget(m_newRows);
    m_headerLayout->addStretch(1);
    m_headerLayout->addWidget(m_filter, 100);
    m_headerLayout->addWidget(m_pause);
}

QToolButton *Panel::makeButton(IconName icon, const QString &text)
{
    auto *button = new QToolButton(m_header);
    button->setIcon(themeIcon(m_theme, icon));
    button->setIconSize({16, 16});
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setAutoRaise(true);
    return button;
}

void Panel::addToHeader(QWidget *widget)
{
    // Before the filter, which comes before the pause.
    m_headerLayout->insertWidget(m_headerLayout->indexOf(m_filter), widget);
}

void Panel::hideTableControls()
{
    m_filter->hide();
    m_pause->hide();
}

void Panel::setCountText(const QString &text)
{
    if (m_count->text() != text)
        m_count->setText(text);
}

void Panel::setFilterText(const QString &text)
{
    m_filter->setText(text);
}

QString Panel::emptyTitle(const QString &whenAttached) const
{
    switch (m_session.linkState()) {
    case LinkState::Detached:
        return tr("Not attached to a bot");
    case LinkState::Connecting:
        return tr("Connecting");
    case LinkState::Stale:
        return tr("The connection is lost");
    case LinkState::Refused:
        return tr("The host refused");
    case LinkState::Attached:
        break;
    }
    return whenAttached;
}

QString Panel::emptyText(const QString &whenAttached) const
{
    if (m_session.linkState() == LinkState::Attached)
        return whenAttached;
    if (!m_session.linkReason().isEmpty())
        return m_session.linkReason();
    return tr("Start a bot with “cordial run”, then choose it with Ctrl+O.");
}

} // namespace Cordial::Inspector
