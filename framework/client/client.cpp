// SPDX-License-Identifier: MIT
#include <cordial/client/client.h>

#include "clientcore_p.h"

#include <cordial/api/handles.h>
#include <cordial/core/logging.h>

#include <QMetaMethod>

namespace Cordial {

Client::Client(ClientConfig config, Clock &clock, MetricSink &metrics, QObject *parent)
    : Client(std::move(config), ClientParts{}, clock, metrics, parent)
{ }

Client::Client(ClientConfig config, ClientParts parts, Clock &clock, MetricSink &metrics,
               QObject *parent)
    : EventSignals(parent)
    , d(std::make_shared<ClientCore>(std::move(config), std::move(parts), clock, metrics))
{
    d->add(this);
}

Client::Client(std::shared_ptr<ClientCore> core, QString plugin)
    : d(std::move(core)), m_plugin(plugin.toUtf8())
{
    d->add(this);
}

Client::~Client()
{
    d->remove(this);
}

std::unique_ptr<Client> Client::makeView(const QString &plugin)
{
    return std::unique_ptr<Client>(new Client(d, plugin));
}

QString Client::plugin() const
{
    return QString::fromUtf8(m_plugin);
}

void Client::start()
{
    d->start();
}

void Client::stop()
{
    d->stop();
}

bool Client::isRunning() const
{
    return d->state == ClientCore::State::Running;
}

bool Client::isStopped() const
{
    return d->state == ClientCore::State::Stopped;
}

void Client::addStartupHook(Hook hook)
{
    d->addStartupHook(this, std::move(hook));
}

void Client::addShutdownHook(Hook hook)
{
    d->shutdownHooks.append({this, std::move(hook)});
}

Net::HttpClient &Client::http() const
{
    return *d->http;
}

const Api::EntityCache &Client::entities() const
{
    return d->keeper.entities();
}

Clock &Client::clock() const
{
    return d->clock;
}

const Api::User &Client::self() const
{
    return d->self;
}

ApplicationId Client::applicationId() const
{
    return d->application;
}

int Client::shardCount() const
{
    return d->gateway ? d->gateway->shardCount() : 0;
}

Gateway::ShardManager *Client::shards() const
{
    return d->gateway ? d->gateway->shards() : nullptr;
}

QFuture<Result<>> Client::ensureGuild(GuildId guild)
{
    const Result<> possible = d->canFollow(guild);
    return possible ? d->lookup.guild(guild) : finishedFuture(possible);
}

QFuture<Result<>> Client::ensureChannel(GuildId guild, ChannelId channel)
{
    const Result<> possible = d->canFollow(guild);
    return possible ? d->lookup.channel(guild, channel) : finishedFuture(possible);
}

void Client::requestIntents(Api::Intents intents)
{
    d->requested |= intents;
    const bool isFixed = d->config.intents || d->state >= ClientCore::State::Running;
    if (!isFixed || d->active.testFlags(intents))
        return;
    qCWarning(lcClient).noquote().nospace()
        << (m_plugin.isEmpty() ? QByteArray("the bot") : "plugin " + m_plugin)
        << " needs the intents " << Api::toString(intents & ~d->active)
        << ", which are not requested (add them to --intents, or use --intents auto)";
}

Api::Intents Client::intents() const
{
    const bool isFixed = d->config.intents || d->state >= ClientCore::State::Running;
    return isFixed ? d->active : d->neededIntents();
}

QFuture<Result<Api::Message>> Client::sendMessage(ChannelId channel,
                                                  const Api::MessageBuilder &message)
{
    return this->channel(channel).sendMessage(message);
}

Result<> Client::sendCommand(quint32 shard, const QByteArray &payload)
{
    if (!d->gateway)
        return makeError(ErrorCode::Closed, QStringLiteral("the gateway is not connected"));
    return d->gateway->send(shard, payload);
}

QFuture<Result<Event>> Client::waitFor(const QByteArray &type,
                                       std::function<bool(const Event &)> predicate,
                                       Milliseconds timeout)
{
    return d->waiter.wait(this, type, std::move(predicate), timeout);
}

bool Client::runHandler(const char *what, const std::function<void()> &handler)
{
    const std::shared_ptr<ClientCore> core = d; // The handler may delete this.
    return core->dispatcher.run(*this, what, handler);
}

const HandlerStats &Client::handlerStats() const
{
    return m_stats;
}

quint64 Client::undecodedCount() const
{
    return d->dispatcher.undecodedCount();
}

bool Client::hasListener(const QMetaMethod &signal) const
{
    return isSignalConnected(signal);
}

void Client::connectNotify(const QMetaMethod &signal)
{
    d->dispatcher.noteListening();
    d->listened(this, signal);
}

//! Qt holds locks of its own while it calls this: nothing may be asked of it.
void Client::disconnectNotify(const QMetaMethod &)
{
    d->dispatcher.noteListening();
}

} // namespace Cordial
