// SPDX-License-Identifier: MIT
#include <cordial/core/manualclock.h>
#include <cordial/net/clientobserver.h>
#include <cordial/net/exchange.h>

#include <QTest>

#include <vector>

using namespace Cordial;
using namespace Cordial::Net;
using namespace std::chrono_literals;

namespace {

//! Keeps every record of a request.
class Records : public MetricSink
{
public:
    std::vector<RequestRecord> requests;

    Records() { m_interest.store(~0U); }
    void report(const RequestRecord &record) override { requests.push_back(record); }
};

} // namespace

//! What the inspector is told of a request.
class tst_ClientObserver : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRecordAfterTheFirstByteSaysWhenThatWas();
    void aRequestThatWasNeverSentHasNoStart();
};

void tst_ClientObserver::everyRecordAfterTheFirstByteSaysWhenThatWas()
{
    ManualClock clock;
    clock.advance(1h);
    Records records;
    ClientObserver observer(clock, records, [](const auto &) { });
    Exchange exchange;
    exchange.seen(clock.now());
    observer.queued(exchange);
    clock.advance(2s);
    exchange.startedAt = clock.now();
    observer.started(exchange);
    clock.advance(30ms);
    Response answer;
    answer.status = 200;
    observer.finished(exchange, answer);

    QCOMPARE(records.requests.size(), size_t(3));
    const RequestRecord &end = records.requests.back();
    QCOMPARE(end.phase, RequestPhase::Finished);
    QCOMPARE(end.startedAt - end.queuedAt, std::chrono::nanoseconds(2s).count());
    QCOMPARE(end.at - end.startedAt, std::chrono::nanoseconds(30ms).count());
    QCOMPARE(records.requests[1].startedAt, end.startedAt);
}

void tst_ClientObserver::aRequestThatWasNeverSentHasNoStart()
{
    ManualClock clock;
    clock.advance(1h);
    Records records;
    ClientObserver observer(clock, records, [](const auto &) { });
    Exchange exchange;
    exchange.seen(clock.now());
    observer.finished(exchange,
                      makeError(ErrorCode::Cancelled, QStringLiteral("no longer wanted")));
    QCOMPARE(records.requests.at(0).startedAt, qint64(0));
}

QTEST_GUILESS_MAIN(tst_ClientObserver)
#include "tst_clientobserver.moc"
