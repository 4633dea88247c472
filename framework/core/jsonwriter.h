// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/field.h>
#include <cordial/core/ids.h>

#include <QByteArray>
#include <QString>

#include <string_view>

namespace Cordial {

//! \brief Writes compact JSON from left to right. Commas are its business, balance is the caller's.
//! Strings are taken as UTF-8; what is not valid becomes U+FFFD, so the result always parses.
class JsonWriter
{
public:
    JsonWriter &beginObject();
    JsonWriter &endObject();
    JsonWriter &beginArray();
    JsonWriter &endArray();
    JsonWriter &key(std::string_view name);
    JsonWriter &string(std::string_view utf8);
    JsonWriter &string(QStringView text);
    JsonWriter &string(const QByteArray &utf8)
    {
        return string(std::string_view(utf8.constData(), size_t(utf8.size())));
    }
    JsonWriter &string(const QString &text) { return string(QStringView(text)); }
    JsonWriter &string(const char *utf8) { return string(std::string_view(utf8)); }
    JsonWriter &number(qint64 value);
    JsonWriter &number(quint64 value);
    JsonWriter &number(int value) { return number(qint64(value)); }
    //! \brief Shortest form that reads back the same; null for what JSON has no number for.
    JsonWriter &number(double value);
    JsonWriter &boolean(bool value);
    JsonWriter &null();
    //! \brief \a json as it stands: digits, escapes and spaces stay.
    JsonWriter &raw(QByteArrayView json);
    template <typename Tag>
    JsonWriter &id(Id<Tag> value)
    {
        return string(value.toByteArray());
    }

    [[nodiscard]] const QByteArray &bytes() const { return m_out; }
    [[nodiscard]] QByteArray take() { return std::move(m_out); }

private:
    void separate();

    QByteArray m_out;
    bool m_needsComma = false;
};

} // namespace Cordial
