// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/typed/command.h>

#include <QHash>
#include <QSet>

namespace Cordial::Commands {

//! \brief One of Discord's limits that a command breaks.
struct LintProblem
{
    QString path; //!< "purge.options[0].name"
    QString message;

    bool operator==(const LintProblem &) const = default;
};

//! \brief Checks commands against Discord's limits, without asking Discord.
//! \source interactions/application-commands.mdx, "Registering a Command"
[[nodiscard]] QList<LintProblem> lint(const QList<Api::ApplicationCommandUpdateRequest> &commands);

//! \brief Takes commands one by one as long as Discord would take them all: one that breaks a limit
//! costs nobody else theirs, and the first of a name stays.
class CommandSieve
{
public:
    //! \brief What \a command breaks; if that is nothing it is taken.
    [[nodiscard]] QList<LintProblem> take(const Api::ApplicationCommandUpdateRequest &command);
    [[nodiscard]] const QList<Api::ApplicationCommandUpdateRequest> &taken() const
    {
        return m_taken;
    }

private:
    QList<Api::ApplicationCommandUpdateRequest> m_taken;
    QSet<std::pair<int, QString>> m_names; //!< By type.
    QHash<int, int> m_counts; //!< By type.
};

} // namespace Cordial::Commands
