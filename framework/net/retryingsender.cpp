// SPDX-License-Identifier: MIT
#include <cordial/core/logging.h>
#include <cordial/net/messagenonce.h>
#include <cordial/net/ratelimitheaders.h>
#include <cordial/net/requestwriter.h>
#include <cordial/net/retryingsender.h>
#include <cordial/net/route.h>

#include <algorithm>
#include <utility>

namespace Cordial::Net {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds kLongestRetryAfter{60};

bool isTransportError(ErrorCode code)
{
    return code == ErrorCode::Network || code == ErrorCode::Timeout;
}

bool deservesRepeat(const Result<Response> &result)
{
    return result ? result->status >= 500 : isTransportError(result.error().code);
}

bool isJsonBody(const Request &request)
{
    return !request.files->isEmpty()
        || contentTypeOf(request).toLower().startsWith("application/json");
}

//! \brief What a 503 asks for, in bounds.
Milliseconds askedWait(const Result<Response> &result)
{
    if (!result)
        return Milliseconds(0);
    const auto asked = parseSeconds(result->header("Retry-After"));
    return std::min<Milliseconds>(
        std::chrono::ceil<Milliseconds>(asked.value_or(std::chrono::nanoseconds(0))),
        kLongestRetryAfter);
}

} // namespace

RetryingSender::RetryingSender(std::unique_ptr<Sender> next, RetryPolicy policy, Clock &clock,
                               RandomSource random)
    : ExtendingSender(std::move(next))
    , m_policy(policy)
    , m_clock(clock)
    , m_random(std::move(random))
{ }

RetryingSender::~RetryingSender()
{
    m_stopped = true;
    dropNext();
    for (const auto &[exchange, attempt] : std::exchange(m_waiting, {}))
        settleWaiting(attempt,
                      makeError(ErrorCode::Closed, u"cancelled: stopped before it was repeated"_s));
}

QString RetryingSender::role() const
{
    return u"retrying"_s;
}

void RetryingSender::makeRepeatable(Exchange &exchange)
{
    Request &request = exchange.request;
    exchange.repeatable = isIdempotent(request.method);
    if (exchange.repeatable || !isJsonBody(request))
        return;
    if (!Route::of(request, WallTime()).isMessagePost)
        return;
    const bool onlyFiles = request.body.isEmpty() && !request.files->isEmpty();
    NoncedBody nonced = withNonce(onlyFiles ? QByteArrayLiteral("{}") : request.body, makeNonce());
    request.body = std::move(nonced.body);
    exchange.repeatable = nonced.isSafe;
}

void RetryingSender::start(const ExchangePtr &exchange, ReplyHandler done)
{
    exchange->seen(m_clock.now());
    if (!exchange->repeatable)
        makeRepeatable(*exchange);
    if (!exchange->repeatable || m_policy.retries <= 0) {
        next().start(exchange, std::move(done));
        return;
    }
    // Most succeed at once, and thousands may wait: what repeats need is made when one is needed.
    next().start(exchange, [this, exchange, done = std::move(done)](Result<Response> result) {
        if (m_stopped || !deservesRepeat(result)) {
            done(std::move(result));
            return;
        }
        const auto attempt = std::make_shared<Attempt>();
        attempt->exchange = exchange;
        attempt->done = done;
        attempt->left = m_policy.retries;
        attempt->backoff = std::make_unique<Backoff>(m_policy.backoff, m_random);
        onReply(attempt, std::move(result));
    });
}

void RetryingSender::transmit(const AttemptPtr &attempt)
{
    next().start(attempt->exchange,
                 [this, attempt](Result<Response> result) { onReply(attempt, std::move(result)); });
}

void RetryingSender::onReply(const AttemptPtr &attempt, Result<Response> result)
{
    if (m_stopped || attempt->left <= 0 || !deservesRepeat(result)) {
        attempt->done(std::move(result));
        return;
    }
    const Exchange &exchange = *attempt->exchange;
    const Milliseconds wait = std::max(attempt->backoff->next(), askedWait(result));
    const auto deadline = exchange.request.deadline;
    if (deadline && m_clock.now() + wait > *deadline) {
        Error error =
            makeError(ErrorCode::DeadlineExceeded,
                      u"no time for a repeat before the deadline: "_s
                          + (result ? u"HTTP %1"_s.arg(result->status) : result.error().message));
        error.httpStatus = result ? result->status : 0;
        setRequest(error, exchange.request);
        attempt->done(std::move(error));
        return;
    }
    --attempt->left;
    qCInfo(lcNet).noquote() << describe(exchange.request) << "again in" << wait.count() << "ms:"
                            << (result ? u"HTTP %1"_s.arg(result->status) : result.error().message);
    repeatLater(attempt, wait);
}

void RetryingSender::repeatLater(const AttemptPtr &attempt, Milliseconds wait)
{
    const TimePoint now = m_clock.now();
    attempt->exchange->notBefore = now + wait;
    if (next().keepsPlaceOfRepeats()) {
        transmit(attempt);
        return;
    }
    attempt->waitsSince = now;
    attempt->timer = m_clock.makeTimer();
    m_waiting.emplace(attempt->exchange.get(), attempt);
    attempt->timer->start(wait, [this, attempt] {
        m_waiting.erase(attempt->exchange.get());
        attempt->exchange->waited(WaitReason::Retry, m_clock.now() - attempt->waitsSince);
        attempt->timer.reset();
        transmit(attempt);
    });
}

void RetryingSender::settleWaiting(const AttemptPtr &attempt, Error error)
{
    // The timer's callback holds the attempt that holds the timer.
    attempt->timer.reset();
    attempt->exchange->waited(WaitReason::Retry, m_clock.now() - attempt->waitsSince);
    attempt->exchange->seen(m_clock.now());
    setRequest(error, attempt->exchange->request);
    attempt->done(std::move(error));
}

void RetryingSender::cancel(const ExchangePtr &exchange)
{
    const auto found = m_waiting.find(exchange.get());
    if (found == m_waiting.end()) {
        next().cancel(exchange);
        return;
    }
    const AttemptPtr attempt = found->second;
    m_waiting.erase(found);
    settleWaiting(attempt, makeError(ErrorCode::Cancelled, u"cancelled"_s));
}

void RetryingSender::stop()
{
    m_stopped = true;
    for (const auto &[exchange, attempt] : std::exchange(m_waiting, {})) {
        settleWaiting(attempt,
                      makeError(ErrorCode::Closed, u"cancelled: stopped before it was repeated"_s));
    }
    next().stop();
}

} // namespace Cordial::Net
