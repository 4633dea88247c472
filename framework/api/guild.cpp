// SPDX-License-Identifier: MIT
#include <cordial/api/guild.h>

#include "guild_p.h"

namespace Cordial::Api {

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, Channel>
void describe(Visitor &visit, Self &self)
{
    visit("id", self.id);
    visit("type", self.type);
    visit("guild_id", self.guildId);
    visit("name", self.name);
    visit("topic", self.topic);
    visit("position", self.position);
    visit("parent_id", self.parentId);
    visit.sparse("permission_overwrites", self.overwrites);
    visit("rate_limit_per_user", self.rateLimitPerUser);
    visit.sparse("nsfw", self.isNsfw);
    visit("last_message_id", self.lastMessageId);
}

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, Guild>
void describe(Visitor &visit, Self &self)
{
    describeGuild(visit, self);
}

bool readJson(JsonValue &in, Channel &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const Channel &value)
{
    writeDescribed(writer, value);
}
bool readJson(JsonValue &in, Guild &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const Guild &value)
{
    writeDescribed(writer, value);
}

} // namespace Cordial::Api
