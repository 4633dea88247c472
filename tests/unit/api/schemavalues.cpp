// SPDX-License-Identifier: MIT
#include "schemavalues.h"

using namespace Qt::StringLiterals;

namespace {

// Schemas contain themselves; below this optional parts are left out.
constexpr int kDepth = 4;

bool mayBeNull(const QJsonObject &schema)
{
    if (schema["type"_L1].toArray().contains(u"null"_s) || schema["type"_L1] == u"null"_s)
        return true;
    for (const QJsonValue alternative : schema["oneOf"_L1].toArray()) {
        if (alternative["type"_L1] == u"null"_s)
            return true;
    }
    return false;
}

QString typeOf(const QJsonObject &schema)
{
    const QJsonValue type = schema["type"_L1];
    if (type.isString())
        return type.toString();
    for (const QJsonValue one : type.toArray()) {
        if (one != u"null"_s)
            return one.toString();
    }
    return u"null"_s;
}

bool isEnum(const QJsonObject &schema)
{
    return schema["oneOf"_L1].toArray().first()["const"_L1] != QJsonValue(QJsonValue::Undefined);
}

} // namespace

QJsonValue SchemaValues::make(const QString &schema, Mode mode, bool withUnknownFields)
{
    m_mode = mode;
    m_withUnknownFields = withUnknownFields;
    return value(m_schemas[schema].toObject(), 0);
}

qint64 SchemaValues::between(qint64 low, qint64 high)
{
    const quint64 range = static_cast<quint64>(high) - static_cast<quint64>(low);
    const quint64 step =
        range == ~0ULL ? m_random.generate64() : m_random.generate64() % (range + 1);
    return static_cast<qint64>(static_cast<quint64>(low) + step);
}

bool SchemaValues::takesOptional(int depth)
{
    if (depth > kDepth || m_mode == Mode::None)
        return false;
    return m_mode != Mode::Some || m_random.bounded(2) == 0;
}

QJsonValue SchemaValues::value(const QJsonObject &schema, int depth)
{
    if (schema.contains("$ref"_L1))
        return value(m_schemas[schema["$ref"_L1].toString().section(u'/', -1)].toObject(), depth);
    if (mayBeNull(schema)
        && (m_mode == Mode::Nulls || depth > kDepth + 2 || m_random.bounded(8) == 0))
        return QJsonValue::Null;
    const QString type = typeOf(schema);
    if (schema.contains("enum"_L1)) {
        const QJsonArray values = schema["enum"_L1].toArray();
        if (!values.isEmpty())
            return values[m_random.bounded(int(values.size()))];
    }
    if (schema["allOf"_L1].toArray().size() == 1)
        return value(schema["allOf"_L1].toArray().first().toObject(), depth);
    for (const QString &key : {u"oneOf"_s, u"anyOf"_s}) {
        if (!schema.contains(key))
            continue;
        return isEnum(schema) ? enumerated(schema[key].toArray(), type == u"integer"_s)
                              : choice(schema[key].toArray(), depth);
    }
    if (type == u"object"_s)
        return object(schema, depth);
    if (type == u"array"_s)
        return array(schema, depth);
    if (type == u"string"_s)
        return text(schema);
    if (type == u"integer"_s)
        return integer(schema);
    if (type == u"number"_s)
        return double(between(-1'000'000, 1'000'000)) / 64;
    if (type == u"boolean"_s)
        return m_random.bounded(2) == 0;
    if (schema.isEmpty())
        return QJsonArray{1, u"any"_s, QJsonObject{{u"thing"_s, true}}};
    return QJsonValue::Null;
}

QJsonValue SchemaValues::choice(const QJsonArray &schemas, int depth)
{
    QJsonArray usable;
    for (const QJsonValue one : schemas) {
        if (one["type"_L1] != u"null"_s)
            usable.append(one);
    }
    return value(usable[m_random.bounded(int(usable.size()))].toObject(), depth);
}

QJsonValue SchemaValues::enumerated(const QJsonArray &alternatives, bool isNumber)
{
    if (m_random.bounded(10) == 0) // one that no version knows
        return isNumber ? QJsonValue(between(100'000, 2'000'000))
                        : QJsonValue(u"WORD_OF_TOMORROW"_s);
    return alternatives[m_random.bounded(int(alternatives.size()))]["const"_L1];
}

QJsonValue SchemaValues::member(const QString &key, const QJsonObject &schema, int depth)
{
    // The document has any text or number here; Discord's documentation says what it holds.
    static const QStringList kBits{u"permissions"_s, u"allow"_s, u"deny"_s,
                                   u"default_member_permissions"_s};
    const QJsonValue plain = value(schema, depth);
    if (!kBits.contains(key) || !(plain.isString() || plain.isDouble()))
        return plain;
    const qint64 bits = between(0, (1LL << 53) - 1);
    return plain.isString() ? QJsonValue(QString::number(bits)) : QJsonValue(bits);
}

QJsonValue SchemaValues::object(const QJsonObject &schema, int depth)
{
    QJsonObject out;
    const QJsonObject properties = schema["properties"_L1].toObject();
    const QJsonArray required = schema["required"_L1].toArray();
    for (auto property = properties.begin(); property != properties.end(); ++property) {
        if (required.contains(property.key()) || takesOptional(depth))
            out[property.key()] = member(property.key(), property->toObject(), depth + 1);
    }
    const QJsonValue members = schema["additionalProperties"_L1];
    for (int i = 0; members.isObject() && depth <= kDepth && i < 2; ++i)
        out[QString::number(between(1, 1LL << 62))] = value(members.toObject(), depth + 1);
    if (!properties.isEmpty() && m_withUnknownFields) {
        out[u"of_tomorrow"_s] = QJsonObject{{u"a \"b\""_s, QJsonArray{1.5, u"\u00e9"_s, false}}};
        out[u"z_last"_s] = QJsonValue::Null;
    }
    return out;
}

QJsonValue SchemaValues::array(const QJsonObject &schema, int depth)
{
    QJsonArray out;
    const int least = schema["minItems"_L1].toInt(0);
    const int count = depth > kDepth ? least : std::max(least, m_random.bounded(3));
    for (int i = 0; i < count; ++i)
        out.append(value(schema["items"_L1].toObject(), depth + 1));
    return out;
}

QJsonValue SchemaValues::text(const QJsonObject &schema)
{
    const QString format = schema["format"_L1].toString();
    if (format == u"snowflake"_s)
        return QString::number(between(0, std::numeric_limits<qint64>::max()));
    if (format == u"date-time"_s) {
        static const QStringList kTimes{
            u"2024-02-29T23:59:59+00:00"_s, u"2021-01-05T04:03:02.120000+00:00"_s,
            u"1999-12-31T00:00:00.000001+00:00"_s, u"2031-07-09T10:11:12.345Z"_s};
        return kTimes[m_random.bounded(int(kTimes.size()))];
    }
    static const QString kLetters = u"abc XYZ 019 \"\\/\n\t\u00e4\u4f60\u20ac"_s;
    QString out;
    for (int i = m_random.bounded(12); i > 0; --i)
        out += kLetters[m_random.bounded(int(kLetters.size()))];
    return m_random.bounded(5) == 0 ? out + u"\U0001F389"_s : out;
}

QJsonValue SchemaValues::integer(const QJsonObject &schema)
{
    // Beyond 2^53 a reader of JSON may round, so Discord's document stays below.
    const bool isShort = schema["format"_L1] == u"int32"_s;
    const qint64 widest = isShort ? std::numeric_limits<qint32>::max() : (1LL << 53) - 1;
    const qint64 low = std::max(schema["minimum"_L1].toInteger(-widest), -widest);
    const qint64 high = std::min(schema["maximum"_L1].toInteger(widest), widest);
    return between(low, high);
}
