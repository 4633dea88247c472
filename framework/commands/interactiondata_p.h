// SPDX-License-Identifier: MIT
#pragma once

#include "invocationstate_p.h"

// From Discord's objects to what an invocation is about. Pure.
namespace Cordial::Commands {

[[nodiscard]] InvocationData dataOf(const Api::Interaction &interaction);
[[nodiscard]] InvocationData dataOf(const Api::MessageCreateEvent &message, const Client &client);
//! \brief The values of given options by name; subcommands do not count.
[[nodiscard]] QHash<QString, Api::OptionValue>
valuesOf(const QList<Api::InteractionOption> &options);

} // namespace Cordial::Commands
