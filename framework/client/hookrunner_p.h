// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/client/client.h>

#include <QObject>
#include <QStringList>

namespace Cordial {

class EventDispatcher;

//! \brief A hook goes with the view that added it: its code may be unmapped after that.
struct OwnedHook
{
    Client *owner;
    Client::Hook hook;
};

//! \brief Runs hooks side by side and goes on when all are done or their time is up.
class HookRunner : public QObject
{
public:
    HookRunner(Clock &clock, EventDispatcher &dispatcher) : m_clock(clock), m_dispatcher(dispatcher)
    { }

    //! \brief Calls \a done exactly once, never before it returns to the event loop unless there
    //! are no hooks. \a what names them in the log, "startup". A hook may delete views, whose own
    //! hooks do not run then.
    void run(const QList<OwnedHook> &hooks, const char *what, Milliseconds atMost,
             std::function<void()> done);

    //! \brief Runs a hook that nobody waits for.
    void runAlone(const OwnedHook &owned, const char *what);

private:
    [[nodiscard]] QFuture<Result<>> call(const OwnedHook &owned, const char *what);
    void await(const QFuture<Result<>> &ended, const QString &name, const char *what,
               quint64 round);
    void finish();

    Clock &m_clock;
    EventDispatcher &m_dispatcher;
    std::unique_ptr<Timer> m_timer;
    std::function<void()> m_done;
    QStringList m_open; //!< Whose hooks have not ended, for people.
    quint64 m_round = 0;
};

} // namespace Cordial
