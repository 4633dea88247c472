// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

namespace Cordial::Wire {

// Where hosts put their sockets. Thread-safe; nothing here waits.

//! \brief `$XDG_RUNTIME_DIR/cordial`, or `/tmp/cordial-<uid>` where that is not set.
[[nodiscard]] QString hostFolder();
//! \brief Letters, digits, '.', '_' and '-', 1 to 64 of them, not beginning with '.'.
[[nodiscard]] bool isHostName(QStringView name);
//! \brief The socket of the host called \a name; the path itself if it has a '/'.
[[nodiscard]] QString socketPath(const QString &nameOrPath);
//! \brief The longest path that a socket address holds, in bytes.
[[nodiscard]] qsizetype longestSocketPath();
//! \brief True if a process listens on \a path (asked by connecting and hanging up).
[[nodiscard]] bool isLive(const QString &path);
//! \brief Names of the hosts of this user that listen, sorted.
[[nodiscard]] QStringList availableHosts();

} // namespace Cordial::Wire
