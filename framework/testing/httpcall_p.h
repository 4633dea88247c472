// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>
#include <cordial/core/secret.h>

#include <QJsonDocument>

namespace Cordial::Testing {

//! \brief One request to the sandbox, waited for. For tests only: it blocks and spins no loop of
//! the caller's. The error carries status, Discord's code and message.
[[nodiscard]] Result<QJsonDocument> callSandbox(const QByteArray &method, const QString &url,
                                                const Secret &token, const QByteArray &body);

} // namespace Cordial::Testing
