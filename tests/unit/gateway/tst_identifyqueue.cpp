// SPDX-License-Identifier: MIT
#include <cordial/core/manualclock.h>
#include <cordial/gateway/identifyqueue.h>
#include <cordial/gateway/sendlimiter.h>
#include <cordial/gateway/startqueue.h>

#include <QHash>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace Cordial;
using namespace Cordial::Gateway;
using namespace std::chrono_literals;

namespace {

struct Entry
{
    qint64 ms;
    quint32 shard;
    bool operator==(const Entry &) const = default;
};
using Log = QList<Entry>;

//! A queue whose shards use a slot as soon as they have it.
struct Rig
{
    explicit Rig(int concurrency, int remaining = 1000, Milliseconds resetAfter = 1h,
                 int total = 1000)
        : queue(clock, concurrency, {total, remaining, clock.now() + resetAfter},
                {[this](quint32 shard) { onGranted(shard); },
                 [this](quint32 shard, IdentifyQueue::WaitFor reason, Milliseconds wait) {
                     waits << wait;
                     reasons << reason;
                     Q_UNUSED(shard)
                 },
                 {}})
    { }

    void onGranted(quint32 shard)
    {
        log << Entry{std::chrono::duration_cast<Milliseconds>(clock.elapsed()).count(), shard};
        pendingUse << shard;
    }

    void useAll()
    {
        while (!pendingUse.isEmpty())
            queue.used(pendingUse.takeFirst());
    }

    void run(Milliseconds time)
    {
        const TimePoint end = clock.now() + time;
        useAll();
        while (clock.nextDeadline() && *clock.nextDeadline() <= end) {
            clock.advanceToNext();
            useAll();
        }
        clock.advance(end - clock.now());
    }

    ManualClock clock;
    Log log;
    QList<Milliseconds> waits;
    QList<IdentifyQueue::WaitFor> reasons;
    QList<quint32> pendingUse;
    LocalIdentifyQueue queue;
};

} // namespace

class TestIdentifyQueue : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void oneKeyInOrder();
    void keysAreIndependent();
    void deathFreesTheSlot();
    void windowCountsFromUse();
    void budget();
    void budgetUsedUpMeanwhile();
    void newBudgetAndNobodyThere();
    void budgetThatIsReturned();
    void heldUntilReset();
    void leastTimeForManyShards();
    void startsInOrder();
    void slowShardHoldsNobodyUp();
    void atMostSoManyAreSlow();
    void removedShardIsNotStarted();
    void startsWithOtherKeys();
    void otherNumberOfKeys_data();
    void otherNumberOfKeys();
    void grantsOfOldKeysCount();
    void sendLimit();
    void heartbeatsNeverWait();
};

void TestIdentifyQueue::oneKeyInOrder()
{
    Rig rig(1);
    for (quint32 shard = 0; shard < 3; ++shard)
        rig.queue.request(shard);
    rig.run(60s);
    QCOMPARE(rig.log, (Log{{0, 0}, {5100, 1}, {10200, 2}}));
    QCOMPARE(rig.waits.size(), 2);
    QVERIFY(rig.reasons.first() == IdentifyQueue::WaitFor::Slot);
}

void TestIdentifyQueue::keysAreIndependent()
{
    Rig rig(2);
    for (quint32 shard = 0; shard < 5; ++shard)
        rig.queue.request(shard);
    rig.run(60s);
    QCOMPARE(rig.log, (Log{{0, 0}, {0, 1}, {5100, 2}, {5100, 3}, {10200, 4}}));
}

void TestIdentifyQueue::deathFreesTheSlot()
{
    Rig rig(1);
    rig.queue.request(0);
    rig.queue.request(1);
    rig.queue.request(2);
    rig.pendingUse.clear(); // shard 0 dies before it sends anything
    rig.queue.cancel(1); // and 1 while it waits
    rig.queue.cancel(0);
    rig.run(60s);
    QCOMPARE(rig.log, (Log{{0, 0}, {0, 2}}));
}

void TestIdentifyQueue::windowCountsFromUse()
{
    Rig rig(1);
    rig.queue.request(0);
    rig.queue.request(1);
    rig.clock.advance(700ms); // the shard is slow to send
    rig.run(60s);
    QCOMPARE(rig.log, (Log{{0, 0}, {5800, 1}}));
}

void TestIdentifyQueue::budget()
{
    Rig rig(1, 2, 60s, 5);
    for (quint32 shard = 0; shard < 3; ++shard)
        rig.queue.request(shard);
    rig.run(120s);
    QCOMPARE(rig.log, (Log{{0, 0}, {5100, 1}, {60000, 2}}));
    QCOMPARE(rig.queue.budget().remaining, 4);
}

// Those that waited for a slot of their own learn that they wait for the reset now.
void TestIdentifyQueue::budgetUsedUpMeanwhile()
{
    Rig rig(1, 2, 60s, 5);
    for (quint32 shard = 0; shard < 4; ++shard)
        rig.queue.request(shard);
    using WaitFor = IdentifyQueue::WaitFor;
    QCOMPARE(rig.reasons, (QList<WaitFor>{WaitFor::Slot, WaitFor::Slot, WaitFor::Slot}));
    rig.reasons.clear();
    rig.waits.clear();
    rig.run(50s);
    QCOMPARE(rig.log.size(), 2);
    QCOMPARE(rig.reasons, (QList<WaitFor>{WaitFor::Budget, WaitFor::Budget}));
    QCOMPARE(rig.waits.first(), 60s - 5100ms);
    rig.run(60s);
    QCOMPARE(rig.log.size(), 4);
}

// The next to come waits for a slot again, and is told so.
void TestIdentifyQueue::newBudgetAndNobodyThere()
{
    using WaitFor = IdentifyQueue::WaitFor;
    Rig rig(1, 1, 1h);
    rig.queue.request(0);
    rig.useAll();
    rig.queue.request(1);
    rig.queue.request(2);
    QCOMPARE(rig.reasons, (QList<WaitFor>{WaitFor::Budget, WaitFor::Budget}));
    rig.queue.cancel(1);
    rig.queue.cancel(2);
    rig.reasons.clear();
    rig.queue.setBudget({1000, 1000, rig.clock.now() + 1h}, false);
    rig.queue.request(3);
    QCOMPARE(rig.reasons, (QList<WaitFor>{WaitFor::Slot}));
}

// Granted to a shard that dies before it identifies: another key's shard gets it.
void TestIdentifyQueue::budgetThatIsReturned()
{
    Rig rig(2, 1, 1h);
    rig.queue.request(0);
    rig.queue.request(1);
    QCOMPARE(rig.log, (Log{{0, 0}}));
    rig.pendingUse.clear();
    rig.clock.advance(2s);
    rig.queue.cancel(0);
    rig.run(10s);
    QCOMPARE(rig.log.size(), 2);
    QCOMPARE(rig.log.last().shard, 1U);
    QVERIFY2(rig.log.last().ms < 2500, qPrintable(QString::number(rig.log.last().ms)));
}

void TestIdentifyQueue::heldUntilReset()
{
    Rig rig(4, 3, 30s, 1000);
    rig.queue.holdUntilReset();
    rig.queue.request(0);
    rig.queue.request(1);
    rig.run(120s);
    QCOMPARE(rig.log, (Log{{30000, 0}, {30000, 1}}));
    QVERIFY(rig.reasons.first() == IdentifyQueue::WaitFor::Budget);
    QCOMPARE(rig.waits.first(), 30000ms);
}

void TestIdentifyQueue::leastTimeForManyShards()
{
    Rig rig(16);
    for (quint32 shard = 0; shard < 1000; ++shard)
        rig.queue.request(shard);
    rig.run(1h);
    QCOMPARE(rig.log.size(), 1000);
    // 63 rounds, so 62 waits of 5 s are the least possible.
    QVERIFY(rig.log.last().ms <= qint64(62 * 5000 * 1.05));
}

void TestIdentifyQueue::startsInOrder()
{
    ManualClock clock;
    QList<quint32> started;
    StartQueue queue(clock, 1, [&](quint32 shard) { started << shard; });
    for (quint32 shard = 0; shard < 6; ++shard)
        queue.add(shard);
    QCOMPARE(started, QList<quint32>{0});
    queue.waiting(0);
    QCOMPARE(started, (QList<quint32>{0, 1}));
    queue.waiting(1);
    QCOMPARE(started.size(), 2); // two wait with an open connection: enough
    queue.settled(0);
    QCOMPARE(started, (QList<quint32>{0, 1, 2}));
    queue.settled(2); // its first try failed
    QCOMPARE(started, (QList<quint32>{0, 1, 2, 3}));
}

void TestIdentifyQueue::slowShardHoldsNobodyUp()
{
    ManualClock clock;
    QList<quint32> started;
    StartQueue queue(clock, 2, [&](quint32 shard) { started << shard; });
    queue.hold(10s);
    for (quint32 shard = 0; shard < 4; ++shard)
        queue.add(shard);
    QVERIFY(started.isEmpty());
    clock.advance(10s);
    QCOMPARE(started, (QList<quint32>{0, 1}));
    clock.advance(StartQueue::kPatience);
    QCOMPARE(started, (QList<quint32>{0, 1, 2, 3}));
}

//! A server that takes connections and says nothing is not flooded.
void TestIdentifyQueue::atMostSoManyAreSlow()
{
    ManualClock clock;
    QList<quint32> started;
    StartQueue queue(clock, 1, [&](quint32 shard) { started << shard; });
    for (quint32 shard = 0; shard < 20; ++shard)
        queue.add(shard);
    clock.advance(10min);
    QCOMPARE(started.size(), qsizetype(StartQueue::kMostSlow));
    QCOMPARE(queue.pending(), size_t(20) - StartQueue::kMostSlow);
    queue.settled(1); // one of them gave up
    QCOMPARE(started.size(), qsizetype(StartQueue::kMostSlow) + 1);
    queue.waiting(0); // and one got through after all
    clock.advance(StartQueue::kPatience);
    QCOMPARE(started.size(), qsizetype(StartQueue::kMostSlow) + 2);
}

void TestIdentifyQueue::removedShardIsNotStarted()
{
    ManualClock clock;
    QList<quint32> started;
    StartQueue queue(clock, 1, [&](quint32 shard) { started << shard; });
    for (quint32 shard = 0; shard < 4; ++shard)
        queue.add(shard);
    queue.remove(1); // has not begun
    queue.remove(0); // has
    QCOMPARE(started, (QList<quint32>{0, 2}));
    QCOMPARE(queue.pending(), size_t(1));
}

//! Nobody is forgotten or started twice; what is under way counts on.
void TestIdentifyQueue::startsWithOtherKeys()
{
    ManualClock clock;
    QList<quint32> started;
    StartQueue queue(clock, 4, [&](quint32 shard) { started << shard; });
    for (quint32 shard = 0; shard < 12; ++shard)
        queue.add(shard);
    QCOMPARE(started, (QList<quint32>{0, 1, 2, 3}));
    queue.waiting(0);
    QCOMPARE(started.last(), 4U);
    queue.setMaxConcurrency(2);
    for (int i = 0; i < 100 && queue.pending() > 0; ++i) {
        for (const quint32 shard : std::as_const(started))
            queue.settled(shard);
        clock.advance(1s);
    }
    QCOMPARE(queue.pending(), size_t(0));
    QList<quint32> all = started;
    std::sort(all.begin(), all.end());
    for (quint32 shard = 0; shard < 12; ++shard)
        QCOMPARE(all.value(shard), shard);
    QCOMPARE(all.size(), 12);
}

void TestIdentifyQueue::otherNumberOfKeys_data()
{
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("after");
    QTest::newRow("happy/fewer") << 8 << 2;
    QTest::newRow("happy/more") << 1 << 4;
    QTest::newRow("happy/the same") << 3 << 3;
    QTest::newRow("rainy/none") << 4 << 0;
}

//! What one of the old keys allowed not long ago counts for every new one.
void TestIdentifyQueue::otherNumberOfKeys()
{
    QFETCH(int, before);
    QFETCH(int, after);
    Rig rig(before);
    for (quint32 shard = 0; shard < 16; ++shard)
        rig.queue.request(shard);
    rig.run(2s);
    const qsizetype early = rig.log.size();
    QCOMPARE(early, before);
    rig.queue.setMaxConcurrency(after);
    rig.run(10min);
    QCOMPARE(rig.log.size(), 16);
    const auto keys = quint32(std::max(after, 1));
    QHash<quint32, qint64> last;
    QSet<quint32> seen;
    for (qsizetype i = 0; i < rig.log.size(); ++i) {
        const Entry &entry = rig.log[i];
        QVERIFY(!seen.contains(entry.shard));
        seen.insert(entry.shard);
        if (i < early)
            continue;
        QVERIFY(entry.ms >= 5000); // all of the old keys were used at the beginning
        QVERIFY(!last.contains(entry.shard % keys) || entry.ms - last[entry.shard % keys] >= 5000);
        last[entry.shard % keys] = entry.ms;
    }
}

void TestIdentifyQueue::grantsOfOldKeysCount()
{
    Rig rig(4);
    for (quint32 shard = 0; shard < 8; ++shard)
        rig.queue.request(shard);
    QCOMPARE(rig.log.size(), 4); // granted, not used yet
    rig.queue.setMaxConcurrency(1);
    rig.clock.advance(1min);
    QCOMPARE(rig.log.size(), 4); // nobody else before they have
    rig.useAll();
    rig.clock.advance(4999ms);
    QCOMPARE(rig.log.size(), 4);
    rig.run(1min);
    QCOMPARE(rig.log.size(), 8);
}

void TestIdentifyQueue::sendLimit()
{
    ManualClock clock;
    SendLimiter limiter(clock);
    limiter.setHeartbeatInterval(41250ms);
    QCOMPARE(limiter.reserve(), 5);
    int sent = 0;
    while (limiter.tryCommand())
        ++sent;
    QCOMPARE(sent, SendLimiter::kSends - limiter.reserve());
    QCOMPARE(limiter.nextCommandIn(), SendLimiter::kWindow + SendLimiter::kMargin);
    clock.advance(SendLimiter::kWindow + SendLimiter::kMargin - 1ms);
    QVERIFY(!limiter.tryCommand());
    clock.advance(1ms);
    QVERIFY(limiter.tryCommand());
    limiter.reset();
    QCOMPARE(limiter.sendsInWindow(), 0);
}

void TestIdentifyQueue::heartbeatsNeverWait()
{
    ManualClock clock;
    SendLimiter limiter(clock);
    limiter.setHeartbeatInterval(5s);
    QList<TimePoint> sent;
    // Three minutes of a caller who sends whenever he may, and a beat every 5 s.
    for (int step = 0; step < 1800; ++step) {
        if (step % 50 == 0) {
            limiter.noteUrgent();
            sent << clock.now();
        }
        while (limiter.tryCommand())
            sent << clock.now();
        clock.advance(100ms);
    }
    QVERIFY(sent.size() > 300);
    for (qsizetype i = SendLimiter::kSends; i < sent.size(); ++i)
        QVERIFY(sent[i] - sent[i - SendLimiter::kSends] >= SendLimiter::kWindow);
}

QTEST_GUILESS_MAIN(TestIdentifyQueue)
#include "tst_identifyqueue.moc"
