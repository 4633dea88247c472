// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/interaction.h>
#include <cordial/api/message.h>

//! The dispatch events that Client has signals for. kType is Discord's name of the event.
//! \source events/gateway-events.mdx
namespace Cordial::Api {

struct UnavailableGuild
{
    GuildId id;
    bool isUnavailable = false; //!< false in GUILD_DELETE: the bot was removed.
};

struct ReadyEvent
{
    static constexpr const char *kType = "READY";
    User user;
    QList<UnavailableGuild> guilds;
    Application application;
    QString sessionId;
};

struct ResumedEvent
{
    static constexpr const char *kType = "RESUMED";
};

struct GuildCreateEvent : Guild
{
    static constexpr const char *kType = "GUILD_CREATE";
    bool isUnavailable = false; //!< Then nothing but the id is there.
    int memberCount = 0;
    QList<Member> members; //!< Not all of a large guild.
    QList<Channel> channels;
    QList<Channel> threads;
};

struct GuildUpdateEvent : Guild
{
    static constexpr const char *kType = "GUILD_UPDATE";
};

struct GuildDeleteEvent : UnavailableGuild
{
    static constexpr const char *kType = "GUILD_DELETE";
};

struct GuildMemberAddEvent : Member
{
    static constexpr const char *kType = "GUILD_MEMBER_ADD";
    GuildId guildId;
};

struct GuildMemberUpdateEvent : Member
{
    static constexpr const char *kType = "GUILD_MEMBER_UPDATE";
    GuildId guildId;
};

struct GuildMemberRemoveEvent
{
    static constexpr const char *kType = "GUILD_MEMBER_REMOVE";
    GuildId guildId;
    User user;
};

struct GuildBanAddEvent
{
    static constexpr const char *kType = "GUILD_BAN_ADD";
    GuildId guildId;
    User user;
};

struct GuildBanRemoveEvent
{
    static constexpr const char *kType = "GUILD_BAN_REMOVE";
    GuildId guildId;
    User user;
};

struct GuildRoleCreateEvent
{
    static constexpr const char *kType = "GUILD_ROLE_CREATE";
    GuildId guildId;
    Role role;
};

struct GuildRoleUpdateEvent
{
    static constexpr const char *kType = "GUILD_ROLE_UPDATE";
    GuildId guildId;
    Role role;
};

struct GuildRoleDeleteEvent
{
    static constexpr const char *kType = "GUILD_ROLE_DELETE";
    GuildId guildId;
    RoleId roleId;
};

struct ChannelCreateEvent : Channel
{
    static constexpr const char *kType = "CHANNEL_CREATE";
};

struct ChannelUpdateEvent : Channel
{
    static constexpr const char *kType = "CHANNEL_UPDATE";
};

struct ChannelDeleteEvent : Channel
{
    static constexpr const char *kType = "CHANNEL_DELETE";
};

struct MessageCreateEvent : Message
{
    static constexpr const char *kType = "MESSAGE_CREATE";
    Field<GuildId> guildId;
    Field<Member> member; //!< Of the author, without the user.
};

struct MessageUpdateEvent : Message
{
    static constexpr const char *kType = "MESSAGE_UPDATE";
    Field<GuildId> guildId;
    Field<Member> member;
};

struct MessageDeleteEvent
{
    static constexpr const char *kType = "MESSAGE_DELETE";
    MessageId id;
    ChannelId channelId;
    Field<GuildId> guildId;
};

struct MessageDeleteBulkEvent
{
    static constexpr const char *kType = "MESSAGE_DELETE_BULK";
    QList<MessageId> ids;
    ChannelId channelId;
    Field<GuildId> guildId;
};

struct MessageReactionAddEvent
{
    static constexpr const char *kType = "MESSAGE_REACTION_ADD";
    UserId userId;
    ChannelId channelId;
    MessageId messageId;
    Field<GuildId> guildId;
    Field<Member> member;
    Emoji emoji;
};

struct MessageReactionRemoveEvent
{
    static constexpr const char *kType = "MESSAGE_REACTION_REMOVE";
    UserId userId;
    ChannelId channelId;
    MessageId messageId;
    Field<GuildId> guildId;
    Emoji emoji;
};

struct TypingStartEvent
{
    static constexpr const char *kType = "TYPING_START";
    ChannelId channelId;
    Field<GuildId> guildId;
    UserId userId;
    Field<Member> member;
};

struct InteractionCreateEvent : Interaction
{
    static constexpr const char *kType = "INTERACTION_CREATE";
};

bool readJson(JsonValue &in, UnavailableGuild &out, JsonError &error);
bool readJson(JsonValue &in, ReadyEvent &out, JsonError &error);
bool readJson(JsonValue &in, ResumedEvent &out, JsonError &error);
bool readJson(JsonValue &in, GuildCreateEvent &out, JsonError &error);
bool readJson(JsonValue &in, GuildMemberAddEvent &out, JsonError &error);
bool readJson(JsonValue &in, GuildMemberUpdateEvent &out, JsonError &error);
bool readJson(JsonValue &in, GuildMemberRemoveEvent &out, JsonError &error);
bool readJson(JsonValue &in, GuildBanAddEvent &out, JsonError &error);
bool readJson(JsonValue &in, GuildBanRemoveEvent &out, JsonError &error);
bool readJson(JsonValue &in, GuildRoleCreateEvent &out, JsonError &error);
bool readJson(JsonValue &in, GuildRoleUpdateEvent &out, JsonError &error);
bool readJson(JsonValue &in, GuildRoleDeleteEvent &out, JsonError &error);
bool readJson(JsonValue &in, MessageCreateEvent &out, JsonError &error);
bool readJson(JsonValue &in, MessageUpdateEvent &out, JsonError &error);
bool readJson(JsonValue &in, MessageDeleteEvent &out, JsonError &error);
bool readJson(JsonValue &in, MessageDeleteBulkEvent &out, JsonError &error);
bool readJson(JsonValue &in, MessageReactionAddEvent &out, JsonError &error);
bool readJson(JsonValue &in, MessageReactionRemoveEvent &out, JsonError &error);
bool readJson(JsonValue &in, TypingStartEvent &out, JsonError &error);

} // namespace Cordial::Api
