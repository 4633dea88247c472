// SPDX-License-Identifier: MIT
#include <cordial/host/benchcommand.h>

#include <cordial/host/gatewaybench.h>
#include <cordial/host/proxy.h>
#include <cordial/host/restbench.h>

#include <QFile>

#include <unistd.h>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

namespace {

Result<QList<const Api::EventInfo *>> eventsIn(const QString &text)
{
    QList<const Api::EventInfo *> found;
    if (text.isEmpty())
        return found;
    QStringList known;
    for (const Api::EventInfo &event : Api::events())
        known.append(QString::fromLatin1(event.name));
    for (const QString &part : text.split(u',')) {
        const QString name = part.trimmed();
        const Api::EventInfo *event = Api::findEvent(name.toLatin1());
        if (event == nullptr) {
            const QString near = nearest(name, known);
            return usageError(u"--typed: there is no event '%1'%2"_s.arg(
                name, near.isEmpty() ? QString() : u", did you mean '%1'?"_s.arg(near)));
        }
        if (!found.contains(event))
            found.append(event);
    }
    return found;
}

int refuse(const Error &error)
{
    complain(error.message);
    return ExitUsage;
}

} // namespace

void BenchCommand::declare(CommandOptions &options)
{
    options.add("WHAT", m_what, "gateway or rest");
    options.add(
        "--typed", m_typed,
        "gateway: count these events, decoded: MESSAGE_CREATE,... (default: all, as they come)");
    declareTailOptions(options, m_raw);
    options.add("--batch", m_batch, "rest: a file with one request a line, - for stdin");
    options.add("--global-limit", m_globalLimit, "rest: requests per second (50)");
    m_given = options;
}

int BenchCommand::run(HostContext &host)
{
    if (m_what == "gateway")
        return runGateway(host);
    if (m_what == "rest")
        return runRest(host);
    return refuse(usageError(m_what.empty() ? u"needs what to measure: gateway or rest"_s
                                            : u"'%1' cannot be measured: gateway or rest"_s.arg(
                                                  QString::fromStdString(m_what))));
}

int BenchCommand::runGateway(HostContext &host) const
{
    for (const char *name : {"--batch", "--global-limit"}) {
        if (m_given->isGiven(name))
            return refuse(usageError(QLatin1String(name) + u" is for bench rest: leave it out"_s));
    }
    auto options = parseTailOptions(withConfig(m_raw, host.options.config));
    if (!options)
        return refuse(options.error());
    auto typed = eventsIn(QString::fromStdString(m_typed));
    if (!typed)
        return refuse(typed.error());
    auto token = loadToken(host.options);
    if (!token)
        return refuse(token.error());
    return GatewayBench(host, std::move(options).value(), std::move(typed).value(),
                        std::move(token).value())
        .run();
}

int BenchCommand::runRest(HostContext &host) const
{
    for (const char *name : {"--typed", "--events", "--shards", "--shard-range", "--compress",
                             "--intents", "--count", "--timeout", "--resume-file", "--lifecycle"}) {
        if (m_given->isGiven(name))
            return refuse(
                usageError(QLatin1String(name) + u" is for bench gateway: leave it out"_s));
    }
    if (m_batch.empty())
        return refuse(usageError(u"bench rest needs --batch FILE"_s));
    if (m_globalLimit < 1)
        return refuse(usageError(u"--global-limit needs at least 1"_s));
    auto token = loadToken(host.options);
    if (!token)
        return refuse(token.error());
    Net::HttpConfig config;
    config.proxy = socketProxyFor(host.options.apiUrl);
    config.apiUrl = host.options.apiUrl;
    config.token = std::move(token).value();
    config.caFile = host.options.caFile;
    config.allowInsecure = host.options.insecure;
    config.globalLimit = m_globalLimit;
    if (const Result<> usable = Net::checkConfig(config); !usable)
        return refuse(usable.error());
    if (m_batch == "-")
        return RestBench(std::move(config), host, STDIN_FILENO).run();
    QFile file(QFile::decodeName(m_batch.c_str()));
    if (!file.open(QIODevice::ReadOnly))
        return refuse(usageError(u"cannot read the batch "_s + file.fileName() + u": "_s
                                 + file.errorString()));
    return RestBench(std::move(config), host, file.handle()).run();
}

} // namespace Cordial::Host
