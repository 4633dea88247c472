// SPDX-License-Identifier: MIT
#include <cordial/sandbox/intents.h>

#include <QLatin1StringView>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

struct Rule
{
    QLatin1StringView event; //!< A name, or its beginning when it ends in '*'.
    int guildBit; //!< -1: not sent for guilds through an intent.
    int directBit;
};

// The first match counts.
constexpr std::array kRules{
    Rule{"GUILD_MEMBER_*"_L1, 1, -1},
    Rule{"GUILD_MEMBERS_CHUNK"_L1, -1, -1},
    Rule{"GUILD_AUDIT_LOG_ENTRY_CREATE"_L1, 2, -1},
    Rule{"GUILD_BAN_*"_L1, 2, -1},
    Rule{"GUILD_EMOJIS_UPDATE"_L1, 3, -1},
    Rule{"GUILD_STICKERS_UPDATE"_L1, 3, -1},
    Rule{"GUILD_SOUNDBOARD_*"_L1, 3, -1},
    Rule{"GUILD_INTEGRATIONS_UPDATE"_L1, 4, -1},
    Rule{"INTEGRATION_*"_L1, 4, -1},
    Rule{"WEBHOOKS_UPDATE"_L1, 5, -1},
    Rule{"INVITE_*"_L1, 6, -1},
    Rule{"VOICE_CHANNEL_EFFECT_SEND"_L1, 7, -1},
    Rule{"VOICE_STATE_UPDATE"_L1, 7, -1},
    Rule{"PRESENCE_UPDATE"_L1, 8, -1},
    Rule{"MESSAGE_REACTION_*"_L1, 10, 13},
    Rule{"MESSAGE_POLL_*"_L1, 24, 25},
    Rule{"MESSAGE_*"_L1, 9, 12},
    Rule{"TYPING_START"_L1, 11, 14},
    Rule{"CHANNEL_PINS_UPDATE"_L1, 0, 12},
    Rule{"GUILD_SCHEDULED_EVENT_*"_L1, 16, -1},
    Rule{"AUTO_MODERATION_RULE_*"_L1, 20, -1},
    Rule{"AUTO_MODERATION_ACTION_EXECUTION"_L1, 21, -1},
    Rule{"GUILD_*"_L1, 0, -1},
    Rule{"CHANNEL_INFO"_L1, -1, -1},
    Rule{"CHANNEL_*"_L1, 0, -1},
    Rule{"THREAD_*"_L1, 0, -1},
    Rule{"STAGE_INSTANCE_*"_L1, 0, -1},
    Rule{"VOICE_CHANNEL_*"_L1, 0, -1},
};

constexpr std::array<QLatin1StringView, 26> kNames{
    "GUILDS"_L1,
    "GUILD_MEMBERS"_L1,
    "GUILD_MODERATION"_L1,
    "GUILD_EXPRESSIONS"_L1,
    "GUILD_INTEGRATIONS"_L1,
    "GUILD_WEBHOOKS"_L1,
    "GUILD_INVITES"_L1,
    "GUILD_VOICE_STATES"_L1,
    "GUILD_PRESENCES"_L1,
    "GUILD_MESSAGES"_L1,
    "GUILD_MESSAGE_REACTIONS"_L1,
    "GUILD_MESSAGE_TYPING"_L1,
    "DIRECT_MESSAGES"_L1,
    "DIRECT_MESSAGE_REACTIONS"_L1,
    "DIRECT_MESSAGE_TYPING"_L1,
    "MESSAGE_CONTENT"_L1,
    "GUILD_SCHEDULED_EVENTS"_L1,
    {},
    {},
    {},
    "AUTO_MODERATION_CONFIGURATION"_L1,
    "AUTO_MODERATION_EXECUTION"_L1,
    {},
    {},
    "GUILD_MESSAGE_POLLS"_L1,
    "DIRECT_MESSAGE_POLLS"_L1,
};

bool matches(QLatin1StringView pattern, QByteArrayView event)
{
    const QByteArrayView text(pattern.data(), pattern.size());
    if (text.endsWith('*'))
        return event.startsWith(text.chopped(1));
    return event == text;
}

} // namespace

quint64 intentsOf(QByteArrayView event, bool inGuild)
{
    const auto rule = std::ranges::find_if(
        kRules, [event](const Rule &entry) { return matches(entry.event, event); });
    if (rule == kRules.end())
        return 0;
    const int bit = inGuild ? rule->guildBit : rule->directBit;
    return bit < 0 ? 0 : 1ULL << bit;
}

std::optional<quint64> intentFromName(QStringView name)
{
    for (size_t bit = 0; bit < kNames.size(); ++bit) {
        if (!kNames.at(bit).isEmpty() && name == kNames.at(bit))
            return 1ULL << bit;
    }
    return std::nullopt;
}

} // namespace Cordial::Sandbox
