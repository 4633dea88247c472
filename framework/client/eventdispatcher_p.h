// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/client/client.h>

#include <QPointer>
#include <QVarLengthArray>

namespace Cordial {

class HandlerWatch;
struct EventRoute;

//! \brief Carries events to the cache and to the signals of a client and its views.
class EventDispatcher
{
public:
    EventDispatcher(Clock &clock, Cache &cache, Milliseconds slowHandler, HandlerWatch &watch);

    void add(Client *client);
    void remove(Client *client);
    [[nodiscard]] const QList<Client *> &clients() const { return m_clients; }

    void deliver(const Event &event);
    //! \brief See Client::runHandler().
    bool run(Client &client, const char *what, const std::function<void()> &handler);

private:
    void deliverRaw(const Event &event);
    void deliverTyped(const Event &event, const EventRoute &route);
    //! \brief Those that listen now; a slot may delete any of them.
    using Listeners = QVarLengthArray<QPointer<Client>, 4>;
    [[nodiscard]] Listeners listeners(const QMetaMethod &signal) const;

    Clock &m_clock;
    Cache &m_cache;
    Milliseconds m_slowHandler;
    HandlerWatch &m_watch;
    QList<Client *> m_clients;
};

} // namespace Cordial
