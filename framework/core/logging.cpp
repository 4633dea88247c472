// SPDX-License-Identifier: MIT
#include <cordial/core/logging.h>

namespace Cordial {
Q_LOGGING_CATEGORY(lcCore, "cordial.core", QtInfoMsg)
Q_LOGGING_CATEGORY(lcNet, "cordial.net", QtInfoMsg)
Q_LOGGING_CATEGORY(lcGateway, "cordial.gateway", QtInfoMsg)
Q_LOGGING_CATEGORY(lcApi, "cordial.api", QtInfoMsg)
Q_LOGGING_CATEGORY(lcClient, "cordial.client", QtInfoMsg)
Q_LOGGING_CATEGORY(lcCommands, "cordial.commands", QtInfoMsg)
Q_LOGGING_CATEGORY(lcPlugin, "cordial.plugin", QtInfoMsg)
Q_LOGGING_CATEGORY(lcTelemetry, "cordial.telemetry", QtInfoMsg)
Q_LOGGING_CATEGORY(lcSandbox, "cordial.sandbox", QtInfoMsg)
Q_LOGGING_CATEGORY(lcHost, "cordial.host", QtInfoMsg)
} // namespace Cordial
