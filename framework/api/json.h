// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/jsonreader.h>
#include <cordial/core/jsonwriter.h>

#include <concepts>
#include <type_traits>

//! What models are made of, beside the types that core reads: enums, and the way out. A type is
//! writable when `void writeJson(JsonWriter &, const T &)` exists for it.
namespace Cordial {

//! \brief Enums travel as numbers; values that this version does not know survive.
template <typename T>
    requires std::is_enum_v<T>
bool readJson(JsonValue &in, T &out, JsonError &error)
{
    std::underlying_type_t<T> number{};
    if (!readJson(in, number, error))
        return false;
    out = static_cast<T>(number);
    return true;
}

inline void writeJson(JsonWriter &writer, bool value)
{
    writer.boolean(value);
}
inline void writeJson(JsonWriter &writer, double value)
{
    writer.number(value);
}
inline void writeJson(JsonWriter &writer, const QString &value)
{
    writer.string(value);
}
inline void writeJson(JsonWriter &writer, const QByteArray &value)
{
    writer.string(value);
}
template <std::integral T>
    requires(!std::same_as<T, bool>)
void writeJson(JsonWriter &writer, T value)
{
    if constexpr (std::is_signed_v<T>)
        writer.number(qint64(value));
    else
        writer.number(quint64(value));
}
template <typename T>
    requires std::is_enum_v<T>
void writeJson(JsonWriter &writer, T value)
{
    writeJson(writer, static_cast<std::underlying_type_t<T>>(value));
}
template <typename Tag>
void writeJson(JsonWriter &writer, Id<Tag> value)
{
    writer.id(value);
}
template <typename T>
void writeJson(JsonWriter &writer, const QList<T> &list)
{
    writer.beginArray();
    for (const T &element : list)
        writeJson(writer, element);
    writer.endArray();
}
//! \brief An absent field is its owner's business: it must not have written the key.
template <typename T>
void writeJson(JsonWriter &writer, const Field<T> &field)
{
    if (field.hasValue())
        writeJson(writer, field.value());
    else
        writer.null();
}

//! \brief Code points of \a text: what Discord's limits count.
[[nodiscard]] qsizetype characterCount(QStringView text);

//! \brief \a value as one JSON text.
template <typename T>
[[nodiscard]] QByteArray toJson(const T &value)
{
    JsonWriter writer;
    writeJson(writer, value);
    return writer.take();
}

} // namespace Cordial
