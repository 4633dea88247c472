// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bucketmodel.h"
#include "models/requestmodel.h"

#include <cordial/core/manualclock.h>

#include <QLocale>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Cordial;
using namespace Cordial::Inspector;

namespace {

qint64 nanoseconds(const Clock &clock)
{
    return std::chrono::nanoseconds(clock.now().time_since_epoch()).count();
}

} // namespace

class tst_RequestModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void lifeOfARequest();
    void strayEventAfterTheEndChangesNothing();
    void lostEndIsSaidToBeUnknown();
    void curlKeepsTheTokenOut();
    void bucketCountsDownByItself();
    void frozenClockStandsStill();
    void drainTimeCountsWindows();
};

void tst_RequestModel::lifeOfARequest()
{
    ManualClock clock;
    clock.advance(1h);
    RequestModel model(clock);
    RequestEvent event;
    event.id = 9;
    event.method = "POST";
    event.path = "/channels/1/messages";
    event.queuedAt = event.at = nanoseconds(clock);
    event.phase = RequestPhase::Waiting;
    event.reason = WaitReason::Bucket;
    event.waitUntil = event.at + 2'000'000'000;
    model.arrive({event});
    model.flush();
    QVERIFY(model.isTicking());
    QCOMPARE(model.openByReason()[size_t(WaitReason::Bucket)], 1);
    clock.advance(1500ms);
    QCOMPARE(model.cell(0, RequestModel::Wait).text, u"1.50\u00a0s"_s);
    QCOMPARE(model.cell(0, RequestModel::Reason).hatch, Hatch::Rising);

    clock.advance(500ms);
    event.phase = RequestPhase::Started;
    event.reason = WaitReason::None;
    event.startedAt = event.at = nanoseconds(clock);
    event.attempts = 1;
    model.arrive({event});
    clock.advance(80ms);
    event.phase = RequestPhase::Finished;
    event.status = 200;
    event.at = nanoseconds(clock);
    model.arrive({event});
    model.flush();
    QCOMPARE(model.rowCount(), 1);
    QVERIFY(!model.isTicking());
    QCOMPARE(model.cell(0, RequestModel::Status).text, u"200"_s);
    QCOMPARE(model.cell(0, RequestModel::Status).shape, Shape::Check);
    QCOMPARE(model.cell(0, RequestModel::Wait).text, u"2.00\u00a0s"_s);
    QCOMPARE(model.cell(0, RequestModel::Total).text, u"2.08\u00a0s"_s);
    // What it waited for stays readable after the end.
    QCOMPARE(model.rowAt(0).waitedFor, WaitReason::Bucket);
    clock.advance(10s);
    QCOMPARE(model.cell(0, RequestModel::Total).text, u"2.08\u00a0s"_s);
}

void tst_RequestModel::strayEventAfterTheEndChangesNothing()
{
    ManualClock clock;
    RequestModel model(clock);
    RequestEvent event;
    event.id = 1;
    event.phase = RequestPhase::Cancelled;
    event.at = 5;
    model.arrive({event});
    event.phase = RequestPhase::Waiting;
    model.arrive({event});
    model.flush();
    QCOMPARE(model.rowAt(0).event.phase, RequestPhase::Cancelled);
    QVERIFY(!model.isTicking());
}

void tst_RequestModel::lostEndIsSaidToBeUnknown()
{
    ManualClock clock;
    clock.advance(1h);
    RequestModel model(clock);
    RequestEvent event;
    event.id = 1;
    event.phase = RequestPhase::Started;
    event.queuedAt = event.startedAt = event.at = nanoseconds(clock);
    model.arrive({event});
    model.flush();
    clock.advance(10s);
    model.noteLoss();
    clock.advance(30s);
    model.flush();
    QVERIFY(model.isTicking());
    clock.advance(40s);
    model.flush();
    QVERIFY(!model.isTicking());
    QVERIFY(model.rowAt(0).cutOff);
    QCOMPARE(model.cell(0, RequestModel::Status).shape, Shape::Dash);
}

void tst_RequestModel::curlKeepsTheTokenOut()
{
    RequestEvent event;
    event.method = "GET";
    event.path = "/guilds/1/it's";
    const QString command = RequestModel::curlCommand(event);
    QVERIFY(command.contains(u"$DISCORD_TOKEN"));
    QVERIFY(command.endsWith(u"'https://discord.com/api/v10/guilds/1/it'\\''s'"));
}

void tst_RequestModel::bucketCountsDownByItself()
{
    ManualClock clock;
    clock.advance(1h);
    BucketModel model(clock);
    BucketRow row;
    row.key = "a:1";
    row.limit = 5;
    row.remaining = 0;
    row.resetAt = nanoseconds(clock) + 5'000'000'000;
    row.windowNs = 5'000'000'000;
    model.change({row}, {});
    model.flush();
    QCOMPARE(model.cell(0, BucketModel::Reset).text, u"5.0\u00a0s"_s);
    QCOMPARE(model.cell(0, BucketModel::Reset).end, 1.0);
    clock.advance(2500ms);
    QCOMPARE(model.cell(0, BucketModel::Reset).text, u"2.5\u00a0s"_s);
    QCOMPARE(model.cell(0, BucketModel::Reset).end, 0.5);
    QCOMPARE(model.cell(0, BucketModel::Remaining).filled, 0);
    clock.advance(3s);
    QCOMPARE(model.cell(0, BucketModel::Remaining).filled, 5);
    QVERIFY(!model.isTicking());
}

void tst_RequestModel::frozenClockStandsStill()
{
    ManualClock clock;
    clock.advance(1h);
    BucketModel model(clock);
    BucketRow row;
    row.key = "a:1";
    row.resetAt = nanoseconds(clock) + 5'000'000'000;
    row.windowNs = 5'000'000'000;
    model.change({row}, {});
    model.flush();
    model.setFrozenAt(nanoseconds(clock));
    clock.advance(4s);
    QCOMPARE(model.cell(0, BucketModel::Reset).text, u"5.0\u00a0s"_s);
    model.setFrozenAt(std::nullopt);
    QCOMPARE(model.cell(0, BucketModel::Reset).text, u"1.0\u00a0s"_s);
}

void tst_RequestModel::drainTimeCountsWindows()
{
    ManualClock clock;
    clock.advance(1h);
    BucketModel model(clock);
    BucketRow row;
    row.limit = 5;
    row.remaining = 0;
    row.queued = 12;
    row.windowNs = 5'000'000'000;
    row.resetAt = nanoseconds(clock) + 1'000'000'000;
    // Five after 1 s, five after 6 s, the last two after 11 s.
    QCOMPARE(model.drainTime(row), 11'000'000'000);
    row.queued = 0;
    QCOMPARE(model.drainTime(row), 0);
}

QTEST_GUILESS_MAIN(tst_RequestModel)
#include "tst_requestmodel.moc"
