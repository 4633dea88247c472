// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/client/client.h>

#include <QHash>
#include <QVarLengthArray>

#include <atomic>
#include <vector>

namespace Cordial {

class HandlerWatch;
struct EventRoute;

//! \brief Carries events to the signals of a client and its views.
class EventDispatcher
{
public:
    EventDispatcher(Clock &clock, Milliseconds slowHandler, HandlerWatch &watch);

    void add(Client *client);
    void remove(Client *client);
    [[nodiscard]] const QList<Client *> &clients() const { return m_clients; }

    //! \brief Something was connected to a client, or is about to be disconnected. Thread: any.
    void noteListening() { m_listening.fetch_add(1, std::memory_order_release); }

    //! \brief \a understood tells whether the client itself was able to read it: if not, it only
    //! arrives raw. Without a \a route it does so too.
    void deliver(const Gateway::Dispatch &dispatch, const EventRoute *route,
                 const Result<> &understood);
    [[nodiscard]] quint64 undecodedCount() const { return m_undecoded; }
    //! \brief See Client::runHandler().
    bool run(Client &client, const char *what, const std::function<void()> &handler);

private:
    //! \brief Who listens to a signal, as of a value of m_listening.
    struct Audience
    {
        QVarLengthArray<Client *, 4> clients;
        quint64 asOf = 0;
    };

    //! \brief Counts an event that did not fit, and logs it unless its like was logged a moment
    //! ago.
    void noteUndecoded(const Gateway::Dispatch &dispatch, const Error &error);
    void deliverRaw(const Gateway::Dispatch &dispatch);
    void deliverTyped(const Gateway::Dispatch &dispatch, const EventRoute &route);
    //! \brief \a kept, brought up to date.
    const Audience &listeners(Audience &kept, const QMetaMethod &signal) const;
    //! \brief Calls \a emitOn for each of \a clients; a slot may delete any of them.
    template <typename Emit>
    void tell(QVarLengthArray<Client *, 4> clients, const QByteArray &type, const Emit &emitOn);

    Clock &m_clock;
    Milliseconds m_slowHandler;
    HandlerWatch &m_watch;
    QList<Client *> m_clients;
    quint64 m_departures = 0;
    std::atomic<quint64> m_listening = 1;
    Audience m_raw;
    std::vector<Audience> m_typed; //!< One for each of allRoutes().
    //! For each type, when that was last logged; as many as there are types at most.
    QHash<QByteArray, TimePoint> m_complained;
    quint64 m_undecoded = 0;
};

} // namespace Cordial
