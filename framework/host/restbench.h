// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/host/batchinput.h>
#include <cordial/host/benchfigures.h>
#include <cordial/host/subcommand.h>
#include <cordial/net/httpclient.h>

#include <QEventLoop>
#include <QObject>

namespace Cordial::Host {

//! \brief `cordial bench rest`: the requests of a batch through the queue a plugin uses, without
//! printing what came back.
class RestBench : public QObject
{
public:
    RestBench(Net::HttpConfig config, HostContext &host, int inputFd);
    ~RestBench() override;

    //! \brief Until every line has its answer, or soon after an interrupt; prints the line.
    [[nodiscard]] int run();

private:
    void onLine(QByteArrayView line);
    void onOutcome(TimePoint since, const Net::Outcome &outcome);
    void note(const Error &error);
    void checkEnd();
    void onInterrupt();

    HostContext &m_host;
    std::unique_ptr<Net::HttpClient> m_client;
    BatchInput m_input;
    BenchFigures m_figures;
    QEventLoop m_loop;
    std::unique_ptr<Timer> m_patience; //!< after an interrupt, for what is on the wire
    qsizetype m_open = 0; //!< requests without an answer yet
    quint64 m_failed = 0;
    std::optional<Error> m_firstError;
    bool m_tokenRefused = false;
    bool m_interrupted = false;
};

} // namespace Cordial::Host
