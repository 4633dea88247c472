// SPDX-License-Identifier: MIT
#pragma once

#include "invocationstate_p.h"

// From Discord's objects to what an invocation is about. Pure.
namespace Cordial::Commands {

[[nodiscard]] InvocationData dataOf(const Api::InteractionCreateEvent &interaction);
[[nodiscard]] InvocationData dataOf(const Api::MessageCreateEvent &message, const Client &client);
//! \brief Of a component or a modal; empty for a command.
[[nodiscard]] QString customIdOf(const Api::InteractionData &data);
//! \brief The values of given options by name; subcommands do not count.
[[nodiscard]] OptionValues
valuesOf(const QList<Api::ApplicationCommandInteractionDataOption> &options);

} // namespace Cordial::Commands
