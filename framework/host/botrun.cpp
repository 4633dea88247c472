// SPDX-License-Identifier: MIT
#include <cordial/host/botrun.h>

#include <cordial/api/cache/cachestore.h>
#include <cordial/core/jsonwriter.h>
#include <cordial/host/failure.h>
#include <cordial/host/proxy.h>
#include <cordial/host/sessionclaim.h>

#include <QCoreApplication>
#include <QDir>
#include <QFile>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

namespace {

PluginHostConfig pluginConfig(const RunOptions &options, const Config &config)
{
    PluginHostConfig plugins;
    plugins.settings = config.pluginSettings;
    if (!options.stateDirectory.isEmpty())
        plugins.storageDirectory = QDir(options.stateDirectory).filePath(u"plugins"_s);
    return plugins;
}

CommandConfig commandConfig(const RunOptions &options)
{
    CommandConfig commands;
    commands.prefix = options.prefix;
    commands.guild = options.commandGuild;
    if (!options.stateDirectory.isEmpty())
        commands.stateFile = QDir(options.stateDirectory).filePath(u"commands.json"_s);
    return commands;
}

//! \brief The sessions that the next start goes on with, as they stand in \a file.
QByteArray sessionsIn(const QString &file)
{
    QFile sessions(file);
    if (!sessions.open(QIODevice::ReadOnly))
        return {};
    const auto records = Gateway::sessionsFromJson(sessions.readAll());
    return records && !records->isEmpty() ? Gateway::toJson(*records) : QByteArray();
}

} // namespace

BotRun::BotRun(const CommonOptions &common, RunOptions options, Secret token, Clock &clock,
               MetricSink &metrics)
    : m_options(std::move(options))
    , m_config(common.config)
    , m_client(clientConfig(common, std::move(token)), clientParts(clock, metrics), clock, metrics)
    , m_commands(m_client, commandConfig(m_options), &m_localizer, metrics)
    , m_plugins(m_client, m_commands, &m_localizer, pluginConfig(m_options, common.config), metrics)
{
    m_localizer.install();
    m_localizer.addCatalogues(u":/cordial/catalogues/cordial"_s, u"cordial"_s);
    connect(&m_client, &Client::failed, this, [this, url = common.apiUrl](const Error &error) {
        complain(explanation(error, url));
        onFailed(error);
    });
    connect(&m_client, &Client::stopped, this, [this] { finish(m_exitCode); });
    connect(&m_plugins, &PluginHost::pluginFailed, this,
            [](const QString &, const Error &error) { complain(error.message); });
    if (m_options.printReady)
        connect(&m_client, &Client::dispatched, this, &BotRun::printReady);
}

BotRun::~BotRun() = default;

ClientConfig BotRun::clientConfig(const CommonOptions &common, Secret token) const
{
    ClientConfig config;
    config.http.apiUrl = common.apiUrl;
    config.http.token = std::move(token);
    config.http.caFile = common.caFile;
    config.http.allowInsecure = common.insecure;
    config.http.proxy = socketProxyFor(common.apiUrl);
    config.gatewayUrl = common.gatewayUrl;
    // Where the gateway is will be told by the API: it counts as being beside it.
    const QUrl &near = common.gatewayUrl.isEmpty() ? common.apiUrl : common.gatewayUrl;
    if (const auto proxy = proxyFor(near))
        config.shards.proxy = *proxy;
    config.intents = m_options.intents;
    if (m_options.keep)
        config.entities = *m_options.keep;
    config.shards.shardCount = m_options.shards;
    config.shards.firstShard = m_options.firstShard;
    config.shards.lastShard = m_options.lastShard;
    return config;
}

ClientParts BotRun::clientParts(Clock &clock, MetricSink &metrics)
{
    if (!m_options.stateDirectory.isEmpty() && QDir().mkpath(m_options.stateDirectory)) {
        m_sessions = std::make_unique<Gateway::FileSessionStore>(
            QDir(m_options.stateDirectory).filePath(u"sessions.json"_s));
    }
    ClientParts parts;
    parts.gateway = shardManagerFactory(clock, metrics, m_sessions.get());
    if (m_sessions && m_options.keep) {
        parts.entityStore = std::make_shared<Api::FileCacheStore>(
            QDir(m_options.stateDirectory).filePath(u"entities.jsonl"_s));
        // Read from the file: what a later process will find there, not what this one knows.
        parts.entityMark = [file = m_sessions->path()] { return sessionsIn(file); };
    }
    return parts;
}

int BotRun::prepare(const InterruptWatcher &interrupts)
{
    if (m_options.stateDirectory.isEmpty())
        return loadPlugins();
    if (!m_sessions) {
        complain(u"--state-dir: the folder cannot be made"_s);
        return ExitUsage;
    }
    if (!claimSessions(*m_sessions, "--state-dir", interrupts))
        return ExitUsage;
    return loadPlugins();
}

int BotRun::loadPlugins()
{
    const QStringList all = m_options.pluginFiles + m_options.foundFiles;
    const auto results = m_plugins.load(all);
    qsizetype loaded = 0;
    for (const PluginHost::Info &info : results) {
        if (info.state == PluginHost::State::Loaded)
            ++loaded;
        else if (m_options.pluginFiles.contains(info.file))
            return ExitUsage; // Asked for by name: a bot without it is another bot.
    }
    if (loaded == 0 && !all.isEmpty())
        return ExitUsage;
    QStringList names;
    for (const PluginHost::Info &info : results)
        names.append(info.metadata.name); // What one that failed lacks has been said.
    names.removeAll(QString());
    const QStringList strays = strayPluginSettings(m_config, names);
    for (const QString &line : strays)
        complain(line);
    return ExitDone;
}

int BotRun::exec(InterruptWatcher &interrupts)
{
    connect(&interrupts, &InterruptWatcher::interrupted, this, [this] { finish(ExitInterrupted); });
    m_client.start();
    return QCoreApplication::exec();
}

void BotRun::onFailed(const Error &error)
{
    finish(exitCodeOf(error));
}

void BotRun::finish(int code)
{
    m_exitCode = code;
    if (m_client.isStopped())
        QCoreApplication::exit(m_exitCode);
    else
        m_client.stop();
}

void BotRun::printReady(const Event &event)
{
    const bool isReady = event.type == Api::ReadyEvent::kType;
    // A session of the last run goes on without a READY.
    const bool isFirstResume =
        event.type == Api::ResumedEvent::kType && !m_printed.contains(event.shard);
    if (!isReady && !isFirstResume)
        return;
    m_printed.insert(event.shard);
    QString session;
    if (isReady) {
        if (const auto ready = event.decode<Api::ReadyEvent>())
            session = ready->sessionId;
    } else if (m_sessions) {
        const auto record = m_sessions->find(event.shard, quint32(m_client.shardCount()));
        session = record ? QString::fromUtf8(record->sessionId) : QString();
    }
    JsonWriter line;
    line.beginObject().key("event").string("ready");
    line.key("shard").number(qint64(event.shard)).key("session").string(session).endObject();
    m_output.write(line.bytes());
}

} // namespace Cordial::Host
