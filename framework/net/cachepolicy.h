// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/net/request.h>
#include <cordial/net/response.h>

#include <QMap>

#include <optional>

namespace Cordial::Net {

//! \brief Cache-Control as a map of its directives in lower case.
[[nodiscard]] QMap<QByteArray, QByteArray> cacheDirectives(const QList<Header> &headers);
//! \brief A date as HTTP writes it, any of its three forms; nothing if it is none.
[[nodiscard]] std::optional<WallTime> parseHttpDate(const QByteArray &text);

//! \brief What a request says about answers from a cache. \source RFC 9111, 5.2.1
struct CacheRequest
{
    bool mayUse = true; //!< false: goes by the cache, as if there were none
    bool mustRevalidate = false;
    std::optional<std::chrono::seconds> maxAge;
    std::optional<std::chrono::seconds> minFresh;
    bool onlyIfCached = false;

    [[nodiscard]] static CacheRequest of(const Request &request);
};

//! \brief What an answer says about keeping it in a private cache. \source RFC 9111, 3 and 4.2
struct CacheRule
{
    bool mayStore = false;
    bool mustRevalidate = false; //!< no-cache
    std::chrono::nanoseconds lifetime{0};
    std::chrono::nanoseconds initialAge{0};
    QByteArray etag;
    QByteArray lastModified;
    QList<QByteArray> vary; //!< names in lower case

    [[nodiscard]] bool hasValidator() const { return !etag.isEmpty() || !lastModified.isEmpty(); }
    //! \brief \a delay = time between request and answer; \a received by the calendar.
    [[nodiscard]] static CacheRule of(const Response &response, std::chrono::nanoseconds delay,
                                      WallTime received);
};

} // namespace Cordial::Net
