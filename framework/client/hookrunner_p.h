// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/client/client.h>

#include <QObject>
#include <QStringList>

namespace Cordial {

//! \brief A hook goes with the view that added it: its code may be unmapped after that.
struct OwnedHook
{
    const Client *owner;
    Client::Hook hook;
};

//! \brief Runs hooks side by side and goes on when all are done or their time is up.
class HookRunner : public QObject
{
public:
    explicit HookRunner(Clock &clock) : m_clock(clock) { }

    //! \brief Calls \a done exactly once, never before it returns to the event loop unless there
    //! are no hooks. \a what names them in the log. A hook may delete views, whose own hooks do not
    //! run then.
    void run(const QList<OwnedHook> &hooks, const char *what, Milliseconds atMost,
             std::function<void()> done);

    //! \brief Runs a hook that nobody waits for.
    void runAlone(const OwnedHook &owned, const char *what);

private:
    void await(const Client::Hook &hook, const QString &name, const char *what);
    void finish();

    Clock &m_clock;
    std::unique_ptr<Timer> m_timer;
    std::function<void()> m_done;
    QStringList m_open; //!< Whose hooks have not ended, for people.
    quint64 m_round = 0;
};

} // namespace Cordial
