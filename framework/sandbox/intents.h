// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QStringView>

#include <optional>

namespace Cordial::Sandbox {

//! \brief Gateway intents. \source events/gateway.mdx, "List of Intents"
namespace Intent {
inline constexpr quint64 Guilds = 1U << 0;
inline constexpr quint64 GuildMembers = 1U << 1;
inline constexpr quint64 GuildPresences = 1U << 8;
inline constexpr quint64 MessageContent = 1U << 15;
inline constexpr quint64 Privileged = GuildMembers | GuildPresences | MessageContent;
//! \brief Bits 0 to 16, 20, 21, 24, 25; any other gets close code 4013.
inline constexpr quint64 All = 0x1FFFFU | (1U << 20) | (1U << 21) | (1U << 24) | (1U << 25);
} // namespace Intent

//! \brief The intents any of which lets \a event through; 0 for events that need none.
[[nodiscard]] quint64 intentsOf(QByteArrayView event, bool inGuild);
[[nodiscard]] std::optional<quint64> intentFromName(QStringView name);

} // namespace Cordial::Sandbox
