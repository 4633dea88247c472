// SPDX-License-Identifier: MIT
#include <cordial/core/jsontext.h>
#include <cordial/net/ratelimitheaders.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace Cordial::Net {

namespace {

constexpr double kLongestWait = 7.0 * 24 * 3600; // seconds; more can only be nonsense
constexpr int kTooManyRequests = 429;
constexpr qsizetype kLongestHash = 128;

std::optional<int> parseCount(QByteArrayView text)
{
    const QByteArrayView trimmed = text.trimmed();
    int value = 0;
    const auto [stop, error] =
        std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), value);
    const bool whole = stop == trimmed.data() + trimmed.size();
    if (trimmed.isEmpty() || error != std::errc() || !whole || value < 0)
        return std::nullopt;
    return value;
}

std::optional<double> parseDecimal(QByteArrayView text)
{
    const QByteArrayView trimmed = text.trimmed();
    double value = 0;
    const auto [stop, error] =
        std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), value);
    const bool whole = stop == trimmed.data() + trimmed.size();
    if (trimmed.isEmpty() || error != std::errc() || !whole || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::optional<std::chrono::nanoseconds> toWait(std::optional<double> seconds)
{
    if (!seconds || !(*seconds >= 0) || *seconds > kLongestWait)
        return std::nullopt;
    return std::chrono::nanoseconds(static_cast<qint64>(std::ceil(*seconds * 1e9)));
}

bool isTrue(const QByteArray &value)
{
    return value.trimmed().compare("true", Qt::CaseInsensitive) == 0;
}

void readTooMany(RateLimitInfo &info, const Response &response)
{
    info.retryAfter = parseSeconds(response.header("Retry-After"));
    const auto members = jsonMembers(response.body);
    bool global = isTrue(response.header("X-RateLimit-Global"));
    if (members) {
        std::optional<double> seconds;
        if (const auto text = jsonMember(*members, "retry_after"))
            seconds = jsonNumber(*text);
        info.retryAfter = std::max(info.retryAfter, toWait(seconds));
        global = global || jsonMember(*members, "global") == QByteArrayView("true");
    }
    const QByteArray scope = response.header("X-RateLimit-Scope").trimmed().toLower();
    if (global || scope == "global")
        info.scope = LimitScope::Global;
    else if (scope == "shared")
        info.scope = LimitScope::Shared;
    // An answer to HEAD has no body; then only the headers can tell. The edge answers for itself,
    // without `via`, and with a page.
    const bool isDiscords = members ? jsonMember(*members, "message")
            || jsonMember(*members, "retry_after") || jsonMember(*members, "code")
                                    : response.body.isEmpty()
            && (!scope.isEmpty() || !info.bucket.isEmpty() || !response.header("Via").isEmpty());
    info.isEdgeBan = !isDiscords;
}

} // namespace

std::optional<std::chrono::nanoseconds> parseSeconds(QByteArrayView text)
{
    return toWait(parseDecimal(text));
}

const char *nameOf(LimitScope scope)
{
    constexpr std::array kNames{"user", "shared", "global"};
    return kNames.at(static_cast<size_t>(scope));
}

RateLimitInfo RateLimitInfo::of(const Response &response)
{
    RateLimitInfo info;
    info.limit = parseCount(response.header("X-RateLimit-Limit"));
    if (info.limit == 0)
        info.limit.reset();
    info.remaining = parseCount(response.header("X-RateLimit-Remaining"));
    const QByteArray resetAfter = response.header("X-RateLimit-Reset-After").trimmed();
    info.resetAfter = parseSeconds(resetAfter);
    const qsizetype point = resetAfter.indexOf('.');
    info.decimals = point < 0 ? 0 : static_cast<int>(resetAfter.size() - point - 1);
    info.reset = parseDecimal(response.header("X-RateLimit-Reset"));
    info.bucket = response.header("X-RateLimit-Bucket").trimmed().left(kLongestHash);
    if (info.limit && info.remaining && *info.remaining > *info.limit)
        info.remaining = info.limit;
    if (response.status == kTooManyRequests)
        readTooMany(info, response);
    return info;
}

} // namespace Cordial::Net
