// SPDX-License-Identifier: MIT
#include "eventdispatcher_p.h"

#include "eventroutes_p.h"

#include <cordial/core/handlerwatch.h>
#include <cordial/core/logging.h>
#include <cordial/core/logoutput.h>

#include <exception>

namespace Cordial {

namespace {

//! Whoever sends what we do not understand sends more of it.
constexpr Milliseconds kComplainAgain{60'000};

} // namespace

EventDispatcher::EventDispatcher(Clock &clock, Milliseconds slowHandler, HandlerWatch &watch)
    : m_clock(clock), m_slowHandler(slowHandler), m_watch(watch), m_typed(allRoutes().size())
{ }

void EventDispatcher::add(Client *client)
{
    m_clients.append(client);
    noteListening();
}

void EventDispatcher::remove(Client *client)
{
    m_clients.removeOne(client);
    ++m_departures;
    noteListening();
}

const EventDispatcher::Audience &EventDispatcher::listeners(Audience &kept,
                                                            const QMetaMethod &signal) const
{
    const quint64 now = m_listening.load(std::memory_order_acquire);
    if (kept.asOf == now)
        return kept;
    kept.clients.clear();
    for (Client *client : m_clients) {
        if (client->hasListener(signal))
            kept.clients.append(client);
    }
    kept.asOf = now;
    return kept;
}

template <typename Emit>
void EventDispatcher::tell(QVarLengthArray<Client *, 4> clients, const QByteArray &type,
                           const Emit &emitOn)
{
    const quint64 departures = m_departures;
    for (Client *client : clients) {
        if (departures == m_departures || m_clients.contains(client))
            run(*client, type.constData(), [&] { emitOn(*client); });
    }
}

void EventDispatcher::deliver(const Gateway::Dispatch &dispatch, const EventRoute *route,
                              const Result<> &understood)
{
    deliverRaw(dispatch);
    if (!understood)
        noteUndecoded(dispatch, understood.error());
    else if (route != nullptr)
        deliverTyped(dispatch, *route);
}

void EventDispatcher::deliverRaw(const Gateway::Dispatch &dispatch)
{
    static const QMetaMethod kSignal = QMetaMethod::fromSignal(&Client::dispatched);
    const Audience &audience = listeners(m_raw, kSignal);
    if (audience.clients.isEmpty())
        return;
    const Event own = Event{dispatch}.detached();
    tell(audience.clients, dispatch.type, [&](Client &client) { Q_EMIT client.dispatched(own); });
}

void EventDispatcher::deliverTyped(const Gateway::Dispatch &dispatch, const EventRoute &route)
{
    const auto index = static_cast<size_t>(&route - allRoutes().data());
    const Audience &audience = listeners(m_typed[index], route.signal);
    if (audience.clients.isEmpty())
        return;
    const Result<Shared<void>> decoded = decodeEvent(route, dispatch.data);
    if (!decoded) {
        noteUndecoded(dispatch, decoded.error());
        return;
    }
    tell(audience.clients, dispatch.type, [&](Client &client) { route.emitOn(client, *decoded); });
}

void EventDispatcher::noteUndecoded(const Gateway::Dispatch &dispatch, const Error &error)
{
    ++m_undecoded;
    const TimePoint now = m_clock.now();
    const auto last = m_complained.constFind(dispatch.type);
    if (last != m_complained.constEnd() && now - *last < kComplainAgain)
        return;
    m_complained.insert(dispatch.type, now);
    qCWarning(lcClient).noquote() << dispatch.type
                                  << "was not understood and only arrives as it is:"
                                  << error.toString();
}

bool EventDispatcher::run(Client &client, const char *what, const std::function<void()> &handler)
{
    const QByteArray plugin = client.m_plugin; // Outlives the client, which a slot may delete.
    const quint64 departures = m_departures;
    const PluginScope scope(std::string_view(plugin.constData(), size_t(plugin.size())));
    const TimePoint begin = m_clock.now();
    const HandlerWatch::Scope watched(m_watch, PluginScope::current(), what, begin);
    bool failed = false;
    try {
        handler();
    } catch (const std::exception &exception) {
        failed = true;
        qCCritical(lcClient).noquote() << "a handler of" << what << "threw:" << exception.what();
    } catch (...) {
        failed = true;
        qCCritical(lcClient).noquote() << "a handler of" << what << "threw something unknown";
    }
    const auto duration = m_clock.now() - begin;
    if (departures == m_departures || m_clients.contains(&client))
        client.m_stats.add(duration, failed);
    if (duration >= m_slowHandler) {
        qCWarning(lcClient).noquote().nospace()
            << "slow handler: "
            << (plugin.isEmpty() ? QByteArray("the bot itself") : "plugin " + plugin) << " took "
            << std::chrono::duration_cast<Milliseconds>(duration).count() << " ms for " << what
            << "; every other handler waited";
    }
    return !failed;
}

} // namespace Cordial
