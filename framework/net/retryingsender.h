// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/backoff.h>
#include <cordial/net/sender.h>

#include <memory>
#include <unordered_map>

namespace Cordial::Net {

struct RetryPolicy
{
    int retries = 3; //!< after the first try
    Backoff::Policy backoff{
        .base = Milliseconds(500), .cap = Milliseconds(20'000), .least = Milliseconds(20)};
};

//! \brief Repeats on 5xx and transport errors what may be repeated: GET, HEAD, OPTIONS, PUT, PATCH
//! and DELETE, and message posts, which it gives a nonce for that.
//!
//! A 429 is the rate limiter's business and no try. Over a sender that keeps the place of repeats
//! (RateLimitingSender) the wait happens there, so that what comes later in order stays behind.
//! Thread: its maker's.
class RetryingSender : public ExtendingSender
{
public:
    RetryingSender(std::unique_ptr<Sender> next, RetryPolicy policy, Clock &clock,
                   RandomSource random = systemRandom());
    ~RetryingSender() override;

    void start(const ExchangePtr &exchange, ReplyHandler done) override;
    void cancel(const ExchangePtr &exchange) override;
    void stop() override;
    [[nodiscard]] QString role() const override;

private:
    //! \brief A request that has failed at least once.
    struct Attempt
    {
        ExchangePtr exchange;
        ReplyHandler done;
        int left = 0;
        std::unique_ptr<Backoff> backoff;
        std::unique_ptr<Timer> timer;
        TimePoint waitsSince;
    };
    using AttemptPtr = std::shared_ptr<Attempt>;

    static void makeRepeatable(Exchange &exchange);
    void transmit(const AttemptPtr &attempt);
    void onReply(const AttemptPtr &attempt, Result<Response> result);
    void repeatLater(const AttemptPtr &attempt, Milliseconds wait);
    void settleWaiting(const AttemptPtr &attempt, Error error);

    RetryPolicy m_policy;
    Clock &m_clock;
    RandomSource m_random;
    //! Those that wait here, over a sender that does not do it for us.
    std::unordered_map<const Exchange *, AttemptPtr> m_waiting;
    bool m_stopped = false;
};

} // namespace Cordial::Net
