// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/client/event.h>
#include <cordial/core/clock.h>
#include <cordial/core/oncontext.h>

#include <QHash>

#include <functional>
#include <map>
#include <memory>

namespace Cordial {

class Client;
class EventDispatcher;

//! \brief Those who wait for one certain event. At most 10,000 at a time. A predicate that throws
//! ends its own wait, with the error Plugin; one that blocks is named like any other handler.
class EventWaiter
{
public:
    static constexpr size_t kMost = 10'000;

    EventWaiter(Clock &clock, EventDispatcher &dispatcher)
        : m_clock(clock), m_dispatcher(dispatcher)
    { }
    ~EventWaiter();

    [[nodiscard]] QFuture<Result<Event>> wait(Client *owner, const QByteArray &type,
                                              std::function<bool(const Event &)> predicate,
                                              Milliseconds timeout);
    void offer(const Gateway::Dispatch &dispatch);
    //! \brief Before the owner, and the code of its predicates, goes.
    void cancel(const Client *owner);
    //! \brief Whoever comes after this is told that the client ended.
    void close();
    [[nodiscard]] size_t size() const { return m_waits.size(); }

private:
    struct Wait
    {
        Client *owner;
        QByteArray type;
        std::function<bool(const Event &)> predicate;
        QPromise<Result<Event>> promise;
        std::unique_ptr<Timer> timer;
    };
    void settle(quint64 id, Result<Event> result);
    [[nodiscard]] Result<bool> accepts(const Wait &wait, const Event &event);

    Clock &m_clock;
    EventDispatcher &m_dispatcher;
    quint64 m_nextId = 0;
    bool m_isClosed = false;
    std::map<quint64, std::shared_ptr<Wait>> m_waits;
    QHash<QByteArray, int> m_types; //!< How many wait for each: most events nobody waits for.
};

} // namespace Cordial
