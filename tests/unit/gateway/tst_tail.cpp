// SPDX-License-Identifier: MIT
// The parts of `cordial tail` that need no network.
#include <cordial/host/taillines.h>
#include <cordial/host/tailoptions.h>
#include <cordial/host/tailoutput.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

using namespace Cordial;
using namespace Cordial::Host;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Pipe
{
    Pipe()
    {
        if (::pipe2(ends, O_CLOEXEC) == 0)
            ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    }
    ~Pipe()
    {
        closeReader();
        ::close(ends[1]);
    }
    void closeReader()
    {
        if (ends[0] >= 0)
            ::close(ends[0]);
        ends[0] = -1;
    }
    QByteArray read()
    {
        QByteArray all;
        char bytes[65536];
        for (ssize_t count = 0; (count = ::read(ends[0], bytes, sizeof bytes)) > 0;)
            all.append(bytes, count);
        return all;
    }
    int ends[2] = {-1, -1};
};

} // namespace

class TestTail : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void options_data();
    void options();
    void dispatchLines_data();
    void dispatchLines();
    void lifecycle();
    void outputNeverBlocks();
    void outputTellsWhatIsWritten();
    void readerGoesAway();
};

void TestTail::options_data()
{
    QTest::addColumn<QString>("flag");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("ok");
    const auto row = [](const char *flag, const char *value, bool ok) {
        QTest::addRow("%s/--%s %s", ok ? "happy" : "rainy", flag, value)
            << QString::fromLatin1(flag) << QString::fromLatin1(value) << ok;
    };
    for (const char *value : {"auto", "1", "1000"})
        row("shards", value, true);
    for (const char *value : {"0", "-1", "x", "1.5", "+3", "99999999999"})
        row("shards", value, false);
    for (const char *value : {"0-0", "0-3", "2-3"})
        row("shard-range", value, true);
    for (const char *value : {"3", "3-1", "0-4", "-1-2", "a-b", "0-1-2", "0-"})
        row("shard-range", value, false);
    for (const char *value : {"none", "zlib-stream", "zstd-stream"})
        row("compress", value, true);
    row("compress", "gzip", false);
    row("intents", "GUILDS,GUILD_MESSAGES", true);
    row("intents", "513", true);
    row("intents", "GUILDS,NOPE", false);
    row("count", "1", true);
    for (const char *value : {"0", "-1", "x", "1.5"})
        row("count", value, false);
    row("timeout", "0.5", true);
    for (const char *value : {"0", "-1", "nan", "inf", "x"})
        row("timeout", value, false);
    row("events", "READY,MESSAGE_CREATE", true);
    row("events", "READY,,X", false);
}

void TestTail::options()
{
    QFETCH(QString, flag);
    QFETCH(QString, value);
    QFETCH(bool, ok);
    RawTailOptions raw;
    const std::string text = value.toStdString();
    if (flag == u"shards")
        raw.shards = text;
    else if (flag == u"shard-range") {
        raw.shards = "4";
        raw.shardRange = text;
    } else if (flag == u"compress")
        raw.compress = text;
    else if (flag == u"intents")
        raw.intents = text;
    else if (flag == u"count")
        raw.count = text;
    else if (flag == u"timeout")
        raw.timeout = text;
    else
        raw.events = text;
    const auto parsed = parseTailOptions(raw);
    QCOMPARE(parsed.isOk(), ok);
    if (!ok)
        QVERIFY2(parsed.error().message.contains(u"--"_s + flag),
                 qPrintable(parsed.error().message));
}

void TestTail::dispatchLines_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<qint64>("sequence");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("happy/as it came")
        << QByteArray("X") << qint64(5) << QByteArray(R"({"n":1.50,"big":123456789012345678901})")
        << QByteArray(R"({"shard":2,"s":5,"t":"X","d":{"n":1.50,"big":123456789012345678901}})"
                      "\n");
    QTest::newRow("happy/null sequence") << QByteArray("X") << qint64(-1) << QByteArray("null")
                                         << QByteArray(R"({"shard":2,"s":null,"t":"X","d":null})"
                                                       "\n");
    QTest::newRow("happy/line breaks between values")
        << QByteArray("X") << qint64(1) << QByteArray("{\r\n\"a\":\n1}")
        << QByteArray("{\"shard\":2,\"s\":1,\"t\":\"X\",\"d\":{  \"a\": 1}}\n");
    QTest::newRow("happy/escaped name") << QByteArray(R"(A\"B)") << qint64(1) << QByteArray("{}")
                                        << QByteArray(R"({"shard":2,"s":1,"t":"A\"B","d":{}})"
                                                      "\n");
}

void TestTail::dispatchLines()
{
    QFETCH(QByteArray, type);
    QFETCH(qint64, sequence);
    QFETCH(QByteArray, data);
    QByteArray out;
    appendDispatchLine({2, sequence, type, data, 0}, out);
    QTEST(out, "line");
}

void TestTail::lifecycle()
{
    Gateway::ShardEvent event;
    event.shard = 3;
    event.kind = Gateway::ShardEvent::Kind::Waiting;
    event.reason = u"identify slot"_s;
    event.wait = 5000ms;
    const WallTime now = std::chrono::sys_days(std::chrono::year(2026) / 1 / 2);
    const QJsonObject line = QJsonDocument::fromJson(lifecycleLine(event, now)).object();
    QCOMPARE(line[u"shard"_s].toInt(), 3);
    QCOMPARE(line[u"state"_s].toString(), u"waiting"_s);
    QCOMPARE(line[u"reason"_s].toString(), u"identify slot, until 2026-01-02T00:00:05.000Z"_s);
    QCOMPARE(line[u"wait_ms"_s].toInt(), 5000);
}

void TestTail::outputNeverBlocks()
{
    Pipe pipe;
    TailOutput output(pipe.ends[1]);
    QByteArray expected;
    for (int i = 0; i < 4000; ++i) {
        const QByteArray line = QByteArray::number(i) + QByteArray(1000, 'x') + '\n';
        expected += line;
        output.buffer() += line;
        output.commit(); // nobody reads: must come back
    }
    QVERIFY(output.isFull() && !output.isEmpty());
    QSignalSpy drained(&output, &TailOutput::drained);
    QByteArray got;
    QTRY_VERIFY_WITH_TIMEOUT((got += pipe.read(), got.size() == expected.size()), 10000);
    QVERIFY(got == expected);
    QTRY_VERIFY(output.isEmpty());
    QVERIFY(!drained.isEmpty());
}

void TestTail::outputTellsWhatIsWritten()
{
    Pipe pipe;
    TailOutput output(pipe.ends[1]);
    QList<qint64> marks;
    connect(&output, &TailOutput::marked, &output,
            [&marks](const TailOutput::Mark &mark) { marks << mark.sequence; });
    output.mark({0, 0, 1}); // filtered, with nothing before it
    output.commit();
    QCOMPARE(marks, QList<qint64>{1});
    const QByteArray large(300'000, 'x'); // more than a pipe holds
    output.buffer() += large;
    output.mark({0, 0, 2});
    output.mark({0, 0, 3}); // filtered behind it
    output.commit();
    QCOMPARE(marks, QList<qint64>{1});
    QByteArray got;
    QTRY_VERIFY_WITH_TIMEOUT((got += pipe.read(), got.size() == large.size()), 5000);
    QTRY_COMPARE(marks, (QList<qint64>{1, 3}));
}

void TestTail::readerGoesAway()
{
    std::signal(SIGPIPE, SIG_IGN);
    Pipe pipe;
    TailOutput output(pipe.ends[1]);
    QSignalSpy closed(&output, &TailOutput::closed);
    pipe.closeReader();
    output.buffer() += "line\n";
    output.commit();
    QTRY_COMPARE(closed.size(), 1);
    QVERIFY(output.isClosed());
    output.buffer() += "more\n";
    output.commit();
    QVERIFY(output.isEmpty());
}

QTEST_GUILESS_MAIN(TestTail)
#include "tst_tail.moc"
