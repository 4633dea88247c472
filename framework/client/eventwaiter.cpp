// SPDX-License-Identifier: MIT
#include "eventwaiter_p.h"

#include <vector>

namespace Cordial {

namespace {
constexpr size_t kMostWaits = 10'000;
}

EventWaiter::~EventWaiter()
{
    cancelAll();
}

QFuture<Result<Event>> EventWaiter::wait(const void *owner, const QByteArray &type,
                                         std::function<bool(const Event &)> predicate,
                                         Milliseconds timeout)
{
    if (m_waits.size() >= kMostWaits) {
        return finishedFuture<Event>(makeError(
            ErrorCode::TooLarge, QStringLiteral("%1 waits for events already").arg(kMostWaits)));
    }
    const quint64 id = m_nextId++;
    auto wait = std::make_unique<Wait>();
    wait->owner = owner;
    wait->type = type;
    wait->predicate = std::move(predicate);
    wait->promise.start();
    wait->timer = m_clock.makeTimer();
    wait->timer->start(timeout, [this, id, type] {
        settle(id,
               makeError(ErrorCode::Timeout,
                         QStringLiteral("no such %1 in time").arg(QString::fromLatin1(type))));
    });
    QFuture<Result<Event>> future = wait->promise.future();
    m_waits.emplace(id, std::move(wait));
    return future;
}

void EventWaiter::offer(const Event &event)
{
    // Predicates are the caller's code and may wait anew: decide on a copy of the ids.
    std::vector<quint64> candidates;
    for (const auto &[id, wait] : m_waits) {
        if (wait->type == event.type)
            candidates.push_back(id);
    }
    for (const quint64 id : candidates) {
        const auto it = m_waits.find(id);
        if (it != m_waits.end() && it->second->predicate(event))
            settle(id, event.detached());
    }
}

void EventWaiter::settle(quint64 id, Result<Event> result)
{
    const auto it = m_waits.find(id);
    if (it == m_waits.end())
        return;
    const std::unique_ptr<Wait> wait = std::move(it->second);
    m_waits.erase(it);
    wait->promise.addResult(std::move(result));
    wait->promise.finish();
}

void EventWaiter::cancel(const void *owner)
{
    std::vector<quint64> owned;
    for (const auto &[id, wait] : m_waits) {
        if (wait->owner == owner)
            owned.push_back(id);
    }
    for (const quint64 id : owned)
        settle(id, makeError(ErrorCode::Cancelled, QStringLiteral("who waited is gone")));
}

void EventWaiter::cancelAll()
{
    while (!m_waits.empty()) {
        settle(m_waits.begin()->first,
               makeError(ErrorCode::Cancelled, QStringLiteral("the client ended")));
    }
}

} // namespace Cordial
