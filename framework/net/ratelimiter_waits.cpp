// SPDX-License-Identifier: MIT
// What RateLimiter tells of waiting requests, and which of them cannot make it any more.
#include <cordial/net/ratelimiter.h>

#include <algorithm>
#include <utility>

namespace Cordial::Net {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kNewWindow = 50ms; // resets that differ by less are the same one

QString secondsOf(std::chrono::nanoseconds time)
{
    return QString::number(std::chrono::duration<double>(time).count(), 'f', 3);
}

Error lateError(const Ticket &ticket, TimePoint start, TimePoint deadline, TimePoint now)
{
    const bool isOwn = ticket.exchange->request.deadline == deadline;
    const QString until = isOwn ? u"its deadline is in %1 s"_s
                                : u"the deadline for answers to its interaction is in %1 s"_s;
    Error error = makeError(ErrorCode::DeadlineExceeded,
                            u"not sent: the rate limit lets it go in "_s + secondsOf(start - now)
                                + u" s at best, "_s + until.arg(secondsOf(deadline - now)));
    error.retryAfter = std::chrono::ceil<Milliseconds>(start - now);
    return error;
}

Error passedError(const Ticket &ticket)
{
    const bool isOwn = ticket.exchange->request.deadline == ticket.latestStart();
    return makeError(ErrorCode::DeadlineExceeded,
                     isOwn ? u"not sent: the deadline has passed"_s
                           : u"not sent: the deadline for answers to its interaction has passed"_s);
}

} // namespace

// ---- Deadlines and failing

std::optional<Error> RateLimiter::lateness(const Ticket &ticket, quint32 ahead,
                                           quint32 globallyAhead, TimePoint now) const
{
    const auto deadline = ticket.latestStart();
    if (!deadline)
        return std::nullopt;
    if (*deadline <= now)
        return passedError(ticket);
    Bucket &bucket = *ticket.route->bucket;
    TimePoint start = bucket.window.expectedStart(now, ahead);
    start = std::max(start, ticket.exchange->notBefore);
    start = std::max(start, bucket.subLimitUntil.at(static_cast<size_t>(ticket.subLimit)));
    if (!ticket.isExempt)
        start = std::max(start,
                         ticket.route->token->expectedStart(now, std::max(ahead, globallyAhead)));
    if (start <= *deadline)
        return std::nullopt;
    return lateError(ticket, start, *deadline, now);
}

void RateLimiter::fail(Ticket &ticket, Error error)
{
    m_failed.emplace_back(leave(dequeue(ticket, m_clock.now())), std::move(error));
}

void RateLimiter::visitQueued(const std::function<void(Ticket &)> &visit)
{
    const auto visitQueue = [&visit](TicketQueue &queue) {
        for (auto &[order, ticket] : queue)
            visit(ticket);
    };
    for (const auto &[bucket, owned] : m_map.buckets()) {
        for (auto &[key, strand] : bucket->strands) {
            visitQueue(strand.reads);
            for (auto &queue : strand.writes)
                visitQueue(queue);
        }
    }
    for (auto &[at, node] : m_delayed)
        visit(node.mapped());
}

void RateLimiter::failQueuedIf(const std::function<bool(const Ticket &)> &predicate,
                               const Error &error)
{
    std::vector<Ticket *> doomed;
    visitQueued([&](Ticket &ticket) {
        if (predicate(ticket))
            doomed.push_back(&ticket);
    });
    // In the order they came, as people expect to read it.
    std::sort(doomed.begin(), doomed.end(),
              [](const Ticket *a, const Ticket *b) { return a->order() < b->order(); });
    std::set<Bucket *> touched;
    for (Ticket *ticket : doomed) {
        touched.insert(ticket->route->bucket);
        fail(*ticket, error);
    }
    for (Bucket *bucket : touched)
        refresh(*bucket, m_clock.now());
}

void RateLimiter::end(const Refusals::End &end)
{
    failQueuedIf(
        [&end](const Ticket &ticket) {
            return end.concerns(ticket.exchange->request, ticket.route->route);
        },
        end.error);
}

void RateLimiter::checkDeadlines(Bucket &bucket, TimePoint now)
{
    const TimePoint reset = std::max(bucket.window.resetAt(), bucket.window.blockedUntil());
    const auto gate = *std::max_element(bucket.subLimitUntil.begin(), bucket.subLimitUntil.end());
    const TimePoint known = std::max(reset, gate);
    if (bucket.withDeadline == 0 || std::chrono::abs(known - bucket.checkedReset) < kNewWindow)
        return;
    bucket.checkedReset = known;
    std::vector<std::pair<Ticket *, Error>> late;
    quint32 above = 0; // in higher lanes
    quint32 inLane = 0;
    std::optional<Lane> lane;
    for (auto &[key, strand] : bucket.strands) {
        if (lane && *lane != strand.lane)
            above += std::exchange(inLane, 0U);
        lane = strand.lane;
        inLane += bucket.claims(strand, now);
        const auto visit = [&](TicketQueue &queue) {
            quint32 place = above;
            for (auto &[order, ticket] : queue) {
                // One that goes leaves its place to the next.
                if (auto error = lateness(ticket, place, 0, now))
                    late.emplace_back(&ticket, std::move(*error));
                else
                    ++place;
            }
        };
        visit(strand.reads);
        for (auto &queue : strand.writes)
            visit(queue);
    }
    for (auto &[ticket, error] : late)
        fail(*ticket, std::move(error));
    if (!late.empty())
        refresh(bucket, now);
}

void RateLimiter::failPassedDeadlines(TimePoint now)
{
    while (!m_deadlines.empty() && m_deadlines.begin()->first <= now) {
        Ticket &ticket = *m_deadlines.begin()->second;
        Bucket &bucket = *ticket.route->bucket;
        fail(ticket, passedError(ticket));
        refresh(bucket, now);
    }
}

TicketNode RateLimiter::takeQueued(const Exchange &exchange)
{
    Ticket *ticket = find(exchange);
    if (ticket == nullptr || ticket->state == Ticket::State::InFlight)
        return {};
    const TimePoint now = m_clock.now();
    Bucket &bucket = *ticket->route->bucket;
    TicketNode node = leave(dequeue(*ticket, now));
    refresh(bucket, now);
    return node;
}

std::vector<TicketNode> RateLimiter::takeAllQueued()
{
    failQueuedIf([](const Ticket &) { return true; }, Error());
    std::vector<TicketNode> out;
    out.reserve(m_failed.size());
    for (Failed &failed : m_failed)
        out.push_back(std::move(failed.first));
    m_failed.clear();
    return out;
}

std::vector<TicketNode> RateLimiter::takeEverything()
{
    std::vector<TicketNode> out = takeAllQueued();
    for (const auto &[bucket, owned] : m_map.buckets()) {
        while (!bucket->inFlight.empty())
            out.push_back(leave(bucket->inFlight.extract(bucket->inFlight.begin())));
    }
    return out;
}

// ---- Telling

WaitingInfo RateLimiter::describeWait(const Ticket &ticket, quint32 place, quint32 own,
                                      TimePoint now)
{
    Bucket &bucket = *ticket.route->bucket;
    const Exchange &exchange = *ticket.exchange;
    WaitingInfo out;
    out.id = exchange.request.id;
    out.bucket = bucket.key;
    out.place = place;
    out.deadline = ticket.latestStart();
    if (ticket.state == Ticket::State::Delayed || exchange.notBefore > now) {
        out.reason = WaitReason::Retry;
        out.expectedAt = exchange.notBefore;
        return out;
    }
    out.reason = ticket.cause;
    out.expectedAt = std::max(bucket.window.expectedStart(now, place),
                              bucket.subLimitUntil.at(static_cast<size_t>(ticket.subLimit)));
    if (ticket.isReady() && !m_refusals.invalid().hasRoom(now, static_cast<int>(m_inFlight))) {
        out.reason = WaitReason::InvalidBudget;
        return out;
    }
    if (ticket.isExempt)
        return out;
    TokenLimit &token = *ticket.route->token;
    // Those before it in its bucket need room there as well.
    const quint32 ahead = std::max(place, token.place(ticket.lane, ticket.plugin, own));
    const TimePoint globally = token.expectedStart(now, ahead);
    if (globally <= out.expectedAt)
        return out;
    out.reason = WaitReason::Global;
    out.place = ahead;
    out.expectedAt = globally;
    return out;
}

RateLimiter::Places RateLimiter::globalPlaces() const
{
    Places out;
    for (const auto &[bucket, owned] : m_map.buckets()) {
        for (const auto &[key, strand] : bucket->strands) {
            if (strand.ready == nullptr || strand.ready->isExempt || strand.weight == 0)
                continue;
            auto &orders = out[{strand.ready->route->token, strand.lane, strand.plugin}];
            quint32 left = strand.weight;
            if (strand.ready->isWrite) {
                orders.push_back(strand.ready->order());
                --left;
            }
            for (auto it = strand.reads.begin(); left > 0 && it != strand.reads.end(); --left, ++it)
                orders.push_back(it->first);
        }
    }
    for (auto &[whose, orders] : out)
        std::sort(orders.begin(), orders.end());
    return out;
}

QList<WaitingInfo> RateLimiter::waiting(qsizetype atMost)
{
    const TimePoint now = m_clock.now();
    const Places places = globalPlaces();
    QList<WaitingInfo> out;
    const auto ownBefore = [&places](const Ticket &ticket) -> quint32 {
        const auto found = places.find({ticket.route->token, ticket.lane, ticket.plugin});
        if (found == places.end())
            return 0;
        const auto &orders = found->second;
        return static_cast<quint32>(std::lower_bound(orders.begin(), orders.end(), ticket.order())
                                    - orders.begin());
    };
    const auto list = [&](const Bucket &bucket, const Strand &strand, const TicketQueue &queue) {
        quint32 own = 0;
        for (const auto &[order, ticket] : queue) {
            if (out.size() >= atMost)
                return;
            out.append(describeWait(ticket, bucket.place(strand, own++), ownBefore(ticket), now));
        }
    };
    for (const auto &[bucket, owned] : m_map.buckets()) {
        for (const auto &[key, strand] : bucket->strands) {
            list(*bucket, strand, strand.reads);
            for (const auto &queue : strand.writes)
                list(*bucket, strand, queue);
        }
    }
    for (const auto &[at, node] : m_delayed) {
        if (out.size() < atMost)
            out.append(describeWait(node.mapped(), 0, 0, now));
    }
    return out;
}

void RateLimiter::announceWait(const Exchange &exchange)
{
    const Ticket *ticket = find(exchange);
    if (ticket == nullptr || ticket->state == Ticket::State::InFlight)
        return;
    const Bucket &bucket = *ticket->route->bucket;
    quint32 place = 0;
    quint32 own = 0;
    // A new one is the last of its queue; one that goes again is the first.
    if (ticket->state == Ticket::State::Queued && exchange.attempts == 0) {
        const Strand &strand = *ticket->strand;
        const auto length = static_cast<quint32>(strand.queueOf(*ticket).size());
        place = bucket.place(strand, std::max<quint32>(length, 1) - 1);
        const bool isCounted = strand.weight > 0
            && (strand.ready == ticket || (!ticket->isWrite && strand.weight >= length));
        own = ticket->route->token->ready.at(static_cast<size_t>(ticket->lane))
                  .weightOf(ticket->plugin);
        own -= isCounted && own > 0 ? 1 : 0;
    }
    const WaitingInfo info = describeWait(*ticket, place, own, m_clock.now());
    m_observer.waiting(exchange, bucket, info.reason, info.expectedAt, info.place);
}

} // namespace Cordial::Net
