// SPDX-License-Identifier: MIT
#include <cordial/core/canceltoken.h>

#include <QtTest>

#include <vector>

using namespace Cordial;

class TestCancelToken : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void callsEachOnce()
    {
        const CancelToken token = CancelToken::create();
        int calls = 0;
        const auto first = token.onCancel([&] { ++calls; });
        const auto second = token.onCancel([&] { ++calls; });
        token.cancel();
        token.cancel();
        QCOMPARE(calls, 2);
        QVERIFY(token.isCancelled());
    }

    void endedRegistrationIsSilent()
    {
        const CancelToken token = CancelToken::create();
        int calls = 0;
        {
            const auto registration = token.onCancel([&] { ++calls; });
        }
        token.cancel();
        QCOMPARE(calls, 0);
    }

    void tooLateIsAtOnce()
    {
        const CancelToken token = CancelToken::create();
        token.cancel();
        int calls = 0;
        const auto registration = token.onCancel([&] { ++calls; });
        QCOMPARE(calls, 1);
    }

    void defaultTokenIsInert()
    {
        const CancelToken token;
        const auto registration = token.onCancel([] { QFAIL("must not be called"); });
        token.cancel();
        QVERIFY(!token.canBeCancelled() && !token.isCancelled());
    }

    void assignmentEndsTheOldOne()
    {
        const CancelToken token = CancelToken::create();
        int calls = 0;
        auto registration = token.onCancel([&] { calls += 1; });
        registration = token.onCancel([&] { calls += 10; });
        token.cancel();
        QCOMPARE(calls, 10);
    }

    void manyShortUsesOfALongLivedToken()
    {
        const CancelToken token = CancelToken::create();
        std::vector<CancelToken::Registration> live;
        int calls = 0;
        for (int i = 0; i < 100'000; ++i) {
            auto registration = token.onCancel([&] { ++calls; });
            if (i % 1000 == 0)
                live.push_back(std::move(registration));
        }
        token.cancel();
        QCOMPARE(calls, 100);
    }
};

QTEST_GUILESS_MAIN(TestCancelToken)
#include "tst_canceltoken.moc"
