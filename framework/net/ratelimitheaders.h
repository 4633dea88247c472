// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/net/response.h>

#include <chrono>
#include <optional>

namespace Cordial::Net {

enum class LimitScope : quint8 { User, Shared, Global };
//! \brief As in X-RateLimit-Scope.
[[nodiscard]] const char *nameOf(LimitScope scope);

//! \brief What an answer says about limits; fields that make no sense count as absent.
//! \source topics/rate-limits.mdx, "Header Format"
struct RateLimitInfo
{
    std::optional<int> limit;
    std::optional<int> remaining;
    std::optional<std::chrono::nanoseconds> resetAfter;
    int decimals = 0; //!< digits of resetAfter behind the point: how exact it can be
    std::optional<double> reset; //!< epoch seconds: only to tell one window from another
    QByteArray bucket;

    //! Of a 429 only:
    LimitScope scope = LimitScope::User;
    std::optional<std::chrono::nanoseconds> retryAfter; //!< the larger of header and body
    bool isEdgeBan = false; //!< not from Discord's API but from the edge before it

    //! \brief Whether there is a window to keep to.
    [[nodiscard]] bool hasWindow() const { return remaining && resetAfter; }

    [[nodiscard]] static RateLimitInfo of(const Response &response);
};

//! \brief Decimal seconds of 0 s to 7 days; nothing for any other text.
[[nodiscard]] std::optional<std::chrono::nanoseconds> parseSeconds(QByteArrayView text);

} // namespace Cordial::Net
