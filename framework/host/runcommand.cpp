// SPDX-License-Identifier: MIT
#include <cordial/host/runcommand.h>

#include <cordial/host/botrun.h>
#include <cordial/sandbox/serverthread.h>
#include <cordial/telemetry/publisher.h>

#include <QCoreApplication>

#include <optional>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

namespace {

//! \brief While it lives, log lines are shown to inspectors too.
class LogToInspector
{
public:
    LogToInspector(LogFormat format, Clock &clock, MetricSink &sink)
        : m_format(format), m_clock(clock)
    {
        installLogOutput(format, clock, sink);
    }
    ~LogToInspector() { installLogOutput(m_format, m_clock); }
    LogToInspector(const LogToInspector &) = delete;
    LogToInspector &operator=(const LogToInspector &) = delete;

private:
    LogFormat m_format;
    Clock &m_clock;
};

//! \brief False if the socket that was asked for by name cannot be had.
bool listen(Telemetry::Publisher &publisher, const QString &path)
{
    if (path == u"off")
        return true;
    const Result<> listening = publisher.listen(path);
    if (listening)
        return true;
    complain(u"inspector socket: "_s + listening.error().message);
    return path.isEmpty(); // Without an inspector a bot is still a bot.
}

} // namespace

void RunCommand::declare(CommandOptions &options)
{
    options.add("--plugin", m_raw.plugins, "A plugin's .so file; may repeat");
    options.add("--plugin-dir", m_raw.pluginDirectories, "A folder of plugins; may repeat");
    options.add("--shards", m_raw.shards, "How many in all, or auto (default)");
    options.add("--shard-range", m_raw.shardRange, "Which of them run here, A-B");
    options.add("--intents", m_raw.intents,
                "Discord's names, or auto: what the plugins need (default)");
    options.add("--state-dir", m_raw.stateDirectory,
                "Where sessions and plugins keep what outlives the process");
    options.add("--keep", m_raw.keep,
                "What to remember of servers beyond what commands need: off (default), "
                "standard or full");
    options.addFlag("--sandbox", m_raw.sandbox, "Start an offline Discord inside; no token");
    options.add("--inspector-socket", m_raw.inspectorSocket,
                "Where inspectors attach: a path, or off");
    options.addFlag("--print-ready", m_raw.printReady, "A line for each shard that is ready");
    options.add("--prefix", m_raw.prefix, "Of typed commands (default !); '' for none");
    options.add("--command-guild", m_raw.commandGuild, "Register commands with this server only");
    m_given = options;
}

int RunCommand::run(HostContext &host)
{
    m_raw.hasPrefix = m_given->isGiven("--prefix");
    const auto options = parseRunOptions(m_raw, host.options.config);
    if (!options) {
        complain(options.error().message);
        return ExitUsage;
    }
    CommonOptions common = host.options;
    Secret token;
    std::optional<Sandbox::ServerThread> sandbox;
    if (!options->sandbox) {
        auto loaded = loadToken(common);
        if (!loaded) {
            complain(loaded.error().message);
            return ExitUsage;
        }
        token = *std::move(loaded);
    } else {
        sandbox.emplace(host.clock);
        if (const auto started = sandbox->start(); !started) {
            complain(started.error().toString());
            return ExitFailed;
        }
        LineOutput().write(sandbox->info().toJsonLine());
        common.apiUrl = QUrl(sandbox->info().apiUrl);
        common.gatewayUrl.clear();
        token = sandbox->info().botToken;
    }
    Telemetry::Publisher publisher(
        {{}, u"cordial-%1"_s.arg(QCoreApplication::applicationPid()), host.clock});
    if (!listen(publisher, options->inspectorSocket))
        return ExitFailed;
    const LogToInspector log(common.logFormat, host.clock, publisher);
    BotRun bot(common, *options, std::move(token), host.clock, publisher);
    const int code = bot.prepare(host.interrupts);
    if (host.interrupts.isInterrupted())
        return ExitInterrupted;
    if (code != ExitDone)
        return code;
    return bot.exec(host.interrupts);
}

} // namespace Cordial::Host
