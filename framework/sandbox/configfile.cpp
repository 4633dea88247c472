// SPDX-License-Identifier: MIT
#include <cordial/sandbox/configfile.h>

#include <QFile>
#include <QJsonDocument>

#include <toml++/toml.h>

#include <sstream>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

QJsonValue fromToml(const toml::node &node)
{
    if (const auto *table = node.as_table()) {
        QJsonObject object;
        for (const auto &[key, value] : *table)
            object.insert(QString::fromUtf8(key.str().data(), qsizetype(key.str().size())),
                          fromToml(value));
        return object;
    }
    if (const auto *list = node.as_array()) {
        QJsonArray array;
        for (const auto &value : *list)
            array.append(fromToml(value));
        return array;
    }
    if (const auto *text = node.as_string())
        return QString::fromStdString(text->get());
    if (const auto *number = node.as_integer())
        return QJsonValue(qint64(number->get()));
    if (const auto *number = node.as_floating_point())
        return number->get();
    if (const auto *flag = node.as_boolean())
        return flag->get();
    std::ostringstream text;
    text << toml::node_view<const toml::node>(&node);
    return QString::fromStdString(text.str());
}

Error bad(const QString &text)
{
    return makeError(ErrorCode::InvalidArgument, text);
}

Result<QJsonObject> parseToml(const QByteArray &text, const QString &name)
{
    // The library is built with exceptions; they end here.
    try {
        const toml::table table =
            toml::parse(std::string_view(text.constData(), size_t(text.size())));
        return fromToml(table).toObject();
    } catch (const toml::parse_error &error) {
        const std::string_view what = error.description();
        return bad(u"%1: line %2: %3"_s.arg(name)
                       .arg(error.source().begin.line)
                       .arg(QString::fromUtf8(what.data(), qsizetype(what.size()))));
    }
}

Result<QJsonObject> parseJson(const QByteArray &text, const QString &name)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError) {
        const auto line = text.left(error.offset).count('\n') + 1;
        return bad(u"%1: line %2: %3"_s.arg(name).arg(line).arg(error.errorString()));
    }
    if (!document.isObject())
        return bad(name + u": must be an object"_s);
    return document.object();
}

} // namespace

Result<QJsonObject> parseConfig(const QByteArray &text, const QString &name)
{
    if (name.endsWith(u".toml"_s))
        return parseToml(text, name);
    return parseJson(text, name);
}

Result<QJsonObject> readConfigFile(const QString &path)
{
    constexpr qint64 kLargest = 64 * 1024 * 1024;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return bad(path + u": "_s + file.errorString());
    if (file.size() > kLargest)
        return bad(path + u": larger than 64 MiB"_s);
    return parseConfig(file.readAll(), path);
}

ConfigReader::ConfigReader(const QJsonObject &object, QString path, QString &error)
    : m_object(object), m_path(std::move(path)), m_error(error)
{ }

QString ConfigReader::pathOf(QLatin1StringView key) const
{
    return m_path.isEmpty() ? QString(key) : m_path + u'.' + key;
}

void ConfigReader::fail(QLatin1StringView key, const QString &what)
{
    if (m_error.isEmpty())
        m_error = pathOf(key) + u": "_s + what;
}

QJsonValue ConfigReader::take(QLatin1StringView key)
{
    m_known.append(key);
    return m_object.value(key);
}

QString ConfigReader::string(QLatin1StringView key, const QString &fallback)
{
    const QJsonValue value = take(key);
    if (value.isUndefined())
        return fallback;
    if (!value.isString())
        fail(key, u"must be a string"_s);
    return value.toString();
}

bool ConfigReader::boolean(QLatin1StringView key, bool fallback)
{
    const QJsonValue value = take(key);
    if (!value.isUndefined() && !value.isBool())
        fail(key, u"must be true or false"_s);
    return value.toBool(fallback);
}

qint64 ConfigReader::integer(QLatin1StringView key, qint64 fallback, qint64 least, qint64 most)
{
    const QJsonValue value = take(key);
    if (value.isUndefined())
        return fallback;
    const qint64 number = value.toInteger(least);
    const bool whole = value.isDouble() && double(number) == value.toDouble();
    if (!whole || number < least || number > most) {
        fail(key, u"must be a whole number from %1 to %2"_s.arg(least).arg(most));
        return fallback;
    }
    return number;
}

double ConfigReader::seconds(QLatin1StringView key, double fallback)
{
    const QJsonValue value = take(key);
    if (value.isUndefined())
        return fallback;
    constexpr double kLongest = 10.0 * 366 * 86400;
    if (!value.isDouble() || value.toDouble() < 0 || value.toDouble() > kLongest) {
        fail(key, u"must be a number of seconds, not negative"_s);
        return fallback;
    }
    return value.toDouble();
}

quint64 ConfigReader::id(QLatin1StringView key, quint64 fallback)
{
    const QJsonValue value = take(key);
    if (value.isUndefined())
        return fallback;
    bool ok = false;
    const quint64 number = value.toString().toULongLong(&ok);
    if (!ok || number == 0) {
        fail(key, u"must be an id: a string of digits"_s);
        return fallback;
    }
    return number;
}

QJsonObject ConfigReader::object(QLatin1StringView key)
{
    const QJsonValue value = take(key);
    if (!value.isUndefined() && !value.isObject())
        fail(key, u"must be a table"_s);
    return value.toObject();
}

QJsonArray ConfigReader::array(QLatin1StringView key)
{
    const QJsonValue value = take(key);
    if (!value.isUndefined() && !value.isArray())
        fail(key, u"must be a list"_s);
    return value.toArray();
}

QStringList ConfigReader::strings(QLatin1StringView key)
{
    const QJsonValue value = take(key);
    if (value.isString())
        return {value.toString()};
    if (!value.isUndefined() && !value.isArray())
        fail(key, u"must be a list of strings"_s);
    QStringList list;
    for (const QJsonValue &entry : value.toArray()) {
        if (!entry.isString())
            fail(key, u"must be a list of strings"_s);
        list.append(entry.toString());
    }
    return list;
}

void ConfigReader::finish()
{
    const QStringList keys = m_object.keys();
    for (const QString &key : keys) {
        if (!m_known.contains(key) && m_error.isEmpty()) {
            m_error = (m_path.isEmpty() ? key : m_path + u'.' + key) + u": unknown; known here: "_s
                + m_known.join(u", "_s);
        }
    }
}

} // namespace Cordial::Sandbox
