// SPDX-License-Identifier: MIT
#include <cordial/api/command.h>

#include "describe_p.h"

namespace Cordial::Api {

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, Choice>
void describe(Visitor &visit, Self &self)
{
    visit("name", self.name);
    visit.sparse("name_localizations", self.nameLocalizations);
    visit("value", self.value);
}

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, CommandOption>
void describe(Visitor &visit, Self &self)
{
    visit("type", self.type);
    visit("name", self.name);
    visit.sparse("name_localizations", self.nameLocalizations);
    visit("description", self.description);
    visit.sparse("description_localizations", self.descriptionLocalizations);
    visit.sparse("required", self.isRequired);
    visit.sparse("choices", self.choices);
    visit.sparse("options", self.options);
    visit.sparse("channel_types", self.channelTypes);
    visit("min_value", self.minValue);
    visit("max_value", self.maxValue);
    visit("min_length", self.minLength);
    visit("max_length", self.maxLength);
    visit.sparse("autocomplete", self.hasAutocomplete);
}

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, ApplicationCommand>
void describe(Visitor &visit, Self &self)
{
    visit.sparse("id", self.id);
    visit("type", self.type);
    visit("name", self.name);
    visit.sparse("name_localizations", self.nameLocalizations);
    visit("description", self.description);
    visit.sparse("description_localizations", self.descriptionLocalizations);
    visit.sparse("options", self.options);
    visit("default_member_permissions", self.defaultMemberPermissions);
    visit.sparse("nsfw", self.isNsfw);
}

bool CommandOption::operator==(const CommandOption &) const = default;

bool readJson(JsonValue &in, Choice &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const Choice &value)
{
    writeDescribed(writer, value);
}
bool readJson(JsonValue &in, CommandOption &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const CommandOption &value)
{
    writeDescribed(writer, value);
}
bool readJson(JsonValue &in, ApplicationCommand &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const ApplicationCommand &value)
{
    writeDescribed(writer, value);
}

} // namespace Cordial::Api

namespace Cordial {

bool readJson(JsonValue &in, Api::OptionValue &out, JsonError &error)
{
    simdjson::ondemand::json_type type{};
    if (in.type().get(type) != simdjson::SUCCESS)
        return error.fail("broken JSON");
    switch (type) {
    case simdjson::ondemand::json_type::string:
        return readJson(in, out.emplace<QString>(), error);
    case simdjson::ondemand::json_type::boolean:
        return readJson(in, out.emplace<bool>(), error);
    case simdjson::ondemand::json_type::number: {
        int64_t whole = 0;
        if (in.get_int64().get(whole) == simdjson::SUCCESS) {
            out = qint64(whole);
            return true;
        }
        return readJson(in, out.emplace<double>(), error);
    }
    default:
        return error.fail("expected a string, number or boolean");
    }
}

void writeJson(JsonWriter &writer, const Api::OptionValue &value)
{
    std::visit([&writer](const auto &plain) { writeJson(writer, plain); }, value);
}

} // namespace Cordial
