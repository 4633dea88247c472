// SPDX-License-Identifier: MIT
#include "fakenet.h"
#include "scriptedserver.h"
#include "transportfaults.h"

#include <cordial/net/asyncsender.h>
#include <cordial/net/retryingsender.h>
#include <cordial/net/syncsender.h>

#include <QTemporaryDir>
#include <QTest>

using namespace Cordial;
using namespace Cordial::Net;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Fixture
{
    explicit Fixture(ScriptedServer::OnRequest onRequest) : server(std::move(onRequest)) { }

    std::unique_ptr<AsyncSender> sender(Milliseconds timeout = 5s)
    {
        TransportConfig config;
        config.apiUrl = server.url();
        config.token = Secret("secret-token");
        config.timeout = timeout;
        return std::make_unique<AsyncSender>(config, clock);
    }

    SystemClock clock;
    ScriptedServer server;
};

Request makeRequest(Method method, const QString &path, QByteArray body = {})
{
    Request request;
    request.method = method;
    request.path = path;
    request.body = std::move(body);
    return request;
}

} // namespace

class TestAsyncSender : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void faults_data();
    void faults();
    void answers_data();
    void answers();
    void neverSendsAgain_data();
    void neverSendsAgain();
    void head();
    void redirectIsNotFollowed();
    void reusesConnections();
    void repeatsTakeNoUsedConnection();
    void urgentPassesBySlow();
    void timeoutAndCancel();
    void unreachable();
    void refusesBeforeSending_data();
    void refusesBeforeSending();
    void multipart();
    void retriesWithNonce();
    void syncBlocks();
    void destructionSettles();
};

void TestAsyncSender::faults_data()
{
    addFaultRows();
}

void TestAsyncSender::faults()
{
    QFETCH(const std::function<void(QTcpSocket &)>, act);
    Fixture fixture([&act](QTcpSocket &socket, const QByteArray &, int) { act(socket); });
    Waiter waiter;
    const auto sender = fixture.sender();
    sender->start(exchangeOf(Method::Get, u"/x"_s), waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(1));
    QVERIFY(!waiter.results[0]);
    QCOMPARE(waiter.results[0].error().code, ErrorCode::Network);
    QCOMPARE(fixture.server.requests.size(), 1);
}

void TestAsyncSender::answers_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("happy/length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab")
                                  << 200 << QByteArray("ab");
    QTest::newRow("happy/chunked") << QByteArray(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1;x=y\r\nb\r\n0\r\nT: "
        "v\r\n\r\n") << 200 << QByteArray("ab");
    QTest::newRow("happy/until close")
        << QByteArray("HTTP/1.0 200 OK\r\n\r\nab") << 200 << QByteArray("ab");
    QTest::newRow("happy/interim first") << QByteArray(
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: "
        "0\r\n\r\n") << 201 << QByteArray();
    QTest::newRow("happy/204") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << 204
                               << QByteArray();
    QTest::newRow("rainy/HTML 502")
        << QByteArray("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>") << 502
        << QByteArray("<html>");
}

void TestAsyncSender::answers()
{
    QFETCH(const QByteArray, raw);
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    Fixture fixture([&raw](QTcpSocket &socket, const QByteArray &, int) {
        // Byte by byte: no state may depend on how they are cut.
        for (const char byte : raw) {
            socket.write(&byte, 1);
            socket.flush();
        }
        if (!raw.contains("Length") && !raw.contains("chunked") && !raw.contains("204"))
            socket.close();
    });
    Waiter waiter;
    const auto sender = fixture.sender();
    sender->start(exchangeOf(Method::Get, u"/x"_s), waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(1));
    QVERIFY2(bool(waiter.results[0]),
             waiter.results[0] ? "" : qPrintable(waiter.results[0].error().message));
    QCOMPARE(waiter.results[0]->status, status);
    QCOMPARE(waiter.results[0]->body, body);
}

void TestAsyncSender::neverSendsAgain_data()
{
    QTest::addColumn<Method>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("rainy/POST") << Method::Post << QByteArray("{\"n\":1}");
    QTest::newRow("rainy/POST without body") << Method::Post << QByteArray();
    QTest::newRow("rainy/GET") << Method::Get << QByteArray();
    QTest::newRow("rainy/DELETE") << Method::Delete << QByteArray();
}

void TestAsyncSender::neverSendsAgain()
{
    QFETCH(const Method, method);
    QFETCH(const QByteArray, body);
    // The first answer leaves the connection open; the second request meets its end.
    Fixture fixture([](QTcpSocket &socket, const QByteArray &, int number) {
        if (number == 1)
            ScriptedServer::answer(socket, "{}");
        else
            socket.close();
    });
    Waiter waiter;
    const auto sender = fixture.sender();
    sender->start(exchangeOf(Method::Get, u"/first"_s), waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(1));
    const auto exchange = exchangeOf(method, u"/second"_s, body);
    sender->start(exchange, waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(2));
    QVERIFY(!waiter.results[1]);
    QCOMPARE(exchange->attempts, 1U);
    QCOMPARE(fixture.server.connections, 1);
    QTest::qWait(50); // nothing may follow
    QCOMPARE(fixture.server.requests.size(), 2);
}

void TestAsyncSender::head()
{
    Fixture fixture([](QTcpSocket &socket, const QByteArray &, int) {
        ScriptedServer::answer(socket, "{\"id\":1}", "X-RateLimit-Bucket: b\r\n", "429 Too Many");
    });
    Waiter waiter;
    const auto sender = fixture.sender();
    Request request = makeRequest(Method::Post, u"/channels/1/é x/%41?a=b"_s, "{\"big\":1.00}");
    request.query = {{u"k"_s, u"1&2"_s}, {u"k"_s, u"ü"_s}};
    request.reason = u"because ä"_s;
    const auto exchange = std::make_shared<Exchange>();
    exchange->request = request;
    sender->start(exchange, waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(1));
    QCOMPARE(waiter.results[0]->status, 429);
    QCOMPARE(waiter.results[0]->header("x-ratelimit-bucket"), QByteArray("b"));
    const QByteArray sent = fixture.server.requests.first();
    QVERIFY(
        sent.startsWith("POST /api/channels/1/%C3%A9%20x/%41?a=b&k=1%262&k=%C3%BC HTTP/1.1\r\n"));
    QVERIFY(sent.contains("\r\nAuthorization: Bot secret-token\r\n"));
    QVERIFY(sent.contains("\r\nUser-Agent: DiscordBot (https://"));
    QVERIFY(sent.contains("\r\nContent-Type: application/json\r\n"));
    QVERIFY(sent.contains("\r\nX-Audit-Log-Reason: because%20%C3%A4\r\n"));
    QVERIFY(sent.endsWith("\r\n\r\n{\"big\":1.00}"));
    QVERIFY(!sent.toLower().contains("cookie"));
}

void TestAsyncSender::redirectIsNotFollowed()
{
    Fixture other([](QTcpSocket &socket, const QByteArray &, int) {
        ScriptedServer::answer(socket, "stolen");
    });
    const QByteArray target = other.server.url().toEncoded();
    Fixture fixture([&target](QTcpSocket &socket, const QByteArray &, int) {
        ScriptedServer::answer(socket, "", "Location: " + target + "\r\nSet-Cookie: a=b\r\n",
                               "302 Found");
    });
    Waiter waiter;
    const auto sender = fixture.sender();
    sender->start(exchangeOf(Method::Get, u"/x"_s), waiter.handler());
    sender->start(exchangeOf(Method::Get, u"/x"_s), waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(2));
    QCOMPARE(waiter.results[0]->status, 302);
    QCOMPARE(other.server.connections, 0);
}

void TestAsyncSender::reusesConnections()
{
    Fixture fixture(
        [](QTcpSocket &socket, const QByteArray &, int) { ScriptedServer::answer(socket, "{}"); });
    Waiter waiter;
    const auto sender = fixture.sender();
    for (int i = 0; i < 500; ++i)
        sender->start(exchangeOf(Method::Post, u"/x"_s, "{}"), waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(500));
    QVERIFY(fixture.server.connections <= 8);
}

//! \brief A connection that is about to die looks idle until it does.
void TestAsyncSender::repeatsTakeNoUsedConnection()
{
    Fixture fixture(
        [](QTcpSocket &socket, const QByteArray &, int) { ScriptedServer::answer(socket, "{}"); });
    Waiter waiter;
    const auto sender = fixture.sender();
    sender->start(exchangeOf(Method::Get, u"/first"_s), waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(1));
    for (size_t i = 0; i < 20; ++i) {
        const auto lost = exchangeOf(Method::Get, u"/lost"_s);
        lost->attempts = 1;
        sender->start(lost, waiter.handler());
        QTRY_COMPARE(waiter.results.size(), i + 2);
        QVERIFY(bool(waiter.results.back()));
        QCOMPARE(sender->connectionsOpened(), quint64(i + 2));
        QVERIFY(sender->connectionCount() <= 6);
    }
    const auto refused = exchangeOf(Method::Get, u"/refused"_s);
    refused->attempts = 1;
    refused->lastStatus = 429; // its connection was well
    sender->start(refused, waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(22));
    QCOMPARE(sender->connectionsOpened(), quint64(21));
}

void TestAsyncSender::urgentPassesBySlow()
{
    Fixture fixture([](QTcpSocket &socket, const QByteArray &request, int) {
        if (!request.contains("/slow"))
            ScriptedServer::answer(socket, "{}");
    });
    Waiter slow;
    Waiter urgent;
    const auto sender = fixture.sender();
    for (int i = 0; i < 16; ++i)
        sender->start(exchangeOf(Method::Get, u"/slow"_s), slow.handler());
    const auto high = exchangeOf(Method::Get, u"/fast"_s);
    high->request.lane = Lane::High;
    sender->start(high, urgent.handler());
    sender->start(exchangeOf(Method::Post, u"/interactions/1/t/callback"_s, "{}"),
                  urgent.handler());
    QTRY_COMPARE_WITH_TIMEOUT(urgent.results.size(), size_t(2), 1000);
    // The others get their connections too, as the pool grows.
    QTRY_COMPARE_WITH_TIMEOUT(fixture.server.requests.size(), 18, 3000);
    QCOMPARE(slow.results.size(), size_t(0));
}

void TestAsyncSender::timeoutAndCancel()
{
    Fixture fixture([](QTcpSocket &, const QByteArray &, int) { });
    Waiter waiter;
    const auto sender = fixture.sender(200ms);
    sender->start(exchangeOf(Method::Get, u"/x"_s), waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(1));
    QCOMPARE(waiter.results[0].error().code, ErrorCode::Timeout);

    const auto late = exchangeOf(Method::Get, u"/x"_s);
    late->request.deadline = fixture.clock.now() + 50ms;
    sender->start(late, waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(2));
    QCOMPARE(waiter.results[1].error().code, ErrorCode::DeadlineExceeded);

    const auto cancelled = exchangeOf(Method::Get, u"/x"_s);
    sender->start(cancelled, waiter.handler());
    QTRY_COMPARE(fixture.server.requests.size(), 3);
    sender->cancel(cancelled);
    QCOMPARE(waiter.results.size(), size_t(3));
    QCOMPARE(waiter.results[2].error().code, ErrorCode::Cancelled);
}

void TestAsyncSender::unreachable()
{
    SystemClock clock;
    TransportConfig config;
    config.apiUrl = QUrl(u"http://127.0.0.1:1/api"_s);
    AsyncSender sender(config, clock);
    Waiter waiter;
    const auto exchange = exchangeOf(Method::Get, u"/x"_s);
    sender.start(exchange, waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(1));
    QCOMPARE(waiter.results[0].error().code, ErrorCode::Network);
    QCOMPARE(exchange->attempts, 0U);
}

void TestAsyncSender::refusesBeforeSending_data()
{
    QTest::addColumn<Request>("request");
    QTest::addColumn<ErrorCode>("code");
    Request injected = makeRequest(Method::Get, u"/x"_s);
    injected.headers = {{"X-A", "b\r\nX-Evil: 1"}};
    QTest::newRow("rainy/header injection") << injected << ErrorCode::InvalidArgument;
    QTest::newRow("rainy/absolute URL")
        << makeRequest(Method::Get, u"http://evil/x"_s) << ErrorCode::InvalidArgument;
    QTest::newRow("rainy/other host")
        << makeRequest(Method::Get, u"//evil/x"_s) << ErrorCode::InvalidArgument;
    Request reason = makeRequest(Method::Get, u"/x"_s);
    reason.reason = QString(513, u'a');
    QTest::newRow("rainy/long reason") << reason << ErrorCode::InvalidArgument;
    Request file = makeRequest(Method::Post, u"/x"_s);
    file.files = {{.fileName = u"a"_s, .path = u"/does/not/exist"_s, .data = {}}};
    QTest::newRow("rainy/no such file") << file << ErrorCode::Io;
}

void TestAsyncSender::refusesBeforeSending()
{
    QFETCH(const Request, request);
    QFETCH(const ErrorCode, code);
    Fixture fixture(
        [](QTcpSocket &socket, const QByteArray &, int) { ScriptedServer::answer(socket, "{}"); });
    const auto sender = fixture.sender();
    const auto future = sender->send(request);
    QVERIFY(future.isFinished());
    QCOMPARE(future.resultAt(0).error().code, code);
    QCOMPARE(fixture.server.connections, 0);
}

void TestAsyncSender::multipart()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"big.bin"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray content(3 * 1024 * 1024, 'x');
    file.write(content);
    file.close();
    Fixture fixture(
        [](QTcpSocket &socket, const QByteArray &, int) { ScriptedServer::answer(socket, "{}"); });
    Waiter waiter;
    const auto sender = fixture.sender();
    const auto exchange = exchangeOf(Method::Post, u"/x"_s, "{\"content\":\"hi\"}");
    exchange->request.files = {{.fileName = u"ä\".bin"_s, .path = file.fileName(), .data = {}},
                               {.fileName = u"b.txt"_s, .path = {}, .data = "small"}};
    sender->start(exchange, waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(1));
    QVERIFY(bool(waiter.results[0]));
    const QByteArray sent = fixture.server.requests.first();
    QVERIFY(sent.contains("Content-Disposition: form-data; name=\"payload_json\""));
    QVERIFY(sent.contains("name=\"files[0]\"; filename=\"ä%22.bin\""));
    QVERIFY(sent.contains("name=\"files[1]\"; filename=\"b.txt\""));
    QVERIFY(sent.contains(content));
    QVERIFY(sent.contains("\r\n\r\nsmall\r\n--"));
}

void TestAsyncSender::retriesWithNonce()
{
    Fixture fixture([](QTcpSocket &socket, const QByteArray &, int number) {
        if (number < 3)
            socket.close();
        else
            ScriptedServer::answer(socket, "{}");
    });
    RetryingSender sender(fixture.sender(), {}, fixture.clock, [] { return 0.05; });
    Waiter waiter;
    sender.start(exchangeOf(Method::Post, u"/channels/1/messages"_s, "{\"content\":\"a\"}"),
                 waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(1));
    QVERIFY(bool(waiter.results[0]));
    QCOMPARE(fixture.server.requests.size(), 3);
    const auto bodyOf = [](const QByteArray &raw) { return raw.mid(raw.indexOf("\r\n\r\n") + 4); };
    QVERIFY(bodyOf(fixture.server.requests[0]).contains("\"enforce_nonce\":true"));
    QCOMPARE(bodyOf(fixture.server.requests[0]), bodyOf(fixture.server.requests[2]));
}

void TestAsyncSender::syncBlocks()
{
    Fixture fixture([](QTcpSocket &socket, const QByteArray &, int) {
        ScriptedServer::answer(socket, "{\"ok\":1}");
    });
    // The server needs this thread's loop, the caller has none: another thread asks.
    Result<Response> result;
    const QUrl url = fixture.server.url();
    const std::unique_ptr<QThread> thread(QThread::create([&result, url] {
        SystemClock clock;
        SyncSender sender([&clock, url]() -> std::unique_ptr<Sender> {
            TransportConfig config;
            config.apiUrl = url;
            return std::make_unique<AsyncSender>(config, clock);
        });
        result = sender.request(makeRequest(Method::Get, QStringLiteral("/x")));
    }));
    thread->start();
    QTRY_VERIFY(thread->isFinished());
    QVERIFY(bool(result));
    QCOMPARE(result->body, QByteArray("{\"ok\":1}"));
}

void TestAsyncSender::destructionSettles()
{
    Fixture fixture([](QTcpSocket &, const QByteArray &, int) { });
    Waiter waiter;
    {
        const auto sender = fixture.sender();
        for (int i = 0; i < 20; ++i)
            sender->start(exchangeOf(Method::Get, u"/x"_s), waiter.handler());
        QTRY_VERIFY(fixture.server.requests.size() >= 6);
    }
    QCOMPARE(waiter.results.size(), size_t(20));
    for (const auto &result : waiter.results)
        QCOMPARE(result.error().code, ErrorCode::Closed);
}

QTEST_GUILESS_MAIN(TestAsyncSender)
#include "tst_asyncsender.moc"
