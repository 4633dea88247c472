// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>
#include <cordial/net/exchange.h>
#include <cordial/net/request.h>
#include <cordial/net/response.h>

#include <QFuture>
#include <QStringList>

#include <memory>

namespace Cordial::Net {

//! \brief Sends a request and gives its answer. Every rung of the HTTP chain is one; any can be
//! left out, reordered or replaced.
//!
//! An answer of any status is a Response; an Error means that there is none (transport, deadline,
//! cancelled, refused before sending). A sender overrides send() or start(): each is made from the
//! other, start() costs less. Thread: belongs to the thread that made it, and the future finishes
//! there. Every future finishes: on stop(), destruction and cancel with ErrorCode::Closed or
//! Cancelled.
class Sender
{
public:
    Sender() = default;
    Sender(const Sender &) = delete;
    Sender &operator=(const Sender &) = delete;
    virtual ~Sender() = default;

    [[nodiscard]] virtual QFuture<Result<Response>> send(Request request);
    //! \brief The same without a future: \a done is called exactly once, possibly before this
    //! returns.
    virtual void start(const ExchangePtr &exchange, ReplyHandler done);
    //! \brief Finishes \a exchange with ErrorCode::Cancelled, wherever it stands. Nothing happens
    //! if it is not here (any more).
    virtual void cancel(const ExchangePtr &exchange);
    //! \brief Finishes what has not been sent with ErrorCode::Closed and takes nothing new; what is
    //! on the wire may still finish.
    virtual void stop();
    //! \brief Whether send() returns before the answer is there.
    [[nodiscard]] virtual bool isAsync() const = 0;
    //! \brief Whether start() keeps a request in line until Exchange::notBefore.
    [[nodiscard]] virtual bool keepsPlaceOfRepeats() const { return false; }
    //! \brief Short name of the rung, for warnings: "retrying".
    [[nodiscard]] virtual QString role() const;
};

//! \brief A sender that passes on to another one, which it owns.
class ExtendingSender : public Sender
{
public:
    explicit ExtendingSender(std::unique_ptr<Sender> next);
    ~ExtendingSender() override;

    void start(const ExchangePtr &exchange, ReplyHandler done) override;
    void cancel(const ExchangePtr &exchange) override;
    void stop() override;
    [[nodiscard]] bool isAsync() const override { return m_next->isAsync(); }
    [[nodiscard]] Sender &next() const { return *m_next; }

protected:
    //! \brief Destroys the rest of the chain, which settles what is there; for destructors of
    //! senders that are called back by it.
    void dropNext() { m_next.reset(); }

private:
    std::unique_ptr<Sender> m_next;
};

//! \brief What is wrong with the order of a chain, one sentence each: the same rung twice, repeats
//! that pass by the rate limiter, a cache that pays for hits. Empty = nothing.
[[nodiscard]] QStringList chainConflicts(const Sender &outermost);

} // namespace Cordial::Net
