// SPDX-License-Identifier: MIT
#include <cordial/core/jsontext.h>
#include <cordial/core/logging.h>
#include <cordial/net/refusals.h>

#include <QDateTime>

#include <algorithm>
#include <cmath>

namespace Cordial::Net {

using namespace Qt::StringLiterals;

namespace {

constexpr auto kUnknownBan = std::chrono::minutes(10); // an edge ban that does not say how long
constexpr size_t kMostRemembered = 10'000;
constexpr int kUnknownWebhook = 10015;
constexpr int kInvalidUserToken = 50025;
constexpr int kInvalidWebhookToken = 50027;

int discordCode(const Response &response)
{
    const auto members = jsonMembers(response.body);
    const auto code = members ? jsonMember(*members, "code") : std::nullopt;
    const auto number = code ? jsonNumber(*code) : std::nullopt;
    return number && *number >= 0 && *number < 1e9 ? static_cast<int>(*number) : 0;
}

Error tokenError()
{
    return makeError(ErrorCode::Unauthorized,
                     u"Discord has refused this token: nothing more is sent with it"_s);
}

Error webhookError()
{
    return makeError(ErrorCode::NotFound,
                     u"this webhook does not exist any more (10015): not sent"_s);
}

qint64 wholeSeconds(std::chrono::nanoseconds time)
{
    return std::chrono::ceil<std::chrono::seconds>(time).count();
}

} // namespace

bool Refusals::Memory::add(const QByteArray &what)
{
    if (m_set.contains(what))
        return false;
    m_set.insert(what);
    m_order.push_back(what);
    if (m_order.size() > kMostRemembered) {
        m_set.remove(m_order.front());
        m_order.pop_front();
    }
    return true;
}

Error Refusals::edgeBanError() const
{
    const auto left = std::max(m_bannedUntil - m_clock.now(), TimePoint::duration(0));
    const auto until = m_clock.wallNow() + std::chrono::duration_cast<WallTime::duration>(left);
    const qint64 epoch = std::chrono::duration_cast<Milliseconds>(until.time_since_epoch()).count();
    Error error = makeError(
        ErrorCode::CloudflareBan,
        u"cloudflare, the edge before Discord, refuses this address until %1 (%2 s): send nothing "
        "before, and find what sent too much"_s
            .arg(QDateTime::fromMSecsSinceEpoch(epoch, Qt::UTC).toString(Qt::ISODate))
            .arg(wholeSeconds(left)));
    error.retryAfter = std::chrono::ceil<Milliseconds>(left);
    return error;
}

std::optional<Error> Refusals::of(const Request &request, const Route &route, TimePoint now)
{
    if (now < m_bannedUntil)
        return edgeBanError();
    if (m_tokenRefused && request.auth == Auth::Bot)
        return tokenError();
    if (request.auth == Auth::Bearer && m_refusedUsers.contains(route.token))
        return tokenError();
    if (!route.webhook.isEmpty()
        && (m_deadWebhooks.contains(route.webhook) || m_deadWebhooks.contains(route.webhookId)))
        return webhookError();
    return spent(now);
}

std::optional<Error> Refusals::spent(TimePoint now)
{
    if (!m_invalid.isSpent(now))
        return std::nullopt;
    const auto left = m_invalid.relaxesAt() - now;
    Error error =
        makeError(ErrorCode::InvalidRequestBudget,
                  u"%1 invalid requests (401, 403, 429) in 10 minutes: one more could get this "
                  "address banned, so nothing is sent for %2 s"_s.arg(m_invalid.count(now))
                      .arg(wholeSeconds(left)));
    error.retryAfter = std::chrono::ceil<Milliseconds>(left);
    return error;
}

std::optional<Refusals::End> Refusals::learnToken(const Request &request, const Route &route,
                                                  const Response &response)
{
    // Routes with a token of their own say 401 for that one.
    if (response.status != 401 || route.hasOwnToken() || request.auth == Auth::None)
        return std::nullopt;
    const int code = discordCode(response);
    if (request.auth == Auth::Bearer) {
        // Else it may only lack a scope, which another request does not need.
        return code == kInvalidUserToken ? learnUser(route.token) : std::nullopt;
    }
    if (m_tokenRefused || code == kInvalidWebhookToken)
        return std::nullopt;
    m_tokenRefused = true;
    qCCritical(lcNet) << "Discord refuses the token (401): nothing more is sent with it";
    return End{[](const Request &other, const Route &) { return other.auth == Auth::Bot; },
               tokenError()};
}

std::optional<Refusals::End> Refusals::learnUser(const QByteArray &token)
{
    if (!m_refusedUsers.add(token))
        return std::nullopt;
    return End{[token](const Request &other, const Route &route) {
                   return other.auth == Auth::Bearer && route.token == token;
               },
               tokenError()};
}

std::optional<Refusals::End> Refusals::learnWebhook(const Route &route, const Response &response,
                                                    bool isInteraction)
{
    if (response.status != 404 || route.webhook.isEmpty()
        || discordCode(response) != kUnknownWebhook)
        return std::nullopt;
    const QByteArray dead = isInteraction ? route.webhook : route.webhookId;
    if (!m_deadWebhooks.add(dead))
        return std::nullopt;
    return End{[dead](const Request &, const Route &other) {
                   return other.webhook == dead || other.webhookId == dead;
               },
               webhookError()};
}

Refusals::End Refusals::learnEdgeBan(const RateLimitInfo &info, TimePoint now)
{
    m_bannedUntil = std::max(m_bannedUntil, now + info.retryAfter.value_or(kUnknownBan));
    End end{[](const Request &, const Route &) { return true; }, edgeBanError()};
    qCCritical(lcNet).noquote() << end.error.message;
    return end;
}

bool Refusals::countInvalid(const Response &response, const RateLimitInfo &info, TimePoint now)
{
    const bool isTooMany = response.status == 429 && info.scope != LimitScope::Shared;
    if (response.status != 401 && response.status != 403 && !isTooMany)
        return false;
    m_invalid.add(now);
    const int count = m_invalid.count(now);
    const int step = count / (InvalidBudget::kLimit / 10); // tenths
    if (step > m_warnedInvalid && step >= 5) {
        qCWarning(lcNet).noquote() << count << "invalid requests (401, 403, 429) in 10 minutes; at"
                                   << InvalidBudget::kLimit << "sending stops";
    }
    m_warnedInvalid = step;
    return true;
}

} // namespace Cordial::Net
