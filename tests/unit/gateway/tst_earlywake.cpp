// SPDX-License-Identifier: MIT
#include <cordial/core/epolldispatcher.h>
#include <cordial/core/manualclock.h>
#include <cordial/gateway/earlywake_p.h>
#include <cordial/gateway/shardset_p.h>

#include <QThread>
#include <QtTest>

#include <simdjson.h>

#include <atomic>
#include <memory>

using namespace Cordial;
using namespace Cordial::Gateway;
using namespace std::chrono_literals;

namespace {

Delivery message()
{
    Delivery delivery;
    Dispatch dispatch;
    dispatch.type = "MESSAGE_CREATE";
    delivery.dispatches.append(dispatch);
    return delivery;
}

//! Moves on by itself, as time does.
class RunningClock : public Clock
{
public:
    [[nodiscard]] TimePoint now() const override { return TimePoint(10us * ++m_looks); }
    [[nodiscard]] WallTime wallNow() const override { return {}; }
    [[nodiscard]] std::unique_ptr<Timer> makeTimer() override { return nullptr; }
    [[nodiscard]] int looks() const { return m_looks; }

private:
    mutable int m_looks = 0;
};

//! A gateway thread's turns and what the consumer feels of them.
class Bench
{
public:
    ManualClock clock;
    int wakes = 0;
    DispatchQueue queue{{1'000'000, false}, {[this] { ++wakes; }, [] {}}};
    std::unique_ptr<EarlyWake> thread = std::make_unique<EarlyWake>(clock, queue, queue);

    //! A rest and a turn that brings \a deliver; how often the consumer was woken before it.
    int turn(std::chrono::nanoseconds rest, bool deliver)
    {
        thread->onAboutToBlock();
        clock.advance(rest);
        wakes = 0;
        thread->onAwake();
        const int early = wakes;
        if (deliver)
            thread->push(message());
        consume();
        return early;
    }
    //! Until this says so, what it announced is awaited.
    void rest() { thread->onAboutToBlock(); }
    void learn()
    {
        for (int i = 0; i < 4; ++i)
            turn(5ms, true);
    }
    void consume()
    {
        for (const Delivery &delivery : queue.take(100))
            queue.release(DispatchQueue::bytesOf(delivery));
        QVERIFY(!queue.continueOrSleep());
    }
};

//! The other end of a shard that resumes; in its gateway thread.
class ResumingTransport : public Transport
{
public:
    void open(const QUrl &) override
    {
        later([this] {
            m_listener->onOpened();
            say(R"({"op":10,"d":{"heartbeat_interval":60000}})");
        });
    }
    void send(QByteArrayView text) override
    {
        if (text.startsWith("{\"op\":6,"))
            later([this] {
                say(R"({"op":0,"t":"RESUMED","s":1,"d":{}})");
                resumed = true;
            });
    }
    void close(quint16) override { }
    void drop(quint16) override { }
    void setReading(bool) override { }
    void whenDrained(std::function<void()> callback) override { later(std::move(callback)); }

    void say(const QByteArray &text)
    {
        QByteArray bytes = text;
        bytes.reserve(text.size() + qsizetype(simdjson::SIMDJSON_PADDING));
        m_listener->onMessage(bytes, false, nullptr);
        m_listener->onReadEnd();
    }

    std::atomic<bool> resumed = false;
    QObject context;

private:
    void later(std::function<void()> call)
    {
        QMetaObject::invokeMethod(&context, std::move(call), Qt::QueuedConnection);
    }
};

} // namespace

class TestEarlyWake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wakesBeforeTheEventOnceEventsEndRests()
    {
        Bench bench;
        QCOMPARE(bench.turn(5ms, true), 0);
        QCOMPARE(bench.turn(5ms, true), 0);
        QCOMPARE(bench.turn(5ms, true), 1);
        QCOMPARE(bench.turn(5ms, true), 1);
        QCOMPARE(bench.wakes, 1); // push() did not wake it once more
    }

    // Answers to heartbeats: what a thousand idle shards get.
    void staysQuietWhileNothingComes()
    {
        Bench bench;
        for (int i = 0; i < 20; ++i)
            QCOMPARE(bench.turn(40ms, false), 0);
        QCOMPARE(bench.wakes, 0);
    }

    void whatIsNoEventIsNoReason()
    {
        Bench bench;
        for (int i = 0; i < 10; ++i) {
            QCOMPARE(bench.turn(5ms, false), 0);
            bench.thread->push({});
            bench.consume();
        }
    }

    void oneTurnInVainIsForgivenTwoAreNot()
    {
        Bench bench;
        bench.learn();
        QCOMPARE(bench.turn(5ms, false), 1);
        QCOMPARE(bench.turn(5ms, true), 1);
        QCOMPARE(bench.turn(5ms, false), 1);
        QCOMPARE(bench.turn(5ms, false), 1);
        QCOMPARE(bench.turn(5ms, true), 0);
    }

    // In a flood the consumer is awake.
    void onlyAfterARest()
    {
        Bench bench;
        bench.learn();
        for (int i = 0; i < 50; ++i)
            QCOMPARE(bench.turn(EarlyWake::kRest - 1ns, true), 0);
        QCOMPARE(bench.turn(EarlyWake::kRest, true), 1);
    }

    // Turns without a rest, such as a command to send brings, say nothing about those with one.
    void turnsWithoutARestTeachNothing()
    {
        Bench bench;
        bench.learn();
        for (int i = 0; i < 50; ++i)
            bench.turn(100us, false);
        QCOMPARE(bench.turn(5ms, true), 1);
    }

    // The clock stands still: only the end of the turn ends the wait.
    void awaitsUntilTheTurnIsOver()
    {
        Bench bench;
        bench.learn();
        bench.turn(5ms, false);
        bench.rest();
        bench.queue.await(bench.clock);
        bench.turn(5ms, true);
        bench.turn(5ms, false);
        bench.thread.reset();
        bench.queue.await(bench.clock);
    }

    void awaitsNoLongerThanItsPatience()
    {
        Bench bench;
        bench.learn();
        bench.turn(5ms, false);
        const RunningClock clock;
        bench.queue.await(clock);
        QVERIFY2(clock.looks() > 15 && clock.looks() < 25,
                 qPrintable(QString::number(clock.looks())));
    }

    void awaitsNothingThatWasNotAnnounced()
    {
        Bench bench;
        bench.queue.await(bench.clock);
        bench.learn();
        bench.queue.await(bench.clock);
    }

    void awaitsWhatAThreadPushes()
    {
        int wakes = 0;
        DispatchQueue queue({1'000'000, false}, {[&] { ++wakes; }, [] {}});
        queue.announce();
        QCOMPARE(wakes, 1);
        const ManualClock still;
        const std::unique_ptr<QThread> thread(QThread::create([&] {
            QThread::msleep(5);
            queue.push(message());
        }));
        thread->start();
        queue.await(still);
        QCOMPARE(queue.take(10).size(), size_t(1));
        QVERIFY(thread->wait());
        queue.settle();
        QCOMPARE(wakes, 1);
    }

    // A gateway thread as it is: on our loop, and awake before it reads.
    void gatewayThreadsWakeEarly()
    {
        SystemClock clock;
        std::atomic<int> wakes = 0;
        DispatchQueue queue({1'000'000, false}, {[&] { ++wakes; }, [] {}});
        const auto consume = [&queue] {
            do {
                for (const Delivery &delivery : queue.take(100))
                    queue.release(DispatchQueue::bytesOf(delivery));
            } while (queue.continueOrSleep());
        };
        std::atomic<ResumingTransport *> transport = nullptr;
        std::atomic<bool> isOurLoop = false;
        ShardCoordinator coordinator(clock, MetricSink::none(), {});
        ShardSet set(0, 1, 0, clock, queue, MetricSink::none(), [&] {
            auto made = std::make_unique<ResumingTransport>();
            isOurLoop = qobject_cast<EpollDispatcher *>(QThread::currentThread()->eventDispatcher())
                != nullptr;
            transport = made.get();
            return made;
        });
        set.makeRoom(1, coordinator, [](quint32) { }, &coordinator);
        set.startThreads();
        GatewayConfig config;
        config.token = Secret(QByteArrayView("tok"));
        config.compression = Compression::None;
        SessionRecord session;
        session.shardCount = 1;
        session.sessionId = "session";
        session.sequence = 1;
        set.add(config, session);
        set.onWorkerOf(0, [](ShardWorker &worker) { worker.start(0); });
        QTRY_VERIFY(transport.load() != nullptr && transport.load()->resumed.load());
        QVERIFY(isOurLoop);

        int early = 0;
        for (int i = 2; i < 52; ++i) {
            QThread::msleep(3);
            consume();
            wakes = 0;
            QMetaObject::invokeMethod(
                &transport.load()->context,
                [&] {
                    early += wakes.load();
                    transport.load()->say(R"({"op":0,"t":"MESSAGE_CREATE","s":)"
                                          + QByteArray::number(i) + R"(,"d":{}})");
                },
                Qt::BlockingQueuedConnection);
            QCOMPARE(wakes.load(), 1); // early or not: once
        }
        QVERIFY2(early > 25, qPrintable(QString::number(early)));
        consume();
    }
};

QTEST_GUILESS_MAIN(TestEarlyWake)
#include "tst_earlywake.moc"
