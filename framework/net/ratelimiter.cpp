// SPDX-License-Identifier: MIT
#include <cordial/net/ratelimiter.h>
#include <cordial/net/requestwriter.h>

#include <algorithm>

namespace Cordial::Net {

using namespace std::chrono_literals;

namespace {

constexpr auto kSweepEvery = 60s;
constexpr qsizetype kMostApplications = 64;

} // namespace

RateLimiter::RateLimiter(RateLimiterConfig config, Clock &clock, SenderObserver &observer)
    : m_clock(clock)
    , m_observer(observer)
    , m_global(config.globalLimit)
    , m_refusals(clock)
    , m_sweepAt(clock.now() + kSweepEvery)
{
    if (config.applicationId != 0)
        m_applicationIds.insert(config.applicationId);
    announceGlobal(clock.now());
    announceInvalid(clock.now());
}

RateLimiter::~RateLimiter()
{
    (void)takeEverything(); // No exchange points at us any more.
}

// ---- Admission

bool RateLimiter::isExempt(const Route &route)
{
    if (route.isInteraction)
        return true;
    if (route.webhookId.isEmpty() || !route.hasOwnToken())
        return false;
    const quint64 id = route.webhookId.toULongLong();
    // A webhook with an interaction's token has the application's id.
    if (route.isFollowUp && m_applicationIds.size() < kMostApplications)
        m_applicationIds.insert(id);
    return route.isFollowUp || m_applicationIds.contains(id);
}

RouteState &RateLimiter::routeState(Route route)
{
    if (RouteState *known = m_map.findRoute(route.key()))
        return *known;
    RouteState &state = m_map.addRoute(std::move(route));
    state.owner = this;
    state.token = &m_global.of(state.route.token);
    ++state.token->routes;
    return state;
}

TicketNode RateLimiter::makeTicket(const ExchangePtr &exchange, ReplyHandler done)
{
    const Request &request = exchange->request;
    if (exchange->order == 0)
        exchange->order = m_nextOrder++;
    TicketQueue fresh;
    Ticket &ticket = fresh[exchange->order];
    ticket.exchange = exchange;
    ticket.done = std::move(done);
    ticket.lane = request.lane;
    ticket.isWrite = isMutating(request.method);
    const auto plugin = m_plugins.constFind(request.plugin);
    ticket.plugin = plugin != m_plugins.constEnd()
        ? *plugin
        : *m_plugins.insert(request.plugin, static_cast<int>(m_plugins.size()));
    return fresh.extract(fresh.begin());
}

Ticket *RateLimiter::find(const Exchange &exchange) const
{
    Ticket *ticket = exchange.ticket;
    return ticket != nullptr && ticket->route->owner == this ? ticket : nullptr;
}

TicketNode RateLimiter::leave(TicketNode node)
{
    const Ticket &ticket = node.mapped();
    ticket.exchange->ticket = ticket.outer;
    return node;
}

void RateLimiter::add(const ExchangePtr &exchange, ReplyHandler done)
{
    const TimePoint now = m_clock.now();
    exchange->seen(now);
    TicketNode node = makeTicket(exchange, std::move(done));
    Ticket &ticket = node.mapped();
    Route route = Route::of(exchange->request, m_clock.wallNow());
    if (const quint64 application = applicationOf(route, exchange->request.path);
        application != 0 && m_applicationIds.size() < kMostApplications)
        m_applicationIds.insert(application);
    if (route.isInteraction)
        ticket.lane = Lane::Interaction;
    ticket.isExempt = isExempt(route);
    ticket.subLimit = route.subLimit;
    if (auto error = m_refusals.of(exchange->request, route, now)) {
        m_failed.emplace_back(std::move(node), std::move(*error));
        return;
    }
    ticket.route = &routeState(std::move(route));
    const bool isRepeat = exchange->attempts > 0;
    const TokenLimit &token = *ticket.route->token;
    const quint32 ahead = isRepeat ? 0 : ticket.route->bucket->surelyBefore(ticket, now);
    const quint32 globallyAhead = isRepeat ? 0
                                           : token.above(ticket.lane)
            + token.ready.at(static_cast<size_t>(ticket.lane)).weightOf(ticket.plugin);
    if (auto error = lateness(ticket, ahead, globallyAhead, now)) {
        m_failed.emplace_back(std::move(node), std::move(*error));
        return;
    }
    ticket.outer = std::exchange(exchange->ticket, &ticket);
    refresh(*enqueue(std::move(node), now).route->bucket, now);
}

// ---- Sending

Ticket *RateLimiter::pick(TimePoint now)
{
    for (size_t lane = 0; lane < kLanes; ++lane) {
        Strand *strand = m_readyExempt.at(lane).next();
        if (strand == nullptr)
            strand = m_global.next(static_cast<Lane>(lane), now);
        if (strand != nullptr)
            return strand->ready;
    }
    return nullptr;
}

Ticket *RateLimiter::next()
{
    const TimePoint now = m_clock.now();
    wakeUp(now);
    if (!m_refusals.invalid().hasRoom(now, static_cast<int>(m_inFlight))) {
        if (const auto error = m_refusals.spent(now); error && m_queued > 0)
            failQueuedIf([](const Ticket &) { return true; }, *error);
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
    TicketNode node = dequeue(ticket, now);
    ticket.state = Ticket::State::InFlight;
    ticket.readySince = TimePoint::max();
    ticket.since = now;
    if (bucket.window.kind() == BucketWindow::Kind::Unknown)
        beginProbe(ticket);
    bucket.window.admit(ticket.order(), now);
    bucket.inFlight.insert(std::move(node));
    bucket.lastUsed = now;
    if (ticket.isWrite)
        ++ticket.strand->writesInFlight;
    ++m_inFlight;
    if (!ticket.isExempt)
        ticket.route->token->window.reserve();
    refresh(bucket, now);
    m_observer.bucketChanged(bucket);
    announceGlobal(now);
}

void RateLimiter::sent(const Exchange &exchange)
{
    Ticket *ticket = find(exchange);
    if (ticket == nullptr || ticket->state != Ticket::State::InFlight || ticket->wasSent())
        return;
    const TimePoint now = m_clock.now();
    ticket->sentAt = now;
    ticket->route->bucket->window.sent(ticket->order(), now);
    if (!ticket->isExempt)
        m_global.sent(*ticket->route->token, now);
}

TimePoint RateLimiter::wakeAt()
{
    const TimePoint now = m_clock.now();
    TimePoint at = m_map.bucketCount() == 0 ? TimePoint::max() : m_sweepAt;
    if (!m_wakes.empty())
        at = std::min(at, m_wakes.begin()->first);
    if (!m_delayed.empty())
        at = std::min(at, m_delayed.begin()->first.first);
    if (!m_deadlines.empty())
        at = std::min(at, m_deadlines.begin()->first);
    at = std::min(at, m_announceGlobalAt);
    // Without room in the budget of invalid requests an answer must come first.
    if (m_refusals.invalid().hasRoom(now, static_cast<int>(m_inFlight)))
        at = std::min(at, m_global.opensAt(now));
    return at;
}

// ---- Housekeeping

void RateLimiter::sweep(TimePoint now)
{
    m_sweepAt = now + kSweepEvery;
    std::vector<Bucket *> idle;
    for (const auto &[bucket, owned] : m_map.buckets()) {
        if (bucket->isIdle(now))
            idle.push_back(bucket);
    }
    for (Bucket *bucket : idle) {
        m_observer.bucketGone(*bucket);
        setWake(*bucket, std::nullopt);
        for (const RouteState *route : bucket->routes)
            --route->token->routes;
        m_probes.setHeld(bucket->topLevel, *bucket, false);
        m_map.drop(*bucket);
    }
    m_global.sweep(now);
    if (m_map.bucketCount() == 0)
        m_plugins.clear(); // no strand bears their numbers any more
    announceGlobal(now);
    announceInvalid(now);
}

LimiterFigures RateLimiter::figures() const
{
    LimiterFigures out;
    out.queued = m_queued;
    out.inFlight = m_inFlight;
    out.buckets = m_map.bucketCount();
    out.routes = m_map.routeCount();
    out.plugins = m_plugins.size();
    out.probes = m_probes.count();
    out.timed = qsizetype(m_wakes.size() + m_delayed.size() + m_deadlines.size());
    out.global = m_global.used();
    out.users = m_global.users();
    return out;
}

void RateLimiter::announceGlobal(TimePoint now)
{
    TokenLimit &bot = m_global.bot();
    const TimePoint opensAt = bot.opensAt(now); // forgets what has left the window
    // Nothing else says that the window has emptied once requests stop.
    m_announceGlobalAt = bot.window.used() > 0 ? now + SlidingWindow::kLongest : TimePoint::max();
    m_observer.globalChanged(bot.window.used(), bot.window.limit(), opensAt);
}

void RateLimiter::announceInvalid(TimePoint now)
{
    InvalidBudget &invalid = m_refusals.invalid();
    m_observer.invalidChanged(invalid.count(now), InvalidBudget::kLimit, invalid.relaxesAt());
}

} // namespace Cordial::Net
