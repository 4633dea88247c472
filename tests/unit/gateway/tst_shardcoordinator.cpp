// SPDX-License-Identifier: MIT
// Shards, their coordinator and a made-up connection in one thread, on a manual clock.
#include <cordial/core/handlerwatch.h>
#include <cordial/core/logoutput.h>
#include <cordial/core/manualclock.h>
#include <cordial/gateway/dispatchqueue.h>
#include <cordial/gateway/shardcoordinator_p.h>
#include <cordial/gateway/shardworker_p.h>

#include <QCoreApplication>
#include <QScopeGuard>
#include <QTest>

#include <numeric>
#include <simdjson.h>

using namespace Cordial;
using namespace Cordial::Gateway;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kHello = R"({"op":10,"d":{"heartbeat_interval":10000}})";

//! The other end of one shard's connection.
class FakeTransport : public Transport
{
public:
    explicit FakeTransport(QList<FakeTransport *> &all, bool answers)
        : m_all(all), m_answers(answers)
    {
        m_all << this;
    }
    ~FakeTransport() override { m_all.removeAll(this); }

    void open(const QUrl &) override
    {
        ++opens;
        if (m_answers)
            later([this] { greet(); });
    }
    void send(QByteArrayView text) override
    {
        if (text.startsWith("{\"op\":1,")) {
            ++beats;
            later([this] { say(R"({"op":11})"); });
        }
        if (text.startsWith("{\"op\":2,")) {
            ++identifies;
            later([this] {
                say(R"({"t":"READY","s":1,"op":0,"d":{"session_id":"x","guilds":[]}})");
            });
        }
    }
    void close(quint16) override { ++closes; }
    void drop(quint16) override { ++closes; }
    void setReading(bool) override { }
    void whenDrained(std::function<void()> callback) override { later(std::move(callback)); }

    void greet()
    {
        m_listener->onOpened();
        say(kHello);
    }
    void say(const QByteArray &text)
    {
        QByteArray bytes = text;
        bytes.reserve(text.size() + qsizetype(simdjson::SIMDJSON_PADDING));
        m_listener->onMessage(bytes, false, nullptr);
        m_listener->onReadEnd();
    }

    int opens = 0;
    int closes = 0;
    int beats = 0;
    int identifies = 0;

private:
    void later(std::function<void()> call)
    {
        QMetaObject::invokeMethod(&m_context, std::move(call), Qt::QueuedConnection);
    }

    QList<FakeTransport *> &m_all;
    bool m_answers;
    QObject m_context;
};

class Sink : public DispatchSink
{
public:
    Taken push(Delivery delivery) override
    {
        if (delivery.event)
            events << *delivery.event;
        return {};
    }
    [[nodiscard]] QStringList waitReasons() const
    {
        QStringList reasons;
        for (const ShardEvent &event : events) {
            if (event.kind == ShardEvent::Kind::Waiting)
                reasons << event.reason;
        }
        return reasons;
    }

    QList<ShardEvent> events;
};

class Metrics : public MetricSink
{
public:
    Metrics() { m_interest = 0xffff; }
    using MetricSink::report;
    void report(const GaugeRecord &record) override { gauges << record; }
    void report(const LogRecord &record) override { logs << record; }
    [[nodiscard]] QList<GaugeRecord> of(std::string_view name) const
    {
        QList<GaugeRecord> found;
        for (const GaugeRecord &record : gauges) {
            if (record.name.view() == name)
                found << record;
        }
        return found;
    }

    QList<GaugeRecord> gauges;
    QList<LogRecord> logs;
};

struct Bench
{
    explicit Bench(bool answers = true, ShardCoordinator::Setup setup = {})
        : worker(clock, sink, metrics,
                 [this, answers] { return std::make_unique<FakeTransport>(transports, answers); })
        , coordinator(clock, metrics, std::move(setup))
    {
        QObject::connect(&worker, &ShardWorker::identifyRequested, &coordinator,
                         &ShardCoordinator::onIdentifyRequested);
        QObject::connect(&worker, &ShardWorker::identifyCancelled, &coordinator,
                         &ShardCoordinator::onIdentifyCancelled);
        QObject::connect(&worker, &ShardWorker::identifySent, &coordinator,
                         &ShardCoordinator::onIdentifySent);
        QObject::connect(
            &worker, &ShardWorker::eventReported, &coordinator,
            [this](const ShardEvent &event) { coordinator.onEvent(event.shard, event); });
    }
    ~Bench() { coordinator.stop(); }

    void begin(quint32 first, quint32 last, int maxConcurrency, IdentifyBudget budget,
               ShardCoordinator::Shortage shortage = ShardCoordinator::Shortage::HoldsAll)
    {
        std::vector<ShardCoordinator::Member> members;
        for (quint32 shard = first; shard <= last; ++shard) {
            GatewayConfig config;
            config.shard = shard;
            config.shardCount = last + 1;
            config.token = Secret(QByteArrayView("tok"));
            config.compression = Compression::None;
            config.random = [] { return 0.5; };
            worker.add(config, {});
            members.push_back({shard, shard, &worker, false});
        }
        coordinator.begin({maxConcurrency, budget}, members, shortage);
        settle();
    }
    void begin(quint32 first, quint32 last, int maxConcurrency)
    {
        begin(first, last, maxConcurrency, {1000, 1000, clock.now() + 24h});
    }

    //! Time goes on, and what is under way between the parts arrives.
    void advance(Milliseconds time)
    {
        constexpr auto kStep = 10ms;
        for (; time > 0ms; time -= kStep) {
            clock.advance(kStep);
            settle();
        }
    }
    static void settle()
    {
        for (int i = 0; i < 6; ++i)
            QCoreApplication::sendPostedEvents();
    }

    template <typename Count>
    [[nodiscard]] int sum(Count count) const
    {
        int all = 0;
        for (const FakeTransport *transport : transports)
            all += transport->*count;
        return all;
    }

    ManualClock clock;
    Sink sink;
    Metrics metrics;
    QList<FakeTransport *> transports;
    ShardWorker worker;
    ShardCoordinator coordinator;
};

} // namespace

class TestShardCoordinator : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void connectsNotTooFarAhead();
    void aMuteServerIsNotFlooded();
    void identifyGauge();
    void budgetGauge();
    void otherConcurrencyInALaterSet();
    void otherConcurrencyAfterTheReset();
    void budgetThatIsUsedUpIsTold();
    void slotsOfRetiredShards_data();
    void slotsOfRetiredShards();
    void slotsOfShardsThatAreGone();
    void aReshardHoldsNobody();
    void blockedForAMinute();
};

void TestShardCoordinator::connectsNotTooFarAhead()
{
    Bench bench;
    bench.begin(0, 19, 1);
    QCOMPARE(bench.sum(&FakeTransport::identifies), 1);
    // One has identified, and no more than those who wait next are connected.
    QCOMPARE(bench.sum(&FakeTransport::opens), 1 + int(StartQueue::kAhead));
    for (int round = 2; round <= 6; ++round) {
        bench.advance(LocalIdentifyQueue::kWindow + LocalIdentifyQueue::kMargin + 20ms);
        QCOMPARE(bench.sum(&FakeTransport::identifies), round);
        QCOMPARE(bench.sum(&FakeTransport::opens), round + int(StartQueue::kAhead));
    }
    QCOMPARE(bench.sum(&FakeTransport::closes), 0);
}

void TestShardCoordinator::aMuteServerIsNotFlooded()
{
    Bench bench(false);
    bench.begin(0, 49, 1);
    bench.advance(25s);
    QCOMPARE(bench.sum(&FakeTransport::opens), int(StartQueue::kMostSlow));
    QCOMPARE(bench.sum(&FakeTransport::identifies), 0);
}

void TestShardCoordinator::identifyGauge()
{
    Bench bench;
    const TimePoint reset = bench.clock.now() + 1h;
    bench.begin(0, 2, 1, {1000, 700, reset});
    bench.advance(11s);
    const auto gauges = bench.metrics.of("identify");
    QCOMPARE(gauges.size(), 4); // at the start, and one with each IDENTIFY
    for (qsizetype i = 0; i < gauges.size(); ++i) {
        QCOMPARE(gauges[i].value, double(700 - i));
        QCOMPARE(gauges[i].limit, 1000.0);
        QCOMPARE(
            gauges[i].resetAt,
            std::chrono::duration_cast<std::chrono::nanoseconds>(reset.time_since_epoch()).count());
    }
}

void TestShardCoordinator::budgetGauge()
{
    Bench bench;
    bench.begin(0, 1, 1, {1000, 1, bench.clock.now() + 30s});
    bench.advance(20s);
    QCOMPARE(bench.sum(&FakeTransport::identifies), 0); // two are needed, one is left
    QVERIFY(bench.sink.waitReasons().join(u' ').contains(u"2 shards need an IDENTIFY"_s));
    bench.advance(20s);
    QCOMPARE(bench.sum(&FakeTransport::identifies), 2);
    const auto gauges = bench.metrics.of("identify");
    QCOMPARE(gauges.first().value, 1.0);
    QCOMPARE(gauges.last().value, 998.0);
}

//! Keys of a second set count together with those of the first, whatever /gateway/bot says now.
void TestShardCoordinator::otherConcurrencyInALaterSet()
{
    Bench bench;
    bench.begin(0, 3, 4);
    QCOMPARE(bench.sum(&FakeTransport::identifies), 4);
    bench.begin(4, 9, 6); // keys: the greatest common divisor, 2
    QCOMPARE(bench.sum(&FakeTransport::identifies), 4);
    bench.advance(4900ms);
    QCOMPARE(bench.sum(&FakeTransport::identifies), 4);
    bench.advance(400ms);
    QCOMPARE(bench.sum(&FakeTransport::identifies), 6);
    bench.advance(4600ms);
    QCOMPARE(bench.sum(&FakeTransport::identifies), 6);
    bench.advance(6s);
    QCOMPARE(bench.sum(&FakeTransport::identifies), 10);
}

void TestShardCoordinator::otherConcurrencyAfterTheReset()
{
    Bench bench(true, {{}, true, {}});
    const auto answer = [&bench] {
        bench.coordinator.takeBudget(IdentifyPlan{1, {1000, 1000, bench.clock.now() + 24h}});
    };
    connect(&bench.coordinator, &ShardCoordinator::budgetWanted, this, answer,
            Qt::QueuedConnection);
    bench.begin(0, 2, 3, {1000, 0, bench.clock.now() + 1500ms});
    bench.advance(4s);
    QCOMPARE(bench.sum(&FakeTransport::identifies), 1);
    bench.advance(4900ms);
    QVERIFY(bench.sum(&FakeTransport::identifies) <= 2);
    bench.advance(8s);
    QCOMPARE(bench.sum(&FakeTransport::identifies), 3);
}

//! A session is lost in the night and nothing is left for a new one: the log says until when.
void TestShardCoordinator::budgetThatIsUsedUpIsTold()
{
    Bench bench;
    installLogOutput(LogFormat::Text, bench.clock, bench.metrics);
    const auto uninstall = qScopeGuard([] { uninstallLogOutput(); });
    const auto told = [&bench] {
        return std::count_if(
            bench.metrics.logs.begin(), bench.metrics.logs.end(), [](const LogRecord &log) {
                return QString::fromUtf8(log.text.view().data(), qsizetype(log.text.view().size()))
                    .contains(u"session budget is used up"_s);
            });
    };
    bench.begin(0, 1, 2, {1000, 2, bench.clock.now() + 1h});
    QCOMPARE(bench.sum(&FakeTransport::identifies), 2);
    QCOMPARE(told(), 0);
    for (FakeTransport *transport : std::as_const(bench.transports))
        transport->say(R"({"op":9,"d":false})");
    bench.advance(30s);
    QCOMPARE(bench.sum(&FakeTransport::identifies), 2);
    QCOMPARE(told(), 1);
}

//! A reshard fails while one of its shards has a slot and does not know it yet: its IDENTIFY may
//! still go out, and those behind it, of this set or another, wait as always.
void TestShardCoordinator::slotsOfRetiredShards_data()
{
    QTest::addColumn<quint32>("last");
    QTest::newRow("rainy/the next is another's") << 1U;
    QTest::newRow("rainy/the next is its own") << 3U;
}

void TestShardCoordinator::slotsOfRetiredShards()
{
    Bench bench;
    QFETCH(const quint32, last);
    bench.begin(0, 0, 1);
    bench.begin(1, last, 1);
    bench.begin(last + 1, last + 1, 1);
    QCOMPARE(bench.sum(&FakeTransport::identifies), 1);
    bench.clock.advance(LocalIdentifyQueue::kWindow + LocalIdentifyQueue::kMargin); // 1 has it
    std::vector<quint32> tickets(last);
    std::iota(tickets.begin(), tickets.end(), 1);
    bench.coordinator.retire(tickets);
    bench.settle();
    QCOMPARE(bench.sum(&FakeTransport::identifies), 2);
    bench.advance(LocalIdentifyQueue::kWindow);
    QCOMPARE(bench.sum(&FakeTransport::identifies), 2);
    bench.advance(LocalIdentifyQueue::kMargin + 20ms);
    QCOMPARE(bench.sum(&FakeTransport::identifies), 3);
    bench.advance(20s);
    QCOMPARE(bench.sum(&FakeTransport::identifies), 3);
}

void TestShardCoordinator::slotsOfShardsThatAreGone()
{
    Bench bench;
    bench.begin(0, 2, 1);
    bench.clock.advance(LocalIdentifyQueue::kWindow + LocalIdentifyQueue::kMargin); // 1 has it
    bench.coordinator.retire({1});
    QCoreApplication::removePostedEvents(&bench.worker); // and never hears of it
    bench.advance(20s);
    QCOMPARE(bench.sum(&FakeTransport::identifies), 1);
    bench.coordinator.release({1});
    bench.settle();
    QCOMPARE(bench.sum(&FakeTransport::identifies), 2);
}

//! One that asks for more than there is fails by itself; a shard that runs gets what is left.
void TestShardCoordinator::aReshardHoldsNobody()
{
    Bench bench;
    bench.begin(0, 1, 1);
    QCOMPARE(bench.sum(&FakeTransport::identifies), 1);
    bench.begin(2, 3, 1, {1000, 2, bench.clock.now() + 1h},
                ShardCoordinator::Shortage::HoldsNobody);
    bench.advance(30s);
    QCOMPARE(bench.sum(&FakeTransport::identifies), 3);
}

//! A slot blocks for a minute: six heartbeats go out, and who it is stands in log and telemetry.
void TestShardCoordinator::blockedForAMinute()
{
    const auto handlers = std::make_shared<HandlerWatch>();
    Bench bench(true, {{}, false, handlers});
    installLogOutput(LogFormat::Text, bench.clock, bench.metrics);
    const auto uninstall = qScopeGuard([] { uninstallLogOutput(); });
    bench.begin(0, 0, 1);
    bench.advance(5s);
    const int before = bench.sum(&FakeTransport::beats);
    {
        const HandlerWatch::Scope slot(*handlers, "sleepy", "MESSAGE_CREATE", bench.clock.now());
        bench.advance(60s);
    }
    QCOMPARE(bench.sum(&FakeTransport::beats) - before, 6);
    QCOMPARE(bench.sum(&FakeTransport::closes), 0);

    QStringList named;
    for (const LogRecord &record : std::as_const(bench.metrics.logs)) {
        const auto text =
            QString::fromUtf8(record.text.view().data(), qsizetype(record.text.view().size()));
        if (!text.startsWith(u"blocked handler"_s))
            continue;
        QCOMPARE(record.plugin.view(), std::string_view("sleepy"));
        QVERIFY2(text.contains(u"plugin sleepy has been in its handler of MESSAGE_CREATE"_s),
                 qPrintable(text));
        named << text;
    }
    QCOMPARE(named.size(), 2); // after 5 s, and again after 30 s more
    auto gauges = bench.metrics.of("blocked handler ms");
    QVERIFY(gauges.last().value >= 58'000);
    bench.advance(2s);
    gauges = bench.metrics.of("blocked handler ms");
    QCOMPARE(gauges.last().value, 0.0); // it came back
}

QTEST_GUILESS_MAIN(TestShardCoordinator)
#include "tst_shardcoordinator.moc"
