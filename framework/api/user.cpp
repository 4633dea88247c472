// SPDX-License-Identifier: MIT
#include <cordial/api/user.h>

#include "describe_p.h"

namespace Cordial::Api {

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, User>
void describe(Visitor &visit, Self &self)
{
    visit("id", self.id);
    visit.sparse("username", self.username);
    visit("discriminator", self.discriminator);
    visit("global_name", self.globalName);
    visit("avatar", self.avatar);
    visit.sparse("bot", self.isBot);
    visit.sparse("system", self.isSystem);
}

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, Member>
void describe(Visitor &visit, Self &self)
{
    visit("user", self.user);
    visit("nick", self.nick);
    visit("avatar", self.avatar);
    visit("roles", self.roles);
    visit("joined_at", self.joinedAt);
    visit.sparse("pending", self.isPending);
    visit("permissions", self.permissions);
    visit("communication_disabled_until", self.communicationDisabledUntil);
}

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, Role>
void describe(Visitor &visit, Self &self)
{
    visit("id", self.id);
    visit("name", self.name);
    visit.sparse("color", self.color);
    visit.sparse("hoist", self.isHoisted);
    visit("position", self.position);
    visit("permissions", self.permissions);
    visit.sparse("managed", self.isManaged);
    visit.sparse("mentionable", self.isMentionable);
}

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, Application>
void describe(Visitor &visit, Self &self)
{
    visit("id", self.id);
    visit.sparse("name", self.name);
    visit.sparse("flags", self.flags);
}

QString User::displayName() const
{
    return globalName.hasValue() && !globalName->isEmpty() ? *globalName : username;
}

QString Member::displayName() const
{
    if (nick.hasValue() && !nick->isEmpty())
        return *nick;
    return user.hasValue() ? user->displayName() : QString();
}

bool readJson(JsonValue &in, User &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const User &value)
{
    writeDescribed(writer, value);
}
bool readJson(JsonValue &in, Member &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const Member &value)
{
    writeDescribed(writer, value);
}
bool readJson(JsonValue &in, Role &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const Role &value)
{
    writeDescribed(writer, value);
}
bool readJson(JsonValue &in, Application &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const Application &value)
{
    writeDescribed(writer, value);
}

} // namespace Cordial::Api
