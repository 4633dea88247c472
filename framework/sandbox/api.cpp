// SPDX-License-Identifier: MIT
#include <cordial/core/logging.h>
#include <cordial/core/secret.h>
#include <cordial/sandbox/api.h>

#include <QJsonDocument>

#include <cmath>
#include <exception>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

// Everybody comes from loopback.
const QByteArray kAddress = QByteArrayLiteral("127.0.0.1");

QByteArray seconds(std::chrono::microseconds time)
{
    // Milliseconds as Discord sends them, rounded up.
    const auto ms = std::chrono::ceil<Milliseconds>(time).count();
    return QByteArray::number(double(ms) / 1000.0, 'f', 3);
}

HttpResponse edgeBan(Milliseconds left)
{
    HttpResponse response;
    response.status = 429;
    response.contentType = "text/html; charset=UTF-8";
    response.body = "<!doctype html><html><head><title>Access denied | discord.com used "
                    "Cloudflare to restrict access</title></head><body><h1>Error 1015</h1>"
                    "<p>You are being rate limited</p></body></html>";
    response.setHeader("Retry-After",
                       QByteArray::number(std::chrono::ceil<std::chrono::seconds>(left).count()));
    response.setHeader("Server", "cloudflare");
    return response;
}

//! \brief Strips /api/vN; nothing when the path is no API path.
std::optional<QByteArray> apiPath(const QByteArray &path, int &version)
{
    if (!path.startsWith("/api/"))
        return std::nullopt;
    const QByteArray rest = path.mid(4);
    version = 10;
    if (!rest.startsWith("/v"))
        return rest;
    const qsizetype slash = rest.indexOf('/', 1);
    bool ok = false;
    const int number = rest.mid(2, slash < 0 ? -1 : slash - 2).toInt(&ok);
    if (!ok)
        return rest;
    version = number;
    return slash < 0 ? "/"_ba : rest.mid(slash);
}

} // namespace

struct Api::Passage
{
    const HttpRequest &request;
    const HttpReply &reply;
    QByteArray path; //!< Below /api/v10.
    int version = 10;
    TimePoint began;
    const Route *route = nullptr;
    ApiCall call;
    QByteArray token;
    LimitVerdict verdict;
    bool isEdge = false; //!< Answered before Discord itself: no Via.
    bool isShared = false; //!< A 429 that does not count as invalid.
    QByteArray fault;
};

HttpResponse errorResponse(const ApiError &error)
{
    return HttpResponse::json(error.body(), error.status());
}

Api::Api(Core &core, Router &router, RateLimitModel &limits, Faults &faults)
    : m_core(core), m_router(router), m_limits(limits), m_faults(faults)
{ }

void Api::handle(const HttpRequest &request, const HttpReply &reply)
{
    const auto [path, query] = Router::split(request.target);
    if (path.startsWith("/sandbox/")) {
        control(request, reply);
        return;
    }
    ++m_requests;
    Passage passage{request,
                    reply,
                    {},
                    10,
                    m_core.clock.now(),
                    nullptr,
                    ApiCall{request, {}, query, nullptr, {QJsonValue::Undefined}, m_core.nowMs()},
                    {},
                    {},
                    false,
                    false,
                    {}};
    const auto below = apiPath(path, passage.version);
    passage.path = below.value_or(path);
    if (isBanned(passage))
        return;
    std::optional<HttpResponse> fault = faultFor(passage);
    const Milliseconds delay = fault ? fault->delay : Milliseconds(0);
    const Break breakAt = fault ? fault->breakAt : Break::None;
    // A fault of status 0 changes only how the real answer travels.
    if (fault && (fault->status != 0 || breakAt == Break::BeforeAnswer)) {
        answer(passage, *fault);
        return;
    }
    HttpResponse response;
    try {
        if (!below)
            throw ApiError::plain(404);
        if (passage.version != 9 && passage.version != 10)
            throw ApiError(JsonCode::InvalidApiVersion);
        if (!findRoute(passage) || !authenticate(passage) || !checkLimits(passage))
            return;
        parseBody(passage);
        response = callHandler(passage);
    } catch (const ApiError &error) {
        response = errorResponse(error);
    } catch (const std::exception &error) {
        // A bug here, but the bot under test need not lose its whole Discord to it.
        qCCritical(lcSandbox).noquote()
            << request.method << passage.path << "failed:" << error.what();
        response = errorResponse(ApiError::plain(500));
    }
    response.delay = delay;
    response.breakAt = breakAt;
    answer(passage, std::move(response));
}

bool Api::isBanned(Passage &passage)
{
    const Milliseconds left = m_limits.banLeft(kAddress, passage.began);
    if (left.count() == 0)
        return false;
    passage.isEdge = true;
    answer(passage, edgeBan(left));
    return true;
}

std::optional<HttpResponse> Api::faultFor(Passage &passage)
{
    const auto fault = m_faults.forRequest(passage.request.method, passage.path);
    if (!fault)
        return std::nullopt;
    passage.fault = fault->kind;
    HttpResponse response;
    response.status = 0;
    const double time = fault->spec.value("for"_L1).toDouble();
    if (fault->kind == "http_delay") {
        response.delay = Milliseconds(qint64(time * 1000));
    } else if (fault->kind == "http_reset") {
        const QString when = fault->spec.value("when"_L1).toString(u"before"_s);
        response.breakAt = when == u"before"_s ? Break::BeforeAnswer
            : when == u"headers"_s             ? Break::AfterHeaders
                                               : Break::MidBody;
    } else if (fault->kind == "http_429") {
        LimitVerdict verdict;
        const QString scope = fault->spec.value("scope"_L1).toString(u"user"_s);
        verdict.refused = scope == u"global"_s ? LimitVerdict::Scope::Global
            : scope == u"shared"_s             ? LimitVerdict::Scope::Shared
                                               : LimitVerdict::Scope::User;
        verdict.retryAfter = std::chrono::microseconds(
            qint64(fault->spec.value("retry_after"_L1).toDouble(1) * 1e6));
        passage.isShared = verdict.refused == LimitVerdict::Scope::Shared;
        response = limited(verdict);
    } else {
        const int status = fault->spec.value("status"_L1).toInt(500);
        response = errorResponse(ApiError::plain(status));
        if (fault->spec.contains("body"_L1)) {
            response.body = fault->spec.value("body"_L1).toString().toUtf8();
            response.contentType =
                fault->spec.value("content_type"_L1).toString(u"text/html"_s).toLatin1();
        }
    }
    return response;
}

bool Api::findRoute(Passage &passage)
{
    const Router::Match match = m_router.match(passage.request.method, passage.path);
    if (match.route == nullptr && passage.request.method == "OPTIONS" && match.methodMissing) {
        HttpResponse response = HttpResponse::empty();
        response.setHeader("Allow", match.allowed.join(", ") + ", OPTIONS");
        answer(passage, response);
        return false;
    }
    if (match.methodMissing) {
        HttpResponse response = errorResponse(ApiError::plain(405));
        response.setHeader("Allow", match.allowed.join(", "));
        answer(passage, response);
        return false;
    }
    if (match.route == nullptr)
        throw ApiError::plain(404);
    passage.route = match.route;
    passage.call.params = match.params;
    return true;
}

bool Api::authenticate(Passage &passage)
{
    const QByteArray header = passage.request.header("authorization"_ba).trimmed();
    const bool saysBot = header.startsWith("Bot ");
    const bool saysBearer = header.startsWith("Bearer ");
    passage.token = header.mid(saysBot ? 4 : saysBearer ? 7 : 0).trimmed();
    User *user = m_core.world->userByToken(passage.token);
    // A bot's token needs its prefix; a person's may come with or without one.
    if (user != nullptr && user->bot && !saysBot)
        user = nullptr;
    passage.call.user = user;
    const Auth needed = passage.route->auth;
    if (needed == Auth::Anyone)
        return true;
    if (user == nullptr)
        throw ApiError::plain(401);
    if (needed == Auth::Bot && !user->bot)
        throw ApiError(JsonCode::OnlyBots);
    if (needed == Auth::Person && user->bot)
        throw ApiError(JsonCode::BotsCannotUse);
    return true;
}

LimitedRequest Api::limitedRequest(const Passage &passage) const
{
    LimitedRequest limited;
    const auto &params = passage.call.params;
    limited.who = passage.token.isEmpty() ? kAddress : passage.token;
    limited.method = passage.request.method == "HEAD" ? "GET"_ba : passage.request.method;
    limited.route = passage.route->path;
    const bool isWebhook = params.contains("webhook_id"_ba);
    limited.resource = isWebhook
        ? params.value("webhook_id"_ba) + '/' + params.value("webhook_token"_ba)
        : params.contains("channel_id"_ba) ? params.value("channel_id"_ba)
                                           : params.value("guild_id"_ba);
    limited.exemptFromGlobal = passage.route->exemptFromGlobal;
    // Interaction answers come without a token: their own is who they are.
    if (isWebhook && !params.value("webhook_token"_ba).isEmpty())
        limited.who = params.value("webhook_token"_ba);

    const bool isMessage = limited.route == "/channels/{channel_id}/messages/{message_id}";
    if (isMessage && limited.method == "DELETE") {
        const quint64 id = params.value("message_id"_ba).toULongLong();
        const qint64 age = passage.call.nowMs - Snowflakes::timeOf(id);
        constexpr qint64 kYoungMs = 10'000;
        constexpr qint64 kOldMs = 14LL * 24 * 3600 * 1000;
        limited.variant = age < kYoungMs ? "young"_ba : age > kOldMs ? "old"_ba : QByteArray();
    }
    if (limited.route == "/channels/{channel_id}" && limited.method == "PATCH") {
        const QJsonObject body = QJsonDocument::fromJson(passage.request.body).object();
        if (body.contains("name"_L1) || body.contains("topic"_L1))
            limited.subLimit = "name-topic";
    }
    return limited;
}

bool Api::checkLimits(Passage &passage)
{
    passage.verdict = m_limits.take(limitedRequest(passage), passage.began);
    if (passage.verdict.isAllowed())
        return true;
    passage.isShared = passage.verdict.refused == LimitVerdict::Scope::Shared;
    HttpResponse response = limited(passage.verdict);
    answer(passage, std::move(response));
    return false;
}

HttpResponse Api::limited(const LimitVerdict &verdict)
{
    const bool global = verdict.refused == LimitVerdict::Scope::Global;
    const bool shared = verdict.refused == LimitVerdict::Scope::Shared;
    const QByteArray scope = global ? "global"_ba : shared ? "shared"_ba : "user"_ba;
    ++m_scopes[scope];
    const double wait = seconds(verdict.retryAfter).toDouble();
    HttpResponse response =
        HttpResponse::json(QJsonObject{{u"message"_s,
                                        shared ? u"The resource is being rate limited."_s
                                               : u"You are being rate limited."_s},
                                       {u"retry_after"_s, wait},
                                       {u"global"_s, global}},
                           429);
    response.setHeader("Retry-After", QByteArray::number(qint64(std::ceil(wait))));
    if (global)
        response.setHeader("X-RateLimit-Global", "true");
    response.setHeader("X-RateLimit-Scope", scope);
    return response;
}

void Api::addLimitHeaders(HttpResponse &response, const LimitVerdict &verdict) const
{
    if (!verdict.hasBucket)
        return;
    const double resetAt = double(m_core.nowMs()) / 1000.0
        + double(std::chrono::ceil<Milliseconds>(verdict.resetAfter).count()) / 1000.0;
    response.setHeader("X-RateLimit-Limit", QByteArray::number(verdict.limit));
    response.setHeader("X-RateLimit-Remaining", QByteArray::number(verdict.remaining));
    response.setHeader("X-RateLimit-Reset", QByteArray::number(resetAt, 'f', 3));
    response.setHeader("X-RateLimit-Reset-After", seconds(verdict.resetAfter));
    response.setHeader("X-RateLimit-Bucket", verdict.bucket);
}

void Api::parseBody(Passage &passage)
{
    const HttpRequest &request = passage.request;
    QByteArray text = request.body;
    if (request.isMultipart) {
        text = request.payloadJson.value_or(QByteArray());
        if (!request.payloadJson && !request.fields.isEmpty()) {
            QJsonObject object;
            for (auto it = request.fields.begin(); it != request.fields.end(); ++it)
                object.insert(it.key(), QString::fromUtf8(it.value()));
            passage.call.body = object;
            return;
        }
    } else if (!text.isEmpty()) {
        const QByteArray type = request.header("content-type"_ba).toLower();
        if (!type.startsWith("application/json")) {
            FormErrors errors;
            errors.add({}, u"CONTENT_TYPE_INVALID"_s,
                       u"Expected \"Content-Type\" header to be one of {'application/json'}."_s);
            errors.raise();
        }
    }
    if (text.isEmpty())
        return;
    QJsonParseError error;
    // A bare value is JSON, too, but QJsonDocument only reads lists and objects.
    const QJsonDocument document = QJsonDocument::fromJson('[' + text + ']', &error);
    if (error.error != QJsonParseError::NoError || document.array().size() != 1)
        throw ApiError(JsonCode::InvalidJson);
    passage.call.body = document.array().at(0);
}

HttpResponse Api::callHandler(Passage &passage)
{
    const QByteArray reason = passage.request.header("x-audit-log-reason"_ba);
    constexpr qsizetype kLongestReason = 512;
    const QString text = QString::fromUtf8(QByteArray::fromPercentEncoding(reason));
    if (text.size() > kLongestReason) {
        FormErrors errors;
        errors.add(u"X-Audit-Log-Reason"_s, u"BASE_TYPE_BAD_LENGTH"_s,
                   u"Must be between 1 and 512 in length."_s);
        errors.raise();
    }
    return passage.route->handler(passage.call);
}

void Api::answer(Passage &passage, HttpResponse response)
{
    ++m_statuses[response.status];
    const bool counts = response.status == 401 || response.status == 403
        || (response.status == 429 && !passage.isShared);
    if (counts && !passage.isEdge) {
        ++m_invalid;
        m_limits.countInvalid(kAddress, passage.began);
    }
    if (!passage.isEdge)
        response.setHeader("Via", "1.1 google");
    addLimitHeaders(response, passage.verdict);
    record(passage, response);
    passage.reply(std::move(response));
}

void Api::record(const Passage &passage, const HttpResponse &response)
{
    constexpr qsizetype kMostBody = 4096;
    const HttpRequest &request = passage.request;
    QJsonObject entry{
        {u"method"_s, QString::fromLatin1(request.method)},
        {u"path"_s, QString::fromUtf8(redactPath(request.target))},
        {u"status"_s, response.status},
        {u"connection"_s, qint64(request.connection)},
        {u"request_bytes"_s, request.body.size()},
        {u"response_bytes"_s, response.body.size()},
    };
    if (passage.route != nullptr)
        entry.insert("route"_L1, QString::fromLatin1(passage.route->path));
    if (passage.call.user != nullptr)
        entry.insert("user"_L1, passage.call.user->username);
    if (!passage.fault.isEmpty())
        entry.insert("fault"_L1, QString::fromLatin1(passage.fault));
    if (passage.verdict.hasBucket)
        entry.insert("remaining"_L1, passage.verdict.remaining);
    const QByteArray body =
        request.isMultipart ? request.payloadJson.value_or(QByteArray()) : request.body;
    if (!body.isEmpty() && body.size() <= kMostBody)
        entry.insert("body"_L1, QString::fromUtf8(body));
    if (!request.files.isEmpty()) {
        QJsonArray files;
        for (const FilePart &file : request.files)
            files.append(QJsonObject{{u"field"_s, file.field},
                                     {u"filename"_s, file.fileName},
                                     {u"size"_s, file.size},
                                     {u"sha256"_s, QString::fromLatin1(file.sha256)}});
        entry.insert("files"_L1, files);
    }
    const QByteArray reason = request.header("x-audit-log-reason"_ba);
    if (!reason.isEmpty())
        entry.insert("reason"_L1, QString::fromUtf8(QByteArray::fromPercentEncoding(reason)));
    entry.insert("user_agent"_L1, QString::fromUtf8(request.header("user-agent"_ba)));
    m_core.journal.add("request"_ba, entry);
}

QJsonObject Api::stats() const
{
    QJsonObject statuses;
    for (const auto &[status, count] : m_statuses)
        statuses.insert(QString::number(status), qint64(count));
    QJsonObject scopes{{u"user"_s, 0}, {u"global"_s, 0}, {u"shared"_s, 0}};
    for (const auto &[scope, count] : m_scopes)
        scopes.insert(QString::fromLatin1(scope), qint64(count));
    return {{u"requests"_s, qint64(m_requests)},
            {u"invalid"_s, qint64(m_invalid)},
            {u"statuses"_s, statuses},
            {u"http_429"_s, scopes}};
}

} // namespace Cordial::Sandbox
