// SPDX-License-Identifier: MIT
#pragma once

#include <QFlags>
#include <QString>

namespace Cordial::Api {

//! \brief Groups of events that a connection asks for.
//! \source events/gateway.mdx, "List of Intents"
enum class Intent : quint32 {
    Guilds = 1U << 0,
    GuildMembers = 1U << 1, //!< privileged
    GuildModeration = 1U << 2,
    GuildExpressions = 1U << 3,
    GuildIntegrations = 1U << 4,
    GuildWebhooks = 1U << 5,
    GuildInvites = 1U << 6,
    GuildVoiceStates = 1U << 7,
    GuildPresences = 1U << 8, //!< privileged
    GuildMessages = 1U << 9,
    GuildMessageReactions = 1U << 10,
    GuildMessageTyping = 1U << 11,
    DirectMessages = 1U << 12,
    DirectMessageReactions = 1U << 13,
    DirectMessageTyping = 1U << 14,
    MessageContent = 1U << 15, //!< privileged
    GuildScheduledEvents = 1U << 16,
    AutoModerationConfiguration = 1U << 20,
    AutoModerationExecution = 1U << 21,
    GuildMessagePolls = 1U << 24,
    DirectMessagePolls = 1U << 25,
};
Q_DECLARE_FLAGS(Intents, Intent)
Q_DECLARE_OPERATORS_FOR_FLAGS(Intents)

//! \brief "GUILD_MESSAGES, MESSAGE_CONTENT", in the order of the bits.
[[nodiscard]] QString toString(Intents intents);

} // namespace Cordial::Api
