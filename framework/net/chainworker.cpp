// SPDX-License-Identifier: MIT
#include "chainworker_p.h"

#include <cordial/core/logging.h>

#include <utility>

namespace Cordial::Net {

void ChainWorker::build(const Factory &factory)
{
    m_chain = factory(*observer);
    const QStringList conflicts = chainConflicts(*m_chain);
    for (const QString &conflict : conflicts)
        qCWarning(lcNet).noquote() << conflict;
}

void ChainWorker::work()
{
    for (Order &order : orders.takeAll()) {
        const Order taken = std::move(order);
        std::visit([this](const auto &what) { obey(what); }, taken);
    }
}

void ChainWorker::obey(const CancelOrder &order)
{
    if (m_chain)
        m_chain->cancel(order.exchange);
}

void ChainWorker::obey(const StopOrder &)
{
    if (m_chain)
        m_chain->stop();
}

void ChainWorker::obey(const VisitOrder &visit)
{
    for (Sender *sender = m_chain.get(); sender != nullptr;) {
        (*visit)(*sender);
        const auto *extending = dynamic_cast<const ExtendingSender *>(sender);
        sender = extending != nullptr ? &extending->next() : nullptr;
    }
}

void ChainWorker::destroyChain()
{
    m_chain.reset();
    work(); // what came too late is refused
}

void ChainWorker::start(const CallPtr &call)
{
    call->exchange.seen(clock->now());
    observer->queued(call->exchange);
    if (!m_chain) {
        finish(call, makeError(ErrorCode::Closed, QStringLiteral("cancelled: the client is gone")));
        return;
    }
    m_chain->start(exchangeOf(call),
                   [this, call](Result<Response> result) { finish(call, std::move(result)); });
}

void ChainWorker::finish(const CallPtr &call, Result<Response> result)
{
    call->exchange.seen(clock->now());
    observer->finished(call->exchange, result);
    report(Notice{.call = call, .result = std::move(result), .emitSignal = nullptr});
}

} // namespace Cordial::Net
