// SPDX-License-Identifier: MIT
#include "fakenet.h"

#include <cordial/net/cachingsender.h>

#include <QTest>

using namespace Cordial;
using namespace Cordial::Net;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Fixture
{
    explicit Fixture(qint64 bytes = 1 << 20)
    {
        auto held = std::make_unique<HeldSender>(clock);
        below = held.get();
        sender = std::make_unique<CachingSender>(std::move(held), bytes, clock);
    }
    ExchangePtr start(Method method, const QString &path, QList<Header> headers = {})
    {
        const auto exchange = exchangeOf(method, path);
        exchange->request.headers = std::move(headers);
        sender->start(exchange,
                      [this](Result<Response> result) { last.push_back(std::move(result)); });
        return exchange;
    }
    ManualClock clock;
    HeldSender *below = nullptr;
    std::vector<Result<Response>> last;
    std::unique_ptr<CachingSender> sender;
};

} // namespace

class TestCachingSender : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void stores_data();
    void stores();
    void revalidates();
    void vary();
    void invalidates();
    void lru();
    void singleFlight();
    void leaderCancelled();
    void dates_data();
    void dates();
};

void TestCachingSender::stores_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QList<Header>>("answer");
    QTest::addColumn<QList<Header>>("request");
    QTest::addColumn<int>("seconds");
    QTest::addColumn<bool>("hit");
    const QList<Header> none;
    const auto cc = [](const char *value) { return QList<Header>{{"Cache-Control", value}}; };
    QTest::newRow("happy/fresh") << 200 << cc("max-age=60") << none << 59 << true;
    QTest::newRow("rainy/stale") << 200 << cc("max-age=60") << none << 60 << false;
    QTest::newRow("happy/private") << 200 << cc("private, max-age=60") << none << 1 << true;
    QTest::newRow("rainy/s-maxage is not for us") << 200 << cc("s-maxage=60") << none << 1 << false;
    QTest::newRow("rainy/no-store") << 200 << cc("no-store, max-age=60") << none << 1 << false;
    QTest::newRow("rainy/no-cache") << 200 << cc("no-cache, max-age=60") << none << 1 << false;
    QTest::newRow("rainy/nothing said") << 200 << none << none << 0 << false;
    QTest::newRow("rainy/404") << 404 << cc("max-age=60") << none << 1 << false;
    QTest::newRow("rainy/Vary *") << 200 << cc("max-age=60") + QList<Header>{{"Vary", "*"}} << none
                                  << 1 << false;
    QTest::newRow("rainy/Age counts")
        << 200 << cc("max-age=60") + QList<Header>{{"Age", "50"}} << none << 11 << false;
    QTest::newRow("rainy/request no-cache")
        << 200 << cc("max-age=60") << cc("no-cache") << 1 << false;
    QTest::newRow("rainy/request no-store")
        << 200 << cc("max-age=60") << cc("no-store") << 1 << false;
    QTest::newRow("rainy/request max-age")
        << 200 << cc("max-age=60") << cc("max-age=5") << 6 << false;
    QTest::newRow("happy/Expires") << 200
                                   << QList<Header>{{"Date", "Thu, 01 Jan 2026 00:00:00 GMT"},
                                                    {"Expires", "Thu, 01 Jan 2026 00:01:00 GMT"}}
                                   << none << 59 << true;
    QTest::newRow("rainy/Expires nonsense")
        << 200 << QList<Header>{{"Expires", "0"}} << none << 0 << false;
    QTest::newRow("rainy/max-age nonsense") << 200 << cc("max-age=-5") << none << 0 << false;
    QTest::newRow("rainy/range") << 200 << cc("max-age=60") << QList<Header>{{"Range", "bytes=0-1"}}
                                 << 1 << false;
}

void TestCachingSender::stores()
{
    QFETCH(const int, status);
    QFETCH(const QList<Header>, answer);
    QFETCH(const QList<Header>, request);
    QFETCH(const int, seconds);
    QFETCH(const bool, hit);
    Fixture f;
    f.start(Method::Get, u"/x"_s, request);
    f.below->answer(0, response(status, answer, "body"));
    f.clock.advance(std::chrono::seconds(seconds));
    const auto again = f.start(Method::Get, u"/x"_s, request);
    QCOMPARE(f.below->total, hit ? 1 : 2);
    if (!hit)
        return;
    QCOMPARE(f.last.at(1)->status, 200);
    QCOMPARE(f.last.at(1)->body, QByteArray("body"));
    QCOMPARE(f.last.at(1)->header("Age"), QByteArray::number(seconds));
    QCOMPARE(again->attempts, 0U);
    QVERIFY(again->fromCache);
}

void TestCachingSender::revalidates()
{
    Fixture f;
    f.start(Method::Get, u"/x"_s);
    f.below->answer(0, response(200, {{"ETag", "\"v1\""}, {"Cache-Control", "max-age=1"}}, "one"));
    f.clock.advance(2s);
    const auto exchange = f.start(Method::Get, u"/x"_s);
    QCOMPARE(*f.below->held.at(0).exchange->request.headers,
             (QList<Header>{{"If-None-Match", "\"v1\""}}));
    f.below->answer(0, response(304, {{"Cache-Control", "max-age=60"}}));
    QCOMPARE(f.last.at(1)->status, 200);
    QCOMPARE(f.last.at(1)->body, QByteArray("one"));
    QCOMPARE(exchange->attempts, 1U);
    QVERIFY(exchange->request.headers->isEmpty());
    f.clock.advance(30s);
    f.start(Method::Get, u"/x"_s);
    QCOMPARE(f.below->total, 2);
    f.clock.advance(60s);
    f.start(Method::Get, u"/x"_s);
    f.below->answer(0, response(200, {{"ETag", "\"v2\""}}, "two"));
    QCOMPARE(f.last.at(3)->body, QByteArray("two"));
    QCOMPARE(f.sender->count(), 1);
}

void TestCachingSender::vary()
{
    Fixture f;
    const QList<Header> answer{{"Cache-Control", "max-age=60"}, {"Vary", "X-Locale"}};
    f.start(Method::Get, u"/x"_s, {{"X-Locale", "de"}});
    f.below->answer(0, response(200, answer, "hallo"));
    f.start(Method::Get, u"/x"_s, {{"X-Locale", "en"}});
    f.below->answer(0, response(200, answer, "hello"));
    f.start(Method::Get, u"/x"_s, {{"x-locale", "de"}});
    QCOMPARE(f.below->total, 2);
    QCOMPARE(f.last.at(2)->body, QByteArray("hallo"));
}

void TestCachingSender::invalidates()
{
    Fixture f;
    const QList<Header> answer{{"Cache-Control", "max-age=60"}};
    f.start(Method::Get, u"/x"_s);
    f.below->answer(0, response(200, answer));
    f.start(Method::Patch, u"/x"_s);
    f.below->answer(0, response(500));
    f.start(Method::Get, u"/x"_s);
    QCOMPARE(f.below->total, 2); // an error changes nothing
    f.start(Method::Patch, u"/x"_s);
    f.below->answer(0, response(200));
    f.start(Method::Get, u"/x"_s);
    QCOMPARE(f.below->total, 4);
}

void TestCachingSender::lru()
{
    Fixture f(8'000);
    const auto fetch = [&f](const QString &path) {
        const int before = f.below->total;
        f.start(Method::Get, path);
        if (f.below->total == before)
            return false;
        f.below->answer(0,
                        response(200, {{"Cache-Control", "max-age=600"}}, QByteArray(2'500, 'x')));
        return true;
    };
    QVERIFY(fetch(u"/a"_s));
    QVERIFY(fetch(u"/b"_s));
    QVERIFY(!fetch(u"/a"_s)); // now /b is the older one
    QVERIFY(fetch(u"/c"_s));
    QVERIFY(f.sender->bytes() <= 8'000);
    QVERIFY(!fetch(u"/a"_s));
    QVERIFY(fetch(u"/b"_s));
    f.sender->clear();
    QCOMPARE(f.sender->bytes(), 0);
    QVERIFY(fetch(u"/a"_s));
}

void TestCachingSender::singleFlight()
{
    Fixture f;
    for (int i = 0; i < 5; ++i)
        f.start(Method::Get, u"/x"_s);
    f.start(Method::Get, u"/y"_s);
    QCOMPARE(f.below->total, 2);
    f.below->answer(0, response(200, {}, "same"));
    QCOMPARE(f.last.size(), size_t(5));
    for (const auto &result : f.last)
        QCOMPARE(result->body, QByteArray("same"));
    f.start(Method::Get, u"/x"_s); // not stored: asked again
    QCOMPARE(f.below->total, 3);
}

void TestCachingSender::leaderCancelled()
{
    Fixture f;
    const auto leader = f.start(Method::Get, u"/x"_s);
    const auto second = f.start(Method::Get, u"/x"_s);
    f.start(Method::Get, u"/x"_s);
    f.sender->cancel(second);
    QCOMPARE(f.last.size(), size_t(1));
    f.sender->cancel(leader);
    QCOMPARE(f.last.size(), size_t(2));
    QCOMPARE(f.below->total, 2); // the third asks for itself
    f.below->answer(0, response(200));
    QVERIFY(bool(f.last.at(2)));
}

void TestCachingSender::dates_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("epoch");
    QTest::newRow("happy/imf") << QByteArray("Sun, 06 Nov 1994 08:49:37 GMT") << qint64(784111777);
    QTest::newRow("happy/rfc850") << QByteArray("Sunday, 06-Nov-94 08:49:37 GMT")
                                  << qint64(784111777);
    QTest::newRow("happy/asctime") << QByteArray("Sun Nov  6 08:49:37 1994") << qint64(784111777);
    QTest::newRow("rainy/a thousand years ago")
        << QByteArray("Sun, 05 Nov 0997 08:49:37 GMT") << qint64(0);
    QTest::newRow("rainy/before the epoch") << QByteArray("Sun Nov  6 08:49:37 1960") << qint64(0);
    QTest::newRow("rainy/never") << QByteArray("Fri, 31 Dec 9999 23:59:59 GMT")
                                 << qint64(7'258'118'400);
    QTest::newRow("rainy/number") << QByteArray("0") << qint64(-1);
    QTest::newRow("rainy/empty") << QByteArray() << qint64(-1);
}

void TestCachingSender::dates()
{
    QFETCH(const QByteArray, text);
    QFETCH(const qint64, epoch);
    const auto date = parseHttpDate(text);
    QCOMPARE(
        date ? std::chrono::duration_cast<std::chrono::seconds>(date->time_since_epoch()).count()
             : -1,
        epoch);
}

QTEST_GUILESS_MAIN(TestCachingSender)
#include "tst_cachingsender.moc"
