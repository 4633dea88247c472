// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>
#include <cordial/net/request.h>
#include <cordial/net/response.h>

#include <QFuture>

#include <memory>

namespace Cordial::Net {

//! \brief Sends a request and gives its answer. Every rung of the HTTP chain is one; any can be
//! left out, reordered or replaced.
//!
//! An answer of any status is a Response; an Error means that there is none (transport, deadline,
//! cancelled, refused before sending). The error carries the Trace through failureTrace in senders
//! that know it. Thread: belongs to the thread that made it, and the future finishes there. Every
//! future finishes: on stop(), destruction and cancel with ErrorCode::Closed or Cancelled.
class Sender
{
public:
    Sender() = default;
    Sender(const Sender &) = delete;
    Sender &operator=(const Sender &) = delete;
    virtual ~Sender() = default;

    [[nodiscard]] virtual QFuture<Result<Response>> send(Request request) = 0;
    //! \brief Whether send() returns before the answer is there.
    [[nodiscard]] virtual bool isAsync() const = 0;
};

//! \brief A sender that passes on to another one, which it owns.
class ExtendingSender : public Sender
{
public:
    explicit ExtendingSender(std::unique_ptr<Sender> next);
    ~ExtendingSender() override;

    [[nodiscard]] bool isAsync() const override { return m_next->isAsync(); }
    [[nodiscard]] Sender &next() const { return *m_next; }

private:
    std::unique_ptr<Sender> m_next;
};

} // namespace Cordial::Net
