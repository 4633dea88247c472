// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

namespace {

QString term(QLatin1StringView field, const QByteArray &value)
{
    return field + u':' + QString::fromUtf8(value);
}

} // namespace

RequestsPanel::RequestsPanel(Theme &theme, Session &session, QWidget *parent)
    : TablePanel(theme, session, PanelId::Requests, tr("Requests"), session.requests(),
                 {tr("Nothing is waiting"), tr("Requests appear here as the bot makes them."),
                  tr("Request")},
                 parent)
{
    table()->setFollows(true);
    auto *copy = new QAction(themeIcon(theme, IconName::Copy), tr("Copy as cURL"), this);
    connect(copy, &QAction::triggered, this, &RequestsPanel::copyAsCurl);
    detailPane()->addAction(copy);
    connect(table(), &QTableView::activated, this, [this](const QModelIndex &index) {
        const RequestEvent &event = m_session.requests().rowAt(index.row()).event;
        if (!event.bucketKey.isEmpty())
            Q_EMIT linkRequested(PanelId::Buckets, term("bucket"_L1, event.bucketKey));
    });
}

void RequestsPanel::copyAsCurl()
{
    if (table()->currentRow() < 0)
        return;
    const RequestEvent &event = m_session.requests().rowAt(table()->currentRow()).event;
    QApplication::clipboard()->setText(RequestModel::curlCommand(event));
}

BucketsPanel::BucketsPanel(Theme &theme, Session &session, QWidget *parent)
    : TablePanel(theme, session, PanelId::Buckets, tr("Buckets"), session.buckets(),
                 {tr("No bucket yet"),
                  tr("Discord names a bucket in its answers; each appears here once known."),
                  tr("Bucket")},
                 parent)
{
    connect(table(), &QTableView::activated, this, [this](const QModelIndex &index) {
        const BucketRow &row = m_session.buckets().rowAt(index.row());
        Q_EMIT linkRequested(PanelId::Requests, term("bucket"_L1, row.key));
    });
}

LogsPanel::LogsPanel(Theme &theme, Session &session, QWidget *parent)
    : TablePanel(theme, session, PanelId::Logs, tr("Logs"), session.logs(),
                 {tr("Nothing logged"), tr("The bot's log lines appear here as they are written."),
                  tr("Log line")},
                 parent)
    , m_level(new QComboBox)
{
    table()->setFollows(true);
    m_level->addItems({tr("All levels"), tr("Info and up"), tr("Warnings and up"), tr("Critical")});
    m_level->setAccessibleName(tr("Least level shown"));
    m_level->setFocusPolicy(Qt::TabFocus);
    connect(m_level, &QComboBox::currentIndexChanged, &session.logs(), &LogModel::setMinimumLevel);
    addToHeader(m_level);
    connect(table(), &QTableView::activated, this, [this](const QModelIndex &index) {
        const LogLine &line = m_session.logs().rowAt(index.row()).line;
        if (line.request != 0)
            Q_EMIT linkRequested(PanelId::Requests, u"id:%1"_s.arg(line.request));
        else if (line.shard >= 0)
            Q_EMIT linkRequested(PanelId::Shards, u"shard:%1"_s.arg(line.shard));
    });
}

PluginsPanel::PluginsPanel(Theme &theme, Session &session, QWidget *parent)
    : TablePanel(theme, session, PanelId::Plugins, tr("Plugins"), session.plugins(),
                 {tr("No plugin"), tr("Load one with “cordial run --plugin FILE”."), tr("Plugin")},
                 parent)
{
    connect(table(), &QTableView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT linkRequested(PanelId::Requests,
                             term("plugin"_L1, m_session.plugins().rowAt(index.row()).name));
    });
}

CommandsPanel::CommandsPanel(Theme &theme, Session &session, QWidget *parent)
    : TablePanel(
          theme, session, PanelId::Commands, tr("Commands"), session.commands(),
          {tr("No command"), tr("Commands appear here as plugins register them."), tr("Command")},
          parent)
{
    connect(table(), &QTableView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT linkRequested(PanelId::Plugins,
                             term("plugin"_L1, m_session.commands().rowAt(index.row()).plugin));
    });
}

} // namespace Cordial::Inspector
