// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/user.h>

namespace Cordial::Api {

//! \source resources/channel.mdx, "Channel Types"
enum class ChannelType : quint8 {
    GuildText = 0,
    Dm = 1,
    GuildVoice = 2,
    GroupDm = 3,
    GuildCategory = 4,
    GuildAnnouncement = 5,
    AnnouncementThread = 10,
    PublicThread = 11,
    PrivateThread = 12,
    GuildStageVoice = 13,
    GuildDirectory = 14,
    GuildForum = 15,
    GuildMedia = 16,
};
static_assert(int(ChannelType::GuildMedia) == 16);

//! \brief A channel of any type, threads too. \source resources/channel.mdx
struct Channel
{
    ChannelId id;
    ChannelType type = ChannelType::GuildText;
    Field<GuildId> guildId; //!< Absent inside GUILD_CREATE and for direct messages.
    Field<QString> name;
    Field<QString> topic;
    Field<int> position;
    Field<ChannelId> parentId; //!< Category, or the channel a thread belongs to.
    QList<Overwrite> overwrites;
    Field<int> rateLimitPerUser; //!< Seconds of slow mode.
    bool isNsfw = false;
    Field<MessageId> lastMessageId;

    bool operator==(const Channel &) const = default;
};
bool readJson(JsonValue &in, Channel &out, JsonError &error);
void writeJson(JsonWriter &writer, const Channel &value);

//! \brief A server, as events and the guild routes describe it. \source resources/guild.mdx
struct Guild
{
    GuildId id;
    QString name;
    Field<QString> icon;
    UserId ownerId;
    QList<Role> roles;
    Field<QString> preferredLocale;
    Field<ChannelId> systemChannelId; //!< Where Discord puts its own welcome messages.

    bool operator==(const Guild &) const = default;
};
bool readJson(JsonValue &in, Guild &out, JsonError &error);
void writeJson(JsonWriter &writer, const Guild &value);

} // namespace Cordial::Api
