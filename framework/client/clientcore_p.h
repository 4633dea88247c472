// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/gatewayinfo.h>
#include <cordial/client/client.h>
#include <cordial/core/handlerwatch.h>

#include "entitykeeper_p.h"
#include "eventdispatcher_p.h"
#include "eventkinds_p.h"
#include "eventwaiter_p.h"
#include "guildlookup_p.h"
#include "hookrunner_p.h"

#include <QSet>

namespace Cordial {

//! \brief What a client and its views share: the connection, what is known, the life cycle.
class ClientCore : public QObject, public std::enable_shared_from_this<ClientCore>
{
    Q_OBJECT
public:
    ClientCore(ClientConfig config, ClientParts parts, Clock &clock, MetricSink &metrics);
    ~ClientCore() override;

    enum class State : quint8 { Idle, Starting, Running, Stopping, Stopped };

    void start();
    void stop();
    void addStartupHook(Client *owner, Client::Hook hook);
    void add(Client *client);
    void remove(Client *client);
    //! \brief Something was connected to \a signal of \a client.
    void listened(Client *client, const QMetaMethod &signal);
    [[nodiscard]] Api::Intents neededIntents() const;
    //! \brief Whether \a guild may be looked up: only what events keep up to date.
    [[nodiscard]] Result<> canFollow(GuildId guild) const;

    ClientConfig config;
    Clock &clock;
    MetricSink &metrics;
    ClientParts parts;
    State state = State::Idle;
    std::unique_ptr<Net::HttpClient> http;
    std::unique_ptr<GatewayLink> gateway;
    EntityKeeper keeper;
    //! What this thread is busy with, for gateway threads to name while it blocks.
    std::shared_ptr<HandlerWatch> handlers = std::make_shared<HandlerWatch>();
    EventKinds kinds;
    EventDispatcher dispatcher;
    EventWaiter waiter;
    HookRunner hooks;
    QList<OwnedHook> startupHooks;
    QList<OwnedHook> lateHooks; //!< Startup hooks that came after the start.
    QList<OwnedHook> shutdownHooks;
    Api::Intents requested;
    Api::Intents active; //!< Of the connection; set by start().
    Api::User self;
    ApplicationId application;
    GuildLookup lookup;

private:
    void runLateHooks();
    void askForGateway();
    void connectGateway(Gateway::GatewayInfo info);
    void askForBudget(const std::function<void(const Result<Gateway::GatewayInfo> &)> &then);
    void take(const QList<Gateway::Dispatch> &batch);
    [[nodiscard]] Result<> understand(const Gateway::Dispatch &dispatch, const EventKind &kind);
    [[nodiscard]] Result<> noteReady(const QByteArray &data);
    void fail(const Error &error);
    void closeGateway();
    void finishStop();
    //! \brief Every event's signal that something is connected to.
    void forEachSignal(
        const std::function<void(const Client &, const QMetaMethod &, Api::Intents)> &visit) const;
    void warnAboutIntents(const Client &client, const QMetaMethod &signal, Api::Intents intents);
    void announceStarted();
    void reportGauges();
    //! \brief Emits on every client, as a handler of \a what; a slot may delete any of them.
    template <typename Emit>
    void onAll(const char *what, Emit &&emitOn)
    {
        const std::shared_ptr<ClientCore> alive = weak_from_this().lock();
        QList<QPointer<Client>> all;
        for (Client *client : dispatcher.clients())
            all.append(client);
        for (const QPointer<Client> &client : all) {
            if (client)
                dispatcher.run(*client, what, [&] { emitOn(*client); });
        }
    }

    Api::GatewayInquiry m_inquiry;
    bool m_hasFailed = false;
    QSet<QByteArray> m_warned; //!< Signals that were warned about, one entry a signal at most.
};

} // namespace Cordial
