// SPDX-License-Identifier: MIT
#pragma once

#include <QStringView>

#include <optional>

namespace Cordial::Sandbox {

//! \brief Permission bits. \source topics/permissions.mdx
namespace Permission {
inline constexpr quint64 KickMembers = 1ULL << 1;
inline constexpr quint64 BanMembers = 1ULL << 2;
inline constexpr quint64 Administrator = 1ULL << 3;
inline constexpr quint64 ManageChannels = 1ULL << 4;
inline constexpr quint64 ManageGuild = 1ULL << 5;
inline constexpr quint64 AddReactions = 1ULL << 6;
inline constexpr quint64 ViewChannel = 1ULL << 10;
inline constexpr quint64 SendMessages = 1ULL << 11;
inline constexpr quint64 ManageMessages = 1ULL << 13;
inline constexpr quint64 AttachFiles = 1ULL << 15;
inline constexpr quint64 ReadMessageHistory = 1ULL << 16;
inline constexpr quint64 MentionEveryone = 1ULL << 17;
inline constexpr quint64 MuteMembers = 1ULL << 22;
inline constexpr quint64 DeafenMembers = 1ULL << 23;
inline constexpr quint64 ChangeNickname = 1ULL << 26;
inline constexpr quint64 ManageNicknames = 1ULL << 27;
inline constexpr quint64 ManageRoles = 1ULL << 28;
inline constexpr quint64 ManageWebhooks = 1ULL << 29;
inline constexpr quint64 UseApplicationCommands = 1ULL << 31;
inline constexpr quint64 ModerateMembers = 1ULL << 40;
inline constexpr quint64 PinMessages = 1ULL << 51;
inline constexpr quint64 All = (1ULL << 53) - 1;
} // namespace Permission

//! \brief The bit of "MANAGE_MESSAGES"; nothing for a name Discord does not know.
[[nodiscard]] std::optional<quint64> permissionFromName(QStringView name);

} // namespace Cordial::Sandbox
