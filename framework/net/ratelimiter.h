// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/net/bucket.h>
#include <cordial/net/invalidbudget.h>
#include <cordial/net/observer.h>
#include <cordial/net/probeledger.h>
#include <cordial/net/readyqueue.h>
#include <cordial/net/slidingwindow.h>

#include <QHash>
#include <QSet>

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

namespace Cordial::Net {

struct RateLimiterConfig
{
    int globalLimit = 50; //!< per second
    quint64 applicationId = 0; //!< 0 = learnt from the routes in use
};

//! \brief Why a request waits, for people and the inspector.
struct WaitingInfo
{
    quint64 id = 0; //!< Request::id
    QByteArray bucket;
    WaitReason reason = WaitReason::None;
    quint32 place = 0; //!< requests before it in its bucket
    TimePoint expectedAt; //!< not before
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
    int global = 0; //!< requests in the window of the global limit

    bool operator==(const LimiterFigures &) const = default;
};

//! \brief Decides which request may go, and when to ask again. Pure: knows a clock and no socket.
//!
//! Adding, sending and finishing are O(log n); nothing is kept for a request but its ticket. Use:
//! add() requests; send what next() gives until it gives nothing; tell sent() and finish(); deliver
//! takeFailed(); come back at wakeAt(). Thread: one.
//! \source topics/rate-limits.mdx
class RateLimiter
{
public:
    using Failed = std::pair<std::unique_ptr<Ticket>, Error>;

    RateLimiter(RateLimiterConfig config, Clock &clock,
                SenderObserver &observer = SenderObserver::none());
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
    [[nodiscard]] std::unique_ptr<Ticket> finish(const Exchange &exchange,
                                                 Result<Response> &result);
    //! \brief Takes a waiting request out; nothing if it is not waiting.
    [[nodiscard]] std::unique_ptr<Ticket> takeQueued(const Exchange &exchange);
    [[nodiscard]] std::vector<std::unique_ptr<Ticket>> takeAllQueued();
    [[nodiscard]] std::vector<std::unique_ptr<Ticket>> takeEverything();
    [[nodiscard]] std::vector<Failed> takeFailed() { return std::exchange(m_failed, {}); }
    //! \brief When next() or takeFailed() may have something by the passing of time alone;
    //! TimePoint::max() = not before another call.
    [[nodiscard]] TimePoint wakeAt();

    [[nodiscard]] qsizetype queued() const { return m_queued; }
    [[nodiscard]] qsizetype inFlight() const { return m_inFlight; }
    [[nodiscard]] qsizetype bucketCount() const { return qsizetype(m_buckets.size()); }
    [[nodiscard]] bool isTokenRefused() const { return m_tokenRefused; }
    [[nodiscard]] LimiterFigures figures() const;
    //! \brief Up to \a atMost of the waiting requests, bucket by bucket. O(n).
    [[nodiscard]] QList<WaitingInfo> waiting(qsizetype atMost = 1000);
    //! \brief Tells the observer why \a exchange waits, if it does.
    void announceWait(const Exchange &exchange);

private:
    // Admission
    [[nodiscard]] std::unique_ptr<Ticket> makeTicket(const ExchangePtr &exchange,
                                                     ReplyHandler done);
    [[nodiscard]] std::optional<Error> refusal(const Ticket &ticket, const Route &route,
                                               TimePoint now);
    [[nodiscard]] std::optional<Error> lateness(const Ticket &ticket, quint32 ahead,
                                                TimePoint now) const;
    [[nodiscard]] bool isExempt(const Route &route);
    RouteState &routeState(Route route);
    // Queues
    void enqueue(Ticket &ticket, TimePoint now);
    void place(Ticket &ticket);
    void dequeue(Ticket &ticket, TimePoint now);
    void noteWait(Ticket &ticket, TimePoint now);
    [[nodiscard]] WaitingInfo describeWait(const Ticket &ticket, quint32 place, TimePoint now);
    void refresh(Bucket &bucket, TimePoint now);
    void setReady(Strand &strand, Ticket *ticket, TimePoint now);
    void setWake(Bucket &bucket, std::optional<TimePoint> at);
    void wakeUp(TimePoint now);
    [[nodiscard]] Ticket *pick(TimePoint now);
    void dispatch(Ticket &ticket, TimePoint now);
    // Answers
    void rehome(RouteState &route, const QByteArray &hash, TimePoint now);
    void moveTickets(RouteState &route, Bucket &from, Bucket &to);
    void leaveFlight(Ticket &ticket);
    void beginProbe(Ticket &ticket);
    void endProbe(Ticket &ticket, TimePoint now);
    //! \brief What the answer says of the bucket; false if it is out of date.
    [[nodiscard]] bool learnBucket(Ticket &ticket, const QByteArray &hash, TimePoint now);
    void doubt(Bucket &bucket);
    [[nodiscard]] int permits(Bucket &bucket, TimePoint now);
    void noteInvalid(const Response &response, const RateLimitInfo &info, TimePoint now);
    void noteRefusedToken(const Ticket &ticket, const Response &response);
    void noteDeadWebhook(const Ticket &ticket, const Response &response);
    //! \brief Whether the request waits again.
    [[nodiscard]] bool onTooMany(Ticket &ticket, const RateLimitInfo &info, TimePoint now,
                                 Result<Response> &result);
    void block(Ticket &ticket, const RateLimitInfo &info, TimePoint until, TimePoint now);
    void onEdgeBan(const RateLimitInfo &info, TimePoint now);
    [[nodiscard]] Error edgeBanError() const;
    // Failing
    void fail(Ticket &ticket, Error error);
    void failQueuedIf(const std::function<bool(const Ticket &)> &predicate, const Error &error);
    void checkDeadlines(Bucket &bucket, TimePoint now);
    void failPassedDeadlines(TimePoint now);
    // Housekeeping
    void sweep(TimePoint now);
    void drop(Bucket &bucket);
    void announceGlobal(TimePoint now);
    void announceInvalid(TimePoint now);

    RateLimiterConfig m_config;
    Clock &m_clock;
    SenderObserver &m_observer;
    std::unordered_map<const Exchange *, std::unique_ptr<Ticket>> m_tickets;
    QHash<QByteArray, RouteState *> m_routes;
    std::unordered_map<RouteState *, std::unique_ptr<RouteState>> m_routeStore;
    QHash<QByteArray, Bucket *> m_byKey;
    std::unordered_map<Bucket *, std::unique_ptr<Bucket>> m_buckets;
    ProbeLedger m_probes;
    std::array<ReadyQueue, 4> m_ready; //!< by lane
    std::array<ReadyQueue, 4> m_readyExempt;
    std::set<std::pair<TimePoint, Bucket *>> m_wakes;
    std::set<std::pair<TimePoint, Ticket *>> m_delayed; //!< repeats of reads
    std::set<std::pair<TimePoint, Ticket *>> m_deadlines;
    std::vector<Failed> m_failed;
    QHash<QString, int> m_plugins;
    SlidingWindow m_global;
    InvalidBudget m_invalid;
    TimePoint m_globalBlockedUntil;
    TimePoint m_globalClosedAt; //!< when it last held something back
    TimePoint m_bannedUntil;
    TimePoint m_sweepAt;
    QSet<QByteArray> m_deadWebhooks;
    std::deque<QByteArray> m_deadOrder; //!< the oldest first: the set is bounded
    QSet<quint64> m_applicationIds;
    quint64 m_nextOrder = 1;
    qsizetype m_queued = 0;
    qsizetype m_inFlight = 0;
    TimePoint m_announceGlobalAt =
        TimePoint::max(); //!< when watchers should hear that it has emptied
    int m_warnedInvalid = 0;
    bool m_tokenRefused = false;
};

} // namespace Cordial::Net
