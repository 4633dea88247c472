// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/json.h>

namespace Cordial::Api {

struct EmbedField
{
    QString name; //!< 1 to 256 characters
    QString value; //!< 1 to 1,024 characters
    bool isInline = false;

    bool operator==(const EmbedField &) const = default;
};
bool readJson(JsonValue &in, EmbedField &out, JsonError &error);
void writeJson(JsonWriter &writer, const EmbedField &value);

struct EmbedFooter
{
    QString text; //!< at most 2,048 characters
    QString iconUrl;

    bool operator==(const EmbedFooter &) const = default;
};
bool readJson(JsonValue &in, EmbedFooter &out, JsonError &error);
void writeJson(JsonWriter &writer, const EmbedFooter &value);

struct EmbedAuthor
{
    QString name; //!< at most 256 characters
    QString url;
    QString iconUrl;

    bool operator==(const EmbedAuthor &) const = default;
};
bool readJson(JsonValue &in, EmbedAuthor &out, JsonError &error);
void writeJson(JsonWriter &writer, const EmbedAuthor &value);

//! \brief An image, thumbnail or video of an embed.
struct EmbedMedia
{
    QString url;
    Field<int> width;
    Field<int> height;

    bool operator==(const EmbedMedia &) const = default;
};
bool readJson(JsonValue &in, EmbedMedia &out, JsonError &error);
void writeJson(JsonWriter &writer, const EmbedMedia &value);

//! \brief A framed block of a message. Ten a message, 6,000 characters in all.
//! \source resources/message.mdx, "Embed Object" and "Embed Limits"
struct Embed
{
    QString title; //!< at most 256 characters
    QString type;
    QString description; //!< at most 4,096 characters
    QString url;
    Field<Timestamp> timestamp;
    Field<int> color; //!< 0xRRGGBB
    Field<EmbedFooter> footer;
    Field<EmbedMedia> image;
    Field<EmbedMedia> thumbnail;
    Field<EmbedMedia> video;
    Field<EmbedAuthor> author;
    QList<EmbedField> fields; //!< at most 25

    Embed &addField(QString name, QString value, bool isInline = false);
    //! \brief The characters that count for the limit of 6,000.
    [[nodiscard]] qsizetype length() const;
    bool operator==(const Embed &) const = default;
};
bool readJson(JsonValue &in, Embed &out, JsonError &error);
void writeJson(JsonWriter &writer, const Embed &value);

} // namespace Cordial::Api
