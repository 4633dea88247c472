// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/telemetry/wire/cbor.h>
#include <cordial/telemetry/wire/fields.h>

#include <QByteArray>

#include <algorithm>
#include <limits>
#include <type_traits>

namespace Cordial::Wire {

//! \brief Number of fields that \a Fields gives to \a Row.
template <typename Fields, typename Row>
[[nodiscard]] constexpr quint64 fieldCount()
{
    Row row{};
    quint64 count = 0;
    Fields::each(row, [&count](const Field &, const auto &) { ++count; });
    return count;
}

namespace Detail {

template <typename T>
void encodeMember(CborWriter &out, const T &value)
{
    if constexpr (std::is_same_v<T, bool>)
        out.boolean(value);
    else if constexpr (std::is_enum_v<T>)
        out.unsignedInteger(static_cast<quint64>(value));
    else if constexpr (std::is_floating_point_v<T>)
        out.real(value);
    else if constexpr (std::is_integral_v<T> && std::is_signed_v<T>)
        out.integer(value);
    else if constexpr (std::is_integral_v<T>)
        out.unsignedInteger(value);
    else if constexpr (std::is_same_v<T, QByteArray>)
        out.text({value.constData(), static_cast<size_t>(value.size())});
    else
        out.text(value.view());
}

//! \brief Values of an enumeration or range that this version does not know leave \a value alone.
template <typename T, typename Text>
[[nodiscard]] bool decodeMember(CborReader &in, const Field &field, T &value, Text &&text)
{
    if constexpr (std::is_same_v<T, bool>) {
        return in.readBoolean(value);
    } else if constexpr (std::is_floating_point_v<T>) {
        return in.readReal(value);
    } else if constexpr (std::is_enum_v<T> || (std::is_integral_v<T> && std::is_unsigned_v<T>)) {
        quint64 number = 0;
        if (!in.readUnsigned(number))
            return false;
        if (field.type == FieldType::Enumeration) {
            if (number < field.values())
                value = static_cast<T>(number);
        } else if constexpr (std::is_integral_v<T>) {
            value = static_cast<T>(std::min<quint64>(number, std::numeric_limits<T>::max()));
        }
        return true;
    } else if constexpr (std::is_integral_v<T>) {
        qint64 number = 0;
        if (!in.readInteger(number))
            return false;
        value = static_cast<T>(std::clamp<qint64>(number, std::numeric_limits<T>::min(),
                                                  std::numeric_limits<T>::max()));
        return true;
    } else {
        QByteArrayView view;
        if (!in.readText(view))
            return false;
        value = text(field, view);
        return true;
    }
}

} // namespace Detail

//! \brief Writes \a row as one array.
template <typename Fields, typename Row>
void encodeRecord(CborWriter &out, const Row &row)
{
    static const quint64 count = fieldCount<Fields, Row>();
    out.array(count);
    Fields::each(row,
                 [&out](const Field &, const auto &value) { Detail::encodeMember(out, value); });
}

//! \brief Reads one array into \a row; members that an older writer does not send keep their value.
//!
//! \a text(field, view) makes the row's text; \a time(ns) maps a time that is not 0;
//! \a unknown(index, in) reads an item of a newer writer and says whether it could.
//! \returns false if the bytes are no such array; \a row then holds what came before.
template <typename Fields, typename Row, typename Text, typename Time, typename Unknown>
[[nodiscard]] bool decodeRecord(CborReader &in, Row &row, Text &&text, Time &&time,
                                Unknown &&unknown)
{
    quint64 count = 0;
    if (!in.enterArray(count))
        return false;
    quint64 index = 0;
    bool ok = true;
    Fields::each(row, [&](const Field &field, auto &value) {
        if (!ok || index == count)
            return;
        ++index;
        ok = Detail::decodeMember(in, field, value, text);
        if constexpr (std::is_same_v<std::remove_reference_t<decltype(value)>, qint64>) {
            if (ok && field.type == FieldType::Time && value != 0)
                value = time(value);
        }
    });
    for (; ok && index < count; ++index)
        ok = unknown(index, in);
    return ok;
}

} // namespace Cordial::Wire
