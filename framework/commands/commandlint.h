// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/typed/command.h>

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

} // namespace Cordial::Commands
