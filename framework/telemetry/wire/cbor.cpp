// SPDX-License-Identifier: MIT
#include <cordial/telemetry/wire/cbor.h>

#include <QtEndian>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

namespace Cordial::Wire {

namespace {

//! \brief Length of \a utf8 without a last character that is not whole.
size_t wholeCharacters(std::string_view utf8)
{
    const size_t size = utf8.size();
    for (size_t back = 1; back <= 3 && back <= size; ++back) {
        const auto byte = static_cast<quint8>(utf8[size - back]);
        if ((byte & 0xc0) == 0x80)
            continue; // a continuation: its first byte is further to the front
        const size_t needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
        return needed > back ? size - back : size;
    }
    return size;
}

double halfToDouble(quint16 half)
{
    const int exponent = (half >> 10) & 0x1f;
    const int mantissa = half & 0x3ff;
    double value = 0;
    if (exponent == 0)
        value = std::ldexp(mantissa, -24);
    else if (exponent != 31)
        value = std::ldexp(mantissa + 1024, exponent - 25);
    else
        value = mantissa == 0 ? std::numeric_limits<double>::infinity()
                              : std::numeric_limits<double>::quiet_NaN();
    return (half & 0x8000) != 0 ? -value : value;
}

} // namespace

void CborWriter::grow(qsizetype bytes)
{
    m_buffer.resize(std::max(m_buffer.size() * 2, m_size + bytes));
}

void CborWriter::head(quint8 major, quint64 value)
{
    char *to = room(9);
    if (value < 24) {
        to[0] = static_cast<char>(major | value);
        m_size += 1;
    } else if (value <= 0xff) {
        to[0] = static_cast<char>(major | 24);
        to[1] = static_cast<char>(value);
        m_size += 2;
    } else if (value <= 0xffff) {
        to[0] = static_cast<char>(major | 25);
        qToBigEndian(static_cast<quint16>(value), to + 1);
        m_size += 3;
    } else if (value <= 0xffffffff) {
        to[0] = static_cast<char>(major | 26);
        qToBigEndian(static_cast<quint32>(value), to + 1);
        m_size += 5;
    } else {
        to[0] = static_cast<char>(major | 27);
        qToBigEndian(value, to + 1);
        m_size += 9;
    }
}

void CborWriter::real(double value)
{
    char *to = room(9);
    to[0] = static_cast<char>(0xfb);
    qToBigEndian(std::bit_cast<quint64>(value), to + 1);
    m_size += 9;
}

void CborWriter::text(std::string_view utf8)
{
    utf8 = utf8.substr(0, wholeCharacters(utf8));
    head(kText, utf8.size());
    raw(QByteArrayView(utf8.data(), static_cast<qsizetype>(utf8.size())));
}

qsizetype CborWriter::openArray()
{
    const qsizetype mark = m_size;
    char *to = room(5);
    to[0] = static_cast<char>(kArray | 26);
    m_size += 5;
    patch32(mark + 1, 0);
    return mark;
}

qsizetype CborWriter::openUnsigned()
{
    const qsizetype mark = m_size;
    *room(9) = static_cast<char>(kUnsigned | 27);
    m_size += 9;
    patchUnsigned(mark, 0);
    return mark;
}

void CborWriter::patchUnsigned(qsizetype mark, quint64 value)
{
    Q_ASSERT(mark >= 0 && mark + 9 <= m_size);
    qToBigEndian(value, m_buffer.data() + mark + 1);
}

void CborWriter::raw(QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return;
    std::memcpy(room(bytes.size()), bytes.data(), static_cast<size_t>(bytes.size()));
    m_size += bytes.size();
}

void CborWriter::patch32(qsizetype at, quint32 value)
{
    Q_ASSERT(at >= 0 && at + 4 <= m_size);
    qToBigEndian(value, m_buffer.data() + at);
}

CborReader::Kind CborReader::kind() const
{
    if (!m_ok)
        return Kind::Invalid;
    if (m_next == m_end)
        return Kind::End;
    const auto first = static_cast<quint8>(*m_next);
    switch (first >> 5) {
    case 0:
    case 1:
        return Kind::Integer;
    case 2:
    case 3:
        return Kind::Text;
    case 4:
        return Kind::Array;
    case 5:
        return Kind::Map;
    case 6:
        return Kind::Tag;
    default:
        break;
    }
    switch (first & 0x1f) {
    case 20:
    case 21:
        return Kind::Boolean;
    case 22:
    case 23:
        return Kind::Null;
    case 25:
    case 26:
    case 27:
        return Kind::Real;
    default:
        return Kind::Invalid;
    }
}

bool CborReader::readHead(Head &head)
{
    if (!m_ok || m_next == m_end)
        return fail();
    const auto first = static_cast<quint8>(*m_next++);
    head.major = first >> 5;
    head.info = first & 0x1f;
    if (head.info < 24) {
        head.value = head.info;
        return true;
    }
    // 28 to 30 are reserved, 31 is an indefinite length, which this format does not use.
    if (head.info > 27)
        return fail();
    const qsizetype size = qsizetype(1) << (head.info - 24);
    if (left() < size)
        return fail();
    switch (size) {
    case 1:
        head.value = static_cast<quint8>(*m_next);
        break;
    case 2:
        head.value = qFromBigEndian<quint16>(m_next);
        break;
    case 4:
        head.value = qFromBigEndian<quint32>(m_next);
        break;
    default:
        head.value = qFromBigEndian<quint64>(m_next);
    }
    m_next += size;
    return true;
}

bool CborReader::readUnsigned(quint64 &value)
{
    Head head;
    if (kind() != Kind::Integer || !readHead(head))
        return fail();
    value = head.major == 0 ? head.value : 0;
    return true;
}

bool CborReader::readInteger(qint64 &value)
{
    Head head;
    if (kind() != Kind::Integer || !readHead(head))
        return fail();
    constexpr auto kMost = static_cast<quint64>(std::numeric_limits<qint64>::max());
    const auto size = static_cast<qint64>(std::min(head.value, kMost));
    value = head.major == 0 ? size : ~size;
    return true;
}

bool CborReader::readReal(double &value)
{
    if (kind() == Kind::Integer) {
        Head head;
        if (!readHead(head))
            return false;
        value = head.major == 0 ? static_cast<double>(head.value)
                                : -1.0 - static_cast<double>(head.value);
        return true;
    }
    Head head;
    if (kind() != Kind::Real || !readHead(head))
        return fail();
    if (head.info == 25)
        value = halfToDouble(static_cast<quint16>(head.value));
    else if (head.info == 26)
        value = static_cast<double>(std::bit_cast<float>(static_cast<quint32>(head.value)));
    else
        value = std::bit_cast<double>(head.value);
    return true;
}

bool CborReader::readBoolean(bool &value)
{
    if (kind() != Kind::Boolean)
        return fail();
    value = static_cast<quint8>(*m_next++) == 0xf5;
    return true;
}

bool CborReader::readText(QByteArrayView &value)
{
    Head head;
    if (kind() != Kind::Text || !readHead(head) || head.value > static_cast<quint64>(left()))
        return fail();
    value = QByteArrayView(m_next, static_cast<qsizetype>(head.value));
    m_next += value.size();
    return true;
}

bool CborReader::enterArray(quint64 &count)
{
    Head head;
    // Each item takes a byte at least: a greater count is a lie.
    if (kind() != Kind::Array || !readHead(head) || head.value > static_cast<quint64>(left()))
        return fail();
    count = head.value;
    return true;
}

bool CborReader::skip(quint64 items)
{
    for (; items > 0; --items) {
        if (!skip())
            return false;
    }
    return true;
}

bool CborReader::skip()
{
    std::array<quint64, kDeepest> open{}; // items still to come, by level
    int depth = 0;
    open[0] = 1;
    while (depth >= 0) {
        if (open[static_cast<size_t>(depth)] == 0) {
            --depth;
            continue;
        }
        --open[static_cast<size_t>(depth)];
        Head head;
        if (!readHead(head))
            return false;
        quint64 inside = 0;
        switch (head.major) {
        case 2:
        case 3:
            if (head.value > static_cast<quint64>(left()))
                return fail();
            m_next += head.value;
            continue;
        case 4:
            inside = head.value;
            break;
        case 5:
            if (head.value > static_cast<quint64>(left()) / 2)
                return fail();
            inside = head.value * 2;
            break;
        case 6:
            inside = 1;
            break;
        default:
            continue;
        }
        if (inside > static_cast<quint64>(left()) || ++depth == kDeepest)
            return fail();
        open[static_cast<size_t>(depth)] = inside;
    }
    return true;
}

} // namespace Cordial::Wire
