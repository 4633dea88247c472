// SPDX-License-Identifier: MIT
#include <cordial/host/batchline.h>

#include <cordial/core/jsontext.h>
#include <cordial/core/jsonwriter.h>
#include <cordial/net/errorbody.h>

#include <array>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

namespace {

constexpr double kLongestDeadline = 1e8; // seconds, some three years
constexpr qsizetype kLongestReason = 512; // reference.mdx, X-Audit-Log-Reason

Error bad(const QString &message)
{
    return makeError(ErrorCode::InvalidArgument, message);
}

bool isNull(std::optional<QByteArrayView> value)
{
    return !value || *value == QByteArrayView("null");
}

//! \brief A value of `query` as text; nothing for objects, arrays and null.
std::optional<QString> scalarText(QByteArrayView value)
{
    if (const auto text = jsonString(value))
        return QString::fromUtf8(*text);
    const bool isScalar = value == "true" || value == "false" || jsonNumber(value)
        || (!value.isEmpty() && (value[0] == '-' || (value[0] >= '0' && value[0] <= '9')));
    return isScalar ? std::optional(QString::fromLatin1(value)) : std::nullopt;
}

Result<> readQueryValue(const QString &key, QByteArrayView value, bool inArray,
                        Net::Request &request)
{
    if (value == "null")
        return {};
    if (const auto text = scalarText(value)) {
        request.query.edit().append({key, *text});
        return {};
    }
    const auto elements = inArray ? std::nullopt : jsonElements(value);
    if (!elements)
        return bad(u"a value of query is a string, number, boolean, null or an array of them: "_s
                   + key);
    for (const QByteArrayView element : *elements) {
        if (Result<> read = readQueryValue(key, element, true, request); !read)
            return read;
    }
    return {};
}

Result<> readQuery(QByteArrayView value, Net::Request &request)
{
    const auto members = jsonMembers(value);
    if (!members)
        return bad(u"query is an object"_s);
    for (const JsonMember &member : *members) {
        Result<> read = readQueryValue(QString::fromUtf8(member.key), member.value, false, request);
        if (!read)
            return read;
    }
    return {};
}

Result<> readDeadline(QByteArrayView value, TimePoint now, Net::Request &request)
{
    const auto seconds = jsonNumber(value);
    if (!seconds || !(*seconds > 0))
        return bad(u"deadline is a positive number of seconds"_s);
    const std::chrono::duration<double> wait(std::min(*seconds, kLongestDeadline));
    request.deadline = now + std::chrono::duration_cast<TimePoint::duration>(wait);
    return {};
}

Result<> readPriority(QByteArrayView value, Net::Request &request)
{
    static constexpr std::array<const char *, 4> kLanes{"interaction", "high", "normal", "bulk"};
    const auto name = jsonString(value);
    for (size_t i = 0; name && i < kLanes.size(); ++i) {
        if (*name == kLanes.at(i)) {
            request.lane = static_cast<Net::Lane>(i);
            return {};
        }
    }
    return bad(u"priority is interaction, high, normal or bulk"_s);
}

Result<QString> readText(const QList<JsonMember> &members, const char *key)
{
    const auto value = jsonMember(members, key);
    const auto text = value ? jsonString(*value) : std::nullopt;
    if (!text)
        return bad(QLatin1String(key) + u" is a string and must be there"_s);
    return QString::fromUtf8(*text);
}

Result<Net::Request> readRequest(const QList<JsonMember> &members, TimePoint now)
{
    Net::Request request;
    const Result<QString> method = readText(members, "method");
    if (!method)
        return method.error();
    const Result<Net::Method> parsed = parseMethod(method->toUtf8());
    if (!parsed)
        return parsed.error();
    request.method = *parsed;
    const Result<QString> path = readText(members, "path");
    if (!path)
        return path.error();
    request.path = *path;
    Result<> checked = checkPath(request.path);
    if (const auto json = jsonMember(members, "json"); checked && !isNull(json))
        request.body = json->toByteArray();
    if (const auto query = jsonMember(members, "query"); checked && !isNull(query))
        checked = readQuery(*query, request);
    if (const auto deadline = jsonMember(members, "deadline"); checked && !isNull(deadline))
        checked = readDeadline(*deadline, now, request);
    if (const auto priority = jsonMember(members, "priority"); checked && !isNull(priority))
        checked = readPriority(*priority, request);
    if (checked && !isNull(jsonMember(members, "reason"))) {
        const Result<QString> reason = readText(members, "reason");
        checked = reason ? checkReason(*reason) : Result<>(reason.error());
        request.reason = reason.valueOr(QString());
    }
    if (!checked)
        return checked.error();
    return request;
}

bool isId(QByteArrayView value)
{
    return value.startsWith('"') || value.startsWith('-') || (value[0] >= '0' && value[0] <= '9');
}

const char *reasonName(WaitReason reason)
{
    switch (reason) {
    case WaitReason::Bucket:
        return "bucket";
    case WaitReason::Global:
        return "global";
    case WaitReason::RateLimited:
        return "429";
    case WaitReason::Retry:
        return "retry";
    default:
        return nullptr;
    }
}

JsonWriter beginLine(const QByteArray &id, int status, const Net::Trace &trace)
{
    JsonWriter json;
    json.beginObject().key("id").raw(id).key("status");
    if (status != 0)
        json.number(status);
    else
        json.null();
    json.key("attempts").number(qint64(trace.attempts));
    json.key("waited_ms").number(qint64(trace.waited.count()));
    json.key("reason_waited");
    if (const char *name = reasonName(trace.longestWait))
        json.string(name);
    else
        json.null();
    return json;
}

void writeBody(JsonWriter &json, const QByteArray &body)
{
    json.key("body");
    if (body.isEmpty()) {
        json.null();
    } else if (isJsonText(body)) {
        // One line: line breaks can only stand between tokens.
        QByteArray line = body.trimmed();
        json.raw(line.replace('\n', ' ').replace('\r', ' '));
    } else {
        json.string(body);
    }
}

const char *wordFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::DeadlineExceeded:
        return "deadline";
    case ErrorCode::Cancelled:
    case ErrorCode::Closed:
        return "cancelled";
    case ErrorCode::InvalidRequestBudget:
        return "invalid";
    case ErrorCode::CloudflareBan:
        return "cloudflare";
    default:
        return nullptr;
    }
}

} // namespace

Result<Net::Method> parseMethod(QByteArrayView text)
{
    if (const auto method = Net::methodFromString(text))
        return *method;
    return bad(u"the method is GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS in upper case, not "_s
               + QString::fromUtf8(text));
}

Result<> checkPath(const QString &path)
{
    if (path.startsWith(u'/') && !path.startsWith("//"_L1))
        return {};
    return bad(u"the path begins with one / and is appended to the API URL: "_s + path);
}

Result<> checkReason(const QString &reason)
{
    const qsizetype length = reason.toUcs4().size();
    if (length >= 1 && length <= kLongestReason)
        return {};
    return bad(u"a reason has 1 to 512 characters, not %1"_s.arg(length));
}

BatchLine parseBatchLine(QByteArrayView line, TimePoint now)
{
    BatchLine out;
    const auto members = jsonMembers(line);
    if (!members) {
        out.request = bad(u"the line is not a JSON object"_s);
        return out;
    }
    const auto id = jsonMember(*members, "id");
    if (!id || !isId(*id)) {
        out.request = bad(u"id is a string or a number and must be there"_s);
        return out;
    }
    out.id = id->toByteArray();
    out.request = readRequest(*members, now);
    return out;
}

QString errorText(const Error &error)
{
    QString text = error.toString();
    const char *word = wordFor(error.code);
    if (word != nullptr && !text.contains(QLatin1String(word)))
        text = QLatin1String(word) + u": "_s + text;
    return text;
}

QByteArray formatOutcome(const QByteArray &id, const Net::Request &request,
                         const Net::Outcome &outcome)
{
    JsonWriter json = beginLine(id, outcome.status, outcome.trace);
    if (outcome.result && outcome.result->isSuccess())
        writeBody(json, outcome.result->body);
    else if (outcome.result)
        json.key("error").string(errorText(Net::errorOf(request, *outcome.result)));
    else
        json.key("error").string(errorText(outcome.result.error()));
    return json.endObject().take();
}

QByteArray formatBadLine(const QByteArray &id, const Error &error)
{
    JsonWriter json = beginLine(id, 0, {});
    return json.key("error").string(errorText(error)).endObject().take();
}

} // namespace Cordial::Host
