// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <cstring>
#include <string_view>

namespace Cordial::Wire {

//! \brief Writes CBOR (RFC 8949) with definite lengths into one growing buffer.
//!
//! Own code rather than QCborStreamWriter: 50,000 records of 20 fields a second may cost 1 % of a
//! core, and a virtual QIODevice write for each item costs more than that.
//! \source RFC 8949, section 3
class CborWriter
{
public:
    explicit CborWriter(qsizetype reserve = 256) : m_buffer(reserve, Qt::Uninitialized) { }

    void unsignedInteger(quint64 value) { head(kUnsigned, value); }
    void integer(qint64 value)
    {
        if (value >= 0)
            head(kUnsigned, static_cast<quint64>(value));
        else
            head(kNegative, ~static_cast<quint64>(value));
    }
    void real(double value);
    void boolean(bool value) { byte(value ? 0xf5 : 0xf4); }
    void null() { byte(0xf6); }
    //! \brief UTF-8; a last character that was cut in the middle is left out.
    void text(std::string_view utf8);
    void array(quint64 count) { head(kArray, count); }

    //! \brief Begins an array whose count is known only at its end. \returns what closeArray()
    //! needs.
    [[nodiscard]] qsizetype openArray();
    void closeArray(qsizetype mark, quint32 count) { patch32(mark + 1, count); }

    //! \brief A number that is known only later, always 9 bytes. \returns what patchUnsigned()
    //! needs.
    [[nodiscard]] qsizetype openUnsigned();
    void patchUnsigned(qsizetype mark, quint64 value);

    //! \brief Bytes that are encoded already.
    void raw(QByteArrayView bytes);
    //! \brief Overwrites four bytes with a big-endian number.
    void patch32(qsizetype at, quint32 value);

    [[nodiscard]] qsizetype size() const { return m_size; }
    [[nodiscard]] QByteArrayView view() const { return {m_buffer.constData(), m_size}; }
    //! \brief Forgets what was written after \a size bytes.
    void truncate(qsizetype size) { m_size = size; }
    //! \brief A copy of exactly what was written; the buffer stays for the next use.
    [[nodiscard]] QByteArray copy() const { return {m_buffer.constData(), m_size}; }

private:
    static constexpr quint8 kUnsigned = 0 << 5;
    static constexpr quint8 kNegative = 1 << 5;
    static constexpr quint8 kText = 3 << 5;
    static constexpr quint8 kArray = 4 << 5;

    char *room(qsizetype bytes)
    {
        if (m_size + bytes > m_buffer.size())
            grow(bytes);
        return m_buffer.data() + m_size;
    }
    void grow(qsizetype bytes);
    void byte(quint8 value)
    {
        *room(1) = static_cast<char>(value);
        ++m_size;
    }
    void head(quint8 major, quint64 value);

    QByteArray m_buffer;
    qsizetype m_size = 0;
};

//! \brief Reads CBOR with definite lengths, forward only, from bytes that nobody vouches for.
//!
//! Every read says whether it succeeded; after the first failure all others fail. No allocation,
//! no recursion: nesting is capped at kDeepest, a count can never exceed the bytes that are left.
//! Views point into the given bytes.
class CborReader
{
public:
    static constexpr int kDeepest = 16;

    enum class Kind : quint8 { Integer, Text, Array, Map, Tag, Boolean, Null, Real, End, Invalid };

    explicit CborReader(QByteArrayView bytes) : m_next(bytes.begin()), m_end(bytes.end()) { }

    [[nodiscard]] Kind kind() const;
    [[nodiscard]] bool isOk() const { return m_ok; }
    [[nodiscard]] bool atEnd() const { return m_next == m_end; }
    [[nodiscard]] qsizetype left() const { return m_end - m_next; }

    //! \brief Numbers outside the range of the type become its nearest end: a newer minor version
    //! may have widened a field.
    [[nodiscard]] bool readUnsigned(quint64 &value);
    [[nodiscard]] bool readInteger(qint64 &value);
    //! \brief Integers are taken as well.
    [[nodiscard]] bool readReal(double &value);
    [[nodiscard]] bool readBoolean(bool &value);
    //! \brief Text or byte string.
    [[nodiscard]] bool readText(QByteArrayView &value);
    [[nodiscard]] bool enterArray(quint64 &count);
    //! \brief Passes over one item with all it holds.
    [[nodiscard]] bool skip();
    [[nodiscard]] bool skip(quint64 items);

private:
    struct Head
    {
        quint8 major = 0;
        quint8 info = 0;
        quint64 value = 0;
    };
    [[nodiscard]] bool readHead(Head &head);
    [[nodiscard]] bool fail()
    {
        m_ok = false;
        return false;
    }

    const char *m_next;
    const char *m_end;
    bool m_ok = true;
};

} // namespace Cordial::Wire
