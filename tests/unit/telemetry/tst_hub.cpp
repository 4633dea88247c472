// SPDX-License-Identifier: MIT
#include "loopback.h"

#include <QCborArray>
#include <QCborValue>
#include <QRandomGenerator>
#include <QtTest>

using namespace Cordial;
using namespace Cordial::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Telemetry::Hub;

namespace {

template <size_t Size>
void randomise(QRandomGenerator &random, ShortText<Size> &text)
{
    static const QString alphabet = u"abcXYZ 019/{}.:\u00e4\u20ac\U0001F600"_s;
    QString made;
    for (int i = random.bounded(int(Size)); i > 0; --i)
        made += alphabet.at(random.bounded(8));
    made += random.bounded(2) == 0 ? u"\u00e4\u20ac\U0001F600"_s : QString();
    const QByteArray utf8 = made.toUtf8();
    text = std::string_view(utf8.constData(), size_t(utf8.size()));
}

template <typename Fields, typename Record>
Record randomRecord(QRandomGenerator &random)
{
    Record record;
    Fields::each(record, [&random](const Wire::Field &field, auto &value) {
        using T = std::remove_reference_t<decltype(value)>;
        const quint64 bits = random.generate64() >> random.bounded(64);
        if constexpr (std::is_floating_point_v<T>)
            value = double(bits) / 7;
        else if constexpr (std::is_enum_v<T> || std::is_integral_v<T>)
            value = static_cast<T>(
                field.type == Wire::FieldType::Enumeration ? bits % field.values() : bits);
        else
            randomise(random, value);
    });
    return record;
}

//! \brief What the wire makes of a text that was cut inside a character.
QByteArray whole(std::string_view text)
{
    Wire::CborWriter out;
    out.text(text);
    Wire::CborReader in(out.view());
    QByteArrayView view;
    return in.readText(view) ? view.toByteArray() : "?"_ba;
}

//! \brief Compares a shown row with the record, field by field.
template <typename Fields, typename Record, typename Row>
bool same(const Record &record, const Row &row)
{
    QStringList sent;
    QStringList shown;
    const auto print = [](QStringList &to) {
        return [&to](const Wire::Field &, const auto &value) {
            using T = std::remove_cvref_t<decltype(value)>;
            if constexpr (std::is_enum_v<T>)
                to.append(QString::number(int(value)));
            else if constexpr (std::is_arithmetic_v<T>)
                to.append(QString::number(value));
            else if constexpr (std::is_same_v<T, QByteArray>)
                to.append(QString::fromUtf8(value));
            else
                to.append(QString::fromUtf8(whole(value.view())));
        };
    };
    Fields::each(record, print(sent));
    Fields::each(row, print(shown));
    if (sent != shown)
        qWarning() << sent << "became" << shown;
    return sent == shown;
}

Wire::Hello identity(quint64 instance = 1)
{
    Wire::Hello hello;
    hello.instance = instance;
    hello.name = "bot";
    return hello;
}

} // namespace

class tst_Hub : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void randomRecordsRoundTrip();
    void lateClientGetsTheState();
    void goneBucketsLeave();
    void statesAreConflated();
    void eventsOnlyWhileWanted();
    void streamsCanBeSwitched();
    void tablesAreBounded();
    void greatSnapshotComesInParts();
    void forgottenRemovalsCostASnapshot();
    void randomHistoryAgreesWithOracle();
    void ringLossesAreToldExactly();
    void stalledReaderLosesExactly();
    void stalledReaderIsDismissed();
    void unsentIsBounded();
    void fifthClientIsRefused();
    void silentStrangersAreDismissed();
    void badClients_data();
    void badClients();
    void newerHostIsUnderstood();
    void olderHostIsUnderstood();
    void otherMajorIsRefused();
    void hostileHost_data();
    void hostileHost();
};

void tst_Hub::randomRecordsRoundTrip()
{
    ManualClock clock;
    Hub hub(clock, identity());
    Viewer viewer(hub, clock);
    viewer.exchange();
    QCOMPARE(viewer.screen.hellos.size(), 1);
    QRandomGenerator random(1);
    for (int i = 0; i < 200; ++i) {
        const auto shard = randomRecord<Wire::ShardFields, ShardRecord>(random);
        auto bucket = randomRecord<Wire::BucketFields, BucketRecord>(random);
        const auto gauge = randomRecord<Wire::GaugeFields, GaugeRecord>(random);
        const auto request = randomRecord<Wire::RequestFields, RequestRecord>(random);
        const auto log = randomRecord<Wire::LogFields, LogRecord>(random);
        const auto plugin = randomRecord<Wire::PluginFields, PluginRecord>(random);
        const auto command = randomRecord<Wire::CommandFields, CommandRecord>(random);
        hub.take(shard);
        hub.take(bucket);
        hub.take(gauge);
        hub.take(request);
        hub.take(log);
        hub.take(plugin);
        hub.take(command);
        hub.flush();
        viewer.exchange();
        const Screen &screen = viewer.screen;
        QVERIFY(same<Wire::ShardFields>(shard, screen.shards.value(shard.shard)));
        QVERIFY(same<Wire::BucketFields>(bucket, screen.buckets.value(whole(bucket.key.view()))));
        QVERIFY(same<Wire::GaugeFields>(gauge, screen.gauges.value(whole(gauge.name.view()))));
        QVERIFY(same<Wire::RequestFields>(request, screen.requests.constLast()));
        QVERIFY(same<Wire::LogFields>(log, screen.logs.constLast()));
        QVERIFY(same<Wire::PluginFields>(plugin, screen.plugins.value(whole(plugin.name.view()))));
        QVERIFY(
            same<Wire::CommandFields>(command, screen.commands.value(whole(command.name.view()))));
    }
    QCOMPARE(viewer.feed.counts().received, 400U);
    QCOMPARE(viewer.feed.counts().lost, 0U);
    QCOMPARE(viewer.feed.counts().malformed, 0U);
}

void tst_Hub::lateClientGetsTheState()
{
    ManualClock clock;
    Hub hub(clock, identity());
    for (quint32 i = 0; i < 64; ++i)
        hub.take(shardRecord(i));
    hub.take(bucketRecord(1, 3));
    hub.take(bucketRecord(1, 2));
    hub.take(requestRecord(1));
    hub.flush();
    Viewer viewer(hub, clock);
    viewer.exchange();
    QCOMPARE(viewer.screen.shards.size(), 64);
    QCOMPARE(viewer.screen.buckets.value("hash:1").remaining, 2);
    QCOMPARE(viewer.screen.snapshots.value(MetricStream::Shards), 1);
    QCOMPARE(viewer.screen.snapshotEnds.value(MetricStream::Shards), 1);
    QCOMPARE(viewer.screen.snapshotEnds.value(MetricStream::Plugins), 1);
    QVERIFY(viewer.screen.requests.isEmpty());
    QCOMPARE(viewer.feed.counts().lost, 0U);
}

void tst_Hub::goneBucketsLeave()
{
    ManualClock clock;
    Hub hub(clock, identity());
    Viewer viewer(hub, clock);
    hub.take(bucketRecord(1));
    hub.take(bucketRecord(2));
    hub.flush();
    viewer.exchange();
    QCOMPARE(viewer.screen.buckets.size(), 2);
    BucketRecord gone = bucketRecord(1);
    gone.gone = true;
    hub.take(gone);
    hub.take(gone); // twice is no harm
    hub.flush();
    viewer.exchange();
    QCOMPARE(viewer.screen.buckets.keys(), QList{"hash:2"_ba});
    // Gone and back between two rounds: it is there.
    gone = bucketRecord(2);
    gone.gone = true;
    hub.take(gone);
    hub.take(bucketRecord(2, 1));
    hub.flush();
    viewer.exchange();
    QCOMPARE(viewer.screen.buckets.value("hash:2").remaining, 1);
    Viewer late(hub, clock);
    late.exchange();
    QCOMPARE(late.screen.buckets.keys(), QList{"hash:2"_ba});
}

void tst_Hub::statesAreConflated()
{
    ManualClock clock;
    Hub hub(clock, identity());
    Viewer viewer(hub, clock);
    viewer.exchange();
    const quint64 before = viewer.feed.counts().bytes;
    for (quint64 i = 1; i <= 10'000; ++i)
        hub.take(shardRecord(1, i));
    hub.flush();
    viewer.exchange();
    QCOMPARE(viewer.screen.shards.value(1).events, 10'000U);
    QVERIFY(viewer.feed.counts().bytes - before < 300);
    // The same record again is no change.
    hub.take(shardRecord(1, 10'000));
    hub.flush();
    QCOMPARE(viewer.link.unsent(), 0);
}

void tst_Hub::eventsOnlyWhileWanted()
{
    ManualClock clock;
    Hub hub(clock, identity());
    QCOMPARE(hub.interest(), 0U);
    {
        Viewer viewer(hub, clock, 1U << int(MetricStream::Logs));
        viewer.exchange();
        QCOMPARE(hub.interest(), 1U << int(MetricStream::Logs));
        hub.take(requestRecord(1));
        hub.take(logRecord(1));
        hub.take(shardRecord(1));
        hub.flush();
        viewer.exchange();
        QCOMPARE(viewer.screen.requests.size(), 0);
        QCOMPARE(viewer.screen.logs.size(), 1);
        QCOMPARE(viewer.screen.shards.size(), 0);
    }
    QCOMPARE(hub.interest(), 0U);
}

void tst_Hub::streamsCanBeSwitched()
{
    ManualClock clock;
    Hub hub(clock, identity());
    Viewer viewer(hub, clock, 1U << int(MetricStream::Requests));
    viewer.exchange();
    hub.take(requestRecord(1));
    hub.flush();
    viewer.feed.setStreams(1U << int(MetricStream::Logs));
    viewer.exchange();
    hub.take(requestRecord(2)); // nobody's
    hub.take(logRecord(1));
    hub.flush();
    viewer.exchange();
    viewer.feed.setStreams(0x7f);
    viewer.exchange();
    hub.take(requestRecord(3));
    hub.flush();
    viewer.exchange();
    QCOMPARE(viewer.screen.requests.constLast().id, 3U);
    QCOMPARE(viewer.screen.logs.size(), 1);
    QCOMPARE(viewer.feed.counts().lost, 0U);
    QCOMPARE(viewer.screen.snapshots.value(MetricStream::Requests), 2);
}

void tst_Hub::tablesAreBounded()
{
    ManualClock clock;
    Telemetry::HubLimits limits;
    limits.buckets = 100;
    Hub hub(clock, identity(), limits);
    Viewer viewer(hub, clock);
    for (int i = 0; i < 1000; ++i) {
        hub.take(bucketRecord(0, i)); // kept alive by its changes
        hub.take(bucketRecord(i + 1));
        if (i % 10 == 0) {
            hub.flush();
            viewer.exchange();
        }
    }
    hub.flush();
    viewer.exchange();
    QCOMPARE(viewer.screen.buckets.size(), 100);
    QVERIFY(viewer.screen.buckets.contains("hash:0"));
    QVERIFY(viewer.screen.buckets.contains("hash:1000"));
    QVERIFY(!viewer.screen.buckets.contains("hash:900"));
    QCOMPARE(hub.statistics().evicted, 901U);
}

void tst_Hub::greatSnapshotComesInParts()
{
    ManualClock clock;
    Hub hub(clock, identity());
    for (quint32 i = 0; i < 10'000; ++i)
        hub.take(shardRecord(i));
    Viewer viewer(hub, clock, 1U << int(MetricStream::Shards));
    // Rows change while their snapshot is on its way.
    for (int round = 1; round <= 10; ++round) {
        viewer.exchange();
        hub.take(shardRecord(quint32(round * 7), 1));
        hub.flush();
    }
    viewer.exchange();
    QCOMPARE(viewer.screen.shards.size(), 10'000);
    QCOMPARE(viewer.screen.shards.value(70).events, 1U);
    QCOMPARE(viewer.screen.snapshots.value(MetricStream::Shards), 1);
    QCOMPARE(viewer.screen.snapshotEnds.value(MetricStream::Shards), 1);
}

void tst_Hub::forgottenRemovalsCostASnapshot()
{
    ManualClock clock;
    Hub hub(clock, identity());
    Viewer viewer(hub, clock, 1U << int(MetricStream::Buckets));
    for (int i = 0; i < 6000; ++i)
        hub.take(bucketRecord(i));
    hub.flush();
    viewer.exchange();
    QCOMPARE(viewer.screen.buckets.size(), 6000);
    for (int i = 0; i < 5000; ++i) {
        BucketRecord gone = bucketRecord(i);
        gone.gone = true;
        hub.take(gone);
    }
    hub.flush();
    viewer.exchange();
    QCOMPARE(viewer.screen.buckets.size(), 1000);
    QCOMPARE(viewer.screen.snapshots.value(MetricStream::Buckets), 2);
}

void tst_Hub::randomHistoryAgreesWithOracle()
{
    QRandomGenerator random(42);
    ManualClock clock;
    Telemetry::HubLimits limits;
    limits.session.statesAtOnce = 3000; // parts everywhere
    Hub hub(clock, identity(), limits);
    QMap<QByteArray, int> oracle;
    QList<std::shared_ptr<Viewer>> viewers;
    for (int step = 0; step < 3000; ++step) {
        const int number = random.bounded(200);
        BucketRecord record = bucketRecord(number, random.bounded(1000));
        record.gone = random.bounded(4) == 0;
        hub.take(record);
        const QByteArray key = whole(record.key.view());
        if (record.gone)
            oracle.remove(key);
        else
            oracle.insert(key, record.remaining);
        switch (random.bounded(40)) {
        case 0:
            if (viewers.size() == 4)
                viewers.removeFirst();
            viewers.append(std::make_shared<Viewer>(hub, clock));
            break;
        case 1:
        case 2:
            hub.flush();
            break;
        case 3:
            if (!viewers.isEmpty())
                viewers.at(random.bounded(int(viewers.size())))->exchange();
            break;
        default:
            break;
        }
    }
    for (const auto &viewer : viewers) {
        for (int i = 0; i < 50; ++i) {
            hub.flush();
            viewer->exchange();
        }
        QMap<QByteArray, int> shown;
        for (const auto &row : viewer->screen.buckets)
            shown.insert(row.key, row.remaining);
        QCOMPARE(shown, oracle);
    }
    QVERIFY(!viewers.isEmpty());
}

void tst_Hub::ringLossesAreToldExactly()
{
    ManualClock clock;
    Hub hub(clock, identity());
    Viewer viewer(hub, clock);
    viewer.exchange();
    hub.take(requestRecord(1));
    hub.takeLost(Wire::Stream::Requests, 41);
    hub.takeLost(Wire::Stream::Requests, 1);
    hub.take(requestRecord(44));
    hub.takeLost(Wire::Stream::Logs, 7);
    hub.takeLost(Wire::Stream::Shards, 3);
    hub.flush();
    viewer.exchange();
    QCOMPARE(viewer.screen.requests.size(), 2);
    QCOMPARE(viewer.screen.losses.value(MetricStream::Requests), 42U);
    QCOMPARE(viewer.screen.losses.value(MetricStream::Logs), 7U);
    QCOMPARE(viewer.feed.counts().lost, 49U);
    QCOMPARE(hub.statistics().lostInRings, 52U);
    QCOMPARE(hub.statistics().droppedForClients, 0U);
}

void tst_Hub::stalledReaderLosesExactly()
{
    ManualClock clock;
    Hub hub(clock, identity());
    Viewer stalled(hub, clock);
    Viewer live(hub, clock);
    stalled.exchange();
    live.exchange();
    quint64 sent = 0;
    const auto burst = [&](int count) {
        for (int i = 0; i < count; ++i) {
            ++sent;
            hub.take(requestRecord(sent));
            hub.take(logRecord(sent));
        }
        hub.take(shardRecord(1, sent));
        hub.flush();
        live.exchange();
        clock.advance(100ms);
    };
    // It stops reading: first its queue takes what comes, then it loses the oldest.
    for (int i = 0; i < 50; ++i)
        burst(1000);
    QVERIFY(stalled.link.unsent() <= 1024 * 1024 + 1024);
    stalled.exchange();
    hub.flush();
    stalled.exchange();
    QCOMPARE(live.feed.counts().received, 2 * sent);
    QCOMPARE(live.feed.counts().lost, 0U);
    QVERIFY(stalled.feed.counts().lost > 0);
    QVERIFY(stalled.feed.counts().received > 0);
    QCOMPARE(stalled.feed.counts().received + stalled.feed.counts().lost, 2 * sent);
    QCOMPARE(stalled.feed.counts().lost, hub.statistics().droppedForClients);
    QCOMPARE(stalled.screen.requests.constLast().id, sent);
    // Again, for longer than 5 s: only states and the count of what was lost come afterwards.
    const quint64 lostBefore = stalled.feed.counts().lost;
    const int snapshotsBefore = stalled.screen.snapshots.value(MetricStream::Shards);
    for (int i = 0; i < 90; ++i)
        burst(1000);
    stalled.exchange();
    hub.flush();
    stalled.exchange();
    QVERIFY(stalled.feed.counts().lost > lostBefore);
    QCOMPARE(stalled.feed.counts().received + stalled.feed.counts().lost, 2 * sent);
    QVERIFY(stalled.screen.snapshots.value(MetricStream::Shards) > snapshotsBefore);
    QCOMPARE(stalled.screen.shards.value(1).events, sent);
    // And it goes on live.
    burst(10);
    stalled.exchange();
    QCOMPARE(stalled.screen.requests.constLast().id, sent);
    QCOMPARE(stalled.feed.counts().received + stalled.feed.counts().lost, 2 * sent);
}

void tst_Hub::stalledReaderIsDismissed()
{
    ManualClock clock;
    Hub hub(clock, identity());
    Viewer viewer(hub, clock);
    viewer.exchange();
    int passed = 0;
    while (!viewer.link.closed && passed < 1000) {
        for (quint64 i = 0; i < 1000; ++i)
            hub.take(logRecord(i));
        hub.flush();
        clock.advance(100ms);
        ++passed;
    }
    // Ten bursts fit into the window; then 30 s.
    QVERIFY(passed > 300 && passed < 360);
    viewer.feed.feed(viewer.link.fetch());
    while (viewer.feed.step(viewer.now())) { }
    QCOMPARE(viewer.screen.byes.size(), 1);
    QCOMPARE(viewer.screen.byes.first().code, Wire::ByeCode::Stalled);
    QCOMPARE(hub.interest(), 0U);
}

void tst_Hub::unsentIsBounded()
{
    ManualClock clock;
    Hub hub(clock, identity());
    MemoryLink link;
    const auto id = hub.open(link);
    const QByteArray wish = encode(Wire::Hello{}) + encode(Wire::Subscribe{{0, 1, 2, 3, 4, 5, 6}})
        + encode(Wire::Credit{~quint64(0)}) + encode(Wire::Credit{~quint64(0)});
    hub.received(id, wish);
    for (int round = 0; round < 100; ++round) {
        for (quint32 i = 0; i < 1000; ++i) {
            hub.take(shardRecord(i, quint64(round)));
            hub.take(requestRecord(i));
            hub.received(id, encode(Wire::Ping{1, 1}));
        }
        hub.flush();
        QVERIFY(link.unsent() <= 1024 * 1024 + 64);
    }
    QVERIFY(hub.statistics().droppedForClients > 0);
    hub.closed(id);
}

void tst_Hub::fifthClientIsRefused()
{
    ManualClock clock;
    Hub hub(clock, identity());
    QList<std::shared_ptr<Viewer>> viewers;
    for (int i = 0; i < 5; ++i) {
        viewers.append(std::make_shared<Viewer>(hub, clock));
        viewers.constLast()->exchange();
    }
    QCOMPARE(hub.statistics().clients, size_t(4));
    QVERIFY(viewers.at(4)->link.closed);
    QCOMPARE(viewers.at(4)->screen.byes.first().code, Wire::ByeCode::Busy);
    viewers.removeFirst();
    viewers.removeLast();
    Viewer next(hub, clock);
    next.exchange();
    QCOMPARE(next.screen.hellos.size(), 1);
}

void tst_Hub::silentStrangersAreDismissed()
{
    ManualClock clock;
    Hub hub(clock, identity());
    MemoryLink links[9];
    for (MemoryLink &link : links)
        (void)hub.open(link);
    QVERIFY(!links[7].closed);
    QVERIFY(links[8].closed);
    clock.advance(4999ms);
    hub.flush();
    QVERIFY(!links[0].closed);
    clock.advance(1ms);
    hub.flush();
    QVERIFY(links[0].closed);
}

void tst_Hub::badClients_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<quint8>("code");
    const QByteArray hello = encode(Wire::Hello{});
    Wire::CborWriter out;
    const qsizetype mark = beginFrame(out, Wire::FrameType::Credit);
    out.text("many");
    endFrame(out, mark);
    const auto protocol = quint8(Wire::ByeCode::Protocol);
    QTest::newRow("rainy/no hello") << encode(Wire::Ping{}) << protocol;
    QTest::newRow("rainy/http") << "GET / HTTP/1.1\r\n\r\n"_ba << protocol;
    QTest::newRow("rainy/long frame") << hello + "\x00\x01\x00\x01\x02\x00\x00\x00"_ba << protocol;
    QTest::newRow("rainy/malformed") << hello + out.copy() << protocol;
    Wire::Hello future;
    future.major = 2;
    QTest::newRow("rainy/major") << encode(future) << quint8(Wire::ByeCode::Version);
}

void tst_Hub::badClients()
{
    QFETCH(QByteArray, bytes);
    QFETCH(quint8, code);
    ManualClock clock;
    Hub hub(clock, identity());
    MemoryLink link;
    const auto id = hub.open(link);
    hub.received(id, bytes);
    QVERIFY(link.closed);
    Wire::FrameParser parser;
    parser.feed(link.fetch());
    std::optional<Wire::Bye> bye;
    while (const auto frame = parser.next()) {
        if (frame->header.is(Wire::FrameType::Bye))
            bye = Wire::decodeBye(frame->payload);
    }
    QVERIFY(bye);
    QCOMPARE(quint8(bye->code), code);
    QVERIFY(!bye->text.isEmpty());
    hub.received(id, encode(Wire::Hello{}));
    QCOMPARE(hub.statistics().clients, size_t(0));
}

namespace {

QByteArray frameOf(Wire::FrameType type, quint16 stream, const QCborValue &payload,
                   quint8 flags = 0)
{
    Wire::CborWriter out;
    const qsizetype mark = beginFrame(out, type, stream, flags);
    out.raw(payload.toCbor());
    endFrame(out, mark);
    return out.copy();
}

void play(Inspector::Feed &feed, const QByteArray &bytes)
{
    feed.feed(bytes);
    while (feed.step(0)) { }
    feed.deliver();
}

} // namespace

void tst_Hub::newerHostIsUnderstood()
{
    Screen screen;
    Inspector::Feed feed(screen, 0x7f);
    feed.begin(0, 0);
    Wire::Hello hello = identity();
    hello.minor = 9;
    hello.schema = Wire::ownSchema();
    hello.schema[2].fields.append({"colour", Wire::FieldType::Text, "name"});
    hello.schema[2].fields.append({"since", Wire::FieldType::Time, "ns"});
    hello.schema.append({77, "weather", Wire::StreamKind::Event, {}});
    play(feed, encode(hello));
    const quint8 whole = Wire::kFirstPart | Wire::kLastPart;
    play(feed,
         frameOf(Wire::FrameType(42), 0, u"whatever"_s) // an unknown type
             + frameOf(Wire::FrameType::Delta, 77, QCborArray{0, 1, QCborArray{1}, QCborArray{}})
             + frameOf(Wire::FrameType::Snapshot, 2,
                       QCborArray{0, 3,
                                  QCborArray{QCborArray{u"global"_s, 1.5, 50, 0, u"red"_s, 5,
                                                        QCborArray{1, 2}, true}},
                                  QCborArray{}, u"more"_s},
                       whole)
             + frameOf(Wire::FrameType::Snapshot, 0,
                       QCborArray{0, 1, QCborArray{QCborArray{3, 64, 99}}, QCborArray{}}, whole));
    QCOMPARE(feed.error(), QString());
    const auto row = screen.gauges.value("global");
    QCOMPARE(row.value, 1.5);
    QCOMPARE(row.limit, 50.0);
    QCOMPARE(row.extra.size(), 4);
    QCOMPARE(row.extra[0], (Inspector::ExtraField{"colour", "name", u"red"_s}));
    QCOMPARE(row.extra[1].name, "since"_ba);
    QCOMPARE(row.extra[2], (Inspector::ExtraField{"field 6", {}, {}}));
    QCOMPARE(row.extra[3].value, QVariant(true));
    // A state this version does not know stays what it was.
    QCOMPARE(screen.shards.value(3).state, ShardState::Disconnected);
    QCOMPARE(feed.counts().malformed, 0U);
}

void tst_Hub::olderHostIsUnderstood()
{
    Screen screen;
    Inspector::Feed feed(screen, 0x7f);
    feed.begin(0, 0);
    play(feed, encode(identity()));
    play(feed,
         frameOf(Wire::FrameType::Snapshot, 5,
                 QCborArray{0, 1, QCborArray{QCborArray{u"ping"_s, u"1.0"_s}}, QCborArray{}},
                 Wire::kFirstPart | Wire::kLastPart));
    QCOMPARE(screen.plugins.value("ping").version, "1.0"_ba);
    QCOMPARE(screen.plugins.value("ping").handlerP50Us, -1);
    QCOMPARE(feed.counts().malformed, 0U);
}

void tst_Hub::otherMajorIsRefused()
{
    Screen screen;
    Inspector::Feed feed(screen, 0x7f);
    feed.begin(0, 0);
    Wire::Hello hello = identity();
    hello.major = 2;
    play(feed, encode(hello));
    QCOMPARE(screen.hellos.size(), 1);
    QCOMPARE(screen.hellos.first().major, 2);
    QVERIFY(!feed.hasHello());
}

void tst_Hub::hostileHost_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("fatal");
    QTest::addColumn<quint64>("lost");
    const auto begin =
        frameOf(Wire::FrameType::Snapshot, 4, QCborArray{10, 10, QCborArray{}, QCborArray{}}, 3);
    const auto delta = [](qint64 from, qint64 to, const QCborArray &rows) {
        return frameOf(Wire::FrameType::Delta, 4, QCborArray{from, to, rows, QCborArray{}});
    };
    const QCborArray line{1, 2, 1, -1, 0, u"c"_s, u"p"_s, u"t"_s};
    QCborArray one; // in braces a single array would be copied, not put into another
    one.append(line);
    QTest::newRow("happy/in order") << begin + delta(10, 11, one) << false << quint64(0);
    QTest::newRow("rainy/gap") << begin + delta(15, 16, one) << false << quint64(5);
    QTest::newRow("rainy/fewer rows than promised")
        << begin + delta(10, 20, one) << false << quint64(9);
    QTest::newRow("rainy/more rows than promised")
        << begin + delta(10, 11, {line, line, line}) << false << quint64(0);
    QTest::newRow("rainy/a row that is none")
        << begin + delta(10, 12, {line, u"no row"_s}) << false << quint64(1);
    QTest::newRow("rainy/backwards") << begin + delta(5, 4, {}) << true << quint64(0);
    QTest::newRow("rainy/twice") << begin + delta(9, 11, {line, line}) << true << quint64(0);
    QTest::newRow("rainy/rows are a number")
        << begin + frameOf(Wire::FrameType::Delta, 4, QCborArray{10, 11, 5, QCborArray{}}) << false
        << quint64(1);
    QTest::newRow("rainy/no array")
        << begin + frameOf(Wire::FrameType::Delta, 4, 5) << true << quint64(0);
    QTest::newRow("rainy/lost nonsense")
        << begin + encode(quint16(4), Wire::Lost{~quint64(0), ~quint64(0)}) << true << quint64(0);
    QTest::newRow("rainy/before its snapshot") << delta(3, 4, one) << false << quint64(0);
}

void tst_Hub::hostileHost()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, fatal);
    QFETCH(quint64, lost);
    Screen screen;
    Inspector::Feed feed(screen, 0x7f);
    feed.begin(0, 0);
    play(feed, encode(identity()) + bytes);
    QCOMPARE(!feed.error().isEmpty(), fatal);
    QCOMPARE(feed.counts().lost, lost);
    QCOMPARE(feed.counts().received, quint64(screen.logs.size()));
}

QTEST_GUILESS_MAIN(tst_Hub)
#include "tst_hub.moc"
