// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <limits>
#include <optional>

//! Looking into JSON without converting it: values stay the bytes they were, so that digits,
//! escapes and spaces survive. Checks all of RFC 8259, UTF-8 included; nothing limits a number.
namespace Cordial {

//! \brief Deepest nesting that is taken for JSON, for the sake of who goes down into it.
inline constexpr qsizetype kDeepestJson = 512;
inline constexpr qsizetype kAnyDepth = std::numeric_limits<qsizetype>::max();

//! \brief Whether \a text is exactly one JSON value.
[[nodiscard]] bool isJsonText(QByteArrayView text, qsizetype deepest = kDeepestJson);

struct JsonMember
{
    QByteArray key; //!< decoded
    QByteArrayView value; //!< as it stands, without spaces around
};

//! \brief The members of an object in their order; nothing if \a text is not one valid object.
[[nodiscard]] std::optional<QList<JsonMember>> jsonMembers(QByteArrayView text);
//! \brief The value of the last member of that name, as duplicates are usually read.
[[nodiscard]] std::optional<QByteArrayView> jsonMember(const QList<JsonMember> &members,
                                                       QByteArrayView key);
//! \brief The elements of an array; nothing if \a text is not one valid array.
[[nodiscard]] std::optional<QList<QByteArrayView>> jsonElements(QByteArrayView text);
//! \brief The text of a JSON string, decoded to UTF-8; nothing if \a text is not one.
[[nodiscard]] std::optional<QByteArray> jsonString(QByteArrayView text);
//! \brief A JSON number as double; nothing if \a text is not one.
[[nodiscard]] std::optional<double> jsonNumber(QByteArrayView text);

} // namespace Cordial
