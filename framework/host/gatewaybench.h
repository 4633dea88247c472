// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/typed/model.h>
#include <cordial/client/client.h>
#include <cordial/gateway/sessionstore.h>
#include <cordial/host/benchfigures.h>
#include <cordial/host/lineoutput.h>
#include <cordial/host/subcommand.h>
#include <cordial/host/tailoptions.h>

#include <QObject>

namespace Cordial::Host {

//! \brief `cordial bench gateway`: counts events where a plugin gets them, in connected slots.
class GatewayBench : public QObject
{
    Q_OBJECT
public:
    //! \brief Counts \a typed events as their types, or, with none, all of \a options.events as
    //! they come.
    GatewayBench(HostContext &host, TailOptions options, QList<const Api::EventInfo *> typed,
                 Secret token);
    ~GatewayBench() override;

    //! \brief Until the count, the timeout or an interrupt; prints the line.
    [[nodiscard]] int run();

private Q_SLOTS:
    void count();

private:
    [[nodiscard]] bool openStore();
    void makeClient();
    void listen();
    void listenTo(const Api::EventInfo &event);
    void countRaw(const Event &event);
    void count(std::optional<TimePoint> sentAt);
    void finish(int code);

    HostContext &m_host;
    const TailOptions m_options;
    const QList<const Api::EventInfo *> m_typed;
    Secret m_token;
    LineOutput m_output;
    BenchFigures m_figures;
    std::unique_ptr<Timer> m_timeout;
    std::unique_ptr<Gateway::FileSessionStore> m_store;
    std::unique_ptr<Client> m_client; // after the store, which it uses to the end
    std::optional<int> m_exitCode;
};

} // namespace Cordial::Host
