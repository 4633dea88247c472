// SPDX-License-Identifier: MIT
#include <cordial/core/manualclock.h>
#include <cordial/sandbox/faults.h>

#include <QTest>

using namespace Cordial;
using namespace Cordial::Sandbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void strikesAtItsTime()
    {
        ManualClock clock;
        Faults faults(clock);
        QByteArrayList struck;
        faults.strike = [&](const Fault &fault) { struck.append(fault.kind); };
        QVERIFY(faults.add({{u"kind"_s, u"drop"_s}}).isOk());
        QVERIFY(faults.add({{u"kind"_s, u"reconnect"_s}, {u"at"_s, 2.5}}).isOk());
        QCOMPARE(struck, (QByteArrayList{"drop"}));
        clock.advance(2499ms);
        QCOMPARE(struck.size(), 1);
        clock.advance(1ms);
        QCOMPARE(struck, (QByteArrayList{"drop", "reconnect"}));
        QVERIFY(faults.toJson().isEmpty());
    }

    void countsRequests()
    {
        ManualClock clock;
        Faults faults(clock);
        QVERIFY(faults
                    .add({{u"kind"_s, u"http_status"_s},
                          {u"status"_s, 502},
                          {u"count"_s, 2},
                          {u"method"_s, u"POST"_s},
                          {u"path"_s, u"/channels/*"_s}})
                    .isOk());
        QVERIFY(!faults.forRequest("GET", "/channels/1").has_value());
        QVERIFY(!faults.forRequest("POST", "/users/1").has_value());
        QVERIFY(faults.forRequest("POST", "/channels/1").has_value());
        QVERIFY(faults.forRequest("POST", "/channels/2/messages").has_value());
        QVERIFY(!faults.forRequest("POST", "/channels/1").has_value());
    }

    void countsDispatches()
    {
        ManualClock clock;
        Faults faults(clock);
        QVERIFY(
            faults.add({{u"kind"_s, u"drop"_s}, {u"after_events"_s, 3}, {u"shard"_s, 1}}).isOk());
        for (int i = 0; i < 10; ++i)
            QVERIFY(faults.afterDispatch(0).empty());
        QVERIFY(faults.afterDispatch(1).empty());
        QVERIFY(faults.afterDispatch(1).empty());
        QCOMPARE(faults.afterDispatch(1).size(), size_t(1));
        QVERIFY(faults.afterDispatch(1).empty());
    }

    void errors_data()
    {
        QTest::addColumn<QJsonObject>("spec");
        QTest::addColumn<QString>("error");
        QTest::newRow("rainy/kind")
            << QJsonObject{{u"kind"_s, u"explode"_s}} << u"fault.kind: must be one of"_s;
        QTest::newRow("rainy/key")
            << QJsonObject{{u"kind"_s, u"drop"_s}, {u"code"_s, 1}} << u"fault.code: unknown"_s;
        QTest::newRow("rainy/code") << QJsonObject{{u"kind"_s, u"close"_s}, {u"code"_s, 99}}
                                    << u"fault.code: must be a whole number"_s;
        QTest::newRow("rainy/how") << QJsonObject{{u"kind"_s, u"corrupt"_s}, {u"how"_s, u"x"_s}}
                                   << u"fault.how: must be one of"_s;
    }

    void errors()
    {
        QFETCH(QJsonObject, spec);
        QFETCH(QString, error);
        ManualClock clock;
        Faults faults(clock);
        const Result<quint64> added = faults.add(spec);
        QVERIFY(!added);
        QVERIFY2(added.error().message.startsWith(error), qPrintable(added.error().message));
    }
};

QTEST_GUILESS_MAIN(TestFaults)
#include "tst_faults.moc"
