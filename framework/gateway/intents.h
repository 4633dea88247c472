// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>

#include <QStringList>
#include <QStringView>

namespace Cordial::Gateway {

//! \brief Intents that have to be enabled for a bot before they may be asked for.
//! \source events/gateway.mdx, "Privileged Intents"
inline constexpr quint32 kGuildMembersIntent = 1U << 1;
inline constexpr quint32 kGuildPresencesIntent = 1U << 8;
inline constexpr quint32 kMessageContentIntent = 1U << 15;
inline constexpr quint32 kPrivilegedIntents =
    kGuildMembersIntent | kGuildPresencesIntent | kMessageContentIntent;

//! \brief Every intent that needs no permission from Discord.
[[nodiscard]] quint32 unprivilegedIntents();

//! \brief A number, or Discord's names separated by commas: "GUILDS,GUILD_MESSAGES".
//! Errors: InvalidArgument, naming what is not an intent.
[[nodiscard]] Result<quint32> parseIntents(QStringView text);

//! \brief The names of the set bits, lowest first; a bit without a name reads "1<<n".
[[nodiscard]] QStringList intentNames(quint32 intents);

} // namespace Cordial::Gateway
