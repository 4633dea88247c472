// SPDX-License-Identifier: MIT
#include <cordial/core/manualclock.h>
#include <cordial/sandbox/journal.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Cordial;
using namespace Cordial::Sandbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestJournal : public QObject
{
    Q_OBJECT

private:
    static QJsonObject parse(const QByteArray &text)
    {
        return QJsonDocument::fromJson(text).object();
    }

private Q_SLOTS:
    void readsOnWhereItStopped()
    {
        ManualClock clock;
        Journal journal(clock);
        for (int i = 0; i < 5; ++i)
            journal.add(i % 2 == 0 ? "request" : "dispatch", {{u"n"_s, i}});
        Journal::Filter filter;
        filter.kinds = {"request"};
        filter.limit = 2;
        QJsonObject page = parse(journal.read(filter));
        QCOMPARE(page.value("entries"_L1).toArray().size(), 2);
        filter.since = quint64(page.value("next"_L1).toInteger());
        page = parse(journal.read(filter));
        QCOMPARE(page.value("entries"_L1).toArray().size(), 1);
        QCOMPARE(page.value("entries"_L1).toArray().at(0).toObject().value("n"_L1).toInt(), 4);
        QCOMPARE(page.value("next"_L1).toInt(), 5);
    }

    void waitsForWhatMatches()
    {
        ManualClock clock;
        Journal journal(clock);
        QByteArray got;
        Journal::Filter filter;
        filter.kinds = {"person"};
        journal.wait(filter, 10s, [&](const QByteArray &text) { got = text; });
        journal.add("request", {});
        QVERIFY(got.isEmpty());
        journal.add("person", {{u"event"_s, u"x"_s}});
        QCOMPARE(parse(got).value("entries"_L1).toArray().size(), 1);
        got.clear();
        filter.since = journal.lastSeq();
        journal.wait(filter, 10s, [&](const QByteArray &text) { got = text; });
        clock.advance(9999ms);
        QVERIFY(got.isEmpty());
        clock.advance(1ms);
        QVERIFY(parse(got).value("entries"_L1).toArray().isEmpty());
        QCOMPARE(clock.pendingTimers(), 0);
    }

    void forgetsTheOldestAndCounts()
    {
        ManualClock clock;
        Journal journal(clock);
        for (qsizetype i = 0; i < Journal::kMostEntries + 10; ++i)
            journal.addRaw("request", {});
        QCOMPARE(journal.dropped(), quint64(10));
        Journal::Filter filter;
        filter.limit = 1;
        const QJsonArray entries = parse(journal.read(filter)).value("entries"_L1).toArray();
        QCOMPARE(entries.at(0).toObject().value("seq"_L1).toInt(), 11);
    }
};

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
