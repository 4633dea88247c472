// SPDX-License-Identifier: MIT
#include <cordial/sandbox/permissions.h>

#include <QLatin1StringView>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

struct Named
{
    QLatin1StringView name;
    int bit;
};

constexpr std::array kNames{
    Named{"CREATE_INSTANT_INVITE"_L1, 0},
    Named{"KICK_MEMBERS"_L1, 1},
    Named{"BAN_MEMBERS"_L1, 2},
    Named{"ADMINISTRATOR"_L1, 3},
    Named{"MANAGE_CHANNELS"_L1, 4},
    Named{"MANAGE_GUILD"_L1, 5},
    Named{"ADD_REACTIONS"_L1, 6},
    Named{"VIEW_AUDIT_LOG"_L1, 7},
    Named{"PRIORITY_SPEAKER"_L1, 8},
    Named{"STREAM"_L1, 9},
    Named{"VIEW_CHANNEL"_L1, 10},
    Named{"SEND_MESSAGES"_L1, 11},
    Named{"SEND_TTS_MESSAGES"_L1, 12},
    Named{"MANAGE_MESSAGES"_L1, 13},
    Named{"EMBED_LINKS"_L1, 14},
    Named{"ATTACH_FILES"_L1, 15},
    Named{"READ_MESSAGE_HISTORY"_L1, 16},
    Named{"MENTION_EVERYONE"_L1, 17},
    Named{"USE_EXTERNAL_EMOJIS"_L1, 18},
    Named{"VIEW_GUILD_INSIGHTS"_L1, 19},
    Named{"CONNECT"_L1, 20},
    Named{"SPEAK"_L1, 21},
    Named{"MUTE_MEMBERS"_L1, 22},
    Named{"DEAFEN_MEMBERS"_L1, 23},
    Named{"MOVE_MEMBERS"_L1, 24},
    Named{"USE_VAD"_L1, 25},
    Named{"CHANGE_NICKNAME"_L1, 26},
    Named{"MANAGE_NICKNAMES"_L1, 27},
    Named{"MANAGE_ROLES"_L1, 28},
    Named{"MANAGE_WEBHOOKS"_L1, 29},
    Named{"MANAGE_GUILD_EXPRESSIONS"_L1, 30},
    Named{"USE_APPLICATION_COMMANDS"_L1, 31},
    Named{"REQUEST_TO_SPEAK"_L1, 32},
    Named{"MANAGE_EVENTS"_L1, 33},
    Named{"MANAGE_THREADS"_L1, 34},
    Named{"CREATE_PUBLIC_THREADS"_L1, 35},
    Named{"CREATE_PRIVATE_THREADS"_L1, 36},
    Named{"USE_EXTERNAL_STICKERS"_L1, 37},
    Named{"SEND_MESSAGES_IN_THREADS"_L1, 38},
    Named{"USE_EMBEDDED_ACTIVITIES"_L1, 39},
    Named{"MODERATE_MEMBERS"_L1, 40},
    Named{"VIEW_CREATOR_MONETIZATION_ANALYTICS"_L1, 41},
    Named{"USE_SOUNDBOARD"_L1, 42},
    Named{"CREATE_GUILD_EXPRESSIONS"_L1, 43},
    Named{"CREATE_EVENTS"_L1, 44},
    Named{"USE_EXTERNAL_SOUNDS"_L1, 45},
    Named{"SEND_VOICE_MESSAGES"_L1, 46},
    Named{"SEND_POLLS"_L1, 49},
    Named{"USE_EXTERNAL_APPS"_L1, 50},
    Named{"PIN_MESSAGES"_L1, 51},
    Named{"BYPASS_SLOWMODE"_L1, 52},
};

} // namespace

std::optional<quint64> permissionFromName(QStringView name)
{
    const auto found =
        std::ranges::find_if(kNames, [name](const Named &entry) { return name == entry.name; });
    if (found == kNames.end())
        return std::nullopt;
    return 1ULL << found->bit;
}

} // namespace Cordial::Sandbox
