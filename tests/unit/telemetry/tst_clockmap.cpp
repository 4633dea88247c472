// SPDX-License-Identifier: MIT
#include "client/clockmap.h"

#include <QRandomGenerator>
#include <QtTest>

using Cordial::Inspector::ClockMap;

namespace {

constexpr qint64 kMs = 1'000'000;

} // namespace

class tst_ClockMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unknownIsUnchanged();
    void quickAnswerBeatsSlowOne();
    void suspendedHostIsNoticed();
    void driftIsFollowed();
    void errorStaysBelowHalfTheRoundTrip();
};

void tst_ClockMap::unknownIsUnchanged()
{
    ClockMap map;
    QVERIFY(!map.isKnown());
    QCOMPARE(map.toLocal(17), 17);
    map.addSample(10, 500, 5); // answered before it was asked: no sample
    QVERIFY(!map.isKnown());
}

void tst_ClockMap::quickAnswerBeatsSlowOne()
{
    ClockMap map;
    map.addSample(0, 1000 * kMs + 9 * kMs, 10 * kMs); // answered late: off by 4 ms
    QCOMPARE(map.toLocal(1000 * kMs), -4 * kMs);
    map.addSample(20 * kMs, 1021 * kMs, 22 * kMs); // offset -1000 ms exactly
    QCOMPARE(map.toLocal(1000 * kMs), 0);
    map.addSample(30 * kMs, 1000 * kMs + 33 * kMs, 40 * kMs); // worse: not believed
    QCOMPARE(map.toLocal(1000 * kMs), 0);
}

void tst_ClockMap::suspendedHostIsNoticed()
{
    ClockMap map;
    map.addSample(0, 1000 * kMs + kMs, 2 * kMs);
    map.addSample(5000 * kMs, 3000 * kMs, 5010 * kMs); // its clock stood still for 3 s
    QCOMPARE(map.toLocal(3000 * kMs), 5005 * kMs);
}

void tst_ClockMap::driftIsFollowed()
{
    ClockMap map;
    // The host's clock runs 50 ppm fast for an hour, a ping a second with a round trip of 1 ms.
    for (qint64 second = 0; second < 3600; ++second) {
        const qint64 local = second * 1000 * kMs;
        const qint64 middle = local + kMs / 2;
        map.addSample(local, middle + middle / 20'000, local + kMs);
        QVERIFY(std::abs(map.toLocal(middle + middle / 20'000) - middle) < kMs);
    }
}

void tst_ClockMap::errorStaysBelowHalfTheRoundTrip()
{
    QRandomGenerator random(3);
    ClockMap map;
    qint64 best = 1000 * kMs;
    for (qint64 i = 0; i < 1000; ++i) {
        const qint64 sent = i * 10 * kMs;
        const qint64 there = random.bounded(5'000'000);
        const qint64 back = random.bounded(5'000'000);
        map.addSample(sent, sent + there + 777 * kMs, sent + there + back);
        best = std::min(best, (there + back) / 2);
        // In 10 s the age of an estimate is worth 1 ms at most.
        QVERIFY(std::abs(map.toLocal(777 * kMs)) <= best + kMs);
    }
}

QTEST_GUILESS_MAIN(tst_ClockMap)
#include "tst_clockmap.moc"
