// SPDX-License-Identifier: MIT
#include "clientcore_p.h"

#include "eventroutes_p.h"

#include <cordial/api/typed/application.h>
#include <cordial/api/typed/events.h>
#include <cordial/api/typed/operations/applications.h>
#include <cordial/api/typed/operations/users.h>
#include <cordial/core/logging.h>
#include <cordial/core/oncontext.h>
#include <cordial/gateway/sockettransport.h>

namespace Cordial {

namespace {

constexpr Milliseconds kStartupHooksTime{10'000};
// Together under the 5 s that a process may take to end.
constexpr Milliseconds kShutdownHooksTime{1'000};
constexpr Milliseconds kGatewayStopTime{3'000};

std::unique_ptr<Net::HttpClient> makeHttp(const ClientConfig &config, const ClientParts &parts,
                                          Clock &clock, MetricSink &metrics)
{
    if (parts.sender)
        return std::make_unique<Net::HttpClient>(parts.sender, clock, metrics);
    return std::make_unique<Net::HttpClient>(config.http, clock, metrics);
}

} // namespace

ClientCore::ClientCore(ClientConfig configuration, ClientParts replaced, Clock &time,
                       MetricSink &sink)
    : config(std::move(configuration))
    , clock(time)
    , metrics(sink)
    , parts(std::move(replaced))
    , http(makeHttp(config, parts, clock, metrics))
    , keeper(config.entities, parts.entityStore, parts.entityMark, clock, metrics)
    , kinds(keeper)
    , dispatcher(clock, config.slowHandler, *handlers)
    , waiter(clock, dispatcher)
    , hooks(clock, dispatcher)
    , lookup(*http, clock, keeper.entities(), self)
    , m_inquiry(*http, clock,
                config.gatewayUrl.isEmpty() ? Api::GatewayInquiry::Need::Required
                                            : Api::GatewayInquiry::Need::Optional)
{
    if (!parts.gateway)
        parts.gateway = shardManagerFactory(clock, metrics);
    if (config.intents)
        active = *config.intents;
    // Shards that are connected stay so, but nothing could be answered any more.
    connect(http.get(), &Net::HttpClient::tokenRefused, this, [this] {
        fail(makeError(ErrorCode::Unauthorized,
                       QStringLiteral("a request was answered with 401: the token is not valid any "
                                      "more")));
    });
}

ClientCore::~ClientCore() = default;

void ClientCore::add(Client *client)
{
    dispatcher.add(client);
}

void ClientCore::remove(Client *client)
{
    dispatcher.remove(client);
    waiter.cancel(client);
    const auto isOwned = [client](const OwnedHook &hook) { return hook.owner == client; };
    startupHooks.removeIf(isOwned);
    lateHooks.removeIf(isOwned);
    shutdownHooks.removeIf(isOwned);
}

void ClientCore::forEachSignal(
    const std::function<void(const Client &, const QMetaMethod &, Api::Intents)> &visit) const
{
    for (const Client *client : dispatcher.clients()) {
        for (const EventRoute &route : allRoutes()) {
            if (client->hasListener(route.signal))
                visit(*client, route.signal, route.intents);
        }
    }
}

Api::Intents ClientCore::neededIntents() const
{
    // What is known lives on the guild events; without them no permission can be computed.
    Api::Intents needed = requested | Api::Intent::Guilds | keeper.neededIntents();
    forEachSignal([&needed](const Client &, const QMetaMethod &, Api::Intents intents) {
        needed |= intents;
    });
    return needed;
}

Result<> ClientCore::canFollow(GuildId guild) const
{
    if (!guild.isValid())
        return makeError(ErrorCode::InvalidArgument, QStringLiteral("this is no server"));
    const bool isConnected = config.intents || state >= State::Running;
    if (keeper.entities().containsGuild(guild) || !isConnected
        || active.testFlag(Api::Intent::Guilds))
        return {};
    return makeError(ErrorCode::InvalidArgument,
                     QStringLiteral("the intent GUILDS is not requested (add it to --intents, or "
                                    "use --intents auto)"));
}

void ClientCore::start()
{
    if (state != State::Idle)
        return;
    const std::shared_ptr<ClientCore> alive = shared_from_this(); // A hook may delete the client.
    state = State::Starting;
    keeper.start();
    hooks.run(startupHooks, "startup", kStartupHooksTime, [this] { askForGateway(); });
}

void ClientCore::addStartupHook(Client *owner, Client::Hook hook)
{
    if (state == State::Idle) {
        startupHooks.append({owner, std::move(hook)});
        return;
    }
    // Not from here: whoever adds it has not come to its end. It stays in the list until then, as
    // it goes with its owner.
    lateHooks.append({owner, std::move(hook)});
    QMetaObject::invokeMethod(this, &ClientCore::runLateHooks, Qt::QueuedConnection);
}

void ClientCore::runLateHooks()
{
    const std::shared_ptr<ClientCore> alive = shared_from_this(); // A hook may delete the client.
    while (!lateHooks.isEmpty()) {
        const OwnedHook late = lateHooks.takeFirst();
        if (state == State::Starting || state == State::Running)
            hooks.runAlone(late, "startup");
    }
}

void ClientCore::askForGateway()
{
    if (state != State::Starting)
        return;
    m_inquiry.start([this](const Result<Gateway::GatewayInfo> &info) {
        if (info) {
            connectGateway(*info);
        } else if (config.gatewayUrl.isEmpty() || info.error().code == ErrorCode::Unauthorized) {
            fail(info.error());
        } else {
            qCWarning(lcClient,
                      "GET /gateway/bot failed (%ls); taking one shard, or as many as are "
                      "configured, and a full session budget",
                      qUtf16Printable(info.error().message));
            connectGateway({});
        }
    });
}

void ClientCore::connectGateway(Gateway::GatewayInfo info)
{
    if (!config.gatewayUrl.isEmpty())
        info.url = config.gatewayUrl;
    if (const Result<> usable = Gateway::checkGatewayUrl(info.url, config.http.allowInsecure);
        !usable) {
        // Of the wrong kind, but not the caller's mistake: the API named it.
        fail(makeError(ErrorCode::Closed, usable.error().message));
        return;
    }
    // As late as possible: something may have been connected in hooks, or while the API was asked.
    if (!config.intents)
        active = neededIntents();
    keeper.warnAboutIntents(active);
    forEachSignal([this](const Client &client, const QMetaMethod &signal, Api::Intents intents) {
        warnAboutIntents(client, signal, intents);
    });
    Gateway::ShardManagerConfig shards = config.shards;
    shards.token = config.http.token;
    shards.caFile = config.http.caFile;
    shards.allowInsecure = config.http.allowInsecure;
    shards.intents = active.toInt();
    shards.handlers = handlers;
    gateway = parts.gateway(shards);
    gateway->setInfoSource([this](auto then) { askForBudget(then); });
    connect(gateway.get(), &GatewayLink::dispatched, this, &ClientCore::take);
    connect(gateway.get(), &GatewayLink::shardChanged, this,
            [this](const Gateway::ShardEvent &event) {
                onAll("shardChanged", [&](Client &client) { Q_EMIT client.shardChanged(event); });
            });
    connect(gateway.get(), &GatewayLink::ready, this, &ClientCore::announceStarted);
    connect(gateway.get(), &GatewayLink::fatal, this,
            [this](quint32, const Error &error) { fail(error); });
    connect(gateway.get(), &GatewayLink::stopped, this, &ClientCore::finishStop);
    state = State::Running;
    gateway->start(info);
}

void ClientCore::askForBudget(const std::function<void(const Result<Gateway::GatewayInfo> &)> &then)
{
    Api::CallOptions options;
    options.lane = Net::Lane::High;
    onContext(Api::getGatewayInfo(*http, options), this,
              [then](const Result<Gateway::GatewayInfo> &info) { then(info); });
}

void ClientCore::take(const QList<Gateway::Dispatch> &batch)
{
    const std::shared_ptr<ClientCore> alive = shared_from_this(); // A slot may delete the client.
    // A receiver that ends in another thread tells of it a moment too early: see to it now.
    dispatcher.noteListening();
    for (const Gateway::Dispatch &dispatch : batch) {
        const EventKind kind = kinds.of(dispatch.type);
        const Result<> understood = understand(dispatch, kind);
        waiter.offer(dispatch);
        dispatcher.deliver(dispatch, kind.route, understood);
        lookup.note(dispatch);
        if (dispatcher.clients().isEmpty())
            return;
    }
    reportGauges();
}

Result<> ClientCore::understand(const Gateway::Dispatch &dispatch, const EventKind &kind)
{
    Result<> understood;
    if (kind.isKept)
        understood = keeper.take(dispatch);
    if (understood && kind.isReady)
        understood = noteReady(dispatch.data);
    return understood;
}

Result<> ClientCore::noteReady(const QByteArray &data)
{
    const auto ready = fromJson<Api::ReadyEvent>(data);
    if (!ready)
        return ready.error();
    self = ready->user;
    application = ready->application.id;
    return {};
}

void ClientCore::announceStarted()
{
    keeper.tell();
    const auto announce = [this] {
        onAll("started", [](Client &client) { Q_EMIT client.started(); });
    };
    if (self.id.isValid() && application.isValid()) {
        announce();
        return;
    }
    // Sessions of an earlier process go on without a READY that would say who we are.
    onContext(Api::getMyUser(*http), this, [this, announce](const Result<Api::User> &user) {
        if (user)
            self = *user;
        onContext(Api::getMyApplication(*http), this,
                  [this, announce](const Result<Api::Application> &found) {
                      if (found)
                          application = found->id;
                      if (state == State::Running)
                          announce();
                  });
    });
}

void ClientCore::reportGauges()
{
    if (!metrics.wants(MetricStream::Gauges))
        return;
    const auto report = [this](const char *name, qsizetype value, qsizetype limit) {
        GaugeRecord record;
        record.name = name;
        record.value = static_cast<double>(value);
        record.limit = static_cast<double>(limit);
        metrics.report(record);
    };
    keeper.report();
    report("events not understood", qsizetype(dispatcher.undecodedCount()), 0);
    report("event waits", qsizetype(waiter.size()), qsizetype(EventWaiter::kMost));
    report("guild look-ups waited for", lookup.waitingCount(), GuildLookup::kMost);
}

void ClientCore::fail(const Error &error)
{
    if (std::exchange(m_hasFailed, true))
        return;
    onAll("failed", [&](Client &client) { Q_EMIT client.failed(error); });
}

void ClientCore::stop()
{
    if (state == State::Stopping || state == State::Stopped)
        return;
    const std::shared_ptr<ClientCore> alive = shared_from_this(); // A hook may delete the client.
    const bool wasIdle = state == State::Idle;
    if (gateway)
        gateway->setDelivering(false);
    state = State::Stopping;
    m_inquiry.stop();
    hooks.run(wasIdle ? QList<OwnedHook>() : shutdownHooks, "shutdown", kShutdownHooksTime,
              [this] { closeGateway(); });
}

void ClientCore::closeGateway()
{
    if (gateway)
        gateway->stop(kGatewayStopTime);
    else
        finishStop();
}

void ClientCore::finishStop()
{
    if (state == State::Stopped)
        return;
    state = State::Stopped;
    waiter.close();
    keeper.stop();
    http->stop();
    onAll("stopped", [](Client &client) { Q_EMIT client.stopped(); });
}

void ClientCore::listened(Client *client, const QMetaMethod &signal)
{
    if (!config.intents && state < State::Running)
        return;
    if (const EventRoute *route = findRoute(signal))
        warnAboutIntents(*client, signal, route->intents);
}

void ClientCore::warnAboutIntents(const Client &client, const QMetaMethod &signal,
                                  Api::Intents intents)
{
    if (!intents || (intents & active))
        return;
    const QByteArray key = client.m_plugin + ':' + signal.name();
    if (m_warned.contains(key) || m_warned.size() >= 1'000)
        return;
    m_warned.insert(key);
    const QString names =
        Api::toString(intents).replace(QStringLiteral(", "), QStringLiteral(" or "));
    qCWarning(lcClient).noquote().nospace()
        << signal.name() << " is connected"
        << (client.m_plugin.isEmpty() ? QByteArray() : " by plugin " + client.m_plugin)
        << " but never comes: the intent " << names
        << " is not requested (add it to --intents, or use --intents auto)";
}

} // namespace Cordial
