// SPDX-License-Identifier: MIT
#include <cordial/api/message.h>

#include "message_p.h"

namespace Cordial::Api {

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, Attachment>
void describe(Visitor &visit, Self &self)
{
    visit("id", self.id);
    visit.sparse("filename", self.filename);
    visit("content_type", self.contentType);
    visit.sparse("size", self.size);
    visit.sparse("url", self.url);
}

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, MessageReference>
void describe(Visitor &visit, Self &self)
{
    visit("message_id", self.messageId);
    visit("channel_id", self.channelId);
    visit("guild_id", self.guildId);
    visit("fail_if_not_exists", self.failIfNotExists);
}

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, AllowedMentions>
void describe(Visitor &visit, Self &self)
{
    visit("parse", self.parse);
    visit.sparse("users", self.users);
    visit.sparse("roles", self.roles);
    visit("replied_user", self.repliedUser);
}

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, Message>
void describe(Visitor &visit, Self &self)
{
    describeMessage(visit, self);
}

MessageBody &MessageBody::withComponents(QList<Component> rows)
{
    components = std::move(rows);
    return *this;
}

MessageBody &MessageBody::withEmbed(Embed embed)
{
    if (!embeds)
        embeds = QList<Embed>();
    embeds.value().append(std::move(embed));
    return *this;
}

MessageBody &MessageBody::ephemeral()
{
    flags = flags.valueOr(0) | quint32(MessageFlag::Ephemeral);
    return *this;
}

bool readJson(JsonValue &in, Attachment &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const Attachment &value)
{
    writeDescribed(writer, value);
}
bool readJson(JsonValue &in, MessageReference &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const MessageReference &value)
{
    writeDescribed(writer, value);
}
bool readJson(JsonValue &in, Message &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const Message &value)
{
    writeDescribed(writer, value);
}
bool readJson(JsonValue &in, AllowedMentions &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const AllowedMentions &value)
{
    writeDescribed(writer, value);
}
bool readJson(JsonValue &in, MessageBody &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const MessageBody &value)
{
    writeDescribed(writer, value);
}

} // namespace Cordial::Api
