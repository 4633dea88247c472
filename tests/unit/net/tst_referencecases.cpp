// SPDX-License-Identifier: MIT
// What the tests of other libraries ask of their senders (Tekore's retrying and caching sender,
// the REST client of discord.js), in our words and with our rules, on a manual clock. Where we
// differ the row says so.
#include "fakenet.h"

#include <cordial/net/cachingsender.h>
#include <cordial/net/httpclient.h>
#include <cordial/net/ratelimitingsender.h>
#include <cordial/net/retryingsender.h>

#include <QTest>

using namespace Cordial;
using namespace Cordial::Net;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! \brief Answers at once, as its script says.
class ScriptedSender : public Sender
{
public:
    using Script = std::function<Result<Response>(const Request &, int arrival)>;
    explicit ScriptedSender(Script script) : m_script(std::move(script)) { }

    void start(const ExchangePtr &exchange, ReplyHandler done) override
    {
        ++exchange->attempts;
        exchange->tellSent();
        Result<Response> result = m_script(exchange->request, ++m_arrivals);
        if (result)
            exchange->lastStatus = result->status;
        done(std::move(result));
    }
    [[nodiscard]] bool isAsync() const override { return true; }

private:
    Script m_script;
    int m_arrivals = 0;
};

using Log = QStringList; //!< "250 GET /x" when sent, "250 200 /x" when answered

struct Chain
{
    Chain(int retries, ScriptedSender::Script script)
    {
        auto server = std::make_unique<ScriptedSender>(
            [this, script = std::move(script)](const Request &request, int arrival) {
                note(QString::fromLatin1(toByteArray(request.method)), request);
                return script(request, arrival);
            });
        auto limiter = std::make_unique<RateLimitingSender>(
            std::move(server), RateLimiterConfig{.globalLimit = 50, .applicationId = 1}, clock);
        RetryPolicy policy;
        policy.retries = retries;
        sender =
            std::make_unique<RetryingSender>(std::move(limiter), policy, clock, [] { return 1.0; });
    }
    void start(Method method, const QString &path, QByteArray body = {}, Auth auth = Auth::Bot)
    {
        const auto exchange = exchangeOf(method, path, std::move(body));
        exchange->request.auth = auth;
        sender->start(exchange, [this, exchange](const Result<Response> &result) {
            note(result ? QString::number(result->status) : nameOf(result.error().code),
                 exchange->request);
        });
    }
    void note(const QString &what, const Request &request)
    {
        const QString body = QString::fromUtf8(request.body);
        log.append(u"%1 %2 %3"_s.arg(clock.elapsed() / 1ms).arg(what, request.path)
                   + (body.isEmpty() ? QString() : u' ' + body));
    }

    ManualClock clock;
    Log log;
    std::unique_ptr<Sender> sender;
};

Response tooMany(const char *retryAfter, QList<Header> more = {})
{
    if (retryAfter != nullptr)
        more.append(Header("Retry-After", retryAfter));
    return response(429, more, R"({"message":"You are being rate limited.","global":false})");
}

} // namespace

class TestReferenceCases : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void retrying_data();
    void retrying();
    void standardLimit();
    void subLimit();
    void unexpected429();
    void callbacksGoInBursts();
    void unauthorized();
    void errors_data();
    void errors();
    void caching_data();
    void caching();
};

void TestReferenceCases::retrying_data()
{
    QTest::addColumn<int>("retries");
    QTest::addColumn<QList<int>>("answers"); // -429 = without Retry-After, 0 = transport error
    QTest::addColumn<Log>("expected");
    const auto row = [](const char *name, int retries, const QList<int> &answers, Log expected) {
        QTest::newRow(name) << retries << answers << std::move(expected);
    };
    row("happy/429 is waited out, no retries wanted", 0, {429, 200},
        {u"0 GET /x"_s, u"2000 GET /x"_s, u"2000 200 /x"_s});
    row("happy/429 without Retry-After waits 1 s", 0, {-429, 200},
        {u"0 GET /x"_s, u"1000 GET /x"_s, u"1000 200 /x"_s});
    row("rainy/failure, no retries wanted", 0, {500, 200}, {u"0 GET /x"_s, u"0 500 /x"_s});
    row("rainy/failure is tried again as often as wanted", 2, {500, 500, 500, 200},
        {u"0 GET /x"_s, u"500 GET /x"_s, u"1500 GET /x"_s, u"1500 500 /x"_s});
    row("happy/first success ends it", 5, {500, 500, 200, 500},
        {u"0 GET /x"_s, u"500 GET /x"_s, u"1500 GET /x"_s, u"1500 200 /x"_s});
    row("happy/429 is no retry", 2, {500, 429, 500, 200},
        {u"0 GET /x"_s, u"500 GET /x"_s, u"2500 GET /x"_s, u"3500 GET /x"_s, u"3500 200 /x"_s});
    row("happy/outage ends", 3, {500, 200}, {u"0 GET /x"_s, u"500 GET /x"_s, u"500 200 /x"_s});
    row("rainy/outage lasts", 3, {500, 500, 500, 500, 500},
        {u"0 GET /x"_s, u"500 GET /x"_s, u"1500 GET /x"_s, u"3500 GET /x"_s, u"3500 500 /x"_s});
    row("rainy/too slow", 1, {0, 0}, {u"0 GET /x"_s, u"500 GET /x"_s, u"500 Timeout /x"_s});
}

void TestReferenceCases::retrying()
{
    QFETCH(const int, retries);
    QFETCH(const QList<int>, answers);
    QFETCH(const Log, expected);
    Chain chain(retries, [&answers](const Request &, int arrival) -> Result<Response> {
        const int status = answers.at(arrival - 1);
        if (status == 0)
            return makeError(ErrorCode::Timeout, u"too slow"_s);
        return std::abs(status) == 429 ? tooMany(status > 0 ? "2" : nullptr) : response(status);
    });
    chain.start(Method::Get, u"/x"_s);
    chain.clock.advance(20s);
    QCOMPARE(chain.log, expected);
}

void TestReferenceCases::standardLimit()
{
    Chain chain(3, [](const Request &, int) {
        return response(204,
                        {{"X-RateLimit-Limit", "1"},
                         {"X-RateLimit-Remaining", "0"},
                         {"X-RateLimit-Reset-After", "0.250"},
                         {"X-RateLimit-Bucket", "80c1"},
                         {"Via", "1.1 google"}});
    });
    for (int i = 0; i < 3; ++i)
        chain.start(Method::Get, u"/standard"_s);
    chain.clock.advance(5s);
    // 5 ms for the rounding of the third decimal.
    QCOMPARE(chain.log,
             (Log{u"0 GET /standard"_s, u"0 204 /standard"_s, u"255 GET /standard"_s,
                  u"255 204 /standard"_s, u"510 GET /standard"_s, u"510 204 /standard"_s}));
}

void TestReferenceCases::subLimit()
{
    // Two changes of name in a second, though ten requests of the bucket are allowed.
    int names = 0;
    TimePoint windowEnd;
    Chain *self = nullptr;
    Chain chain(3, [&](const Request &request, int) {
        const QList<Header> headers{{"X-RateLimit-Limit", "10"},
                                    {"X-RateLimit-Remaining", "5"},
                                    {"X-RateLimit-Reset-After", "0.250"},
                                    {"Via", "1.1 google"}};
        if (!request.body.contains("name"))
            return response(200, headers);
        if (self->clock.now() >= windowEnd) {
            windowEnd = self->clock.now() + 1s;
            names = 0;
        }
        return ++names <= 2 ? response(200, headers) : tooMany("1", headers);
    });
    self = &chain;
    const QString path = u"/channels/7"_s;
    for (int i = 1; i <= 3; ++i)
        chain.start(Method::Patch, path, "{\"name\":\"" + QByteArray::number(i) + "\"}");
    chain.start(Method::Patch, path, R"({"nsfw":true})");
    chain.start(Method::Patch, path, R"({"name":"5"})");
    chain.clock.advance(100ms);
    // The other kind passes by those that wait.
    QCOMPARE(chain.log.last(), u"0 200 /channels/7 {\"nsfw\":true}"_s);
    chain.clock.advance(5s);
    QCOMPARE(
        chain.log.filter(u"200"_s),
        (Log{u"0 200 /channels/7 {\"name\":\"1\"}"_s, u"0 200 /channels/7 {\"name\":\"2\"}"_s,
             u"0 200 /channels/7 {\"nsfw\":true}"_s, u"1000 200 /channels/7 {\"name\":\"3\"}"_s,
             u"1000 200 /channels/7 {\"name\":\"5\"}"_s}));
}

void TestReferenceCases::unexpected429()
{
    // Nothing announced it and the body is empty, but Discord's own proxy let it through.
    Chain chain(3, [](const Request &, int arrival) {
        return arrival == 1 ? response(429, {{"Retry-After", "1"}, {"Via", "1.1 google"}})
                            : response(200);
    });
    chain.start(Method::Get, u"/unexpected"_s);
    chain.start(Method::Get, u"/unexpected"_s);
    chain.clock.advance(5s);
    QCOMPARE(chain.log,
             (Log{u"0 GET /unexpected"_s, u"1000 GET /unexpected"_s, u"1000 200 /unexpected"_s,
                  u"1000 GET /unexpected"_s, u"1000 200 /unexpected"_s}));
    // Without that it is the edge's ban, which others wait out in silence: we say so at once.
    Chain banned(3, [](const Request &, int) { return response(429, {{"Retry-After", "1"}}); });
    banned.start(Method::Get, u"/unexpected"_s);
    QCOMPARE(banned.log, (Log{u"0 GET /unexpected"_s, u"0 CloudflareBan /unexpected"_s}));
    // A body that says "global" is no limit as long as the status says that all is well.
    Chain fine(3, [](const Request &, int) { return response(200, {}, R"({"global":true})"); });
    fine.start(Method::Get, u"/a"_s);
    fine.start(Method::Get, u"/b"_s);
    QCOMPARE(fine.log, (Log{u"0 GET /a"_s, u"0 200 /a"_s, u"0 GET /b"_s, u"0 200 /b"_s}));
}

void TestReferenceCases::callbacksGoInBursts()
{
    ManualClock clock;
    auto held = std::make_unique<HeldSender>(clock);
    HeldSender &below = *held;
    RateLimitingSender sender(std::move(held), {.globalLimit = 1, .applicationId = 1}, clock);
    QList<int> answered;
    for (int i = 1; i <= 3; ++i) {
        sender.start(
            exchangeOf(Method::Post, u"/interactions/%1/token%1/callback"_s.arg(i), "{}"),
            [&answered](const Result<Response> &result) { answered.append(result->status); });
    }
    QCOMPARE(below.held.size(), size_t(3)); // none waits for another's answer
    below.answer(0, response(404, {}, R"({"message":"Unknown interaction","code":10062})"));
    below.answer(0, tooMany("1"));
    below.answer(0, response(204));
    QCOMPARE(answered, (QList<int>{404, 204}));
    clock.advance(1s);
    below.answer(0, response(204));
    QCOMPARE(answered, (QList<int>{404, 204, 204}));
}

void TestReferenceCases::unauthorized()
{
    Chain chain(3, [](const Request &, int) {
        return response(401, {}, R"({"message":"401: Unauthorized","code":0})");
    });
    chain.start(Method::Get, u"/a"_s, {}, Auth::None); // says nothing of the bot's token
    chain.start(Method::Get, u"/b"_s);
    chain.start(Method::Get, u"/b"_s);
    QCOMPARE(
        chain.log,
        (Log{u"0 GET /a"_s, u"0 401 /a"_s, u"0 GET /b"_s, u"0 401 /b"_s, u"0 Unauthorized /b"_s}));
}

void TestReferenceCases::errors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<int>("discordCode");
    QTest::newRow("rainy/403") << 403
                               << QByteArray(R"({"message":"Missing Permissions","code":50013})")
                               << ErrorCode::Forbidden << 50013;
    QTest::newRow("rainy/404") << 404
                               << QByteArray(R"({"message":"Unknown interaction","code":10062})")
                               << ErrorCode::NotFound << 10062;
    QTest::newRow("rainy/405 without a body") << 405 << QByteArray() << ErrorCode::Http << 0;
    QTest::newRow("rainy/500 page")
        << 500 << QByteArray("<html>oops</html>") << ErrorCode::Http << 0;
}

void TestReferenceCases::errors()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    QFETCH(const ErrorCode, code);
    QFETCH(const int, discordCode);
    const Result<Response> result = toResult(Request(), response(status, {}, body));
    QVERIFY(!result);
    QCOMPARE(result.error().code, code);
    QCOMPARE(result.error().httpStatus, status);
    QCOMPARE(result.error().discordCode, discordCode);
    QVERIFY(!result.error().message.isEmpty());
}

namespace {

//! \brief One request of a cache's story, and what must come of it.
struct Step
{
    int after = 0; //!< seconds
    QByteArray method = "GET";
    QString path = u"/x"_s;
    QList<Header> headers;
    int status = 0; //!< of the server's answer; 0 = it must not be asked
    QList<Header> answer;
    QByteArray body; //!< of the server's answer, or of what must come without it
    QByteArray validator; //!< If-None-Match that the server must see
};

QList<Header> fresh(int seconds, const char *etag = nullptr)
{
    QList<Header> out{{"Cache-Control", "max-age=" + QByteArray::number(seconds)}};
    if (etag != nullptr)
        out.append(Header("ETag", etag));
    return out;
}

} // namespace

Q_DECLARE_METATYPE(Step)

void TestReferenceCases::caching_data()
{
    QTest::addColumn<QList<Step>>("steps");
    const auto row = [](const char *name, QList<Step> steps) {
        QTest::newRow(name) << std::move(steps);
    };
    const auto get = [](int after, int status, QList<Header> answer, QByteArray body,
                        QByteArray validator = {}) {
        Step step;
        step.after = after;
        step.status = status;
        step.answer = std::move(answer);
        step.body = std::move(body);
        step.validator = std::move(validator);
        return step;
    };
    const auto hit = [&get](int after, QByteArray body) {
        return get(after, 0, {}, std::move(body));
    };
    const auto with = [](Step step, const QByteArray &method, const QString &path,
                         QList<Header> headers = {}) {
        step.method = method;
        step.path = path;
        step.headers = std::move(headers);
        return step;
    };
    for (const char *method : {"PUT", "POST", "DELETE", "PATCH"}) {
        const QByteArray name = QByteArray("rainy/not cached: ") + method;
        row(name.constData(),
            {with(get(0, 200, fresh(10), "1"), method, u"/x"_s),
             with(get(0, 200, fresh(10), "2"), method, u"/x"_s)});
    }
    row("happy/parameters make another resource",
        {get(0, 200, fresh(10), "1"), with(get(0, 200, fresh(10), "2"), "GET", u"/x?p=1"_s),
         hit(0, "1"), with(hit(0, "2"), "GET", u"/x?p=1"_s)});
    const QList<Header> a{{"h", "a"}};
    const QList<Header> b{{"h", "b"}};
    const QList<Header> varying = fresh(10) + QList<Header>{{"Vary", "h"}};
    row("happy/Vary keeps both",
        {with(get(0, 200, varying, "1"), "GET", u"/x"_s, a),
         with(get(0, 200, varying, "2"), "GET", u"/x"_s, b), with(hit(0, "1"), "GET", u"/x"_s, a),
         with(hit(0, "2"), "GET", u"/x"_s, b)});
    row("rainy/errors are not kept", {get(0, 400, fresh(10), "1"), get(0, 400, fresh(10), "2")});
    row("rainy/Vary *",
        {get(0, 200, fresh(10) + QList<Header>{{"Vary", "*"}}, "1"),
         get(0, 200, fresh(10) + QList<Header>{{"Vary", "*"}}, "2")});
    row("rainy/private and at once stale",
        {get(0, 200, {{"Cache-Control", "private, max-age=0"}}, "1"), get(0, 200, {}, "2")});
    row("happy/private is for us, who serve one client",
        {get(0, 200, {{"Cache-Control", "private, max-age=10"}}, "1"), hit(0, "1")});
    row("rainy/neither age nor ETag", {get(0, 200, {}, "1"), get(0, 200, {}, "2")});
    row("happy/ETag alone is asked with, never trusted",
        {get(0, 200, {{"ETag", "\"a\""}}, "1"), get(0, 200, {{"ETag", "\"a\""}}, "2", "\"a\"")});
    row("happy/age alone", {get(0, 200, fresh(10), "1"), hit(0, "1")});
    row("happy/stale is replaced",
        {get(0, 200, fresh(10), "1"), get(15, 200, fresh(10), "2"), hit(5, "2")});
    row("happy/304 brings the stored one",
        {get(0, 200, fresh(0, "\"a\""), "1"), get(15, 304, {}, "1", "\"a\"")});
    row("happy/200 instead of 304",
        {get(0, 200, fresh(0, "\"a\""), "1"), get(15, 200, fresh(0, "\"b\""), "2", "\"a\"")});
    row("happy/the new ETag is asked with",
        {get(0, 200, fresh(0, "\"a\""), "1"), get(15, 200, fresh(0, "\"b\""), "2", "\"a\""),
         get(15, 304, fresh(0, "\"b\""), "2", "\"b\"")});
    row("happy/fresh needs no ETag", {get(0, 200, fresh(20, "\"a\""), "1"), hit(15, "1")});
    // 3 times 3,000 bytes do not fit into 8,000.
    const auto big = [&](const QString &path, int status, char letter, int age = 3600) {
        return with(get(0, status, fresh(age), QByteArray(3000, letter)), "GET", path);
    };
    row("rainy/the first goes when it gets too much",
        {big(u"/1"_s, 200, 'a'), big(u"/2"_s, 200, 'b'), big(u"/3"_s, 200, 'c'),
         big(u"/2"_s, 0, 'b'), big(u"/1"_s, 200, 'd')});
    row("rainy/the least recently used goes",
        {big(u"/1"_s, 200, 'a'), big(u"/2"_s, 200, 'b'), big(u"/1"_s, 0, 'a'),
         big(u"/3"_s, 200, 'c'), big(u"/1"_s, 0, 'a'), big(u"/2"_s, 200, 'd')});
    row("happy/what is stale and has no ETag takes no room",
        {big(u"/1"_s, 200, 'a'), big(u"/2"_s, 200, 'b', -5), big(u"/3"_s, 200, 'c'),
         big(u"/1"_s, 0, 'a'), big(u"/2"_s, 200, 'd', -5)});
    row("happy/the same one twice takes room once",
        {big(u"/1"_s, 200, 'a'), big(u"/2"_s, 200, 'b', -5), big(u"/2"_s, 200, 'c'),
         big(u"/1"_s, 0, 'a'), big(u"/2"_s, 0, 'c')});
    row("happy/clear",
        {get(0, 200, fresh(10), "1"), with(hit(0, {}), "clear", {}), get(0, 200, fresh(10), "2")});
}

void TestReferenceCases::caching()
{
    QFETCH(const QList<Step>, steps);
    ManualClock clock;
    const Step *now = nullptr;
    bool wasAsked = false;
    QByteArray validator;
    CachingSender cache(std::make_unique<ScriptedSender>([&](const Request &request, int) {
                            wasAsked = true;
                            for (const Header &header : *request.headers) {
                                if (header.first == "If-None-Match")
                                    validator = header.second;
                            }
                            return response(now->status, now->answer,
                                            now->status == 304 ? QByteArray() : now->body);
                        }),
                        8'000, clock);
    for (const Step &step : steps) {
        clock.advance(std::chrono::seconds(step.after));
        if (step.method == "clear") {
            cache.clear();
            continue;
        }
        now = &step;
        wasAsked = false;
        validator.clear();
        const auto method = methodFromString(step.method);
        QVERIFY(method.has_value());
        const auto exchange = exchangeOf(*method, step.path);
        exchange->request.headers = step.headers;
        std::optional<Result<Response>> result;
        cache.start(exchange, [&result](Result<Response> got) { result = std::move(got); });
        QVERIFY(result && *result);
        QCOMPARE(wasAsked, step.status != 0);
        QCOMPARE(validator, step.validator);
        QCOMPARE((*result)->body, step.body);
        QCOMPARE((*result)->status, step.status == 304 || step.status == 0 ? 200 : step.status);
    }
}

QTEST_GUILESS_MAIN(TestReferenceCases)
#include "tst_referencecases.moc"
