// SPDX-License-Identifier: MIT
#include <cordial/net/ratelimitingsender.h>
#include <cordial/net/requestwriter.h>

#include <utility>

namespace Cordial::Net {

using namespace Qt::StringLiterals;

RateLimitingSender::RateLimitingSender(std::unique_ptr<Sender> next, RateLimiterConfig config,
                                       Clock &clock, SenderObserver &observer)
    : ExtendingSender(std::move(next))
    , m_clock(clock)
    , m_limiter(config, clock, observer)
    , m_timer(clock.makeTimer())
{ }

RateLimitingSender::~RateLimitingSender()
{
    m_stopped = true;
    m_timer->stop();
    // First what is under way below, which reports to us; then what never got there.
    dropNext();
    settle(m_limiter.takeEverything(),
           makeError(ErrorCode::Closed, u"cancelled: stopped before it was sent"_s));
}

QString RateLimitingSender::role() const
{
    return u"rate-limiting"_s;
}

void RateLimitingSender::start(const ExchangePtr &exchange, ReplyHandler done)
{
    if (m_stopped) {
        exchange->seen(m_clock.now());
        Error error = makeError(ErrorCode::Closed, u"cancelled: the sender has been stopped"_s);
        setRequest(error, exchange->request);
        done(std::move(error));
        return;
    }
    m_limiter.add(exchange, std::move(done));
    pump();
    m_limiter.announceWait(*exchange);
}

void RateLimitingSender::pump()
{
    // Answers that come at once call back in here: the outermost call goes on with what they free.
    if (std::exchange(m_pumping, true))
        return;
    deliverFailed();
    while (Ticket *ticket = m_limiter.next()) {
        transmit(*ticket);
        deliverFailed();
    }
    deliverFailed();
    m_pumping = false;
    setAlarm();
}

void RateLimitingSender::setAlarm()
{
    const TimePoint at = m_limiter.wakeAt();
    if (at == TimePoint::max() || m_stopped)
        m_timer->stop();
    else
        m_timer->start(at - m_clock.now(), [this] { pump(); });
}

void RateLimitingSender::transmit(Ticket &ticket)
{
    const ExchangePtr exchange = ticket.exchange;
    exchange->sentListener = this;
    next().start(exchange, [this, exchange](Result<Response> result) {
        onReply(exchange, std::move(result));
    });
}

void RateLimitingSender::onSent(Exchange &exchange)
{
    m_limiter.sent(exchange);
    // Until now nobody could tell when it would leave the window of the global limit.
    if (!m_pumping && m_limiter.queued() > 0)
        setAlarm();
}

void RateLimitingSender::onReply(const ExchangePtr &exchange, Result<Response> result)
{
    TicketNode ticket = m_limiter.finish(*exchange, result);
    if (!ticket && m_stopped) {
        // A 429 to what was on the wire: nothing is sent again.
        ticket = m_limiter.takeQueued(*exchange);
        result = makeError(ErrorCode::Closed, u"cancelled: stopped before it was sent again"_s);
    }
    if (ticket) {
        if (!result && result.error().request.isEmpty()) {
            Error error = std::move(result).error();
            setRequest(error, exchange->request);
            result = std::move(error);
        }
        ticket.mapped().done(std::move(result));
    } else {
        m_limiter.announceWait(*exchange);
    }
    if (!m_stopped)
        pump();
}

void RateLimitingSender::deliverFailed()
{
    // A handler may add the next one that fails at once.
    for (auto failed = m_limiter.takeFailed(); !failed.empty(); failed = m_limiter.takeFailed()) {
        for (auto &[ticket, error] : failed) {
            setRequest(error, ticket.mapped().exchange->request);
            ticket.mapped().done(std::move(error));
        }
    }
}

void RateLimitingSender::settle(std::vector<TicketNode> tickets, const Error &error)
{
    for (TicketNode &ticket : tickets) {
        Error own = error;
        setRequest(own, ticket.mapped().exchange->request);
        ticket.mapped().done(std::move(own));
    }
}

void RateLimitingSender::cancel(const ExchangePtr &exchange)
{
    TicketNode ticket = m_limiter.takeQueued(*exchange);
    if (!ticket) {
        next().cancel(exchange);
        return;
    }
    Error error = makeError(ErrorCode::Cancelled, u"cancelled"_s);
    setRequest(error, exchange->request);
    ticket.mapped().done(std::move(error));
    pump();
}

void RateLimitingSender::stop()
{
    m_stopped = true;
    settle(m_limiter.takeAllQueued(),
           makeError(ErrorCode::Closed, u"cancelled: stopped before it was sent"_s));
    next().stop();
}

} // namespace Cordial::Net
