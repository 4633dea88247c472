// SPDX-License-Identifier: MIT
// The queues of RateLimiter: who stands where, and who could go.
#include <cordial/net/ratelimiter.h>

#include <algorithm>
#include <utility>

namespace Cordial::Net {

using namespace std::chrono_literals;

Ticket &RateLimiter::place(TicketNode node)
{
    Ticket &ticket = node.mapped();
    Bucket &bucket = *ticket.route->bucket;
    Strand &strand = bucket.strandOf(ticket);
    ticket.state = Ticket::State::Queued;
    ticket.strand = &strand;
    strand.queueOf(ticket).insert(std::move(node));
    ++bucket.queued.at(static_cast<size_t>(ticket.lane));
    if (ticket.latestStart())
        ++bucket.withDeadline;
    return ticket;
}

Ticket &RateLimiter::enqueue(TicketNode node, TimePoint now)
{
    Ticket &ticket = node.mapped();
    const Exchange &exchange = *ticket.exchange;
    ticket.since = now;
    ticket.readySince = TimePoint::max();
    ticket.sentAt = TimePoint::max();
    ++m_queued;
    if (const auto deadline = ticket.latestStart())
        m_deadlines.insert({*deadline, &ticket});
    // Reads need no order: a repeat stands aside until its time comes.
    if (ticket.isWrite || exchange.notBefore <= now)
        return place(std::move(node));
    ticket.state = Ticket::State::Delayed;
    m_delayed.emplace(std::pair(exchange.notBefore, exchange.order), std::move(node));
    return ticket;
}

TicketNode RateLimiter::dequeue(Ticket &ticket, TimePoint now)
{
    Exchange &exchange = *ticket.exchange;
    --m_queued;
    const auto deadline = ticket.latestStart();
    if (deadline)
        m_deadlines.erase({*deadline, &ticket});
    TicketNode node;
    if (ticket.state == Ticket::State::Delayed) {
        const auto found = m_delayed.find({exchange.notBefore, exchange.order});
        node = std::move(found->second);
        m_delayed.erase(found);
    } else {
        Bucket &bucket = *ticket.route->bucket;
        const auto readySince = ticket.readySince;
        if (ticket.strand->ready == &ticket)
            setReady(*ticket.strand, nullptr, 0, now);
        ticket.readySince = readySince;
        node = ticket.strand->queueOf(ticket).extract(exchange.order);
        --bucket.queued.at(static_cast<size_t>(ticket.lane));
        if (deadline)
            --bucket.withDeadline;
    }
    noteWait(ticket, now);
    exchange.seen(now);
    return node;
}

void RateLimiter::noteWait(Ticket &ticket, TimePoint now)
{
    Exchange &exchange = *ticket.exchange;
    // Only the global limit holds what is ready; if it held nothing, the time is our own.
    const bool heldByGlobal =
        ticket.isReady() && !ticket.isExempt && ticket.route->token->hasHeld(ticket.readySince);
    const TimePoint until = ticket.isReady() ? ticket.readySince : now;
    const auto repeat = std::clamp<std::chrono::nanoseconds>(exchange.notBefore - ticket.since, 0ns,
                                                             until - ticket.since);
    exchange.waited(WaitReason::Retry, repeat);
    exchange.waited(ticket.cause, until - ticket.since - repeat);
    if (heldByGlobal)
        exchange.waited(ticket.cause == WaitReason::RateLimited ? ticket.cause : WaitReason::Global,
                        now - ticket.readySince);
}

void RateLimiter::setReady(Strand &strand, Ticket *ticket, quint32 weight, TimePoint now)
{
    const auto exemptQueue = [this, &strand]() -> ReadyQueue & {
        return m_readyExempt.at(static_cast<size_t>(strand.lane));
    };
    if (Ticket *old = strand.ready; old != nullptr && old == ticket) {
        ReadyQueue &queue = old->isExempt
            ? exemptQueue()
            : old->route->token->ready.at(static_cast<size_t>(strand.lane));
        queue.reweigh(strand.plugin, std::exchange(strand.weight, weight), weight);
        return;
    }
    if (Ticket *old = std::exchange(strand.ready, nullptr)) {
        if (old->isExempt)
            exemptQueue().remove(strand.plugin, old->order(), &strand, strand.weight);
        else
            m_global.remove(*old->route->token, strand.lane, old->order(), strand, strand.weight);
        old->readySince = TimePoint::max();
    }
    strand.weight = weight;
    strand.ready = ticket;
    if (ticket == nullptr)
        return;
    ticket->readySince = now;
    if (ticket->isExempt)
        exemptQueue().insert(strand.plugin, ticket->order(), &strand, weight);
    else
        m_global.insert(*ticket->route->token, strand.lane, ticket->order(), strand, weight);
}

int RateLimiter::permits(Bucket &bucket, TimePoint now)
{
    const int available = bucket.window.available(now);
    if (bucket.window.kind() != BucketWindow::Kind::Limited || available <= 0)
        return available;
    return std::max(0, available - m_probes.reserved(bucket.topLevel, now));
}

void RateLimiter::refresh(Bucket &bucket, TimePoint now)
{
    const int available = permits(bucket, now);
    TimePoint wake = TimePoint::max();
    quint32 ahead = 0;
    bool writesAhead = false;
    quint32 claimed = 0; // in the lane being looked at
    bool writesClaimed = false;
    quint32 given = 0; // of what is available, to strands of that lane
    std::optional<Lane> lane;
    for (auto it = bucket.strands.begin(); it != bucket.strands.end();) {
        Strand &strand = it->second;
        if (lane && *lane != strand.lane) {
            ahead += std::exchange(claimed, 0U);
            writesAhead = writesAhead || std::exchange(writesClaimed, false);
            given = 0;
        }
        lane = strand.lane;
        Ticket *ready = bucket.candidate(strand, available, ahead, writesAhead, now, wake);
        quint32 weight = 0;
        if (ready != nullptr) {
            const quint32 room = static_cast<quint32>(available) - ahead;
            weight = Bucket::burst(strand, room - std::min(room, given), writesAhead);
            given += weight;
        }
        setReady(strand, ready, weight, now);
        const quint32 claims = bucket.claims(strand, now);
        claimed += claims;
        writesClaimed = writesClaimed || claims > strand.reads.size();
        it = strand.isEmpty() ? bucket.strands.erase(it) : std::next(it);
    }
    const bool isShut = bucket.queuedTotal() > 0 && available <= 0;
    const bool isHeld = isShut && bucket.window.available(now) > 0;
    if (isHeld)
        wake = std::min(wake, m_probes.relaxesAt(bucket.topLevel, now));
    else if (isShut)
        wake = std::min(wake, bucket.window.opensAt(now));
    m_probes.setHeld(bucket.topLevel, bucket, isHeld);
    setWake(bucket, wake == TimePoint::max() ? std::nullopt : std::optional(wake));
}

void RateLimiter::setWake(Bucket &bucket, std::optional<TimePoint> at)
{
    if (bucket.wakeAt == at)
        return;
    if (bucket.wakeAt)
        m_wakes.erase({*bucket.wakeAt, &bucket});
    bucket.wakeAt = at;
    if (at)
        m_wakes.insert({*at, &bucket});
}

void RateLimiter::wakeUp(TimePoint now)
{
    while (!m_wakes.empty() && m_wakes.begin()->first <= now) {
        Bucket &bucket = *m_wakes.begin()->second;
        setWake(bucket, std::nullopt);
        refresh(bucket, now);
        // Never twice at one moment, whatever the bucket says.
        if (bucket.wakeAt && *bucket.wakeAt <= now)
            setWake(bucket, now + 1ms);
    }
    while (!m_delayed.empty() && m_delayed.begin()->first.first <= now) {
        TicketNode node = std::move(m_delayed.begin()->second);
        m_delayed.erase(m_delayed.begin());
        refresh(*place(std::move(node)).route->bucket, now);
    }
    failPassedDeadlines(now);
    if (now >= m_sweepAt)
        sweep(now);
    if (now >= m_announceGlobalAt)
        announceGlobal(now);
}

void RateLimiter::moveTickets(RouteState &route, Bucket &from, Bucket &to)
{
    const TimePoint now = m_clock.now();
    const auto moveQueue = [&](TicketQueue &queue) {
        for (auto it = queue.begin(); it != queue.end();) {
            const auto next = std::next(it);
            Ticket &ticket = it->second;
            if (ticket.route == &route) {
                Strand &home = to.strandOf(ticket);
                ticket.strand = &home;
                home.queueOf(ticket).insert(queue.extract(it));
                const auto lane = static_cast<size_t>(ticket.lane);
                --from.queued.at(lane);
                ++to.queued.at(lane);
                if (ticket.latestStart()) {
                    --from.withDeadline;
                    ++to.withDeadline;
                }
            }
            it = next;
        }
    };
    for (auto &[key, strand] : from.strands) {
        setReady(strand, nullptr, 0, now);
        moveQueue(strand.reads);
        for (auto &queue : strand.writes)
            moveQueue(queue);
    }
    for (auto it = from.inFlight.begin(); it != from.inFlight.end();) {
        const auto next = std::next(it);
        Ticket &ticket = it->second;
        if (ticket.route == &route) {
            to.inFlight.insert(from.inFlight.extract(it));
            to.window.adopt(ticket.order(), from.window);
            if (ticket.isWrite) {
                --from.strandOf(ticket).writesInFlight;
                ++to.strandOf(ticket).writesInFlight;
            }
            ticket.strand = &to.strandOf(ticket);
        }
        it = next;
    }
}

} // namespace Cordial::Net
