// SPDX-License-Identifier: MIT
#include <cordial/core/jsonreader.h>

namespace Cordial {

bool readJson(JsonValue in, bool &out, JsonError &error)
{
    return in.get_bool().get(out) == simdjson::SUCCESS || error.fail("expected true or false");
}

bool readJson(JsonValue in, double &out, JsonError &error)
{
    return in.get_double().get(out) == simdjson::SUCCESS || error.fail("expected a number");
}

bool readJson(JsonValue in, qint64 &out, JsonError &error)
{
    int64_t number = 0;
    if (in.get_int64().get(number) != simdjson::SUCCESS)
        return error.fail("expected an integer");
    out = number;
    return true;
}

bool readJson(JsonValue in, quint64 &out, JsonError &error)
{
    uint64_t number = 0;
    if (in.get_uint64().get(number) != simdjson::SUCCESS)
        return error.fail("expected an unsigned integer");
    out = number;
    return true;
}

bool readJson(JsonValue in, QString &out, JsonError &error)
{
    std::string_view text;
    if (in.get_string().get(text) != simdjson::SUCCESS)
        return error.fail("expected a string");
    out = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    return true;
}

bool readJson(JsonValue in, QByteArray &out, JsonError &error)
{
    std::string_view text;
    if (in.get_string().get(text) != simdjson::SUCCESS)
        return error.fail("expected a string");
    out = QByteArray(text.data(), static_cast<qsizetype>(text.size()));
    return true;
}

bool readElements(JsonValue in, JsonError &error, void *list,
                  bool (*readElement)(JsonValue, void *list, JsonError &))
{
    return readArray(in, error,
                     [&](JsonValue element) { return readElement(element, list, error); });
}

simdjson::padded_string_view padded(QByteArray &bytes)
{
    constexpr auto kPadding = static_cast<qsizetype>(simdjson::SIMDJSON_PADDING);
    // Not reserve() alone: that copies what is shared, though the padding is only read.
    if (bytes.data_ptr().freeSpaceAtEnd() < kPadding)
        bytes.reserve(bytes.size() + kPadding);
    return simdjson::padded_string_view(bytes.constData(), static_cast<size_t>(bytes.size()),
                                        static_cast<size_t>(bytes.size() + kPadding));
}

QByteArray paddedCopy(std::string_view bytes)
{
    const auto size = static_cast<qsizetype>(bytes.size());
    QByteArray copy;
    copy.reserve(size + static_cast<qsizetype>(simdjson::SIMDJSON_PADDING));
    copy.append(bytes.data(), size);
    return copy;
}

bool isJson(QByteArray bytes)
{
    static thread_local simdjson::dom::parser parser;
    const auto view = padded(bytes);
    return parser.parse(view.data(), view.size(), false).error() == simdjson::SUCCESS;
}

} // namespace Cordial
