// SPDX-License-Identifier: MIT
#include <cordial/api/interaction.h>

#include "describe_p.h"

namespace Cordial::Api {

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, InteractionOption>
void describe(Visitor &visit, Self &self)
{
    visit("name", self.name);
    visit("type", self.type);
    visit("value", self.value);
    visit.sparse("options", self.options);
    visit.sparse("focused", self.isFocused);
}

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, ResolvedData>
void describe(Visitor &visit, Self &self)
{
    visit.sparse("users", self.users);
    visit.sparse("members", self.members);
    visit.sparse("roles", self.roles);
    visit.sparse("channels", self.channels);
    visit.sparse("messages", self.messages);
    visit.sparse("attachments", self.attachments);
}

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, InteractionData>
void describe(Visitor &visit, Self &self)
{
    visit.sparse("id", self.id);
    visit.sparse("name", self.name);
    visit.sparse("type", self.type);
    visit.sparse("options", self.options);
    visit.sparse("resolved", self.resolved);
    visit.sparse("custom_id", self.customId);
    visit.sparse("component_type", self.componentType);
    visit.sparse("values", self.values);
    visit.sparse("components", self.components);
}

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, Interaction>
void describe(Visitor &visit, Self &self)
{
    visit("id", self.id);
    visit("application_id", self.applicationId);
    visit("type", self.type);
    visit("data", self.data);
    visit("guild_id", self.guildId);
    visit("channel_id", self.channelId);
    visit("member", self.member);
    visit("user", self.user);
    visit("message", self.message);
    visit("app_permissions", self.appPermissions);
    visit.sparse("locale", self.locale);
    visit.sparse("guild_locale", self.guildLocale);
}

static void writeModal(JsonWriter &writer, const ModalBody &modal)
{
    writer.beginObject();
    writer.key("custom_id").string(modal.customId);
    writer.key("title").string(modal.title);
    writer.key("components");
    writeJson(writer, modal.components);
    writer.endObject();
}

bool InteractionOption::operator==(const InteractionOption &) const = default;

User Interaction::invoker() const
{
    if (member && member->user)
        return *member->user;
    return user.valueOr({});
}

bool readJson(JsonValue &in, InteractionOption &out, JsonError &error)
{
    return readDescribed(in, out, error);
}

bool readJson(JsonValue &in, ResolvedData &out, JsonError &error)
{
    return readDescribed(in, out, error);
}

bool readJson(JsonValue &in, InteractionData &out, JsonError &error)
{
    return readObject(in, error, [&](std::string_view key, JsonValue &value) {
        if (key == "target_id" && !isNull(value)) {
            Id<struct InteractionTarget> target;
            const bool ok = readJson(value, target, error);
            out.targetId = target.value();
            return ok;
        }
        FieldReader reader(key, value, error);
        describe(reader, out);
        return reader.isOk();
    });
}

bool readJson(JsonValue &in, Interaction &out, JsonError &error)
{
    return readObject(in, error, [&](std::string_view key, JsonValue &value) {
        if (key == "token") {
            QByteArray token;
            const bool ok = readJson(value, token, error);
            out.token = Secret(token);
            return ok;
        }
        FieldReader reader(key, value, error);
        describe(reader, out);
        return reader.isOk();
    });
}

void writeJson(JsonWriter &writer, const InteractionResponse &value)
{
    writer.beginObject();
    writer.key("type");
    writeJson(writer, value.type);
    if (value.modal) {
        writer.key("data");
        writeModal(writer, *value.modal);
    } else if (value.choices) {
        writer.key("data").beginObject().key("choices");
        writeJson(writer, *value.choices);
        writer.endObject();
    } else if (value.message) {
        writer.key("data");
        writeJson(writer, *value.message);
    }
    writer.endObject();
}

} // namespace Cordial::Api
