// SPDX-License-Identifier: MIT
#pragma once

#include "gatewaymodel.h"

#include <QElapsedTimer>
#include <QProcess>

#include <unistd.h>

#include <csignal>

namespace Cordial::Testing {

using namespace Qt::StringLiterals;

//! \brief What is left of the session budget.
struct Budget
{
    int remaining = 1000;
    int resetAfterMs = 0;
    bool tokenIsRefused = false;
};

//! \brief What a bot asks of REST before it connects. \a budget may change while it is asked.
class Api : public QTcpServer
{
public:
    Api(const QString &gatewayUrl, const Budget &budget)
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this, gatewayUrl, &budget] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket, gatewayUrl, &budget] {
                const QByteArray path = socket->readAll().split(' ').value(1);
                QByteArray body = "[]";
                if (path.endsWith("/gateway/bot"))
                    body = "{\"url\":\"" + gatewayUrl.toLatin1()
                        + "\",\"shards\":1,\"session_start_limit\":{\"total\":1000,\"remaining\":"
                        + QByteArray::number(budget.remaining) + ",\"reset_after\":"
                        + QByteArray::number(budget.resetAfterMs) + ",\"max_concurrency\":1}}";
                else if (path.endsWith("/@me"))
                    body = "{\"id\":\"5\",\"name\":\"bot\",\"username\":\"bot\",\"bot\":true}";
                if (budget.tokenIsRefused)
                    body = R"({"message":"401: Unauthorized","code":0})";
                const QByteArray status = budget.tokenIsRefused ? "401 Unauthorized" : "200 OK";
                socket->write("HTTP/1.1 " + status
                              + "\r\nContent-Type: application/json\r\n"
                                "Connection: close\r\nContent-Length: "
                              + QByteArray::number(body.size()) + "\r\n\r\n" + body);
                socket->disconnectFromHost();
            });
        });
    }
    [[nodiscard]] QString url() const { return u"http://127.0.0.1:%1/api/v10"_s.arg(serverPort()); }
};

//! \brief One of our executables, read from the event loop that also serves it.
class Running : public QObject
{
public:
    Running(const GatewayModel &model, const QStringList &arguments,
            const QMap<QString, QString> &variables = {}, Budget left = {},
            const QString &redirections = {})
        : budget(left), m_api(model.server.url(), budget)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"DISCORD_TOKEN"_s, u"tok"_s);
        environment.insert(u"CORDIAL_API_URL"_s, m_api.url());
        for (const QString &name :
             {u"HTTP_PROXY"_s, u"HTTPS_PROXY"_s, u"ALL_PROXY"_s, u"NO_PROXY"_s}) {
            environment.remove(name);
            environment.remove(name.toLower());
        }
        for (const auto &[name, value] : variables.asKeyValueRange())
            environment.insert(name, value);
        m_process.setProcessEnvironment(environment);
        connect(&m_process, &QProcess::readyReadStandardOutput, this, [this] { read(); });
        // A stopped process in an orphaned group brings SIGHUP upon the whole group.
        m_process.setChildProcessModifier([] { ::setpgid(0, 0); });
        const QString program = QStringLiteral(CORDIAL_BIN_DIR "/cordial");
        m_process.start(u"/bin/sh"_s,
                        QStringList{u"-c"_s, u"exec \"$0\" \"$@\" "_s + redirections, program}
                            + arguments);
        m_process.waitForStarted();
    }
    ~Running() override
    {
        m_process.disconnect(this);
        m_process.kill();
        m_process.waitForFinished(2000);
        if (QTest::currentTestFailed())
            qWarning().noquote() << "it said:" << err();
    }

    void signal(int number) { ::kill(pid_t(m_process.processId()), number); }
    bool finish(int timeoutMs)
    {
        m_time.start();
        const bool isOver = QTest::qWaitFor(
            [this] { return m_process.state() == QProcess::NotRunning; }, timeoutMs);
        elapsedMs = m_time.elapsed();
        read();
        return isOver;
    }
    [[nodiscard]] int exitCode() const { return m_process.exitCode(); }
    [[nodiscard]] bool wasKilled() const { return m_process.exitStatus() == QProcess::CrashExit; }
    QByteArray err()
    {
        m_err += m_process.readAllStandardError();
        return m_err;
    }
    [[nodiscard]] qint64 last() const { return sequences.isEmpty() ? 0 : sequences.last(); }
    [[nodiscard]] bool has(const QByteArray &type) const { return types.contains(type); }

    Budget budget;
    QList<qint64> sequences; //!< `s` of each line
    QList<QByteArray> types;
    QByteArrayList lines; //!< all of them, if keepsLines
    bool keepsLines = false;
    int waits = 0; //!< lines of --lifecycle
    qint64 elapsedMs = 0;

private:
    void read()
    {
        m_out += m_process.readAllStandardOutput();
        qsizetype begin = 0;
        for (qsizetype end = 0; (end = m_out.indexOf('\n', begin)) >= 0; begin = end + 1) {
            const QByteArray line = m_out.sliced(begin, end - begin);
            waits += line.contains("\"state\":\"waiting\"") ? 1 : 0;
            if (keepsLines)
                lines << line;
            const qsizetype s = line.indexOf("\"s\":");
            const qsizetype t = line.indexOf("\"t\":\"");
            if (s < 0 || t < 0)
                continue;
            sequences << line.sliced(s + 4, line.indexOf(',', s) - s - 4).toLongLong();
            types << line.sliced(t + 5, line.indexOf('"', t + 5) - t - 5);
        }
        m_out.remove(0, begin);
    }

    Api m_api;
    QProcess m_process;
    QElapsedTimer m_time;
    QByteArray m_out;
    QByteArray m_err;
};

//! \brief Empty if \a sequences are first, first + 1, ...
inline QString gapIn(const QList<qint64> &sequences, qint64 first)
{
    for (const qint64 sequence : sequences) {
        if (sequence != first++)
            return u"%1 instead of %2"_s.arg(sequence).arg(first - 1);
    }
    return {};
}

} // namespace Cordial::Testing
