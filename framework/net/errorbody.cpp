// SPDX-License-Identifier: MIT
#include <cordial/core/jsontext.h>
#include <cordial/net/errorbody.h>
#include <cordial/net/httpclient.h>
#include <cordial/net/ratelimitheaders.h>
#include <cordial/net/requestwriter.h>

#include <algorithm>

namespace Cordial::Net {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostFieldErrors = 1000;
constexpr qsizetype kLongestForeignBody = 2000; // characters of a body that is not JSON

bool isIndex(const QByteArray &key)
{
    return !key.isEmpty()
        && std::all_of(key.begin(), key.end(), [](char c) { return c >= '0' && c <= '9'; });
}

QString extended(const QString &path, const QByteArray &key)
{
    if (isIndex(key))
        return path + u'[' + QString::fromUtf8(key) + u']';
    return path.isEmpty() ? QString::fromUtf8(key) : path + u'.' + QString::fromUtf8(key);
}

QString textOf(const QList<JsonMember> &members, QByteArrayView key)
{
    const auto value = jsonMember(members, key);
    const auto text = value ? jsonString(*value) : std::nullopt;
    if (text)
        return QString::fromUtf8(*text);
    return value ? QString::fromUtf8(*value) : QString();
}

void collect(QByteArrayView json, const QString &path, QList<FieldError> &out);

void collectEntries(QByteArrayView json, const QString &path, QList<FieldError> &out)
{
    const auto entries = jsonElements(json);
    if (!entries)
        return;
    for (const QByteArrayView entry : *entries) {
        const auto members = jsonMembers(entry);
        if (!members || out.size() >= kMostFieldErrors)
            continue;
        out.append({path, textOf(*members, "code"), textOf(*members, "message")});
    }
}

void collect(QByteArrayView json, const QString &path, QList<FieldError> &out)
{
    const auto members = jsonMembers(json);
    if (!members || out.size() >= kMostFieldErrors)
        return;
    for (const JsonMember &member : *members) {
        if (member.key == "_errors")
            collectEntries(member.value, path, out);
        else
            collect(member.value, extended(path, member.key), out);
    }
}

ErrorCode codeOf(int status)
{
    switch (status) {
    case 401:
        return ErrorCode::Unauthorized;
    case 403:
        return ErrorCode::Forbidden;
    case 404:
        return ErrorCode::NotFound;
    case 429:
        return ErrorCode::RateLimited;
    default:
        return ErrorCode::Http;
    }
}

QString foreignBody(const Response &response)
{
    QString text = QString::fromUtf8(response.body).simplified();
    if (text.size() > kLongestForeignBody)
        text = text.left(kLongestForeignBody) + u"..."_s;
    if (text.isEmpty())
        text = QString::fromLatin1(response.reason);
    return text.isEmpty() ? u"no explanation"_s : text;
}

} // namespace

QList<FieldError> flattenErrors(QByteArrayView json)
{
    QList<FieldError> out;
    collect(json, {}, out);
    return out;
}

Error errorOf(const Request &request, const Response &response)
{
    Error error;
    error.code = codeOf(response.status);
    error.httpStatus = response.status;
    setRequest(error, request);
    if (const auto wait = parseSeconds(response.header("Retry-After")))
        error.retryAfter = std::chrono::ceil<Milliseconds>(*wait);
    const auto members = jsonMembers(response.body);
    const auto message = members ? jsonMember(*members, "message") : std::nullopt;
    if (!message) {
        error.message = foreignBody(response);
        return error;
    }
    error.message = textOf(*members, "message");
    const auto code = jsonMember(*members, "code");
    const auto number = code ? jsonNumber(*code) : std::nullopt;
    if (number && std::abs(*number) < 2e9)
        error.discordCode = static_cast<int>(*number);
    if (const auto errors = jsonMember(*members, "errors"))
        error.fieldErrors = flattenErrors(*errors);
    return error;
}

Result<Response> toResult(const Request &request, Response response)
{
    if (response.isSuccess())
        return response;
    return errorOf(request, response);
}

} // namespace Cordial::Net
