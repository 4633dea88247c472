// SPDX-License-Identifier: MIT
#include <cordial/api/embed.h>

#include "describe_p.h"

namespace Cordial::Api {

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, EmbedField>
void describe(Visitor &visit, Self &self)
{
    visit("name", self.name);
    visit("value", self.value);
    visit.sparse("inline", self.isInline);
}

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, EmbedFooter>
void describe(Visitor &visit, Self &self)
{
    visit("text", self.text);
    visit.sparse("icon_url", self.iconUrl);
}

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, EmbedAuthor>
void describe(Visitor &visit, Self &self)
{
    visit("name", self.name);
    visit.sparse("url", self.url);
    visit.sparse("icon_url", self.iconUrl);
}

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, EmbedMedia>
void describe(Visitor &visit, Self &self)
{
    visit.sparse("url", self.url);
    visit("width", self.width);
    visit("height", self.height);
}

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, Embed>
void describe(Visitor &visit, Self &self)
{
    visit.sparse("title", self.title);
    visit.sparse("type", self.type);
    visit.sparse("description", self.description);
    visit.sparse("url", self.url);
    visit("timestamp", self.timestamp);
    visit("color", self.color);
    visit("footer", self.footer);
    visit("image", self.image);
    visit("thumbnail", self.thumbnail);
    visit("video", self.video);
    visit("author", self.author);
    visit.sparse("fields", self.fields);
}

Embed &Embed::addField(QString name, QString value, bool isInline)
{
    fields.append({std::move(name), std::move(value), isInline});
    return *this;
}

qsizetype Embed::length() const
{
    qsizetype sum = characterCount(title) + characterCount(description);
    if (footer)
        sum += characterCount(footer->text);
    if (author)
        sum += characterCount(author->name);
    for (const EmbedField &field : fields)
        sum += characterCount(field.name) + characterCount(field.value);
    return sum;
}

bool readJson(JsonValue &in, EmbedField &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const EmbedField &value)
{
    writeDescribed(writer, value);
}
bool readJson(JsonValue &in, EmbedFooter &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const EmbedFooter &value)
{
    writeDescribed(writer, value);
}
bool readJson(JsonValue &in, EmbedAuthor &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const EmbedAuthor &value)
{
    writeDescribed(writer, value);
}
bool readJson(JsonValue &in, EmbedMedia &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const EmbedMedia &value)
{
    writeDescribed(writer, value);
}
bool readJson(JsonValue &in, Embed &out, JsonError &error)
{
    return readDescribed(in, out, error);
}
void writeJson(JsonWriter &writer, const Embed &value)
{
    writeDescribed(writer, value);
}

} // namespace Cordial::Api
