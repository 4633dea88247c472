// SPDX-License-Identifier: MIT
// The fault matrix, Discord's protocol: opcodes at the wrong moment, close codes, missing ACKs,
// clocks that jump.
#include "gatewaymodel.h"

#include <QRegularExpression>
#include <QTemporaryDir>

using namespace Cordial;
using namespace Cordial::Gateway;
using namespace Cordial::Testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

ShardManagerConfig plain()
{
    ShardManagerConfig config;
    config.compression = Compression::None;
    config.caFile = RawGateway::authority();
    return config;
}

int lastEvent(const GatewayModel &model)
{
    return 1 + model.before + model.missed + 1 + model.after;
}

} // namespace

class TestFaultProtocol : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void resumes_data();
    void resumes();
    void resumesOverTls_data();
    void resumesOverTls();
    void newSession_data();
    void newSession();
    void fatal_data();
    void fatal();
    void whileResuming_data();
    void whileResuming();
    void beatsOnRequest();
    void lateReady();
    void lateAcks();
    void wallClockJumps();
    void sessionKeptOverFatal();
    void eventsAfterAnEndlessPause_data();
    void eventsAfterAnEndlessPause();
    void endsWhileTheBufferIsFull_data();
    void endsWhileTheBufferIsFull();
    void asksAndDoesNotListen();
    void allThatIsJson_data();
    void allThatIsJson();
    void brokenForGood_data();
    void brokenForGood();
    void brokenAroundIsTold();
    void oddReady_data();
    void oddReady();

private:
    static void checkResume(const Strike &strike, const QString &certificate);
};

void TestFaultProtocol::resumes_data()
{
    QTest::addColumn<Strike>("strike");
    const auto row = [](const char *name, GatewayModel::Fault strike) {
        QTest::newRow(name) << Strike{std::move(strike)};
    };
    row("happy/op 7", [](RawPeer &peer) { peer.text(R"({"op":7,"d":null})"); });
    row("happy/op 7 without d", [](RawPeer &peer) { peer.text(R"({"op":7})"); });
    row("happy/op 7, then closed with 1000", [](RawPeer &peer) {
        peer.text(R"({"op":7})");
        peer.close(1000);
    });
    row("happy/op 9 true", [](RawPeer &peer) { peer.text(R"({"op":9,"d":true})"); });
    row("happy/op 9 true twice", [](RawPeer &peer) {
        peer.text(R"({"op":9,"d":true})");
        peer.text(R"({"op":9,"d":true})");
    });
    row("happy/no code", [](RawPeer &peer) { peer.close(0); });
    row("happy/a long reason", [](RawPeer &peer) { peer.close(4000, QByteArray(123, 'r')); });
    row("happy/a reason that is not UTF-8", [](RawPeer &peer) { peer.close(4000, "\xff\xfe"); });
    for (const int code : {1000, 1001, 1002, 1003, 1006, 1007, 1011, 1012, 1013, 3000, 4000, 4001,
                           4002, 4005, 4006, 4008, 4015, 4999, 0xffff})
        QTest::addRow("happy/close %d", code)
            << Strike{[code](RawPeer &peer) { peer.close(code, "because"); }};
}

void TestFaultProtocol::resumes()
{
    QFETCH(Strike, strike);
    checkResume(strike, {});
}

void TestFaultProtocol::resumesOverTls_data()
{
    resumes_data();
}

void TestFaultProtocol::resumesOverTls()
{
    QFETCH(Strike, strike);
    checkResume(strike, u"good"_s);
}

void TestFaultProtocol::checkResume(const Strike &strike, const QString &certificate)
{
    GatewayModel model(strike.run, certificate);
    GatewayWatch watch(model.server.url(), plain());
    AWAIT_COMPARE(watch.last(), lastEvent(model), 8000);
    QCOMPARE(watch.gap(), QString());
    QCOMPARE(model.identifies, 1);
    QCOMPARE(model.resumes, 1);
    // Whatever the server closed with, our own answer must not end the session.
    const int code = model.server.peers.first()->closeCode;
    QVERIFY2(code != 1000 && code != 1001, qPrintable(QString::number(code)));
    QVERIFY2(code == 0
                 || (code >= 1002 && code <= 1014 && code != 1004 && code != 1005 && code != 1006)
                 || (code >= 3000 && code <= 4999),
             qPrintable(u"%1 may not be sent"_s.arg(code)));
    QVERIFY(watch.stop());
}

void TestFaultProtocol::newSession_data()
{
    QTest::addColumn<Strike>("strike");
    const auto row = [](const char *name, GatewayModel::Fault strike) {
        QTest::newRow(name) << Strike{std::move(strike)};
    };
    row("rainy/op 9 false", [](RawPeer &peer) { peer.text(R"({"op":9,"d":false})"); });
    row("rainy/op 9 null", [](RawPeer &peer) { peer.text(R"({"op":9,"d":null})"); });
    row("rainy/op 9 without d", [](RawPeer &peer) { peer.text(R"({"op":9})"); });
    for (const int code : {4003, 4007, 4009})
        QTest::addRow("rainy/close %d", code)
            << Strike{[code](RawPeer &peer) { peer.close(code); }};
}

//! At the main URL, although a resume URL was known.
void TestFaultProtocol::newSession()
{
    QFETCH(Strike, strike);
    GatewayModel model(strike.run);
    model.missed = 0;
    GatewayModel elsewhere;
    model.resumeUrl = elsewhere.server.url();
    GatewayWatch watch(model.server.url(), plain());
    AWAIT_COMPARE(watch.count(ShardEvent::Kind::Ready), 2, 8000);
    AWAIT_COMPARE(watch.last(), 1 + model.after, 8000);
    QCOMPARE(watch.gap(), QString());
    QCOMPARE(watch.dispatches.size(), 1 + model.before + 1 + model.after);
    QCOMPARE(model.identifies, 2);
    QCOMPARE(model.resumes, 0);
    QVERIFY(elsewhere.server.peers.isEmpty());
    QVERIFY(watch.stop());
}

void TestFaultProtocol::fatal_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("names");
    QTest::newRow("rainy/4004") << 4004 << u"token"_s;
    QTest::newRow("rainy/4010") << 4010 << u"shard numbers [0, 1]"_s;
    QTest::newRow("rainy/4011") << 4011 << u"shard count"_s;
    QTest::newRow("rainy/4012") << 4012 << u"version"_s;
    QTest::newRow("rainy/4013") << 4013 << u"intents"_s;
    QTest::newRow("rainy/4014") << 4014 << u"GUILD_MEMBERS, MESSAGE_CONTENT"_s;
}

void TestFaultProtocol::fatal()
{
    QFETCH(int, code);
    QFETCH(QString, names);
    GatewayModel model;
    model.onPayload = [code](RawPeer &peer, const QJsonObject &) {
        peer.close(code, "no");
        return false;
    };
    ShardManagerConfig config = plain();
    config.intents = 1 | 1 << 1 | 1 << 15;
    GatewayWatch watch(model.server.url(), config);
    AWAIT_COMPARE(watch.fatal.size(), 1, 5000);
    QVERIFY2(watch.fatal[0].message.contains(names), qPrintable(watch.fatal[0].message));
    QVERIFY(!watch.fatal[0].message.contains(u'\n'));
    QCOMPARE(watch.fatal[0].discordCode, code);
    QTest::qWait(200); // 4 s for the shard
    QCOMPARE(watch.fatal.size(), 1);
    QCOMPARE(model.server.peers.size(), 1);
    QVERIFY(watch.stop());
}

void TestFaultProtocol::whileResuming_data()
{
    QTest::addColumn<Strike>("strike");
    QTest::addColumn<bool>("isLost");
    const auto row = [](const char *name, GatewayModel::Fault strike, bool isLost = false) {
        QTest::newRow(name) << Strike{std::move(strike)} << isLost;
    };
    row("happy/op 7", [](RawPeer &peer) { peer.text(R"({"op":7})"); });
    row("happy/op 9 true", [](RawPeer &peer) { peer.text(R"({"op":9,"d":true})"); });
    row("rainy/op 9 false", [](RawPeer &peer) { peer.text(R"({"op":9,"d":false})"); }, true);
    row("rainy/4007", [](RawPeer &peer) { peer.close(4007); }, true);
    row("rainy/4009", [](RawPeer &peer) { peer.close(4009); }, true);
    row("happy/4000", [](RawPeer &peer) { peer.close(4000); });
    row("happy/reset", [](RawPeer &peer) { peer.reset(); });
    row("happy/silence", [](RawPeer &peer) { peer.fallSilent(); });
    row("happy/garbage", [](RawPeer &peer) { peer.text("garbage"); });
}

//! The first two tries to resume go wrong the same way; only what says so costs the session.
void TestFaultProtocol::whileResuming()
{
    QFETCH(Strike, strike);
    QFETCH(bool, isLost);
    GatewayModel model([](RawPeer &peer) { peer.drop(); });
    model.onPayload = instead(6, 2, strike.run);
    model.heartbeatMs = 4000;
    GatewayWatch watch(model.server.url(), plain());
    AWAIT_COMPARE(watch.last(), isLost ? 1 + model.after : lastEvent(model), 10000);
    AWAIT_COMPARE(model.identifies, isLost ? 2 : 1, 8000);
    AWAIT_COMPARE(watch.last(), isLost ? 1 + model.after : lastEvent(model), 10000);
    QCOMPARE(watch.gap(), QString());
    QCOMPARE(model.resumes, isLost ? 0 : 1);
    QVERIFY(watch.stop());
}

//! Ten requests, ten beats at once, each with the sequence; the schedule goes on as it was.
void TestFaultProtocol::beatsOnRequest()
{
    GatewayModel model([](RawPeer &peer) {
        for (int i = 0; i < 10; ++i)
            peer.text(R"({"op":1,"d":null})");
    });
    model.missed = 0;
    model.heartbeatMs = 600'000;
    GatewayWatch watch(model.server.url(), plain());
    AWAIT_COMPARE(watch.last(), 1 + model.before, 8000);
    const RawPeer *peer = model.server.peers.first();
    AWAIT_VERIFY(peer->beats.size() >= 10, 2000);
    for (const QJsonValue &beat : std::as_const(peer->beats))
        QCOMPARE(beat.toInteger(), 1 + model.before);
    QCOMPARE(model.server.peers.size(), 1);
    QVERIFY(watch.stop());
}

//! While the server acknowledges, a READY that does not come is waited for, minutes on end.
void TestFaultProtocol::lateReady()
{
    GatewayModel model;
    RawPeer *waiting = nullptr;
    model.onPayload = [&waiting](RawPeer &peer, const QJsonObject &) {
        return std::exchange(waiting, &peer) != nullptr;
    };
    model.heartbeatMs = 10'000;
    GatewayWatch watch(model.server.url(), plain());
    AWAIT_VERIFY(waiting != nullptr && waiting->beats.size() >= 4, 8000);
    for (const QJsonValue &beat : std::as_const(waiting->beats))
        QVERIFY(beat.isNull());
    waiting->onPayload(*waiting, {{u"op"_s, 2}, {u"d"_s, QJsonObject()}});
    AWAIT_COMPARE(watch.last(), 1 + model.before, 8000);
    QCOMPARE(model.server.peers.size(), 1);
    QVERIFY(watch.stop());
}

//! An ACK just before the next beat is an ACK.
void TestFaultProtocol::lateAcks()
{
    GatewayModel model;
    model.heartbeatMs = 6000;
    GatewayWatch watch(model.server.url(), plain());
    AWAIT_COMPARE(watch.last(), 1 + model.before, 8000);
    RawPeer *peer = model.server.peers.first();
    peer->acksLeft = 0;
    for (qsizetype beats = peer->beats.size(); beats < 5; ++beats) {
        AWAIT_VERIFY(peer->beats.size() > beats, 3000);
        QTest::qWait(180); // 3.6 of 6 s
        peer->text(R"({"op":11})");
    }
    QCOMPARE(model.server.peers.size(), 1);
    QVERIFY(watch.stop());
}

//! NTP, a user, a virtual machine: nothing that waits looks at the calendar.
void TestFaultProtocol::wallClockJumps()
{
    GatewayModel model([](RawPeer &peer) { peer.drop(); });
    model.heartbeatMs = 5000;
    QTemporaryDir folder;
    FileSessionStore store(folder.filePath(u"sessions"_s));
    GatewayWatch watch(model.server.url(), plain(), &store);
    watch.clock.jumpWall(std::chrono::hours(24 * 3650));
    AWAIT_COMPARE(watch.last(), lastEvent(model), 8000);
    watch.clock.jumpWall(-std::chrono::hours(24 * 3650 * 2));
    const qsizetype beats = model.server.peers.last()->beats.size();
    AWAIT_VERIFY(model.server.peers.last()->beats.size() >= beats + 3, 4000);
    QCOMPARE(watch.gap(), QString());
    QCOMPARE(model.server.peers.size(), 2);
    QVERIFY(watch.stop());
    QVERIFY(FileSessionStore(folder.filePath(u"sessions"_s)).find(0, 1).has_value());
}

//! A fatal close after READY ends the shard; it neither connects again nor blocks the stop.
void TestFaultProtocol::sessionKeptOverFatal()
{
    GatewayModel model([](RawPeer &peer) { peer.close(4004); });
    GatewayWatch watch(model.server.url(), plain());
    AWAIT_COMPARE(watch.fatal.size(), 1, 5000);
    QCOMPARE(watch.last(), 1 + model.before);
    QVERIFY(watch.events.last().kind == ShardEvent::Kind::Fatal);
    QVERIFY(watch.stop());
    QCOMPARE(model.server.peers.size(), 1);
}

void TestFaultProtocol::eventsAfterAnEndlessPause_data()
{
    QTest::addColumn<GatewayModel::Fault>("strike");
    QTest::newRow("rainy/dropped") << GatewayModel::Fault([](RawPeer &peer) { peer.drop(); });
    QTest::newRow("rainy/reset") << GatewayModel::Fault([](RawPeer &peer) { peer.reset(); });
}

//! Nobody takes the events for half a minute, and the connection ends: it is resumed without
//! waiting for the consumer, as Discord does not wait either, and all of it is still there.
void TestFaultProtocol::eventsAfterAnEndlessPause()
{
    QFETCH(GatewayModel::Fault, strike);
    GatewayModel model(strike);
    model.before = 3000;
    model.heartbeatMs = 10'000;
    ShardManagerConfig config = plain();
    config.queueBytes = 8 * 1024;
    GatewayWatch watch(model.server.url(), config);
    watch.manager->setDelivering(false);
    AWAIT_COMPARE(model.resumes, 1, 1000); // 20 s for the shard
    QTest::qWait(1500);
    QVERIFY(watch.dispatches.isEmpty());
    QCOMPARE(model.server.peers.size(), 2);
    QVERIFY(!model.server.peers.last()->isGone);
    watch.manager->setDelivering(true);
    AWAIT_COMPARE(watch.last(), lastEvent(model), 8000);
    QCOMPARE(watch.gap(), QString());
    QCOMPARE(model.identifies, 1);
    QVERIFY(watch.stop());
}

void TestFaultProtocol::endsWhileTheBufferIsFull_data()
{
    eventsAfterAnEndlessPause_data();
}

//! Qt does not look at a socket whose buffer is full. Heartbeats, which would notice it too, are
//! far away.
void TestFaultProtocol::endsWhileTheBufferIsFull()
{
    QFETCH(GatewayModel::Fault, strike);
    GatewayModel model(strike);
    model.before = 8500; // 43 bytes each, of 256 KiB
    model.heartbeatMs = 3'600'000;
    ShardManagerConfig config = plain();
    config.queueBytes = 8 * 1024;
    GatewayWatch watch(model.server.url(), config);
    watch.manager->setDelivering(false);
    AWAIT_COMPARE(model.resumes, 1, 2000);
    watch.manager->setDelivering(true);
    AWAIT_COMPARE(watch.last(), lastEvent(model), 8000);
    QCOMPARE(watch.gap(), QString());
    QCOMPARE(model.identifies, 1);
    QVERIFY(watch.stop());
}

//! What it is answered would pile up here.
void TestFaultProtocol::asksAndDoesNotListen()
{
    GatewayModel model([](RawPeer &peer) {
        peer.fallDeaf();
        const QByteArray ping = serverFrame(0x89, QByteArray(125, 'p'));
        peer.write(ping.repeated(150'000));
    });
    model.heartbeatMs = 3'600'000;
    GatewayWatch watch(model.server.url(), plain());
    AWAIT_COMPARE(watch.last(), lastEvent(model), 15'000);
    QVERIFY2(watch.reasons().contains(u"does not read"_s), qPrintable(watch.reasons()));
    QCOMPARE(watch.gap(), QString());
    QCOMPARE(model.identifies, 1);
    QVERIFY(watch.stop());
}

void TestFaultProtocol::allThatIsJson_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("happy/over 64 bits") << QByteArray("18446744073709551616");
    QTest::newRow("happy/below 64 bits") << QByteArray("[-9223372036854775809]");
    QTest::newRow("happy/thirty digits") << QByteArray(30, '7');
    QTest::newRow("happy/beyond a double") << QByteArray(R"({"a":1e400})");
    QTest::newRow("happy/lone surrogate") << QByteArray(R"({"a":"\ud800"})");
    QTest::newRow("happy/deep") << QByteArray(3000, '[') + QByteArray(3000, ']');
}

void TestFaultProtocol::allThatIsJson()
{
    QFETCH(const QByteArray, data);
    GatewayModel *server = nullptr;
    GatewayModel model([&](RawPeer &peer) { server->emitEvent(peer, "X", data); });
    server = &model;
    model.missed = 0;
    model.after = 0;
    GatewayWatch watch(model.server.url(), plain());
    AWAIT_COMPARE(watch.last(), 1 + model.before + 1, 5000);
    QCOMPARE(watch.dispatches.last().data, data);
    QCOMPARE(watch.gap(), QString());
    QCOMPARE(model.server.peers.size(), 1);
    QVERIFY(watch.stop());
}

void TestFaultProtocol::brokenForGood_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("rainy/comma") << QByteArray("[1,]");
    QTest::newRow("rainy/number") << QByteArray(R"({"a":01})");
    QTest::newRow("rainy/escape") << QByteArray(R"({"a":"\x"})");
}

//! A resume brings the same again: it must not stand in the way of everything behind it.
void TestFaultProtocol::brokenForGood()
{
    QFETCH(const QByteArray, data);
    GatewayModel *server = nullptr;
    GatewayModel model([&](RawPeer &peer) { server->emitEvent(peer, "X", data); });
    server = &model;
    QTest::ignoreMessage(QtWarningMsg,
                         "shard 0: event 22 is broken JSON after a resume too, and comes without "
                         "its d");
    GatewayWatch watch(model.server.url(), plain());
    AWAIT_COMPARE(watch.last(), lastEvent(model) + 1, 8000);
    QCOMPARE(watch.gap(), QString());
    QCOMPARE(watch.dispatches.value(21).type, QByteArray("X"));
    QCOMPARE(watch.dispatches.value(21).data, QByteArray("null"));
    QCOMPARE(model.resumes, 1);
    QCOMPARE(model.identifies, 1);
    QVERIFY(watch.stop());
}

//! Where not even `s` can be read there is nothing to leave out; the log says why nothing comes.
void TestFaultProtocol::brokenAroundIsTold()
{
    GatewayModel *server = nullptr;
    GatewayModel model([&](RawPeer &peer) { server->emitEvent(peer, "X", "{\"a\":\"\x01\"}"); });
    server = &model;
    QTest::ignoreMessage(
        QtWarningMsg,
        QRegularExpression(
            u"shard 0 has no connection: cannot decode what came.*goes on trying"_s));
    GatewayWatch watch(model.server.url(), plain());
    AWAIT_VERIFY(model.resumes >= 2, 5000);
    QCOMPARE(watch.last(), 1 + model.before);
    QCOMPARE(model.identifies, 1);
    QVERIFY(watch.stop());
}

void TestFaultProtocol::oddReady_data()
{
    QTest::addColumn<QByteArray>("guilds");
    QTest::newRow("happy/null") << QByteArray("null");
    QTest::newRow("happy/object") << QByteArray("{}");
    QTest::newRow("happy/word") << QByteArray("\"many\"");
}

void TestFaultProtocol::oddReady()
{
    QFETCH(const QByteArray, guilds);
    GatewayModel model;
    model.onPayload = instead(2, 1, [&](RawPeer &peer) {
        peer.text(R"({"op":0,"s":1,"t":"READY","d":{"session_id":"a","guilds":)" + guilds + "}}");
    });
    GatewayWatch watch(model.server.url(), plain());
    AWAIT_VERIFY(watch.manager->isReady(), 5000);
    QCOMPARE(model.server.peers.size(), 1);
    QVERIFY(watch.stop());
}

QTEST_GUILESS_MAIN(TestFaultProtocol)
#include "tst_faultprotocol.moc"
