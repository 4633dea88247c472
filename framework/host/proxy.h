// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>

#include <QNetworkProxy>
#include <QProcessEnvironment>
#include <QUrl>

namespace Cordial::Host {

//! \brief The proxy that the environment names for \a target; empty = none.
//!
//! HTTPS_PROXY for https and wss, HTTP_PROXY for http and ws, ALL_PROXY for what is left, in lower
//! case too; NO_PROXY is a list of hosts, domains (with what is below them) and *. This machine is
//! asked for through a proxy only if the proxy is on this machine: another one has a loopback of
//! its own. Errors: InvalidArgument, naming the variable.
[[nodiscard]] Result<QUrl>
proxyFor(const QUrl &target,
         const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());

//! \brief The same for a socket; NoProxy also where the environment makes no sense.
[[nodiscard]] QNetworkProxy socketProxyFor(const QUrl &target);

} // namespace Cordial::Host
