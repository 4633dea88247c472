// SPDX-License-Identifier: MIT
#include <cordial/api/events.h>

#include "guild_p.h"
#include "message_p.h"

namespace Cordial::Api {

namespace {

//! \brief An event that extends an object: its own fields, and those of the object, in one pass.
template <typename Event, typename Own, typename Base>
bool readExtended(JsonValue &in, Event &out, JsonError &error, Own &&own, Base &&base)
{
    return readObject(in, error, [&](std::string_view key, JsonValue &value) {
        FieldReader reader(key, value, error);
        own(reader, out);
        base(reader, out);
        return reader.isOk();
    });
}

template <typename Visitor, typename Event>
void describeMemberFields(Visitor &visit, Event &self)
{
    visit("user", self.user);
    visit("nick", self.nick);
    visit("avatar", self.avatar);
    visit("roles", self.roles);
    visit("joined_at", self.joinedAt);
    visit.sparse("pending", self.isPending);
    visit("communication_disabled_until", self.communicationDisabledUntil);
}

template <typename Event>
bool readMemberEvent(JsonValue &in, Event &out, JsonError &error)
{
    return readExtended(
        in, out, error, [](FieldReader &visit, Event &self) { visit("guild_id", self.guildId); },
        [](FieldReader &visit, Event &self) { describeMemberFields(visit, self); });
}

template <typename Event>
bool readMessageEvent(JsonValue &in, Event &out, JsonError &error)
{
    return readExtended(
        in, out, error,
        [](FieldReader &visit, Event &self) {
            visit("guild_id", self.guildId);
            visit("member", self.member);
        },
        [](FieldReader &visit, Event &self) { describeMessage(visit, self); });
}

template <typename Event>
bool readUserOfGuild(JsonValue &in, Event &out, JsonError &error)
{
    return readObject(in, error, [&](std::string_view key, JsonValue &value) {
        FieldReader visit(key, value, error);
        visit("guild_id", out.guildId);
        visit("user", out.user);
        return visit.isOk();
    });
}

template <typename Event>
bool readRoleOfGuild(JsonValue &in, Event &out, JsonError &error)
{
    return readObject(in, error, [&](std::string_view key, JsonValue &value) {
        FieldReader visit(key, value, error);
        visit("guild_id", out.guildId);
        visit("role", out.role);
        return visit.isOk();
    });
}

template <typename Event>
void describeReaction(FieldReader &visit, Event &self)
{
    visit("user_id", self.userId);
    visit("channel_id", self.channelId);
    visit("message_id", self.messageId);
    visit("guild_id", self.guildId);
    visit("emoji", self.emoji);
}

//! \brief An object whose fields \a describe names.
template <typename Event, typename Describe>
bool readFields(JsonValue &in, Event &out, JsonError &error, Describe &&describe)
{
    return readObject(in, error, [&](std::string_view key, JsonValue &value) {
        FieldReader visit(key, value, error);
        describe(visit, out);
        return visit.isOk();
    });
}

} // namespace

bool readJson(JsonValue &in, UnavailableGuild &out, JsonError &error)
{
    return readFields(in, out, error, [](FieldReader &visit, UnavailableGuild &self) {
        visit("id", self.id);
        visit.sparse("unavailable", self.isUnavailable);
    });
}

bool readJson(JsonValue &in, ReadyEvent &out, JsonError &error)
{
    return readFields(in, out, error, [](FieldReader &visit, ReadyEvent &self) {
        visit("user", self.user);
        visit.sparse("guilds", self.guilds);
        visit.sparse("application", self.application);
        visit.sparse("session_id", self.sessionId);
    });
}

bool readJson(JsonValue &in, ResumedEvent &, JsonError &error)
{
    return readObject(in, error, [](std::string_view, JsonValue &) { return true; });
}

bool readJson(JsonValue &in, GuildCreateEvent &out, JsonError &error)
{
    return readExtended(
        in, out, error,
        [](FieldReader &visit, GuildCreateEvent &self) {
            visit.sparse("unavailable", self.isUnavailable);
            visit.sparse("member_count", self.memberCount);
            visit.sparse("members", self.members);
            visit.sparse("channels", self.channels);
            visit.sparse("threads", self.threads);
        },
        [](FieldReader &visit, GuildCreateEvent &self) { describeGuild(visit, self); });
}

bool readJson(JsonValue &in, GuildMemberAddEvent &out, JsonError &error)
{
    return readMemberEvent(in, out, error);
}
bool readJson(JsonValue &in, GuildMemberUpdateEvent &out, JsonError &error)
{
    return readMemberEvent(in, out, error);
}
bool readJson(JsonValue &in, GuildMemberRemoveEvent &out, JsonError &error)
{
    return readUserOfGuild(in, out, error);
}
bool readJson(JsonValue &in, GuildBanAddEvent &out, JsonError &error)
{
    return readUserOfGuild(in, out, error);
}
bool readJson(JsonValue &in, GuildBanRemoveEvent &out, JsonError &error)
{
    return readUserOfGuild(in, out, error);
}
bool readJson(JsonValue &in, GuildRoleCreateEvent &out, JsonError &error)
{
    return readRoleOfGuild(in, out, error);
}
bool readJson(JsonValue &in, GuildRoleUpdateEvent &out, JsonError &error)
{
    return readRoleOfGuild(in, out, error);
}

bool readJson(JsonValue &in, GuildRoleDeleteEvent &out, JsonError &error)
{
    return readFields(in, out, error, [](FieldReader &visit, GuildRoleDeleteEvent &self) {
        visit("guild_id", self.guildId);
        visit("role_id", self.roleId);
    });
}

bool readJson(JsonValue &in, MessageCreateEvent &out, JsonError &error)
{
    return readMessageEvent(in, out, error);
}
bool readJson(JsonValue &in, MessageUpdateEvent &out, JsonError &error)
{
    return readMessageEvent(in, out, error);
}

bool readJson(JsonValue &in, MessageDeleteEvent &out, JsonError &error)
{
    return readFields(in, out, error, [](FieldReader &visit, MessageDeleteEvent &self) {
        visit("id", self.id);
        visit("channel_id", self.channelId);
        visit("guild_id", self.guildId);
    });
}

bool readJson(JsonValue &in, MessageDeleteBulkEvent &out, JsonError &error)
{
    return readFields(in, out, error, [](FieldReader &visit, MessageDeleteBulkEvent &self) {
        visit("ids", self.ids);
        visit("channel_id", self.channelId);
        visit("guild_id", self.guildId);
    });
}

bool readJson(JsonValue &in, MessageReactionAddEvent &out, JsonError &error)
{
    return readFields(in, out, error, [](FieldReader &visit, MessageReactionAddEvent &self) {
        describeReaction(visit, self);
        visit("member", self.member);
    });
}

bool readJson(JsonValue &in, MessageReactionRemoveEvent &out, JsonError &error)
{
    return readFields(in, out, error, [](FieldReader &visit, MessageReactionRemoveEvent &self) {
        describeReaction(visit, self);
    });
}

bool readJson(JsonValue &in, TypingStartEvent &out, JsonError &error)
{
    return readFields(in, out, error, [](FieldReader &visit, TypingStartEvent &self) {
        visit("channel_id", self.channelId);
        visit("guild_id", self.guildId);
        visit("user_id", self.userId);
        visit("member", self.member);
    });
}

} // namespace Cordial::Api
