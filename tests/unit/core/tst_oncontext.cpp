// SPDX-License-Identifier: MIT
#include <cordial/core/clock.h>
#include <cordial/core/oncontext.h>

#include <QThread>
#include <QtTest>

#include <memory>
#include <optional>
#include <string>

using namespace Cordial;

class TestOnContext : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsThroughTheEventLoop()
    {
        QPromise<Result<int>> promise;
        promise.start();
        int seen = 0;
        onContext(promise.future(), this, [&](const Result<int> &result) { seen = *result; });
        promise.addResult(Result<int>(5));
        promise.finish();
        QCOMPARE(seen, 0);
        QTRY_COMPARE(seen, 5);
    }

    void whatAPluginGoesOnWithIsItsOwn()
    {
        std::string seen;
        std::string seenByTimer;
        SystemClock clock;
        const auto timer = clock.makeTimer();
        {
            const PluginScope scope("welcome");
            onContext(finishedFuture(Result<int>(1)), this,
                      [&](const Result<int> &) { seen = PluginScope::current(); });
            timer->start(std::chrono::milliseconds(1),
                         [&] { seenByTimer = PluginScope::current(); });
        }
        QTRY_COMPARE(seen, std::string("welcome"));
        QTRY_COMPARE(seenByTimer, std::string("welcome"));
        QVERIFY(PluginScope::current().empty());
    }

    void everyContinuationRuns()
    {
        const QFuture<Result<int>> future = finishedFuture(Result<int>(1));
        int calls = 0;
        onContext(future, this, [&](const Result<int> &) { ++calls; });
        onContext(future, this, [&](const Result<int> &) { ++calls; });
        QTRY_COMPARE(calls, 2);
    }

    void deadContextIsNotCalled()
    {
        QPromise<Result<int>> promise;
        promise.start();
        auto context = std::make_unique<QObject>();
        bool called = false;
        onContext(promise.future(), context.get(), [&](const Result<int> &) { called = true; });
        context.reset();
        promise.addResult(Result<int>(1));
        promise.finish();
        bool later = false;
        onContext(promise.future(), this, [&](const Result<int> &) { later = true; });
        QTRY_VERIFY(later);
        QVERIFY(!called);
    }

    void droppedPromiseIsCancelled()
    {
        std::optional<QPromise<Result<int>>> promise(std::in_place);
        promise->start();
        std::optional<ErrorCode> code;
        onContext(promise->future(), this,
                  [&](const Result<int> &result) { code = result.error().code; });
        promise.reset();
        QTRY_VERIFY(code.has_value());
        QCOMPARE(*code, ErrorCode::Cancelled);
    }

    void finishedInAnotherThread()
    {
        QPromise<Result<int>> promise;
        promise.start();
        QThread *thread = nullptr;
        onContext(promise.future(), this,
                  [&](const Result<int> &) { thread = QThread::currentThread(); });
        const std::unique_ptr<QThread> worker(QThread::create([&] {
            promise.addResult(Result<int>(1));
            promise.finish();
        }));
        worker->start();
        QTRY_COMPARE(thread, QThread::currentThread());
        worker->wait();
    }
};

QTEST_GUILESS_MAIN(TestOnContext)
#include "tst_oncontext.moc"
