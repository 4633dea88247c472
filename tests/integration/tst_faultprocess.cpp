// SPDX-License-Identifier: MIT
// The fault matrix, processes: `cordial tail` and `cordial run` stopped, killed and asked to end,
// against a server that goes on without them.
#include "gatewayprogram.h"

#include <QTemporaryDir>

#include <csignal>

using namespace Cordial;
using namespace Cordial::Testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestFaultProcess : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void suspended_data();
    void suspended();
    void killed_data();
    void killed();
    void killedBot();
};

void TestFaultProcess::suspended_data()
{
    QTest::addColumn<bool>("isCut");
    QTest::newRow("happy/the server waits") << false;
    QTest::newRow("rainy/the server gives up on it") << true;
}

//! Ten heartbeats long nobody runs; a server may or may not close on that.
void TestFaultProcess::suspended()
{
    QFETCH(bool, isCut);
    GatewayModel model;
    model.heartbeatMs = 200;
    Running tail(model, {u"tail"_s});
    AWAIT_COMPARE(tail.last(), 1 + model.before, 8000);
    RawPeer *peer = model.server.peers.first();
    tail.signal(SIGSTOP);
    model.emitEvents(*peer, 50);
    QTest::qWait(2000);
    if (isCut) {
        peer->close(1011);
        model.emitUnsent(*peer, 50);
    } else {
        model.emitEvents(*peer, 50);
    }
    tail.signal(SIGCONT);
    const qint64 last = 1 + model.before + 100 + (isCut ? 1 + model.after : 0);
    AWAIT_COMPARE(tail.last(), last, 8000);
    QTest::qWait(600); // three heartbeats
    QCOMPARE(gapIn(tail.sequences, 1), QString());
    QCOMPARE(model.server.peers.size(), isCut ? 2 : 1);
    QCOMPARE(model.identifies, 1);
    tail.signal(SIGTERM);
    QVERIFY(tail.finish(5000));
    QCOMPARE(tail.exitCode(), 130);
}

void TestFaultProcess::killed_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("rainy/SIGKILL") << SIGKILL;
    QTest::newRow("happy/SIGTERM") << SIGTERM;
}

//! The next start goes on where this one ended; a kill may repeat events, a clean end does not.
void TestFaultProcess::killed()
{
    QFETCH(int, number);
    QTemporaryDir folder;
    const QStringList arguments{u"tail"_s, u"--resume-file"_s, folder.filePath(u"session"_s)};
    GatewayModel model;
    RawPeer *peer = nullptr;
    qint64 printed = 0;
    {
        Running tail(model, arguments);
        AWAIT_COMPARE(tail.last(), 1 + model.before, 8000);
        peer = model.server.peers.first();
        const int turns = number == SIGKILL ? 25 : 5; // 2.5 s: the file is at most 2 s behind
        for (int i = 0; i < turns; ++i) {
            model.emitEvents(*peer, 100 / turns);
            QTest::qWait(100);
        }
        tail.signal(number);
        QVERIFY(tail.finish(5000));
        QCOMPARE(tail.wasKilled(), number == SIGKILL);
        QCOMPARE(gapIn(tail.sequences, 1), QString());
        printed = tail.last();
        QVERIFY(printed > 100);
    }
    QVERIFY(peer->closeCode != 1000 && peer->closeCode != 1001);
    model.emitUnsent(*peer, 30);
    Running again(model, arguments);
    AWAIT_VERIFY(again.has("RESUMED"), 8000);
    AWAIT_COMPARE(again.last(), 1 + model.before + 100 + 30 + 1 + model.after, 8000);
    QCOMPARE(model.identifies, 1);
    const qint64 first = again.sequences.first();
    QVERIFY2(number == SIGKILL ? first <= printed + 1 : first == printed + 1,
             qPrintable(u"%1 after %2"_s.arg(first).arg(printed)));
    QVERIFY(first > 20); // what was kept is of use
    QCOMPARE(gapIn(again.sequences, first), QString());
}

//! A bot's session is kept without being asked for.
void TestFaultProcess::killedBot()
{
    QTemporaryDir folder;
    const QStringList arguments{u"run"_s, u"--state-dir"_s, folder.path(), u"--inspector-socket"_s,
                                u"off"_s, u"--intents"_s,   u"GUILDS"_s};
    GatewayModel model;
    qint64 resumedAt = -1;
    model.onPayload = [&resumedAt](RawPeer &, const QJsonObject &payload) {
        if (payload[u"op"_s].toInt() == 6)
            resumedAt = payload[u"d"_s][u"seq"_s].toInteger();
        return true;
    };
    RawGateway *server = &model.server;
    {
        Running bot(model, arguments);
        AWAIT_VERIFY(model.identifies == 1, 8000);
        for (int i = 0; i < 25; ++i) {
            model.emitEvents(*server->peers.last(), 4);
            QTest::qWait(100);
        }
        bot.signal(SIGKILL);
        QVERIFY(bot.finish(5000));
    }
    Running again(model, arguments);
    AWAIT_COMPARE(model.resumes, 1, 8000);
    QCOMPARE(model.identifies, 1);
    QVERIFY2(resumedAt > 20 && resumedAt <= 1 + model.before + 100,
             qPrintable(QString::number(resumedAt)));
    again.signal(SIGTERM);
    QVERIFY(again.finish(5000));
    QCOMPARE(again.exitCode(), 130);
}

QTEST_GUILESS_MAIN(TestFaultProcess)
#include "tst_faultprocess.moc"
