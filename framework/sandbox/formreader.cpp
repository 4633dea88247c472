// SPDX-License-Identifier: MIT
#include <cordial/core/ids.h>
#include <cordial/sandbox/formreader.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

qsizetype codePoints(QStringView text)
{
    qsizetype count = 0;
    for (qsizetype i = 0; i < text.size(); ++i, ++count) {
        if (text.at(i).isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate())
            ++i;
    }
    return count;
}

FormReader::FormReader(const QJsonObject &object, QString path, FormErrors &errors)
    : m_object(object), m_path(std::move(path)), m_errors(errors)
{ }

bool FormReader::has(QLatin1StringView key) const
{
    const QJsonValue value = m_object.value(key);
    return !value.isUndefined() && !value.isNull();
}

QString FormReader::pathOf(QLatin1StringView key) const
{
    return m_path.isEmpty() ? QString(key) : m_path + u'.' + key;
}

void FormReader::error(QLatin1StringView key, const QString &code, const QString &message)
{
    m_errors.add(pathOf(key), code, message);
}

void FormReader::require(QLatin1StringView key)
{
    if (!has(key))
        m_errors.required(pathOf(key));
}

QString FormReader::string(QLatin1StringView key, qsizetype least, qsizetype most)
{
    if (!has(key))
        return {};
    const QJsonValue value = m_object.value(key);
    if (!value.isString()) {
        error(key, u"STRING_TYPE_CONVERT"_s, u"Could not interpret \"%1\" as string."_s.arg(key));
        return {};
    }
    const QString text = value.toString();
    const qsizetype length = codePoints(text);
    if (length >= least && length <= most)
        return text;
    if (least > 0)
        error(key, u"BASE_TYPE_BAD_LENGTH"_s,
              u"Must be between %1 and %2 in length."_s.arg(least).arg(most));
    else
        error(key, u"BASE_TYPE_MAX_LENGTH"_s, u"Must be %1 or fewer in length."_s.arg(most));
    return text;
}

bool FormReader::boolean(QLatin1StringView key, bool fallback)
{
    if (!has(key))
        return fallback;
    if (!m_object.value(key).isBool())
        error(key, u"BOOLEAN_TYPE_CONVERT"_s, u"Must be either true or false."_s);
    return m_object.value(key).toBool(fallback);
}

std::optional<qint64> FormReader::integer(QLatin1StringView key, qint64 least, qint64 most)
{
    if (!has(key))
        return std::nullopt;
    const QJsonValue value = m_object.value(key);
    bool ok = value.isDouble() && double(value.toInteger()) == value.toDouble();
    qint64 number = value.toInteger();
    // Discord coerces strings of digits.
    if (value.isString())
        number = value.toString().toLongLong(&ok);
    if (!ok) {
        error(key, u"NUMBER_TYPE_COERCE"_s,
              u"Value \"%1\" is not int."_s.arg(value.toVariant().toString()));
        return std::nullopt;
    }
    if (number < least)
        error(key, u"NUMBER_TYPE_MIN"_s,
              u"int value should be greater than or equal to %1."_s.arg(least));
    else if (number > most)
        error(key, u"NUMBER_TYPE_MAX"_s,
              u"int value should be less than or equal to %1."_s.arg(most));
    return number;
}

std::optional<quint64> FormReader::toSnowflake(const QJsonValue &value)
{
    if (value.isString()) {
        const auto id = Id<void>::fromString(QStringView(value.toString()));
        return id ? std::optional(id->value()) : std::nullopt;
    }
    if (value.isDouble() && value.toInteger(-1) >= 0)
        return static_cast<quint64>(value.toInteger());
    return std::nullopt;
}

quint64 FormReader::snowflake(QLatin1StringView key)
{
    if (!has(key))
        return 0;
    const auto id = toSnowflake(m_object.value(key));
    if (!id)
        error(key, u"NUMBER_TYPE_COERCE"_s,
              u"Value \"%1\" is not snowflake."_s.arg(m_object.value(key).toVariant().toString()));
    return id.value_or(0);
}

QJsonObject FormReader::object(QLatin1StringView key)
{
    if (has(key) && !m_object.value(key).isObject())
        error(key, u"MODEL_TYPE_CONVERT"_s, u"Only dictionaries may be used in a ModelType"_s);
    return m_object.value(key).toObject();
}

QJsonArray FormReader::array(QLatin1StringView key, qsizetype least, qsizetype most)
{
    if (!has(key))
        return {};
    if (!m_object.value(key).isArray()) {
        error(key, u"LIST_TYPE_CONVERT"_s, u"Only iterables may be used in a ListType"_s);
        return {};
    }
    const QJsonArray list = m_object.value(key).toArray();
    if (list.size() > most || list.size() < least) {
        if (least > 0)
            error(key, u"BASE_TYPE_BAD_LENGTH"_s,
                  u"Must be between %1 and %2 in length."_s.arg(least).arg(most));
        else
            error(key, u"BASE_TYPE_MAX_LENGTH"_s, u"Must be %1 or fewer in length."_s.arg(most));
    }
    return list;
}

QList<quint64> FormReader::snowflakes(QLatin1StringView key, qsizetype most)
{
    QList<quint64> ids;
    const QJsonArray list = array(key, 0, most);
    for (qsizetype i = 0; i < list.size(); ++i) {
        const auto id = toSnowflake(list.at(i));
        if (id)
            ids.append(*id);
        else
            m_errors.add(
                pathOf(key) + u'.' + QString::number(i), u"NUMBER_TYPE_COERCE"_s,
                u"Value \"%1\" is not snowflake."_s.arg(list.at(i).toVariant().toString()));
    }
    return ids;
}

} // namespace Cordial::Sandbox
