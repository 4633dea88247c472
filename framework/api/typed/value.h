// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/json.h>

#include <QMap>

#include <memory>

//! What generated models are made of, beside the types of core: each survives a round trip as it
//! came, also where it holds what this version does not know.
namespace Cordial {

//! \brief The id of something that has no type of its own here.
using Snowflake = Id<struct SnowflakeTag>;

//! \brief readObject() for one function and any map.
bool readMembers(JsonValue &in, JsonError &error, void *map,
                 bool (*readMember)(std::string_view, JsonValue &, void *map, JsonError &));
inline bool readMapKey(std::string_view key, QString &out)
{
    out = QString::fromUtf8(key.data(), qsizetype(key.size()));
    return true;
}
template <typename Tag>
bool readMapKey(std::string_view key, Id<Tag> &out)
{
    const auto id = Id<Tag>::fromString(QByteArrayView(key.data(), qsizetype(key.size())));
    out = id.value_or(Id<Tag>());
    return id.has_value();
}
inline QByteArray writeMapKey(const QString &key)
{
    return key.toUtf8();
}
template <typename Tag>
QByteArray writeMapKey(Id<Tag> key)
{
    return key.toByteArray();
}

//! \brief An object keyed by ids or words.
template <typename Key, typename T>
bool readJson(JsonValue &in, QMap<Key, T> &out, JsonError &error)
{
    out.clear();
    return readMembers(in, error, &out,
                       [](std::string_view name, JsonValue &value, void *map, JsonError &inside) {
                           Key key{};
                           if (!readMapKey(name, key))
                               return inside.fail("expected a snowflake as key");
                           return readJson(value, (*static_cast<QMap<Key, T> *>(map))[key], inside);
                       });
}

template <typename Key, typename T>
void writeJson(JsonWriter &writer, const QMap<Key, T> &map)
{
    writer.beginObject();
    for (auto entry = map.begin(); entry != map.end(); ++entry) {
        const QByteArray key = writeMapKey(entry.key());
        writer.key({key.constData(), size_t(key.size())});
        writeJson(writer, entry.value());
    }
    writer.endObject();
}

template <typename T>
void writeJson(JsonWriter &writer, const std::optional<T> &value)
{
    if (value)
        writeJson(writer, *value);
    else
        writer.null();
}

namespace Api {

//! \brief Any JSON value, as it stands in the text. Empty counts as null.
struct RawJson
{
    QByteArray text;

    bool operator==(const RawJson &) const = default;
};
bool readJson(JsonValue &in, RawJson &out, JsonError &error);
void writeJson(JsonWriter &writer, const RawJson &value);

//! \brief A moment to the microsecond, that remembers how it was written: Discord leaves the
//! fraction out where it is zero. Comparing looks at the moment alone.
class DateTime
{
public:
    using Time = std::chrono::sys_time<std::chrono::microseconds>;

    DateTime() = default;
    DateTime(Time time) : DateTime(time, 6, false) { }
    DateTime(Time time, int fractionDigits, bool isZulu);
    //! \brief ISO 8601 with seconds and a zone; at most six digits of fraction count.
    [[nodiscard]] static std::optional<DateTime> fromString(std::string_view text);

    [[nodiscard]] Time time() const;
    operator Time() const { return time(); }
    [[nodiscard]] QByteArray toByteArray() const;
    friend bool operator==(DateTime left, DateTime right) { return left.time() == right.time(); }
    friend auto operator<=>(DateTime left, DateTime right) { return left.time() <=> right.time(); }

private:
    qint64 m_packed = 6; //!< microseconds * 16 + zulu * 8 + digits
};
bool readJson(JsonValue &in, DateTime &out, JsonError &error);
void writeJson(JsonWriter &writer, DateTime value);

//! \brief A word out of a list that Discord may lengthen. Compare it with the constants beside it.
template <typename Tag>
struct Word
{
    QString text;

    Word() = default;
    Word(QString word) : text(std::move(word)) { }
    Word(QLatin1StringView word) : text(word) { }

    bool operator==(const Word &) const = default;
    friend bool operator==(const Word &left, QLatin1StringView right) { return left.text == right; }
    friend bool operator<(const Word &left, const Word &right) { return left.text < right.text; }
};
template <typename Tag>
bool readJson(JsonValue &in, Word<Tag> &out, JsonError &error)
{
    return readJson(in, out.text, error);
}
template <typename Tag>
void writeJson(JsonWriter &writer, const Word<Tag> &value)
{
    writer.string(value.text);
}

//! \brief Bits; those this version has no name for survive.
template <typename Flag>
class Flags
{
public:
    constexpr Flags() = default;
    constexpr Flags(Flag flag) : m_bits(static_cast<quint64>(flag)) { }
    [[nodiscard]] static constexpr Flags fromBits(quint64 bits)
    {
        Flags flags;
        flags.m_bits = bits;
        return flags;
    }
    [[nodiscard]] constexpr quint64 bits() const { return m_bits; }
    [[nodiscard]] constexpr bool has(Flag flag) const
    {
        return (m_bits & static_cast<quint64>(flag)) != 0;
    }
    constexpr Flags operator|(Flags other) const { return fromBits(m_bits | other.m_bits); }
    constexpr Flags without(Flags other) const { return fromBits(m_bits & ~other.m_bits); }
    constexpr bool operator==(const Flags &) const = default;

private:
    quint64 m_bits = 0;
};
template <typename Flag>
bool readJson(JsonValue &in, Flags<Flag> &out, JsonError &error)
{
    // Signed in Discord's document, so a negative number keeps its bits too.
    qint64 bits = 0;
    if (!readJson(in, bits, error))
        return false;
    out = Flags<Flag>::fromBits(static_cast<quint64>(bits));
    return true;
}
template <typename Flag>
void writeJson(JsonWriter &writer, Flags<Flag> value)
{
    writer.number(static_cast<qint64>(value.bits()));
}

//! \brief What the JSON of a model held beyond the fields it has here, and which of the fields that
//! always have a value were not in it: what makes writing it back give the same JSON.
class Rest
{
public:
    Rest() = default;
    Rest(const Rest &other);
    Rest(Rest &&) noexcept = default;
    Rest &operator=(const Rest &other);
    Rest &operator=(Rest &&) noexcept = default;
    ~Rest() = default;

    [[nodiscard]] bool isEmpty() const { return !m_content; }
    //! \brief `"key":value` and so on with commas between; empty if there was nothing unknown.
    [[nodiscard]] QByteArray members() const
    {
        return m_content ? m_content->members : QByteArray();
    }
    //! \brief \a rawKey as it stands between its quotes.
    void addMember(std::string_view rawKey, std::string_view json);
    [[nodiscard]] quint64 missing() const { return m_content ? m_content->missing : 0; }
    void setMissing(quint64 bits);
    void clear() { m_content.reset(); }

    //! \brief Equal by what is unknown: that a field was left out shows in its value.
    bool operator==(const Rest &other) const { return members() == other.members(); }

private:
    struct Content
    {
        QByteArray members;
        quint64 missing = 0;
    };
    Content &content();

    std::unique_ptr<Content> m_content;
};

//! \brief The text of \a in, whatever it is, without the space around it.
[[nodiscard]] bool rawText(JsonValue &in, std::string_view &out);

} // namespace Api
} // namespace Cordial

// A list that grows may move these as bytes: nothing in them points into itself.
namespace Cordial::Api::Detail {
struct MovesAsBytes
{
    enum {
        isPointer = false,
        isIntegral = false,
        isComplex = true,
        isRelocatable = true,
        isValueInitializationBitwiseZero = false,
    };
};
} // namespace Cordial::Api::Detail
template <typename T>
    requires Cordial::kIsBoxed<T>
class QTypeInfo<T> : public Cordial::Api::Detail::MovesAsBytes
{ };
template <typename Tag>
class QTypeInfo<Cordial::Api::Word<Tag>> : public Cordial::Api::Detail::MovesAsBytes
{ };
template <>
class QTypeInfo<Cordial::Api::RawJson> : public Cordial::Api::Detail::MovesAsBytes
{ };
