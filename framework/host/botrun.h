// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/client/client.h>
#include <cordial/commands/commandregistry.h>
#include <cordial/gateway/sessionstore.h>
#include <cordial/host/lineoutput.h>
#include <cordial/host/runoptions.h>
#include <cordial/host/subcommand.h>
#include <cordial/plugin/pluginhost.h>

#include <QObject>
#include <QSet>

#include <memory>

namespace Cordial::Host {

//! \brief One bot from its plugins to its exit code. Main thread.
class BotRun : public QObject
{
public:
    //! \brief Everything named here outlives the run. \a options: with the API URL to be used.
    BotRun(const CommonOptions &common, RunOptions options, Secret token, Clock &clock,
           MetricSink &metrics);
    ~BotRun() override;

    //! \brief Loads the plugins. ExitDone if the bot can start; else what was wrong has been said.
    [[nodiscard]] int prepare(const InterruptWatcher &interrupts);
    //! \brief Runs the event loop until the bot ends; the exit code.
    [[nodiscard]] int exec(InterruptWatcher &interrupts);

private:
    [[nodiscard]] ClientConfig clientConfig(const CommonOptions &common, Secret token) const;
    [[nodiscard]] ClientParts clientParts(Clock &clock, MetricSink &metrics);
    [[nodiscard]] int loadPlugins();
    void onFailed(const Error &error);
    void printReady(const Event &event);
    void finish(int code);

    RunOptions m_options;
    Config m_config;
    std::unique_ptr<Gateway::FileSessionStore> m_sessions;
    Client m_client;
    Localizer m_localizer;
    CommandRegistry m_commands;
    PluginHost m_plugins;
    LineOutput m_output;
    QSet<quint32> m_printed; //!< Shards whose first line is out.
    int m_exitCode = ExitDone;
};

} // namespace Cordial::Host
