// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/sandbox/apierror.h>
#include <cordial/sandbox/core.h>
#include <cordial/sandbox/faults.h>
#include <cordial/sandbox/ratelimitmodel.h>

namespace Cordial::Sandbox {

//! \brief The way of a request through the offline Discord: version, faults, bans, route, token,
//! limits, body, handler, headers, journal. Knows no socket. \source reference.mdx, rate-limits.mdx
class Api
{
public:
    Api(Core &core, Router &router, RateLimitModel &limits, Faults &faults);

    void handle(const HttpRequest &request, const HttpReply &reply);
    //! \brief Routes of /sandbox/v1/: no limits, no faults; may answer later.
    std::function<void(const HttpRequest &, const HttpReply &)> control;

    [[nodiscard]] QJsonObject stats() const;

private:
    struct Passage;

    void answer(Passage &passage, HttpResponse response);
    [[nodiscard]] std::optional<HttpResponse> faultFor(Passage &passage);
    [[nodiscard]] bool isBanned(Passage &passage);
    bool findRoute(Passage &passage);
    bool authenticate(Passage &passage);
    bool checkLimits(Passage &passage);
    [[nodiscard]] LimitedRequest limitedRequest(const Passage &passage) const;
    [[nodiscard]] HttpResponse limited(const LimitVerdict &verdict);
    void addLimitHeaders(HttpResponse &response, const LimitVerdict &verdict) const;
    void parseBody(Passage &passage);
    [[nodiscard]] HttpResponse callHandler(Passage &passage);
    void record(const Passage &passage, const HttpResponse &response);

    Core &m_core;
    Router &m_router;
    RateLimitModel &m_limits;
    Faults &m_faults;
    quint64 m_requests = 0;
    quint64 m_invalid = 0;
    std::map<int, quint64> m_statuses;
    std::map<QByteArray, quint64> m_scopes;
};

//! \brief A refusal in the form of Discord's: body, status.
[[nodiscard]] HttpResponse errorResponse(const ApiError &error);

} // namespace Cordial::Sandbox
