// SPDX-License-Identifier: MIT
#include "fakenet.h"

#include <cordial/net/ratelimitingsender.h>

#include <QTest>

using namespace Cordial;
using namespace Cordial::Net;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! \brief A chain over the model, and what came out of it.
struct Simulation
{
    explicit Simulation(quint32 seed, int globalLimit = 1'000'000)
    {
        auto model = std::make_unique<ModelServer>(clock, seed);
        server = model.get();
        sender = std::make_unique<RateLimitingSender>(
            std::move(model), RateLimiterConfig{.globalLimit = globalLimit, .applicationId = 42},
            clock);
    }
    ExchangePtr submit(Method method, const QString &path, Lane lane = Lane::Normal,
                       const QString &plugin = {})
    {
        const auto exchange = exchangeOf(method, path);
        exchange->request.lane = lane;
        exchange->request.plugin = plugin;
        exchange->request.id = ++lastId;
        sender->start(exchange, [this, id = lastId](Result<Response> result) {
            finished.emplace_back(id, std::move(result));
            finishedAt = clock.elapsed();
        });
        return exchange;
    }
    bool runUntil(size_t count, std::chrono::nanoseconds atMost)
    {
        while (finished.size() < count && clock.elapsed() <= atMost && clock.advanceToNext()) { }
        return finished.size() == count;
    }

    ManualClock clock;
    ModelServer *server = nullptr;
    std::vector<std::pair<quint64, Result<Response>>> finished;
    std::chrono::nanoseconds finishedAt{0};
    std::unique_ptr<RateLimitingSender> sender;
    quint64 lastId = 0;
};

} // namespace

class TestRateLimiting : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fillsWindows_data();
    void fillsWindows();
    void randomModels_data();
    void randomModels();
    void globalLimit();
    void exemptGoOn();
    void lanes();
    void plugins();
    void wallClockJumps();
    void sharedHash();
    void changedHash();
    void changedHashOfTwoRoutes();
    void lateAnswerOfOldHash();
    void sentWakesTheGlobalLimit();
    void stoppedBeforeA429();
    void losesNothingAfterErrors();
    void describesWaits();
    void deadlineBehindOthers();
    void noHeadersNoLimit();
    void headersThatGoMissing_data();
    void headersThatGoMissing();
    void watchersSeeTheGlobalWindowEmpty();
    void probesOnce();
    void tooMany_data();
    void tooMany();
    void deadlines();
    void cancel();
    void tokenRefused();
    void edgeBan();
    void invalidBudget();
    void deadWebhook_data();
    void deadWebhook();
    void subLimitApart();
    void stopSettles();
    void bucketsExpire();
    void scales();
};

void TestRateLimiting::fillsWindows_data()
{
    QTest::addColumn<bool>("writes");
    QTest::addColumn<bool>("slides");
    QTest::addColumn<int>("count");
    QTest::newRow("happy/posts") << true << false << 40;
    QTest::newRow("happy/gets") << false << false << 40;
    QTest::newRow("happy/posts, sliding") << true << true << 40;
    QTest::newRow("happy/gets, sliding") << false << true << 40;
}

void TestRateLimiting::fillsWindows()
{
    QFETCH(const bool, writes);
    QFETCH(const bool, slides);
    QFETCH(const int, count);
    Simulation sim(1);
    sim.server->ruleOf = [slides](const Request &) {
        return ModelServer::Rule{.hash = "h", .limit = 5, .window = 5s, .slides = slides};
    };
    for (int i = 0; i < count; ++i)
        sim.submit(writes ? Method::Post : Method::Get, u"/channels/7/messages"_s);
    QVERIFY(sim.runUntil(size_t(count), 60s));
    QCOMPARE(sim.server->refused, 0);
    // Seven windows between eight fillings; 2 percent, and the way there and back.
    QVERIFY2(sim.finishedAt <= 35'700ms, qPrintable(QString::number(sim.finishedAt.count())));
    quint64 last = 0;
    for (const auto &arrival : sim.server->arrivals) {
        if (writes)
            QVERIFY(arrival.id > last);
        last = arrival.id;
    }
}

void TestRateLimiting::randomModels_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 150; ++seed)
        QTest::addRow("happy/seed %u", seed) << seed;
}

void TestRateLimiting::randomModels()
{
    QFETCH(const quint32, seed);
    QRandomGenerator random(seed);
    Simulation sim(seed);
    const bool slides = random.bounded(2) == 1;
    const int limit = 2 + random.bounded(9);
    const Milliseconds window(250 + random.bounded(5000));
    sim.server->mostWay = Milliseconds(1 + random.bounded(120));
    sim.server->thinking = Milliseconds(random.bounded(100));
    sim.server->ruleOf = [=](const Request &request) {
        // Two routes of a channel share a hash, a third has its own.
        const bool own = request.path.endsWith(u"/pins"_s);
        return ModelServer::Rule{.hash = own ? "own" : "shared",
                                 .limit = own ? 2 : limit,
                                 .window = window,
                                 .slides = slides};
    };
    const int count = 20 + random.bounded(60);
    const QStringList paths{u"/channels/1/messages"_s, u"/channels/1/typing"_s,
                            u"/channels/1/pins"_s, u"/channels/2/messages"_s};
    std::map<quint64, QString> pathOf;
    // No client can know that two routes share a hash before it has seen both.
    for (const QString &path : paths) {
        sim.submit(Method::Get, path);
        sim.submit(Method::Post, path);
        QVERIFY(sim.runUntil(size_t(sim.lastId), 1h));
        sim.clock.advance(window);
    }
    QCOMPARE(sim.server->refused, 0);
    const auto begin = sim.clock.elapsed();
    const size_t warm = sim.finished.size();
    for (int i = 0; i < count; ++i) {
        const QString path = paths.at(random.bounded(int(paths.size())));
        sim.submit(random.bounded(3) == 0 ? Method::Get : Method::Post, path);
        pathOf[sim.lastId] = path;
        if (random.bounded(4) == 0)
            sim.clock.advance(Milliseconds(random.bounded(400)));
    }
    QVERIFY(sim.runUntil(size_t(count) + warm, 1h));
    QCOMPARE(sim.server->refused, 0);
    // Order: what changes something arrives in the order of submission, bucket by bucket; before
    // a hash is known that means route by route.
    std::map<QString, quint64> last;
    for (const auto &arrival : sim.server->arrivals) {
        if (arrival.method != Method::Post)
            continue;
        quint64 &before = last[pathOf[arrival.id]];
        QVERIFY(arrival.id > before);
        before = arrival.id;
    }
    // Never idle: no window passes with room in it while requests wait.
    std::map<QByteArray, int> perBucket;
    for (const auto &arrival : sim.server->arrivals)
        ++perBucket[arrival.bucket];
    std::chrono::nanoseconds bound{0};
    const auto way = 2 * sim.server->mostWay + sim.server->thinking;
    for (const auto &[bucket, arrived] : perBucket) {
        const int size = bucket.startsWith("own") ? 2 : limit;
        const auto serial = way * std::min(arrived, size + 1);
        const auto perWindow =
            std::max<std::chrono::nanoseconds>(window + way + BucketWindow::kMostMargin, serial);
        bound = std::max<std::chrono::nanoseconds>(
            bound, perWindow * (arrived / size + 1) + serial + 4 * way);
    }
    QVERIFY2(sim.finishedAt - begin <= bound + 20s, "idle while requests could go");
}

void TestRateLimiting::globalLimit()
{
    Simulation sim(3, 50);
    sim.server->globalLimit = 50;
    sim.server->ruleOf = [](const Request &) { return ModelServer::Rule{}; };
    for (int i = 1; i <= 300; ++i)
        sim.submit(Method::Post, u"/channels/%1/messages"_s.arg(i));
    QVERIFY(sim.runUntil(300, 10s));
    QCOMPARE(sim.server->globallyRefused, 0);
    // Five seconds for those that count, and what the unsteady way costs each time.
    QVERIFY2(sim.finishedAt >= 5000ms && sim.finishedAt <= 5500ms,
             qPrintable(QString::number(sim.finishedAt.count())));
}

void TestRateLimiting::exemptGoOn()
{
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {.globalLimit = 1, .applicationId = 42}, clock);
    const auto go = [&](const QString &path) {
        const int before = below.total;
        sender.start(exchangeOf(Method::Post, path), [](const Result<Response> &) { });
        return below.total > before;
    };
    QVERIFY(go(u"/channels/1/messages"_s));
    QVERIFY(!go(u"/channels/2/messages"_s));
    QVERIFY(go(u"/interactions/5/token/callback"_s));
    QVERIFY(go(u"/webhooks/42/token"_s));
    QVERIFY(go(u"/webhooks/77/aW50ZXJhY3Rpb246abc"_s));
    QVERIFY(!go(u"/webhooks/78/shorttoken"_s));
}

void TestRateLimiting::lanes()
{
    Simulation sim(5);
    sim.server->ruleOf = [](const Request &) {
        return ModelServer::Rule{.hash = "h", .limit = 5, .window = 1s};
    };
    for (int i = 0; i < 10; ++i)
        sim.submit(Method::Post, u"/channels/7/messages"_s, Lane::Bulk);
    for (int i = 0; i < 5; ++i)
        sim.submit(Method::Post, u"/channels/7/messages"_s, Lane::High);
    QVERIFY(sim.runUntil(15, 10s));
    QCOMPARE(sim.server->refused, 0);
    // One bulk request had gone before the others came.
    for (size_t i = 1; i <= 5; ++i)
        QCOMPARE(sim.server->arrivals.at(i).lane, Lane::High);
}

void TestRateLimiting::plugins()
{
    Simulation sim(6, 10);
    sim.server->ruleOf = [](const Request &) { return ModelServer::Rule{}; };
    for (int i = 1; i <= 100; ++i)
        sim.submit(Method::Post, u"/channels/%1/messages"_s.arg(i), Lane::Normal, u"greedy"_s);
    for (int i = 1; i <= 5; ++i)
        sim.submit(Method::Post, u"/channels/%1/pins"_s.arg(i), Lane::Normal, u"modest"_s);
    QVERIFY(sim.runUntil(105, 30s));
    size_t lastModest = 0;
    for (size_t i = 0; i < sim.server->arrivals.size(); ++i) {
        if (sim.server->arrivals[i].id > 100)
            lastModest = i;
    }
    QVERIFY2(lastModest <= 21, "ten at once before it came, then every other one");
}

void TestRateLimiting::wallClockJumps()
{
    // NTP, an administrator, a suspended machine: the calendar has no say in any wait.
    Simulation sim(11);
    sim.server->ruleOf = [](const Request &) {
        return ModelServer::Rule{.hash = "h", .limit = 5, .window = 5s};
    };
    for (int i = 0; i < 40; ++i)
        sim.submit(Method::Post, u"/channels/7/messages"_s);
    int jumps = 0;
    while (sim.finished.size() < 40 && sim.clock.elapsed() < 60s && sim.clock.advanceToNext())
        sim.clock.jumpWall((++jumps % 2 == 0 ? 5h : -7h));
    QCOMPARE(sim.finished.size(), size_t(40));
    QCOMPARE(sim.server->refused, 0);
    QVERIFY2(sim.finishedAt <= 35'700ms, qPrintable(QString::number(sim.finishedAt.count())));
}

void TestRateLimiting::sharedHash()
{
    Simulation sim(7);
    sim.server->ruleOf = [](const Request &) {
        return ModelServer::Rule{.hash = "same", .limit = 4, .window = 1s};
    };
    for (int i = 0; i < 10; ++i) {
        sim.submit(Method::Get, u"/channels/7/messages"_s);
        sim.submit(Method::Get, u"/channels/7/pins"_s);
    }
    QVERIFY(sim.runUntil(20, 10s));
    QCOMPARE(sim.server->refused, 0);
    QVERIFY(sim.finishedAt < 4800ms);
    QCOMPARE(sim.sender->limiter().bucketCount(), 1);
}

void TestRateLimiting::changedHash()
{
    Simulation sim(8);
    int seen = 0;
    sim.server->ruleOf = [&seen](const Request &) {
        return ModelServer::Rule{.hash = ++seen <= 7 ? "old" : "new", .limit = 5, .window = 1s};
    };
    for (int i = 0; i < 30; ++i)
        sim.submit(Method::Post, u"/channels/7/messages"_s);
    QVERIFY(sim.runUntil(30, 20s));
    QCOMPARE(sim.server->refused, 0);
    for (size_t i = 0; i < 30; ++i)
        QCOMPARE(sim.server->arrivals.at(i).id, quint64(i + 1));
    QCOMPARE(sim.sender->limiter().bucketCount(), 1);
}

void TestRateLimiting::changedHashOfTwoRoutes()
{
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {}, clock);
    const auto get = [&](const QString &path) {
        sender.start(exchangeOf(Method::Get, path), [](const Result<Response> &) { });
    };
    const auto headers = [](const char *hash, int remaining) {
        return QList<Header>{{"X-RateLimit-Bucket", hash},
                             {"X-RateLimit-Limit", "5"},
                             {"X-RateLimit-Remaining", QByteArray::number(remaining)},
                             {"X-RateLimit-Reset-After", "5"}};
    };
    get(u"/channels/1/messages"_s);
    get(u"/channels/1/pins"_s);
    below.answer(0, response(200, headers("old", 4)));
    below.answer(0, response(200, headers("old", 3)));
    // One of them counts elsewhere now: the other one may do so too, and asks with one request,
    // for which the first one leaves room.
    get(u"/channels/1/messages"_s);
    below.answer(0, response(200, headers("new", 2)));
    for (int i = 0; i < 3; ++i)
        get(u"/channels/1/pins"_s);
    QCOMPARE(below.held.size(), size_t(1));
    for (int i = 0; i < 3; ++i)
        get(u"/channels/1/messages"_s);
    QCOMPARE(below.held.size(), size_t(2));
}

void TestRateLimiting::lateAnswerOfOldHash()
{
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {}, clock);
    const auto headers = [](const char *hash, int remaining) {
        return QList<Header>{{"X-RateLimit-Bucket", hash},
                             {"X-RateLimit-Limit", "9"},
                             {"X-RateLimit-Remaining", QByteArray::number(remaining)},
                             {"X-RateLimit-Reset-After", "5"}};
    };
    const auto get = [&] {
        sender.start(exchangeOf(Method::Get, u"/channels/1/messages"_s),
                     [](const Result<Response> &) { });
    };
    get();
    below.answer(0, response(200, headers("old", 8)));
    get();
    clock.advance(5ms);
    get();
    below.answer(1, response(200, headers("new", 0)));
    // It was overtaken: it neither brings the old bucket back nor its room.
    below.answer(0, response(200, headers("old", 7)));
    get();
    QCOMPARE(below.held.size(), size_t(0));
    QCOMPARE(sender.limiter().bucketCount(), 1);
}

void TestRateLimiting::sentWakesTheGlobalLimit()
{
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    below.tellsSent = false; // still connecting
    RateLimitingSender sender(std::move(held), {.globalLimit = 1}, clock);
    sender.start(exchangeOf(Method::Get, u"/channels/1"_s), [](const Result<Response> &) { });
    sender.start(exchangeOf(Method::Get, u"/channels/2"_s), [](const Result<Response> &) { });
    clock.advance(5s);
    QCOMPARE(below.total, 1);
    below.held.at(0).exchange->tellSent();
    // The first has no answer yet, the second goes all the same.
    clock.advance(1101ms);
    QCOMPARE(below.total, 2);
}

void TestRateLimiting::stoppedBeforeA429()
{
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {}, clock);
    std::optional<Error> error;
    sender.start(exchangeOf(Method::Get, u"/channels/1"_s),
                 [&error](const Result<Response> &result) { error = result.error(); });
    sender.stop();
    below.answer(0, response(429, {}, R"({"message":"x","retry_after":1})"));
    QVERIFY(error.has_value());
    QCOMPARE(error->code, ErrorCode::Closed);
    clock.advance(1h);
    QCOMPARE(below.total, 1);
}

void TestRateLimiting::losesNothingAfterErrors()
{
    // The last permit goes into a cancelled request and an error without headers: the end of the
    // window is not known, but it comes.
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {}, clock);
    std::vector<ExchangePtr> exchanges;
    const auto get = [&] {
        exchanges.push_back(exchangeOf(Method::Get, u"/channels/1/messages"_s));
        sender.start(exchanges.back(), [](const Result<Response> &) { });
    };
    get();
    below.answer(0,
                 response(200,
                          {{"X-RateLimit-Bucket", "b"},
                           {"X-RateLimit-Limit", "2"},
                           {"X-RateLimit-Remaining", "0"},
                           {"X-RateLimit-Reset-After", "1.000"}}));
    clock.advance(2s);
    for (int i = 0; i < 3; ++i)
        get();
    sender.cancel(exchanges.at(1));
    QCOMPARE(below.total, 2);
    clock.advance(10s);
    QCOMPARE(below.total, 3);
    below.answer(0, response(502));
    QCOMPARE(below.total, 3);
    clock.advance(10s);
    QCOMPARE(below.total, 4);
}

void TestRateLimiting::describesWaits()
{
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {.globalLimit = 3}, clock);
    quint64 lastId = 0;
    const auto get = [&](const QString &path, const QString &plugin = {}) {
        const auto exchange = exchangeOf(Method::Get, path);
        exchange->request.id = ++lastId;
        exchange->request.plugin = plugin;
        sender.start(exchange, [](const Result<Response> &) { });
    };
    get(u"/channels/1/messages"_s);
    below.answer(0,
                 response(200,
                          {{"X-RateLimit-Bucket", "b"},
                           {"X-RateLimit-Limit", "2"},
                           {"X-RateLimit-Remaining", "0"},
                           {"X-RateLimit-Reset-After", "5.000"}}));
    for (int i = 0; i < 4; ++i)
        get(u"/channels/1/messages"_s, u"a"_s);
    get(u"/channels/1/messages"_s, u"b"_s);
    for (int i = 2; i < 6; ++i)
        get(u"/channels/%1/messages"_s.arg(i));
    std::map<quint64, WaitingInfo> infos;
    for (const WaitingInfo &info : sender.limiter().waiting())
        infos[info.id] = info;
    QCOMPARE(infos.size(), size_t(7)); // two have gone
    QCOMPARE(infos[2].reason, WaitReason::Bucket);
    QCOMPARE(infos[2].place, 0U);
    QCOMPARE(infos[2].bucket, QByteArray("b:1"));
    QCOMPARE(infos[2].expectedAt - clock.now(), std::chrono::nanoseconds(5005ms));
    QCOMPARE(infos[5].place, 4U); // the other plugin's turn comes before
    QVERIFY(infos[5].expectedAt >= clock.now() + 10s);
    QCOMPARE(infos[6].place, 0U);
    QCOMPARE(infos[9].reason, WaitReason::Global);
    QCOMPARE(infos[9].expectedAt - clock.now(), std::chrono::nanoseconds(1002ms));
    QCOMPARE(sender.limiter().waiting(3).size(), 3);
}

void TestRateLimiting::deadlineBehindOthers()
{
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {}, clock);
    int late = 0;
    const auto start = [&](Method method, const QString &plugin, Milliseconds deadline) {
        const auto exchange = exchangeOf(method, u"/channels/1/messages"_s);
        exchange->request.plugin = plugin;
        if (deadline > 0ms)
            exchange->request.deadline = clock.now() + deadline;
        sender.start(exchange, [&late](const Result<Response> &result) { late += result ? 0 : 1; });
    };
    start(Method::Post, u"greedy"_s, 0ms);
    below.answer(0,
                 response(200,
                          {{"X-RateLimit-Bucket", "b"},
                           {"X-RateLimit-Limit", "5"},
                           {"X-RateLimit-Remaining", "0"},
                           {"X-RateLimit-Reset-After", "5.000"}}));
    for (int i = 0; i < 100; ++i)
        start(Method::Post, u"greedy"_s, 0ms);
    start(Method::Post, u"greedy"_s, 6s); // has all of them before it
    QCOMPARE(late, 1);
    // Its turn comes in the next window, and a read does not stand behind writes at all.
    start(Method::Post, u"modest"_s, 6s);
    start(Method::Get, u"greedy"_s, 6s);
    QCOMPARE(late, 1);
    start(Method::Post, u"modest"_s, 4s);
    QCOMPARE(late, 2);
}

void TestRateLimiting::watchersSeeTheGlobalWindowEmpty()
{
    class Watcher : public SenderObserver
    {
    public:
        void globalChanged(int used, int, TimePoint) override { global.append(used); }
        void invalidChanged(int count, int, TimePoint) override { invalid.append(count); }
        QList<int> global, invalid;
    };
    ManualClock clock;
    Watcher watcher;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {.globalLimit = 50}, clock, watcher);
    // Both are told of before anything has happened: a tile needs no first request.
    QCOMPARE(watcher.global, QList<int>{0});
    QCOMPARE(watcher.invalid, QList<int>{0});
    sender.start(exchangeOf(Method::Get, u"/users/5"_s), [](const Result<Response> &) { });
    below.answer(0, response(200));
    QCOMPARE(watcher.global.last(), 1);
    clock.advance(3s);
    QCOMPARE(watcher.global.last(), 0);
    // And then there is nothing to wake up for but the sweep.
    const qsizetype told = watcher.global.size();
    clock.advance(10s);
    QCOMPARE(watcher.global.size(), told);
}

void TestRateLimiting::noHeadersNoLimit()
{
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {.globalLimit = 1000}, clock);
    for (int i = 0; i < 20; ++i)
        sender.start(exchangeOf(Method::Get, u"/users/5"_s), [](const Result<Response> &) { });
    QCOMPARE(below.held.size(), size_t(1));
    below.answer(0, response(200));
    QCOMPARE(below.held.size(), size_t(19));
}

void TestRateLimiting::headersThatGoMissing_data()
{
    QTest::addColumn<QList<int>>("statuses"); // of answers without headers
    QTest::addColumn<bool>("lifted");
    QTest::newRow("rainy/one may have lost them") << QList<int>{200} << false;
    QTest::newRow("rainy/two") << QList<int>{200, 200} << false;
    QTest::newRow("happy/three in a row") << QList<int>{200, 200, 200} << true;
    QTest::newRow("rainy/errors prove nothing") << QList<int>{502, 404, 500, 502} << false;
}

void TestRateLimiting::headersThatGoMissing()
{
    QFETCH(const QList<int>, statuses);
    QFETCH(const bool, lifted);
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {.globalLimit = 1000}, clock);
    const auto get = [&] {
        sender.start(exchangeOf(Method::Get, u"/channels/1/messages"_s),
                     [](const Result<Response> &) { });
    };
    get();
    below.answer(0,
                 response(200,
                          {{"X-RateLimit-Bucket", "b"},
                           {"X-RateLimit-Limit", "9"},
                           {"X-RateLimit-Remaining", "8"},
                           {"X-RateLimit-Reset-After", "60.000"}}));
    for (const int status : statuses) {
        get();
        below.answer(0, response(status));
    }
    for (int i = 0; i < 20; ++i)
        get();
    // Each of them may have counted.
    QCOMPARE(below.held.size(), size_t(lifted ? 20 : 8 - statuses.size()));
}

void TestRateLimiting::probesOnce()
{
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {.globalLimit = 1000}, clock);
    const auto get = [&](const QString &path) {
        sender.start(exchangeOf(Method::Get, path), [](const Result<Response> &) { });
    };
    for (int i = 0; i < 3; ++i) {
        get(u"/channels/1/messages"_s);
        get(u"/channels/2/messages"_s);
        get(u"/channels/1/pins"_s);
    }
    QCOMPARE(below.held.size(), size_t(3));
    // A failing server proves nothing: one more probe.
    below.answer(0, response(502));
    QCOMPARE(below.held.size(), size_t(3));
    below.answer(2, makeError(ErrorCode::Network, u"reset"_s));
    QCOMPARE(below.held.size(), size_t(3));
    below.answer(2,
                 response(200,
                          {{"X-RateLimit-Bucket", "b"},
                           {"X-RateLimit-Limit", "5"},
                           {"X-RateLimit-Remaining", "1"},
                           {"X-RateLimit-Reset-After", "1"}}));
    // What is left stays for the other probe, which may count in the same bucket.
    QCOMPARE(below.held.size(), size_t(2));
}

void TestRateLimiting::tooMany_data()
{
    QTest::addColumn<QList<Header>>("headers");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("leastMs");
    QTest::addColumn<int>("mostMs");
    const QByteArray one = R"({"message":"x","retry_after":1.5,"global":false})";
    QTest::newRow("happy/body larger")
        << QList<Header>{{"Retry-After", "1"}} << one << 1500 << 1501;
    QTest::newRow("happy/header larger")
        << QList<Header>{{"Retry-After", "3"}} << one << 3000 << 3001;
    QTest::newRow("happy/global") << QList<Header>{{"X-RateLimit-Global", "true"}} << one << 1500
                                  << 1501;
    QTest::newRow("happy/shared") << QList<Header>{{"X-RateLimit-Scope", "shared"}} << one << 1500
                                  << 1501;
    QTest::newRow("rainy/nonsense")
        << QList<Header>{{"Retry-After", "banana"},
                         {"X-RateLimit-Reset-After", "nan"},
                         {"X-RateLimit-Reset", "-1e999"}}
        << QByteArray(R"({"message":"x","retry_after":-4})") << 1000 << 1001;
    QTest::newRow("rainy/zero") << QList<Header>{{"Retry-After", "0"}}
                                << QByteArray(R"({"message":"x","retry_after":0})") << 50 << 51;
}

void TestRateLimiting::tooMany()
{
    int status = 0;
    QFETCH(const QList<Header>, headers);
    QFETCH(const QByteArray, body);
    QFETCH(const int, leastMs);
    QFETCH(const int, mostMs);
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {}, clock);
    const auto exchange = exchangeOf(Method::Post, u"/channels/1/messages"_s);
    sender.start(exchange, [&](Result<Response> result) { status = result->status; });
    below.answer(0, response(429, headers, body));
    QCOMPARE(below.total, 1);
    clock.advance(Milliseconds(leastMs - 1));
    QCOMPARE(below.total, 1);
    clock.advance(Milliseconds(mostMs - leastMs + 1));
    QCOMPARE(below.total, 2);
    below.answer(0, response(200));
    QCOMPARE(status, 200);
    QCOMPARE(exchange->trace().longestWait, WaitReason::RateLimited);
    QVERIFY(exchange->trace().waited >= Milliseconds(leastMs));
}

void TestRateLimiting::deadlines()
{
    std::map<int, ErrorCode> failed;
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {}, clock);
    for (int i = 0; i < 20; ++i) {
        const auto exchange = exchangeOf(Method::Get, u"/channels/1/messages"_s);
        exchange->request.deadline = clock.now() + 7s;
        sender.start(exchange, [&failed, i](const Result<Response> &result) {
            if (!result)
                failed[i] = result.error().code;
        });
    }
    QVERIFY(failed.empty());
    below.answer(0,
                 response(200,
                          {{"X-RateLimit-Bucket", "b"},
                           {"X-RateLimit-Limit", "5"},
                           {"X-RateLimit-Remaining", "4"},
                           {"X-RateLimit-Reset-After", "5"}}));
    // Five in this window, five in the next one; the others cannot make it and know it now.
    QCOMPARE(failed.size(), size_t(10));
    QCOMPARE(failed.begin()->first, 10);
    for (const auto &[index, code] : failed)
        QCOMPARE(code, ErrorCode::DeadlineExceeded);
    QCOMPARE(below.total, 5);
}

void TestRateLimiting::cancel()
{
    std::vector<ErrorCode> codes;
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {}, clock);
    std::vector<ExchangePtr> exchanges;
    for (int i = 0; i < 3; ++i) {
        exchanges.push_back(exchangeOf(Method::Post, u"/channels/1/messages"_s));
        sender.start(exchanges.back(), [&codes](const Result<Response> &result) {
            codes.push_back(result ? ErrorCode::Http : result.error().code);
        });
    }
    sender.cancel(exchanges.at(1)); // waits
    sender.cancel(exchanges.at(0)); // on the wire: frees the way for the third
    QCOMPARE(codes, (std::vector{ErrorCode::Cancelled, ErrorCode::Cancelled}));
    QCOMPARE(below.total, 2);
    sender.cancel(exchanges.at(1));
    below.answer(0, response(200));
    QCOMPARE(codes.size(), size_t(3));
}

void TestRateLimiting::tokenRefused()
{
    int failed = 0;
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {}, clock);
    const auto post = [&](const QString &path) {
        sender.start(exchangeOf(Method::Post, path),
                     [&failed](const Result<Response> &result) { failed += result ? 0 : 1; });
    };
    post(u"/webhooks/9/abc"_s);
    below.answer(0, response(401, {}, R"({"code":50027,"message":"Invalid Webhook Token"})"));
    QVERIFY(!sender.limiter().isTokenRefused());
    for (int i = 0; i < 5; ++i)
        post(u"/channels/1/messages"_s);
    below.answer(0, response(401, {}, R"({"code":0,"message":"401: Unauthorized"})"));
    QVERIFY(sender.limiter().isTokenRefused());
    QCOMPARE(failed, 4);
    const int before = below.total;
    post(u"/channels/3/messages"_s);
    QCOMPARE(failed, 5);
    QCOMPARE(below.total, before);
}

void TestRateLimiting::edgeBan()
{
    std::vector<Error> errors;
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {}, clock);
    const auto get = [&] {
        sender.start(exchangeOf(Method::Get, u"/channels/1/messages"_s),
                     [&errors](const Result<Response> &result) {
                         if (!result)
                             errors.push_back(result.error());
                     });
    };
    for (int i = 0; i < 4; ++i)
        get();
    below.answer(0, response(429, {{"Retry-After", "3600"}}, "<html>error 1015</html>"));
    QCOMPARE(errors.size(), size_t(4));
    for (const Error &error : errors) {
        QCOMPARE(error.code, ErrorCode::CloudflareBan);
        QCOMPARE(*error.retryAfter, Milliseconds(3'600'000));
    }
    get();
    QCOMPARE(errors.size(), size_t(5));
    clock.jumpWall(10h); // the calendar has no say
    get();
    QCOMPARE(errors.size(), size_t(6));
    clock.advance(3600s);
    get();
    QCOMPARE(errors.size(), size_t(6));
    QCOMPARE(below.total, 2);
}

void TestRateLimiting::invalidBudget()
{
    int invalid = 0;
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {.globalLimit = 1'000'000}, clock);
    const auto get = [&] {
        sender.start(exchangeOf(Method::Get, u"/users/5"_s), [&invalid](const auto &result) {
            invalid += !result && result.error().code == ErrorCode::InvalidRequestBudget ? 1 : 0;
        });
    };
    get();
    below.answer(0, response(200));
    for (int i = 0; i < 9'990; ++i) {
        get();
        below.answer(0, response(403, {}, "{}"));
    }
    for (int i = 0; i < 20; ++i)
        get();
    // All of those under way may come back invalid.
    QCOMPARE(below.held.size(), size_t(9));
    while (!below.held.empty())
        below.answer(0, response(403, {}, "{}"));
    QCOMPARE(invalid, 11);
    QCOMPARE(below.total, 1 + 9'999);
    clock.advance(601s);
    get();
    QCOMPARE(below.total, 1 + 10'000);
}

void TestRateLimiting::deadWebhook_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("dead");
    QTest::newRow("happy/10015") << 404 << QByteArray(R"({"code":10015,"message":"x"})") << true;
    QTest::newRow("rainy/message unknown")
        << 404 << QByteArray(R"({"code":10008,"message":"x"})") << false;
    QTest::newRow("rainy/html") << 404 << QByteArray("<html>") << false;
    QTest::newRow("rainy/other status")
        << 400 << QByteArray(R"({"code":10015,"message":"x"})") << false;
}

void TestRateLimiting::deadWebhook()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    QFETCH(const bool, dead);
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {}, clock);
    const auto post = [&](const QString &path) {
        sender.start(exchangeOf(Method::Post, path), [](const Result<Response> &) { });
    };
    post(u"/webhooks/9/abc"_s);
    below.answer(0, response(status, {}, body));
    post(u"/webhooks/9/abc"_s);
    QCOMPARE(below.total, dead ? 1 : 2);
    post(u"/webhooks/10/abc"_s);
    QCOMPARE(below.total, dead ? 2 : 3);
}

void TestRateLimiting::subLimitApart()
{
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {}, clock);
    const QList<Header> roomy{{"X-RateLimit-Bucket", "b"},
                              {"X-RateLimit-Limit", "5"},
                              {"X-RateLimit-Remaining", "4"},
                              {"X-RateLimit-Reset-After", "5"}};
    const auto patch = [&](QByteArray body) {
        sender.start(exchangeOf(Method::Patch, u"/channels/1"_s, std::move(body)),
                     [](const Result<Response> &) { });
    };
    patch(R"({"nsfw":true})");
    below.answer(0, response(200, roomy));
    patch(R"({"name":"a"})");
    below.answer(0,
                 response(429, roomy + QList<Header>{{"Retry-After", "600"}},
                          R"({"message":"x","retry_after":600})"));
    patch(R"({"name":"b"})");
    QCOMPARE(below.held.size(), size_t(0));
    patch(R"({"nsfw":false})");
    QCOMPARE(below.held.size(), size_t(1));
    QCOMPARE(below.held.front().exchange->request.body, QByteArray(R"({"nsfw":false})"));
    below.answer(0, response(200, roomy));
    clock.advance(601s);
    QCOMPARE(below.held.size(), size_t(1));
    QCOMPARE(below.held.front().exchange->request.body, QByteArray(R"({"name":"a"})"));
}

void TestRateLimiting::stopSettles()
{
    ManualClock clock;
    int closed = 0;
    int ok = 0;
    {
        auto held = std::make_unique<HeldSender>(clock);
        HeldSender &below = *held;
        RateLimitingSender sender(std::move(held), {}, clock);
        for (int i = 0; i < 100; ++i) {
            sender.start(exchangeOf(Method::Post, u"/channels/1/messages"_s),
                         [&](const Result<Response> &result) {
                             if (result)
                                 ++ok;
                             else if (result.error().code == ErrorCode::Closed)
                                 ++closed;
                         });
        }
        sender.stop();
        QCOMPARE(closed, 99);
        below.answer(0, response(200));
        QCOMPARE(ok, 1);
        sender.start(exchangeOf(Method::Get, u"/users/1"_s),
                     [&](const Result<Response> &) { ++closed; });
    }
    QCOMPARE(closed, 100);
}

void TestRateLimiting::bucketsExpire()
{
    Simulation sim(9);
    sim.server->ruleOf = [](const Request &) {
        return ModelServer::Rule{.hash = "h", .limit = 5, .window = 1s};
    };
    for (int i = 1; i <= 200; ++i)
        sim.submit(Method::Get, u"/channels/%1/messages"_s.arg(i));
    QVERIFY(sim.runUntil(200, 10s));
    QCOMPARE(sim.sender->limiter().bucketCount(), 200);
    sim.clock.advance(200s);
    QCOMPARE(sim.sender->limiter().bucketCount(), 0);
    QCOMPARE(sim.clock.pendingTimers(), 0);
}

void TestRateLimiting::scales()
{
    int done = 0;
    // A hundred thousand in one bucket: any step that costs O(n) would take minutes.
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {.globalLimit = 1'000'000}, clock);
    std::vector<ExchangePtr> exchanges;
    for (int i = 0; i < 100'000; ++i) {
        exchanges.push_back(exchangeOf(Method::Post, u"/channels/1/messages"_s));
        sender.start(exchanges.back(), [&done](const Result<Response> &) { ++done; });
    }
    QCOMPARE(clock.pendingTimers(), 1);
    for (size_t i = 1; i < exchanges.size(); i += 2)
        sender.cancel(exchanges.at(i));
    while (!below.held.empty())
        below.answer(0, response(200));
    QCOMPARE(done, 100'000);
    QCOMPARE(below.total, 50'000);
}

QTEST_GUILESS_MAIN(TestRateLimiting)
#include "tst_ratelimiting.moc"
