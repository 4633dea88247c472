// SPDX-License-Identifier: MIT
// A chain that ends in a QNetworkAccessManager of the caller's: the promises of AsyncSender, and
// the habits of the manager that would break them.
#include "fakenet.h"
#include "scriptedserver.h"
#include "transportfaults.h"

#include <cordial/net/networkaccesssender.h>
#include <cordial/net/ratelimitingsender.h>
#include <cordial/net/retryingsender.h>

#include <QNetworkAccessManager>
#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QNetworkReply>
#include <QTemporaryFile>
#include <QTest>

using namespace Cordial;
using namespace Cordial::Net;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Fixture
{
    explicit Fixture(ScriptedServer::OnRequest onRequest) : server(std::move(onRequest)) { }

    std::unique_ptr<NetworkAccessSender> sender(Milliseconds timeout = 5s)
    {
        TransportConfig config;
        config.apiUrl = server.url();
        config.token = Secret("secret-token");
        config.timeout = timeout;
        return std::make_unique<NetworkAccessSender>(*manager, config, clock);
    }

    SystemClock clock;
    ScriptedServer server;
    std::unique_ptr<QNetworkAccessManager> manager = std::make_unique<QNetworkAccessManager>();
};

const char *why(const Result<Response> &result)
{
    static QByteArray text;
    text = result ? QByteArray("no error") : result.error().message.toUtf8();
    return text.constData();
}

} // namespace

class TestNetworkAccessSender : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void faults_data();
    void faults();
    void verbs_data();
    void verbs();
    void neverSendsAgain_data();
    void neverSendsAgain();
    void statuses_data();
    void statuses();
    void leavesTheManagerAlone();
    void encodings();
    void multipart();
    void timeoutAndCancel();
    void managerDies();
    void destructionSettles();
    void inAChain();
};

void TestNetworkAccessSender::faults_data()
{
    addFaultRows();
}

void TestNetworkAccessSender::faults()
{
    QFETCH(const std::function<void(QTcpSocket &)>, act);
    Fixture fixture([&act](QTcpSocket &socket, const QByteArray &, int) { act(socket); });
    Waiter waiter;
    const auto sender = fixture.sender(1s);
    sender->start(exchangeOf(Method::Get, u"/x"_s), waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(1));
    QVERIFY(!waiter.results[0]);
    // It waits for the rest of some that cannot get one.
    const ErrorCode code = waiter.results[0].error().code;
    QVERIFY2(code == ErrorCode::Network || code == ErrorCode::Timeout, why(waiter.results[0]));
    QTest::qWait(50); // what the manager would do by itself
    QCOMPARE(fixture.server.requests.size(), 1);
}

void TestNetworkAccessSender::verbs_data()
{
    QTest::addColumn<Method>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("happy/get") << Method::Get << QByteArray();
    QTest::newRow("happy/post") << Method::Post << QByteArray(R"({"a":1})");
    QTest::newRow("happy/post without a body") << Method::Post << QByteArray();
    QTest::newRow("happy/put") << Method::Put << QByteArray(R"({"a":2})");
    QTest::newRow("happy/patch") << Method::Patch << QByteArray(R"({"a":3})");
    QTest::newRow("happy/delete") << Method::Delete << QByteArray();
    QTest::newRow("happy/delete with a body") << Method::Delete << QByteArray(R"({"a":4})");
    QTest::newRow("happy/head") << Method::Head << QByteArray();
    QTest::newRow("happy/options") << Method::Options << QByteArray();
}

void TestNetworkAccessSender::verbs()
{
    QFETCH(const Method, method);
    QFETCH(const QByteArray, body);
    Fixture fixture([method](QTcpSocket &socket, const QByteArray &, int) {
        if (method == Method::Head)
            socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\nX-Y: z\r\n\r\n");
        else
            ScriptedServer::answer(socket, "{}", "X-Y: z\r\n");
    });
    Waiter waiter;
    const auto sender = fixture.sender();
    const auto exchange = exchangeOf(method, u"/a%2Fb/\u00e4?x=1"_s, body);
    exchange->request.query = {{u"k"_s, u"a b&c"_s}};
    sender->start(exchange, waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(1));
    QVERIFY2(waiter.results[0], why(waiter.results[0]));
    QCOMPARE(waiter.results[0]->status, 200);
    QCOMPARE(waiter.results[0]->header("x-y"), QByteArray("z"));
    QCOMPARE(waiter.results[0]->body, method == Method::Head ? QByteArray() : QByteArray("{}"));
    QCOMPARE(exchange->attempts, 1U);
    const QByteArray sent = fixture.server.requests.at(0);
    QVERIFY2(sent.startsWith(
                 QByteArray(toByteArray(method) + " /api/a%2Fb/%C3%A4?x=1&k=a%20b%26c HTTP/1.1")),
             sent.constData());
    QVERIFY(sent.contains("Authorization: Bot secret-token\r\n"));
    QVERIFY(sent.contains("User-Agent: DiscordBot ("));
    QVERIFY(sent.endsWith(QByteArray("\r\n\r\n" + body)));
    QCOMPARE(sent.toLower().count("content-type: "), body.isEmpty() ? 0 : 1);
    QCOMPARE(sent.toLower().count("host: "), 1);
}

void TestNetworkAccessSender::neverSendsAgain_data()
{
    QTest::addColumn<Method>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("fresh");
    for (const bool fresh : {false, true}) {
        const char *on = fresh ? "on a fresh connection" : "on a used connection";
        QTest::addRow("rainy/POST %s", on) << Method::Post << QByteArray("{\"n\":1}") << fresh;
        QTest::addRow("rainy/POST without body %s", on) << Method::Post << QByteArray() << fresh;
        QTest::addRow("rainy/GET %s", on) << Method::Get << QByteArray() << fresh;
        QTest::addRow("rainy/PUT %s", on) << Method::Put << QByteArray("{}") << fresh;
        QTest::addRow("rainy/DELETE %s", on) << Method::Delete << QByteArray() << fresh;
    }
}

void TestNetworkAccessSender::neverSendsAgain()
{
    QFETCH(const Method, method);
    QFETCH(const QByteArray, body);
    QFETCH(const bool, fresh);
    const int met = fresh ? 1 : 2; // the number of the request that meets the end
    Fixture fixture([met](QTcpSocket &socket, const QByteArray &, int number) {
        if (number < met)
            ScriptedServer::answer(socket, "{}");
        else
            socket.close();
    });
    Waiter waiter;
    const auto sender = fixture.sender();
    if (!fresh) {
        sender->start(exchangeOf(Method::Get, u"/first"_s), waiter.handler());
        QTRY_COMPARE(waiter.results.size(), size_t(1));
        waiter.results.clear();
    }
    const auto exchange = exchangeOf(method, u"/second"_s, body);
    sender->start(exchange, waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(1));
    QVERIFY(!waiter.results[0]);
    QCOMPARE(waiter.results[0].error().code, ErrorCode::Network);
    QTest::qWait(100);
    QCOMPARE(fixture.server.requests.size(), met);
    QCOMPARE(exchange->attempts, 1U);
}

void TestNetworkAccessSender::statuses_data()
{
    QTest::addColumn<int>("status");
    for (const int status :
         {200, 201, 301, 302, 304, 400, 401, 403, 404, 405, 409, 429, 500, 502, 503})
        QTest::addRow("%s/%d", status < 400 ? "happy" : "rainy", status) << status;
}

void TestNetworkAccessSender::statuses()
{
    QFETCH(const int, status);
    Fixture fixture([status](QTcpSocket &socket, const QByteArray &, int) {
        ScriptedServer::answer(socket, status == 304 ? "" : "<html>",
                               "Retry-After: 3\r\nLocation: http://127.0.0.1:1/\r\n"
                               "WWW-Authenticate: Basic realm=\"x\"\r\n",
                               QByteArray::number(status) + " Whatever");
    });
    Waiter waiter;
    const auto sender = fixture.sender();
    const auto exchange = exchangeOf(Method::Post, u"/x"_s, "{}");
    sender->start(exchange, waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(1));
    QVERIFY2(waiter.results[0], why(waiter.results[0]));
    QCOMPARE(waiter.results[0]->status, status);
    QCOMPARE(waiter.results[0]->header("Retry-After"), QByteArray("3"));
    QCOMPARE(waiter.results[0]->body, status == 304 ? QByteArray() : QByteArray("<html>"));
    QCOMPARE(exchange->lastStatus, status);
    QCOMPARE(fixture.server.requests.size(), 1);
}

void TestNetworkAccessSender::leavesTheManagerAlone()
{
    Fixture fixture([](QTcpSocket &socket, const QByteArray &, int) {
        ScriptedServer::answer(socket, "{}", "Set-Cookie: a=b\r\nCache-Control: max-age=60\r\n");
    });
    Waiter waiter;
    const auto sender = fixture.sender();
    for (size_t i = 1; i <= 2; ++i) {
        sender->start(exchangeOf(Method::Get, u"/x"_s), waiter.handler());
        QTRY_COMPARE(waiter.results.size(), i);
    }
    QCOMPARE(fixture.server.requests.size(), 2);
    QVERIFY(!fixture.server.requests.at(1).contains("Cookie"));
    QVERIFY(fixture.manager->cookieJar()->cookiesForUrl(fixture.server.url()).isEmpty());
}

void TestNetworkAccessSender::encodings()
{
    // gzip of "hello"
    const QByteArray gzip =
        QByteArray::fromHex("1f8b0800000000000003cb48cdc9c9070086a6103605000000");
    Fixture fixture([&gzip](QTcpSocket &socket, const QByteArray &, int) {
        ScriptedServer::answer(socket, gzip, "Content-Encoding: gzip\r\n");
    });
    Waiter waiter;
    const auto sender = fixture.sender();
    sender->start(exchangeOf(Method::Get, u"/x"_s), waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(1));
    QVERIFY2(waiter.results[0], why(waiter.results[0]));
    QCOMPARE(waiter.results[0]->body, QByteArray("hello"));
}

void TestNetworkAccessSender::multipart()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    const QByteArray content(3'000'000, 'x');
    file.write(content);
    file.flush();
    Fixture fixture(
        [](QTcpSocket &socket, const QByteArray &, int) { ScriptedServer::answer(socket, "{}"); });
    Waiter waiter;
    const auto sender = fixture.sender();
    const auto exchange = exchangeOf(Method::Post, u"/x"_s, "{}");
    FilePart part;
    part.fileName = u"a.bin"_s;
    part.path = file.fileName();
    exchange->request.files.edit().append(part);
    sender->start(exchange, waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(1));
    QVERIFY2(waiter.results[0], why(waiter.results[0]));
    QCOMPARE(fixture.server.requests.size(), 1);
    QVERIFY(fixture.server.requests.at(0).contains(QByteArray("\r\n\r\n" + content + "\r\n--")));
    // A file that is not there is told of before anything is sent.
    part.path = u"/nonexistent/file"_s;
    const auto missing = exchangeOf(Method::Post, u"/x"_s);
    missing->request.files.edit().append(part);
    sender->start(missing, waiter.handler());
    QCOMPARE(waiter.results.size(), size_t(2));
    QCOMPARE(waiter.results[1].error().code, ErrorCode::Io);
}

void TestNetworkAccessSender::timeoutAndCancel()
{
    Fixture fixture([](QTcpSocket &, const QByteArray &, int) { });
    Waiter waiter;
    const auto sender = fixture.sender(100ms);
    sender->start(exchangeOf(Method::Get, u"/slow"_s), waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(1));
    QCOMPARE(waiter.results[0].error().code, ErrorCode::Timeout);
    const auto late = exchangeOf(Method::Get, u"/slow"_s);
    late->request.timeout = 5s;
    late->request.deadline = fixture.clock.now() + 50ms;
    sender->start(late, waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(2));
    QCOMPARE(waiter.results[1].error().code, ErrorCode::DeadlineExceeded);
    const auto cancelled = exchangeOf(Method::Get, u"/slow"_s);
    sender->start(cancelled, waiter.handler());
    sender->cancel(cancelled);
    QCOMPARE(waiter.results.size(), size_t(3));
    QCOMPARE(waiter.results[2].error().code, ErrorCode::Cancelled);
    sender->cancel(cancelled);
    QCOMPARE(waiter.results.size(), size_t(3));
}

void TestNetworkAccessSender::managerDies()
{
    Fixture fixture([](QTcpSocket &, const QByteArray &, int) { });
    Waiter waiter;
    const auto sender = fixture.sender();
    sender->start(exchangeOf(Method::Post, u"/slow"_s, "{}"), waiter.handler());
    QTRY_COMPARE(fixture.server.requests.size(), 1);
    fixture.manager.reset();
    QTRY_COMPARE(waiter.results.size(), size_t(1));
    QVERIFY(!waiter.results[0]);
    sender->start(exchangeOf(Method::Get, u"/x"_s), waiter.handler());
    QCOMPARE(waiter.results.size(), size_t(2));
    QCOMPARE(waiter.results[1].error().code, ErrorCode::Closed);
}

void TestNetworkAccessSender::destructionSettles()
{
    Fixture fixture([](QTcpSocket &, const QByteArray &, int) { });
    Waiter waiter;
    auto sender = fixture.sender();
    for (int i = 0; i < 10; ++i)
        sender->start(exchangeOf(Method::Post, u"/slow"_s, "{}"), waiter.handler());
    sender->stop();
    sender->start(exchangeOf(Method::Get, u"/x"_s), waiter.handler());
    QCOMPARE(waiter.results.size(), size_t(1));
    sender.reset();
    QCOMPARE(waiter.results.size(), size_t(11));
    for (const auto &result : waiter.results)
        QCOMPARE(result.error().code, ErrorCode::Closed);
    // The manager is still good for others.
    QNetworkReply *reply = fixture.manager->get(QNetworkRequest(fixture.server.url()));
    QTRY_VERIFY(!fixture.server.requests.isEmpty()
                && fixture.server.requests.last().startsWith("GET /api"));
    reply->abort();
    delete reply;
}

void TestNetworkAccessSender::inAChain()
{
    int failures = 2;
    Fixture fixture([&failures](QTcpSocket &socket, const QByteArray &, int) {
        if (failures-- > 0)
            reset(socket);
        else
            ScriptedServer::answer(socket, "{}");
    });
    RetryPolicy policy;
    policy.backoff = {.base = 1ms, .cap = 2ms, .least = 1ms};
    RetryingSender chain(
        std::make_unique<RateLimitingSender>(fixture.sender(), RateLimiterConfig{}, fixture.clock),
        policy, fixture.clock);
    QVERIFY(chain.isAsync());
    QVERIFY(chainConflicts(chain).isEmpty());
    Waiter waiter;
    const auto exchange = exchangeOf(Method::Post, u"/channels/1/messages"_s, R"({"content":"x"})");
    chain.start(exchange, waiter.handler());
    QTRY_COMPARE(waiter.results.size(), size_t(1));
    QVERIFY(waiter.results[0]);
    QCOMPARE(exchange->attempts, 3U);
    // The same nonce each time: Discord takes them for one.
    QCOMPARE(fixture.server.requests.size(), 3);
    const auto bodyOf = [&](int i) {
        const QByteArray &all = fixture.server.requests.at(i);
        return all.sliced(all.indexOf("\r\n\r\n"));
    };
    QVERIFY(bodyOf(0).contains("enforce_nonce"));
    QCOMPARE(bodyOf(2), bodyOf(0));
}

QTEST_GUILESS_MAIN(TestNetworkAccessSender)
#include "tst_networkaccesssender.moc"
