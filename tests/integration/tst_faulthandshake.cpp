// SPDX-License-Identifier: MIT
// The fault matrix, from the first byte to READY: servers that do not open, greet or let in as
// they should.
#include "gatewaymodel.h"

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
    return config;
}

} // namespace

class TestFaultHandshake : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void failsToOpen_data();
    void failsToOpen();
    void beforeHello_data();
    void beforeHello();
    void brokenHello_data();
    void brokenHello();
    void whileIdentifying_data();
    void whileIdentifying();
};

void TestFaultHandshake::failsToOpen_data()
{
    QTest::addColumn<QByteArray>("answer"); // "-" = none, "" = the end
    QTest::addColumn<QString>("reason");
    const QByteArray end = "\r\nContent-Length: 0\r\n\r\n";
    const QByteArray to = "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: upgrade\r\n";
    QTest::newRow("rainy/mute") << QByteArray("-") << u"no connection within 30 s"_s;
    QTest::newRow("rainy/closed at once") << QByteArray() << u"closed the connection"_s;
    QTest::newRow("rainy/503") << "HTTP/1.1 503 Service Unavailable" + end << u"HTTP 503"_s;
    QTest::newRow("rainy/429") << "HTTP/1.1 429 Slow\r\nRetry-After: 1" + end << u"HTTP 429"_s;
    QTest::newRow("rainy/redirect") << "HTTP/1.1 302 F\r\nLocation: ws://x/" + end << u"HTTP 302"_s;
    QTest::newRow("rainy/not HTTP") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n\r\n") << u"HTTP"_s;
    QTest::newRow("rainy/no end of the head") << QByteArray(20'000, 'x') << u"does not end"_s;
    QTest::newRow("rainy/no accept") << to + "\r\n" << u"Sec-WebSocket-Accept"_s;
    QTest::newRow("rainy/wrong accept") << to + "Sec-WebSocket-Accept: x\r\n\r\n"
                                        << u"Sec-WebSocket-Accept"_s;
}

//! The first two connections fail, the third is good.
void TestFaultHandshake::failsToOpen()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, reason);
    GatewayModel model;
    model.onUpgrade = [&answer](RawPeer &peer, int number) {
        if (number > 2)
            return true;
        if (answer != "-") {
            peer.write(answer);
            peer.drop();
        }
        return false;
    };
    GatewayWatch watch(model.server.url());
    AWAIT_COMPARE(watch.last(), 1 + model.before, 12000);
    QCOMPARE(watch.gap(), QString());
    QVERIFY2(watch.reasons().contains(reason), qPrintable(watch.reasons()));
    QCOMPARE(model.identifies, 1);
    QVERIFY(watch.stop());
}

void TestFaultHandshake::beforeHello_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<int>("connections");
    QTest::newRow("happy/op 7") << QByteArray(R"({"op":7,"d":null})") << 2;
    QTest::newRow("happy/op 9 true") << QByteArray(R"({"op":9,"d":true})") << 2;
    QTest::newRow("happy/op 9 false") << QByteArray(R"({"op":9,"d":false})") << 2;
    QTest::newRow("happy/op 1") << QByteArray(R"({"op":1,"d":null})") << 1;
    QTest::newRow("happy/op 11") << QByteArray(R"({"op":11})") << 1;
    QTest::newRow("happy/a dispatch") << QByteArray(R"({"op":0,"s":5,"t":"N","d":1})") << 1;
    QTest::newRow("happy/RESUMED") << QByteArray(R"({"op":0,"s":5,"t":"RESUMED","d":{}})") << 1;
    QTest::newRow("rainy/garbage") << QByteArray("garbage") << 2;
}

void TestFaultHandshake::beforeHello()
{
    QFETCH(QByteArray, payload);
    QFETCH(int, connections);
    GatewayModel model;
    model.onHello = [&payload](RawPeer &peer, int number) {
        if (number == 1)
            peer.text(payload);
        return true;
    };
    GatewayWatch watch(model.server.url(), plain());
    AWAIT_COMPARE(watch.last(), 1 + model.before, 8000);
    QCOMPARE(watch.gap(), QString());
    QCOMPARE(watch.dispatches.size(), 1 + model.before);
    QCOMPARE(model.identifies, 1);
    QCOMPARE(model.server.peers.size(), connections);
    QVERIFY(watch.stop());
}

void TestFaultHandshake::brokenHello_data()
{
    QTest::addColumn<QByteArray>("payload");
    for (const char *interval : {"0", "-5", "null", "\"41250\"", "1e300", "99999999999", "1.5"})
        QTest::addRow("rainy/%s", interval)
            << R"({"op":10,"d":{"heartbeat_interval":)" + QByteArray(interval) + "}}";
    QTest::newRow("rainy/no interval") << QByteArray(R"({"op":10,"d":{}})");
    QTest::newRow("rainy/no d") << QByteArray(R"({"op":10})");
    QTest::newRow("rainy/d is a list") << QByteArray(R"({"op":10,"d":[]})");
}

void TestFaultHandshake::brokenHello()
{
    QFETCH(QByteArray, payload);
    GatewayModel model;
    model.onHello = [&payload](RawPeer &peer, int number) {
        if (number == 1)
            peer.text(payload);
        return number > 1;
    };
    GatewayWatch watch(model.server.url(), plain());
    AWAIT_COMPARE(watch.last(), 1 + model.before, 8000);
    QCOMPARE(model.server.peers.size(), 2);
    QVERIFY2(watch.reasons().contains(u"heartbeat_interval"_s), qPrintable(watch.reasons()));
    QVERIFY(watch.stop());
}

void TestFaultHandshake::whileIdentifying_data()
{
    QTest::addColumn<Strike>("strike");
    const auto row = [](const char *name, GatewayModel::Fault strike) {
        QTest::newRow(name) << Strike{std::move(strike)};
    };
    row("rainy/op 9 false", [](RawPeer &peer) { peer.text(R"({"op":9,"d":false})"); });
    row("rainy/op 9 true", [](RawPeer &peer) { peer.text(R"({"op":9,"d":true})"); });
    row("rainy/op 7", [](RawPeer &peer) { peer.text(R"({"op":7})"); });
    row("rainy/4000", [](RawPeer &peer) { peer.close(4000); });
    row("rainy/4008", [](RawPeer &peer) { peer.close(4008); });
    row("rainy/reset", [](RawPeer &peer) { peer.reset(); });
    row("rainy/READY without a session",
        [](RawPeer &peer) { peer.text(R"({"op":0,"s":1,"t":"READY","d":{"v":10}})"); });
    row("rainy/READY whose d is null",
        [](RawPeer &peer) { peer.text(R"({"op":0,"s":1,"t":"READY","d":null})"); });
    row("rainy/silence", [](RawPeer &peer) { peer.fallSilent(); });
}

//! A second IDENTIFY, and no sooner than 5 s after the first.
void TestFaultHandshake::whileIdentifying()
{
    QFETCH(Strike, strike);
    GatewayModel model;
    QList<qint64> at;
    ScaledClock clock;
    const auto answer = instead(2, 1, strike.run);
    model.onPayload = [&](RawPeer &peer, const QJsonObject &payload) {
        at << std::chrono::duration_cast<Milliseconds>(clock.now().time_since_epoch()).count();
        return answer(peer, payload);
    };
    model.heartbeatMs = 4000;
    GatewayWatch watch(model.server.url(), plain());
    AWAIT_COMPARE(watch.last(), 1 + model.before, 8000);
    QCOMPARE(watch.gap(), QString());
    QCOMPARE(model.identifies, 1);
    QCOMPARE(at.size(), 2);
    // Measured at the server, on a clock that runs 20 times as fast: what the wire takes shows.
    QVERIFY2(at[1] - at[0] >= 4800, qPrintable(QString::number(at[1] - at[0])));
    QVERIFY(watch.stop());
}

QTEST_GUILESS_MAIN(TestFaultHandshake)
#include "tst_faulthandshake.moc"
