// SPDX-License-Identifier: MIT
// What a queued request costs: memory, adding, finishing, cancelling, and whether the cost of one
// grows with how many wait. Prints one line a measurement; `--check` ends with 1 where a bar of the
// design is missed.
#include "../unit/net/fakenet.h"

#include <cordial/net/httpclient.h>
#include <cordial/net/ratelimitingsender.h>
#include <cordial/net/retryingsender.h>

#include <QCoreApplication>
#include <QFile>
#include <QStringList>

#include <chrono>
#include <cstdio>

#include <unistd.h>

using namespace Cordial;
using namespace Cordial::Net;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kMany = 100'000;
constexpr int kFew = 10'000;
constexpr double kBarCallback = 1024;
constexpr double kBarFuture = 1280; // a QFuture alone takes some 445
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kMeasuresMemory = false; // the sanitizer's own
#else
constexpr bool kMeasuresMemory = true;
#endif

bool s_missed = false;

void print(const char *what, double value, const char *unit, double bar)
{
    const bool missed = value > bar;
    s_missed = s_missed || missed;
    std::printf("%-56s %10.2f %-6s bar %g%s\n", what, value, unit, bar, missed ? "  MISSED" : "");
}

double residentBytes()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').at(1).toDouble() * double(sysconf(_SC_PAGESIZE));
}

double microsecondsEach(int count, const std::function<void()> &work)
{
    const auto begin = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::micro> passed =
        std::chrono::steady_clock::now() - begin;
    return passed.count() / count;
}

QString channel(int number, int channels)
{
    return u"/channels/%1/messages"_s.arg(number % channels + 1);
}

//! \brief Retrying over rate-limiting, as HttpClient has it, over a sender that holds everything.
struct Chain
{
    explicit Chain(Clock &clock)
    {
        auto server = std::make_unique<HeldSender>(clock);
        held = server.get();
        auto limiting = std::make_unique<RateLimitingSender>(
            std::move(server), RateLimiterConfig{.globalLimit = 1'000'000}, clock);
        limiter = &limiting->limiter();
        sender = std::make_unique<RetryingSender>(std::move(limiting), RetryPolicy{}, clock);
    }
    HeldSender *held = nullptr;
    RateLimiter *limiter = nullptr;
    std::unique_ptr<RetryingSender> sender;
};

//! \brief A whole client: what a plugin's call costs until it may go.
void measureMemory(const char *what, bool withFuture, double bar)
{
    SystemClock clock;
    HttpClient client(
        [&clock]() -> std::unique_ptr<Sender> { return std::move(Chain(clock).sender); }, clock,
        MetricSink::none());
    const QByteArray body = "{\"content\":\"" + QByteArray(100, 'b') + "\"}";
    constexpr double kSentBody = 114 + 60; // with the nonce
    std::vector<QFuture<Result<Response>>> replies;
    const auto post = [&](int i) {
        if (withFuture) {
            replies.push_back(client.post(channel(i, 50), body));
            return;
        }
        Request request;
        request.method = Method::Post;
        request.path = channel(i, 50);
        request.body = QByteArray(body.constData(), body.size());
        (void)client.submit(std::move(request), [](const Outcome &) { });
    };
    const auto settle = [&client] {
        // Everything handed over has been queued when a later order has been obeyed.
        const CancelToken token = CancelToken::create();
        Request last;
        last.path = u"/users/@me"_s;
        last.cancel = token;
        const auto reply = client.send(last);
        token.cancel();
        while (!reply.isFinished())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
    };
    for (int i = 0; i < 1000; ++i)
        post(i);
    settle();
    const double before = residentBytes();
    for (int i = 1000; i < kMany; ++i) {
        post(i);
        if (i % 5000 == 0)
            settle(); // what is on its way to the queue is not in it
    }
    settle();
    print(what, (residentBytes() - before) / (kMany - 1000) - kSentBody, "bytes", bar);
}

struct Costs
{
    double add = 0;
    double cancel = 0;
    double finish = 0;
    qsizetype timers = 0;
};

Costs measureCosts(int count, int channels)
{
    ManualClock clock;
    Chain chain(clock);
    int done = 0;
    std::vector<ExchangePtr> exchanges;
    exchanges.reserve(size_t(count));
    Costs costs;
    costs.add = microsecondsEach(count, [&] {
        for (int i = 0; i < count; ++i) {
            exchanges.push_back(exchangeOf(Method::Post, channel(i, channels), "{}"));
            chain.sender->start(exchanges.back(), [&done](const Result<Response> &) { ++done; });
        }
    });
    costs.timers = clock.pendingTimers();
    costs.cancel = microsecondsEach(count / 2, [&] {
        for (size_t i = 1; i < exchanges.size(); i += 2)
            chain.sender->cancel(exchanges.at(i));
    });
    costs.finish = microsecondsEach(count / 2, [&] {
        while (!chain.held->held.empty())
            chain.held->answer(chain.held->held.size() - 1, response(200));
    });
    if (done != count) {
        std::printf("only %d of %d requests ended  MISSED\n", done, count);
        s_missed = true;
    }
    return costs;
}

void measureGrowth(int channels)
{
    const Costs few = measureCosts(kFew, channels);
    const Costs many = measureCosts(kMany, channels);
    std::printf("-- %d requests over %d buckets\n", kMany, channels);
    print("adding one", many.add, "us", 200);
    print("cancelling one", many.cancel, "us", 200);
    print("sending and finishing one", many.finish, "us", 200);
    print("timers", double(many.timers), "", 1);
    // Ten times as many: a step of O(n) would cost ten times as much each.
    print("growth of adding", many.add / few.add, "times", 4);
    print("growth of cancelling", many.cancel / few.cancel, "times", 4);
    print("growth of finishing", many.finish / few.finish, "times", 4);
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    // One a process: memory that has been freed is used again.
    const bool withFuture = QCoreApplication::arguments().contains(u"--future"_s);
    if (kMeasuresMemory)
        measureMemory("memory of a queued request beside its body", withFuture,
                      withFuture ? kBarFuture : kBarCallback);
    measureGrowth(1);
    measureGrowth(500);
    return s_missed && QCoreApplication::arguments().contains(u"--check"_s) ? 1 : 0;
}
