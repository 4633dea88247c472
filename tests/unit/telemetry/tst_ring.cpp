// SPDX-License-Identifier: MIT
#include <cordial/telemetry/ringpool.h>

#include <QtTest>

#include <cstring>
#include <thread>

using namespace Cordial;
using Telemetry::RecordRing;
using Telemetry::RingPool;
using Telemetry::StreamCounts;

namespace {

constexpr auto kRequests = MetricStream::Requests;
constexpr auto kShards = MetricStream::Shards;

RequestRecord request(quint64 id)
{
    RequestRecord record;
    record.id = id;
    return record;
}

quint64 idOf(const RecordRing::Record &record)
{
    RequestRecord copy;
    std::memcpy(static_cast<void *>(&copy), record.data, sizeof(copy));
    return copy.id;
}

quint64 fill(RecordRing &ring)
{
    quint64 stored = 0;
    while (ring.push(kRequests, request(stored), 1, false) != RecordRing::Pushed::Lost)
        ++stored;
    return stored;
}

} // namespace

class tst_Ring : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsOrderOverManyRounds();
    void lossesAreCountedExactly();
    void statesHaveAReserve();
    void wakesAtHalf();
    void roundsEndWhereTheyBegan();
    void twoThreadsAccountForAll();
    void ringsAreGivenBack();
    void tooManyThreads();
    void manyPublishers();
};

void tst_Ring::keepsOrderOverManyRounds()
{
    RecordRing ring;
    quint64 next = 0;
    quint64 expected = 0;
    for (int round = 0; round < 200; ++round) {
        for (int i = 0; i < 97; ++i) {
            QVERIFY(ring.push(kRequests, request(next++), 5, false) != RecordRing::Pushed::Lost);
            QVERIFY(ring.push(kShards, ShardRecord{}, 0, true) != RecordRing::Pushed::Lost);
        }
        ring.beginRound();
        RecordRing::Record record;
        int shards = 0;
        while (ring.peek(record)) {
            if (record.stream == kRequests) {
                QCOMPARE(idOf(record), expected++);
                QCOMPARE(record.at, 5);
                QCOMPARE(record.size, quint32(sizeof(RequestRecord)));
            } else {
                ++shards;
            }
            ring.release(record);
        }
        ring.endRound();
        QCOMPARE(shards, 97);
    }
    QCOMPARE(expected, next);
    QVERIFY(ring.isEmpty());
}

void tst_Ring::lossesAreCountedExactly()
{
    RecordRing ring;
    const quint64 stored = fill(ring);
    QVERIFY(stored > 1000);
    for (int i = 0; i < 9; ++i)
        QCOMPARE(ring.push(kRequests, request(0), 1, false), RecordRing::Pushed::Lost);
    StreamCounts lost = ring.takeLost();
    QCOMPARE(lost[size_t(kRequests)], 10U);
    QCOMPARE(lost[size_t(kShards)], 0U);
    QCOMPARE(ring.takeLost()[size_t(kRequests)], 0U);
    ring.beginRound();
    RecordRing::Record record;
    quint64 read = 0;
    while (ring.peek(record)) {
        ring.release(record);
        ++read;
    }
    ring.endRound();
    QCOMPARE(read, stored);
    QVERIFY(ring.push(kRequests, request(0), 1, false) != RecordRing::Pushed::Lost);
}

void tst_Ring::statesHaveAReserve()
{
    RecordRing ring;
    (void)fill(ring);
    int states = 0;
    while (ring.push(kShards, ShardRecord{}, 0, true) != RecordRing::Pushed::Lost)
        ++states;
    QVERIFY(states > 500);
}

void tst_Ring::wakesAtHalf()
{
    RecordRing ring;
    // However often it goes round: a ring that is read in time never asks for more.
    for (int round = 0; round < 100; ++round) {
        for (int i = 0; i < 500; ++i)
            QCOMPARE(ring.push(kRequests, request(0), 1, false), RecordRing::Pushed::Stored);
        ring.beginRound();
        RecordRing::Record record;
        while (ring.peek(record))
            ring.release(record);
        ring.endRound();
    }
    size_t bytes = 0;
    while (ring.push(kRequests, request(0), 1, false) == RecordRing::Pushed::Stored)
        bytes += sizeof(RequestRecord) + 16;
    QVERIFY(bytes > RecordRing::kCapacity / 2 - 2048);
    QVERIFY(bytes < RecordRing::kCapacity / 2 + 2048);
}

void tst_Ring::roundsEndWhereTheyBegan()
{
    RecordRing ring;
    (void)ring.push(kRequests, request(1), 1, false);
    ring.beginRound();
    (void)ring.push(kRequests, request(2), 1, false);
    RecordRing::Record record;
    QVERIFY(ring.peek(record));
    ring.release(record);
    QVERIFY(!ring.peek(record));
    ring.endRound();
    QVERIFY(!ring.isEmpty());
    ring.beginRound();
    QVERIFY(ring.peek(record));
    QCOMPARE(idOf(record), 2U);
}

void tst_Ring::twoThreadsAccountForAll()
{
    constexpr quint64 kSent = 300'000;
    RecordRing ring;
    std::atomic<bool> finished{false};
    std::thread producer([&] {
        for (quint64 i = 0; i < kSent; ++i)
            (void)ring.push(kRequests, request(i), 1, false);
        finished.store(true);
    });
    quint64 read = 0;
    quint64 lost = 0;
    quint64 last = 0;
    bool ordered = true;
    bool more = true;
    while (more) {
        more = !finished.load();
        ring.beginRound();
        RecordRing::Record record;
        while (ring.peek(record)) {
            const quint64 id = idOf(record);
            ordered = ordered && (read == 0 || id > last);
            last = id;
            ++read;
            ring.release(record);
        }
        ring.endRound();
        lost += ring.takeLost()[size_t(kRequests)];
    }
    producer.join();
    QVERIFY(ordered);
    QCOMPARE(read + lost, kSent);
}

void tst_Ring::ringsAreGivenBack()
{
    const auto pool = std::make_shared<RingPool>();
    for (int i = 0; i < 300; ++i) {
        std::thread([&pool] {
            QVERIFY(pool->mine() != nullptr);
            (void)pool->mine()->push(kRequests, request(1), 1, false);
        }).join();
        const auto rings = pool->rings();
        QCOMPARE(rings.size(), size_t(1)); // never two: the last one's is used again
        rings.front()->beginRound();
        RecordRing::Record record;
        QVERIFY(rings.front()->peek(record));
        rings.front()->release(record);
        rings.front()->endRound();
        QCOMPARE(pool->rings().size(), size_t(0));
    }
}

void tst_Ring::tooManyThreads()
{
    const auto pool = std::make_shared<RingPool>();
    std::atomic<size_t> without{0};
    std::atomic<bool> go{false};
    std::vector<std::thread> threads;
    for (size_t i = 0; i < RingPool::kMost + 3; ++i) {
        threads.emplace_back([&] {
            if (pool->mine() == nullptr) {
                ++without;
                pool->countLost(MetricStream::Logs);
            }
            go.wait(false);
        });
    }
    QTRY_COMPARE(without.load(), size_t(3));
    QCOMPARE(pool->rings().size(), RingPool::kMost);
    QCOMPARE(pool->takeLost()[size_t(MetricStream::Logs)], 3U);
    QCOMPARE(pool->takeLost()[size_t(MetricStream::Logs)], 0U);
    go = true;
    go.notify_all();
    for (std::thread &thread : threads)
        thread.join();
    QVERIFY(pool->rings().empty());
    QVERIFY(pool->mine() != nullptr);
}

void tst_Ring::manyPublishers()
{
    const auto first = std::make_shared<RingPool>();
    const auto second = std::make_shared<RingPool>();
    RecordRing *ring = first->mine();
    QVERIFY(ring != nullptr);
    QVERIFY(second->mine() != ring);
    QCOMPARE(first->mine(), ring);
    // A pool that comes after others were destroyed never inherits a ring of theirs.
    for (int i = 0; i < 200; ++i) {
        const auto next = std::make_shared<RingPool>();
        QVERIFY(next->mine() != ring);
        QCOMPARE(next->rings().size(), size_t(1));
    }
}

QTEST_GUILESS_MAIN(tst_Ring)
#include "tst_ring.moc"
