// SPDX-License-Identifier: MIT
// The half of RateLimiter that learns from answers.
#include <cordial/core/logging.h>
#include <cordial/net/jsontext.h>
#include <cordial/net/ratelimiter.h>

#include <algorithm>

namespace Cordial::Net {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kUnknownBan = std::chrono::minutes(10); // an edge ban that does not say how long
constexpr auto kUnknownWait = 1s; // a 429 that does not
// A 429 that says 0 s again and again must not become a loop.
constexpr auto kLeastWait = 50ms;
constexpr int kMostDoublings = 7;
constexpr size_t kMostDeadWebhooks = 10'000;
constexpr int kUnknownWebhook = 10015;
constexpr int kInvalidWebhookToken = 50027;
constexpr auto kNewWindow = 50ms; // resets that differ by less are the same one

int discordCode(const Response &response)
{
    const auto members = jsonMembers(response.body);
    const auto code = members ? jsonMember(*members, "code") : std::nullopt;
    const auto number = code ? jsonNumber(*code) : std::nullopt;
    return number && *number >= 0 && *number < 1e9 ? static_cast<int>(*number) : 0;
}

} // namespace

std::unique_ptr<Ticket> RateLimiter::finish(const Exchange &exchange, Result<Response> &result)
{
    const auto found = m_tickets.find(&exchange);
    if (found == m_tickets.end() || found->second->state != Ticket::State::InFlight)
        return nullptr;
    const TimePoint now = m_clock.now();
    Ticket &ticket = *found->second;
    ticket.exchange->seen(now);
    ticket.exchange->sent = nullptr;
    // A sender that does not tell when it sends has sent when it has an answer.
    if (result && !ticket.wasSent)
        sent(exchange);
    if (!ticket.wasSent && !ticket.isExempt)
        m_global.release();

    bool again = false;
    if (!result) {
        BucketWindow &window = ticket.route->bucket->window;
        if (ticket.wasSent)
            window.lost(ticket.order);
        else
            window.withdrawn(ticket.order);
    } else {
        const Response &response = result.value();
        const RateLimitInfo info = RateLimitInfo::of(response);
        const bool isCurrent = learnBucket(ticket, info.bucket, now);
        noteInvalid(response, info, now);
        noteRefusedToken(ticket, response);
        noteDeadWebhook(ticket, response);
        if (response.status == 429)
            again = onTooMany(ticket, info, now, result);
        else if (isCurrent)
            ticket.route->bucket->window.answered(ticket.order, info, response.status, now);
    }
    leaveFlight(ticket);
    endProbe(ticket, now);
    Bucket &bucket = *ticket.route->bucket;
    bucket.lastUsed = now;
    std::unique_ptr<Ticket> done;
    if (again) {
        ticket.cause = WaitReason::RateLimited;
        enqueue(ticket, now);
    } else {
        done = std::move(found->second);
        m_tickets.erase(found);
    }
    refresh(bucket, now);
    checkDeadlines(bucket, now);
    m_observer.bucketChanged(bucket);
    announceGlobal(now);
    return done;
}

void RateLimiter::leaveFlight(Ticket &ticket)
{
    --m_inFlight;
    Bucket &bucket = *ticket.route->bucket;
    bucket.inFlight.erase(&ticket);
    bucket.window.withdrawn(ticket.order); // if nothing has spoken for it yet
    if (ticket.isWrite)
        --bucket.strandOf(ticket).writesInFlight;
}

void RateLimiter::beginProbe(Ticket &ticket)
{
    if (std::exchange(ticket.isProbe, true))
        return;
    m_probes.begin(ticket.route->route.topLevel, ticket.dispatchedAt);
}

void RateLimiter::endProbe(Ticket &ticket, TimePoint now)
{
    if (!std::exchange(ticket.isProbe, false))
        return;
    for (Bucket *bucket : m_probes.end(ticket.route->route.topLevel, ticket.dispatchedAt))
        refresh(*bucket, now);
}

bool RateLimiter::learnBucket(Ticket &ticket, const QByteArray &hash, TimePoint now)
{
    RouteState &route = *ticket.route;
    if (hash.isEmpty() || hash == route.bucket->hash)
        return true;
    // Answers overtake each other: one to an older request knows only the hash of that time.
    if (ticket.dispatchedAt < route.hashSince)
        return false;
    route.hashSince = ticket.dispatchedAt;
    rehome(route, hash, now);
    return true;
}

//! \brief One of its routes counts elsewhere now, and the others may do so too: each asks again,
//! with one request, and what is under way may count anywhere.
void RateLimiter::doubt(Bucket &bucket)
{
    bucket.window.forget();
    for (Ticket *ticket : bucket.inFlight)
        beginProbe(*ticket);
}

void RateLimiter::rehome(RouteState &route, const QByteArray &hash, TimePoint now)
{
    Bucket &old = *route.bucket;
    const QByteArray key = hash + ':' + route.route.topLevel;
    if (old.key == key)
        return;
    Bucket *target = m_byKey.value(key);
    if (target == nullptr && old.routes.size() == 1) {
        m_observer.bucketGone(old);
        if (!old.hash.isEmpty())
            old.window.forget();
        m_byKey.remove(old.key);
        old.key = key;
        old.hash = hash;
        m_byKey.insert(key, &old);
        return;
    }
    if (target == nullptr) {
        auto bucket = std::make_unique<Bucket>();
        target = bucket.get();
        bucket->key = key;
        bucket->hash = hash;
        bucket->topLevel = old.topLevel;
        bucket->topLevelId = old.topLevelId;
        m_byKey.insert(key, target);
        m_buckets.emplace(target, std::move(bucket));
    }
    moveTickets(route, old, *target);
    route.bucket = target;
    target->routes.insert(&route);
    target->lastUsed = now;
    old.routes.erase(&route);
    if (old.routes.empty()) {
        drop(old);
        return;
    }
    if (!old.hash.isEmpty())
        doubt(old);
    refresh(old, now);
}

void RateLimiter::moveTickets(RouteState &route, Bucket &from, Bucket &to)
{
    const TimePoint now = m_clock.now();
    for (auto &[key, strand] : from.strands) {
        setReady(strand, nullptr, now);
        const auto moveQueue = [&](Strand::Queue &queue) {
            for (auto it = queue.begin(); it != queue.end();) {
                Ticket &ticket = *it->second;
                if (ticket.route != &route) {
                    ++it;
                    continue;
                }
                it = queue.erase(it);
                Strand &home = to.strandOf(ticket);
                ticket.strand = &home;
                home.queueOf(ticket).emplace(ticket.order, &ticket);
                const auto lane = static_cast<size_t>(ticket.lane);
                --from.queued.at(lane);
                ++to.queued.at(lane);
                if (ticket.exchange->request.deadline) {
                    --from.withDeadline;
                    ++to.withDeadline;
                }
            }
        };
        moveQueue(strand.reads);
        for (auto &queue : strand.writes)
            moveQueue(queue);
    }
    for (auto it = from.inFlight.begin(); it != from.inFlight.end();) {
        Ticket &ticket = **it;
        if (ticket.route != &route) {
            ++it;
            continue;
        }
        it = from.inFlight.erase(it);
        to.inFlight.insert(&ticket);
        to.window.adopt(ticket.order, from.window);
        if (ticket.isWrite) {
            --from.strandOf(ticket).writesInFlight;
            ++to.strandOf(ticket).writesInFlight;
        }
        ticket.strand = &to.strandOf(ticket);
    }
}

void RateLimiter::noteInvalid(const Response &response, const RateLimitInfo &info, TimePoint now)
{
    const bool isTooMany = response.status == 429 && info.scope != LimitScope::Shared;
    if (response.status != 401 && response.status != 403 && !isTooMany)
        return;
    m_invalid.add(now);
    announceInvalid(now);
    const int count = m_invalid.count(now);
    const int step = count / (InvalidBudget::kLimit / 10); // tenths
    if (step > m_warnedInvalid && step >= 5) {
        qCWarning(lcNet).noquote() << count << "invalid requests (401, 403, 429) in 10 minutes; at"
                                   << InvalidBudget::kLimit << "sending stops";
    }
    m_warnedInvalid = step;
}

void RateLimiter::noteRefusedToken(const Ticket &ticket, const Response &response)
{
    // Routes with a token of their own say 401 for that one.
    const Route &route = ticket.route->route;
    const bool hasOwnToken =
        route.isInteraction || (!route.webhook.isEmpty() && route.webhook != route.webhookId);
    if (response.status != 401 || ticket.exchange->request.auth != Auth::Bot || hasOwnToken
        || m_tokenRefused || discordCode(response) == kInvalidWebhookToken)
        return;
    m_tokenRefused = true;
    qCCritical(lcNet) << "Discord refuses the token (401): nothing more is sent with it";
    failQueuedIf([](const Ticket &other) { return other.exchange->request.auth == Auth::Bot; },
                 makeError(ErrorCode::Unauthorized,
                           u"Discord has refused this token: nothing more is sent with it"_s));
    m_observer.tokenRefused();
}

void RateLimiter::noteDeadWebhook(const Ticket &ticket, const Response &response)
{
    const Route &route = ticket.route->route;
    if (response.status != 404 || route.webhook.isEmpty()
        || discordCode(response) != kUnknownWebhook)
        return;
    // For an interaction's token it means that the token has expired; the application lives on.
    const QByteArray dead = ticket.isExempt ? route.webhook : route.webhookId;
    if (m_deadWebhooks.contains(dead))
        return;
    m_deadWebhooks.insert(dead);
    m_deadOrder.push_back(dead);
    if (m_deadOrder.size() > kMostDeadWebhooks) {
        m_deadWebhooks.remove(m_deadOrder.front());
        m_deadOrder.pop_front();
    }
    failQueuedIf(
        [&dead](const Ticket &other) {
            return other.route->route.webhook == dead || other.route->route.webhookId == dead;
        },
        makeError(ErrorCode::NotFound,
                  u"this webhook does not exist any more (10015): not sent"_s));
}

bool RateLimiter::onTooMany(Ticket &ticket, const RateLimitInfo &info, TimePoint now,
                            Result<Response> &result)
{
    if (info.isEdgeBan) {
        onEdgeBan(info, now);
        Error error = edgeBanError();
        error.httpStatus = 429;
        result = std::move(error);
        return false;
    }
    const auto least = kLeastWait * (1 << std::min<int>(ticket.refusals, kMostDoublings));
    const auto said = info.retryAfter.value_or(info.resetAfter.value_or(kUnknownWait));
    const TimePoint until = now + std::max<std::chrono::nanoseconds>(said, least);
    ++ticket.refusals;
    block(ticket, info, until, now);
    const auto deadline = ticket.exchange->request.deadline;
    if (!deadline || *deadline >= until)
        return true;
    Error error =
        makeError(ErrorCode::DeadlineExceeded,
                  u"a 429 asks to wait %1 s, the deadline is in %2 s"_s
                      .arg(std::chrono::duration<double>(until - now).count(), 0, 'f', 3)
                      .arg(std::chrono::duration<double>(*deadline - now).count(), 0, 'f', 3));
    error.httpStatus = 429;
    error.retryAfter = std::chrono::ceil<Milliseconds>(until - now);
    result = std::move(error);
    return false;
}

void RateLimiter::block(Ticket &ticket, const RateLimitInfo &info, TimePoint until, TimePoint now)
{
    Bucket &bucket = *ticket.route->bucket;
    ++bucket.refused.at(static_cast<size_t>(info.scope));
    qCInfo(lcNet).noquote() << "429 for" << bucket.routeNames() << "scope" << int(info.scope)
                            << "wait" << std::chrono::ceil<Milliseconds>(until - now).count()
                            << "ms";
    if (info.scope == LimitScope::Global && !ticket.isExempt) {
        bucket.window.withdrawn(ticket.order);
        m_globalBlockedUntil = std::max(m_globalBlockedUntil, until);
        const TimePoint blocked = m_globalBlockedUntil;
        Error late = makeError(ErrorCode::DeadlineExceeded,
                               u"not sent: the global limit holds until after the deadline"_s);
        failQueuedIf(
            [blocked](const Ticket &other) {
                const auto deadline = other.exchange->request.deadline;
                return deadline && *deadline < blocked && !other.isExempt;
            },
            late);
        return;
    }
    if (info.scope == LimitScope::Shared) {
        bucket.window.block(ticket.order, until);
        return;
    }
    if (ticket.subLimit != SubLimit::None && info.remaining.value_or(0) > 0) {
        TimePoint &gate = bucket.subLimitUntil.at(static_cast<size_t>(ticket.subLimit));
        gate = std::max(gate, until);
        bucket.window.answered(ticket.order, info, 429, now);
        return;
    }
    bucket.window.refused(ticket.order, info, until);
}

void RateLimiter::onEdgeBan(const RateLimitInfo &info, TimePoint now)
{
    m_bannedUntil = std::max(m_bannedUntil, now + info.retryAfter.value_or(kUnknownBan));
    const Error error = edgeBanError();
    qCCritical(lcNet).noquote() << error.message;
    failQueuedIf([](const Ticket &) { return true; }, error);
}

// ---- Failing

void RateLimiter::fail(Ticket &ticket, Error error)
{
    dequeue(ticket, m_clock.now());
    const auto found = m_tickets.find(ticket.exchange.get());
    m_failed.emplace_back(std::move(found->second), std::move(error));
    m_tickets.erase(found);
}

void RateLimiter::failQueuedIf(const std::function<bool(const Ticket &)> &predicate,
                               const Error &error)
{
    std::vector<Ticket *> doomed;
    std::set<Bucket *> touched;
    for (const auto &[exchange, ticket] : m_tickets) {
        if (ticket->state != Ticket::State::InFlight && predicate(*ticket))
            doomed.push_back(ticket.get());
    }
    // In the order they came, as people expect to read it.
    std::sort(doomed.begin(), doomed.end(),
              [](const Ticket *a, const Ticket *b) { return a->order < b->order; });
    for (Ticket *ticket : doomed) {
        touched.insert(ticket->route->bucket);
        fail(*ticket, error);
    }
    for (Bucket *bucket : touched)
        refresh(*bucket, m_clock.now());
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
        const auto visit = [&](Strand::Queue &queue) {
            quint32 place = above;
            for (auto &[order, ticket] : queue) {
                // One that goes leaves its place to the next.
                if (auto error = lateness(*ticket, place, now))
                    late.emplace_back(ticket, std::move(*error));
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
        fail(ticket,
             makeError(ErrorCode::DeadlineExceeded, u"not sent: the deadline has passed"_s));
        refresh(bucket, now);
    }
}

std::unique_ptr<Ticket> RateLimiter::takeQueued(const Exchange &exchange)
{
    const auto found = m_tickets.find(&exchange);
    if (found == m_tickets.end() || found->second->state == Ticket::State::InFlight)
        return nullptr;
    const TimePoint now = m_clock.now();
    Ticket &ticket = *found->second;
    Bucket &bucket = *ticket.route->bucket;
    dequeue(ticket, now);
    std::unique_ptr<Ticket> out = std::move(found->second);
    m_tickets.erase(found);
    refresh(bucket, now);
    return out;
}

std::vector<std::unique_ptr<Ticket>> RateLimiter::takeAllQueued()
{
    failQueuedIf([](const Ticket &) { return true; }, Error());
    std::vector<std::unique_ptr<Ticket>> out;
    out.reserve(m_failed.size());
    for (Failed &failed : m_failed)
        out.push_back(std::move(failed.first));
    m_failed.clear();
    return out;
}

std::vector<std::unique_ptr<Ticket>> RateLimiter::takeEverything()
{
    std::vector<std::unique_ptr<Ticket>> out = takeAllQueued();
    for (auto &[exchange, ticket] : m_tickets)
        out.push_back(std::move(ticket));
    m_tickets.clear();
    return out;
}

} // namespace Cordial::Net
