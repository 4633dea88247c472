// SPDX-License-Identifier: MIT
#pragma once

#include "mailbox_p.h"

#include <cordial/net/clientobserver.h>
#include <cordial/net/sender.h>

#include <QObject>

#include <functional>
#include <memory>
#include <variant>

namespace Cordial::Net {

//! \brief One call of HttpClient::submit(), on its way there and back.
struct Call
{
    Exchange exchange;
    std::function<void(Outcome)> done;
    CancelToken::Registration registration;
};
using CallPtr = std::shared_ptr<Call>;

//! \brief The exchange inside of \a call, which lives as long as either is held.
[[nodiscard]] inline ExchangePtr exchangeOf(const CallPtr &call)
{
    return {call, &call->exchange};
}

//! \brief What the client's thread wants of the chain. Small: a hundred thousand may be on their
//! way.
struct CancelOrder
{
    ExchangePtr exchange;
};
struct StopOrder
{ };
//! \brief To be called with every sender of the chain.
using VisitOrder = std::unique_ptr<std::function<void(Sender &)>>;
using Order = std::variant<CallPtr, CancelOrder, StopOrder, VisitOrder>;

//! \brief Something for the client's thread: a finished call, or a signal.
struct Notice
{
    CallPtr call = nullptr;
    Result<Response> result = {};
    std::function<void(HttpClient &)> emitSignal = nullptr;
};

//! \brief HttpClient's chain in its thread. Everything but the mailbox belongs to that thread.
class ChainWorker : public QObject
{
public:
    using Factory = std::function<std::unique_ptr<Sender>(SenderObserver &)>;

    Mailbox<Order> orders;
    std::unique_ptr<ClientObserver> observer;
    std::function<void(Notice)> report;
    Clock *clock = nullptr;

    //! \brief Makes the chain, and warns of what is wrong with its order.
    void build(const Factory &factory);
    //! \brief Obeys what has been collected.
    void work();
    //! \brief Settles everything; what comes later is refused.
    void destroyChain();

private:
    void start(const CallPtr &call);
    void obey(const CallPtr &call) { start(call); }
    void obey(const CancelOrder &order);
    void obey(const StopOrder &order);
    void obey(const VisitOrder &visit);
    void finish(const CallPtr &call, Result<Response> result);

    std::unique_ptr<Sender> m_chain;
};

} // namespace Cordial::Net
