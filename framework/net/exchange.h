// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>
#include <cordial/net/request.h>
#include <cordial/net/response.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <memory>

namespace Cordial::Net {

struct Exchange;
struct Ticket;

//! \brief Is told when the head of a request has been written.
class SentListener
{
public:
    SentListener() = default;
    SentListener(const SentListener &) = delete;
    SentListener &operator=(const SentListener &) = delete;
    virtual ~SentListener() = default;

    virtual void onSent(Exchange &exchange) = 0;
};

//! \brief One request on its way through the chain, with what the rungs need to know of each
//! other's work. Shared by the rungs, touched only in the chain's thread.
struct Exchange
{
    Request request;
    quint64 order = 0; //!< Place in line, given by the rate limiter; kept over repeats.
    TimePoint submittedAt; //!< Set by the first rung that has a clock.
    TimePoint seenAt; //!< The last time a rung had to do with it.
    TimePoint startedAt; //!< First byte out, of the last try; none = not yet sent.
    TimePoint notBefore; //!< A repeat waits until then and keeps its place in line meanwhile.
    std::chrono::nanoseconds onWire{0};
    std::array<quint32, 9> waits{}; //!< by WaitReason, in microseconds, an hour at most
    SentListener *sentListener = nullptr; //!< The rate limiter above, while it is under way.
    Ticket *ticket = nullptr; //!< The innermost rate limiter's, while it has the request.
    quint32 attempts = 0;
    quint32 tooMany = 0; //!< 429s among the answers
    int lastStatus = 0; //!< of the last answer; 0 = none yet
    bool repeatable = false; //!< A doubled arrival does no harm.
    bool fromCache = false;

    void waited(WaitReason reason, std::chrono::nanoseconds time)
    {
        using Unit = std::chrono::duration<qint64, std::micro>;
        quint32 &sum = waits.at(static_cast<size_t>(reason));
        const Unit most = std::chrono::hours(1);
        const Unit total = Unit(sum) + std::chrono::duration_cast<Unit>(time);
        if (time.count() > 0)
            sum = static_cast<quint32>(std::min(total, most).count());
    }
    void seen(TimePoint now)
    {
        if (submittedAt == TimePoint())
            submittedAt = now;
        seenAt = now;
    }
    //! \brief For the end of the chain: the head of the request has been written.
    void tellSent()
    {
        if (sentListener != nullptr)
            sentListener->onSent(*this);
    }
    //! \brief What the senders have noted so far, as of seenAt.
    [[nodiscard]] Trace trace() const;
};

using ExchangePtr = std::shared_ptr<Exchange>;

//! \brief Called exactly once, in the chain's thread; may start another request.
using ReplyHandler = std::function<void(Result<Response>)>;

} // namespace Cordial::Net
