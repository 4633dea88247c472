// SPDX-License-Identifier: MIT
// Answers to interactions carry Discord's deadlines by themselves: 3 s for the first one, 15
// minutes for further ones.
#include "fakenet.h"

#include <cordial/net/ratelimitingsender.h>

#include <QTest>

using namespace Cordial;
using namespace Cordial::Net;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString kCallback = u"/interactions/5/token/callback"_s;
const QString kFollowUp = u"/webhooks/42/token"_s;

struct Rig
{
    Rig()
    {
        auto held = std::make_unique<HeldSender>(clock);
        below = held.get();
        sender = std::make_unique<RateLimitingSender>(
            std::move(held), RateLimiterConfig{.globalLimit = 50, .applicationId = 42}, clock);
    }
    void post(const QString &path, TimePoint interactionAt = {},
              std::optional<TimePoint> deadline = {})
    {
        const auto exchange = exchangeOf(Method::Post, path);
        exchange->request.interactionAt = interactionAt;
        exchange->request.deadline = deadline;
        sender->start(exchange,
                      [this](Result<Response> result) { results.push_back(std::move(result)); });
    }
    void refuse(double retryAfter)
    {
        below->answer(0,
                      response(429, {{"X-RateLimit-Scope", "shared"}},
                               "{\"message\":\"slow\",\"global\":false,\"retry_after\":"
                                   + QByteArray::number(retryAfter) + '}'));
    }

    ManualClock clock;
    HeldSender *below = nullptr;
    std::vector<Result<Response>> results;
    std::unique_ptr<RateLimitingSender> sender; // settles what is left
};

} // namespace

class TestInteractionDeadlines : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void waits_data();
    void waits();
    void passed_data();
    void passed();
    void ofThoseThatWait();
    void onTheWireTheyAreOver();
    void areTold();
};

void TestInteractionDeadlines::waits_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<Milliseconds>("age"); // of the interaction, when it is answered
    QTest::addColumn<Milliseconds>("own"); // deadline of the request; 0 = none
    QTest::addColumn<double>("retryAfter");
    QTest::addColumn<bool>("fits");
    QTest::newRow("happy/callback") << kCallback << 0ms << 0ms << 2.5 << true;
    QTest::newRow("rainy/callback") << kCallback << 0ms << 0ms << 3.5 << false;
    QTest::newRow("happy/late callback") << kCallback << 1000ms << 0ms << 1.9 << true;
    QTest::newRow("rainy/late callback") << kCallback << 1000ms << 0ms << 2.1 << false;
    QTest::newRow("happy/follow-up") << kFollowUp << 0ms << 0ms << 890.0 << true;
    QTest::newRow("rainy/follow-up") << kFollowUp << 0ms << 0ms << 910.0 << false;
    QTest::newRow("rainy/late follow-up") << kFollowUp << 890'000ms << 0ms << 11.0 << false;
    QTest::newRow("rainy/earlier deadline of its own")
        << kFollowUp << 0ms << 5000ms << 6.0 << false;
    QTest::newRow("happy/later deadline of its own") << kCallback << 0ms << 60'000ms << 2.0 << true;
    QTest::newRow("rainy/later deadline of its own")
        << kCallback << 0ms << 60'000ms << 4.0 << false;
    QTest::newRow("happy/no interaction") << u"/channels/1/messages"_s << 0ms << 0ms << 9e4 << true;
    QTest::newRow("happy/webhook") << u"/webhooks/7/t"_s << 0ms << 0ms << 9e4 << true;
}

void TestInteractionDeadlines::waits()
{
    QFETCH(const QString, path);
    QFETCH(const Milliseconds, age);
    QFETCH(const Milliseconds, own);
    QFETCH(const double, retryAfter);
    QFETCH(const bool, fits);
    Rig rig;
    rig.clock.advance(20min);
    const TimePoint now = rig.clock.now();
    rig.post(path, age > 0ms ? now - age : TimePoint(),
             own > 0ms ? std::optional(now + own) : std::nullopt);
    QCOMPARE(rig.below->total, 1);
    rig.refuse(retryAfter);
    // Known at once, not when the time has passed.
    QCOMPARE(rig.results.size(), fits ? size_t(0) : size_t(1));
    if (!fits) {
        QCOMPARE(rig.results[0].error().code, ErrorCode::DeadlineExceeded);
        QVERIFY(rig.results[0].error().message.contains(u"deadline"_s));
    }
    rig.clock.advance(100'000s);
    QCOMPARE(rig.below->total, fits ? 2 : 1);
}

void TestInteractionDeadlines::passed_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<std::chrono::seconds>("age");
    QTest::addColumn<bool>("sent");
    QTest::newRow("happy/callback") << kCallback << 2s << true;
    QTest::newRow("rainy/callback") << kCallback << 3s << false;
    QTest::newRow("happy/follow-up") << kFollowUp << 899s << true;
    QTest::newRow("rainy/follow-up") << kFollowUp << 900s << false;
}

void TestInteractionDeadlines::passed()
{
    QFETCH(const QString, path);
    QFETCH(const std::chrono::seconds, age);
    QFETCH(const bool, sent);
    Rig rig;
    rig.clock.advance(1h);
    rig.post(path, rig.clock.now() - age);
    QCOMPARE(rig.below->total, sent ? 1 : 0);
    QCOMPARE(rig.results.size(), sent ? size_t(0) : size_t(1));
    if (sent)
        return;
    QCOMPARE(rig.results[0].error().code, ErrorCode::DeadlineExceeded);
    QVERIFY(rig.results[0].error().message.contains(u"interaction"_s));
}

void TestInteractionDeadlines::ofThoseThatWait()
{
    Rig rig;
    for (int i = 0; i < 4; ++i)
        rig.post(kFollowUp);
    QCOMPARE(rig.below->total, 1);
    // Two in fifteen minutes: the others learn it now.
    rig.below->answer(0,
                      response(200,
                               {{"X-RateLimit-Bucket", "w"},
                                {"X-RateLimit-Limit", "2"},
                                {"X-RateLimit-Remaining", "1"},
                                {"X-RateLimit-Reset-After", "1000.000"}}));
    QCOMPARE(rig.below->total, 2);
    QCOMPARE(rig.results.size(), size_t(3));
    for (size_t i = 1; i < 3; ++i) {
        QCOMPARE(rig.results[i].error().code, ErrorCode::DeadlineExceeded);
        QVERIFY(*rig.results[i].error().retryAfter >= 1000s);
    }
}

void TestInteractionDeadlines::onTheWireTheyAreOver()
{
    // What has gone out in time may be answered late: Discord decides.
    Rig rig;
    rig.post(kCallback);
    rig.clock.advance(10s);
    QVERIFY(rig.results.empty());
    rig.below->answer(0, response(204));
    QCOMPARE(rig.results.size(), size_t(1));
    QVERIFY(rig.results[0]);
}

void TestInteractionDeadlines::areTold()
{
    Rig rig;
    rig.post(kFollowUp);
    rig.post(kFollowUp);
    QList<WaitingInfo> infos = rig.sender->limiter().waiting();
    QCOMPARE(infos.size(), 1);
    QVERIFY(infos[0].deadline.has_value());
    QCOMPARE(*infos[0].deadline - rig.clock.now(), std::chrono::nanoseconds(15min));
    rig.post(u"/channels/1/messages"_s);
    rig.post(u"/channels/1/messages"_s);
    infos = rig.sender->limiter().waiting();
    QCOMPARE(infos.size(), 2);
    QCOMPARE(std::count_if(infos.begin(), infos.end(),
                           [](const WaitingInfo &info) { return info.deadline.has_value(); }),
             1);
}

QTEST_GUILESS_MAIN(TestInteractionDeadlines)
#include "tst_interactiondeadlines.moc"
