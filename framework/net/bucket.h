// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/net/bucketwindow.h>
#include <cordial/net/route.h>
#include <cordial/net/sender.h>

#include <array>
#include <map>
#include <optional>
#include <set>

namespace Cordial::Net {

class Bucket;
struct Strand;
struct TokenLimit;

//! \brief A route with its top-level resource, and the bucket it is known to belong to.
struct RouteState
{
    QByteArray key;
    Route route;
    Bucket *bucket = nullptr;
    TokenLimit *token = nullptr; //!< whose global limit its requests count against
    const void *owner = nullptr; //!< the limiter: there may be another one in the chain
    TimePoint hashSince; //!< when the request went out whose answer told the hash
};

//! \brief One request in the hands of the rate limiter.
struct Ticket
{
    enum class State : quint8 { Queued, Delayed, InFlight };

    ExchangePtr exchange;
    ReplyHandler done;
    Ticket *outer = nullptr; //!< the same request in the hands of another limiter above
    RouteState *route = nullptr;
    Strand *strand = nullptr;
    TimePoint since; //!< when it was queued or, in flight, dispatched
    TimePoint sentAt = TimePoint::max(); //!< of this attempt
    TimePoint readySince = TimePoint::max(); //!< since then only the global limit holds it
    int plugin = 0;
    quint16 refusals = 0; //!< 429s in a row
    Lane lane = Lane::Normal;
    SubLimit subLimit = SubLimit::None;
    State state = State::Queued;
    WaitReason cause = WaitReason::Bucket; //!< of this stay in the queue
    bool isWrite = false;
    bool isExempt = false; //!< from the global limit, as what answers an interaction
    bool isProbe = false; //!< nobody knows where it counts

    [[nodiscard]] quint64 order() const { return exchange->order; }
    [[nodiscard]] bool wasSent() const { return sentAt != TimePoint::max(); }
    [[nodiscard]] bool isReady() const { return readySince != TimePoint::max(); }
    //! \brief Until when it must have gone out: its deadline, or that of the interaction it
    //! answers, which Discord takes for 3 s and further answers for 15 minutes.
    //! \source interactions/receiving-and-responding.mdx
    [[nodiscard]] std::optional<TimePoint> latestStart() const;
};

//! \brief Requests in line, by Ticket::order(). A ticket moves from one to another within its node:
//! one allocation a request.
using TicketQueue = std::map<quint64, Ticket>;
using TicketNode = TicketQueue::node_type;

//! \brief The requests of one plugin in one lane of one bucket. Those that change something go one
//! at a time, each after the answer to the one before, so that they arrive in order.
struct Strand
{
    Bucket *bucket = nullptr;
    Lane lane = Lane::Normal;
    int plugin = 0;
    TicketQueue reads;
    std::array<TicketQueue, kSubLimits> writes;
    int writesInFlight = 0;
    Ticket *ready = nullptr;
    quint32 weight = 0; //!< of ready: how many could go now, but for the global limit

    [[nodiscard]] TicketQueue &queueOf(const Ticket &ticket)
    {
        return ticket.isWrite ? writes.at(static_cast<size_t>(ticket.subLimit)) : reads;
    }
    [[nodiscard]] const TicketQueue &queueOf(const Ticket &ticket) const
    {
        return ticket.isWrite ? writes.at(static_cast<size_t>(ticket.subLimit)) : reads;
    }
    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] quint32 size() const;
};

//! \brief One rate-limit bucket: its window and who waits for it. Owned by the RateLimiter.
class Bucket
{
public:
    QByteArray key; //!< hash (or method and route while unknown) + ":" + top-level resource
    QByteArray hash;
    QByteArray topLevel;
    quint64 topLevelId = 0;
    BucketWindow window;
    std::set<RouteState *> routes;
    std::map<std::pair<Lane, int>, Strand> strands; //!< higher lanes first
    std::array<quint32, 4> queued{}; //!< by lane
    quint32 withDeadline = 0;
    TicketQueue inFlight;
    std::array<TimePoint, kSubLimits> subLimitUntil{};
    std::optional<TimePoint> wakeAt;
    TimePoint checkedReset; //!< deadlines have been compared with this
    TimePoint lastUsed;
    std::array<quint32, 3> refused{}; //!< 429s by LimitScope

    [[nodiscard]] quint32 queuedTotal() const;
    //! \brief Requests that surely go before \a ticket if it is put at the end of its queue. Others
    //! may go before it too: those of other plugins take turns with it, reads pass by writes.
    [[nodiscard]] quint32 surelyBefore(const Ticket &ticket, TimePoint now) const;
    //! \brief Requests before the one that has \a own before it in its queue in \a strand, if
    //! plugins take turns.
    [[nodiscard]] quint32 place(const Strand &strand, quint32 own) const;
    [[nodiscard]] Strand &strandOf(const Ticket &ticket);
    [[nodiscard]] Strand &strandOf(Lane lane, int plugin);
    //! \brief How many requests of \a strand could go if there were room and nothing in flight.
    [[nodiscard]] quint32 claims(const Strand &strand, TimePoint now) const;
    //! \brief The next of \a strand that may go, given \a available permits of which \a ahead are
    //! for higher lanes. Lowers \a wakeAt to when time alone may change the answer.
    [[nodiscard]] Ticket *candidate(Strand &strand, int available, quint32 ahead, bool writesAhead,
                                    TimePoint now, TimePoint &wakeAt) const;
    //! \brief How many requests of \a strand could be on the wire at once, given so much room.
    [[nodiscard]] static quint32 burst(const Strand &strand, quint32 room, bool writesAhead);
    [[nodiscard]] bool isIdle(TimePoint now) const;
    [[nodiscard]] QByteArray routeNames() const;

private:
    [[nodiscard]] Ticket *firstWrite(Strand &strand, TimePoint now, TimePoint &wakeAt) const;
};

} // namespace Cordial::Net
