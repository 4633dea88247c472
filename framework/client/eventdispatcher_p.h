// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/client/client.h>

#include <QHash>
#include <QPointer>
#include <QVarLengthArray>

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

    //! \brief \a understood tells whether the client itself was able to read it: if not, it only
    //! arrives raw.
    void deliver(const Event &event, const Result<> &understood);
    [[nodiscard]] quint64 undecodedCount() const { return m_undecoded; }
    //! \brief See Client::runHandler().
    bool run(Client &client, const char *what, const std::function<void()> &handler);

private:
    //! \brief Counts an event that did not fit, and logs it unless its like was logged a moment
    //! ago.
    void noteUndecoded(const Event &event, const Error &error);
    void deliverRaw(const Event &event);
    void deliverTyped(const Event &event, const EventRoute &route);
    //! \brief Those that listen now; a slot may delete any of them.
    using Listeners = QVarLengthArray<QPointer<Client>, 4>;
    [[nodiscard]] Listeners listeners(const QMetaMethod &signal) const;

    Clock &m_clock;
    Milliseconds m_slowHandler;
    HandlerWatch &m_watch;
    QList<Client *> m_clients;
    //! For each type, when that was last logged; as many as there are types at most.
    QHash<QByteArray, TimePoint> m_complained;
    quint64 m_undecoded = 0;
};

} // namespace Cordial
