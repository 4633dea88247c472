// SPDX-License-Identifier: MIT
#include <cordial/api/component.h>

#include "describe_p.h"

namespace Cordial::Api {

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, Emoji>
void describe(Visitor &visit, Self &self)
{
    visit("id", self.id);
    visit("name", self.name);
    visit.sparse("animated", self.isAnimated);
}

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, SelectOption>
void describe(Visitor &visit, Self &self)
{
    visit("label", self.label);
    visit("value", self.value);
    visit.sparse("description", self.description);
    visit.sparse("default", self.isDefault);
}

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, Component>
void describe(Visitor &visit, Self &self)
{
    visit("type", self.type);
    visit.sparse("custom_id", self.customId);
    visit.sparse("label", self.label);
    visit.sparse("style", self.style);
    visit("emoji", self.emoji);
    visit.sparse("url", self.url);
    visit.sparse("disabled", self.isDisabled);
    visit.sparse("placeholder", self.placeholder);
    visit("min_values", self.minValues);
    visit("max_values", self.maxValues);
    visit("min_length", self.minLength);
    visit("max_length", self.maxLength);
    visit("required", self.isRequired);
    visit.sparse("value", self.value);
    visit.sparse("values", self.values);
    visit.sparse("options", self.options);
    visit.sparse("content", self.content);
    visit.sparse("components", self.components);
}

QString Emoji::toRouteString() const
{
    const QString text = name.valueOr({});
    return id.hasValue() ? text + u':' + id->toString() : text;
}

bool Component::operator==(const Component &) const = default;

Component Component::row(QList<Component> components)
{
    Component row;
    row.components = std::move(components);
    return row;
}

Component Component::button(QString customId, QString label, ButtonStyle style)
{
    Component button;
    button.type = ComponentType::Button;
    button.customId = std::move(customId);
    button.label = std::move(label);
    button.style = int(style);
    return button;
}

Component Component::linkButton(QString url, QString label)
{
    Component button = Component::button({}, std::move(label), ButtonStyle::Link);
    button.url = std::move(url);
    return button;
}

Component Component::stringSelect(QString customId, QList<SelectOption> options,
                                  QString placeholder)
{
    Component select;
    select.type = ComponentType::StringSelect;
    select.customId = std::move(customId);
    select.options = std::move(options);
    select.placeholder = std::move(placeholder);
    return select;
}

Component Component::textInput(QString customId, QString label, TextInputStyle style)
{
    Component input;
    input.type = ComponentType::TextInput;
    input.customId = std::move(customId);
    input.label = std::move(label);
    input.style = int(style);
    return input;
}

bool readJson(JsonValue &in, Emoji &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const Emoji &value)
{
    writeDescribed(writer, value);
}
bool readJson(JsonValue &in, SelectOption &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const SelectOption &value)
{
    writeDescribed(writer, value);
}
bool readJson(JsonValue &in, Component &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const Component &value)
{
    writeDescribed(writer, value);
}

} // namespace Cordial::Api
