// SPDX-License-Identifier: MIT
#include <cordial/api/cache/packedjson_p.h>

#include <cordial/api/typed/value.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace Cordial::Api::Detail {

namespace {

// One byte says what follows. The common and small ones have their number in it.
enum Tag : quint8 {
    kNull = 0x00,
    kFalse = 0x01,
    kTrue = 0x02,
    kPositive = 0x03, //!< varint
    kNegative = 0x04, //!< varint of -1 - value
    kNumberText = 0x05, //!< length, text
    kString = 0x06, //!< length, text as in the JSON
    kDigits = 0x07, //!< varint: a string of digits, as ids are
    kHash = 0x08, //!< 16 bytes: a string of 32 hexadecimal digits
    kMovingHash = 0x09, //!< the same after "a_"
    kTime = 0x0A, //!< varint of microseconds (zigzag), digits of the fraction and zone
    kArray = 0x0B, //!< count, elements
    kObject = 0x0C, //!< shape, values
    kObjectWithKeys = 0x0D, //!< count, keys (length, text) and values
    kSmallArray = 0x20, //!< to 0x3F
    kSmallNumber = 0x40, //!< to 0x7F
    kShortString = 0x80, //!< to 0xBF
    kSmallShape = 0xC0, //!< to 0xFF
};
//! Values that a shape may hold in an object's stead; 0 is none of them.
constexpr std::array<char, 6> kConstants{
    0, kNull, kFalse, kTrue, char(kSmallArray), char(kSmallNumber)};
constexpr quint64 kSmallArrays = 0x20;
constexpr quint64 kSmall = 0x40;
constexpr int kDeepest = 64;

void putByte(std::string &out, quint64 byte)
{
    out.push_back(static_cast<char>(static_cast<quint8>(byte)));
}

void putVarint(std::string &out, quint64 value)
{
    while (value >= 0x80) {
        putByte(out, value | 0x80);
        value >>= 7;
    }
    putByte(out, value);
}

void putTagged(std::string &out, Tag tag, quint64 number)
{
    putByte(out, tag);
    putVarint(out, number);
}

quint8 takeByte(std::string_view &at)
{
    const auto byte = static_cast<quint8>(at.front());
    at.remove_prefix(1);
    return byte;
}

quint64 takeVarint(std::string_view &at)
{
    quint64 value = 0;
    for (int shift = 0;; shift += 7) {
        const quint8 byte = takeByte(at);
        value |= quint64(byte & 0x7F) << shift;
        if (byte < 0x80)
            return value;
    }
}

std::string_view takeBytes(std::string_view &at, size_t count)
{
    const std::string_view bytes = at.substr(0, count);
    at.remove_prefix(count);
    return bytes;
}

quint64 zigzag(qint64 value)
{
    return (quint64(value) << 1) ^ quint64(value >> 63);
}

qint64 unzigzag(quint64 value)
{
    return qint64(value >> 1) ^ -qint64(value & 1);
}

//! Which of kConstants; 0 for anything else.
quint16 constantOf(std::string_view packed)
{
    if (packed.size() != 1)
        return 0;
    const auto found = std::find(kConstants.begin() + 1, kConstants.end(), packed.front());
    return found == kConstants.end() ? 0 : quint16(found - kConstants.begin());
}

bool isDigits(std::string_view text)
{
    return !text.empty() && text.size() <= 20 && (text.front() != '0' || text.size() == 1)
        && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool isHash(std::string_view text)
{
    return text.size() == 32
        && std::all_of(text.begin(), text.end(), [](char c) { return hexDigit(c) >= 0; });
}

void putHash(std::string &out, std::string_view text)
{
    for (size_t i = 0; i < text.size(); i += 2)
        putByte(out, quint64(hexDigit(text[i]) << 4 | hexDigit(text[i + 1])));
}

//! Only what comes out again as it went in.
bool putTime(std::string &out, std::string_view text)
{
    if (text.size() < 20 || text.size() > 32 || text[10] != 'T')
        return false;
    const auto time = Api::DateTime::fromString(text);
    if (!time)
        return false;
    const QByteArray again = time->toByteArray();
    if (std::string_view(again.constData(), size_t(again.size())) != text)
        return false;
    const size_t dot = text.find('.');
    const bool isZulu = text.back() == 'Z';
    const size_t zone = isZulu ? 1 : 6;
    const size_t digits = dot == std::string_view::npos ? 0 : text.size() - zone - dot - 1;
    putByte(out, kTime);
    putVarint(out, zigzag(time->time().time_since_epoch().count()));
    putByte(out, digits | (isZulu ? 8U : 0U));
    return true;
}

void putString(std::string &out, std::string_view text)
{
    quint64 number = 0;
    if (isDigits(text)
        && std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc()) {
        putByte(out, kDigits);
        putVarint(out, number);
        return;
    }
    if (isHash(text)) {
        putByte(out, kHash);
        putHash(out, text);
        return;
    }
    if (text.starts_with("a_") && isHash(text.substr(2))) {
        putByte(out, kMovingHash);
        putHash(out, text.substr(2));
        return;
    }
    if (putTime(out, text))
        return;
    if (text.size() < kSmall)
        putByte(out, kShortString + text.size());
    else
        putTagged(out, kString, text.size());
    out.append(text);
}

bool packString(JsonValue &in, std::string_view raw, std::string &out, JsonError &error)
{
    std::string_view checked;
    const std::string_view inside = raw.substr(1, raw.size() - 2);
    // Only what has escapes can be wrong: the rest was looked at when the document was read.
    if (inside.find('\\') != std::string_view::npos
        && in.get_string().get(checked) != simdjson::SUCCESS)
        return error.fail("broken string");
    putString(out, inside);
    return true;
}

bool packNumber(JsonValue &in, std::string_view raw, std::string &out, JsonError &error)
{
    int64_t whole = 0;
    double real = 0;
    if (raw != "-0" && in.get_int64().get(whole) == simdjson::SUCCESS) {
        PackedJson::appendInteger(whole, out);
        return true;
    }
    uint64_t large = 0;
    if (in.get_uint64().get(large) != simdjson::SUCCESS
        && in.get_double().get(real) != simdjson::SUCCESS)
        return error.fail("broken number");
    putByte(out, kNumberText);
    putVarint(out, raw.size());
    out.append(raw);
    return true;
}

void appendText(QByteArray &out, std::string_view text)
{
    out.append(text.data(), qsizetype(text.size()));
}

void appendHash(QByteArray &out, std::string_view bytes)
{
    constexpr std::string_view kDigitsOfHex = "0123456789abcdef";
    for (const char c : bytes) {
        const auto byte = static_cast<quint8>(c);
        out.append(kDigitsOfHex[byte >> 4]);
        out.append(kDigitsOfHex[byte & 0xF]);
    }
}

void appendTime(QByteArray &out, std::string_view &at)
{
    const qint64 micros = unzigzag(takeVarint(at));
    const quint8 form = takeByte(at);
    const Api::DateTime time(Api::DateTime::Time(std::chrono::microseconds(micros)), form & 7,
                             (form & 8) != 0);
    out.append('"').append(time.toByteArray()).append('"');
}

} // namespace

//! \brief The members of a packed object, before the first of them is taken.
struct PackedJson::Members
{
    std::string_view at;
    const Shape *shape = nullptr; //!< null: the keys are in the object itself
    size_t count = 0;
};

PackedJson::PackedJson() = default;

quint16 PackedJson::keyNumber(std::string_view rawKey)
{
    const QByteArray key = QByteArray::fromRawData(rawKey.data(), qsizetype(rawKey.size()));
    const auto found = m_keyNumbers.constFind(key);
    if (found != m_keyNumbers.constEnd())
        return *found;
    if (m_keys.size() >= kMostKeys || rawKey.size() > 64)
        return kUnknownKey;
    const auto number = quint16(m_keys.size());
    const QByteArray own(rawKey.data(), qsizetype(rawKey.size()));
    m_keys.push_back(own);
    m_keyNumbers.insert(own, number);
    return number;
}

std::optional<quint32> PackedJson::shapeNumber(std::span<const quint16> members, size_t most)
{
    const auto *bytes = reinterpret_cast<const char *>(members.data());
    const auto size = qsizetype(members.size_bytes());
    const auto found = m_shapeNumbers.constFind(QByteArray::fromRawData(bytes, size));
    if (found != m_shapeNumbers.constEnd())
        return *found;
    if (m_shapes.size() >= most)
        return {};
    const auto number = quint32(m_shapes.size());
    const auto stored = std::count_if(members.begin(), members.end(),
                                      [](quint16 member) { return member >> kKeyBits == 0; });
    m_shapes.push_back({{members.begin(), members.end()}, quint64(stored)});
    m_shapeNumbers.insert(QByteArray(bytes, size), number);
    return number;
}

void PackedJson::Object::addPacked(std::string_view rawKey, std::string_view value)
{
    const quint16 number = m_packer.keyNumber(rawKey);
    m_isKnown = m_isKnown && number != kUnknownKey;
    m_keys.push_back(number);
    m_rawKeys.push_back(rawKey);
    m_starts.push_back(m_values.size());
    m_values.append(value);
}

bool PackedJson::Object::add(std::string_view rawKey, JsonValue &value, JsonError &error)
{
    addPacked(rawKey, {});
    return m_packer.pack(value, m_values, error, 1);
}

std::string_view PackedJson::Object::value(size_t index) const
{
    const size_t end = index + 1 < m_starts.size() ? m_starts[index + 1] : m_values.size();
    return std::string_view(m_values).substr(m_starts[index], end - m_starts[index]);
}

void PackedJson::Object::appendTo(std::string &out) const
{
    if (m_isKnown) {
        std::vector<quint16> members = m_keys;
        for (size_t i = 0; i < members.size(); ++i)
            members[i] |= quint16(constantOf(value(i)) << kKeyBits);
        auto shape = m_packer.shapeNumber(members, kMostFullShapes);
        const bool isFull = shape.has_value();
        if (!isFull)
            shape = m_packer.shapeNumber(m_keys, kMostShapes);
        if (shape) {
            if (*shape < kSmall)
                putByte(out, kSmallShape + *shape);
            else
                putTagged(out, kObject, *shape);
            for (size_t i = 0; i < members.size(); ++i) {
                if (!isFull || members[i] >> kKeyBits == 0)
                    out.append(value(i));
            }
            return;
        }
    }
    ++m_packer.m_unshaped;
    putByte(out, kObjectWithKeys);
    putVarint(out, m_keys.size());
    for (size_t i = 0; i < m_keys.size(); ++i) {
        putVarint(out, m_rawKeys[i].size());
        out.append(m_rawKeys[i]);
        out.append(value(i));
    }
}

bool PackedJson::pack(JsonValue &value, std::string &out, JsonError &error, int depth)
{
    using simdjson::ondemand::json_type;
    if (depth > kDeepest)
        return error.fail("nested too deep");
    json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS)
        return error.fail("broken JSON");
    if (type == json_type::object) {
        Object object(*this);
        const bool isRead = readObject(value, error, [&](std::string_view key, JsonValue &member) {
            object.addPacked(key, {});
            return pack(member, object.m_values, error, depth + 1);
        });
        if (isRead)
            object.appendTo(out);
        return isRead;
    }
    if (type == json_type::array) {
        std::string elements;
        quint64 count = 0;
        const bool isRead = readArray(value, error, [&](JsonValue &element) {
            ++count;
            return pack(element, elements, error, depth + 1);
        });
        if (count < kSmallArrays)
            putByte(out, kSmallArray + count);
        else
            putTagged(out, kArray, count);
        out.append(elements);
        return isRead;
    }
    std::string_view raw;
    if (!Api::rawText(value, raw))
        return error.fail("broken JSON");
    if (type == json_type::string)
        return packString(value, raw, out, error);
    if (type == json_type::number)
        return packNumber(value, raw, out, error);
    if (raw == "null")
        putByte(out, kNull);
    else if (raw == "true" || raw == "false")
        putByte(out, raw == "true" ? kTrue : kFalse);
    else
        return error.fail("broken JSON");
    return true;
}

PackedJson::Members PackedJson::membersOf(std::string_view object) const
{
    Members members;
    members.at = object;
    if (object.empty())
        return members;
    const quint8 tag = takeByte(members.at);
    if (tag == kObjectWithKeys) {
        members.count = size_t(takeVarint(members.at));
        return members;
    }
    if (tag != kObject && tag < kSmallShape)
        return members;
    const quint64 shape = tag == kObject ? takeVarint(members.at) : quint64(tag - kSmallShape);
    members.shape = &m_shapes[size_t(shape)];
    members.count = members.shape->members.size();
    return members;
}

void PackedJson::forEach(std::string_view object,
                         const std::function<void(std::string_view, std::string_view)> &visit) const
{
    Members members = membersOf(object);
    for (size_t i = 0; i < members.count; ++i) {
        std::string_view key;
        if (members.shape != nullptr) {
            const quint16 member = members.shape->members[i];
            const QByteArray &known = m_keys[member & ((1U << kKeyBits) - 1)];
            key = {known.constData(), size_t(known.size())};
            if (const size_t constant = member >> kKeyBits; constant != 0) {
                visit(key, {&kConstants[constant], 1});
                continue;
            }
        } else {
            const auto length = size_t(takeVarint(members.at));
            key = takeBytes(members.at, length);
        }
        visit(key, takeBytes(members.at, skip(members.at)));
    }
}

void PackedJson::forEachElement(std::string_view array,
                                const std::function<void(std::string_view)> &visit) const
{
    if (array.empty())
        return;
    const quint8 tag = takeByte(array);
    quint64 left = 0;
    if (tag == kArray)
        left = takeVarint(array);
    else if (tag >= kSmallArray && tag < kSmallNumber)
        left = tag - kSmallArray;
    for (; left > 0; --left)
        visit(takeBytes(array, skip(array)));
}

std::string_view PackedJson::find(std::string_view object, std::string_view key) const
{
    std::string_view found;
    forEach(object, [&](std::string_view name, std::string_view value) {
        if (name == key)
            found = value;
    });
    return found;
}

void PackedJson::merge(std::string_view older, std::string_view newer, std::string &out)
{
    Object object(*this);
    forEach(older, [&](std::string_view key, std::string_view value) {
        const std::string_view changed = find(newer, key);
        object.addPacked(key, changed.empty() ? value : changed);
    });
    forEach(newer, [&](std::string_view key, std::string_view value) {
        if (find(older, key).empty())
            object.addPacked(key, value);
    });
    object.appendTo(out);
}

size_t PackedJson::skip(std::string_view packed) const
{
    std::string_view at = packed;
    const quint8 tag = takeByte(at);
    quint64 values = 0;
    if (tag >= kSmallShape) {
        values = m_shapes[size_t(tag - kSmallShape)].stored;
    } else if (tag >= kShortString) {
        at.remove_prefix(tag - kShortString);
    } else if (tag >= kSmallNumber) {
        return 1;
    } else if (tag >= kSmallArray) {
        values = tag - kSmallArray;
    } else {
        switch (tag) {
        case kPositive:
        case kNegative:
        case kDigits:
            takeVarint(at);
            break;
        case kNumberText:
        case kString:
            takeBytes(at, size_t(takeVarint(at)));
            break;
        case kHash:
        case kMovingHash:
            at.remove_prefix(16);
            break;
        case kTime:
            takeVarint(at);
            takeByte(at);
            break;
        case kArray:
            values = takeVarint(at);
            break;
        case kObject:
            values = m_shapes[size_t(takeVarint(at))].stored;
            break;
        case kObjectWithKeys:
            for (quint64 count = takeVarint(at); count > 0; --count) {
                takeBytes(at, size_t(takeVarint(at)));
                at.remove_prefix(skip(at));
            }
            break;
        default:
            break;
        }
    }
    for (; values > 0; --values)
        at.remove_prefix(skip(at));
    return packed.size() - at.size();
}

void PackedJson::unpackMembers(std::string_view object, QByteArray &out) const
{
    bool isFirst = true;
    forEach(object, [&](std::string_view key, std::string_view value) {
        if (!std::exchange(isFirst, false))
            out.append(',');
        out.append('"');
        appendText(out, key);
        out.append("\":");
        unpackOne(value, out);
    });
}

void PackedJson::unpack(std::string_view packed, QByteArray &out) const
{
    if (!packed.empty())
        unpackOne(packed, out);
}

void PackedJson::unpackOne(std::string_view &at, QByteArray &out) const
{
    const quint8 tag = static_cast<quint8>(at.front());
    if (tag >= kSmallShape || tag == kObject || tag == kObjectWithKeys) {
        const std::string_view object = takeBytes(at, skip(at));
        out.append('{');
        unpackMembers(object, out);
        out.append('}');
        return;
    }
    takeByte(at);
    if (tag >= kShortString || tag == kString) {
        const size_t length = tag == kString ? size_t(takeVarint(at)) : size_t(tag - kShortString);
        out.append('"');
        appendText(out, takeBytes(at, length));
        out.append('"');
        return;
    }
    if (tag >= kSmallNumber) {
        out.append(QByteArray::number(tag - kSmallNumber));
        return;
    }
    if (tag >= kSmallArray || tag == kArray) {
        out.append('[');
        for (quint64 left = tag == kArray ? takeVarint(at) : quint64(tag - kSmallArray); left > 0;
             --left) {
            unpackOne(at, out);
            if (left > 1)
                out.append(',');
        }
        out.append(']');
        return;
    }
    switch (tag) {
    case kFalse:
        out.append("false");
        break;
    case kTrue:
        out.append("true");
        break;
    case kPositive:
        out.append(QByteArray::number(takeVarint(at)));
        break;
    case kNegative:
        out.append(QByteArray::number(-1 - qint64(takeVarint(at))));
        break;
    case kNumberText: {
        const auto length = size_t(takeVarint(at));
        appendText(out, takeBytes(at, length));
        break;
    }
    case kDigits:
        out.append('"').append(QByteArray::number(takeVarint(at))).append('"');
        break;
    case kHash:
    case kMovingHash:
        out.append(tag == kHash ? "\"" : "\"a_");
        appendHash(out, takeBytes(at, 16));
        out.append('"');
        break;
    case kTime:
        appendTime(out, at);
        break;
    default:
        out.append("null");
        break;
    }
}

void PackedJson::appendInteger(qint64 value, std::string &out)
{
    if (value >= 0 && quint64(value) < kSmall) {
        putByte(out, kSmallNumber + quint64(value));
        return;
    }
    putByte(out, value >= 0 ? kPositive : kNegative);
    putVarint(out, value >= 0 ? quint64(value) : quint64(-1 - value));
}

std::optional<qint64> PackedJson::asInteger(std::string_view packed)
{
    if (packed.empty())
        return {};
    const quint8 tag = takeByte(packed);
    if (tag >= kSmallNumber && tag < kShortString)
        return tag - kSmallNumber;
    if (tag == kPositive)
        return qint64(takeVarint(packed));
    if (tag == kNegative)
        return -1 - qint64(takeVarint(packed));
    return {};
}

std::optional<quint64> PackedJson::asId(std::string_view packed)
{
    if (packed.empty() || static_cast<quint8>(packed.front()) != kDigits)
        return {};
    packed.remove_prefix(1);
    return takeVarint(packed);
}

bool PackedJson::isNull(std::string_view packed)
{
    return packed.size() == 1 && packed.front() == char(kNull);
}

bool PackedJson::isTrue(std::string_view packed)
{
    return packed.size() == 1 && packed.front() == char(kTrue);
}

qsizetype PackedJson::tableBytes() const
{
    qsizetype bytes = qsizetype(m_keys.size() * (sizeof(QByteArray) + 64));
    for (const auto &shape : m_shapes)
        bytes += qsizetype(shape.members.size() * 4 + 104);
    return bytes;
}

} // namespace Cordial::Api::Detail
