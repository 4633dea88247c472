// SPDX-License-Identifier: MIT
#include <cordial/host/tailcommand.h>

#include <cordial/api/gatewayinfo.h>
#include <cordial/core/oncontext.h>
#include <cordial/gateway/sessionstore.h>
#include <cordial/gateway/shardmanager.h>
#include <cordial/gateway/sockettransport.h>
#include <cordial/host/proxy.h>
#include <cordial/host/sessionclaim.h>
#include <cordial/host/taillines.h>
#include <cordial/host/tailoutput.h>
#include <cordial/net/httpclient.h>

#include <QCoreApplication>
#include <QObject>

#include <unistd.h>

namespace Cordial::Host {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Gateway::Dispatch;
using Gateway::GatewayInfo;
using Gateway::ShardEvent;
using Gateway::ShardManager;

namespace {

constexpr auto kStopWithin = 2500ms;
// For lines already begun when an interrupt comes and nobody reads.
constexpr auto kFlushWithin = 1500ms;

//! \brief One run of the command: ask for the gateway, run the shards, print, end with a code.
class TailRun : public QObject
{
public:
    TailRun(HostContext &host, TailOptions options, Secret token)
        : m_host(host)
        , m_options(std::move(options))
        , m_token(std::move(token))
        , m_output(STDOUT_FILENO)
        , m_timeout(host.clock.makeTimer())
        , m_flushLimit(host.clock.makeTimer())
    { }

    [[nodiscard]] int run()
    {
        if (const auto ssl = Gateway::sslConfigurationWith(m_host.options.caFile); !ssl) {
            complain(u"--ca-file: "_s + ssl.error().message);
            return ExitUsage;
        }
        if (!m_options.resumeFile.isEmpty() && !openStore())
            return m_host.interrupts.isInterrupted() ? ExitInterrupted : ExitUsage;
        connect(&m_host.interrupts, &InterruptWatcher::interrupted, this,
                [this] { finish(ExitInterrupted); });
        connect(&m_output, &TailOutput::marked, this, &TailRun::onMarked);
        connect(&m_output, &TailOutput::drained, this, &TailRun::onDrained);
        connect(&m_output, &TailOutput::closed, this, &TailRun::onOutputClosed);
        if (m_options.timeout)
            m_timeout->start(*m_options.timeout, [this] { finish(ExitFailed); });
        askForGateway();
        return QCoreApplication::exec();
    }

private:
    [[nodiscard]] bool openStore()
    {
        m_store = std::make_unique<Gateway::FileSessionStore>(m_options.resumeFile);
        return claimSessions(*m_store, "--resume-file", m_host.interrupts);
    }

    [[nodiscard]] bool isGatewayGiven() const { return !m_host.options.gatewayUrl.isEmpty(); }

    void askForGateway()
    {
        Net::HttpConfig config;
        config.apiUrl = m_host.options.apiUrl;
        config.token = m_token;
        config.caFile = m_host.options.caFile;
        config.allowInsecure = m_host.options.insecure;
        config.proxy = socketProxyFor(config.apiUrl);
        if (isGatewayGiven())
            config.retries = 0;
        m_http = std::make_unique<Net::HttpClient>(config, m_host.clock, MetricSink::none());
        using Need = Api::GatewayInquiry::Need;
        m_inquiry = std::make_unique<Api::GatewayInquiry>(
            *m_http, m_host.clock, isGatewayGiven() ? Need::Optional : Need::Required);
        m_inquiry->start([this](const Result<GatewayInfo> &info) { onAnswer(info); });
    }

    void onAnswer(const Result<GatewayInfo> &info)
    {
        if (m_exitCode)
            return;
        if (info) {
            startShards(*info);
            return;
        }
        const Error &error = info.error();
        if (error.code == ErrorCode::Unauthorized) {
            onRefused();
            return;
        }
        if (isGatewayGiven()) {
            complain(
                u"GET /gateway/bot failed (%1); taking one shard and a full session budget"_s.arg(
                    error.message));
            startShards({});
            return;
        }
        complain(u"cannot ask %1 for the gateway: %2; check --api-url and the network"_s.arg(
            m_host.options.apiUrl.toDisplayString(), error.toString()));
        finish(ExitFailed);
    }

    void onRefused()
    {
        const QString reason =
            u"Discord refused the token (401): check DISCORD_TOKEN or --token-file, or reset the token at https://discord.com/developers/applications under Bot"_s;
        if (m_options.lifecycle)
            print(refusedLine(reason));
        complain(reason);
        finish(ExitRefused);
    }

    void startShards(GatewayInfo info)
    {
        if (isGatewayGiven())
            info.url = m_host.options.gatewayUrl;
        const int total = m_options.shards > 0 ? m_options.shards : info.shards;
        const Result<> range = checkShardRange(m_options, total);
        const Result<> url = Gateway::checkGatewayUrl(info.url, m_host.options.insecure);
        if (!range || !url) {
            complain((!range ? range : url).error().message);
            finish(!range ? ExitUsage : ExitFailed);
            return;
        }
        m_shards =
            std::make_unique<ShardManager>(shardConfig(info.url), m_host.clock, MetricSink::none());
        m_shards->setSessionStore(m_store.get());
        connect(m_shards.get(), &ShardManager::dispatched, this, &TailRun::onDispatched);
        connect(m_shards.get(), &ShardManager::shardChanged, this, &TailRun::onShardChanged);
        connect(m_shards.get(), &ShardManager::fatal, this, &TailRun::onFatal);
        connect(m_shards.get(), &ShardManager::stopped, this, &TailRun::onStopped);
        if (!isGatewayGiven())
            m_shards->setInfoSource([this](auto then) { askForBudget(then); });
        m_shards->start(info);
    }

    //! The session budget has been reset: how much is there now?
    void askForBudget(const std::function<void(const Result<GatewayInfo> &)> &then)
    {
        onContext(Api::getGatewayInfo(*m_http), this,
                  [this, then](const Result<GatewayInfo> &info) {
                      if (!info && info.error().code == ErrorCode::Unauthorized)
                          onRefused();
                      else
                          then(info);
                  });
    }

    [[nodiscard]] Gateway::ShardManagerConfig shardConfig(const QUrl &url) const
    {
        Gateway::ShardManagerConfig config;
        config.token = m_token;
        config.intents = m_options.intents;
        config.shardCount = m_options.shards;
        config.firstShard = m_options.firstShard;
        config.lastShard = m_options.lastShard;
        config.compression = m_options.compression;
        config.caFile = m_host.options.caFile;
        config.allowInsecure = m_host.options.insecure;
        if (const auto proxy = proxyFor(url))
            config.proxy = *proxy;
        config.dropWhenFull = false;
        config.strictJson = true;
        config.manualAcknowledge = true;
        return config;
    }

    void onDispatched(const QList<Dispatch> &batch)
    {
        for (const Dispatch &dispatch : batch) {
            if (m_exitCode)
                return;
            if (m_options.events.isEmpty() || m_options.events.contains(dispatch.type)) {
                appendDispatchLine(m_options.typed ? typed(dispatch) : dispatch, m_output.buffer());
                ++m_printed;
            }
            m_output.mark({dispatch.shard, dispatch.session, dispatch.sequence});
            if (m_printed == m_options.count) {
                finish(ExitDone);
                return;
            }
        }
        commit();
    }

    //! What does not fit is printed as it came: nothing is lost.
    [[nodiscard]] Dispatch typed(Dispatch dispatch)
    {
        Result<QByteArray> data = throughItsType(dispatch);
        if (data) {
            dispatch.data = std::move(data).value();
        } else if (!m_misfits.contains(dispatch.type)) {
            m_misfits.insert(dispatch.type);
            complain(u"--typed: %1 does not fit and is printed as it came: %2"_s.arg(
                QString::fromLatin1(dispatch.type), data.error().toString()));
        }
        return dispatch;
    }

    void onShardChanged(const ShardEvent &event)
    {
        if (m_options.lifecycle && !m_exitCode)
            print(lifecycleLine(event, m_host.clock.wallNow()));
    }

    void onFatal(quint32 shard, const Error &error)
    {
        if (m_exitCode)
            return;
        complain(u"shard %1: %2"_s.arg(QString::number(shard), error.message));
        finish(ExitRefused);
    }

    void print(const QByteArray &line)
    {
        m_output.buffer() += line;
        commit();
    }

    void commit()
    {
        m_output.commit();
        if (m_output.isFull() && m_shards)
            m_shards->setDelivering(false);
    }

    void onMarked(const TailOutput::Mark &mark)
    {
        if (m_shards)
            m_shards->acknowledge(mark.shard, mark.session, mark.sequence);
    }

    void onDrained()
    {
        if (m_shards && !m_exitCode)
            m_shards->setDelivering(true);
        endIfDone();
    }

    void onOutputClosed()
    {
        if (!m_exitCode)
            complain(m_output.failure());
        finish(ExitFailed);
        endIfDone();
    }

    //! What was begun is finished: lines in the buffer, close frames, the session file.
    void finish(int code)
    {
        if (m_exitCode) {
            // An interrupt also ends the wait for a reader that does not come.
            if (code == ExitInterrupted)
                limitFlush();
            return;
        }
        m_exitCode = code;
        m_timeout->stop();
        if (m_inquiry)
            m_inquiry->stop();
        if (m_http)
            m_http->stop();
        if (m_shards) {
            m_shards->setDelivering(false);
            m_shards->stop(kStopWithin);
        } else {
            m_stopped = true;
        }
        if (code != ExitDone)
            limitFlush();
        m_output.commit();
        endIfDone();
    }

    void limitFlush()
    {
        m_flushLimit->start(kFlushWithin, [this] {
            m_abandonOutput = true;
            endIfDone();
        });
    }

    void onStopped()
    {
        m_stopped = true;
        endIfDone();
    }

    void endIfDone()
    {
        const bool isWritten = m_output.isEmpty() || m_output.isClosed() || m_abandonOutput;
        if (!m_exitCode || !m_stopped || !isWritten)
            return;
        // Queued: the loop may not be running yet.
        QMetaObject::invokeMethod(
            this, [code = *m_exitCode] { QCoreApplication::exit(code); }, Qt::QueuedConnection);
    }

    HostContext &m_host;
    const TailOptions m_options;
    const Secret m_token;
    TailOutput m_output;
    std::unique_ptr<Timer> m_timeout;
    std::unique_ptr<Timer> m_flushLimit;
    std::unique_ptr<Net::HttpClient> m_http;
    std::unique_ptr<Api::GatewayInquiry> m_inquiry;
    std::unique_ptr<Gateway::FileSessionStore> m_store;
    std::unique_ptr<ShardManager> m_shards; // after the store, which it uses to the end
    quint64 m_printed = 0;
    QSet<QByteArray> m_misfits; // told of; one entry a type at most
    std::optional<int> m_exitCode;
    bool m_stopped = false;
    bool m_abandonOutput = false;
};

} // namespace

void TailCommand::declare(CommandOptions &options)
{
    declareTailOptions(options, m_raw);
    options.addFlag("--typed", m_raw.typed, "Print d as its type reads and writes it");
}

int TailCommand::run(HostContext &host)
{
    auto options = parseTailOptions(withConfig(m_raw, host.options.config));
    if (!options) {
        complain(options.error().message);
        return ExitUsage;
    }
    auto token = loadToken(host.options);
    if (!token) {
        complain(token.error().message);
        return ExitUsage;
    }
    TailRun run(host, std::move(options).value(), std::move(token).value());
    return run.run();
}

} // namespace Cordial::Host
