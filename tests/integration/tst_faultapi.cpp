// SPDX-License-Identifier: MIT
// `cordial` against an API and wires that fail: every line of a batch gets its result, nothing is
// sent twice that must not be, an interrupt is obeyed, and a bot waits for an API that is ill.
#include "program.h"
#include "scriptedserver.h"

#include <QJsonDocument>
#include <QThread>
#include <QtTest>

#include <atomic>
#include <map>
#include <mutex>

#include <sys/socket.h>

using namespace Qt::StringLiterals;
using Cordial::Net::ScriptedServer;

namespace {

using Act = std::function<void(QTcpSocket &)>;

void reset(QTcpSocket &socket)
{
    const linger now{1, 0};
    setsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    socket.abort();
}

void answerWell(QTcpSocket &socket)
{
    ScriptedServer::answer(socket, "{}");
}

//! \brief A server in a thread of its own, as the test waits for the program. It fails \a failures
//! times for each method and path.
class FaultyServer : public QThread
{
public:
    FaultyServer(Act act, int failures) : m_act(std::move(act)), m_failures(failures)
    {
        start();
        while (m_port == 0)
            QThread::msleep(1);
    }
    ~FaultyServer() override
    {
        quit();
        wait();
    }
    [[nodiscard]] QString url() const
    {
        return u"http://127.0.0.1:%1/api/v10"_s.arg(m_port.load());
    }
    //! \brief Bodies by "METHOD /path".
    [[nodiscard]] std::map<QByteArray, QByteArrayList> arrivals()
    {
        const std::lock_guard lock(m_mutex);
        return m_arrivals;
    }

protected:
    void run() override
    {
        ScriptedServer server([this](QTcpSocket &socket, const QByteArray &request, int) {
            const QByteArray line = request.left(request.indexOf(" HTTP/"));
            bool fails = false;
            {
                const std::lock_guard lock(m_mutex);
                QByteArrayList &bodies = m_arrivals[line];
                bodies.append(request.sliced(request.indexOf("\r\n\r\n") + 4));
                fails = bodies.size() <= m_failures;
            }
            if (fails)
                m_act(socket);
            else
                answerWell(socket);
        });
        m_port = server.serverPort();
        exec();
    }

private:
    Act m_act;
    int m_failures;
    std::atomic<int> m_port{0};
    std::mutex m_mutex;
    std::map<QByteArray, QByteArrayList> m_arrivals;
};

const QByteArray kGet = R"({"id":"get","method":"GET","path":"/channels/1"})";
const QByteArray kPut = R"({"id":"put","method":"PUT","path":"/channels/2/pins/3","json":{}})";
const QByteArray kPost = R"({"id":"post","method":"POST","path":"/channels/4/invites","json":{}})";
const QByteArray kMessage =
    R"({"id":"message","method":"POST","path":"/channels/5/messages","json":{"content":"x"}})";

struct Results
{
    std::map<QString, QJsonObject> byId;
    QJsonObject summary;
    int lines = 0;
};

Results readResults(const QByteArray &out)
{
    Results results;
    for (const QByteArray &line : out.split('\n')) {
        if (line.isEmpty())
            continue;
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (object.contains(u"summary"_s)) {
            results.summary = object[u"summary"_s].toObject();
        } else {
            results.byId[object[u"id"_s].toVariant().toString()] = object;
            ++results.lines;
        }
    }
    return results;
}

int attemptsOf(const Results &results, const QString &id)
{
    return results.byId.at(id)[u"attempts"_s].toInt();
}

} // namespace

class TestFaultApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void faults_data();
    void faults();
    void resetAfterTheAnswer();
    void neverEnding();
    void outageWhileStarting_data();
    void outageWhileStarting();
    void nonsenseLimits_data();
    void nonsenseLimits();
    void interrupted_data();
    void interrupted();

private:
    static void prepare(Program &program, const FaultyServer &server)
    {
        program.env(u"CORDIAL_API_URL"_s, server.url()).env(u"DISCORD_TOKEN"_s, u"MQ.x.y"_s);
    }
};

void TestFaultApi::faults_data()
{
    QTest::addColumn<Act>("act");
    const auto row = [](const char *name, Act act) { QTest::newRow(name) << std::move(act); };
    row("rainy/closed before the answer", [](QTcpSocket &s) { s.close(); });
    row("rainy/reset before the answer", [](QTcpSocket &s) { reset(s); });
    row("rainy/reset during the head", [](QTcpSocket &s) {
        s.write("HTTP/1.1 200 OK\r\nContent-");
        s.flush();
        reset(s);
    });
    row("rainy/reset during the body", [](QTcpSocket &s) {
        s.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":");
        s.flush();
        reset(s);
    });
    row("rainy/closed during the body", [](QTcpSocket &s) {
        s.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"half");
        s.close();
    });
    row("rainy/half open", [](QTcpSocket &) { }); // until --timeout
    row("rainy/half open in the body",
        [](QTcpSocket &s) { s.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":"); });
    row("rainy/HTML 502", [](QTcpSocket &s) {
        ScriptedServer::answer(s, "<html>bad gateway</html>", "Content-Type: text/html\r\n",
                               "502 Bad Gateway");
    });
    row("rainy/503 without a body", [](QTcpSocket &s) {
        ScriptedServer::answer(s, "", "Retry-After: 0\r\n", "503 Service Unavailable");
    });
    row("rainy/truncated gzip", [](QTcpSocket &s) {
        ScriptedServer::answer(s, QByteArray::fromHex("1f8b0800000000000003ab56ca48cdc9c907"),
                               "Content-Encoding: gzip\r\n");
    });
    row("rainy/not HTTP", [](QTcpSocket &s) { s.write("SSH-2.0-OpenSSH_9\r\n\r\n"); });
}

void TestFaultApi::faults()
{
    QFETCH(const Act, act);
    FaultyServer server(act, 1);
    Program cordial;
    prepare(cordial, server);
    const QByteArray input = kGet + '\n' + kPut + '\n' + kPost + '\n' + kMessage + '\n';
    QVERIFY(cordial.run({u"api"_s, u"--batch"_s, u"-"_s, u"--timeout"_s, u"0.4"_s}, 20'000, input));
    QCOMPARE(cordial.exitCode(), 1); // one line failed
    const Results results = readResults(cordial.out());
    QCOMPARE(results.lines, 4);
    for (const QString &id : {u"get"_s, u"put"_s, u"message"_s}) {
        QCOMPARE(results.byId.at(id)[u"status"_s].toInt(), 200);
        QCOMPARE(attemptsOf(results, id), 2);
        QCOMPARE(results.byId.at(id)[u"reason_waited"_s].toString(), u"retry"_s);
    }
    // May have arrived, so it is not sent again; and it says why it failed.
    QCOMPARE(attemptsOf(results, u"post"_s), 1);
    QVERIFY(!results.byId.at(u"post"_s)[u"error"_s].toString().isEmpty());
    const auto arrivals = server.arrivals();
    QCOMPARE(arrivals.at("POST /api/v10/channels/4/invites").size(), 1);
    const QByteArrayList messages = arrivals.at("POST /api/v10/channels/5/messages");
    QCOMPARE(messages.size(), 2);
    QVERIFY(messages[0].contains("\"enforce_nonce\":true"));
    QCOMPARE(messages[1], messages[0]);
    QCOMPARE(results.summary[u"sent"_s].toInt(), 7);
    QCOMPARE(results.summary[u"ok"_s].toInt(), 3);
    QCOMPARE(results.summary[u"failed"_s].toInt(), 1);
}

void TestFaultApi::resetAfterTheAnswer()
{
    // What follows on the connection may meet the reset: reads go again, posts fail and say so.
    FaultyServer server(
        [](QTcpSocket &s) {
            ScriptedServer::answer(s, "{}");
            s.waitForBytesWritten(1000);
            QThread::msleep(5);
            reset(s);
        },
        1);
    Program cordial;
    prepare(cordial, server);
    QByteArray input;
    for (int i = 0; i < 40; ++i) {
        const bool isRead = i % 2 == 0;
        input += QByteArray(isRead ? R"({"method":"GET",)" : R"({"method":"POST","json":{},)")
            + "\"id\":" + QByteArray::number(i) + R"(,"path":"/channels/)" + QByteArray::number(i)
            + "/invites\"}\n";
    }
    QVERIFY(cordial.run({u"api"_s, u"--batch"_s, u"-"_s}, 20'000, input));
    const Results results = readResults(cordial.out());
    QCOMPARE(results.lines, 40);
    for (const auto &[id, object] : results.byId) {
        const bool isRead = id.toInt() % 2 == 0;
        const bool isOk = object[u"status"_s].toInt() == 200;
        QVERIFY2(isOk || !isRead, QJsonDocument(object).toJson(QJsonDocument::Compact).constData());
        QVERIFY(isOk || !object[u"error"_s].toString().isEmpty());
    }
    for (const auto &[line, bodies] : server.arrivals())
        QVERIFY2(bodies.size() == 1 || line.startsWith("GET"), line.constData());
}

void TestFaultApi::neverEnding()
{
    // No retry helps: each line says so, in time.
    FaultyServer server([](QTcpSocket &) { }, 1'000'000);
    Program cordial;
    prepare(cordial, server);
    const QByteArray input = kGet + '\n' + kPost + '\n'
        + R"({"id":"late","method":"GET","path":"/channels/9","deadline":0.5})" + '\n';
    QVERIFY(cordial.run(
        {u"api"_s, u"--batch"_s, u"-"_s, u"--timeout"_s, u"0.3"_s, u"--retries"_s, u"1"_s}, 20'000,
        input));
    QCOMPARE(cordial.exitCode(), 1);
    const Results results = readResults(cordial.out());
    QCOMPARE(results.lines, 3);
    QCOMPARE(attemptsOf(results, u"get"_s), 2);
    QCOMPARE(attemptsOf(results, u"post"_s), 1);
    QVERIFY(results.byId.at(u"late"_s)[u"error"_s].toString().contains(u"deadline"_s));
    for (const auto &[id, object] : results.byId)
        QVERIFY(object[u"status"_s].isNull());
}

void TestFaultApi::outageWhileStarting_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::newRow("rainy/tail") << QStringList{u"tail"_s};
    QTest::newRow("rainy/bench") << QStringList{u"bench"_s, u"gateway"_s};
}

void TestFaultApi::outageWhileStarting()
{
    QFETCH(const QStringList, command);
    // More than the tries of one request. What comes then is an answer, only none to go on with.
    constexpr int kFailures = 6;
    FaultyServer server(
        [](QTcpSocket &s) { ScriptedServer::answer(s, "ill", "", "503 Service Unavailable"); },
        kFailures);
    Program cordial;
    prepare(cordial, server);
    QVERIFY(cordial.run(command, 20'000));
    QCOMPARE(cordial.exitCode(), 1);
    const QByteArray told = cordial.err();
    QVERIFY2(told.contains("Discord cannot say where the gateway is: "), told.constData());
    QVERIFY2(told.contains("has no usable url"), told.constData());
    QCOMPARE(server.arrivals().at("GET /api/v10/gateway/bot").size(), kFailures + 1);
}

void TestFaultApi::nonsenseLimits_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("body");
    const QByteArray json = R"({"message":"slow","retry_after":0.1,"global":false})";
    QTest::newRow("rainy/no numbers")
        << QByteArray("Retry-After: banana\r\nX-RateLimit-Reset: x\r\nX-RateLimit-Reset-After: "
                      "nan\r\nX-RateLimit-Limit: -1\r\nX-RateLimit-Remaining: many\r\n")
        << json;
    QTest::newRow("rainy/a thousand years")
        << QByteArray("X-RateLimit-Reset: 99999999999\r\nX-RateLimit-Reset-After: 1e300\r\n"
                      "X-RateLimit-Limit: 5\r\nX-RateLimit-Remaining: 0\r\n")
        << json;
    QTest::newRow("rainy/the past")
        << QByteArray("X-RateLimit-Reset: -5\r\nX-RateLimit-Reset-After: -9\r\n"
                      "X-RateLimit-Limit: 5\r\nX-RateLimit-Remaining: 0\r\nRetry-After: -1\r\n")
        << json;
    QTest::newRow("rainy/nonsense in the body")
        << QByteArray("Retry-After: 0\r\nVia: 1.1 google\r\n")
        << QByteArray(R"({"message":"slow","retry_after":"soon","global":null})");
    QTest::newRow("rainy/more left than there is")
        << QByteArray("X-RateLimit-Limit: 1\r\nX-RateLimit-Remaining: 2147483648\r\n"
                      "X-RateLimit-Reset-After: 0.1\r\n")
        << json;
}

void TestFaultApi::nonsenseLimits()
{
    QFETCH(const QByteArray, headers);
    QFETCH(const QByteArray, body);
    FaultyServer server(
        [&](QTcpSocket &s) { ScriptedServer::answer(s, body, headers, "429 Too Many Requests"); },
        1);
    Program cordial;
    prepare(cordial, server);
    QVERIFY(cordial.run({u"api"_s, u"--batch"_s, u"-"_s, u"--retries"_s, u"0"_s}, 20'000,
                        kGet + '\n' + kPost + '\n'));
    QCOMPARE(cordial.exitCode(), 0);
    QVERIFY2(cordial.elapsedMs() < 6000, qPrintable(QString::number(cordial.elapsedMs())));
    const Results results = readResults(cordial.out());
    for (const QString &id : {u"get"_s, u"post"_s}) {
        QCOMPARE(attemptsOf(results, id), 2);
        QCOMPARE(results.byId.at(id)[u"reason_waited"_s].toString(), u"429"_s);
    }
    QCOMPARE(results.summary[u"http_429"_s].toInt(), 2);
}

void TestFaultApi::interrupted_data()
{
    QTest::addColumn<Act>("act");
    QTest::newRow("happy/behind a limit") << Act([](QTcpSocket &s) {
        ScriptedServer::answer(s, "{}",
                               "X-RateLimit-Bucket: b\r\nX-RateLimit-Limit: 1\r\n"
                               "X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset-After: 600\r\n");
    });
    QTest::newRow("rainy/half open") << Act([](QTcpSocket &) { });
    QTest::newRow("rainy/in a backoff") << Act([](QTcpSocket &s) { reset(s); });
}

void TestFaultApi::interrupted()
{
    QFETCH(const Act, act);
    FaultyServer server(act, 1'000'000);
    Program cordial;
    prepare(cordial, server);
    QByteArray input;
    constexpr int kLines = 1000;
    for (int i = 0; i < kLines; ++i)
        input += R"({"id":)" + QByteArray::number(i)
            + R"(,"method":"PUT","path":"/channels/1/pins/)" + QByteArray::number(i)
            + "\",\"json\":{}}\n";
    QVERIFY(cordial.start({u"api"_s, u"--batch"_s, u"-"_s}));
    cordial.write(input);
    QTRY_VERIFY(!server.arrivals().empty());
    QTest::qWait(200);
    QElapsedTimer timer;
    timer.start();
    cordial.signal(SIGINT);
    QVERIFY(cordial.finish(6000));
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(cordial.exitCode(), 130);
    const Results results = readResults(cordial.out());
    QCOMPARE(results.lines, kLines);
    QCOMPARE(int(results.byId.size()), kLines);
    qsizetype sent = 0;
    for (const auto &[line, bodies] : server.arrivals())
        sent += bodies.size();
    QCOMPARE(results.summary[u"sent"_s].toInt(), sent);
    QCOMPARE(results.summary[u"ok"_s].toInt() + results.summary[u"failed"_s].toInt(), kLines);
}

QTEST_GUILESS_MAIN(TestFaultApi)
#include "tst_faultapi.moc"
