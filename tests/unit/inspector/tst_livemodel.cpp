// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logmodel.h"
#include "models/requestmodel.h"
#include "models/shardmodel.h"

#include <cordial/core/manualclock.h>

#include <QAbstractItemModelTester>
#include <QTest>

#include <random>

using namespace Qt::StringLiterals;
using namespace Cordial;
using namespace Cordial::Inspector;

namespace {

//! What the request table should hold, done the slow and obvious way.
struct Oracle
{
    struct Row
    {
        quint64 id = 0;
        quint16 status = 0;
        QByteArray plugin;
    };
    QList<Row> rows;
    QString filter;
    int sortColumn = -1;
    bool descending = false;
    size_t capacity = 0;

    void append(const QList<Row> &fresh)
    {
        const auto total = static_cast<size_t>(rows.size() + fresh.size());
        if (total > capacity) {
            const size_t chunk = qMin<size_t>(4096, capacity / 4);
            rows.remove(0,
                        static_cast<qsizetype>(qMin<size_t>(static_cast<size_t>(rows.size()),
                                                            qMax(total - capacity, chunk))));
        }
        rows += fresh;
    }

    [[nodiscard]] QList<quint64> visible() const
    {
        QList<Row> shown;
        for (const Row &row : rows) {
            if (filter.isEmpty() || row.plugin == filter.toUtf8())
                shown.append(row);
        }
        if (sortColumn == RequestModel::Plugin) {
            std::stable_sort(shown.begin(), shown.end(), [this](const Row &a, const Row &b) {
                return descending ? b.plugin < a.plugin : a.plugin < b.plugin;
            });
        } else if (sortColumn == RequestModel::Status) {
            std::stable_sort(shown.begin(), shown.end(), [this](const Row &a, const Row &b) {
                return descending ? b.status < a.status : a.status < b.status;
            });
        }
        QList<quint64> ids;
        for (const Row &row : shown)
            ids.append(row.id);
        return ids;
    }
};

QList<quint64> idsOf(const RequestModel &model)
{
    QList<quint64> ids;
    for (int row = 0; row < model.rowCount(); ++row)
        ids.append(model.rowAt(row).event.id);
    return ids;
}

RequestEvent finished(const Oracle::Row &row)
{
    RequestEvent event;
    event.id = row.id;
    event.phase = RequestPhase::Finished;
    event.status = row.status;
    event.plugin = row.plugin;
    return event;
}

} // namespace

class tst_LiveModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void randomAgainstOracle_data();
    void randomAgainstOracle();
    void selectionFollowsItsRow();
    void pauseKeepsTheTableStill();
    void pausedMemoryIsBounded();
    void snapshotForgetsWhatItDoesNotName();
    void hostWithTooManyRowsIsBounded();
    void logRepeatsAreOneRow();
    void logLevelHides();
};

void tst_LiveModel::randomAgainstOracle_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 12; ++seed)
        QTest::addRow("happy/seed %u", seed) << seed;
}

void tst_LiveModel::randomAgainstOracle()
{
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    const auto below = [&random](int n) {
        return static_cast<int>(random() % static_cast<unsigned>(n));
    };
    ManualClock clock;
    RequestModel model(clock);
    model.setCapacity(200);
    Oracle oracle;
    oracle.capacity = 200;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QList<QPair<QPersistentModelIndex, quint64>> marks;
    quint64 nextId = 1;
    for (int step = 0; step < 300; ++step) {
        switch (below(6)) {
        case 0:
        case 1:
        case 2: {
            QList<Oracle::Row> fresh;
            QList<RequestEvent> events;
            for (int i = below(40); i > 0; --i) {
                fresh.append({nextId++, static_cast<quint16>(200 + below(5)),
                              "p" + QByteArray::number(below(4))});
                events.append(finished(fresh.last()));
            }
            model.arrive(events);
            model.flush();
            oracle.append(fresh);
            break;
        }
        case 3: {
            QList<RequestEvent> events;
            for (Oracle::Row &row : oracle.rows) {
                if (below(10) != 0)
                    continue;
                row.status = static_cast<quint16>(200 + below(5));
                row.plugin = "p" + QByteArray::number(below(4));
                events.append(finished(row));
            }
            model.arrive(events);
            model.flush();
            break;
        }
        case 4:
            oracle.filter = below(3) == 0 ? QString() : u"p%1"_s.arg(below(4));
            model.setFilter(TextFilter::parse(
                oracle.filter.isEmpty() ? QString() : u"plugin:"_s + oracle.filter));
            break;
        default:
            oracle.descending = below(2) == 0;
            oracle.sortColumn = below(3) == 0 ? -1
                : below(2) == 0               ? int(RequestModel::Plugin)
                                              : int(RequestModel::Status);
            model.sort(oracle.sortColumn,
                       oracle.descending ? Qt::DescendingOrder : Qt::AscendingOrder);
        }
        QCOMPARE(idsOf(model), oracle.visible());
        QCOMPARE(model.totalCount(), oracle.rows.size());
        for (const auto &[index, id] : std::as_const(marks)) {
            if (index.isValid())
                QCOMPARE(model.rowAt(index.row()).event.id, id);
        }
        if (model.rowCount() > 0 && marks.size() < 40) {
            const int row = below(model.rowCount());
            marks.append({QPersistentModelIndex(model.index(row, 1)), model.rowAt(row).event.id});
        }
    }
}

void tst_LiveModel::selectionFollowsItsRow()
{
    ManualClock clock;
    ShardModel model(clock);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QList<ShardRow> rows(20);
    for (int i = 0; i < 20; ++i) {
        rows[i].shard = static_cast<quint32>(i);
        rows[i].latencyUs = 1000 * (20 - i);
    }
    model.change(rows, {});
    model.flush();
    const QPersistentModelIndex seven(model.index(7, 0));
    model.sort(ShardModel::Latency, Qt::AscendingOrder);
    QCOMPARE(seven.row(), 12);
    rows[7].latencyUs = 1;
    model.change({rows[7]}, {});
    model.flush();
    QCOMPARE(seven.row(), 0);
    model.change({}, {3, 4, 5});
    model.flush();
    QCOMPARE(model.rowAt(seven.row()).shard, 7U);
    QCOMPARE(model.rowCount(), 17);
    model.change({}, {7});
    model.flush();
    QVERIFY(!seven.isValid());
}

void tst_LiveModel::pauseKeepsTheTableStill()
{
    ManualClock clock;
    RequestModel model(clock);
    model.arrive({finished({1, 200, "a"})});
    model.flush();
    model.setPaused(true);
    model.arrive({finished({2, 200, "a"}), finished({3, 200, "a"}), finished({1, 404, "a"})});
    model.flush();
    QCOMPARE(idsOf(model), QList<quint64>{1});
    QCOMPARE(model.rowAt(0).event.status, quint16(200));
    QCOMPARE(model.pendingCount(), 2);
    model.setPaused(false);
    QCOMPARE(idsOf(model), (QList<quint64>{1, 2, 3}));
    QCOMPARE(model.rowAt(0).event.status, quint16(404));
    QCOMPARE(model.pendingCount(), 0);
}

void tst_LiveModel::pausedMemoryIsBounded()
{
    ManualClock clock;
    RequestModel model(clock);
    model.setCapacity(100);
    model.setPaused(true);
    for (quint64 id = 1; id <= 1000; ++id)
        model.arrive({finished({id, 200, "a"})});
    QCOMPARE(model.pendingCount(), 100);
    QCOMPARE(model.droppedCount(), quint64(900));
    model.setPaused(false);
    QCOMPARE(model.rowCount(), 100);
    QCOMPARE(model.rowAt(99).event.id, quint64(1000));
}

void tst_LiveModel::snapshotForgetsWhatItDoesNotName()
{
    ManualClock clock;
    ShardModel model(clock);
    QList<ShardRow> rows(3);
    for (int i = 0; i < 3; ++i)
        rows[i].shard = static_cast<quint32>(i);
    model.change(rows, {});
    model.flush();
    const QPersistentModelIndex two(model.index(2, 0));
    model.beginSnapshot();
    model.change({rows[0], rows[2]}, {});
    model.endSnapshot();
    model.flush();
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.rowAt(two.row()).shard, 2U);
}

void tst_LiveModel::hostWithTooManyRowsIsBounded()
{
    ManualClock clock;
    ShardModel model(clock);
    QList<ShardRow> rows(25'000);
    for (int i = 0; i < rows.size(); ++i)
        rows[i].shard = static_cast<quint32>(i);
    model.change(rows, {});
    model.flush();
    QCOMPARE(model.totalCount(), 20'000);
    QCOMPARE(model.droppedCount(), quint64(5'000));
}

void tst_LiveModel::logRepeatsAreOneRow()
{
    ManualClock clock;
    LogModel model(clock);
    LogLine line;
    line.text = "again";
    model.arrive({line, line});
    model.flush();
    model.arrive({line});
    line.text = "other";
    model.arrive({line});
    model.flush();
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.rowAt(0).repeats, 3U);
    QCOMPARE(model.cell(0, LogModel::Repeats).text, u"\u00d73"_s);
    QCOMPARE(model.cell(1, LogModel::Repeats).text, QString());
}

void tst_LiveModel::logLevelHides()
{
    ManualClock clock;
    LogModel model(clock);
    QList<LogLine> lines(4);
    for (int i = 0; i < 4; ++i) {
        lines[i].level = static_cast<quint8>(i);
        lines[i].text = QByteArray::number(i);
    }
    model.arrive(lines);
    model.flush();
    model.setMinimumLevel(2);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.rowAt(0).line.level, quint8(2));
    model.setMinimumLevel(0);
    QCOMPARE(model.rowCount(), 4);
}

QTEST_GUILESS_MAIN(tst_LiveModel)
#include "tst_livemodel.moc"
