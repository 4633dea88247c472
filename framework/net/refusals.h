// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>
#include <cordial/net/invalidbudget.h>
#include <cordial/net/ratelimitheaders.h>
#include <cordial/net/route.h>

#include <QSet>

#include <deque>
#include <functional>
#include <optional>

namespace Cordial::Net {

//! \brief What must not be sent at all: with a token that was refused, to a webhook that is gone,
//! while the edge bans this address, or beyond the budget of invalid requests. Bounded. Pure.
class Refusals
{
public:
    explicit Refusals(Clock &clock) : m_clock(clock) { }

    //! \brief Why \a request would fail without being sent, if so.
    [[nodiscard]] std::optional<Error> of(const Request &request, const Route &route,
                                          TimePoint now);

    //! \brief What an answer puts an end to: every waiting request that it concerns.
    struct End
    {
        std::function<bool(const Request &, const Route &)> concerns;
        Error error;
    };
    //! \brief After a 401. Only the bot's own token ends everything.
    [[nodiscard]] std::optional<End> learnToken(const Request &request, const Route &route,
                                                const Response &response);
    //! \brief After a 404. \a isInteraction: the token has expired, the application lives on.
    [[nodiscard]] std::optional<End> learnWebhook(const Route &route, const Response &response,
                                                  bool isInteraction);
    [[nodiscard]] End learnEdgeBan(const RateLimitInfo &info, TimePoint now);
    //! \brief Counts 401, 403 and 429 (not shared); true if it is one.
    bool countInvalid(const Response &response, const RateLimitInfo &info, TimePoint now);

    //! \brief Why nothing may go while the budget of invalid requests is spent; nothing if it is
    //! not.
    [[nodiscard]] std::optional<Error> spent(TimePoint now);
    [[nodiscard]] InvalidBudget &invalid() { return m_invalid; }
    [[nodiscard]] bool isTokenRefused() const { return m_tokenRefused; }

private:
    [[nodiscard]] Error edgeBanError() const;
    [[nodiscard]] std::optional<End> learnUser(const QByteArray &token);

    //! \brief A set that forgets the oldest.
    class Memory
    {
    public:
        [[nodiscard]] bool contains(const QByteArray &what) const { return m_set.contains(what); }
        //! \brief False if it was there.
        bool add(const QByteArray &what);

    private:
        QSet<QByteArray> m_set;
        std::deque<QByteArray> m_order;
    };

    Clock &m_clock;
    InvalidBudget m_invalid;
    Memory m_deadWebhooks;
    Memory m_refusedUsers;
    TimePoint m_bannedUntil;
    int m_warnedInvalid = 0;
    bool m_tokenRefused = false;
};

} // namespace Cordial::Net
