// SPDX-License-Identifier: MIT
#include <cordial/core/logging.h>
#include <cordial/sandbox/api.h>
#include <cordial/sandbox/basicroutes.h>
#include <cordial/sandbox/commandroutes.h>
#include <cordial/sandbox/configfile.h>
#include <cordial/sandbox/control.h>
#include <cordial/sandbox/gatewayhub.h>
#include <cordial/sandbox/guildroutes.h>
#include <cordial/sandbox/interactions.h>
#include <cordial/sandbox/listener.h>
#include <cordial/sandbox/memberroutes.h>
#include <cordial/sandbox/messageroutes.h>
#include <cordial/sandbox/server.h>
#include <cordial/sandbox/webhookroutes.h>
#include <cordial/sandbox/worldfile.h>

#include <QJsonDocument>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

QByteArray ServerInfo::toJsonLine() const
{
    const auto field = [](const char *name, const QByteArray &value) -> QByteArray {
        return QByteArray("\"") + name + "\":\"" + value + '"';
    };
    return "{"_ba + field("api_url", apiUrl.toUtf8()) + ','
        + field("gateway_url", gatewayUrl.toUtf8()) + ',' + field("bot_token", botToken.reveal())
        + ',' + field("user_token", userToken.reveal()) + ','
        + field("application_id", applicationId.toByteArray()) + ','
        + field("guild_id", guildId.toByteArray()) + ','
        + field("channel_id", channelId.toByteArray()) + '}';
}

//! \brief One run of the server; built by start(), destroyed by stop(). Members are destroyed from
//! below: sockets first, then what they call, then the world.
class Server::Private
{
public:
    Private(Server &server, Clock &serverClock, ServerConfig serverConfig)
        : q(server), clock(serverClock), config(std::move(serverConfig))
    { }

    struct Run
    {
        Run(Clock &runClock, quint64 seed, WorldSetup setup, LimitSettings limitSettings,
            QObject *parent)
            : core(runClock, seed)
            , limits(std::move(limitSettings))
            , faults(runClock)
            , hub((core.world = std::move(setup.world), core.gateway = setup.gateway, core))
            , messages(core, router)
            , basics(core, hub, router)
            , guilds(core, router)
            , members(core, router)
            , commands(core, router)
            , interactions(core, router, messages)
            , webhooks(core, router, messages, interactions)
            , api(core, router, limits, faults)
            , control({core, api, hub, messages, limits, faults,
                       [this] { return listener.stats(); }, [this] { return info(); }})
            , listener(runClock, api, hub, faults, parent)
        {
            core.events = &hub;
            api.control = [this](const HttpRequest &request, const HttpReply &reply) {
                control.handle(request, reply);
            };
            faults.strike = [this](const Fault &fault) { strike(fault); };
            hub.dispatched = [this](GatewayConnection &connection) {
                if (connection.session() == nullptr)
                    return;
                const int shard = connection.session()->config().shard;
                for (const Fault &fault : faults.afterDispatch(shard))
                    strike(fault);
            };
        }

        [[nodiscard]] QJsonObject info() const
        {
            return {{u"api_url"_s, listener.apiUrl()},
                    {u"gateway_url"_s, listener.gatewayUrl()},
                    {u"application_id"_s, core.world->applicationId.toString()},
                    {u"guild_id"_s, core.world->mainGuild.toString()},
                    {u"channel_id"_s, core.world->mainChannel.toString()}};
        }

        void strike(const Fault &fault)
        {
            core.journal.add("fault"_ba, fault.spec);
            const double time = fault.spec.value("for"_L1).toDouble();
            if (fault.kind == "edge_ban")
                limits.ban("127.0.0.1"_ba, Milliseconds(qint64(time * 1000)), core.clock.now());
            else if (fault.kind == "rehash")
                limits.changeHashes();
            else if (fault.kind == "forget_sessions")
                hub.forgetSessions();
            else
                listener.strike(fault);
        }

        Core core;
        RateLimitModel limits;
        Faults faults;
        Router router;
        GatewayHub hub;
        MessageRoutes messages;
        BasicRoutes basics;
        GuildRoutes guilds;
        MemberRoutes members;
        CommandRoutes commands;
        Interactions interactions;
        WebhookRoutes webhooks;
        Api api;
        Control control;
        Listener listener;
    };

    Result<> start(quint16 port);

    Server &q;
    Clock &clock;
    const ServerConfig config;
    std::unique_ptr<Run> run;
};

Result<> Server::Private::start(quint16 port)
{
    QJsonObject spec;
    const QString source = config.worldFile.isEmpty() ? u"world"_s : config.worldFile;
    if (!config.worldFile.isEmpty() || !config.worldText.isEmpty()) {
        Result<QJsonObject> read = config.worldFile.isEmpty()
            ? parseConfig(config.worldText, source)
            : readConfigFile(config.worldFile);
        if (!read)
            return std::move(read).error();
        spec = *read;
    }
    Result<LimitSettings> limits = loadLimits(config.limits);
    if (!limits)
        return std::move(limits).error();
    const quint64 seed = config.seed.value_or(QRandomGenerator::system()->generate64());
    Result<WorldSetup> setup = buildWorld(spec, seed, wallMs(clock));
    if (!setup)
        return std::move(setup).error().in(source);
    auto made =
        std::make_unique<Run>(clock, seed, std::move(setup).value(), std::move(limits).value(), &q);
    Result<> listening = made->listener.listen(port);
    if (!listening)
        return listening;
    made->basics.setGatewayUrl(made->listener.gatewayUrl());
    made->hub.setResumeUrl(made->listener.resumeUrl());
    run = std::move(made);
    if (config.faultsFile.isEmpty())
        return {};
    Result<QJsonObject> faults = readConfigFile(config.faultsFile);
    Result<> added = faults ? run->faults.addAll(*faults) : Result<>(std::move(faults).error());
    if (!added) {
        run.reset();
        const QString message = added.error().message;
        return message.startsWith(config.faultsFile)
            ? std::move(added).error()
            : std::move(added).error().in(config.faultsFile);
    }
    return {};
}

Server::Server(Clock &clock, ServerConfig config, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(*this, clock, std::move(config)))
{ }

Server::~Server() = default;

Result<> Server::start(quint16 port)
{
    if (d->run)
        return makeError(ErrorCode::InvalidArgument, u"the sandbox is running already"_s);
    Result<> started = d->start(port);
    if (started)
        qCInfo(lcSandbox) << "serving on" << d->run->listener.apiUrl();
    return started;
}

void Server::stop()
{
    d->run.reset();
}

bool Server::isRunning() const
{
    return d->run != nullptr;
}

ServerInfo Server::info() const
{
    Q_ASSERT(d->run);
    const World &world = *d->run->core.world;
    ServerInfo info;
    info.apiUrl = d->run->listener.apiUrl();
    info.gatewayUrl = d->run->listener.gatewayUrl();
    info.port = d->run->listener.port();
    info.botToken = Secret(world.user(world.botId)->token);
    info.userToken = Secret(world.user(world.mainPerson)->token);
    info.applicationId = world.applicationId;
    info.guildId = world.mainGuild;
    info.channelId = world.mainChannel;
    info.botId = world.botId;
    info.userId = world.mainPerson;
    return info;
}

} // namespace Cordial::Sandbox
