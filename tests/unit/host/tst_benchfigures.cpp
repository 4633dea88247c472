// SPDX-License-Identifier: MIT
#include <cordial/host/benchfigures.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace Cordial;
using namespace Cordial::Host;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestBenchFigures : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothing();
    void figures();
    void latenciesAreBounded();
    void stamps_data();
    void stamps();
};

void TestBenchFigures::nothing()
{
    const BenchFigures figures;
    QVERIFY(!figures.hasBegun());
    QCOMPARE(figures.line(7),
             QByteArray(R"({"events":0,"wall_s":0.000000,"cpu_s":0.000000,"events_per_s":0.0,)"
                        R"("latency_us":{"p50":null,"p99":null},"peak_rss_kb":7})"));
}

void TestBenchFigures::figures()
{
    BenchFigures figures;
    TimePoint now{5s};
    figures.begin(now, 100ms);
    for (int i = 1; i <= 100; ++i) {
        now += 10ms;
        figures.add(now,
                    i % 2 == 0 ? std::optional(std::chrono::nanoseconds(i * 1us)) : std::nullopt);
    }
    figures.end(350ms);
    QCOMPARE(figures.events(), 100U);
    const QJsonObject line = QJsonDocument::fromJson(figures.line(1234)).object();
    QCOMPARE(line[u"events"_s].toInt(), 100);
    QCOMPARE(line[u"wall_s"_s].toDouble(), 1.0);
    QCOMPARE(line[u"cpu_s"_s].toDouble(), 0.25);
    QCOMPARE(line[u"events_per_s"_s].toDouble(), 100.0);
    QCOMPARE(line[u"peak_rss_kb"_s].toInt(), 1234);
    // Of 2, 4, ... 100.
    QCOMPARE(line[u"latency_us"_s].toObject()[u"p50"_s].toDouble(), 52.0);
    QCOMPARE(line[u"latency_us"_s].toObject()[u"p99"_s].toDouble(), 100.0);
}

void TestBenchFigures::latenciesAreBounded()
{
    BenchFigures figures;
    figures.begin(TimePoint(), 0ns);
    for (size_t i = 0; i < BenchFigures::kMostLatencies; ++i)
        figures.add(TimePoint(), 1us);
    for (size_t i = 0; i < BenchFigures::kMostLatencies; ++i)
        figures.add(TimePoint(), 9us);
    const QJsonObject line = QJsonDocument::fromJson(figures.line(0)).object();
    QCOMPARE(line[u"latency_us"_s].toObject()[u"p50"_s].toDouble(), 9.0);
}

void TestBenchFigures::stamps_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<qint64>("nanoseconds"); // 0 = none
    QTest::newRow("happy/stamped") << QByteArray("t=00000001234567890123 hello") << 1234567890123LL;
    QTest::newRow("happy/alone") << QByteArray("t=00000000000000000001") << 1LL;
    QTest::newRow("rainy/nothing") << QByteArray() << 0LL;
    QTest::newRow("rainy/too short") << QByteArray("t=0000000123456789012") << 0LL;
    QTest::newRow("rainy/no digits") << QByteArray("t=0000000123456789012x") << 0LL;
    QTest::newRow("rainy/not set") << QByteArray("t=00000000000000000000") << 0LL;
    QTest::newRow("rainy/too large") << QByteArray("t=99999999999999999999") << 0LL;
    QTest::newRow("rainy/other text") << QByteArray("at=00000001234567890123") << 0LL;
}

void TestBenchFigures::stamps()
{
    QFETCH(QByteArray, content);
    QFETCH(qint64, nanoseconds);
    const auto stamp = stampIn({content.constData(), size_t(content.size())});
    QCOMPARE(stamp.has_value(), nanoseconds != 0);
    if (stamp)
        QCOMPARE(qint64(stamp->time_since_epoch().count()), nanoseconds);
}

QTEST_GUILESS_MAIN(TestBenchFigures)
#include "tst_benchfigures.moc"
