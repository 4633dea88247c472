// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/net/ratelimiter.h>
#include <cordial/net/sender.h>

#include <memory>

namespace Cordial::Net {

//! \brief Lets requests through when Discord's limits permit, and sends again what met a 429 all
//! the same. See RateLimiter for the rules. Thread: its maker's.
class RateLimitingSender : public ExtendingSender, private SentListener
{
public:
    RateLimitingSender(std::unique_ptr<Sender> next, RateLimiterConfig config, Clock &clock,
                       SenderObserver &observer = SenderObserver::none());
    ~RateLimitingSender() override;

    void start(const ExchangePtr &exchange, ReplyHandler done) override;
    void cancel(const ExchangePtr &exchange) override;
    void stop() override;
    [[nodiscard]] bool keepsPlaceOfRepeats() const override { return true; }
    [[nodiscard]] QString role() const override;

    [[nodiscard]] RateLimiter &limiter() { return m_limiter; }

private:
    void onSent(Exchange &exchange) override;
    void pump();
    void setAlarm();
    void transmit(Ticket &ticket);
    void onReply(const ExchangePtr &exchange, Result<Response> result);
    void deliverFailed();
    static void settle(std::vector<TicketNode> tickets, const Error &error);

    Clock &m_clock;
    RateLimiter m_limiter;
    std::unique_ptr<Timer> m_timer;
    bool m_pumping = false;
    bool m_stopped = false;
};

} // namespace Cordial::Net
