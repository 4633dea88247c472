// SPDX-License-Identifier: MIT
// The global limit, once for each token: who counts where, who is exempt, and what is told of it.
#include "fakenet.h"

#include <cordial/net/globallimits.h>
#include <cordial/net/ratelimitingsender.h>

#include <QTest>

using namespace Cordial;
using namespace Cordial::Net;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kWindow = SlidingWindow::kLongest; // without answers

struct Rig
{
    explicit Rig(int globalLimit = 2)
    {
        auto held = std::make_unique<HeldSender>(clock);
        below = held.get();
        sender = std::make_unique<RateLimitingSender>(
            std::move(held), RateLimiterConfig{.globalLimit = globalLimit, .applicationId = 42},
            clock);
    }
    //! \brief Whether it went out at once.
    bool go(Request request)
    {
        const int before = below->total;
        const auto exchange = std::make_shared<Exchange>();
        exchange->request = std::move(request);
        exchange->request.id = ++lastId;
        sender->start(exchange, [this, id = lastId](Result<Response> result) {
            results.emplace(id, std::move(result));
        });
        return below->total > before;
    }
    WaitingInfo infoOf(quint64 id) const
    {
        const QList<WaitingInfo> infos = sender->limiter().waiting();
        for (const WaitingInfo &info : infos) {
            if (info.id == id)
                return info;
        }
        return {};
    }
    //! \brief What is held below and came from this request.
    size_t heldIndex(quint64 id) const
    {
        for (size_t i = 0; i < below->held.size(); ++i) {
            if (below->held[i].exchange->request.id == id)
                return i;
        }
        return below->held.size();
    }

    ManualClock clock;
    HeldSender *below = nullptr;
    std::map<quint64, Result<Response>> results;
    quint64 lastId = 0;
    std::unique_ptr<RateLimitingSender> sender; // settles what is left
};

Request get(const QString &path, Auth auth = Auth::Bot, const QByteArray &bearer = {})
{
    Request request;
    request.path = path;
    request.auth = auth;
    request.bearer = bearer;
    return request;
}

Request user(const QString &path, const QByteArray &token)
{
    return get(path, Auth::Bearer, token);
}

const QByteArray kGlobal429 = R"({"message":"slow","global":true,"retry_after":5})";

} // namespace

class TestGlobalLimits : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void answerEndsTheSecond_data();
    void answerEndsTheSecond();
    void eachTokenHasItsOwn();
    void serialsDiffer();
    void usersHaveTheirOwnBuckets();
    void global429OfAUser();
    void exempt_data();
    void exempt();
    void exemptPassByAGlobal429();
    void refusedUser_data();
    void refusedUser();
    void manyUsers();
    void placesUnderTheLimit();
    void placesOfReads();
    void pluginsTakeTurns();
    void deadlineUnderTheLimit();
    void usersAreForgotten();
};

void TestGlobalLimits::answerEndsTheSecond_data()
{
    QTest::addColumn<int>("status"); // 0: lost
    QTest::addColumn<int>("opensMs");
    QTest::newRow("happy/200") << 200 << 1002;
    QTest::newRow("rainy/404") << 404 << 1002;
    QTest::newRow("rainy/502 of what stands in between") << 502 << 1100;
    QTest::newRow("rainy/lost") << 0 << 1100;
}

//! Only what the server itself says tells that it has counted.
void TestGlobalLimits::answerEndsTheSecond()
{
    QFETCH(const int, status);
    QFETCH(const int, opensMs);
    Rig rig(1);
    QVERIFY(rig.go(get(u"/channels/1"_s)));
    QVERIFY(!rig.go(get(u"/channels/2"_s)));
    rig.below->answer(0,
                      status == 0 ? Result<Response>(makeError(ErrorCode::Network, u"reset"_s))
                                  : response(status));
    rig.clock.advance(opensMs * 1ms - 1ns);
    QCOMPARE(rig.below->total, 1);
    rig.clock.advance(1ns);
    QCOMPARE(rig.below->total, 2);
}

void TestGlobalLimits::eachTokenHasItsOwn()
{
    Rig rig(2);
    QVERIFY(rig.go(get(u"/channels/1"_s)));
    QVERIFY(rig.go(get(u"/channels/2"_s)));
    QVERIFY(!rig.go(get(u"/channels/3"_s)));
    // Users and what bears no token count for themselves.
    QVERIFY(rig.go(user(u"/users/@me"_s, "alice")));
    QVERIFY(rig.go(user(u"/users/@me/guilds"_s, "alice")));
    QVERIFY(!rig.go(user(u"/users/@me/connections"_s, "alice")));
    QVERIFY(rig.go(user(u"/users/@me"_s, "bob")));
    QVERIFY(rig.go(get(u"/gateway"_s, Auth::None)));
    QVERIFY(rig.go(get(u"/oauth2/keys"_s, Auth::None)));
    QVERIFY(!rig.go(get(u"/sticker-packs"_s, Auth::None)));
    QCOMPARE(rig.sender->limiter().figures().users, 3);
    QCOMPARE(rig.below->total, 7);
    rig.clock.advance(kWindow);
    QCOMPARE(rig.below->total, 10);
}

//! \brief Two with one serial would be one to the queues, and the second never sent.
void TestGlobalLimits::serialsDiffer()
{
    GlobalLimits limits(50);
    QCOMPARE(limits.bot().serial, quint64(1));
    QCOMPARE(limits.of("alice").serial, quint64(2));
    QCOMPARE(limits.of("bob").serial, quint64(3));
    QCOMPARE(limits.of("alice").serial, quint64(2));
}

void TestGlobalLimits::usersHaveTheirOwnBuckets()
{
    Rig rig(1000);
    const QList<Header> spent{{"X-RateLimit-Bucket", "me"},
                              {"X-RateLimit-Limit", "1"},
                              {"X-RateLimit-Remaining", "0"},
                              {"X-RateLimit-Reset-After", "5.000"}};
    QVERIFY(rig.go(user(u"/users/@me"_s, "alice")));
    rig.below->answer(0, response(200, spent));
    QVERIFY(!rig.go(user(u"/users/@me"_s, "alice")));
    // The same hash, other buckets: another user, the bot, nobody.
    for (const Request &other :
         {user(u"/users/@me"_s, "bob"), get(u"/users/@me"_s), get(u"/users/@me"_s, Auth::None)}) {
        QVERIFY(rig.go(other));
        rig.below->answer(0, response(200, spent));
        QVERIFY(!rig.go(other));
    }
    QCOMPARE(rig.sender->limiter().bucketCount(), 4);
    for (const WaitingInfo &info : rig.sender->limiter().waiting()) {
        QVERIFY(!info.bucket.contains("alice"));
        QVERIFY(!info.bucket.contains("bob"));
    }
}

void TestGlobalLimits::global429OfAUser()
{
    Rig rig(1000);
    QVERIFY(rig.go(user(u"/users/@me"_s, "alice")));
    rig.below->answer(0, response(429, {{"X-RateLimit-Global", "true"}}, kGlobal429));
    QVERIFY(!rig.go(user(u"/users/@me/guilds"_s, "alice")));
    QVERIFY(rig.go(user(u"/users/@me"_s, "bob")));
    QVERIFY(rig.go(get(u"/channels/1"_s)));
    QCOMPARE(rig.below->total, 3);
    rig.clock.advance(5s);
    QCOMPARE(rig.below->total, 5);
}

void TestGlobalLimits::exempt_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("exempt");
    QTest::newRow("happy/callback") << u"/interactions/5/token/callback"_s << true;
    QTest::newRow("happy/follow-up of our application") << u"/webhooks/42/token"_s << true;
    QTest::newRow("happy/original answer") << u"/webhooks/42/t/messages/@original"_s << true;
    QTest::newRow("happy/original answer, unknown application")
        << u"/webhooks/77/t/messages/@original"_s << true;
    QTest::newRow("happy/a token that can only be an interaction's")
        << u"/webhooks/77/aW50ZXJhY3Rpb246abc"_s << true;
    QTest::newRow("rainy/a webhook with its token") << u"/webhooks/78/shorttoken"_s << false;
    QTest::newRow("rainy/a webhook without its token") << u"/webhooks/42"_s << false;
    QTest::newRow("rainy/a channel") << u"/channels/42/messages"_s << false;
    QTest::newRow("rainy/no interaction") << u"/interactionsx/1/t/callback"_s << false;
}

void TestGlobalLimits::exempt()
{
    QFETCH(const QString, path);
    QFETCH(const bool, exempt);
    Rig rig(1);
    QVERIFY(rig.go(get(u"/channels/1"_s)));
    QVERIFY(!rig.go(get(u"/channels/2"_s)));
    QCOMPARE(rig.go(get(path)), exempt);
    // And it takes nobody's place.
    QCOMPARE(rig.sender->limiter().figures().global, 1);
}

void TestGlobalLimits::exemptPassByAGlobal429()
{
    Rig rig(1000);
    QVERIFY(rig.go(get(u"/channels/1"_s)));
    rig.below->answer(0, response(429, {{"X-RateLimit-Global", "true"}}, kGlobal429));
    QVERIFY(!rig.go(get(u"/channels/2"_s)));
    QVERIFY(rig.go(get(u"/interactions/5/token/callback"_s)));
    QVERIFY(rig.go(get(u"/webhooks/42/token"_s)));
    QVERIFY(!rig.go(get(u"/webhooks/78/shorttoken"_s)));
}

void TestGlobalLimits::refusedUser_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("refused");
    QTest::newRow("happy/invalid token")
        << QByteArray(R"({"message":"Invalid OAuth2 access token","code":50025})") << true;
    QTest::newRow("rainy/a scope is missing")
        << QByteArray(R"({"message":"401: Unauthorized","code":0})") << false;
    QTest::newRow("rainy/no JSON") << QByteArray("<html>") << false;
}

void TestGlobalLimits::refusedUser()
{
    QFETCH(const QByteArray, body);
    QFETCH(const bool, refused);
    Rig rig(1000);
    QVERIFY(rig.go(user(u"/users/@me"_s, "alice")));
    QVERIFY(!rig.go(user(u"/users/@me"_s, "alice")));
    rig.below->answer(0, response(401, {}, body));
    QCOMPARE(rig.results.contains(2), refused);
    if (refused)
        QCOMPARE(rig.results.at(2).error().code, ErrorCode::Unauthorized);
    QCOMPARE(rig.go(user(u"/users/@me/guilds"_s, "alice")), !refused);
    // Nobody else's token is worse for it.
    QVERIFY(!rig.sender->limiter().isTokenRefused());
    QVERIFY(rig.go(user(u"/users/@me"_s, "bob")));
    QVERIFY(rig.go(get(u"/users/@me"_s)));
}

void TestGlobalLimits::manyUsers()
{
    // A thousand users with nine requests each, of which one a window may go.
    constexpr int kUsers = 1000;
    constexpr int kEach = 9;
    Rig rig(1);
    for (int i = 0; i < kUsers * kEach; ++i) {
        (void)rig.go(
            user(u"/users/@me/r%1"_s.arg(i / kUsers), "user" + QByteArray::number(i % kUsers)));
    }
    QCOMPARE(rig.below->total, kUsers);
    for (int round = 2; round <= kEach; ++round) {
        rig.clock.advance(kWindow);
        QCOMPARE(rig.below->total, kUsers * round);
    }
    QCOMPARE(rig.sender->limiter().queued(), 0);
}

void TestGlobalLimits::placesUnderTheLimit()
{
    Rig rig(2);
    for (int i = 1; i <= 9; ++i)
        (void)rig.go(get(u"/channels/%1/messages"_s.arg(i)));
    Request high = get(u"/channels/10/messages"_s);
    high.lane = Lane::High;
    QVERIFY(!rig.go(high));
    // Two have gone. The urgent one goes before the seven that wait; they go two at a time.
    const auto passed = [&rig](quint64 id) {
        return (rig.infoOf(id).expectedAt - rig.clock.now()) / kWindow;
    };
    QCOMPARE(rig.infoOf(10).place, 0U);
    QCOMPARE(passed(10), 1);
    QCOMPARE(rig.infoOf(3).place, 1U);
    QCOMPARE(passed(3), 1);
    QCOMPARE(rig.infoOf(4).place, 2U);
    QCOMPARE(passed(4), 2);
    QCOMPARE(rig.infoOf(9).place, 7U);
    QCOMPARE(passed(9), 4);
    QCOMPARE(rig.infoOf(9).reason, WaitReason::Global);
    // And so it comes.
    rig.clock.advance(4 * kWindow - 1ms);
    QVERIFY(rig.heldIndex(9) == rig.below->held.size());
    rig.clock.advance(1ms);
    QVERIFY(rig.heldIndex(9) < rig.below->held.size());
}

void TestGlobalLimits::placesOfReads()
{
    // One bucket without a limit of its own: all of them could go at once.
    Rig rig(2);
    QVERIFY(rig.go(get(u"/users/1"_s)));
    rig.below->answer(0, response(200));
    for (int i = 0; i < 6; ++i)
        (void)rig.go(get(u"/users/1"_s));
    QCOMPARE(rig.below->total, 2);
    QCOMPARE(rig.infoOf(7).reason, WaitReason::Global);
    QCOMPARE(rig.infoOf(7).place, 4U);
    // Three turns of the window, each as long as the one answer so far tells.
    QCOMPARE(rig.infoOf(7).expectedAt - rig.clock.now(), std::chrono::nanoseconds(3 * 1002ms));
    rig.clock.advance(3 * kWindow);
    QCOMPARE(rig.below->total, 7);
}

void TestGlobalLimits::pluginsTakeTurns()
{
    Rig rig(1);
    const auto of = [](int channel, const QString &plugin) {
        Request request = get(u"/channels/%1/messages"_s.arg(channel));
        request.plugin = plugin;
        return request;
    };
    for (int i = 1; i <= 20; ++i)
        (void)rig.go(of(i, u"greedy"_s));
    QVERIFY(!rig.go(of(21, u"modest"_s)));
    QVERIFY(!rig.go(of(22, u"modest"_s)));
    const quint32 first = rig.infoOf(21).place;
    const quint32 second = rig.infoOf(22).place;
    QVERIFY2(first <= 1 && second <= 3 && first < second, qPrintable(QString::number(second)));
    for (quint32 i = 0; i <= second; ++i)
        rig.clock.advance(kWindow);
    QVERIFY(rig.heldIndex(22) < rig.below->held.size());
}

void TestGlobalLimits::deadlineUnderTheLimit()
{
    Rig rig(2);
    for (int i = 1; i <= 12; ++i)
        (void)rig.go(get(u"/channels/%1/messages"_s.arg(i)));
    // Ten wait, two a window: there is no room in the next four.
    Request late = get(u"/channels/20/messages"_s);
    late.deadline = rig.clock.now() + 4 * kWindow;
    QVERIFY(!rig.go(late));
    QCOMPARE(rig.results.size(), size_t(1));
    QCOMPARE(rig.results.at(13).error().code, ErrorCode::DeadlineExceeded);
    QVERIFY(*rig.results.at(13).error().retryAfter > 4s);
    late.deadline = rig.clock.now() + 8 * kWindow;
    QVERIFY(!rig.go(late));
    QCOMPARE(rig.results.size(), size_t(1));
    // A lane above them, another plugin's turn, another token: in time.
    Request high = get(u"/channels/21/messages"_s);
    high.lane = Lane::High;
    high.deadline = rig.clock.now() + 2 * kWindow;
    QVERIFY(!rig.go(high));
    Request modest = get(u"/channels/22/messages"_s);
    modest.plugin = u"modest"_s;
    modest.deadline = rig.clock.now() + 4 * kWindow;
    QVERIFY(!rig.go(modest));
    Request other = user(u"/users/@me"_s, "alice");
    other.deadline = rig.clock.now() + 1ms;
    QVERIFY(rig.go(other));
    QCOMPARE(rig.results.size(), size_t(1));
    rig.clock.advance(10 * kWindow);
    QCOMPARE(rig.results.size(), size_t(1)); // whoever was let in went out in time
}

void TestGlobalLimits::usersAreForgotten()
{
    Rig rig(5);
    for (int i = 0; i < 50; ++i)
        QVERIFY(rig.go(user(u"/users/@me"_s, QByteArray::number(i))));
    QCOMPARE(rig.sender->limiter().figures().users, 50);
    while (!rig.below->held.empty())
        rig.below->answer(0, response(200));
    rig.clock.advance(200s);
    QCOMPARE(rig.sender->limiter().figures(), LimiterFigures());
    QCOMPARE(rig.clock.pendingTimers(), 0);
}

QTEST_GUILESS_MAIN(TestGlobalLimits)
#include "tst_globallimits.moc"
