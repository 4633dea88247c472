// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/tablepanel.h"

#include <QComboBox>

namespace Cordial::Inspector {

//! \brief Requests with what they wait for. Enter shows the bucket of the selected one.
class RequestsPanel : public TablePanel
{
    Q_OBJECT

public:
    RequestsPanel(Theme &theme, Session &session, QWidget *parent = nullptr);

    void copyAsCurl();
};

//! \brief Buckets with their countdowns. Enter shows the requests of the selected one.
class BucketsPanel : public TablePanel
{
    Q_OBJECT

public:
    BucketsPanel(Theme &theme, Session &session, QWidget *parent = nullptr);
};

//! \brief The log. Enter shows the request of the selected line.
class LogsPanel : public TablePanel
{
    Q_OBJECT

public:
    LogsPanel(Theme &theme, Session &session, QWidget *parent = nullptr);

private:
    QComboBox *m_level;
};

class PluginsPanel : public TablePanel
{
    Q_OBJECT

public:
    PluginsPanel(Theme &theme, Session &session, QWidget *parent = nullptr);
};

class CommandsPanel : public TablePanel
{
    Q_OBJECT

public:
    CommandsPanel(Theme &theme, Session &session, QWidget *parent = nullptr);
};

} // namespace Cordial::Inspector
