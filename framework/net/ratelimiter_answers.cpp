// SPDX-License-Identifier: MIT
// The half of RateLimiter that learns from answers.
#include <cordial/core/logging.h>
#include <cordial/net/ratelimiter.h>

#include <algorithm>

namespace Cordial::Net {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kUnknownWait = 1s; // a 429 that does not say how long
// A 429 that says 0 s again and again must not become a loop.
constexpr auto kLeastWait = 50ms;
constexpr int kMostDoublings = 7;

} // namespace

TicketNode RateLimiter::finish(const Exchange &exchange, Result<Response> &result)
{
    Ticket *found = find(exchange);
    if (found == nullptr || found->state != Ticket::State::InFlight)
        return {};
    const TimePoint now = m_clock.now();
    Ticket &ticket = *found;
    ticket.exchange->seen(now);
    ticket.exchange->sentListener = nullptr;
    // A sender that does not tell when it sends has sent when it has an answer.
    if (result && !ticket.wasSent())
        sent(exchange);
    if (!ticket.isExempt)
        leaveGlobal(ticket, result, now);
    const bool again = learn(ticket, result, now);
    leaveFlight(ticket);
    TicketNode node = ticket.route->bucket->inFlight.extract(ticket.order());
    endProbe(ticket, now);
    Bucket &bucket = *ticket.route->bucket;
    bucket.lastUsed = now;
    if (again) {
        ticket.cause = WaitReason::RateLimited;
        enqueue(std::exchange(node, {}), now);
    } else {
        node = leave(std::move(node));
    }
    refresh(bucket, now);
    checkDeadlines(bucket, now);
    m_observer.bucketChanged(bucket);
    announceGlobal(now);
    return node;
}

void RateLimiter::leaveGlobal(const Ticket &ticket, const Result<Response> &result, TimePoint now)
{
    TokenLimit &token = *ticket.route->token;
    // What stands in between answers with 5xx, and the server may come to count it still.
    if (!ticket.wasSent())
        m_global.release(token, now);
    else if (result && result.value().status < 500)
        m_global.answered(token, ticket.sentAt, now);
}

bool RateLimiter::learn(Ticket &ticket, Result<Response> &result, TimePoint now)
{
    if (!result) {
        BucketWindow &window = ticket.route->bucket->window;
        if (ticket.wasSent())
            window.lost(ticket.order());
        else
            window.withdrawn(ticket.order());
        return false;
    }
    const Response &response = result.value();
    const RateLimitInfo info = RateLimitInfo::of(response);
    const bool isCurrent = learnBucket(ticket, info.bucket, now);
    const Request &request = ticket.exchange->request;
    const Route &route = ticket.route->route;
    if (m_refusals.countInvalid(response, info, now))
        announceInvalid(now);
    const bool wasRefused = m_refusals.isTokenRefused();
    if (const auto over = m_refusals.learnToken(request, route, response))
        end(*over);
    if (m_refusals.isTokenRefused() != wasRefused)
        m_observer.tokenRefused();
    if (const auto over = m_refusals.learnWebhook(route, response, ticket.isExempt))
        end(*over);
    if (response.status == 429)
        return onTooMany(ticket, info, now, result);
    if (isCurrent)
        ticket.route->bucket->window.answered(ticket.order(), info, response.status, now);
    return false;
}

void RateLimiter::leaveFlight(Ticket &ticket)
{
    --m_inFlight;
    Bucket &bucket = *ticket.route->bucket;
    bucket.window.withdrawn(ticket.order()); // if nothing has spoken for it yet
    if (ticket.isWrite)
        --bucket.strandOf(ticket).writesInFlight;
}

void RateLimiter::beginProbe(Ticket &ticket)
{
    if (std::exchange(ticket.isProbe, true))
        return;
    m_probes.begin(ticket.route->route.topLevel, ticket.since);
}

void RateLimiter::endProbe(Ticket &ticket, TimePoint now)
{
    if (!std::exchange(ticket.isProbe, false))
        return;
    for (Bucket *bucket : m_probes.end(ticket.route->route.topLevel, ticket.since))
        refresh(*bucket, now);
}

bool RateLimiter::learnBucket(Ticket &ticket, const QByteArray &hash, TimePoint now)
{
    RouteState &route = *ticket.route;
    if (hash.isEmpty() || hash == route.bucket->hash)
        return true;
    // Answers overtake each other: one to an older request knows only the hash of that time.
    if (ticket.since < route.hashSince)
        return false;
    route.hashSince = ticket.since;
    rehome(route, hash, now);
    return true;
}

//! \brief One of its routes counts elsewhere now, and the others may do so too: each asks again,
//! with one request, and what is under way may count anywhere.
void RateLimiter::doubt(Bucket &bucket)
{
    bucket.window.forget();
    for (auto &[order, ticket] : bucket.inFlight)
        beginProbe(ticket);
}

void RateLimiter::rehome(RouteState &route, const QByteArray &hash, TimePoint now)
{
    Bucket &old = *route.bucket;
    const QByteArray key = hash + ':' + route.route.topLevel;
    if (old.key == key)
        return;
    Bucket *target = m_map.findBucket(key);
    if (target == nullptr && old.routes.size() == 1) {
        m_observer.bucketGone(old);
        if (!old.hash.isEmpty())
            old.window.forget();
        m_map.rename(old, key, hash);
        return;
    }
    if (target == nullptr)
        target = &m_map.addBucket(key, hash, old);
    moveTickets(route, old, *target);
    route.bucket = target;
    target->routes.insert(&route);
    target->lastUsed = now;
    old.routes.erase(&route);
    if (old.routes.empty()) {
        m_observer.bucketGone(old);
        setWake(old, std::nullopt);
        m_probes.setHeld(old.topLevel, old, false);
        m_map.drop(old);
        return;
    }
    if (!old.hash.isEmpty())
        doubt(old);
    refresh(old, now);
}

bool RateLimiter::onTooMany(Ticket &ticket, const RateLimitInfo &info, TimePoint now,
                            Result<Response> &result)
{
    if (info.isEdgeBan) {
        const Refusals::End over = m_refusals.learnEdgeBan(info, now);
        end(over);
        Error error = over.error;
        error.httpStatus = 429;
        result = std::move(error);
        return false;
    }
    const auto least = kLeastWait * (1 << std::min<int>(ticket.refusals, kMostDoublings));
    const auto said = info.retryAfter.value_or(info.resetAfter.value_or(kUnknownWait));
    const TimePoint until = now + std::max<std::chrono::nanoseconds>(said, least);
    ++ticket.refusals;
    block(ticket, info, until, now);
    const auto deadline = ticket.latestStart();
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
    qCInfo(lcNet).noquote() << "429 for" << bucket.routeNames() << "scope" << nameOf(info.scope)
                            << "wait" << std::chrono::ceil<Milliseconds>(until - now).count()
                            << "ms";
    if (info.scope == LimitScope::Global && !ticket.isExempt) {
        blockGlobally(ticket, until, now);
        return;
    }
    if (info.scope == LimitScope::Shared) {
        bucket.window.block(ticket.order(), until);
        return;
    }
    if (ticket.subLimit != SubLimit::None && info.remaining.value_or(0) > 0) {
        TimePoint &gate = bucket.subLimitUntil.at(static_cast<size_t>(ticket.subLimit));
        gate = std::max(gate, until);
        bucket.window.answered(ticket.order(), info, 429, now);
        return;
    }
    bucket.window.refused(ticket.order(), info, until);
}

void RateLimiter::blockGlobally(Ticket &ticket, TimePoint until, TimePoint now)
{
    TokenLimit &token = *ticket.route->token;
    ticket.route->bucket->window.withdrawn(ticket.order());
    m_global.block(token, until, now);
    failQueuedIf(
        [&token](const Ticket &other) {
            const auto deadline = other.latestStart();
            return deadline && *deadline < token.blockedUntil && !other.isExempt
                && other.route->token == &token;
        },
        makeError(ErrorCode::DeadlineExceeded,
                  u"not sent: the global limit holds until after the deadline"_s));
}

} // namespace Cordial::Net
