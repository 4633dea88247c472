// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>

#include <QUrl>

namespace Cordial::Host {

//! \brief What to end with after Client::failed().
[[nodiscard]] int exitCodeOf(const Error &error);

//! \brief The same for people: one line that ends in what to do.
[[nodiscard]] QString explanation(const Error &error, const QUrl &apiUrl);

} // namespace Cordial::Host
