// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/net/sender.h>

#include <functional>
#include <memory>

namespace Cordial::Net {

//! \brief Runs a chain in a thread of its own and blocks until the answer is there: for scripts
//! and other places without an event loop. send() may be called from any thread.
class SyncSender : public Sender
{
public:
    //! \brief \a factory runs in the thread of the chain.
    explicit SyncSender(std::function<std::unique_ptr<Sender>()> factory);
    ~SyncSender() override;

    //! \brief The answer; blocks.
    [[nodiscard]] Result<Response> request(Request request);

    [[nodiscard]] QFuture<Result<Response>> send(Request request) override;
    void start(const ExchangePtr &exchange, ReplyHandler done) override;
    void cancel(const ExchangePtr &exchange) override;
    void stop() override;
    [[nodiscard]] bool isAsync() const override { return false; }
    [[nodiscard]] QString role() const override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Cordial::Net
