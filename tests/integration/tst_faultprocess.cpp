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
    void stoppedUnderLoad();
    void killedBot();
    void budgetUsedUp_data();
    void budgetUsedUp();
    void tokenRefusedWhileWaiting_data() { budgetUsedUp_data(); }
    void tokenRefusedWhileWaiting();
    void tokenRefusedWhileRunning();
    void sessionsInUse();
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

//! A clean stop in the middle of a stream, five times: each start goes on with the very next event.
void TestFaultProcess::stoppedUnderLoad()
{
    QTemporaryDir folder;
    const QStringList arguments{u"tail"_s, u"--resume-file"_s, folder.filePath(u"session"_s)};
    GatewayModel model;
    QTimer stream;
    stream.setInterval(5);
    QObject::connect(&stream, &QTimer::timeout, &stream,
                     [&model] { model.emitEvents(*model.server.peers.last(), 20); });
    qint64 printed = 0;
    for (int turn = 0; turn < 5; ++turn) {
        Running tail(model, arguments);
        AWAIT_VERIFY(tail.last() > printed, 8000);
        stream.start();
        AWAIT_VERIFY(tail.last() > printed + 500, 8000);
        tail.signal(SIGTERM);
        QVERIFY(tail.finish(5000));
        stream.stop();
        QCOMPARE(tail.exitCode(), 130);
        QCOMPARE(tail.sequences.first(), printed + 1);
        QCOMPARE(gapIn(tail.sequences, printed + 1), QString());
        printed = tail.last();
    }
    QCOMPARE(model.identifies, 1);
    QCOMPARE(model.resumes, 4);
}

void TestFaultProcess::budgetUsedUp_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("rainy/tail") << QStringList{u"tail"_s};
    QTest::newRow("rainy/run") << QStringList{u"run"_s, u"--inspector-socket"_s, u"off"_s,
                                              u"--intents"_s, u"GUILDS"_s};
}

//! No IDENTIFY is sent, the reason is told, a stop is heard; after the reset it is asked again.
void TestFaultProcess::budgetUsedUp()
{
    QFETCH(QStringList, arguments);
    QTemporaryDir folder;
    if (arguments.first() == u"run")
        arguments << u"--state-dir"_s << folder.path();
    GatewayModel model;
    {
        Running bot(model, arguments, {}, {0, 90'000});
        AWAIT_VERIFY(bot.err().contains("1 shards need an IDENTIFY, 0 of 1000 are left"), 8000);
        QVERIFY2(bot.err().contains(" in 89 s, at ") || bot.err().contains(" in 90 s, at "),
                 bot.err().constData());
        QTest::qWait(300);
        QCOMPARE(model.identifies, 0);
        bot.signal(SIGTERM);
        QVERIFY(bot.finish(5000));
        QCOMPARE(bot.exitCode(), 130);
    }
    Running bot(model, arguments, {}, {0, 1500});
    AWAIT_VERIFY(bot.err().contains("are left until the reset"), 8000);
    QCOMPARE(model.identifies, 0);
    bot.budget = {1000, 0};
    AWAIT_COMPARE(model.identifies, 1, 8000);
    bot.signal(SIGTERM);
    QVERIFY(bot.finish(5000));
    QCOMPARE(bot.exitCode(), 130);
}

//! A token that is refused later: the shard would go on, and nothing would ever be answered.
void TestFaultProcess::tokenRefusedWhileRunning()
{
    QTemporaryDir folder;
    const QStringList arguments{u"run"_s,    u"--inspector-socket"_s, u"off"_s,     u"--intents"_s,
                                u"GUILDS"_s, u"--state-dir"_s,        folder.path()};
    GatewayModel model;
    {
        Running bot(model, arguments);
        AWAIT_COMPARE(model.identifies, 1, 8000);
        QTest::qWait(300);
        bot.signal(SIGTERM);
        QVERIFY(bot.finish(5000));
    }
    Running bot(model, arguments);
    model.onPayload = [&bot](RawPeer &, const QJsonObject &payload) {
        if (payload[u"op"_s].toInt() == 6)
            bot.budget.tokenIsRefused = true; // before it asks who it is
        return true;
    };
    QVERIFY(bot.finish(8000));
    QCOMPARE(bot.exitCode(), 3);
    QVERIFY2(bot.err().contains("DISCORD_TOKEN"), bot.err().constData());
    QCOMPARE(model.identifies, 1);
}

//! Two processes that kept their sessions in one file would each undo what the other one wrote.
void TestFaultProcess::sessionsInUse()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"sessions.json"_s);
    GatewayModel model;
    Running first(model, {u"tail"_s, u"--resume-file"_s, file});
    AWAIT_COMPARE(first.last(), 1 + model.before, 8000);
    for (const QStringList &arguments : {QStringList{u"tail"_s, u"--resume-file"_s, file},
                                         QStringList{u"run"_s, u"--inspector-socket"_s, u"off"_s,
                                                     u"--state-dir"_s, folder.path()}}) {
        Running second(model, arguments);
        QVERIFY(second.finish(8000));
        QCOMPARE(second.exitCode(), 2);
        QVERIFY2(second.err().contains("in use by another process"), second.err().constData());
        Running third(model, arguments);
        QTest::qWait(1000); // it waits for the file
        third.signal(SIGINT);
        QVERIFY(third.finish(1500));
        QCOMPARE(third.exitCode(), 130);
    }
    QCOMPARE(model.identifies, 1);
    first.signal(SIGKILL);
    QVERIFY(first.finish(5000));
    Running next(model, {u"tail"_s, u"--resume-file"_s, file});
    AWAIT_VERIFY(next.has("RESUMED"), 8000);
}

//! The token was reset while the shards waited: that does not pass by waiting on.
void TestFaultProcess::tokenRefusedWhileWaiting()
{
    QFETCH(QStringList, arguments);
    GatewayModel model;
    Running bot(model, arguments, {}, {0, 1000});
    AWAIT_VERIFY(bot.err().contains("are left until the reset"), 8000);
    bot.budget.tokenIsRefused = true;
    QVERIFY(bot.finish(8000));
    QCOMPARE(bot.exitCode(), 3);
    QVERIFY2(bot.err().contains("DISCORD_TOKEN"), bot.err().constData());
    QCOMPARE(model.identifies, 0);
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
