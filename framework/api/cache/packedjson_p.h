// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/jsonreader.h>

#include <QHash>

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace Cordial::Api::Detail {

//! \brief JSON in a third of its bytes, and back without loss: what a cache keeps of an object.
//!
//! Which keys an object has, and which of them are null, false, true, 0 or [], is written down once
//! for all objects alike (its shape); ids, numbers, times and hashes are binary; text stays as it
//! stood in the JSON. Reading back gives the same values in the same order. Not thread-safe while
//! it packs; reading may go on from many threads if nobody packs.
class PackedJson
{
public:
    //! \brief Beyond these, objects bring their keys along: more bytes, nothing lost.
    static constexpr size_t kMostKeys = 4'096;
    static constexpr size_t kMostShapes = 4'096;
    //! \brief From here on a new shape has keys only: no mixture of nulls may use up the table.
    static constexpr size_t kMostFullShapes = kMostShapes / 2;

    PackedJson();

    //! \brief An object that is put together key by key.
    class Object
    {
    public:
        explicit Object(PackedJson &packer) : m_packer(packer) { }
        //! \brief False, with \a error, for broken JSON.
        bool add(std::string_view rawKey, JsonValue &value, JsonError &error);
        //! \brief A value that is packed already.
        void addPacked(std::string_view rawKey, std::string_view value);
        void appendTo(std::string &out) const;

    private:
        friend class PackedJson;
        [[nodiscard]] std::string_view value(size_t index) const;
        PackedJson &m_packer;
        std::vector<quint16> m_keys;
        std::vector<std::string_view> m_rawKeys; //!< Of the JSON that is being read.
        std::string m_values;
        std::vector<size_t> m_starts;
        bool m_isKnown = true; //!< Every key has a number.
    };

    bool pack(JsonValue &value, std::string &out, JsonError &error, int depth = 0);
    //! \brief Appends the JSON of \a packed to \a out.
    void unpack(std::string_view packed, QByteArray &out) const;
    //! \brief The same for the members of an object: `"a":1,"b":2`, without the braces.
    void unpackMembers(std::string_view object, QByteArray &out) const;

    //! \brief Calls \a visit(key, packed value) for each member of a packed object.
    void forEach(std::string_view object,
                 const std::function<void(std::string_view, std::string_view)> &visit) const;
    //! \brief Calls \a visit(packed value) for each element of a packed array; none of anything
    //! else.
    void forEachElement(std::string_view array,
                        const std::function<void(std::string_view)> &visit) const;
    //! \brief The packed value of \a key in a packed object; empty without.
    [[nodiscard]] std::string_view find(std::string_view object, std::string_view key) const;
    //! \brief \a newer over \a older: its members count, those only \a older has stay.
    void merge(std::string_view older, std::string_view newer, std::string &out);

    //! \brief What keys and shapes take.
    [[nodiscard]] qsizetype tableBytes() const;
    //! \brief Objects that had to bring their keys along.
    [[nodiscard]] quint64 unshaped() const { return m_unshaped; }

    [[nodiscard]] static std::optional<quint64> asId(std::string_view packed);
    [[nodiscard]] static bool isNull(std::string_view packed);
    [[nodiscard]] static bool isTrue(std::string_view packed);
    static void appendInteger(qint64 value, std::string &out);
    [[nodiscard]] static std::optional<qint64> asInteger(std::string_view packed);

private:
    static constexpr quint16 kUnknownKey = 0xFFFF;
    //! \brief A member of a shape: the key's number, and above it which constant it is, if any.
    static constexpr int kKeyBits = 12;
    static_assert(kMostKeys <= 1U << kKeyBits);
    struct Shape
    {
        std::vector<quint16> members;
        quint64 stored = 0; //!< values that an object brings along
    };

    [[nodiscard]] quint16 keyNumber(std::string_view rawKey);
    //! \brief Empty beyond \a most of them.
    [[nodiscard]] std::optional<quint32> shapeNumber(std::span<const quint16> members, size_t most);
    [[nodiscard]] size_t skip(std::string_view packed) const;
    void unpackOne(std::string_view &at, QByteArray &out) const;
    struct Members;
    [[nodiscard]] Members membersOf(std::string_view object) const;

    QHash<QByteArray, quint16> m_keyNumbers;
    std::vector<QByteArray> m_keys;
    QHash<QByteArray, quint32> m_shapeNumbers;
    std::vector<Shape> m_shapes;
    quint64 m_unshaped = 0;
};

} // namespace Cordial::Api::Detail
