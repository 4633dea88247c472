// SPDX-License-Identifier: MIT
#include <cordial/core/jsonreader.h>

#include <cordial/core/jsontext.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <tuple>

namespace Cordial {

namespace {

// Reads up to 64 bytes beyond the string: simdjson's padding makes that safe.
constexpr bool kHasWords = std::endian::native == std::endian::little;

//! Eight digits at once. False if one of them is none.
bool takeEightDigits(const char *from, quint64 &out)
{
    quint64 word = 0;
    std::memcpy(&word, from, sizeof word);
    constexpr quint64 kHigh = 0xF0F0F0F0F0F0F0F0;
    if (((word & kHigh) | (((word + 0x0606060606060606) & kHigh) >> 4)) != 0x3333333333333333)
        return false;
    word = (word & 0x0F0F0F0F0F0F0F0F) * 2561 >> 8;
    word = (word & 0x00FF00FF00FF00FF) * 6553601 >> 16;
    word = (word & 0x0000FFFF0000FFFF) * 42949672960001 >> 32;
    out = out * 100'000'000 + word;
    return true;
}

//! At most 19 digits and then the quote; what is longer or written otherwise is left to others.
bool takeDigits(const char *from, quint64 &out)
{
    constexpr int kMost = 19;
    quint64 value = 0;
    int count = 0;
    while (kHasWords && count + 8 <= kMost && takeEightDigits(from + count, value))
        count += 8;
    for (; count < kMost && from[count] >= '0' && from[count] <= '9'; ++count)
        value = value * 10 + quint64(from[count] - '0');
    out = value;
    return count > 0 && from[count] == '"';
}

bool isNumber(JsonValue &in)
{
    const char first = firstByte(in);
    return first == '-' || (first >= '0' && first <= '9');
}

} // namespace

bool Detail::isWordNull(JsonValue &in)
{
    bool nothing = false;
    return in.is_null().get(nothing) == simdjson::SUCCESS && nothing;
}

bool readText(JsonValue &in, JsonText &out)
{
#ifdef __SSE2__
    simdjson::ondemand::raw_json_string raw;
    if (in.get_raw_json_string().get(raw) != simdjson::SUCCESS)
        return false;
    // Every string has its closing quote: simdjson has looked at the whole text before.
    unsigned high = 0;
    for (const char *at = raw.raw();; at += sizeof(__m128i)) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(at));
        const auto ends = static_cast<unsigned>(
            _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                                           _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')))));
        const auto tops = static_cast<unsigned>(_mm_movemask_epi8(bytes));
        if (ends == 0) {
            high |= tops;
            continue;
        }
        const int end = std::countr_zero(ends);
        if (at[end] == '\\')
            break;
        high |= tops & ((1U << end) - 1);
        out = {{raw.raw(), static_cast<size_t>(at + end - raw.raw())}, high == 0};
        return true;
    }
#endif
    out.isAscii = false;
    return in.get_string().get(out.utf8) == simdjson::SUCCESS;
}

bool readSnowflake(JsonValue &in, quint64 &out)
{
    simdjson::ondemand::raw_json_string raw;
    if (in.get_raw_json_string().get(raw) == simdjson::SUCCESS) {
        if (takeDigits(raw.raw(), out))
            return true;
        std::string_view text;
        if (in.get_string().get(text) != simdjson::SUCCESS || text.empty())
            return false;
        const char *end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, out);
        return error == std::errc() && stop == end;
    }
    uint64_t number = 0;
    if (!isNumber(in) || in.get_uint64().get(number) != simdjson::SUCCESS)
        return false;
    out = number;
    return true;
}

bool readJson(JsonValue &in, bool &out, JsonError &error)
{
    const char first = firstByte(in);
    return ((first == 't' || first == 'f') && in.get_bool().get(out) == simdjson::SUCCESS)
        || error.fail("expected true or false");
}

bool readJson(JsonValue &in, double &out, JsonError &error)
{
    return (isNumber(in) && in.get_double().get(out) == simdjson::SUCCESS)
        || error.fail("expected a number");
}

bool readJson(JsonValue &in, qint64 &out, JsonError &error)
{
    int64_t number = 0;
    if (!isNumber(in) || in.get_int64().get(number) != simdjson::SUCCESS)
        return error.fail("expected an integer");
    out = number;
    return true;
}

bool readJson(JsonValue &in, quint64 &out, JsonError &error)
{
    uint64_t number = 0;
    if (!isNumber(in) || in.get_uint64().get(number) != simdjson::SUCCESS)
        return error.fail("expected an unsigned integer");
    out = number;
    return true;
}

bool readJson(JsonValue &in, QString &out, JsonError &error)
{
    JsonText text;
    if (!readText(in, text))
        return error.fail("expected a string");
    const auto size = static_cast<qsizetype>(text.utf8.size());
    out = text.isAscii ? QString::fromLatin1(text.utf8.data(), size)
                       : QString::fromUtf8(text.utf8.data(), size);
    return true;
}

bool readJson(JsonValue &in, QByteArray &out, JsonError &error)
{
    JsonText text;
    if (!readText(in, text))
        return error.fail("expected a string");
    out = QByteArray(text.utf8.data(), static_cast<qsizetype>(text.utf8.size()));
    return true;
}

namespace {

void grow(Detail::ListBlock &list, const Detail::ElementType &type)
{
    if (list.header == nullptr) {
        // Lists of ids and words are short: at once as large as QList makes them in two steps.
        constexpr qsizetype kStart = 48;
        list.data = QArrayData::allocate(&list.header, type.size, type.alignment,
                                         std::max(kStart / type.size, qsizetype(1)));
    } else {
        std::tie(list.header, list.data) = QArrayData::reallocateUnaligned(
            list.header, list.data, type.size, list.count + 1, QArrayData::Grow);
    }
    Q_CHECK_PTR(list.data);
}

} // namespace

bool Detail::readElements(JsonValue &in, const ElementType &type, ListBlock &list, JsonError &error)
{
    qsizetype room = 0;
    return readArray(in, error, [&](JsonValue &element) {
        if (list.count == room) {
            grow(list, type);
            room = list.header->allocatedCapacity();
        }
        void *at = static_cast<char *>(list.data) + list.count * type.size;
        type.create(at);
        ++list.count;
        return type.read(element, at, error);
    });
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

bool isJson(QByteArray bytes)
{
    static thread_local simdjson::dom::parser parser;
    const auto view = padded(bytes);
    // It also refuses what it cannot convert: large numbers, lone surrogates, deep nesting.
    return parser.parse(view.data(), view.size(), false).error() == simdjson::SUCCESS
        || isJsonText(bytes, kAnyDepth);
}

QByteArray paddedCopy(std::string_view bytes)
{
    const auto size = static_cast<qsizetype>(bytes.size());
    QByteArray copy;
    copy.reserve(size + static_cast<qsizetype>(simdjson::SIMDJSON_PADDING));
    copy.append(bytes.data(), size);
    return copy;
}

namespace Detail {

namespace {

using Parser = simdjson::ondemand::parser;

// On-Demand gives no value for a bare number or string: it is read as the only element of an array.
bool readScalarDocument(Parser &parser, const QByteArray &bytes, JsonError &error,
                        RootReader reader, const void *read)
{
    QByteArray wrapped = '[' + bytes + ']';
    simdjson::ondemand::document document;
    simdjson::ondemand::array array;
    if (parser.iterate(padded(wrapped)).get(document) != simdjson::SUCCESS
        || document.get_array().get(array) != simdjson::SUCCESS)
        return error.fail("not JSON");
    int count = 0;
    for (auto entry : array) {
        if (++count > 1 || entry.error() != simdjson::SUCCESS)
            return error.fail("not JSON");
        if (!reader(read, entry.value_unsafe()))
            return false;
    }
    return true;
}

bool readWith(Parser &parser, QByteArray &bytes, JsonError &error, RootReader reader,
              const void *read)
{
    simdjson::ondemand::document document;
    if (parser.iterate(padded(bytes)).get(document) != simdjson::SUCCESS)
        return error.fail("not JSON");
    JsonValue root;
    const simdjson::error_code got = document.get_value().get(root);
    if (got == simdjson::SCALAR_DOCUMENT_AS_VALUE)
        return readScalarDocument(parser, bytes, error, reader, read);
    if (got != simdjson::SUCCESS)
        return error.fail("not JSON");
    if (!reader(read, root))
        return false;
    if (const char *rest = nullptr; document.current_location().get(rest) == simdjson::SUCCESS)
        return error.fail("something follows the end of the JSON");
    return true;
}

} // namespace

bool readDocument(QByteArray &bytes, JsonError &error, RootReader reader, const void *read)
{
    static thread_local Parser shared;
    static thread_local bool isInUse = false;
    if (isInUse) { // a text inside a text
        Parser own;
        return readWith(own, bytes, error, reader, read);
    }
    isInUse = true;
    const bool isRead = readWith(shared, bytes, error, reader, read);
    isInUse = false;
    return isRead;
}

Error decodeError(const JsonError &error)
{
    Error failure = makeError(ErrorCode::Decode, error.message);
    failure.path = QString::fromUtf8(error.path);
    return failure;
}

} // namespace Detail

} // namespace Cordial
