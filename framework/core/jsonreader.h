// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/field.h>
#include <cordial/core/ids.h>
#include <cordial/core/result.h>

#include <QByteArray>
#include <QList>
#include <QString>

#include <simdjson.h>

#include <bit>
#include <concepts>
#include <limits>
#include <optional>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

//! Reading JSON on simdjson's On-Demand parser: forward only, no tree. A type is readable when
//! `bool readJson(JsonValue &, T &, JsonError &)` exists for it; false means the error says what
//! and where. The path costs nothing unless something fails: each level puts its own name in front
//! on the way out. Values go by reference: each copy of one just made waits for the processor to
//! put its parts together, which was a quarter of all decoding.
namespace Cordial {

using JsonValue = simdjson::ondemand::value;

struct JsonError
{
    QByteArray path; //!< "embeds[0].title"
    QString message; //!< "expected a string"

    bool fail(const char *what)
    {
        message = QString::fromLatin1(what);
        return false;
    }
    bool inKey(std::string_view key)
    {
        const bool dot = !path.isEmpty() && path.front() != '[';
        path.prepend(dot ? "." : "");
        path.prepend(QByteArrayView(key.data(), qsizetype(key.size())));
        return false;
    }
    bool inIndex(qsizetype index)
    {
        const bool dot = !path.isEmpty() && path.front() != '[';
        path.prepend('[' + QByteArray::number(index) + (dot ? "]." : "]"));
        return false;
    }
};

//! \brief The key as it stands in the text, without the quotes.
inline std::string_view rawKey(simdjson::ondemand::field &field)
{
    const char *start = field.key().raw();
    const char *end = start;
#ifdef __SSE2__
    // 16 bytes at once, which simdjson's padding makes readable: the length of a key is hard to
    // guess for a processor, and nearly every one ends here at once.
    for (;; end += sizeof(__m128i)) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(end));
        const auto quotes =
            static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'))));
        const auto escapes =
            static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))));
        if (escapes != 0)
            break;
        if (quotes != 0)
            return {start, static_cast<size_t>(end - start + std::countr_zero(quotes))};
    }
#endif
    while (*end != '"')
        end += *end == '\\' ? 2 : 1;
    return {start, static_cast<size_t>(end - start)};
}

//! \brief Calls \a onField(simdjson::ondemand::field &) for each field; it returns false on an
//! error, which is then reported as inside that key. Fields \a onField does not look at are
//! skipped.
template <typename OnField>
bool readFields(JsonValue &in, JsonError &error, OnField &&onField)
{
    simdjson::ondemand::object object;
    if (in.get_object().get(object) != simdjson::SUCCESS)
        return error.fail("expected an object");
    for (auto entry : object) {
        if (entry.error() != simdjson::SUCCESS)
            return error.fail("broken JSON");
        simdjson::ondemand::field &field = entry.value_unsafe();
        if (!onField(field))
            return error.inKey(rawKey(field));
    }
    return true;
}

//! \brief The same with \a onField(key, value). Keys with escapes come as they stand in the text.
template <typename OnField>
bool readObject(JsonValue &in, JsonError &error, OnField &&onField)
{
    return readFields(in, error, [&onField](simdjson::ondemand::field &field) {
        return onField(rawKey(field), field.value());
    });
}

template <typename OnElement>
bool readArray(JsonValue &in, JsonError &error, OnElement &&onElement)
{
    simdjson::ondemand::array array;
    if (in.get_array().get(array) != simdjson::SUCCESS)
        return error.fail("expected an array");
    qsizetype index = 0;
    for (auto entry : array) {
        if (entry.error() != simdjson::SUCCESS)
            return error.fail("broken JSON");
        if (!onElement(entry.value_unsafe()))
            return error.inIndex(index);
        ++index;
    }
    return true;
}

//! \brief The first byte of a value: asking a container whether it is a number is an assertion of
//! simdjson's where the container is the whole document.
[[nodiscard]] inline char firstByte(JsonValue &in)
{
    return *in.raw_json_token().data();
}

namespace Detail {
[[nodiscard]] bool isWordNull(JsonValue &in);
}
//! \brief Whether \a in is the word null; broken JSON is not, and fails when it is read.
[[nodiscard]] inline bool isNull(JsonValue &in)
{
    return firstByte(in) == 'n' && Detail::isWordNull(in);
}

//! \brief A string of the text, unescaped, as UTF-8. It lives as long as the text and the parser.
struct JsonText
{
    std::string_view utf8;
    bool isAscii = false; //!< false = not known
};
//! \brief The string \a in; false if it is none. Copies only what has escapes.
[[nodiscard]] bool readText(JsonValue &in, JsonText &out);
//! \brief The digits in the string \a in, or the bare number; false if it is neither.
[[nodiscard]] bool readSnowflake(JsonValue &in, quint64 &out);

bool readJson(JsonValue &in, bool &out, JsonError &error);
bool readJson(JsonValue &in, double &out, JsonError &error);
bool readJson(JsonValue &in, qint64 &out, JsonError &error);
bool readJson(JsonValue &in, quint64 &out, JsonError &error);
bool readJson(JsonValue &in, QString &out, JsonError &error);
bool readJson(JsonValue &in, QByteArray &out, JsonError &error);

template <std::integral T>
    requires(!std::same_as<T, bool> && !std::same_as<T, qint64> && !std::same_as<T, quint64>)
bool readJson(JsonValue &in, T &out, JsonError &error)
{
    qint64 wide = 0;
    if (!readJson(in, wide, error))
        return false;
    if (!std::in_range<T>(wide))
        return error.fail("number out of range");
    out = static_cast<T>(wide);
    return true;
}

//! \brief Ids are strings of digits; a bare number is taken too, as some payloads have them.
template <typename Tag>
bool readJson(JsonValue &in, Id<Tag> &out, JsonError &error)
{
    quint64 number = 0;
    if (!readSnowflake(in, number))
        return error.fail("expected a snowflake");
    out = Id<Tag>(number);
    return true;
}

namespace Detail {
//! \brief Whether a T may be moved as bytes by those who read it: nothing in it points into itself.
template <typename T>
inline constexpr bool kMovesAsBytes = QTypeInfo<T>::isRelocatable;
template <typename T>
inline constexpr bool kMovesAsBytes<std::optional<T>> = kMovesAsBytes<T>;

//! \brief What is to be known of a type to read a list of it.
struct ElementType
{
    qsizetype size;
    qsizetype alignment; //!< of QList's block
    void (*create)(void *at);
    bool (*read)(JsonValue &, void *at, JsonError &);
};
//! \brief The inside of a QList while it is read.
struct ListBlock
{
    QArrayData *header = nullptr;
    void *data = nullptr;
    qsizetype count = 0;
};
//! \brief What readJson() of all lists shares: QList's own way of growing is a third of what is
//! compiled of a model.
bool readElements(JsonValue &in, const ElementType &type, ListBlock &list, JsonError &error);
} // namespace Detail

template <typename T>
bool readJson(JsonValue &in, QList<T> &out, JsonError &error)
{
    static_assert(Detail::kMovesAsBytes<T>,
                  "lists move what they hold as bytes: if T may be, say Q_DECLARE_TYPEINFO(T, "
                  "Q_RELOCATABLE_TYPE)");
    using Block = QTypedArrayData<T>;
    static constexpr Detail::ElementType kType{
        sizeof(T), alignof(typename Block::AlignmentDummy), [](void *at) { new (at) T{}; },
        [](JsonValue &element, void *at, JsonError &inside) {
            return readJson(element, *static_cast<T *>(at), inside);
        }};
    Detail::ListBlock list;
    const bool isRead = Detail::readElements(in, kType, list, error);
    out = QList<T>(QArrayDataPointer<T>(static_cast<Block *>(list.header),
                                        static_cast<T *>(list.data), list.count));
    return isRead;
}

template <typename T>
bool readJson(JsonValue &in, std::optional<T> &out, JsonError &error)
{
    if (isNull(in)) {
        out.reset();
        return true;
    }
    return readJson(in, out.emplace(), error);
}

template <typename T>
bool readJson(JsonValue &in, Field<T> &out, JsonError &error)
{
    if (isNull(in)) {
        out = null;
        return true;
    }
    return readJson(in, out.emplace(), error);
}

//! \brief The bytes with the padding simdjson reads past the end; copies only if there is no room.
[[nodiscard]] simdjson::padded_string_view padded(QByteArray &bytes);

//! \brief Whether \a bytes is exactly one JSON value, nested in any depth. As isJsonText(), in half
//! the time where there is room for padded().
[[nodiscard]] bool isJson(QByteArray bytes);

//! \brief A copy with memory of its own, and room for padded() to take it as it is.
[[nodiscard]] QByteArray paddedCopy(std::string_view bytes);

namespace Detail {
using RootReader = bool (*)(const void *read, JsonValue &root);
[[nodiscard]] bool readDocument(QByteArray &bytes, JsonError &error, RootReader reader,
                                const void *read);

//! \brief Calls \a read(JsonValue &) with the root of the document.
template <typename Read>
[[nodiscard]] bool readDocument(QByteArray &bytes, JsonError &error, const Read &read)
{
    // Models are many; what they share is compiled once.
    return readDocument(
        bytes, error,
        [](const void *reader, JsonValue &root) {
            return (*static_cast<const Read *>(reader))(root);
        },
        &read);
}

[[nodiscard]] Error decodeError(const JsonError &error);
} // namespace Detail

//! \brief Decodes one whole JSON text into \a T. The error has the path.
template <typename T>
[[nodiscard]] Result<T> fromJson(QByteArray bytes)
{
    JsonError error;
    T out{};
    if (Detail::readDocument(bytes, error,
                             [&](JsonValue &root) { return readJson(root, out, error); }))
        return out;
    return Detail::decodeError(error);
}

} // namespace Cordial
