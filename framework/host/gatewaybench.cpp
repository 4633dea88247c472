// SPDX-License-Identifier: MIT
#include <cordial/host/gatewaybench.h>

#include <cordial/gateway/sockettransport.h>
#include <cordial/host/failure.h>
#include <cordial/host/proxy.h>
#include <cordial/host/sessionclaim.h>
#include <cordial/host/taillines.h>

#include <QCoreApplication>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

GatewayBench::GatewayBench(HostContext &host, TailOptions options,
                           QList<const Api::EventInfo *> typed, Secret token)
    : m_host(host)
    , m_options(std::move(options))
    , m_typed(std::move(typed))
    , m_token(std::move(token))
    , m_timeout(host.clock.makeTimer())
{ }

GatewayBench::~GatewayBench() = default;

int GatewayBench::run()
{
    if (const auto ssl = Gateway::sslConfigurationWith(m_host.options.caFile); !ssl) {
        complain(u"--ca-file: "_s + ssl.error().message);
        return ExitUsage;
    }
    if (!m_options.resumeFile.isEmpty() && !openStore())
        return m_host.interrupts.isInterrupted() ? ExitInterrupted : ExitUsage;
    makeClient();
    listen();
    connect(&m_host.interrupts, &InterruptWatcher::interrupted, this,
            [this] { finish(ExitInterrupted); });
    if (m_options.timeout) {
        const int code = m_options.count ? ExitFailed : ExitDone;
        m_timeout->start(*m_options.timeout, [this, code] { finish(code); });
    }
    m_client->start();
    const int code = QCoreApplication::exec();
    m_output.write(m_figures.line(peakKilobytes()));
    return code;
}

bool GatewayBench::openStore()
{
    m_store = std::make_unique<Gateway::FileSessionStore>(m_options.resumeFile);
    return claimSessions(*m_store, "--resume-file", m_host.interrupts);
}

void GatewayBench::makeClient()
{
    const CommonOptions &common = m_host.options;
    ClientConfig config;
    config.http.apiUrl = common.apiUrl;
    config.http.token = m_token;
    config.http.caFile = common.caFile;
    config.http.allowInsecure = common.insecure;
    config.http.proxy = socketProxyFor(common.apiUrl);
    config.gatewayUrl = common.gatewayUrl;
    if (const auto proxy =
            proxyFor(common.gatewayUrl.isEmpty() ? common.apiUrl : common.gatewayUrl))
        config.shards.proxy = *proxy;
    config.shards.shardCount = m_options.shards;
    config.shards.firstShard = m_options.firstShard;
    config.shards.lastShard = m_options.lastShard;
    config.shards.compression = m_options.compression;
    config.intents = Api::Intents::fromInt(m_options.intents);
    ClientParts parts;
    parts.gateway = shardManagerFactory(m_host.clock, MetricSink::none(), m_store.get());
    m_client = std::make_unique<Client>(std::move(config), std::move(parts), m_host.clock,
                                        MetricSink::none());
    connect(m_client.get(), &Client::failed, this, [this](const Error &error) {
        complain(explanation(error, m_host.options.apiUrl));
        finish(exitCodeOf(error));
    });
    connect(m_client.get(), &Client::stopped, this,
            [this] { QCoreApplication::exit(m_exitCode.value_or(ExitFailed)); });
}

void GatewayBench::listen()
{
    for (const Api::EventInfo *event : m_typed)
        listenTo(*event);
    if (m_typed.isEmpty())
        connect(m_client.get(), &Client::dispatched, this, &GatewayBench::countRaw);
    if (m_options.lifecycle) {
        connect(m_client.get(), &Client::shardChanged, this,
                [this](const Gateway::ShardEvent &event) {
                    const QByteArray line = lifecycleLine(event, m_host.clock.wallNow());
                    m_output.writeRaw(line);
                });
    }
}

void GatewayBench::listenTo(const Api::EventInfo &event)
{
    if (event.name == QByteArrayView(Api::MessageCreateEvent::kType)) {
        connect(m_client.get(), &Client::messageCreated, this,
                [this](const Shared<Api::MessageCreateEvent> &message) {
                    const QByteArray start = message->content.left(22).toLatin1();
                    count(stampIn({start.constData(), size_t(start.size())}));
                });
        return;
    }
    const QMetaObject &meta = staticMetaObject;
    connect(m_client.get(), signalOf(event), this, meta.method(meta.indexOfSlot("count()")));
}

void GatewayBench::countRaw(const Event &event)
{
    if (!m_options.events.isEmpty() && !m_options.events.contains(event.type))
        return;
    constexpr QByteArrayView kKey = "\"content\":\"";
    const qsizetype at =
        event.type == Api::MessageCreateEvent::kType ? event.data.indexOf(kKey) : -1;
    const QByteArrayView content =
        at < 0 ? QByteArrayView() : QByteArrayView(event.data).sliced(at + kKey.size());
    count(stampIn({content.data(), size_t(content.size())}));
}

void GatewayBench::count()
{
    count(std::nullopt);
}

void GatewayBench::count(std::optional<TimePoint> sentAt)
{
    if (m_exitCode)
        return;
    const TimePoint now = m_host.clock.now();
    if (!m_figures.hasBegun())
        m_figures.begin(now, processCpu());
    m_figures.add(now,
                  sentAt ? std::optional<std::chrono::nanoseconds>(now - *sentAt) : std::nullopt);
    if (m_options.count == m_figures.events())
        finish(ExitDone);
}

void GatewayBench::finish(int code)
{
    if (m_exitCode)
        return;
    m_exitCode = code;
    m_timeout->stop();
    if (m_figures.hasBegun())
        m_figures.end(processCpu());
    m_client->stop();
}

} // namespace Cordial::Host
