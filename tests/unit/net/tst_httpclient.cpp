// SPDX-License-Identifier: MIT
// HttpClient against a raw server: what goes out, what is told of it, and that every future ends.
#include "fakenet.h"
#include "scriptedserver.h"

#include <cordial/net/asyncsender.h>
#include <cordial/net/httpclient.h>
#include <cordial/net/ratelimitingsender.h>
#include <cordial/net/retryingsender.h>
#include <cordial/net/syncsender.h>

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryFile>
#include <QTest>

#include <thread>

using namespace Cordial;
using namespace Cordial::Net;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Reply = QFuture<Result<Response>>;
using Fields = QList<std::pair<QString, QString>>;

ScriptedServer::OnRequest always(const QByteArray &body, const QByteArray &headers = {},
                                 const QByteArray &status = "200 OK")
{
    return [=](QTcpSocket &socket, const QByteArray &request, int) {
        ScriptedServer::answer(socket, request.startsWith("HEAD ") ? QByteArray() : body, headers,
                               status);
    };
}

struct Fixture
{
    explicit Fixture(ScriptedServer::OnRequest onRequest) : server(std::move(onRequest))
    {
        config.apiUrl = server.url();
        config.token = Secret("MTIzNDU2Nzg5.x.secret");
        config.timeout = 5s;
    }
    HttpClient &client()
    {
        if (!made)
            made = std::make_unique<HttpClient>(config, clock, metrics);
        return *made;
    }
    //! \brief The head of a request that the server has seen, and its body.
    [[nodiscard]] QByteArray head(int index = 0) const
    {
        return server.requests.at(index).left(server.requests.at(index).indexOf("\r\n\r\n") + 2);
    }
    [[nodiscard]] QByteArray body(int index = 0) const
    {
        return server.requests.at(index).mid(server.requests.at(index).indexOf("\r\n\r\n") + 4);
    }

    SystemClock clock;
    MetricSink &metrics = MetricSink::none();
    ScriptedServer server;
    HttpConfig config;
    std::unique_ptr<HttpClient> made;
};

bool ends(const QList<Reply> &replies)
{
    return QTest::qWaitFor(
        [&replies] {
            return std::all_of(replies.begin(), replies.end(),
                               [](const Reply &reply) { return reply.isFinished(); });
        },
        5000);
}

int failedWith(const QList<Reply> &replies, ErrorCode code)
{
    return int(std::count_if(replies.begin(), replies.end(), [code](const Reply &reply) {
        return reply.resultCount() == 1 && !reply.resultAt(0)
            && reply.resultAt(0).error().code == code;
    }));
}

} // namespace

class TestHttpClient : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void verbs_data();
    void verbs();
    void contents_data();
    void contents();
    void errors();
    void phases();
    void phasesOfA429();
    void phasesOfARetry();
    void tellsWhoWaits();
    void clearsTheCache();
    void upload();
    void refusedToken();
    void stopSettles();
    void destructionSettles();
    void cancelAtAnyStage();
    void droppedFutures();
    void slotDestroysClient();
    void receiversComeAndGo();
    void conflictsAreWarnedOf();
    void syncWithoutEventLoop();
    void baseUrl_data();
    void baseUrl();
    void limiterOff();
};

void TestHttpClient::verbs_data()
{
    QTest::addColumn<Method>("method");
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("happy/get") << Method::Get << QByteArray();
    QTest::newRow("happy/post") << Method::Post << QByteArray(R"({"a":1})");
    QTest::newRow("happy/put") << Method::Put << QByteArray(R"({"a":2})");
    QTest::newRow("happy/patch") << Method::Patch << QByteArray(R"({"a":3})");
    QTest::newRow("happy/delete") << Method::Delete << QByteArray();
    QTest::newRow("happy/delete with a body") << Method::Delete << QByteArray(R"({"a":4})");
    QTest::newRow("happy/head") << Method::Head << QByteArray();
    QTest::newRow("happy/options") << Method::Options << QByteArray();
}

void TestHttpClient::verbs()
{
    QFETCH(const Method, method);
    QFETCH(const QByteArray, sent);
    Fixture f(always(R"({"ok":true})"));
    HttpClient &client = f.client();
    const QString path = u"/channels/1"_s;
    Reply reply;
    switch (method) {
    case Method::Get:
        reply = client.get(path);
        break;
    case Method::Post:
        reply = client.post(path, sent);
        break;
    case Method::Put:
        reply = client.put(path, sent);
        break;
    case Method::Patch:
        reply = client.patch(path, sent);
        break;
    case Method::Delete:
        reply = client.del(path, sent);
        break;
    case Method::Head:
        reply = client.head(path);
        break;
    case Method::Options:
        reply = client.options(path);
        break;
    }
    QVERIFY(ends({reply}));
    QVERIFY(bool(reply.result()));
    QCOMPARE(reply.result()->body, method == Method::Head ? QByteArray() : R"({"ok":true})");
    const QByteArray head = f.head();
    const QByteArray line = toByteArray(method) + " /api/channels/1 HTTP/1.1\r\n";
    QVERIFY2(head.startsWith(line), head.constData());
    QVERIFY(head.contains("\r\nAuthorization: Bot MTIzNDU2Nzg5.x.secret\r\n"));
    QVERIFY(head.contains("\r\nUser-Agent: DiscordBot ("));
    QCOMPARE(head.contains("\r\nContent-Type: application/json\r\n"), !sent.isEmpty());
    QCOMPARE(f.body(), sent);
}

void TestHttpClient::contents_data()
{
    QTest::addColumn<Request>("request");
    QTest::addColumn<QByteArrayList>("head");
    QTest::addColumn<QByteArray>("body");
    Request request;
    request.path = u"/a/ü b"_s;
    request.query = {{u"k"_s, u"1&2"_s}, {u"k"_s, u"ä"_s}, {u"empty"_s, {}}};
    QTest::newRow("happy/parameters")
        << request << QByteArrayList{"GET /api/a/%C3%BC%20b?k=1%262&k=%C3%A4&empty= HTTP/1.1"}
        << QByteArray();
    request = {};
    request.path = u"/h"_s;
    request.headers = {{"X-Thing", "one"}, {"X-Thing", "two"}};
    request.reason = u"spam & ärger"_s;
    QTest::newRow("happy/headers, reason")
        << request
        << QByteArrayList{"X-Thing: one", "X-Thing: two",
                          "X-Audit-Log-Reason: spam%20%26%20%C3%A4rger"}
        << QByteArray();
    request = {};
    request.method = Method::Post;
    request.path = u"/oauth2/token"_s;
    request.auth = Auth::None;
    request.setForm({{u"grant_type"_s, u"client_credentials"_s}, {u"scope"_s, u"a b+c"_s}});
    QTest::newRow("happy/form") << request
                                << QByteArrayList{"Content-Type: application/x-www-form-urlencoded"}
                                << QByteArray("grant_type=client_credentials&scope=a%20b%2Bc");
    request = {};
    request.method = Method::Put;
    request.path = u"/raw"_s;
    request.contentType = "image/png";
    request.body = QByteArray::fromHex("89504e4700ff0d0a0d0a");
    QTest::newRow("happy/raw") << request << QByteArrayList{"Content-Type: image/png"}
                               << request.body;
    request = {};
    request.path = u"/users/@me"_s;
    request.auth = Auth::Bearer;
    request.bearer = "user-token";
    QTest::newRow("happy/bearer") << request << QByteArrayList{"Authorization: Bearer user-token"}
                                  << QByteArray();
}

void TestHttpClient::contents()
{
    QFETCH(const Request, request);
    QFETCH(const QByteArrayList, head);
    QFETCH(const QByteArray, body);
    Fixture f(always("{}"));
    const Reply reply = f.client().send(request);
    QVERIFY(ends({reply}));
    QVERIFY(bool(reply.result()));
    const QList<QByteArray> lines = f.head().replace("\r", "").split('\n');
    for (const QByteArray &line : head)
        QVERIFY2(lines.contains(line), f.head().constData());
    QCOMPARE(f.body(), body);
    if (request.auth == Auth::None)
        QVERIFY(!f.head().contains("Authorization"));
}

void TestHttpClient::errors()
{
    Fixture f(
        always(R"({"code":50035,"message":"Invalid Form Body","errors":{"content":{"_errors":)"
               R"([{"code":"BASE_TYPE_REQUIRED","message":"required"}]}}})",
               {}, "400 Bad Request"));
    QList<quint64> told;
    QObject::connect(&f.client(), &HttpClient::requestQueued, &f.client(),
                     [&told](const RequestInfo &request) { told.append(request.id); });
    const Reply reply = f.client().post(u"/channels/1/messages"_s, "{}");
    QVERIFY(ends({reply}));
    QVERIFY(!reply.result());
    const Error error = reply.result().error();
    QCOMPARE(error.httpStatus, 400);
    QCOMPARE(error.discordCode, 50035);
    QCOMPARE(error.fieldErrors,
             (QList<FieldError>{{u"content"_s, u"BASE_TYPE_REQUIRED"_s, u"required"_s}}));
    QCOMPARE(error.request, u"POST /channels/1/messages"_s);
    QCOMPARE(error.requestId, told.takeFirst());
    // What may not be sent is told the same way.
    const QList<Reply> wrong{f.client().get(u"https://example.org/x"_s), f.client().get({})};
    QVERIFY(ends(wrong));
    QCOMPARE(failedWith(wrong, ErrorCode::InvalidArgument), 2);
    QCOMPARE(f.server.requests.size(), 1);
}

namespace {

//! \brief Every signal of a client, one line each.
struct Recorder : QObject
{
    explicit Recorder(HttpClient &client)
    {
        connect(&client, &HttpClient::requestQueued, this, [this](const RequestInfo &info) {
            first = first == 0 ? info.id : first;
            add(u"queued %1 %2 %3"_s.arg(QString::fromLatin1(toByteArray(info.method)), info.path,
                                         info.plugin),
                info);
        });
        connect(&client, &HttpClient::requestWaiting, this,
                [this](const RequestInfo &info, WaitReason reason, TimePoint) {
                    add(u"waiting %1"_s.arg(int(reason)), info);
                });
        connect(&client, &HttpClient::requestStarted, this,
                [this](const RequestInfo &info, int attempt) {
                    add(u"started %1"_s.arg(attempt), info);
                });
        connect(&client, &HttpClient::requestFinished, this,
                [this](const RequestInfo &info, int status, const Trace &trace) {
                    add(u"finished %1 after %2"_s.arg(status).arg(trace.attempts), info);
                    ++finished;
                });
        connect(&client, &HttpClient::tokenRefused, this, [this] { log.append(u"refused"_s); });
    }
    void add(const QString &what, const RequestInfo &info)
    {
        log.append(u"%1: %2"_s.arg(info.id - first).arg(what));
    }
    quint64 first = 0;
    int finished = 0;
    QStringList log;
};

QString waiting(WaitReason reason)
{
    return u"0: waiting %1"_s.arg(int(reason));
}

} // namespace

void TestHttpClient::phases()
{
    Fixture f(
        always("{}",
               "X-RateLimit-Bucket: b1\r\nX-RateLimit-Limit: 5\r\nX-RateLimit-Remaining: 4\r\n"
               "X-RateLimit-Reset-After: 5\r\n"));
    Recorder recorder(f.client());
    QList<BucketInfo> buckets;
    connect(&f.client(), &HttpClient::bucketUpdated, this,
            [&buckets](const BucketInfo &bucket) { buckets.append(bucket); });
    Request request;
    request.path = u"/webhooks/7/very-secret-token"_s;
    request.plugin = u"welcome"_s;
    const Reply reply = f.client().send(request);
    QVERIFY(ends({reply}));
    QTRY_COMPARE(recorder.finished, 1);
    QCOMPARE(recorder.log,
             (QStringList{u"0: queued GET /webhooks/7/*** welcome"_s, u"0: started 1"_s,
                          u"0: finished 200 after 1"_s}));
    QVERIFY(!buckets.isEmpty());
    QCOMPARE(buckets.last().hash, QByteArray("b1"));
    QCOMPARE(buckets.last().limit, 5);
    QCOMPARE(buckets.last().remaining, 4);
    QCOMPARE(buckets.last().inFlight, 0);
    QVERIFY(buckets.last().resetAt > f.clock.now());
    QVERIFY(!buckets.last().key.contains("secret"));
}

void TestHttpClient::phasesOfA429()
{
    Fixture f([](QTcpSocket &socket, const QByteArray &, int number) {
        if (number == 1)
            ScriptedServer::answer(socket, R"({"message":"slow","retry_after":0.06})", {},
                                   "429 Too Many Requests");
        else
            ScriptedServer::answer(socket, "{}");
    });
    f.config.retries = 0;
    Recorder recorder(f.client());
    const Reply reply = f.client().get(u"/x"_s);
    QVERIFY(ends({reply}));
    QTRY_COMPARE(recorder.finished, 1);
    QCOMPARE(
        recorder.log,
        (QStringList{u"0: queued GET /x "_s, u"0: started 1"_s, waiting(WaitReason::RateLimited),
                     u"0: started 2"_s, u"0: finished 200 after 2"_s}));
    const Trace trace = reply.result()->trace;
    QCOMPARE(trace.tooMany, 1U);
    QCOMPARE(trace.longestWait, WaitReason::RateLimited);
    QVERIFY(trace.waited >= 60ms);
}

void TestHttpClient::phasesOfARetry()
{
    Fixture f([](QTcpSocket &socket, const QByteArray &, int number) {
        if (number == 1)
            socket.abort();
        else
            ScriptedServer::answer(socket, "{}");
    });
    f.config.retries = 1;
    Recorder recorder(f.client());
    const Reply reply = f.client().get(u"/x"_s);
    QVERIFY(ends({reply}));
    QTRY_COMPARE(recorder.finished, 1);
    QCOMPARE(recorder.log,
             (QStringList{u"0: queued GET /x "_s, u"0: started 1"_s, waiting(WaitReason::Retry),
                          u"0: started 2"_s, u"0: finished 200 after 2"_s}));
}

void TestHttpClient::tellsWhoWaits()
{
    Fixture f(always("{}",
                     "X-RateLimit-Bucket: b\r\nX-RateLimit-Limit: 1\r\n"
                     "X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset-After: 500\r\n"));
    QVERIFY(ends({f.client().get(u"/channels/1/messages"_s)}));
    QList<RequestInfo> told;
    connect(&f.client(), &HttpClient::requestWaiting, this,
            [&told](const RequestInfo &request) { told.append(request); });
    for (int i = 0; i < 3; ++i) {
        Request request;
        request.path = u"/channels/1/messages"_s;
        if (i == 1)
            request.deadline = f.clock.now() + 1h;
        (void)f.client().submit(std::move(request), [](const Outcome &) { });
    }
    const auto waiting = f.client().waiting();
    QTRY_VERIFY(waiting.isFinished());
    const QList<WaitingInfo> infos = waiting.result();
    QCOMPARE(infos.size(), 3);
    QTRY_COMPARE(told.size(), 3);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(infos.at(i).place, quint32(i));
        QCOMPARE(infos.at(i).reason, WaitReason::Bucket);
        QVERIFY(infos.at(i).expectedAt > f.clock.now() + 400s * (i + 1));
        QCOMPARE(told.at(i).id, infos.at(i).id);
        QCOMPARE(told.at(i).place, quint32(i));
        QCOMPARE(told.at(i).deadline.has_value(), i == 1);
        QCOMPARE(infos.at(i).deadline, told.at(i).deadline);
    }
}

void TestHttpClient::clearsTheCache()
{
    Fixture f(always("{}", "Cache-Control: max-age=600\r\n"));
    f.config.cache = true;
    for (int i = 0; i < 2; ++i)
        QVERIFY(ends({f.client().get(u"/x"_s)}));
    QCOMPARE(f.server.requests.size(), 1);
    f.client().clearCache();
    QVERIFY(ends({f.client().get(u"/x"_s)}));
    QCOMPARE(f.server.requests.size(), 2);
    // Without one there is nothing to clear, and nobody waits where nothing limits.
    Fixture bare(always("{}"));
    bare.config.limiter = false;
    bare.client().clearCache();
    const auto waiting = bare.client().waiting();
    QTRY_VERIFY(waiting.isFinished());
    QCOMPARE(waiting.result().size(), 0);
}

void TestHttpClient::upload()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write(QByteArray(300'000, 'z'));
    file.flush();
    Fixture f(always("{}"));
    QList<std::pair<qint64, qint64>> progress;
    connect(&f.client(), &HttpClient::uploadProgressed, this,
            [&progress](const RequestInfo &, qint64 sent, qint64 total) {
                progress.append({sent, total});
            });
    Request request;
    request.method = Method::Post;
    request.path = u"/channels/1/messages"_s;
    request.body = R"({"content":"x"})";
    request.files.edit().append(FilePart{
        .fileName = u"z.txt"_s, .contentType = "text/plain", .path = file.fileName(), .data = {}});
    const Reply reply = f.client().send(request);
    QVERIFY(ends({reply}));
    QVERIFY(bool(reply.result()));
    QTRY_VERIFY(!progress.isEmpty() && progress.last().first == progress.last().second);
    QVERIFY(std::is_sorted(progress.begin(), progress.end()));
    QCOMPARE(progress.last().second, qint64(f.body().size()));
    QVERIFY(f.head().contains("Content-Type: multipart/form-data; boundary="));
    QVERIFY(f.body().contains(QByteArray(300'000, 'z')));
    QVERIFY(f.body().contains("name=\"payload_json\""));
    QVERIFY(f.body().contains("name=\"files[0]\"; filename=\"z.txt\""));
}

void TestHttpClient::refusedToken()
{
    Fixture f(always(R"({"message":"401: Unauthorized","code":0})", {}, "401 Unauthorized"));
    Recorder recorder(f.client());
    QList<Reply> replies;
    for (int i = 0; i < 4; ++i)
        replies.append(f.client().get(u"/x"_s));
    QVERIFY(ends(replies));
    QCOMPARE(failedWith(replies, ErrorCode::Unauthorized), 4);
    QCOMPARE(f.server.requests.size(), 1);
    QTRY_COMPARE(recorder.log.count(u"refused"_s), 1);
}

void TestHttpClient::stopSettles()
{
    QPointer<QTcpSocket> asked;
    Fixture f([&asked](QTcpSocket &socket, const QByteArray &, int) { asked = &socket; });
    QList<Reply> replies;
    for (int i = 0; i < 1000; ++i)
        replies.append(f.client().post(u"/channels/1/messages"_s, "{}"));
    QTRY_VERIFY(asked);
    f.client().stop();
    replies.append(f.client().get(u"/x"_s)); // nothing new either
    const QList<Reply> queued = replies.mid(1);
    QVERIFY(ends(queued));
    QCOMPARE(failedWith(queued, ErrorCode::Closed), 1000);
    // What is on the wire may still finish.
    QVERIFY(!replies.first().isFinished());
    ScriptedServer::answer(*asked, "{}");
    QVERIFY(ends(replies));
    QVERIFY(bool(replies.first().result()));
    QCOMPARE(f.server.requests.size(), 1);
}

void TestHttpClient::destructionSettles()
{
    bool asked = false;
    Fixture f([&asked](QTcpSocket &, const QByteArray &, int) { asked = true; });
    QList<Reply> replies;
    for (int i = 0; i < 200; ++i)
        replies.append(f.client().get(u"/channels/%1"_s.arg(i % 7)));
    QTRY_VERIFY(asked);
    f.made.reset();
    for (const Reply &reply : std::as_const(replies)) {
        QVERIFY(reply.isFinished());
        QVERIFY(!reply.resultAt(0));
    }
}

void TestHttpClient::cancelAtAnyStage()
{
    bool asked = false;
    Fixture f([&asked](QTcpSocket &, const QByteArray &, int) { asked = true; });
    const auto cancellable = [&f](const CancelToken &token) {
        Request request;
        request.path = u"/channels/1/messages"_s;
        request.cancel = token;
        return f.client().send(request);
    };
    const CancelToken onTheWire = CancelToken::create();
    const CancelToken inQueue = CancelToken::create();
    const CancelToken atOnce = CancelToken::create();
    atOnce.cancel();
    QList<Reply> replies{cancellable(onTheWire), cancellable(inQueue), cancellable(atOnce)};
    QTRY_VERIFY(asked);
    inQueue.cancel();
    QVERIFY(ends(replies.mid(1)));
    QVERIFY(!replies.first().isFinished());
    // From another thread.
    std::thread([&onTheWire] { onTheWire.cancel(); }).join();
    QVERIFY(ends(replies));
    QCOMPARE(failedWith(replies, ErrorCode::Cancelled), 3);
    onTheWire.cancel(); // too late is no harm
    QCOMPARE(f.server.requests.size(), 1);
}

void TestHttpClient::droppedFutures()
{
    Fixture f(always("{}"));
    for (int i = 0; i < 20; ++i)
        (void)f.client().get(u"/users/5"_s);
    QTRY_COMPARE(f.server.requests.size(), 20);
}

void TestHttpClient::slotDestroysClient()
{
    Fixture f(always("{}"));
    QList<Reply> replies;
    HttpClient &client = f.client();
    connect(&client, &HttpClient::requestFinished, this, [&f] { f.made.reset(); });
    for (int i = 0; i < 10; ++i)
        replies.append(client.get(u"/channels/%1"_s.arg(i)));
    QVERIFY(ends(replies));
    QTRY_VERIFY(!f.made);
}

void TestHttpClient::receiversComeAndGo()
{
    Fixture f(always("{}"));
    // Qt shares 131 locks among all objects: some of these have the client's.
    std::vector<std::unique_ptr<QObject>> receivers(2'000);
    int told = 0;
    for (auto &receiver : receivers) {
        receiver = std::make_unique<QObject>();
        connect(&f.client(), &HttpClient::requestFinished, receiver.get(), [&told] { ++told; });
    }
    receivers.resize(1);
    QVERIFY(ends({f.client().get(u"/a"_s)}));
    QTRY_COMPARE(told, 1);
    receivers.clear();
    // Nobody listens, and then somebody does again.
    QVERIFY(ends({f.client().get(u"/b"_s)}));
    const QObject late;
    connect(&f.client(), &HttpClient::requestFinished, &late, [&told] { ++told; });
    QVERIFY(ends({f.client().get(u"/c"_s)}));
    QTRY_COMPARE(told, 2);
}

void TestHttpClient::conflictsAreWarnedOf()
{
    Fixture f(always("{}"));
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(u"retrying sender pass by the rate limits"_s));
    const HttpConfig config = f.config;
    Clock &clock = f.clock;
    f.made = std::make_unique<HttpClient>(
        [config, &clock]() -> std::unique_ptr<Sender> {
            TransportConfig transport;
            transport.apiUrl = config.apiUrl;
            auto async = std::make_unique<AsyncSender>(transport, clock);
            auto retrying =
                std::make_unique<RetryingSender>(std::move(async), RetryPolicy{}, clock);
            return std::make_unique<RateLimitingSender>(std::move(retrying), RateLimiterConfig{},
                                                        clock);
        },
        f.clock, f.metrics);
    // A warning, no more: it works all the same.
    const Reply reply = f.client().get(u"/x"_s);
    QVERIFY(ends({reply}));
    QVERIFY(bool(reply.result()));
}

void TestHttpClient::syncWithoutEventLoop()
{
    Fixture f(always(R"({"id":"1"})"));
    const HttpConfig config = f.config;
    Clock &clock = f.clock;
    std::atomic<bool> done{false};
    std::optional<Result<Response>> result;
    bool isAsync = true;
    bool future = false;
    std::thread script([&] {
        SyncSender sender([&] { return makeChain(config, clock, SenderObserver::none()); });
        isAsync = sender.isAsync();
        Request request;
        request.path = u"/users/@me"_s;
        result = sender.request(request);
        future = sender.send(request).isFinished(); // has its result when it comes
        done = true;
    });
    const bool ended = QTest::qWaitFor([&done] { return done.load(); }, 5000);
    script.join();
    QVERIFY(ended);
    QVERIFY(!isAsync);
    QVERIFY(future);
    QVERIFY(bool(*result));
    QCOMPARE((*result)->body, QByteArray(R"({"id":"1"})"));
    QCOMPARE((*result)->trace.attempts, 1U);
    QVERIFY(makeChain(config, clock, SenderObserver::none())->isAsync());
}

void TestHttpClient::baseUrl_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("happy/path") << u"/api/v10"_s << QByteArray("GET /api/v10/x HTTP/1.1");
    QTest::newRow("happy/slash at its end") << u"/proxy/"_s << QByteArray("GET /proxy/x HTTP/1.1");
    QTest::newRow("happy/none") << QString() << QByteArray("GET /x HTTP/1.1");
}

void TestHttpClient::baseUrl()
{
    QFETCH(const QString, base);
    QFETCH(const QByteArray, line);
    Fixture f(always("{}"));
    f.config.apiUrl.setPath(base);
    const Reply reply = f.client().get(u"/x"_s);
    QVERIFY(ends({reply}));
    QVERIFY(bool(reply.result()));
    QCOMPARE(f.server.requests.first().left(f.server.requests.first().indexOf("\r\n")), line);
}

void TestHttpClient::limiterOff()
{
    Fixture f(always("{}",
                     "X-RateLimit-Bucket: b\r\nX-RateLimit-Limit: 1\r\nX-RateLimit-Remaining: 0\r\n"
                     "X-RateLimit-Reset-After: 3600\r\n"));
    f.config.limiter = false;
    QList<Reply> replies;
    for (int i = 0; i < 100; ++i)
        replies.append(f.client().get(u"/channels/1/messages"_s));
    QVERIFY(ends(replies));
    QCOMPARE(f.server.requests.size(), 100);
}

QTEST_GUILESS_MAIN(TestHttpClient)
#include "tst_httpclient.moc"
