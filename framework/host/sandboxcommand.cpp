// SPDX-License-Identifier: MIT
#include <cordial/host/lineoutput.h>
#include <cordial/host/sandboxcommand.h>
#include <cordial/sandbox/server.h>

#include <QCoreApplication>

#include <limits>

using namespace Qt::StringLiterals;

namespace Cordial::Host {

namespace {

//! \brief A whole number without sign; nothing if \a text is something else or above \a most.
std::optional<quint64> wholeNumber(const std::string &text, quint64 most)
{
    bool ok = false;
    const quint64 value = QByteArray::fromStdString(text).toULongLong(&ok);
    const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    if (!ok || !digits || value > most)
        return std::nullopt;
    return value;
}

} // namespace

void SandboxCommand::declare(CommandOptions &options)
{
    options.add("--port", m_port, "Port on 127.0.0.1; 0 takes a free one (default)");
    options.add("--world", m_world, "JSON or TOML file with users, roles, channels");
    options.add("--faults", m_faults, "JSON or TOML file: what goes wrong, and when");
    options.add("--limits", m_limits, "Rate limits: discord (default), off, or a file");
    options.add("--seed", m_seed, "Number from which ids and tokens follow");
}

int SandboxCommand::run(HostContext &host)
{
    const auto port = wholeNumber(m_port, 65535);
    if (!port) {
        complain(u"--port: must be a number from 0 to 65535, not '%1'"_s.arg(
            QString::fromStdString(m_port)));
        return ExitUsage;
    }
    Sandbox::ServerConfig config;
    if (!m_seed.empty()) {
        config.seed = wholeNumber(m_seed, std::numeric_limits<quint64>::max());
        if (!config.seed) {
            complain(
                u"--seed: must be a whole number, not '%1'"_s.arg(QString::fromStdString(m_seed)));
            return ExitUsage;
        }
    }
    config.worldFile = QString::fromStdString(m_world);
    config.faultsFile = QString::fromStdString(m_faults);
    config.limits = QString::fromStdString(m_limits);

    Sandbox::Server server(host.clock, config);
    const Result<> started = server.start(static_cast<quint16>(*port));
    if (!started) {
        complain(started.error().toString());
        return started.error().code == ErrorCode::InvalidArgument ? ExitUsage : ExitFailed;
    }
    LineOutput output;
    if (!output.write(server.info().toJsonLine()))
        return ExitFailed;
    QObject::connect(&host.interrupts, &InterruptWatcher::interrupted, QCoreApplication::instance(),
                     [] { QCoreApplication::exit(ExitInterrupted); });
    if (host.interrupts.isInterrupted())
        return ExitInterrupted;
    return QCoreApplication::exec();
}

} // namespace Cordial::Host
