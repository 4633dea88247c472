// SPDX-License-Identifier: MIT
#include <cordial/core/clock.h>
#include <cordial/core/manualclock.h>

#include <QtTest>

using namespace Cordial;
using namespace std::chrono_literals;

namespace {
struct Shot
{
    std::chrono::nanoseconds at;
    int name;
    bool operator==(const Shot &) const = default;
};
using Log = QList<Shot>;
} // namespace

class TestClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firesInOrderEachAtItsTime()
    {
        ManualClock clock;
        Log log;
        const auto note = [&](int name) {
            return [&log, &clock, name] { log.append({clock.elapsed(), name}); };
        };
        const auto a = clock.makeTimer();
        const auto b = clock.makeTimer();
        const auto c = clock.makeTimer();
        a->start(3s, note(1));
        b->start(1s, note(2));
        c->start(3s, note(3));
        clock.advance(2s);
        QCOMPARE(log, (Log{{1s, 2}}));
        clock.advance(5s);
        QCOMPARE(log, (Log{{1s, 2}, {3s, 1}, {3s, 3}}));
        QCOMPARE(clock.elapsed(), 7s);
    }

    void timerStartedInsideACallbackFiresInTheSameAdvance()
    {
        ManualClock clock;
        Log log;
        const auto timer = clock.makeTimer();
        timer->start(1s, [&] {
            log.append({clock.elapsed(), 1});
            timer->start(1s, [&] { log.append({clock.elapsed(), 2}); });
        });
        clock.advance(2s);
        QCOMPARE(log, (Log{{1s, 1}, {2s, 2}}));
    }

    void stopAndRestart()
    {
        ManualClock clock;
        int shots = 0;
        const auto timer = clock.makeTimer();
        timer->start(1s, [&] { ++shots; });
        timer->start(3s, [&] { ++shots; });
        clock.advance(2s);
        QCOMPARE(shots, 0);
        timer->stop();
        QVERIFY(!timer->isActive());
        clock.advance(9s);
        QCOMPARE(shots, 0);
        QCOMPARE(clock.pendingTimers(), 0);
    }

    void destroyedInItsOwnCallback()
    {
        ManualClock clock;
        std::unique_ptr<Timer> timer = clock.makeTimer();
        bool fired = false;
        timer->start(0s, [&] {
            timer.reset();
            fired = true;
        });
        clock.advance(0s);
        QVERIFY(fired);
    }

    void wallJumpsLeaveTimersAlone()
    {
        ManualClock clock;
        int shots = 0;
        const auto timer = clock.makeTimer();
        timer->start(1s, [&] { ++shots; });
        const WallTime before = clock.wallNow();
        clock.jumpWall(5h);
        QVERIFY(clock.wallNow() - before == 5h);
        QCOMPARE(shots, 0);
        QVERIFY(clock.advanceToNext());
        QCOMPARE(shots, 1);
        QVERIFY(!clock.advanceToNext());
    }

    void systemTimerIsNeverEarly()
    {
        SystemClock clock;
        const auto timer = clock.makeTimer();
        const TimePoint start = clock.now();
        TimePoint fired;
        timer->start(20ms, [&] { fired = clock.now(); });
        QVERIFY(timer->isActive());
        QTRY_VERIFY(fired != TimePoint());
        QVERIFY(fired - start >= 20ms);
        QVERIFY(!timer->isActive());
    }

    void systemTimerDestroyedInItsOwnCallback()
    {
        SystemClock clock;
        std::unique_ptr<Timer> timer = clock.makeTimer();
        bool fired = false;
        timer->start(1ms, [&] {
            timer.reset();
            fired = true;
        });
        QTRY_VERIFY(fired);
    }
};

QTEST_GUILESS_MAIN(TestClock)
#include "tst_clock.moc"
