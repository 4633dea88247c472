// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/typed/value.h>

#include <atomic>
#include <span>

//! Tables that describe the generated types. One loop decodes every model, one encodes it and one
//! compares it, by these tables: generated code is data, and the same data tells the inspector and
//! `cordial model` what there is.
namespace Cordial::Api {

//! \brief What can be done with a value whose type is only known to a table.
struct TypeOps
{
    bool (*read)(JsonValue &, void *, JsonError &);
    void (*write)(JsonWriter &, const void *);
    bool (*equal)(const void *, const void *);
    bool (*isAbsent)(const void *); //!< of a Field; null for a type that always has a value
    bool (*isDefault)(const void *); //!< null for a Field
};

//! \brief A type that may also stand alone.
struct WholeOps
{
    TypeOps value;
    void *(*create)();
    void (*destroy)(void *);
};

namespace Detail {
template <typename T>
struct Ops
{
    static bool read(JsonValue &in, void *out, JsonError &error)
    {
        return readJson(in, *static_cast<T *>(out), error);
    }
    static void write(JsonWriter &writer, const void *value)
    {
        writeJson(writer, *static_cast<const T *>(value));
    }
    static bool equal(const void *left, const void *right)
    {
        return *static_cast<const T *>(left) == *static_cast<const T *>(right);
    }
    static void *create() { return new T{}; }
    static void destroy(void *value) { delete static_cast<T *>(value); }
};
template <typename T>
struct Presence
{
    static bool isDefault(const void *value) { return *static_cast<const T *>(value) == T{}; }
    static constexpr bool (*kIsAbsent)(const void *) = nullptr;
    static constexpr bool (*kIsDefault)(const void *) = &isDefault;
};
template <typename T>
struct Presence<Field<T>>
{
    static bool isAbsent(const void *field)
    {
        return static_cast<const Field<T> *>(field)->isAbsent();
    }
    static constexpr bool (*kIsAbsent)(const void *) = &isAbsent;
    static constexpr bool (*kIsDefault)(const void *) = nullptr;
};
} // namespace Detail

template <typename T>
inline constexpr TypeOps kOps{&Detail::Ops<T>::read, &Detail::Ops<T>::write, &Detail::Ops<T>::equal,
                              Detail::Presence<T>::kIsAbsent, Detail::Presence<T>::kIsDefault};

template <typename T>
inline constexpr WholeOps kWhole{kOps<T>, &Detail::Ops<T>::create, &Detail::Ops<T>::destroy};

//! \brief What two names are told apart by before all of them is looked at: the first and the last
//! eight bytes, with zeros behind a shorter one.
struct NameWords
{
    quint64 first = 0;
    quint64 last = 0;

    //! \brief For tables, made while compiling.
    [[nodiscard]] static constexpr NameWords of(std::string_view name)
    {
        const size_t part = name.size() < 8 ? name.size() : 8;
        NameWords words;
        for (size_t i = 0; i < part; ++i) {
            words.first |= quint64(quint8(name[i])) << (8 * i);
            words.last |= quint64(quint8(name[name.size() - part + i])) << (8 * i);
        }
        return words;
    }
    constexpr bool operator==(const NameWords &) const = default;
};

//! \brief The bytes of a word that a name of that length fills.
[[nodiscard]] constexpr quint64 wordMask(size_t size)
{
    return size < sizeof(quint64) ? (1ULL << (8 * size)) - 1 : ~0ULL;
}

struct FieldInfo
{
    constexpr FieldInfo(std::string_view fieldName, size_t fieldOffset, int fieldBit,
                        const TypeOps *fieldOps, const char *fieldType)
        : name(fieldName)
        , words(NameWords::of(fieldName))
        , mask(wordMask(fieldName.size()))
        , offset(quint16(fieldOffset))
        , bit(qint16(fieldBit))
        , ops(fieldOps)
        , type(fieldType)
    { }

    std::string_view name; //!< as in the JSON
    NameWords words;
    quint64 mask; //!< of words.first
    quint16 offset; //!< within the struct
    qint16 bit; //!< in Rest::missing(); -1 for a Field
    const TypeOps *ops;
    const char *type; //!< in the words of the description: "[User] | null"
};

struct ModelInfo
{
    const char *name;
    std::span<const FieldInfo> fields;
    std::span<const quint8> places; //!< a perfect hash of the names: field + 1, or 0
    quint64 seed;
    quint64 always; //!< bits of the fields that always have a value
    quint16 rest; //!< offset of the Rest
    //! Which field came last time behind each (from 1 on) and first (0), as Discord writes a model
    //! in much the same order each time: learnt while decoding, in any thread.
    std::atomic<quint8> *after;

    //! \brief The field of that name, or null.
    [[nodiscard]] const FieldInfo *field(std::string_view key) const;
    //! \brief The same for a name whose words are known.
    [[nodiscard]] const FieldInfo *field(std::string_view key, NameWords words) const;
};

//! \brief Whether the JSON that \a model came from had that field, which always has a value here;
//! true for one that was made by hand.
template <typename T>
[[nodiscard]] bool wasGiven(const T &model, std::string_view field)
{
    const FieldInfo *info = T::model().field(field);
    return info == nullptr || info->bit < 0 || (model.rest.missing() >> info->bit & 1) == 0;
}

//! \brief A named type as `cordial model` and the inspector see it.
struct TypeInfo
{
    const char *name;
    const char *stands; //!< for these schemas of Discord's document, with commas between
    const WholeOps *ops;
    const ModelInfo *model; //!< null for an enum or a union
};

//! \brief A dispatch event and its type.
struct EventInfo
{
    const char *name; //!< "MESSAGE_CREATE"
    const char *type; //!< "MessageCreateEvent"
    const WholeOps *ops;
    const ModelInfo *model;
};

//! \brief All types, by name.
[[nodiscard]] std::span<const TypeInfo> types();
[[nodiscard]] const TypeInfo *findType(QByteArrayView name);
//! \brief All 79 events, in Discord's order.
[[nodiscard]] std::span<const EventInfo> events();
[[nodiscard]] const EventInfo *findEvent(QByteArrayView name);

//! \brief Decodes and encodes again. Errors: Decode, with the path.
[[nodiscard]] Result<QByteArray> roundTrip(const WholeOps &type, QByteArray json);

namespace Detail {
bool readModel(const ModelInfo &model, JsonValue &in, void *out, JsonError &error);
void writeModel(const ModelInfo &model, JsonWriter &writer, const void *value);
[[nodiscard]] bool equalModel(const ModelInfo &model, const void *left, const void *right);

//! \brief The number or word under \a key in the object \a in, which stays readable unless it is
//! empty: On-Demand does not go back over "{}".
enum class Found : quint8 { Yes, No, Empty, Broken };
[[nodiscard]] Found peekNumber(JsonValue &in, std::string_view key, qint64 &out);
//! \brief What sort of JSON value \a in is.
//! Huge is an integer that fits into none.
enum class Kind : quint8 { Null, Bool, Integer, Huge, Number, String, Object, Array, Broken };
[[nodiscard]] Kind kindOf(JsonValue &in);
//! \brief Index of the first of \a keys that is in the object \a in, which stays readable; or else:
inline constexpr int kNoKey = -1;
inline constexpr int kEmptyObject = -3; //!< has been read
inline constexpr int kBrokenObject = -2; //!< not readable any more, not even as it stands
[[nodiscard]] int peekKey(JsonValue &in, std::span<const std::string_view> keys);
} // namespace Detail

} // namespace Cordial::Api
