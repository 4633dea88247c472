// SPDX-License-Identifier: MIT
// The global limit: whatever the way to the server does, never one too many in a second there, and
// hardly less than the limit.
#include <cordial/net/slidingwindow.h>

#include <QElapsedTimer>
#include <QTest>

#include <cmath>
#include <numbers>
#include <random>
#include <set>

using namespace Cordial;
using namespace Cordial::Net;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;

namespace {

constexpr TimePoint kStart(1h);

//! \brief How long a request is under way until the server counts it, and the answer from there.
struct Trip
{
    nanoseconds there;
    nanoseconds back;
};

using Random = std::mt19937;
using Way = std::function<Trip(Random &, TimePoint sent)>;

nanoseconds ms(double value)
{
    return nanoseconds(std::llround(value * 1e6));
}

nanoseconds between(Random &random, double least, double most)
{
    return ms(std::uniform_real_distribution<>(least, most)(random));
}

struct Outcome
{
    int refused = 0;
    double perSecond = 0;
};

//! \brief Sends whenever there is room, to a server that counts any second.
Outcome simulate(Way way, quint32 seed, int limit, std::chrono::seconds length)
{
    Random random(seed);
    SlidingWindow window(limit);
    std::multiset<std::pair<TimePoint, TimePoint>> answers; // with what was sent when
    std::vector<TimePoint> arrivals;
    TimePoint now = kStart;
    while (now < kStart + length) {
        while (window.hasRoom(now)) {
            window.reserve();
            window.sent(now);
            const Trip trip = way(random, now);
            arrivals.push_back(now + trip.there);
            answers.emplace(now + trip.there + trip.back, now);
        }
        now = answers.empty() ? window.opensAt(now)
                              : std::min(window.opensAt(now), answers.begin()->first);
        while (!answers.empty() && answers.begin()->first <= now) {
            window.answered(answers.begin()->second, now);
            answers.erase(answers.begin());
        }
    }
    Outcome outcome;
    std::ranges::sort(arrivals);
    const std::chrono::duration<double> taken = arrivals.back() - arrivals.at(size_t(limit) - 1);
    outcome.perSecond = double(arrivals.size() - size_t(limit)) / taken.count();
    for (size_t i = size_t(limit); i < arrivals.size(); ++i)
        outcome.refused += arrivals[i] - arrivals[i - size_t(limit)] < 1s ? 1 : 0;
    return outcome;
}

} // namespace

class TestSlidingWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void leaves_data();
    void leaves();
    void oneTurnTeaches();
    void reserved();
    void answeredTwiceOrLate();
    void expectedAt_data();
    void expectedAt();
    void anyWay_data();
    void anyWay();
    void forgetsTheWay();
    void manyAreCheap();
};

void TestSlidingWindow::leaves_data()
{
    QTest::addColumn<QList<int>>("before"); // round trips of answers long ago, ms
    QTest::addColumn<int>("answerMs"); // -1: none
    QTest::addColumn<double>("leavesMs");
    QTest::newRow("rainy/no answer") << QList<int>() << -1 << 1100.0;
    QTest::newRow("happy/a near server") << QList<int>() << 1 << 1003.0;
    QTest::newRow("happy/nothing learnt yet") << QList<int>() << 50 << 1052.0;
    QTest::newRow("rainy/a slow answer") << QList<int>() << 600 << 1100.0;
    QTest::newRow("happy/they all take as long") << QList<int>(16, 50) << 50 << 1002.0;
    QTest::newRow("happy/this one took longer") << QList<int>(16, 50) << 70 << 1022.0;
    QTest::newRow("rainy/this one took less") << QList<int>(16, 50) << 20 << 1002.0;
    QTest::newRow("rainy/too few to tell") << QList<int>(14, 50) << 49 << 1051.0;
    QTest::newRow("rainy/all slow") << QList<int>(16, 500) << 500 << 1002.0;
    // Mean 60, standard deviation 10: 50 - 40 are shared.
    const QList<int> differing = QList<int>(8, 50) + QList<int>(8, 70);
    QTest::newRow("happy/they differ") << differing << 60 << 1052.000001;
    QTest::newRow("rainy/they differ much")
        << QList<int>(8, 10) + QList<int>(8, 90) << 30 << 1032.0;
    QTest::newRow("rainy/two rounds: the lower counts")
        << QList<int>(16, 20) + QList<int>(16, 50) << 60 << 1042.0;
    QTest::newRow("happy/the third round") << QList<int>(48, 50) << 60 << 1012.0;
}

void TestSlidingWindow::leaves()
{
    QFETCH(const QList<int>, before);
    QFETCH(const int, answerMs);
    QFETCH(const double, leavesMs);
    SlidingWindow window(1);
    TimePoint now = kStart;
    for (const int roundTrip : before) {
        window.reserve();
        window.sent(now);
        window.answered(now, now + roundTrip * 1ms);
        now += 2s;
    }
    QVERIFY(window.hasRoom(now));
    window.reserve();
    window.sent(now);
    QVERIFY(!window.hasRoom(now));
    if (answerMs >= 0)
        window.answered(now, now + answerMs * 1ms);
    QCOMPARE((window.opensAt(now) - now).count(), ms(leavesMs).count());
    QVERIFY(!window.hasRoom(now + ms(leavesMs) - 1ns));
    QVERIFY(window.hasRoom(now + ms(leavesMs)));
    QCOMPARE(window.used(), 0);
}

//! Of what was sent at once the slow answers come last: nothing is learnt before them, unless one
//! will never come.
void TestSlidingWindow::oneTurnTeaches()
{
    SlidingWindow window(50);
    window.reserve();
    window.sent(kStart); // lost
    const TimePoint now = kStart + 2s;
    for (int i = 0; i < 50; ++i) {
        QVERIFY(window.hasRoom(now));
        window.reserve();
        window.sent(now);
    }
    for (int i = 0; i < 49; ++i)
        window.answered(now, now + 50ms);
    QCOMPARE(window.opensAt(now + 50ms), now + 1052ms);
    window.answered(now, now + 50ms);
    QCOMPARE(window.opensAt(now + 50ms), now + 1002ms);
}

void TestSlidingWindow::reserved()
{
    SlidingWindow window(2);
    window.reserve();
    window.reserve();
    QVERIFY(!window.hasRoom(kStart + 1h));
    QCOMPARE(window.opensAt(kStart + 1h), TimePoint::max()); // nobody can tell
    window.release();
    QVERIFY(window.hasRoom(kStart + 1h));
    window.sent(kStart + 1h);
    QCOMPARE(window.used(), 1);
    QVERIFY(window.hasRoom(kStart + 1h));
}

//! An answer to what has left the window, or to another of the same moment.
void TestSlidingWindow::answeredTwiceOrLate()
{
    SlidingWindow window(2);
    window.reserve();
    window.reserve();
    window.sent(kStart);
    window.sent(kStart);
    window.answered(kStart, kStart + 10ms);
    QCOMPARE(window.opensAt(kStart), kStart + 1012ms);
    QVERIFY(window.hasRoom(kStart + 1012ms));
    window.reserve();
    QCOMPARE(window.opensAt(kStart + 1012ms), kStart + 1100ms); // the other one
    window.answered(kStart, kStart + 1012ms);
    QCOMPARE(window.opensAt(kStart + 1012ms), kStart + 1100ms);
    QVERIFY(window.hasRoom(kStart + 1100ms));
    window.answered(kStart, kStart + 1200ms);
    QCOMPARE(window.used(), 1);
}

void TestSlidingWindow::expectedAt_data()
{
    QTest::addColumn<int>("used");
    QTest::addColumn<int>("reserved");
    QTest::addColumn<qint64>("ahead");
    QTest::addColumn<qint64>("expectedMs");
    // Three a second; what was sent was so at 0, 10, 20 ms, and it is 100 ms.
    QTest::newRow("happy/room") << 0 << 0 << qint64(0) << qint64(100);
    QTest::newRow("happy/room for the last") << 0 << 0 << qint64(2) << qint64(100);
    QTest::newRow("happy/one too many") << 0 << 0 << qint64(3) << qint64(1200);
    QTest::newRow("happy/full") << 3 << 0 << qint64(0) << qint64(1100);
    QTest::newRow("happy/full, second") << 3 << 0 << qint64(1) << qint64(1110);
    QTest::newRow("happy/full, next round") << 3 << 0 << qint64(3) << qint64(2200);
    QTest::newRow("happy/full, far") << 3 << 0 << qint64(3'000'002) << qint64(1'100'001'120);
    QTest::newRow("rainy/reserved only") << 0 << 3 << qint64(0) << qint64(1200);
    QTest::newRow("rainy/some reserved") << 2 << 1 << qint64(2) << qint64(1200);
}

void TestSlidingWindow::expectedAt()
{
    QFETCH(const int, used);
    QFETCH(const int, reserved);
    QFETCH(const qint64, ahead);
    QFETCH(const qint64, expectedMs);
    SlidingWindow window(3);
    for (int i = 0; i < used; ++i) {
        window.reserve();
        window.sent(kStart + i * 10ms);
    }
    for (int i = 0; i < reserved; ++i)
        window.reserve();
    const auto expected = window.expectedAt(kStart + 100ms, ahead) - kStart;
    QCOMPARE(std::chrono::duration_cast<Milliseconds>(expected).count(), expectedMs);
}

void TestSlidingWindow::anyWay_data()
{
    QTest::addColumn<Way>("way");
    QTest::addColumn<double>("least"); // of the limit
    const auto row = [](const char *name, double least, Way way) {
        QTest::newRow(name) << std::move(way) << least;
    };
    row("happy/near", 0.99, [](Random &, TimePoint) { return Trip{100us, 100us}; });
    row("happy/far", 0.985, [](Random &, TimePoint) { return Trip{25ms, 25ms}; });
    row("happy/very far", 0.985, [](Random &, TimePoint) { return Trip{150ms, 150ms}; });
    row("happy/far, a little unsteady", 0.98, [](Random &random, TimePoint) {
        return Trip{between(random, 24, 26), between(random, 24, 26)};
    });
    row("happy/takes its time before it counts", 0.985,
        [](Random &, TimePoint) { return Trip{90ms, 1ms}; });
    row("happy/takes its time after it counted", 0.985,
        [](Random &, TimePoint) { return Trip{1ms, 90ms}; });
    row("rainy/slow answers", 0.9,
        [](Random &random, TimePoint) { return Trip{5ms, between(random, 100, 900)}; });
    row("rainy/unsteady both ways", 0.9, [](Random &random, TimePoint) {
        return Trip{between(random, 0, 50), between(random, 0, 50)};
    });
    row("rainy/unsteady on the way there", 0.9,
        [](Random &random, TimePoint) { return Trip{between(random, 5, 95), 5ms}; });
    row("rainy/unsteady on the way back", 0.9,
        [](Random &random, TimePoint) { return Trip{5ms, between(random, 5, 95)}; });
    row("rainy/one in twenty is late", 0.9, [](Random &random, TimePoint) {
        return Trip{between(random, 0, 20) < 1ms ? 85ms : 5ms, 5ms};
    });
    row("rainy/some routes are slow", 0.9, [](Random &random, TimePoint) {
        return Trip{5ms, between(random, 0, 10) < 3ms ? 180ms : 12ms};
    });
    row("rainy/mostly quick, at times not", 0.9, [](Random &random, TimePoint) {
        std::exponential_distribution<> delay(1.0 / 12);
        return Trip{ms(std::min(90.0, delay(random))), ms(delay(random))};
    });
    row("rainy/slower and faster in turns", 0.95, [](Random &random, TimePoint sent) {
        const double seconds = std::chrono::duration<double>(sent - kStart).count();
        const double each = 30 + 15 * std::sin(seconds * 2 * std::numbers::pi / 60);
        return Trip{ms(each) + between(random, 0, 0.5), ms(each)};
    });
    // One after the other, a millisecond each, counted when it is looked at.
    row("rainy/one at a time", 0.9, [freeAt = kStart](Random &, TimePoint sent) mutable {
        freeAt = std::max(freeAt, sent + 1ms) + 1ms;
        return Trip{freeAt - sent, 1ms};
    });
}

void TestSlidingWindow::anyWay()
{
    QFETCH(const Way, way);
    QFETCH(const double, least);
    for (const int limit : {1, 5, 50, 300}) {
        for (quint32 seed = 1; seed <= 10; ++seed) {
            const Outcome outcome = simulate(way, seed, limit, 40s);
            QVERIFY2(outcome.refused == 0
                         && outcome.perSecond >= (limit < 50 ? 0.9 : least) * limit,
                     qPrintable(u"limit %1, seed %2: %3 refused, %4 a second"_s.arg(limit)
                                    .arg(seed)
                                    .arg(outcome.refused)
                                    .arg(outcome.perSecond)));
        }
    }
}

//! After a while without answers the way may be another one.
void TestSlidingWindow::forgetsTheWay()
{
    SlidingWindow window(1);
    TimePoint now = kStart;
    for (int i = 0; i < 16; ++i, now += 2s) {
        window.reserve();
        window.sent(now);
        window.answered(now, now + 50ms);
    }
    now += 2min;
    QVERIFY(window.hasRoom(now));
    window.reserve();
    window.sent(now);
    window.answered(now, now + 50ms);
    QCOMPARE(window.opensAt(now), now + 1052ms);
}

//! A limit that is never reached costs the same for each request, however high it is.
void TestSlidingWindow::manyAreCheap()
{
    constexpr int kMany = 200'000;
    SlidingWindow window(10'000'000);
    Random random(1);
    TimePoint now = kStart;
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < kMany; ++i, now += 1us) {
        QVERIFY(window.hasRoom(now));
        window.reserve();
        window.sent(now);
        if (i >= 1000)
            window.answered(now - 1ms, now + between(random, 0, 0.001));
    }
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestSlidingWindow)
#include "tst_slidingwindow.moc"
