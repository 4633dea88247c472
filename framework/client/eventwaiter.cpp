// SPDX-License-Identifier: MIT
#include "eventwaiter_p.h"

#include "eventdispatcher_p.h"

#include <cordial/core/owned.h>

#include <exception>
#include <vector>

namespace Cordial {

namespace {

Result<bool> contained(const std::function<bool(const Event &)> &predicate, const Event &event)
{
    try {
        return predicate(event);
    } catch (const std::exception &exception) {
        return makeError(ErrorCode::Plugin,
                         QStringLiteral("who waited threw: ")
                             + QString::fromUtf8(exception.what()));
    } catch (...) {
        return makeError(ErrorCode::Plugin, QStringLiteral("who waited threw something unknown"));
    }
}

} // namespace

EventWaiter::~EventWaiter()
{
    close();
}

QFuture<Result<Event>> EventWaiter::wait(Client *owner, const QByteArray &type,
                                         std::function<bool(const Event &)> predicate,
                                         Milliseconds timeout)
{
    if (m_isClosed) {
        return finishedFuture<Event>(
            makeError(ErrorCode::Cancelled, QStringLiteral("the client ended")));
    }
    if (m_waits.size() >= kMost) {
        return finishedFuture<Event>(makeError(
            ErrorCode::TooLarge, QStringLiteral("%1 waits for events already").arg(kMost)));
    }
    const quint64 id = m_nextId++;
    auto wait = std::make_shared<Wait>();
    wait->owner = owner;
    wait->type = owned(type); // Stays as a key while others wait for the same.
    wait->predicate = std::move(predicate);
    wait->promise.start();
    wait->timer = m_clock.makeTimer();
    wait->timer->start(timeout, [this, id, type] {
        settle(id,
               makeError(ErrorCode::Timeout,
                         QStringLiteral("no such %1 in time").arg(QString::fromLatin1(type))));
    });
    QFuture<Result<Event>> future = wait->promise.future();
    ++m_types[wait->type];
    m_waits.emplace(id, std::move(wait));
    return future;
}

Result<bool> EventWaiter::accepts(const Wait &wait, const Event &event)
{
    Result<bool> accepted = false;
    m_dispatcher.run(*wait.owner, wait.type.constData(),
                     [&] { accepted = contained(wait.predicate, event); });
    return accepted;
}

void EventWaiter::offer(const Gateway::Dispatch &dispatch)
{
    if (!m_types.contains(dispatch.type))
        return;
    const Event event{dispatch};
    // Predicates are the caller's code and may wait anew: decide on a copy of the ids.
    std::vector<quint64> candidates;
    for (const auto &[id, wait] : m_waits) {
        if (wait->type == event.type)
            candidates.push_back(id);
    }
    for (const quint64 id : candidates) {
        const auto it = m_waits.find(id);
        if (it == m_waits.end())
            continue;
        const std::shared_ptr<Wait> wait = it->second; // Its predicate may end it.
        const Result<bool> accepted = accepts(*wait, event);
        if (!accepted)
            settle(id, accepted.error());
        else if (*accepted)
            settle(id, event.detached());
    }
}

void EventWaiter::settle(quint64 id, Result<Event> result)
{
    const auto it = m_waits.find(id);
    if (it == m_waits.end())
        return;
    const std::shared_ptr<Wait> wait = std::move(it->second);
    m_waits.erase(it);
    if (--m_types[wait->type] == 0)
        m_types.remove(wait->type);
    wait->promise.addResult(std::move(result));
    wait->promise.finish();
}

void EventWaiter::cancel(const Client *owner)
{
    std::vector<quint64> owned;
    for (const auto &[id, wait] : m_waits) {
        if (wait->owner == owner)
            owned.push_back(id);
    }
    for (const quint64 id : owned)
        settle(id, makeError(ErrorCode::Cancelled, QStringLiteral("who waited is gone")));
}

void EventWaiter::close()
{
    m_isClosed = true;
    while (!m_waits.empty()) {
        settle(m_waits.begin()->first,
               makeError(ErrorCode::Cancelled, QStringLiteral("the client ended")));
    }
}

} // namespace Cordial
