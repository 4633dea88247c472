// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/commands/commandsync.h>

#include <QStringList>

namespace Cordial::Commands {

//! \brief Where this bot has commands registered: those are its to remove once it wants none. What
//! others registered elsewhere is not. Bounded: the last 100 places. Thread: the client's.
class RegisteredScopes
{
public:
    //! \brief Kept in the file \a path; empty = for this process only. A file that cannot be read
    //! is named in the log and counts as empty.
    explicit RegisteredScopes(QString path);

    [[nodiscard]] bool contains(const CommandScope &scope) const;
    //! \brief A file that cannot be written is named in the log.
    void note(const CommandScope &scope, bool isRegistered);

private:
    void read();
    [[nodiscard]] bool write() const;

    QString m_path;
    QStringList m_names; //!< The last one noted is the last.
};

} // namespace Cordial::Commands
