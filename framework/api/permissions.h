// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/json.h>

#include <QList>

#include <initializer_list>

namespace Cordial::Api {

//! \brief What a member may do; the value is the number of its bit.
//! \source topics/permissions.mdx, "Bitwise Permission Flags"
enum class Permission : quint8 {
    CreateInstantInvite = 0,
    KickMembers = 1,
    BanMembers = 2,
    Administrator = 3,
    ManageChannels = 4,
    ManageGuild = 5,
    AddReactions = 6,
    ViewAuditLog = 7,
    PrioritySpeaker = 8,
    Stream = 9,
    ViewChannel = 10,
    SendMessages = 11,
    SendTtsMessages = 12,
    ManageMessages = 13,
    EmbedLinks = 14,
    AttachFiles = 15,
    ReadMessageHistory = 16,
    MentionEveryone = 17,
    UseExternalEmojis = 18,
    ViewGuildInsights = 19,
    Connect = 20,
    Speak = 21,
    MuteMembers = 22,
    DeafenMembers = 23,
    MoveMembers = 24,
    UseVad = 25,
    ChangeNickname = 26,
    ManageNicknames = 27,
    ManageRoles = 28,
    ManageWebhooks = 29,
    ManageGuildExpressions = 30,
    UseApplicationCommands = 31,
    RequestToSpeak = 32,
    ManageEvents = 33,
    ManageThreads = 34,
    CreatePublicThreads = 35,
    CreatePrivateThreads = 36,
    UseExternalStickers = 37,
    SendMessagesInThreads = 38,
    UseEmbeddedActivities = 39,
    ModerateMembers = 40,
    ViewCreatorMonetizationAnalytics = 41,
    UseSoundboard = 42,
    CreateGuildExpressions = 43,
    CreateEvents = 44,
    UseExternalSounds = 45,
    SendVoiceMessages = 46,
    SetVoiceChannelStatus = 48,
    SendPolls = 49,
    UseExternalApps = 50,
    PinMessages = 51,
    BypassSlowmode = 52,
};
static_assert(int(Permission::BypassSlowmode) == 52);

//! \brief "MANAGE_MESSAGES"; "bit 60" for one this version does not know.
[[nodiscard]] QString toString(Permission permission);

//! \brief A set of permissions. Bits that this version does not know survive.
class Permissions
{
public:
    constexpr Permissions() = default;
    constexpr Permissions(Permission permission) : m_bits(1ULL << int(permission)) { }
    constexpr Permissions(std::initializer_list<Permission> permissions)
    {
        for (const Permission permission : permissions)
            m_bits |= 1ULL << int(permission);
    }
    [[nodiscard]] static constexpr Permissions fromBits(quint64 bits)
    {
        Permissions permissions;
        permissions.m_bits = bits;
        return permissions;
    }
    [[nodiscard]] static constexpr Permissions all() { return fromBits(~0ULL); }

    [[nodiscard]] constexpr quint64 bits() const { return m_bits; }
    [[nodiscard]] constexpr bool isEmpty() const { return m_bits == 0; }
    //! \brief Whether all of \a other are in here; an administrator has everything.
    [[nodiscard]] constexpr bool allows(Permissions other) const
    {
        return (m_bits & (1ULL << int(Permission::Administrator))) != 0
            || (m_bits & other.m_bits) == other.m_bits;
    }
    [[nodiscard]] QList<Permission> toList() const;

    constexpr Permissions operator|(Permissions other) const
    {
        return fromBits(m_bits | other.m_bits);
    }
    constexpr Permissions operator&(Permissions other) const
    {
        return fromBits(m_bits & other.m_bits);
    }
    //! \brief Those of here that are not in \a other.
    constexpr Permissions operator-(Permissions other) const
    {
        return fromBits(m_bits & ~other.m_bits);
    }
    constexpr bool operator==(const Permissions &) const = default;

private:
    quint64 m_bits = 0;
};

//! \brief Permissions travel as a string of digits.
bool readJson(JsonValue &in, Permissions &out, JsonError &error);
void writeJson(JsonWriter &writer, Permissions value);

//! \brief Everything the calculation needs to know about one member.
struct PermissionQuery
{
    //! \brief An exception that one channel makes for a role or a member.
    struct Exception
    {
        enum class Kind : quint8 { Role = 0, Member = 1 };
        quint64 id = 0; //!< of the role or the user
        Kind type = Kind::Role;
        Permissions allow;
        Permissions deny;
    };

    GuildId guild;
    UserId user;
    bool isOwner = false;
    bool isTimedOut = false;
    Permissions everyone; //!< of the role @everyone
    QList<std::pair<RoleId, Permissions>> roles; //!< that the member has
    QList<Exception> overwrites; //!< of the channel; empty for the guild as a whole
};

//! \brief Where permissions are used, as far as that changes them.
enum class PermissionPlace : quint8 { Guild, Text, Voice, Thread };

//! \brief What the member may do in the guild as a whole, whatever its channels say.
[[nodiscard]] Permissions basePermissions(const PermissionQuery &query);

//! \brief What the member may do there.
//! \source topics/permissions.mdx, "Permission Overwrites" and "Permissions for Timed Out Members"
[[nodiscard]] Permissions computePermissions(const PermissionQuery &query);

//! \brief \a explicitly without what is of no use there: everything in a channel one cannot see,
//! what goes with a message where one cannot send, and all that concerns a voice channel one cannot
//! connect to. A thread knows no SEND_MESSAGES, only SEND_MESSAGES_IN_THREADS.
//! \source topics/permissions.mdx, "Implicit Permissions" and "Inherited Permissions (Threads)"
[[nodiscard]] Permissions withoutImplicitlyDenied(Permissions explicitly, PermissionPlace place);

//! \brief What the member can really do there: computePermissions() without what is implicitly
//! denied. An owner and an administrator can do everything everywhere.
[[nodiscard]] Permissions effectivePermissions(const PermissionQuery &query, PermissionPlace place);

} // namespace Cordial::Api
