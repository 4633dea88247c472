// SPDX-License-Identifier: MIT
#include <cordial/api/permissions.h>

#include <algorithm>
#include <array>

namespace Cordial::Api {

namespace {

constexpr std::array kNames{"CREATE_INSTANT_INVITE",
                            "KICK_MEMBERS",
                            "BAN_MEMBERS",
                            "ADMINISTRATOR",
                            "MANAGE_CHANNELS",
                            "MANAGE_GUILD",
                            "ADD_REACTIONS",
                            "VIEW_AUDIT_LOG",
                            "PRIORITY_SPEAKER",
                            "STREAM",
                            "VIEW_CHANNEL",
                            "SEND_MESSAGES",
                            "SEND_TTS_MESSAGES",
                            "MANAGE_MESSAGES",
                            "EMBED_LINKS",
                            "ATTACH_FILES",
                            "READ_MESSAGE_HISTORY",
                            "MENTION_EVERYONE",
                            "USE_EXTERNAL_EMOJIS",
                            "VIEW_GUILD_INSIGHTS",
                            "CONNECT",
                            "SPEAK",
                            "MUTE_MEMBERS",
                            "DEAFEN_MEMBERS",
                            "MOVE_MEMBERS",
                            "USE_VAD",
                            "CHANGE_NICKNAME",
                            "MANAGE_NICKNAMES",
                            "MANAGE_ROLES",
                            "MANAGE_WEBHOOKS",
                            "MANAGE_GUILD_EXPRESSIONS",
                            "USE_APPLICATION_COMMANDS",
                            "REQUEST_TO_SPEAK",
                            "MANAGE_EVENTS",
                            "MANAGE_THREADS",
                            "CREATE_PUBLIC_THREADS",
                            "CREATE_PRIVATE_THREADS",
                            "USE_EXTERNAL_STICKERS",
                            "SEND_MESSAGES_IN_THREADS",
                            "USE_EMBEDDED_ACTIVITIES",
                            "MODERATE_MEMBERS",
                            "VIEW_CREATOR_MONETIZATION_ANALYTICS",
                            "USE_SOUNDBOARD",
                            "CREATE_GUILD_EXPRESSIONS",
                            "CREATE_EVENTS",
                            "USE_EXTERNAL_SOUNDS",
                            "SEND_VOICE_MESSAGES",
                            static_cast<const char *>(nullptr),
                            "SET_VOICE_CHANNEL_STATUS",
                            "SEND_POLLS",
                            "USE_EXTERNAL_APPS",
                            "PIN_MESSAGES",
                            "BYPASS_SLOWMODE"};
static_assert(kNames.size() == size_t(Permission::BypassSlowmode) + 1);

} // namespace

QString toString(Permission permission)
{
    const auto bit = size_t(permission);
    if (bit < kNames.size() && kNames[bit] != nullptr)
        return QString::fromLatin1(kNames[bit]);
    return QStringLiteral("bit %1").arg(bit);
}

QList<Permission> Permissions::toList() const
{
    QList<Permission> list;
    for (int bit = 0; bit < 64; ++bit) {
        if ((m_bits >> bit & 1) != 0)
            list.append(Permission(bit));
    }
    return list;
}

bool readJson(JsonValue &in, Permissions &out, JsonError &error)
{
    // An Id has the same form: digits in a string, at times a bare number.
    Id<struct PermissionBits> bits;
    if (!readJson(in, bits, error))
        return error.fail("expected permission bits");
    out = Permissions::fromBits(bits.value());
    return true;
}

void writeJson(JsonWriter &writer, Permissions value)
{
    writer.string(QByteArray::number(value.bits()));
}

namespace {

Permissions withOverwrites(Permissions base, const PermissionQuery &query)
{
    Permissions roleAllow;
    Permissions roleDeny;
    Permissions result = base;
    const auto hasRole = [&](quint64 id) {
        return std::any_of(query.roles.begin(), query.roles.end(),
                           [id](const auto &role) { return role.first.value() == id; });
    };
    const PermissionQuery::Exception *member = nullptr;
    for (const PermissionQuery::Exception &overwrite : query.overwrites) {
        if (overwrite.type == PermissionQuery::Exception::Kind::Member) {
            if (overwrite.id == query.user.value())
                member = &overwrite;
        } else if (overwrite.id == query.guild.value()) {
            result = (result - overwrite.deny) | overwrite.allow;
        } else if (hasRole(overwrite.id)) {
            roleAllow = roleAllow | overwrite.allow;
            roleDeny = roleDeny | overwrite.deny;
        }
    }
    result = (result - roleDeny) | roleAllow;
    return member != nullptr ? (result - member->deny) | member->allow : result;
}

constexpr Permissions kTimedOut{Permission::ViewChannel, Permission::ReadMessageHistory};
constexpr Permissions kPartsOfMessages{Permission::MentionEveryone, Permission::SendTtsMessages,
                                       Permission::AttachFiles, Permission::EmbedLinks};
constexpr Permissions kInsideVoice{Permission::PrioritySpeaker,
                                   Permission::Stream,
                                   Permission::Speak,
                                   Permission::MuteMembers,
                                   Permission::DeafenMembers,
                                   Permission::MoveMembers,
                                   Permission::UseVad,
                                   Permission::RequestToSpeak,
                                   Permission::UseSoundboard,
                                   Permission::UseExternalSounds,
                                   Permission::UseEmbeddedActivities,
                                   Permission::SetVoiceChannelStatus,
                                   Permission::ManageChannels,
                                   Permission::ManageRoles};

bool isSet(Permissions permissions, Permission one)
{
    return (permissions & one) == Permissions(one);
}

//! Of the roles alone; everything for an owner or administrator.
Permissions fromRoles(const PermissionQuery &query)
{
    if (query.isOwner)
        return Permissions::all();
    Permissions base = query.everyone;
    for (const auto &role : query.roles)
        base = base | role.second;
    return isSet(base, Permission::Administrator) ? Permissions::all() : base;
}

} // namespace

Permissions basePermissions(const PermissionQuery &query)
{
    const Permissions base = fromRoles(query);
    return query.isTimedOut && base != Permissions::all() ? base & kTimedOut : base;
}

Permissions computePermissions(const PermissionQuery &query)
{
    const Permissions base = fromRoles(query);
    if (base == Permissions::all())
        return base;
    const Permissions result = withOverwrites(base, query);
    return query.isTimedOut ? result & kTimedOut : result;
}

Permissions withoutImplicitlyDenied(Permissions explicitly, PermissionPlace place)
{
    if (place == PermissionPlace::Guild)
        return explicitly;
    if (!isSet(explicitly, Permission::ViewChannel))
        return {};
    Permissions left = explicitly;
    const bool isThread = place == PermissionPlace::Thread;
    if (!isSet(left, isThread ? Permission::SendMessagesInThreads : Permission::SendMessages))
        left = left - kPartsOfMessages;
    if (isThread)
        left = left - Permission::SendMessages;
    if (place == PermissionPlace::Voice && !isSet(left, Permission::Connect))
        left = left - kInsideVoice;
    return left;
}

Permissions effectivePermissions(const PermissionQuery &query, PermissionPlace place)
{
    const Permissions explicitly = computePermissions(query);
    return explicitly == Permissions::all() ? explicitly
                                            : withoutImplicitlyDenied(explicitly, place);
}

} // namespace Cordial::Api
