// SPDX-License-Identifier: MIT
// The fault matrix, `cordial tail` as a whole: ends under full flood, says what to change, goes
// through a proxy.
#include "connectproxy.h"
#include "gatewayprogram.h"

#include <QTemporaryDir>

#include <csignal>

using namespace Cordial;
using namespace Cordial::Testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestFaultTail : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void endsInAFlood_data();
    void endsInAFlood();
    void fatal_data();
    void fatal();
    void tellsWhyItWaits();
    void proxyOfTheEnvironment_data();
    void proxyOfTheEnvironment();
    void typed();
    void streamsThatAreClosed_data();
    void streamsThatAreClosed();
    void filteredWithoutSequence();
    void rangeMustFit_data();
    void rangeMustFit();
};

void TestFaultTail::endsInAFlood_data()
{
    QTest::addColumn<QString>("compression");
    QTest::newRow("happy/JSON") << u"none"_s;
    QTest::newRow("happy/zlib") << u"zlib-stream"_s;
    QTest::newRow("happy/zstd") << u"zstd-stream"_s;
}

//! The server never stops sending, and does not answer the close frame.
void TestFaultTail::endsInAFlood()
{
    QFETCH(QString, compression);
    QTemporaryDir folder;
    const QStringList arguments{u"tail"_s, u"--resume-file"_s, folder.filePath(u"session"_s),
                                u"--compress"_s, compression};
    GatewayModel model;
    qint64 printed = 0;
    {
        Running tail(model, arguments);
        AWAIT_COMPARE(tail.last(), 1 + model.before, 8000);
        RawPeer *peer = model.server.peers.first();
        peer->answersClose = false;
        QTimer flood;
        QObject::connect(&flood, &QTimer::timeout, &flood, [&] {
            if (!peer->isGone && peer->waitingBytes() < 1'000'000)
                model.emitEvents(*peer, 500);
        });
        flood.start(1ms);
        AWAIT_VERIFY(tail.last() > 10'000, 15000);
        tail.signal(SIGTERM);
        QVERIFY(tail.finish(8000));
        QVERIFY2(tail.elapsedMs < 5000, qPrintable(QString::number(tail.elapsedMs)));
        QCOMPARE(tail.exitCode(), 130);
        QCOMPARE(gapIn(tail.sequences, 1), QString());
        printed = tail.last();
    }
    const RawPeer *peer = model.server.peers.first();
    QVERIFY(peer->closeCode != 1000 && peer->closeCode != 1001);
    Running again(model, arguments);
    AWAIT_VERIFY(again.has("RESUMED"), 15000);
    QCOMPARE(gapIn(again.sequences, printed + 1), QString());
    QCOMPARE(model.identifies, 1);
}

void TestFaultTail::fatal_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("names");
    QTest::newRow("rainy/4004") << 4004 << QByteArray("DISCORD_TOKEN or --token-file");
    QTest::newRow("rainy/4010") << 4010 << QByteArray("shard");
    QTest::newRow("rainy/4011") << 4011 << QByteArray("shard count");
    QTest::newRow("rainy/4012") << 4012 << QByteArray("version");
    QTest::newRow("rainy/4013") << 4013 << QByteArray("intents");
    QTest::newRow("rainy/4014") << 4014 << QByteArray("GUILD_MEMBERS, MESSAGE_CONTENT");
}

void TestFaultTail::fatal()
{
    QFETCH(int, code);
    QFETCH(QByteArray, names);
    GatewayModel model;
    model.onPayload = [code](RawPeer &peer, const QJsonObject &) {
        peer.close(code);
        return false;
    };
    Running tail(model, {u"tail"_s, u"--intents"_s, u"GUILDS,GUILD_MEMBERS,MESSAGE_CONTENT"_s});
    QVERIFY(tail.finish(8000));
    QCOMPARE(tail.exitCode(), 3);
    QByteArrayList lines = tail.err().trimmed().split('\n');
    lines.removeIf([](const QByteArray &line) { return line.contains("starting shards"); });
    QCOMPARE(lines.size(), 1);
    QVERIFY2(lines[0].contains(names) && lines[0].contains(QByteArray::number(code)),
             lines[0].constData());
}

//! A person who looks at stderr is told once what is wrong, not with every try.
void TestFaultTail::tellsWhyItWaits()
{
    GatewayModel model({}, u"good"_s); // an authority that nobody trusts
    Running tail(model, {u"tail"_s, u"--lifecycle"_s});
    AWAIT_VERIFY(tail.waits >= 3, 12000);
    tail.signal(SIGTERM);
    QVERIFY(tail.finish(5000));
    QCOMPARE(tail.exitCode(), 130);
    const QByteArray err = tail.err();
    QVERIFY2(err.count("has no connection: no TLS with 127.0.0.1") == 1, err.constData());
}

void TestFaultTail::proxyOfTheEnvironment_data()
{
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("except");
    QTest::addColumn<bool>("isUsed");
    QTest::newRow("happy/upper case") << u"HTTP_PROXY"_s << QString() << true;
    QTest::newRow("happy/lower case") << u"http_proxy"_s << QString() << true;
    QTest::newRow("happy/for everything") << u"ALL_PROXY"_s << u"discord.com"_s << true;
    QTest::newRow("happy/not for this host") << u"HTTP_PROXY"_s << u"x.org, 127.0.0.1"_s << false;
    QTest::newRow("happy/only for TLS") << u"HTTPS_PROXY"_s << QString() << false;
}

//! For the API and for the gateway, and again for the connection that resumes.
void TestFaultTail::proxyOfTheEnvironment()
{
    QFETCH(QString, variable);
    QFETCH(QString, except);
    QFETCH(bool, isUsed);
    // Not reset: the proxy might lose READY to that, and with it the session.
    GatewayModel model([](RawPeer &peer) { peer.drop(); });
    ConnectProxy proxy;
    Running tail(model, {u"tail"_s}, {{variable, proxy.url().toString()}, {u"NO_PROXY"_s, except}});
    AWAIT_COMPARE(tail.last(), 1 + model.before + model.missed + 1 + model.after, 8000);
    QCOMPARE(gapIn(tail.sequences, 1), QString());
    QCOMPARE(proxy.requests.size(), isUsed ? 3 : 0);
    const QByteArray gateway = "CONNECT 127.0.0.1:" + QByteArray::number(model.server.port());
    QCOMPARE(proxy.requests.count(QByteArray(gateway + " HTTP/1.1")), isUsed ? 2 : 0);
}

//! Read and written by its type: nothing is lost, neither of what is known nor of what is not.
void TestFaultTail::typed()
{
    const QByteArrayList fitting{
        R"({"id":"5","content":"hi \u00e9","of_tomorrow":{"a":[1,null]},"channel_id":"6"})",
        R"({"user":null,"roles":["7"],"guild_id":"8"})"};
    const QByteArray misfit = R"({"id":true,"content":"kept"})";
    GatewayModel model;
    Running tail(model, {u"tail"_s, u"--typed"_s});
    tail.keepsLines = true;
    AWAIT_COMPARE(tail.last(), 1 + model.before, 8000);
    const qsizetype before = tail.lines.size();
    RawPeer &peer = *model.server.peers.first();
    model.emitEvent(peer, "MESSAGE_CREATE", fitting[0]);
    model.emitEvent(peer, "GUILD_MEMBER_UPDATE", fitting[1]);
    model.emitEvent(peer, "MESSAGE_CREATE", misfit);
    model.emitEvent(peer, "MESSAGE_CREATE", misfit);
    model.emitEvent(peer, "OF_TOMORROW", R"({ "x" : 1 })");
    AWAIT_COMPARE(tail.lines.size(), before + 5, 8000);
    const auto dataOf = [&](qsizetype index) {
        return QJsonDocument::fromJson(tail.lines[before + index]).object()[u"d"_s].toObject();
    };
    const auto objectOf = [](const QByteArray &json) {
        return QJsonDocument::fromJson(json).object();
    };
    QCOMPARE(dataOf(0), objectOf(fitting[0]));
    QVERIFY2(!tail.lines[before].contains(fitting[0]), "it was not encoded anew");
    QCOMPARE(dataOf(1), objectOf(fitting[1]));
    QVERIFY(tail.lines[before + 2].contains(misfit));
    QVERIFY(tail.lines[before + 3].contains(misfit));
    QVERIFY(tail.lines[before + 4].contains(R"({ "x" : 1 })"));
    QCOMPARE(gapIn(tail.sequences, 1), QString());
    const QByteArray err = tail.err();
    QVERIFY2(err.count("--typed: MESSAGE_CREATE does not fit") == 1 && err.contains("id"),
             err.constData());
}

void TestFaultTail::streamsThatAreClosed_data()
{
    QTest::addColumn<QString>("redirections");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("rainy/no room") << u">/dev/full"_s << QByteArray("No space left");
    QTest::newRow("rainy/stdout") << u">&-"_s << QByteArray("stdout was closed");
    QTest::newRow("rainy/stdin too") << u"<&- >&-"_s << QByteArray("stdout was closed");
    QTest::newRow("rainy/all") << u"<&- >&- 2>&-"_s << QByteArray();
}

//! What the program opens for itself must not become one of them.
void TestFaultTail::streamsThatAreClosed()
{
    QFETCH(const QString, redirections);
    QFETCH(const QByteArray, says);
    GatewayModel model;
    Running tail(model, {u"tail"_s}, {}, {}, redirections);
    QVERIFY(tail.finish(8000));
    QCOMPARE(tail.exitCode(), 1);
    QVERIFY2(tail.err().contains(says), tail.err().constData());
    QCOMPARE(model.identifies, 1);
}

//! An event without `s` that is not printed stands behind the last one that is.
void TestFaultTail::filteredWithoutSequence()
{
    QTemporaryDir folder;
    const QStringList arguments{u"tail"_s, u"--events"_s, u"N"_s, u"--resume-file"_s,
                                folder.filePath(u"session"_s)};
    GatewayModel model;
    qint64 printed = 0;
    {
        Running tail(model, arguments);
        AWAIT_COMPARE(tail.last(), 1 + model.before, 8000);
        RawPeer &peer = *model.server.peers.first();
        model.emitEvent(peer);
        peer.text(R"({"op":0,"s":null,"t":"Z","d":1})");
        AWAIT_COMPARE(tail.last(), 2 + model.before, 8000);
        tail.signal(SIGTERM);
        QVERIFY(tail.finish(8000));
        printed = tail.last();
    }
    Running again(model, arguments);
    AWAIT_VERIFY(!again.sequences.isEmpty(), 15000);
    QCOMPARE(again.sequences.first(), printed + 1 + 1); // RESUMED takes one, and is no N
}

void TestFaultTail::rangeMustFit_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::newRow("rainy/tail") << QStringList{u"tail"_s};
    QTest::newRow("rainy/run") << QStringList{u"run"_s};
    QTest::newRow("rainy/bench") << QStringList{u"bench"_s, u"gateway"_s};
}

//! Discord recommends one shard: those of the range would be run by nobody, or one of them twice.
void TestFaultTail::rangeMustFit()
{
    QFETCH(QStringList, command);
    GatewayModel model;
    Running program(model, command + QStringList{u"--shard-range"_s, u"1-2"_s});
    QVERIFY(program.finish(8000));
    QCOMPARE(program.exitCode(), 2);
    QCOMPARE(model.identifies, 0);
    const QByteArray err = program.err();
    QVERIFY2(err.contains("1") && err.contains("range"), err.constData());
}

QTEST_GUILESS_MAIN(TestFaultTail)
#include "tst_faulttail.moc"
