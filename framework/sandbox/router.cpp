// SPDX-License-Identifier: MIT
#include <cordial/sandbox/apierror.h>
#include <cordial/sandbox/router.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

quint64 ApiCall::id(const QByteArray &param) const
{
    const QByteArray text = params.value(param);
    const auto value = Id<void>::fromString(QByteArrayView(text));
    if (!value) {
        FormErrors errors;
        errors.add(QString::fromLatin1(param), u"NUMBER_TYPE_COERCE"_s,
                   u"Value \"%1\" is not snowflake."_s.arg(QString::fromUtf8(text)));
        errors.raise();
    }
    return value->value();
}

QByteArray ApiCall::queryValue(const QByteArray &name) const
{
    const auto found = std::ranges::find(query, name, &Query::value_type::first);
    return found == query.end() ? QByteArray() : found->second;
}

QJsonObject ApiCall::object() const
{
    if (body.isUndefined())
        return {};
    if (!body.isObject()) {
        FormErrors errors;
        errors.add({}, u"MODEL_TYPE_CONVERT"_s, u"Only dictionaries may be used in a ModelType"_s);
        errors.raise();
    }
    return body.toObject();
}

int ApiCall::queryInt(const QByteArray &name, int fallback, int least, int most) const
{
    const QByteArray text = queryValue(name);
    if (text.isEmpty())
        return fallback;
    bool ok = false;
    const int value = text.toInt(&ok);
    FormErrors errors;
    const QString path = QString::fromLatin1(name);
    if (!ok)
        errors.add(path, u"NUMBER_TYPE_COERCE"_s,
                   u"Value \"%1\" is not int."_s.arg(QString::fromUtf8(text)));
    else if (value < least)
        errors.add(path, u"NUMBER_TYPE_MIN"_s,
                   u"int value should be greater than or equal to %1."_s.arg(least));
    else if (value > most)
        errors.add(path, u"NUMBER_TYPE_MAX"_s,
                   u"int value should be less than or equal to %1."_s.arg(most));
    errors.raise();
    return value;
}

quint64 ApiCall::queryId(const QByteArray &name) const
{
    const QByteArray text = queryValue(name);
    if (text.isEmpty())
        return 0;
    const auto value = Id<void>::fromString(QByteArrayView(text));
    if (!value) {
        FormErrors errors;
        errors.add(QString::fromLatin1(name), u"NUMBER_TYPE_COERCE"_s,
                   u"Value \"%1\" is not snowflake."_s.arg(QString::fromUtf8(text)));
        errors.raise();
    }
    return value->value();
}

void Router::add(Route route)
{
    auto entry = std::make_unique<Entry>();
    entry->parts = route.path.mid(1).split('/');
    entry->route = std::move(route);
    m_entries.push_back(std::move(entry));
}

void Router::add(const QByteArray &method, const QByteArray &path,
                 std::function<HttpResponse(ApiCall &)> handler, Auth auth)
{
    Route route;
    route.method = method;
    route.path = path;
    route.auth = auth;
    route.handler = std::move(handler);
    add(std::move(route));
}

bool Router::fits(const Entry &entry, const QByteArrayList &parts,
                  QHash<QByteArray, QByteArray> &params)
{
    if (entry.parts.size() != parts.size())
        return false;
    QHash<QByteArray, QByteArray> found;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const QByteArray &pattern = entry.parts.at(i);
        if (pattern.startsWith('{'))
            found.insert(pattern.mid(1, pattern.size() - 2),
                         QByteArray::fromPercentEncoding(parts.at(i)));
        else if (pattern != parts.at(i))
            return false;
    }
    params = found;
    return true;
}

Router::Match Router::match(const QByteArray &method, QByteArrayView path) const
{
    Match result;
    QByteArray text = path.toByteArray();
    if (!text.startsWith('/'))
        return result;
    if (text.size() > 1 && text.endsWith('/'))
        text.chop(1);
    const QByteArrayList parts = text.mid(1).split('/');
    // HEAD is GET without the body.
    const QByteArray wanted = method == "HEAD" ? "GET"_ba : method;
    for (const auto &entry : m_entries) {
        QHash<QByteArray, QByteArray> params;
        if (!fits(*entry, parts, params))
            continue;
        result.allowed.append(entry->route.method);
        if (entry->route.method == wanted && result.route == nullptr) {
            result.route = &entry->route;
            result.params = params;
        }
    }
    result.methodMissing = result.route == nullptr && !result.allowed.isEmpty();
    return result;
}

std::pair<QByteArray, Query> Router::split(const QByteArray &target)
{
    const qsizetype mark = target.indexOf('?');
    if (mark < 0)
        return {target, {}};
    Query query;
    const QByteArrayList parts = target.mid(mark + 1).split('&');
    for (QByteArray part : parts) {
        if (part.isEmpty())
            continue;
        part.replace('+', ' ');
        const qsizetype equals = part.indexOf('=');
        // left() of a negative length is empty.
        const QByteArray name = equals < 0 ? part : part.left(equals);
        query.append(
            {QByteArray::fromPercentEncoding(name),
             equals < 0 ? QByteArray() : QByteArray::fromPercentEncoding(part.mid(equals + 1))});
    }
    return {target.left(mark), query};
}

} // namespace Cordial::Sandbox
