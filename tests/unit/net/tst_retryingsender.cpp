// SPDX-License-Identifier: MIT
#include "fakenet.h"

#include <cordial/core/jsontext.h>
#include <cordial/net/messagenonce.h>
#include <cordial/net/ratelimitingsender.h>
#include <cordial/net/retryingsender.h>

#include <QTest>

using namespace Cordial;
using namespace Cordial::Net;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestRetryingSender : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void repeats_data();
    void repeats();
    void givesUp();
    void keepsOrderOverRepeats();
    void deadline();
    void cancelWhileWaiting();
    void stopWhileWaiting();
    void nonce_data();
    void nonce();
    void conflicts();
};

void TestRetryingSender::repeats_data()
{
    QTest::addColumn<Method>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("status"); // 0 = transport error
    QTest::addColumn<bool>("again");
    const QString messages = u"/channels/1/messages"_s;
    QTest::newRow("happy/GET 503") << Method::Get << messages << 503 << true;
    QTest::newRow("happy/GET transport") << Method::Get << messages << 0 << true;
    QTest::newRow("happy/PUT 500") << Method::Put << messages << 500 << true;
    QTest::newRow("happy/PATCH 502") << Method::Patch << messages << 502 << true;
    QTest::newRow("happy/DELETE 504") << Method::Delete << messages << 504 << true;
    QTest::newRow("happy/message POST") << Method::Post << messages << 503 << true;
    QTest::newRow("rainy/other POST") << Method::Post << u"/channels/1/invites"_s << 503 << false;
    QTest::newRow("rainy/other POST, transport")
        << Method::Post << u"/channels/1/messages/2/threads"_s << 0 << false;
    QTest::newRow("rainy/404") << Method::Get << messages << 404 << false;
    QTest::newRow("rainy/429") << Method::Get << messages << 429 << false;
}

void TestRetryingSender::repeats()
{
    QFETCH(const Method, method);
    QFETCH(const QString, path);
    QFETCH(const int, status);
    QFETCH(const bool, again);
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RetryingSender sender(std::move(held), {}, clock, [] { return 0.5; });
    int last = -1;
    sender.start(exchangeOf(method, path, "{\"a\":1}"),
                 [&last](const Result<Response> &result) { last = result ? result->status : 0; });
    below.answer(0,
                 status == 0 ? Result<Response>(makeError(ErrorCode::Network, u"reset"_s))
                             : Result<Response>(response(status)));
    QCOMPARE(last, again ? -1 : status);
    clock.advance(249ms);
    QCOMPARE(below.total, 1);
    clock.advance(1ms); // half of 500
    QCOMPARE(below.total, again ? 2 : 1);
    if (again) {
        below.answer(0, response(200));
        QCOMPARE(last, 200);
    }
}

void TestRetryingSender::givesUp()
{
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RetryPolicy policy;
    policy.retries = 3;
    RetryingSender sender(std::move(held), policy, clock, [] { return 1.0; });
    QList<qint64> sentAt;
    int status = 0;
    sender.start(exchangeOf(Method::Get, u"/x"_s),
                 [&status](const Result<Response> &result) { status = result->status; });
    while (!below.held.empty()) {
        sentAt.append(clock.elapsed() / 1ms);
        below.answer(0, response(503));
        clock.advanceToNext();
    }
    QCOMPARE(sentAt, (QList<qint64>{0, 500, 1500, 3500}));
    QCOMPARE(status, 503);
}

void TestRetryingSender::keepsOrderOverRepeats()
{
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    auto limiter =
        std::make_unique<RateLimitingSender>(std::move(held), RateLimiterConfig{}, clock);
    RetryingSender sender(std::move(limiter), {}, clock, [] { return 1.0; });
    QList<int> done;
    for (int i = 0; i < 3; ++i) {
        sender.start(exchangeOf(Method::Post, u"/channels/1/messages"_s, "{}"),
                     [&done, i](const Result<Response> &) { done.append(i); });
    }
    below.answer(0, response(503));
    QCOMPARE(below.held.size(), size_t(0)); // the others stay behind the first
    clock.advance(500ms);
    QCOMPARE(below.held.size(), size_t(1));
    while (!below.held.empty())
        below.answer(0, response(200));
    QCOMPARE(done, (QList<int>{0, 1, 2}));
}

void TestRetryingSender::deadline()
{
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RetryingSender sender(std::move(held), {}, clock, [] { return 1.0; });
    const auto exchange = exchangeOf(Method::Get, u"/x"_s);
    exchange->request.deadline = clock.now() + 400ms;
    std::optional<Error> error;
    sender.start(exchange, [&error](const Result<Response> &result) { error = result.error(); });
    below.answer(0, response(503));
    QVERIFY(error.has_value());
    QCOMPARE(error->code, ErrorCode::DeadlineExceeded);
    QCOMPARE(error->httpStatus, 503);
}

void TestRetryingSender::cancelWhileWaiting()
{
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RetryingSender sender(std::move(held), {}, clock, [] { return 1.0; });
    const auto exchange = exchangeOf(Method::Get, u"/x"_s);
    std::optional<Error> error;
    sender.start(exchange, [&error](const Result<Response> &result) { error = result.error(); });
    below.answer(0, response(503));
    sender.cancel(exchange);
    QCOMPARE(error->code, ErrorCode::Cancelled);
    clock.advance(1h);
    QCOMPARE(below.total, 1);
    QCOMPARE(clock.pendingTimers(), 0);
}

void TestRetryingSender::stopWhileWaiting()
{
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    std::optional<Error> error;
    {
        RetryingSender sender(std::move(held), {}, clock, [] { return 1.0; });
        sender.start(exchangeOf(Method::Get, u"/x"_s),
                     [&error](const Result<Response> &result) { error = result.error(); });
        below.answer(0, response(503));
    }
    QCOMPARE(error->code, ErrorCode::Closed);
}

void TestRetryingSender::nonce_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<bool>("safe");
    const auto row = [](const char *name, const char *json, const char *expected, bool safe) {
        QTest::newRow(name) << QByteArray(json) << QByteArray(expected) << safe;
    };
    row("happy/empty", "{}", R"({"nonce":"N","enforce_nonce":true})", true);
    row("happy/digits stay", R"({"a":12345678901234567890123, "b" : 1.00})",
        R"({"a":12345678901234567890123, "b" : 1.00,"nonce":"N","enforce_nonce":true})", true);
    row("happy/brace in string", R"({"a":"}"} )", R"({"a":"}","nonce":"N","enforce_nonce":true} )",
        true);
    row("happy/null counts as none", R"({"nonce":null})",
        R"({"nonce":null,"nonce":"N","enforce_nonce":true})", true);
    row("happy/own and enforced", R"({"nonce":"x","enforce_nonce":true})",
        R"({"nonce":"x","enforce_nonce":true})", true);
    row("rainy/own, not enforced", R"({"nonce":1})", R"({"nonce":1})", false);
    row("rainy/nested is not ours", R"({"a":{"nonce":1}})",
        R"({"a":{"nonce":1},"nonce":"N","enforce_nonce":true})", true);
    row("rainy/escaped key", R"({"\u006eonce":"x"})", R"({"\u006eonce":"x"})", false);
    row("rainy/array", "[1]", "[1]", false);
    row("rainy/broken", "{\"a\":", "{\"a\":", false);
}

void TestRetryingSender::nonce()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QByteArray, expected);
    QFETCH(const bool, safe);
    const NoncedBody out = withNonce(json, "N");
    QCOMPARE(out.body, expected);
    QCOMPARE(out.isSafe, safe);
    const QByteArray first = makeNonce();
    QVERIFY(first.size() <= 25);
    QVERIFY(first != makeNonce());
}

void TestRetryingSender::conflicts()
{
    ManualClock clock;
    auto limiter = std::make_unique<RateLimitingSender>(std::make_unique<HeldSender>(clock),
                                                        RateLimiterConfig{}, clock);
    auto good = std::make_unique<RetryingSender>(std::move(limiter), RetryPolicy{}, clock);
    QCOMPARE(chainConflicts(*good), QStringList());
    const RetryingSender twice(std::move(good), RetryPolicy{}, clock);
    QCOMPARE(chainConflicts(twice).size(), 1);
    const RateLimitingSender wrong(
        std::make_unique<RetryingSender>(std::make_unique<HeldSender>(clock), RetryPolicy{}, clock),
        RateLimiterConfig{}, clock);
    QCOMPARE(chainConflicts(wrong).size(), 1);
    QVERIFY(wrong.isAsync());
}

QTEST_GUILESS_MAIN(TestRetryingSender)
#include "tst_retryingsender.moc"
