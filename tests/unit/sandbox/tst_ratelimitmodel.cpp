// SPDX-License-Identifier: MIT
#include <cordial/core/manualclock.h>
#include <cordial/sandbox/configfile.h>
#include <cordial/sandbox/ratelimitmodel.h>

#include <QTest>

using namespace Cordial;
using namespace Cordial::Sandbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Scope = LimitVerdict::Scope;

class TestRateLimitModel : public QObject
{
    Q_OBJECT

private:
    static LimitedRequest post(const QByteArray &channel, const QByteArray &who = "bot")
    {
        LimitedRequest request;
        request.who = who;
        request.method = "POST";
        request.route = "/channels/{channel_id}/messages";
        request.resource = channel;
        return request;
    }

private Q_SLOTS:
    void windowIsFixedAndOpensWithTheFirst()
    {
        ManualClock clock;
        RateLimitModel model(discordLimits());
        for (int left = 4; left >= 0; --left) {
            const LimitVerdict verdict = model.take(post("1"), clock.now());
            QVERIFY(verdict.isAllowed());
            QCOMPARE(verdict.remaining, left);
            QCOMPARE(verdict.limit, 5);
            clock.advance(1s);
        }
        // 5 s have passed since the first: the window is over exactly now.
        QVERIFY(model.take(post("1"), clock.now()).isAllowed());
    }

    void refusesUntilTheEndOfTheWindow()
    {
        ManualClock clock;
        RateLimitModel model(discordLimits());
        for (int i = 0; i < 5; ++i)
            QVERIFY(model.take(post("1"), clock.now()).isAllowed());
        clock.advance(4999ms);
        const LimitVerdict verdict = model.take(post("1"), clock.now());
        QCOMPARE(verdict.refused, Scope::User);
        QCOMPARE(verdict.retryAfter, std::chrono::microseconds(1ms));
        clock.advance(1ms);
        QVERIFY(model.take(post("1"), clock.now()).isAllowed());
    }

    void resourcesAndCallersAreApart()
    {
        ManualClock clock;
        RateLimitModel model(discordLimits());
        for (int i = 0; i < 5; ++i)
            QVERIFY(model.take(post("1"), clock.now()).isAllowed());
        QVERIFY(!model.take(post("1"), clock.now()).isAllowed());
        QVERIFY(model.take(post("2"), clock.now()).isAllowed());
        QVERIFY(model.take(post("1", "somebody"), clock.now()).isAllowed());
        // One bucket's hash does not contain the resource.
        QCOMPARE(model.take(post("3"), clock.now()).bucket,
                 model.take(post("2"), clock.now()).bucket);
    }

    void globalLimitHasExceptions()
    {
        ManualClock clock;
        RateLimitModel model(discordLimits());
        for (int i = 0; i < 50; ++i)
            QVERIFY(model.take(post(QByteArray::number(i)), clock.now()).isAllowed());
        QCOMPARE(model.take(post("99"), clock.now()).refused, Scope::Global);
        LimitedRequest exempt = post("99");
        exempt.exemptFromGlobal = true;
        QVERIFY(model.take(exempt, clock.now()).isAllowed());
        clock.advance(1s);
        QVERIFY(model.take(post("99"), clock.now()).isAllowed());
    }

    void subLimitRefusesWhileRequestsRemain()
    {
        ManualClock clock;
        RateLimitModel model(discordLimits());
        LimitedRequest rename;
        rename.who = "bot";
        rename.method = "PATCH";
        rename.route = "/channels/{channel_id}";
        rename.resource = "1";
        rename.subLimit = "name-topic";
        QVERIFY(model.take(rename, clock.now()).isAllowed());
        QVERIFY(model.take(rename, clock.now()).isAllowed());
        const LimitVerdict verdict = model.take(rename, clock.now());
        QCOMPARE(verdict.refused, Scope::User);
        QVERIFY(verdict.remaining > 0);
        QVERIFY(verdict.retryAfter > 500s);
        rename.subLimit.clear();
        QVERIFY(model.take(rename, clock.now()).isAllowed());
    }

    void sharedLimitCountsEverybody()
    {
        ManualClock clock;
        const auto settings =
            readLimits(parseConfig(R"({"rules":[{"route":"/guilds/{g}/emojis","limit":1,"window":9,
                             "scope":"shared"}]})",
                                   u"test"_s)
                           .value(),
                       u"test"_s);
        QVERIFY(settings.isOk());
        RateLimitModel model(*settings);
        LimitedRequest request;
        request.who = "bot";
        request.method = "GET";
        request.route = "/guilds/{guild_id}/emojis";
        QVERIFY(model.take(request, clock.now()).isAllowed());
        request.who = "person";
        QCOMPARE(model.take(request, clock.now()).refused, Scope::Shared);
    }

    void hashesChangeAndCountsStay()
    {
        ManualClock clock;
        RateLimitModel model(discordLimits());
        const QByteArray before = model.take(post("1"), clock.now()).bucket;
        model.changeHashes();
        const LimitVerdict after = model.take(post("1"), clock.now());
        QVERIFY(after.bucket != before);
        QCOMPARE(after.remaining, 3);
    }

    void tooManyInvalidRequestsAreBanned()
    {
        ManualClock clock;
        LimitSettings settings = discordLimits();
        settings.invalidLimit = 3;
        settings.banTime = 60s;
        RateLimitModel model(settings);
        model.countInvalid("ip", clock.now());
        model.countInvalid("ip", clock.now());
        clock.advance(600s);
        // The first two are forgotten.
        model.countInvalid("ip", clock.now());
        QCOMPARE(model.banLeft("ip", clock.now()), 0ms);
        model.countInvalid("ip", clock.now());
        model.countInvalid("ip", clock.now());
        QCOMPARE(model.banLeft("ip", clock.now()), Milliseconds(60s));
        QCOMPARE(model.banLeft("other", clock.now()), 0ms);
        clock.advance(60s);
        QCOMPARE(model.banLeft("ip", clock.now()), 0ms);
    }

    void file_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("error");
        QTest::newRow("happy/empty") << QByteArray("{}") << u"l.json"_s << QString();
        QTest::newRow("happy/toml")
            << QByteArray("defaults = false\nglobal = { limit = 0 }\n[[rules]]\nroute = \"*\"\n")
            << u"l.toml"_s << QString();
        QTest::newRow("rainy/route") << QByteArray(R"({"rules":[{"route":"x"}]})") << u"l.json"_s
                                     << u"l.json: rules[0].route: must begin with"_s;
        QTest::newRow("rainy/unknown")
            << QByteArray(R"({"globl":{}})") << u"l.json"_s << u"l.json: globl: unknown"_s;
        QTest::newRow("rainy/type") << QByteArray(R"({"global":{"limit":"many"}})") << u"l.json"_s
                                    << u"l.json: global.limit: must be a whole number"_s;
        QTest::newRow("rainy/syntax")
            << QByteArray("a = \n") << u"l.toml"_s << u"l.toml: line 1: "_s;
    }

    void file()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, name);
        QFETCH(QString, error);
        const Result<QJsonObject> object = parseConfig(text, name);
        QString message;
        if (!object) {
            message = object.error().message;
        } else {
            const Result<LimitSettings> settings = readLimits(*object, name);
            message = settings ? QString() : settings.error().message;
        }
        QVERIFY2(error.isEmpty() ? message.isEmpty() : message.startsWith(error),
                 qPrintable(message));
    }
};

QTEST_GUILESS_MAIN(TestRateLimitModel)
#include "tst_ratelimitmodel.moc"
