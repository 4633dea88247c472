// SPDX-License-Identifier: MIT
#include <cordial/core/manualclock.h>
#include <cordial/sandbox/gatewayhub.h>
#include <cordial/sandbox/messages.h>
#include <cordial/sandbox/worldfile.h>

#include <QJsonDocument>
#include <QTest>

using namespace Cordial;
using namespace Cordial::Sandbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! \brief A client without a socket: keeps what it is sent.
class FakePeer : public GatewayPeer
{
public:
    void send(const QByteArray &json) override
    {
        frames.append(QJsonDocument::fromJson(json).object());
    }
    void close(int code, const QString &) override { closeCode = code; }
    void drop() override { dropped = true; }

    [[nodiscard]] QStringList events() const
    {
        QStringList names;
        for (const QJsonObject &frame : frames)
            names.append(frame.value("op"_L1).toInt() == 0
                             ? frame.value("t"_L1).toString()
                             : u"op%1"_s.arg(frame.value("op"_L1).toInt()));
        return names;
    }
    [[nodiscard]] QJsonObject last() const
    {
        return frames.isEmpty() ? QJsonObject() : frames.last();
    }
    [[nodiscard]] QJsonObject first(const QString &event) const
    {
        for (const QJsonObject &frame : frames) {
            if (frame.value("t"_L1).toString() == event)
                return frame.value("d"_L1).toObject();
        }
        return {};
    }

    QList<QJsonObject> frames;
    int closeCode = 0;
    bool dropped = false;
};

constexpr qint64 kEverything = 0x1FFFF;
constexpr qint64 kNoContent = kEverything & ~(1 << 15);

struct Bench
{
    explicit Bench(const QJsonObject &gateway = {}, const QJsonObject &more = {}) : core(clock, 5)
    {
        QJsonObject spec = more;
        spec.insert("gateway"_L1, gateway);
        auto setup = buildWorld(spec, 5, wallMs(clock));
        Q_ASSERT(setup.isOk());
        core.world = std::move(setup->world);
        core.gateway = setup->gateway;
        hub = std::make_unique<GatewayHub>(core);
        core.events = hub.get();
        hub->setResumeUrl(u"ws://resume"_s);
    }

    [[nodiscard]] QByteArray token() const { return core.world->user(core.world->botId)->token; }

    QJsonObject identify(qint64 intents = kEverything, const QJsonArray &shard = {})
    {
        QJsonObject d{{u"token"_s, QString::fromUtf8(token())},
                      {u"properties"_s, QJsonObject()},
                      {u"intents"_s, intents}};
        if (!shard.isEmpty())
            d.insert("shard"_L1, shard);
        return d;
    }

    ManualClock clock;
    Core core;
    std::unique_ptr<GatewayHub> hub;
};

struct Client
{
    explicit Client(Bench &bench, const QByteArray &version = "10")
        : connection(*bench.hub, peer, {version, "json", {}})
    {
        connection.open();
    }
    void send(int op, const QJsonValue &d)
    {
        connection.receive(
            QJsonDocument(QJsonObject{{u"op"_s, op}, {u"d"_s, d}}).toJson(QJsonDocument::Compact));
    }

    FakePeer peer;
    GatewayConnection connection;
};

} // namespace

class TestGatewayHub : public QObject
{
    Q_OBJECT

private:
    static void say(Bench &bench, const QString &text)
    {
        const World &world = *bench.core.world;
        const Message message = plainMessage(MessageId(bench.core.ids.next()), world.mainChannel,
                                             *world.user(world.mainPerson), text);
        bench.core.publish("MESSAGE_CREATE", world.mainGuild, messageEvent(world, message));
    }

private Q_SLOTS:
    void identifyGivesReadyAndGuilds()
    {
        Bench bench;
        Client client(bench);
        client.send(2, bench.identify());
        QCOMPARE(client.peer.events(), (QStringList{u"op10"_s, u"READY"_s, u"GUILD_CREATE"_s}));
        const QJsonObject ready = client.peer.first(u"READY"_s);
        QCOMPARE(ready.value("resume_gateway_url"_L1).toString(), u"ws://resume"_s);
        QCOMPARE(ready.value("v"_L1).toInt(), 10);
        QVERIFY(
            ready.value("guilds"_L1).toArray().at(0).toObject().value("unavailable"_L1).toBool());
        QCOMPARE(bench.hub->sessionStartLimit().value("remaining"_L1).toInt(), 999);
    }

    void refusals_data()
    {
        QTest::addColumn<int>("op");
        QTest::addColumn<QJsonObject>("change");
        QTest::addColumn<int>("code");
        QTest::newRow("rainy/token") << 2 << QJsonObject{{u"token"_s, u"no"_s}} << 4004;
        QTest::newRow("rainy/shard") << 2 << QJsonObject{{u"shard"_s, QJsonArray{2, 2}}} << 4010;
        QTest::newRow("rainy/intents") << 2 << QJsonObject{{u"intents"_s, 1 << 18}} << 4013;
        QTest::newRow("rainy/noProperties")
            << 2 << QJsonObject{{u"properties"_s, QJsonValue::Null}} << 4002;
        QTest::newRow("rainy/notIdentified") << 8 << QJsonObject() << 4003;
        QTest::newRow("rainy/unknownOpcode") << 77 << QJsonObject() << 4001;
    }

    void refusals()
    {
        QFETCH(int, op);
        QFETCH(QJsonObject, change);
        QFETCH(int, code);
        Bench bench;
        Client client(bench);
        QJsonObject d = bench.identify();
        for (auto it = change.begin(); it != change.end(); ++it)
            d.insert(it.key(), it.value());
        client.send(op, d);
        QCOMPARE(client.peer.closeCode, code);
        QCOMPARE(bench.hub->sessionStartLimit().value("remaining"_L1).toInt(), 1000);
    }

    void otherCloseCodes()
    {
        Bench limited({{u"required_shards"_s, 2}},
                      {{u"application"_s, QJsonObject{{u"intents"_s, QJsonArray()}}}});
        Client few(limited);
        few.send(2, limited.identify(0));
        QCOMPARE(few.peer.closeCode, 4011);
        Client disallowed(limited);
        disallowed.send(2, limited.identify(1 << 1, {0, 2}));
        QCOMPARE(disallowed.peer.closeCode, 4014);
        Bench bench;
        Client old(bench, "6");
        QCOMPARE(old.peer.closeCode, 4012);
        Client twice(bench);
        twice.send(2, bench.identify());
        twice.send(2, bench.identify());
        QCOMPARE(twice.peer.closeCode, 4005);
        Client garbage(bench);
        garbage.connection.receive("{no json");
        QCOMPARE(garbage.peer.closeCode, 4002);
        Client large(bench);
        large.connection.receive("{\"op\":1,\"d\":null,\"x\":\"" + QByteArray(4096, 'x') + "\"}");
        QCOMPARE(large.peer.closeCode, 4002);
    }

    void identifyTooFastIsRefusedByKey()
    {
        Bench bench({{u"max_concurrency"_s, 2}});
        Client a(bench);
        a.send(2, bench.identify(1, {0, 4}));
        Client b(bench);
        b.send(2, bench.identify(1, {1, 4}));
        QVERIFY(b.peer.events().contains(u"READY"_s));
        Client c(bench);
        c.send(2, bench.identify(1, {2, 4}));
        QCOMPARE(c.peer.last().value("op"_L1).toInt(), 9);
        QCOMPARE(c.peer.last().value("d"_L1).toBool(true), false);
        bench.clock.advance(5s);
        c.send(2, bench.identify(1, {2, 4}));
        QVERIFY(c.peer.events().contains(u"READY"_s));
    }

    void startsUsedUpResetTheToken()
    {
        Bench bench({{u"session_start_remaining"_s, 0}});
        const QByteArray before = bench.token();
        Client client(bench);
        client.send(2, bench.identify());
        QCOMPARE(client.peer.closeCode, 4004);
        QVERIFY(bench.token() != before);
        bench.clock.advance(24h);
        QCOMPARE(bench.hub->sessionStartLimit().value("remaining"_L1).toInt(), 1000);
    }

    // Of a total that is told all is left, unless told.
    void sessionStartsThatAreLeft_data()
    {
        QTest::addColumn<QJsonObject>("gateway");
        QTest::addColumn<int>("total");
        QTest::addColumn<int>("remaining");
        QTest::newRow("default") << QJsonObject{} << 1000 << 1000;
        QTest::newRow("total") << QJsonObject{{u"session_start_total"_s, 5}} << 5 << 5;
        QTest::newRow("left") << QJsonObject{{u"session_start_remaining"_s, 7}} << 1000 << 7;
        QTest::newRow("both") << QJsonObject{{u"session_start_total"_s, 5000},
                                             {u"session_start_remaining"_s, 3}}
                              << 5000 << 3;
    }

    void sessionStartsThatAreLeft()
    {
        QFETCH(QJsonObject, gateway);
        const Bench bench(gateway);
        QTEST(bench.hub->sessionStartLimit().value("total"_L1).toInt(), "total");
        QTEST(bench.hub->sessionStartLimit().value("remaining"_L1).toInt(), "remaining");
    }

    void heartbeats()
    {
        Bench bench({{u"heartbeat_interval"_s, 10}});
        Client client(bench);
        QCOMPARE(client.peer.frames.first()
                     .value("d"_L1)
                     .toObject()
                     .value("heartbeat_interval"_L1)
                     .toInt(),
                 10'000);
        client.send(2, bench.identify());
        for (int i = 0; i < 5; ++i) {
            bench.clock.advance(10s);
            client.send(1, 3);
            QCOMPARE(client.peer.last().value("op"_L1).toInt(), 11);
        }
        bench.clock.advance(14s);
        QCOMPARE(client.peer.closeCode, 0);
        bench.clock.advance(1s);
        QCOMPARE(client.peer.closeCode, 4000);
        // The connection ends, the session lives on until its own time is over.
        QCOMPARE(bench.hub->stats().value("sessions"_L1).toInt(), 1);
        bench.clock.advance(301s);
        QCOMPARE(bench.hub->stats().value("sessions"_L1).toInt(), 0);
    }

    void hundredAndTwentySendsAMinute()
    {
        Bench bench;
        Client client(bench);
        for (int i = 0; i < 120; ++i)
            client.send(1, QJsonValue::Null);
        QCOMPARE(client.peer.closeCode, 0);
        client.send(1, QJsonValue::Null);
        QCOMPARE(client.peer.closeCode, 4008);
    }

    void contentNeedsTheIntent()
    {
        Bench bench({{u"max_concurrency"_s, 1}});
        Client full(bench);
        full.send(2, bench.identify(kEverything));
        bench.clock.advance(5s);
        Client blank(bench);
        blank.send(2, bench.identify(kNoContent));
        bench.clock.advance(5s);
        Client deaf(bench);
        deaf.send(2, bench.identify(1));
        say(bench, u"secret"_s);
        QCOMPARE(full.peer.first(u"MESSAGE_CREATE"_s).value("content"_L1).toString(), u"secret"_s);
        QCOMPARE(blank.peer.first(u"MESSAGE_CREATE"_s).value("content"_L1).toString(), QString());
        QVERIFY(!deaf.peer.events().contains(u"MESSAGE_CREATE"_s));
        const World &world = *bench.core.world;
        // A mention of the bot is readable.
        Draft draft;
        draft.id = MessageId(bench.core.ids.next());
        draft.channel = world.mainChannel;
        draft.author = world.user(world.mainPerson)->toJson();
        draft.authorId = world.mainPerson;
        draft.payload = {{u"content"_s, QString(u"<@"_s + world.botId.toString() + u"> hi"_s)}};
        bench.core.publish("MESSAGE_CREATE", world.mainGuild,
                           messageEvent(world, composeMessage(world, draft)));
        QVERIFY(blank.peer.last()
                    .value("d"_L1)
                    .toObject()
                    .value("content"_L1)
                    .toString()
                    .endsWith(u"hi"_s));
    }

    void resumeReplaysInOrder()
    {
        Bench bench;
        auto first = std::make_unique<Client>(bench);
        first->send(2, bench.identify());
        const QString session = first->peer.first(u"READY"_s).value("session_id"_L1).toString();
        say(bench, u"one"_s);
        const qint64 seq = first->peer.last().value("s"_L1).toInteger();
        first->connection.peerClosed(4000);
        say(bench, u"two"_s);
        say(bench, u"three"_s);
        Client second(bench);
        second.send(6,
                    QJsonObject{{u"token"_s, QString::fromUtf8(bench.token())},
                                {u"session_id"_s, session},
                                {u"seq"_s, seq}});
        QCOMPARE(second.peer.events(),
                 (QStringList{u"op10"_s, u"MESSAGE_CREATE"_s, u"MESSAGE_CREATE"_s, u"RESUMED"_s}));
        for (qsizetype i = 1; i < second.peer.frames.size(); ++i)
            QCOMPARE(second.peer.frames.at(i).value("s"_L1).toInteger(), seq + i);
    }

    void sessionEndsMeanwhile_data()
    {
        QTest::addColumn<bool>("isForgotten");
        QTest::addColumn<QStringList>("told");
        QTest::newRow("rainy/invalidated") << false << QStringList{u"op9"_s};
        QTest::newRow("rainy/forgotten") << true << QStringList();
    }

    void sessionEndsMeanwhile()
    {
        QFETCH(bool, isForgotten);
        QFETCH(QStringList, told);
        Bench bench({}, {{u"extra_members"_s, 2100}});
        const auto endAfterOne = [&] {
            bench.hub->dispatched = [&](GatewayConnection &connection) {
                bench.hub->dispatched = {};
                if (isForgotten)
                    bench.hub->forgetSessions();
                else
                    connection.invalidate(false);
            };
        };
        // During the replay.
        Client first(bench);
        first.send(2, bench.identify());
        const QString session = first.peer.first(u"READY"_s).value("session_id"_L1).toString();
        const qint64 seq = first.peer.last().value("s"_L1).toInteger();
        first.connection.peerClosed(4000);
        for (const QString &text : {u"one"_s, u"two"_s, u"three"_s})
            say(bench, text);
        Client second(bench);
        endAfterOne();
        second.send(6,
                    QJsonObject{{u"token"_s, QString::fromUtf8(bench.token())},
                                {u"session_id"_s, session},
                                {u"seq"_s, seq}});
        QCOMPARE(second.peer.events(), (QStringList{u"op10"_s, u"MESSAGE_CREATE"_s} + told));
        QCOMPARE(second.connection.session(), nullptr);
        // The connection is as good as new.
        bench.clock.advance(5s);
        second.send(2, bench.identify());
        QVERIFY(second.peer.events().contains(u"READY"_s));
        // Between the chunks of members.
        second.peer.frames.clear();
        endAfterOne();
        second.send(8,
                    QJsonObject{{u"guild_id"_s, bench.core.world->mainGuild.toString()},
                                {u"query"_s, u""_s},
                                {u"limit"_s, 0}});
        QCOMPARE(second.peer.events(), (QStringList{u"GUILD_MEMBERS_CHUNK"_s} + told));
        // Between the sounds of two guilds.
        bench.clock.advance(5s);
        second.send(2, bench.identify());
        second.peer.frames.clear();
        endAfterOne();
        const QString guild = bench.core.world->mainGuild.toString();
        second.send(31, QJsonObject{{u"guild_ids"_s, QJsonArray{guild, guild}}});
        QCOMPARE(second.peer.events(), (QStringList{u"SOUNDBOARD_SOUNDS"_s} + told));
    }

    void resumeRefusals_data()
    {
        QTest::addColumn<int>("closeCode");
        QTest::addColumn<qint64>("seqOffset");
        QTest::addColumn<int>("awayS");
        QTest::addColumn<int>("expected"); // a close code, or 9 for op 9
        QTest::newRow("rainy/closedWith1000") << 1000 << qint64(0) << 0 << 9;
        QTest::newRow("rainy/closedWith1001") << 1001 << qint64(0) << 0 << 9;
        QTest::newRow("rainy/seqFromTheFuture") << 4000 << qint64(1) << 0 << 4007;
        QTest::newRow("rainy/awayTooLong") << 4000 << qint64(0) << 301 << 9;
        QTest::newRow("rainy/replayTooSmall") << 4000 << qint64(-3) << 0 << 9;
        QTest::newRow("happy/away") << 4000 << qint64(0) << 299 << 0;
    }

    void resumeRefusals()
    {
        QFETCH(int, closeCode);
        QFETCH(qint64, seqOffset);
        QFETCH(int, awayS);
        QFETCH(int, expected);
        Bench bench({{u"replay_events"_s, 2}});
        Client first(bench);
        first.send(2, bench.identify());
        const QString session = first.peer.first(u"READY"_s).value("session_id"_L1).toString();
        say(bench, u"one"_s);
        say(bench, u"two"_s);
        const qint64 seq = first.peer.last().value("s"_L1).toInteger();
        first.connection.peerClosed(closeCode);
        bench.clock.advance(std::chrono::seconds(awayS));
        Client second(bench);
        second.send(6,
                    QJsonObject{{u"token"_s, QString::fromUtf8(bench.token())},
                                {u"session_id"_s, session},
                                {u"seq"_s, seq + seqOffset}});
        if (expected == 0) {
            QCOMPARE(second.peer.events().last(), u"RESUMED"_s);
            return;
        }
        if (expected == 9) {
            QCOMPARE(second.peer.last().value("op"_L1).toInt(), 9);
            return;
        }
        QCOMPARE(second.peer.closeCode, expected);
    }

    void guildsGoToTheirShard()
    {
        Bench bench({{u"max_concurrency"_s, 16}}, {{u"extra_guilds"_s, 8}});
        std::vector<std::unique_ptr<Client>> clients;
        int guilds = 0;
        for (int shard = 0; shard < 4; ++shard) {
            clients.push_back(std::make_unique<Client>(bench));
            clients.back()->send(2, bench.identify(1, {shard, 4}));
            for (const QJsonObject &frame : clients.back()->peer.frames) {
                if (frame.value("t"_L1).toString() != u"GUILD_CREATE"_s)
                    continue;
                ++guilds;
                const quint64 id =
                    frame.value("d"_L1).toObject().value("id"_L1).toString().toULongLong();
                QCOMPARE(int((id >> 22) % 4), shard);
            }
        }
        QCOMPARE(guilds, 9);
    }

    void membersInChunks()
    {
        Bench bench({}, {{u"extra_members"_s, 2100}});
        Client client(bench);
        client.send(2, bench.identify());
        client.send(8,
                    QJsonObject{{u"guild_id"_s, bench.core.world->mainGuild.toString()},
                                {u"query"_s, u""_s},
                                {u"limit"_s, 0},
                                {u"nonce"_s, u"n"_s}});
        QCOMPARE(client.peer.events().count(u"GUILD_MEMBERS_CHUNK"_s), 3);
        QCOMPARE(client.peer.last().value("d"_L1).toObject().value("chunk_index"_L1).toInt(), 2);
        client.send(8,
                    QJsonObject{{u"guild_id"_s, bench.core.world->mainGuild.toString()},
                                {u"query"_s, u""_s},
                                {u"limit"_s, 0}});
        QCOMPARE(client.peer.events().last(), u"RATE_LIMITED"_s);
    }
};

QTEST_GUILESS_MAIN(TestGatewayHub)
#include "tst_gatewayhub.moc"
