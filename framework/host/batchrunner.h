// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/host/batchinput.h>
#include <cordial/host/batchline.h>
#include <cordial/host/lineoutput.h>
#include <cordial/host/subcommand.h>
#include <cordial/net/httpclient.h>

#include <QEventLoop>
#include <QObject>

#include <memory>

namespace Cordial::Host {

//! \brief Runs `cordial api --batch`: schedules lines as they are read, prints results as they
//! complete, then the summary. Lives in the main thread.
class BatchRunner : public QObject
{
public:
    BatchRunner(Net::HttpConfig config, HostContext &host, int inputFd);
    ~BatchRunner() override;

    //! \brief Until the input has ended and every line has its result, or soon after an interrupt.
    [[nodiscard]] int run();

private:
    struct Totals
    {
        quint64 sent = 0;
        quint64 ok = 0;
        quint64 failed = 0;
        quint64 tooMany = 0;
    };

    void onLine(QByteArrayView line);
    void submit(QByteArray id, Net::Request request);
    void onOutcome(const QByteArray &id, qint64 bytes, const Net::Outcome &outcome);
    void refuse(const QByteArray &id, const Error &error);
    void onInterrupt();
    void giveUp();
    void checkEnd();
    void pace();
    void print(const QByteArray &line);
    [[nodiscard]] int exitCode() const;

    HostContext &m_host;
    std::unique_ptr<Net::HttpClient> m_client;
    BatchInput m_input;
    LineOutput m_output;
    QEventLoop m_loop;
    std::unique_ptr<Timer> m_patience; //!< after an interrupt, for what is on the wire
    TimePoint m_startedAt;
    Totals m_totals;
    qsizetype m_open = 0; //!< lines without a result yet
    qint64 m_openBytes = 0;
    bool m_tokenRefused = false;
    bool m_interrupted = false;
};

} // namespace Cordial::Host
