// SPDX-License-Identifier: MIT
// What watching costs: wants(), report(), the host's drain and encoding, the inspector's decoding.
// Prints one line a measurement; `--check` ends with 1 where a bar of the design is missed.
#include "../unit/telemetry/loopback.h"

#include <cordial/telemetry/publisher.h>

#include <QCoreApplication>
#include <QStringList>
#include <QThread>

#include <cstdio>

using namespace Cordial;
using namespace Cordial::Test;
using namespace std::chrono_literals;

namespace {

bool s_missed = false;

void print(const char *what, double value, const char *unit, double bar)
{
    const bool missed = value > bar;
    s_missed = s_missed || missed;
    std::printf("%-52s %10.2f %-8s bar %g%s\n", what, value, unit, bar, missed ? "  MISSED" : "");
}

template <typename Fn>
double nsEach(quint64 count, Fn &&fn)
{
    const auto begin = std::chrono::steady_clock::now();
    for (quint64 i = 0; i < count; ++i)
        fn(i);
    const std::chrono::duration<double, std::nano> passed =
        std::chrono::steady_clock::now() - begin;
    return passed.count() / double(count);
}

void measureWants(const MetricSink &sink)
{
    quint64 wanted = 0;
    const double ns = nsEach(100'000'000, [&](quint64) {
        wanted += sink.wants(MetricStream::Requests) ? 1 : 0;
        asm volatile("" : "+r"(wanted));
    });
    print("wants() with nobody attached", ns, "ns", 1);
}

//! \brief The ring alone: what a bot's thread pays for one event.
void measurePush()
{
    Telemetry::RecordRing ring;
    const RequestRecord record = requestRecord(1);
    double total = 0;
    constexpr int kRounds = 2000;
    for (int round = 0; round < kRounds; ++round) {
        total += nsEach(500, [&](quint64 i) {
            (void)ring.push(MetricStream::Requests, record, qint64(i), false);
        });
        ring.beginRound();
        Telemetry::RecordRing::Record read;
        while (ring.peek(read))
            ring.release(read);
        ring.endRound();
    }
    print("RecordRing::push() of a request (544 bytes)", total / kRounds, "ns", 20);
}

//! \brief report() with a client attached and the telemetry thread at work.
void measureReport()
{
    SystemClock clock;
    Telemetry::Publisher publisher({{}, QStringLiteral("bench"), clock});
    const ShardRecord shard = shardRecord(1);
    double total = 0;
    constexpr int kRounds = 60;
    for (int round = 0; round < kRounds; ++round) {
        total += nsEach(1000, [&](quint64) { publisher.report(shard); });
        QThread::msleep(10);
    }
    print("Publisher::report() of a shard", total / kRounds, "ns", 20);
}

void measureIdle()
{
    SystemClock clock;
    Telemetry::Publisher publisher({{}, QStringLiteral("bench"), clock});
    QThread::msleep(3500);
    print("host thread with nobody attached", publisher.statistics().cost * 100, "% core", 0.05);
}

//! \brief Host and inspector in one thread, their times apart.
void measureEvents()
{
    ManualClock clock;
    Telemetry::Hub hub(clock, {});
    Viewer viewer(hub, clock);
    viewer.exchange();
    const RequestRecord record = requestRecord(1);
    constexpr quint64 kBatch = 2500; // 50 ms of 50,000 events/s
    double encode = 0;
    double decode = 0;
    constexpr int kRounds = 200;
    for (int round = 0; round < kRounds; ++round) {
        encode += nsEach(kBatch, [&](quint64) { hub.take(record); });
        hub.flush();
        decode += nsEach(1, [&](quint64) { viewer.exchange(); }) / double(kBatch);
        viewer.screen.requests.clear();
    }
    print("host, encoding one request", encode / kRounds, "ns", 200);
    print("  = of a core at 50,000 events/s", encode / kRounds * 50'000 / 1e7, "% core", 1);
    print("inspector, decoding one request", decode / kRounds, "ns", 5000);
    print("  = of a core at 200,000 events/s", decode / kRounds * 200'000 / 1e7, "% core", 100);
}

void measureSnapshot()
{
    ManualClock clock;
    Telemetry::Hub hub(clock, {});
    for (quint32 i = 0; i < 10'000; ++i)
        hub.take(shardRecord(i));
    Viewer viewer(hub, clock, 1U);
    const double ns = nsEach(1, [&](quint64) {
        while (viewer.screen.snapshotEnds.isEmpty()) {
            viewer.exchange();
            hub.flush();
        }
    });
    print("snapshot of 10,000 shards, both ends", ns / 1e6, "ms", 300);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    measureWants(MetricSink::none());
    measurePush();
    measureReport();
    measureEvents();
    measureSnapshot();
    measureIdle();
    return s_missed && QCoreApplication::arguments().contains(QStringLiteral("--check")) ? 1 : 0;
}
