// SPDX-License-Identifier: MIT
#include <cordial/plugin/pluginsettings.h>

#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace Cordial {

namespace {

int distance(QStringView a, QStringView b)
{
    std::vector<int> row(size_t(b.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < a.size(); ++i) {
        int diagonal = row[0];
        row[0] = int(i) + 1;
        for (qsizetype j = 0; j < b.size(); ++j) {
            const auto at = size_t(j) + 1;
            const int replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[at];
            row[at] = std::min({replaced, row[at] + 1, row[at - 1] + 1});
        }
    }
    return row.back();
}

Error unknownSetting(const QString &name, const QStringList &known)
{
    const auto nearest =
        std::min_element(known.begin(), known.end(), [&](const QString &a, const QString &b) {
            return distance(a, name) < distance(b, name);
        });
    QString hint = known.isEmpty()
        ? QStringLiteral("it has none")
        : QStringLiteral("known are %1").arg(known.join(QStringLiteral(", ")));
    if (nearest != known.end() && distance(*nearest, name) <= 2)
        hint = QStringLiteral("did you mean \"%1\"?").arg(*nearest);
    return makeError(ErrorCode::InvalidArgument,
                     QStringLiteral("unknown setting \"%1\": %2").arg(name, hint));
}

bool isId(const QJsonValue &value)
{
    return value.isString() && Id<struct SettingTag>::fromString(value.toString()).has_value();
}

bool hasType(const QJsonValue &value, const QString &type)
{
    if (type == u"text")
        return value.isString();
    if (type == u"boolean")
        return value.isBool();
    if (type == u"number")
        return value.isDouble();
    if (type == u"integer")
        return value.isDouble() && std::trunc(value.toDouble()) == value.toDouble();
    if (type == u"id")
        return isId(value) || (value.isString() && value.toString().isEmpty());
    if (type != u"list" || !value.isArray())
        return false;
    const QJsonArray list = value.toArray();
    return std::all_of(list.begin(), list.end(),
                       [](const QJsonValue &element) { return element.isString(); });
}

} // namespace

Result<PluginSettings> PluginSettings::check(const QJsonObject &schema, const QJsonObject &values)
{
    PluginSettings settings;
    settings.m_values = values;
    for (auto it = values.begin(); it != values.end(); ++it) {
        if (!schema.contains(it.key()))
            return unknownSetting(it.key(), schema.keys());
    }
    for (auto it = schema.begin(); it != schema.end(); ++it) {
        const QJsonObject rule = it->toObject();
        const QString type = rule[u"type"].toString();
        if (!values.contains(it.key())) {
            if (rule[u"required"].toBool())
                return makeError(ErrorCode::InvalidArgument,
                                 QStringLiteral("setting \"%1\" is missing").arg(it.key()));
            if (rule.contains(u"default"))
                settings.m_values.insert(it.key(), rule[u"default"]);
            continue;
        }
        if (!hasType(values[it.key()], type)) {
            const QString hint =
                type == u"id" ? QStringLiteral(" in quotes, as Discord writes it") : QString();
            return makeError(
                ErrorCode::InvalidArgument,
                QStringLiteral("setting \"%1\" must be of type %2%3").arg(it.key(), type, hint));
        }
    }
    return settings;
}

QString PluginSettings::text(QStringView name) const
{
    return m_values[name].toString();
}

qint64 PluginSettings::integer(QStringView name) const
{
    return m_values[name].toInteger();
}

double PluginSettings::number(QStringView name) const
{
    return m_values[name].toDouble();
}

bool PluginSettings::boolean(QStringView name) const
{
    return m_values[name].toBool();
}

QStringList PluginSettings::list(QStringView name) const
{
    QStringList texts;
    const QJsonArray values = m_values[name].toArray();
    for (const QJsonValue &value : values)
        texts.append(value.toString());
    return texts;
}

} // namespace Cordial
