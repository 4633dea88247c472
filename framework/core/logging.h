// SPDX-License-Identifier: MIT
#pragma once

#include <QLoggingCategory>

// Every category of the project, in one place. debug = trace, info = lifecycle,
// warning = recovered, critical = work lost. Switch with QT_LOGGING_RULES="cordial.net.debug=true".
namespace Cordial {
Q_DECLARE_LOGGING_CATEGORY(lcCore)
Q_DECLARE_LOGGING_CATEGORY(lcNet)
Q_DECLARE_LOGGING_CATEGORY(lcGateway)
Q_DECLARE_LOGGING_CATEGORY(lcApi)
Q_DECLARE_LOGGING_CATEGORY(lcClient)
Q_DECLARE_LOGGING_CATEGORY(lcCommands)
Q_DECLARE_LOGGING_CATEGORY(lcPlugin)
Q_DECLARE_LOGGING_CATEGORY(lcTelemetry)
Q_DECLARE_LOGGING_CATEGORY(lcSandbox)
Q_DECLARE_LOGGING_CATEGORY(lcHost)
} // namespace Cordial
