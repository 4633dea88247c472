// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/net/bucketmap.h>
#include <cordial/net/globallimits.h>
#include <cordial/net/observer.h>
#include <cordial/net/probeledger.h>
#include <cordial/net/refusals.h>
#include <cordial/net/waitinginfo.h>

#include <QHash>
#include <QSet>

#include <array>
#include <functional>
#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace Cordial::Net {

struct RateLimiterConfig
{
    int globalLimit = 50; //!< per second and token
    quint64 applicationId = 0; //!< 0 = learnt from the routes in use
};

//! \brief How much a RateLimiter keeps, in entries; all 0 some minutes after the last request.
struct LimiterFigures
{
    qsizetype queued = 0;
    qsizetype inFlight = 0;
    qsizetype buckets = 0;
    qsizetype routes = 0;
    qsizetype plugins = 0;
    qsizetype probes = 0; //!< requests under way whose bucket is not known yet
    qsizetype timed = 0; //!< buckets, repeats and deadlines with a time to wake up for
    int global = 0; //!< requests in the windows of the global limit
    qsizetype users = 0; //!< tokens other than the bot's that have such a window

    bool operator==(const LimiterFigures &) const = default;
};

//! \brief Decides which request may go, and when to ask again. Pure: knows a clock and no socket.
//!
//! Adding, sending and finishing are O(log n); nothing is kept for a request but its ticket. Use:
//! add() requests; send what next() gives until it gives nothing; tell sent() and finish(); deliver
//! takeFailed(); come back at wakeAt(). What it takes out it hands over as nodes, which are empty
//! if there was nothing. Thread: one.
//! \source topics/rate-limits.mdx
class RateLimiter
{
public:
    using Failed = std::pair<TicketNode, Error>;

    RateLimiter(RateLimiterConfig config, Clock &clock,
                SenderObserver &observer = SenderObserver::none());
    RateLimiter(const RateLimiter &) = delete;
    RateLimiter &operator=(const RateLimiter &) = delete;
    ~RateLimiter();

    //! \brief Takes a request; one that cannot be sent at all, or in time, turns up in
    //! takeFailed().
    void add(const ExchangePtr &exchange, ReplyHandler done);
    //! \brief A request that may go now; it counts as under way from here on.
    [[nodiscard]] Ticket *next();
    //! \brief The first byte is on its way.
    void sent(const Exchange &exchange);
    //! \brief The outcome of a request under way. Its ticket if that is final; nothing if the
    //! request waits again, after a 429. May replace \a result.
    [[nodiscard]] TicketNode finish(const Exchange &exchange, Result<Response> &result);
    //! \brief Takes a waiting request out; nothing if it is not waiting.
    [[nodiscard]] TicketNode takeQueued(const Exchange &exchange);
    [[nodiscard]] std::vector<TicketNode> takeAllQueued();
    [[nodiscard]] std::vector<TicketNode> takeEverything();
    [[nodiscard]] std::vector<Failed> takeFailed() { return std::exchange(m_failed, {}); }
    //! \brief When next() or takeFailed() may have something by the passing of time alone;
    //! TimePoint::max() = not before another call.
    [[nodiscard]] TimePoint wakeAt();

    [[nodiscard]] qsizetype queued() const { return m_queued; }
    [[nodiscard]] qsizetype inFlight() const { return m_inFlight; }
    [[nodiscard]] qsizetype bucketCount() const { return m_map.bucketCount(); }
    [[nodiscard]] bool isTokenRefused() const { return m_refusals.isTokenRefused(); }
    [[nodiscard]] LimiterFigures figures() const;
    //! \brief Up to \a atMost of the waiting requests, bucket by bucket. O(n).
    [[nodiscard]] QList<WaitingInfo> waiting(qsizetype atMost = 1000);
    //! \brief Tells the observer why \a exchange waits, if it does.
    void announceWait(const Exchange &exchange);

private:
    using Places = std::map<std::tuple<const TokenLimit *, Lane, int>, std::vector<quint64>>;

    // Admission
    [[nodiscard]] TicketNode makeTicket(const ExchangePtr &exchange, ReplyHandler done);
    [[nodiscard]] bool isExempt(const Route &route);
    RouteState &routeState(Route route);
    //! \brief The ticket of a request that is here.
    [[nodiscard]] Ticket *find(const Exchange &exchange) const;
    [[nodiscard]] TicketNode leave(TicketNode node);
    // Queues
    Ticket &enqueue(TicketNode node, TimePoint now);
    Ticket &place(TicketNode node);
    [[nodiscard]] TicketNode dequeue(Ticket &ticket, TimePoint now);
    void noteWait(Ticket &ticket, TimePoint now);
    void refresh(Bucket &bucket, TimePoint now);
    void setReady(Strand &strand, Ticket *ticket, quint32 weight, TimePoint now);
    void setWake(Bucket &bucket, std::optional<TimePoint> at);
    void wakeUp(TimePoint now);
    void moveTickets(RouteState &route, Bucket &from, Bucket &to);
    [[nodiscard]] int permits(Bucket &bucket, TimePoint now);
    // Sending
    [[nodiscard]] Ticket *pick(TimePoint now);
    void dispatch(Ticket &ticket, TimePoint now);
    // Answers
    void leaveGlobal(const Ticket &ticket, const Result<Response> &result, TimePoint now);
    [[nodiscard]] bool learn(Ticket &ticket, Result<Response> &result, TimePoint now);
    void rehome(RouteState &route, const QByteArray &hash, TimePoint now);
    void leaveFlight(Ticket &ticket);
    void beginProbe(Ticket &ticket);
    void endProbe(Ticket &ticket, TimePoint now);
    //! \brief What the answer says of the bucket; false if it is out of date.
    [[nodiscard]] bool learnBucket(Ticket &ticket, const QByteArray &hash, TimePoint now);
    void doubt(Bucket &bucket);
    //! \brief Whether the request waits again.
    [[nodiscard]] bool onTooMany(Ticket &ticket, const RateLimitInfo &info, TimePoint now,
                                 Result<Response> &result);
    void block(Ticket &ticket, const RateLimitInfo &info, TimePoint until, TimePoint now);
    void blockGlobally(Ticket &ticket, TimePoint until, TimePoint now);
    // Deadlines and failing
    [[nodiscard]] std::optional<Error> lateness(const Ticket &ticket, quint32 ahead,
                                                quint32 globallyAhead, TimePoint now) const;
    void fail(Ticket &ticket, Error error);
    void failQueuedIf(const std::function<bool(const Ticket &)> &predicate, const Error &error);
    void end(const Refusals::End &end);
    void checkDeadlines(Bucket &bucket, TimePoint now);
    void failPassedDeadlines(TimePoint now);
    void visitQueued(const std::function<void(Ticket &)> &visit);
    // Telling
    [[nodiscard]] WaitingInfo describeWait(const Ticket &ticket, quint32 place, quint32 own,
                                           TimePoint now);
    [[nodiscard]] Places globalPlaces() const;
    void announceGlobal(TimePoint now);
    void announceInvalid(TimePoint now);
    void sweep(TimePoint now);

    Clock &m_clock;
    SenderObserver &m_observer;
    BucketMap m_map;
    GlobalLimits m_global;
    Refusals m_refusals;
    ProbeLedger m_probes;
    std::array<ReadyQueue, kLanes> m_readyExempt; //!< by lane
    std::set<std::pair<TimePoint, Bucket *>> m_wakes;
    std::map<std::pair<TimePoint, quint64>, TicketNode> m_delayed; //!< repeats of reads
    std::set<std::pair<TimePoint, Ticket *>> m_deadlines;
    std::vector<Failed> m_failed;
    QHash<QString, int> m_plugins;
    TimePoint m_sweepAt;
    QSet<quint64> m_applicationIds;
    quint64 m_nextOrder = 1;
    qsizetype m_queued = 0;
    qsizetype m_inFlight = 0;
    TimePoint m_announceGlobalAt =
        TimePoint::max(); //!< when watchers should hear that it has emptied
};

} // namespace Cordial::Net
