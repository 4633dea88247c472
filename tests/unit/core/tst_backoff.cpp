// SPDX-License-Identifier: MIT
#include <cordial/core/backoff.h>

#include <QtTest>

using namespace Cordial;
using namespace std::chrono_literals;

class TestBackoff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doublesUpToTheCap()
    {
        Backoff backoff({.base = 1000ms, .cap = 60'000ms, .least = 0ms}, [] { return 0.5; });
        QList<qint64> waits;
        for (int i = 0; i < 9; ++i)
            waits.append(backoff.next().count());
        QCOMPARE(waits, (QList<qint64>{500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000}));
        backoff.reset();
        QCOMPARE(backoff.next(), 500ms);
    }

    void jitterCoversTheWholeRange()
    {
        double next = 0.0;
        Backoff backoff({.base = 1000ms, .cap = 60'000ms, .least = 50ms}, [&] { return next; });
        QCOMPARE(backoff.next(), 50ms);
        next = 0.999999;
        QCOMPARE(backoff.next(), 1999ms);
    }

    void manyAttemptsStayDefined()
    {
        Backoff backoff({.base = 1000ms, .cap = 60'000ms, .least = 0ms}, [] { return 0.9999; });
        for (int i = 0; i < 1000; ++i)
            QVERIFY(backoff.next() <= 60'000ms);
        QCOMPARE(backoff.attempts(), 1000);
    }
};

QTEST_GUILESS_MAIN(TestBackoff)
#include "tst_backoff.moc"
