// SPDX-License-Identifier: MIT
// `cordial bench` as a user runs it: one line of figures, and the exit code.
#include "gatewayprogram.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

#include <chrono>
#include <csignal>

using namespace Cordial;
using namespace Cordial::Testing;
using namespace Qt::StringLiterals;

class TestBench : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void gateway_data();
    void gateway();
    void endsWithoutItsCount();
    void interrupted();
    void rest();
};

namespace {

QJsonObject figuresOf(const Running &bench)
{
    return QJsonDocument::fromJson(bench.lines.value(bench.lines.size() - 1)).object();
}

QByteArray stampedMessage()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    const qint64 nanoseconds = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
    const QByteArray stamp = QByteArray::number(nanoseconds).rightJustified(20, '0');
    return R"({"id":"5","channel_id":"6","content":"t=)" + stamp + R"( hello"})";
}

} // namespace

void TestBench::gateway_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<bool>("isTimed");
    QTest::newRow("happy/typed") << QStringList{u"--typed"_s, u"MESSAGE_CREATE"_s} << true;
    QTest::newRow("happy/raw") << QStringList{u"--events"_s, u"MESSAGE_CREATE"_s} << true;
    QTest::newRow("happy/another type") << QStringList{u"--typed"_s, u"TYPING_START"_s} << false;
}

void TestBench::gateway()
{
    QFETCH(QStringList, arguments);
    QFETCH(bool, isTimed);
    const QByteArray ballast(600'000'000, 'x'); // ours, not the program's
    GatewayModel model;
    Running bench(model, QStringList{u"bench"_s, u"gateway"_s, u"--count"_s, u"5"_s} + arguments);
    bench.keepsLines = true;
    AWAIT_COMPARE(model.identifies, 1, 8000);
    RawPeer &peer = *model.server.peers.first();
    for (int i = 0; i < 8; ++i) {
        model.emitEvent(peer, "MESSAGE_CREATE", stampedMessage());
        model.emitEvent(peer, "TYPING_START", R"({"channel_id":"6","user_id":"7","timestamp":1})");
    }
    QVERIFY(bench.finish(8000));
    QCOMPARE(bench.exitCode(), 0);
    QCOMPARE(bench.lines.size(), 1);
    const QJsonObject figures = figuresOf(bench);
    QCOMPARE(figures[u"events"_s].toInt(), 5);
    QVERIFY(figures[u"wall_s"_s].toDouble() >= 0);
    QVERIFY(figures[u"peak_rss_kb"_s].toInt() > 1'000);
    QVERIFY(figures[u"peak_rss_kb"_s].toInt() < ballast.size() / 1024);
    const QJsonObject latency = figures[u"latency_us"_s].toObject();
    QCOMPARE(latency[u"p50"_s].isDouble(), isTimed);
    QCOMPARE(latency[u"p99"_s].isDouble(), isTimed);
    QVERIFY(!isTimed || latency[u"p99"_s].toDouble() > 0);
}

void TestBench::endsWithoutItsCount()
{
    GatewayModel model;
    Running bench(model,
                  {u"bench"_s, u"gateway"_s, u"--count"_s, u"1000"_s, u"--timeout"_s, u"1"_s});
    bench.keepsLines = true;
    QVERIFY(bench.finish(8000));
    QCOMPARE(bench.exitCode(), 1);
    QCOMPARE(figuresOf(bench)[u"events"_s].toInt(), 1 + model.before);
}

void TestBench::interrupted()
{
    GatewayModel model;
    Running bench(model, {u"bench"_s, u"gateway"_s});
    bench.keepsLines = true;
    AWAIT_COMPARE(model.identifies, 1, 8000);
    bench.signal(SIGINT);
    QVERIFY(bench.finish(5000));
    QCOMPARE(bench.exitCode(), 130);
    QVERIFY(figuresOf(bench).contains(u"events"_s));
}

void TestBench::rest()
{
    QTemporaryDir folder;
    QFile batch(folder.filePath(u"batch.jsonl"_s));
    QVERIFY(batch.open(QIODevice::WriteOnly));
    for (int i = 0; i < 20; ++i)
        batch.write("{\"id\":" + QByteArray::number(i) + R"(,"method":"GET","path":"/users/@me"})"
                    + '\n');
    batch.close();
    GatewayModel model;
    {
        Running bench(model, {u"bench"_s, u"rest"_s, u"--batch"_s, batch.fileName()});
        bench.keepsLines = true;
        QVERIFY(bench.finish(20'000));
        QCOMPARE(bench.exitCode(), 0);
        QCOMPARE(figuresOf(bench)[u"events"_s].toInt(), 20);
        QVERIFY(figuresOf(bench)[u"latency_us"_s].toObject()[u"p99"_s].toDouble() > 0);
    }
    QVERIFY(batch.open(QIODevice::Append));
    batch.write("{\"id\":1,\"method\":\"get\",\"path\":\"/x\"}\n");
    batch.close();
    Running bench(model, {u"bench"_s, u"rest"_s, u"--batch"_s, batch.fileName()});
    bench.keepsLines = true;
    QVERIFY(bench.finish(20'000));
    QCOMPARE(bench.exitCode(), 1);
    QVERIFY2(bench.err().contains("1 of the requests failed"), bench.err().constData());
}

QTEST_GUILESS_MAIN(TestBench)
#include "tst_bench.moc"
