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
    : m_clock(clock), m_slowHandler(slowHandler), m_watch(watch)
{ }

void EventDispatcher::add(Client *client)
{
    m_clients.append(client);
}

void EventDispatcher::remove(Client *client)
{
    m_clients.removeOne(client);
}

EventDispatcher::Listeners EventDispatcher::listeners(const QMetaMethod &signal) const
{
    Listeners found;
    for (Client *client : m_clients) {
        if (client->hasListener(signal))
            found.append(client);
    }
    return found;
}

void EventDispatcher::deliver(const Event &event, const Result<> &understood)
{
    deliverRaw(event);
    if (!understood)
        noteUndecoded(event, understood.error());
    else if (const EventRoute *route = findRoute(event.type))
        deliverTyped(event, *route);
}

void EventDispatcher::deliverRaw(const Event &event)
{
    static const QMetaMethod kSignal = QMetaMethod::fromSignal(&Client::dispatched);
    const auto clients = listeners(kSignal);
    if (clients.isEmpty())
        return;
    const Event own = event.detached();
    for (const QPointer<Client> &client : clients) {
        if (client)
            run(*client, event.type.constData(), [&] { Q_EMIT client->dispatched(own); });
    }
}

void EventDispatcher::deliverTyped(const Event &event, const EventRoute &route)
{
    const auto clients = listeners(route.signal);
    if (clients.isEmpty())
        return;
    const Result<Shared<void>> decoded = decodeEvent(route, event.data);
    if (!decoded) {
        noteUndecoded(event, decoded.error());
        return;
    }
    for (const QPointer<Client> &client : clients) {
        if (client)
            run(*client, event.type.constData(), [&] { route.emitOn(*client, *decoded); });
    }
}

void EventDispatcher::noteUndecoded(const Event &event, const Error &error)
{
    ++m_undecoded;
    const TimePoint now = m_clock.now();
    const auto last = m_complained.constFind(event.type);
    if (last != m_complained.constEnd() && now - *last < kComplainAgain)
        return;
    m_complained.insert(event.type, now);
    qCWarning(lcClient).noquote() << event.type << "was not understood and only arrives as it is:"
                                  << error.toString();
}

bool EventDispatcher::run(Client &client, const char *what, const std::function<void()> &handler)
{
    const QByteArray plugin = client.m_plugin; // Outlives the client, which a slot may delete.
    const QPointer<Client> alive(&client);
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
    if (alive)
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
