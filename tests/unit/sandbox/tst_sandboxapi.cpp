// SPDX-License-Identifier: MIT
#include <cordial/core/manualclock.h>
#include <cordial/sandbox/api.h>
#include <cordial/sandbox/worldfile.h>

#include <QJsonDocument>
#include <QTest>

#include <stdexcept>

using namespace Cordial;
using namespace Cordial::Sandbox;
using namespace Qt::StringLiterals;

class TestSandboxApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    //! A bug of the sandbox's costs one answer, not the sandbox.
    void handlerThatThrows()
    {
        ManualClock clock;
        Core core(clock, 5);
        auto setup = buildWorld({}, 5, wallMs(clock));
        QVERIFY(setup.isOk());
        core.world = std::move(setup->world);
        Router router;
        router.add(
            "GET"_ba, "/broken"_ba,
            [](ApiCall &) -> HttpResponse { throw std::out_of_range("map::at"); }, Auth::Anyone);
        RateLimitModel limits(discordLimits());
        Faults faults(clock);
        Api api(core, router, limits, faults);
        HttpRequest request;
        request.method = "GET";
        request.target = "/api/v10/broken?secret=1";
        QList<HttpResponse> answers;
        QTest::ignoreMessage(QtCriticalMsg, "GET /broken failed: map::at");
        api.handle(request, [&answers](HttpResponse answer) { answers.append(std::move(answer)); });
        QCOMPARE(answers.size(), 1);
        QCOMPARE(answers.first().status, 500);
        QVERIFY(QJsonDocument::fromJson(answers.first().body).isObject());
    }
};

QTEST_GUILESS_MAIN(TestSandboxApi)
#include "tst_sandboxapi.moc"
