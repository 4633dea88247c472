// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/net/readyqueue.h>
#include <cordial/net/request.h>
#include <cordial/net/slidingwindow.h>

#include <QByteArray>

#include <array>
#include <map>
#include <memory>
#include <set>

namespace Cordial::Net {

inline constexpr size_t kLanes = 4;

//! \brief The global limit of one token, and the strands that only it holds back.
struct TokenLimit
{
    TokenLimit(QByteArray name, quint64 number, int limit)
        : key(std::move(name)), serial(number), window(limit)
    { }

    QByteArray key; //!< Route::token
    quint64 serial = 0;
    SlidingWindow window;
    TimePoint blockedUntil; //!< by a global 429
    TimePoint closedAt; //!< when it last held something back
    std::optional<TimePoint> parkedUntil; //!< full or blocked: nobody looks at it before
    std::array<ReadyQueue, kLanes> ready; //!< by lane
    qsizetype routes = 0; //!< that count here

    [[nodiscard]] bool isOpen(TimePoint now) { return now >= blockedUntil && window.hasRoom(now); }
    [[nodiscard]] TimePoint opensAt(TimePoint now)
    {
        return std::max(blockedUntil, window.opensAt(now));
    }
    //! \brief Requests before one of \a plugin in \a lane that has \a own of its plugin before it.
    [[nodiscard]] quint32 place(Lane lane, int plugin, quint32 own) const;
    //! \brief Those of higher lanes.
    [[nodiscard]] quint32 above(Lane lane) const;
    //! \brief When one with \a ahead others before it may go.
    [[nodiscard]] TimePoint expectedStart(TimePoint now, quint32 ahead);
    //! \brief Whether what was ready at \a since had to wait for it.
    [[nodiscard]] bool hasHeld(TimePoint since) const { return parkedUntil || closedAt >= since; }
};

//! \brief The global limit, once for each token: the bot's, those of users, and the address for
//! what bears none. Only tokens with room and something to send are looked at. Pure.
//! \source topics/rate-limits.mdx, "Global Rate Limit"
class GlobalLimits
{
public:
    explicit GlobalLimits(int limit);

    [[nodiscard]] TokenLimit &bot() { return *m_bot; }
    [[nodiscard]] TokenLimit &of(const QByteArray &token);

    void insert(TokenLimit &token, Lane lane, quint64 order, Strand &strand, quint32 weight);
    void remove(TokenLimit &token, Lane lane, quint64 order, Strand &strand, quint32 weight);
    //! \brief The next of \a lane that may go; tokens take turns.
    [[nodiscard]] Strand *next(Lane lane, TimePoint now);
    //! \brief When next() may give something by the passing of time alone.
    [[nodiscard]] TimePoint opensAt(TimePoint now);

    void sent(TokenLimit &token, TimePoint now);
    void answered(TokenLimit &token, TimePoint sentAt, TimePoint now);
    void release(TokenLimit &token, TimePoint now);
    void block(TokenLimit &token, TimePoint until, TimePoint now);

    //! \brief Forgets users of whom nothing is known any more.
    void sweep(TimePoint now);
    [[nodiscard]] qsizetype users() const { return qsizetype(m_tokens.size()) - 1; }
    [[nodiscard]] int used() const; //!< of all tokens

private:
    void park(TokenLimit &token, TimePoint now);
    void unpark(TokenLimit &token, TimePoint now);

    int m_limit;
    quint64 m_nextSerial = 1; // before m_bot, which takes the first
    std::map<QByteArray, std::unique_ptr<TokenLimit>> m_tokens;
    TokenLimit *m_bot;
    std::array<std::map<quint64, TokenLimit *>, kLanes> m_waiting; //!< by lane and serial
    std::array<quint64, kLanes> m_last{};
    std::set<std::pair<TimePoint, TokenLimit *>> m_parked;
};

} // namespace Cordial::Net
