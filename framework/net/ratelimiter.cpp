// SPDX-License-Identifier: MIT
#include <cordial/core/logging.h>
#include <cordial/net/ratelimiter.h>
#include <cordial/net/requestwriter.h>

#include <QDateTime>

#include <algorithm>
#include <cmath>

namespace Cordial::Net {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// One second and a tenth, so that requests that bunch up on their way stay below the limit.
constexpr auto kGlobalWindow = 1100ms;
constexpr auto kSweepEvery = 60s;

double seconds(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double>(time).count();
}

Error deadlineError(const QString &what)
{
    return makeError(ErrorCode::DeadlineExceeded, u"not sent: "_s + what);
}

} // namespace

RateLimiter::RateLimiter(RateLimiterConfig config, Clock &clock, SenderObserver &observer)
    : m_config(config)
    , m_clock(clock)
    , m_observer(observer)
    , m_global(std::max(1, config.globalLimit), kGlobalWindow)
    , m_sweepAt(clock.now() + kSweepEvery)
{
    if (config.applicationId != 0)
        m_applicationIds.insert(config.applicationId);
    announceGlobal(clock.now());
    announceInvalid(clock.now());
}

RateLimiter::~RateLimiter() = default;

// ---- Admission

bool RateLimiter::isExempt(const Route &route)
{
    if (route.isInteraction)
        return true;
    if (route.webhookId.isEmpty() || route.webhook == route.webhookId)
        return false;
    const quint64 id = route.webhookId.toULongLong();
    // A webhook with an interaction's token has the application's id.
    if (route.isFollowUp && m_applicationIds.size() < 64)
        m_applicationIds.insert(id);
    return route.isFollowUp || m_applicationIds.contains(id);
}

RouteState &RateLimiter::routeState(Route route)
{
    const QByteArray key = route.key();
    if (RouteState *known = m_routes.value(key))
        return *known;
    auto state = std::make_unique<RouteState>();
    state->key = key;
    state->route = std::move(route);
    auto bucket = std::make_unique<Bucket>();
    bucket->key = key;
    bucket->topLevel = state->route.topLevel;
    bucket->topLevelId = state->route.topLevelId;
    bucket->routes.insert(state.get());
    state->bucket = bucket.get();
    m_byKey.insert(key, bucket.get());
    m_buckets.emplace(bucket.get(), std::move(bucket));
    RouteState &out = *state;
    m_routes.insert(key, state.get());
    m_routeStore.emplace(state.get(), std::move(state));
    return out;
}

std::unique_ptr<Ticket> RateLimiter::makeTicket(const ExchangePtr &exchange, ReplyHandler done)
{
    auto ticket = std::make_unique<Ticket>();
    const Request &request = exchange->request;
    if (exchange->order == 0)
        exchange->order = m_nextOrder++;
    ticket->exchange = exchange;
    ticket->done = std::move(done);
    ticket->order = exchange->order;
    ticket->lane = request.lane;
    ticket->isWrite = isMutating(request.method);
    const auto plugin = m_plugins.constFind(request.plugin);
    ticket->plugin = plugin != m_plugins.constEnd()
        ? *plugin
        : *m_plugins.insert(request.plugin, static_cast<int>(m_plugins.size()));
    return ticket;
}

Error RateLimiter::edgeBanError() const
{
    const auto left = std::max(m_bannedUntil - m_clock.now(), TimePoint::duration(0));
    const auto until = m_clock.wallNow() + std::chrono::duration_cast<WallTime::duration>(left);
    const qint64 epoch = std::chrono::duration_cast<Milliseconds>(until.time_since_epoch()).count();
    Error error = makeError(
        ErrorCode::CloudflareBan,
        u"cloudflare, the edge before Discord, refuses this address until %1 (%2 s): send nothing "
        "before, and find what sent too much"_s
            .arg(QDateTime::fromMSecsSinceEpoch(epoch, Qt::UTC).toString(Qt::ISODate))
            .arg(qint64(std::ceil(seconds(left)))));
    error.retryAfter = std::chrono::ceil<Milliseconds>(left);
    return error;
}

std::optional<Error> RateLimiter::refusal(const Ticket &ticket, const Route &route, TimePoint now)
{
    if (now < m_bannedUntil)
        return edgeBanError();
    if (m_tokenRefused && ticket.exchange->request.auth == Auth::Bot) {
        return makeError(ErrorCode::Unauthorized,
                         u"Discord has refused this token: nothing more is sent with it"_s);
    }
    if (!route.webhook.isEmpty()
        && (m_deadWebhooks.contains(route.webhook) || m_deadWebhooks.contains(route.webhookId))) {
        return makeError(ErrorCode::NotFound,
                         u"this webhook does not exist any more (10015): not sent"_s);
    }
    if (m_invalid.isSpent(now)) {
        Error error = makeError(
            ErrorCode::InvalidRequestBudget,
            u"%1 invalid requests (401, 403, 429) in 10 minutes: one more could get this address "
            "banned, so nothing is sent for %2 s"_s.arg(m_invalid.count(now))
                .arg(qint64(std::ceil(seconds(m_invalid.relaxesAt() - now)))));
        error.retryAfter = std::chrono::ceil<Milliseconds>(m_invalid.relaxesAt() - now);
        return error;
    }
    return std::nullopt;
}

std::optional<Error> RateLimiter::lateness(const Ticket &ticket, quint32 ahead, TimePoint now) const
{
    const auto deadline = ticket.exchange->request.deadline;
    if (!deadline)
        return std::nullopt;
    if (*deadline <= now)
        return deadlineError(u"the deadline has passed"_s);
    Bucket &bucket = *ticket.route->bucket;
    TimePoint start = bucket.window.expectedStart(now, ahead);
    start = std::max(start, ticket.exchange->notBefore);
    start = std::max(start, bucket.subLimitUntil.at(static_cast<size_t>(ticket.subLimit)));
    if (!ticket.isExempt)
        start = std::max(start, m_globalBlockedUntil);
    if (start <= *deadline)
        return std::nullopt;
    Error error =
        deadlineError(u"the rate limit lets it go in %1 s at best, its deadline is in %2 s"_s
                          .arg(seconds(start - now), 0, 'f', 3)
                          .arg(seconds(*deadline - now), 0, 'f', 3));
    error.retryAfter = std::chrono::ceil<Milliseconds>(start - now);
    return error;
}

void RateLimiter::add(const ExchangePtr &exchange, ReplyHandler done)
{
    const TimePoint now = m_clock.now();
    exchange->seen(now);
    auto owned = makeTicket(exchange, std::move(done));
    Ticket &ticket = *owned;
    Route route = Route::of(exchange->request, m_clock.wallNow());
    if (const quint64 application = applicationOf(route, exchange->request.path);
        application != 0 && m_applicationIds.size() < 64)
        m_applicationIds.insert(application);
    if (route.isInteraction)
        ticket.lane = Lane::Interaction;
    ticket.isExempt = isExempt(route);
    ticket.subLimit = route.subLimit;
    if (auto error = refusal(ticket, route, now)) {
        m_failed.emplace_back(std::move(owned), std::move(*error));
        return;
    }
    ticket.route = &routeState(std::move(route));
    const bool isRepeat = exchange->attempts > 0;
    const quint32 ahead = isRepeat ? 0 : ticket.route->bucket->surelyBefore(ticket, now);
    if (auto error = lateness(ticket, ahead, now)) {
        m_failed.emplace_back(std::move(owned), std::move(*error));
        return;
    }
    m_tickets.emplace(exchange.get(), std::move(owned));
    enqueue(ticket, now);
    refresh(*ticket.route->bucket, now);
}

// ---- Queues

void RateLimiter::place(Ticket &ticket)
{
    Bucket &bucket = *ticket.route->bucket;
    Strand &strand = bucket.strandOf(ticket);
    ticket.strand = &strand;
    strand.queueOf(ticket).emplace(ticket.order, &ticket);
    ++bucket.queued.at(static_cast<size_t>(ticket.lane));
    if (ticket.exchange->request.deadline)
        ++bucket.withDeadline;
}

void RateLimiter::enqueue(Ticket &ticket, TimePoint now)
{
    Exchange &exchange = *ticket.exchange;
    ticket.queuedAt = now;
    ticket.readySince.reset();
    ticket.wasSent = false;
    ++m_queued;
    if (exchange.request.deadline)
        m_deadlines.insert({*exchange.request.deadline, &ticket});
    // Reads need no order: a repeat stands aside until its time comes.
    if (!ticket.isWrite && exchange.notBefore > now) {
        ticket.state = Ticket::State::Delayed;
        m_delayed.insert({exchange.notBefore, &ticket});
        return;
    }
    ticket.state = Ticket::State::Queued;
    place(ticket);
}

void RateLimiter::dequeue(Ticket &ticket, TimePoint now)
{
    Exchange &exchange = *ticket.exchange;
    --m_queued;
    if (exchange.request.deadline)
        m_deadlines.erase({*exchange.request.deadline, &ticket});
    if (ticket.state == Ticket::State::Delayed) {
        m_delayed.erase({exchange.notBefore, &ticket});
    } else {
        Bucket &bucket = *ticket.route->bucket;
        const auto readySince = ticket.readySince;
        if (ticket.strand->ready == &ticket)
            setReady(*ticket.strand, nullptr, now);
        ticket.readySince = readySince;
        ticket.strand->queueOf(ticket).erase(ticket.order);
        --bucket.queued.at(static_cast<size_t>(ticket.lane));
        if (exchange.request.deadline)
            --bucket.withDeadline;
    }
    noteWait(ticket, now);
    exchange.seen(now);
}

void RateLimiter::noteWait(Ticket &ticket, TimePoint now)
{
    Exchange &exchange = *ticket.exchange;
    // Only the global limit holds what is ready; if it held nothing, the time is our own.
    const bool heldByGlobal = ticket.readySince && m_globalClosedAt >= *ticket.readySince;
    const TimePoint until = ticket.readySince.value_or(now);
    const auto repeat = std::clamp<std::chrono::nanoseconds>(exchange.notBefore - ticket.queuedAt,
                                                             0ns, until - ticket.queuedAt);
    exchange.waited(WaitReason::Retry, repeat);
    exchange.waited(ticket.cause, until - ticket.queuedAt - repeat);
    if (heldByGlobal)
        exchange.waited(ticket.cause == WaitReason::RateLimited ? ticket.cause : WaitReason::Global,
                        now - *ticket.readySince);
}

void RateLimiter::setReady(Strand &strand, Ticket *ticket, TimePoint now)
{
    const auto queueOf = [this](const Ticket &of) -> ReadyQueue & {
        return (of.isExempt ? m_readyExempt : m_ready).at(static_cast<size_t>(of.lane));
    };
    if (strand.ready == ticket)
        return;
    if (Ticket *old = strand.ready) {
        queueOf(*old).remove(strand.plugin, old->order, &strand);
        old->readySince.reset();
    }
    strand.ready = ticket;
    if (ticket == nullptr)
        return;
    ticket->readySince = now;
    queueOf(*ticket).insert(strand.plugin, ticket->order, &strand);
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
    std::optional<Lane> lane;
    for (auto it = bucket.strands.begin(); it != bucket.strands.end();) {
        Strand &strand = it->second;
        if (lane && *lane != strand.lane) {
            ahead += std::exchange(claimed, 0U);
            writesAhead = writesAhead || std::exchange(writesClaimed, false);
        }
        lane = strand.lane;
        setReady(strand, bucket.candidate(strand, available, ahead, writesAhead, now, wake), now);
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
    while (!m_delayed.empty() && m_delayed.begin()->first <= now) {
        Ticket &ticket = *m_delayed.begin()->second;
        m_delayed.erase(m_delayed.begin());
        ticket.state = Ticket::State::Queued;
        place(ticket);
        refresh(*ticket.route->bucket, now);
    }
    failPassedDeadlines(now);
    if (now >= m_sweepAt)
        sweep(now);
    if (now >= m_announceGlobalAt)
        announceGlobal(now);
}

Ticket *RateLimiter::pick(TimePoint now)
{
    const bool globalIsOpen = now >= m_globalBlockedUntil && m_global.hasRoom(now);
    if (!globalIsOpen)
        m_globalClosedAt = now;
    for (size_t lane = 0; lane < m_ready.size(); ++lane) {
        Strand *strand = m_readyExempt.at(lane).next();
        if (strand == nullptr && globalIsOpen)
            strand = m_ready.at(lane).next();
        if (strand != nullptr)
            return strand->ready;
    }
    return nullptr;
}

Ticket *RateLimiter::next()
{
    const TimePoint now = m_clock.now();
    wakeUp(now);
    if (!m_invalid.hasRoom(now, static_cast<int>(m_inFlight))) {
        if (m_invalid.isSpent(now) && m_queued > 0) {
            const Ticket &any = *m_tickets.begin()->second;
            const auto error = refusal(any, any.route->route, now);
            if (error)
                failQueuedIf([](const Ticket &) { return true; }, *error);
        }
        return nullptr;
    }
    while (Ticket *ticket = pick(now)) {
        // While it stood ready a probe may have gone out that may count in its bucket.
        const Strand &strand = *ticket->strand;
        refresh(*strand.bucket, now);
        if (strand.ready != ticket)
            continue;
        dispatch(*ticket, now);
        return ticket;
    }
    return nullptr;
}

void RateLimiter::dispatch(Ticket &ticket, TimePoint now)
{
    Bucket &bucket = *ticket.route->bucket;
    Strand &strand = *ticket.strand;
    dequeue(ticket, now);
    ticket.state = Ticket::State::InFlight;
    ticket.readySince.reset();
    ticket.dispatchedAt = now;
    if (bucket.window.kind() == BucketWindow::Kind::Unknown)
        beginProbe(ticket);
    bucket.window.admit(ticket.order, now);
    bucket.inFlight.insert(&ticket);
    bucket.lastUsed = now;
    if (ticket.isWrite)
        ++strand.writesInFlight;
    ++m_inFlight;
    if (!ticket.isExempt)
        m_global.reserve();
    refresh(bucket, now);
    m_observer.bucketChanged(bucket);
    announceGlobal(now);
}

void RateLimiter::sent(const Exchange &exchange)
{
    const auto found = m_tickets.find(&exchange);
    if (found == m_tickets.end() || found->second->state != Ticket::State::InFlight)
        return;
    Ticket &ticket = *found->second;
    if (std::exchange(ticket.wasSent, true))
        return;
    const TimePoint now = m_clock.now();
    ticket.route->bucket->window.sent(ticket.order, now);
    if (!ticket.isExempt)
        m_global.happened(now);
}

TimePoint RateLimiter::wakeAt()
{
    const TimePoint now = m_clock.now();
    TimePoint at = m_buckets.empty() ? TimePoint::max() : m_sweepAt;
    if (!m_wakes.empty())
        at = std::min(at, m_wakes.begin()->first);
    if (!m_delayed.empty())
        at = std::min(at, m_delayed.begin()->first);
    if (!m_deadlines.empty())
        at = std::min(at, m_deadlines.begin()->first);
    at = std::min(at, m_announceGlobalAt);
    const bool someReady = std::any_of(m_ready.begin(), m_ready.end(),
                                       [](const ReadyQueue &queue) { return !queue.isEmpty(); });
    // Without room in the budget of invalid requests an answer must come first.
    if (someReady && m_invalid.hasRoom(now, static_cast<int>(m_inFlight)))
        at = std::min(at, std::max(m_globalBlockedUntil, m_global.opensAt(now)));
    return at;
}

LimiterFigures RateLimiter::figures() const
{
    LimiterFigures out;
    out.queued = m_queued;
    out.inFlight = m_inFlight;
    out.buckets = qsizetype(m_buckets.size());
    out.routes = qsizetype(m_routeStore.size());
    out.plugins = m_plugins.size();
    out.probes = m_probes.count();
    out.timed = qsizetype(m_wakes.size() + m_delayed.size() + m_deadlines.size());
    out.global = m_global.used();
    return out;
}

WaitingInfo RateLimiter::describeWait(const Ticket &ticket, quint32 place, TimePoint now)
{
    Bucket &bucket = *ticket.route->bucket;
    const Exchange &exchange = *ticket.exchange;
    WaitingInfo out;
    out.id = exchange.request.id;
    out.bucket = bucket.key;
    out.place = place;
    if (ticket.state == Ticket::State::Delayed || exchange.notBefore > now) {
        out.reason = WaitReason::Retry;
        out.expectedAt = exchange.notBefore;
        return out;
    }
    if (ticket.readySince) {
        out.reason = WaitReason::Global;
        const TimePoint opens = m_global.opensAt(now);
        out.expectedAt = std::max(m_globalBlockedUntil, opens == TimePoint::max() ? now : opens);
        return out;
    }
    out.reason = ticket.cause;
    out.expectedAt = std::max(bucket.window.expectedStart(now, place),
                              bucket.subLimitUntil.at(static_cast<size_t>(ticket.subLimit)));
    return out;
}

QList<WaitingInfo> RateLimiter::waiting(qsizetype atMost)
{
    const TimePoint now = m_clock.now();
    QList<WaitingInfo> out;
    const auto list = [&](const Bucket &bucket, const Strand &strand, const Strand::Queue &queue) {
        quint32 own = 0;
        for (const auto &[order, ticket] : queue) {
            if (out.size() >= atMost)
                return;
            out.append(describeWait(*ticket, bucket.place(strand, own++), now));
        }
    };
    for (const auto &[bucket, owned] : m_buckets) {
        for (const auto &[key, strand] : bucket->strands) {
            list(*bucket, strand, strand.reads);
            for (const auto &queue : strand.writes)
                list(*bucket, strand, queue);
        }
    }
    for (const auto &[at, ticket] : m_delayed) {
        if (out.size() < atMost)
            out.append(describeWait(*ticket, 0, now));
    }
    return out;
}

void RateLimiter::announceWait(const Exchange &exchange)
{
    const auto found = m_tickets.find(&exchange);
    if (found == m_tickets.end() || found->second->state == Ticket::State::InFlight)
        return;
    const Ticket &ticket = *found->second;
    const Bucket &bucket = *ticket.route->bucket;
    quint32 place = 0;
    // A new one is the last of its queue; one that goes again is the first.
    if (ticket.state == Ticket::State::Queued && exchange.attempts == 0) {
        const auto own = ticket.strand->queueOf(ticket).size();
        place = bucket.place(*ticket.strand, static_cast<quint32>(std::max<size_t>(own, 1) - 1));
    }
    const WaitingInfo info = describeWait(ticket, place, m_clock.now());
    m_observer.waiting(exchange, bucket, info.reason, info.expectedAt, info.place);
}

// ---- Housekeeping

void RateLimiter::sweep(TimePoint now)
{
    m_sweepAt = now + kSweepEvery;
    std::vector<Bucket *> idle;
    for (const auto &[bucket, owned] : m_buckets) {
        if (bucket->isIdle(now))
            idle.push_back(bucket);
    }
    for (Bucket *bucket : idle)
        drop(*bucket);
    if (m_buckets.empty())
        m_plugins.clear(); // no strand bears their numbers any more
    announceGlobal(now);
    announceInvalid(now);
}

void RateLimiter::drop(Bucket &bucket)
{
    m_observer.bucketGone(bucket);
    setWake(bucket, std::nullopt);
    for (RouteState *route : bucket.routes) {
        m_routes.remove(route->key);
        m_routeStore.erase(route);
    }
    m_byKey.remove(bucket.key);
    m_probes.setHeld(bucket.topLevel, bucket, false);
    m_buckets.erase(&bucket);
}

void RateLimiter::announceGlobal(TimePoint now)
{
    const TimePoint opensAt = m_global.opensAt(now); // forgets what has left the window
    // Nothing else says that the window has emptied once requests stop.
    m_announceGlobalAt = m_global.used() > 0 ? now + kGlobalWindow : TimePoint::max();
    m_observer.globalChanged(m_global.used(), m_global.limit(),
                             std::max(m_globalBlockedUntil, opensAt));
}

void RateLimiter::announceInvalid(TimePoint now)
{
    m_observer.invalidChanged(m_invalid.count(now), InvalidBudget::kLimit, m_invalid.relaxesAt());
}

} // namespace Cordial::Net
