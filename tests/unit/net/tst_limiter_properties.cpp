// SPDX-License-Identifier: MIT
// Random honest servers against the rate limiter, in simulated time: whatever the server's rules
// are, no request is sent that it must refuse, none waits that it would take, all are answered
// once, and nothing stays behind.
#include "honestserver.h"

#include <cordial/net/ratelimitingsender.h>

#include <QTest>

#include <algorithm>

using namespace Cordial;
using namespace Cordial::Net;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kGlobalSpan = 1100ms; // the longest that the client takes for Discord's second
constexpr auto kRounding = 2ms;

struct Profile
{
    bool faults = false;
    bool hashChange = false;
    bool global = false;
    bool subLimits = false;
    bool readsOnly = false;
};

struct RouteKind
{
    Method method;
    const char16_t *path; //!< %1 = top-level resource, %2 = any number
    bool hasTopLevel;
};

constexpr std::array kRoutes{
    RouteKind{Method::Get, u"/channels/%1/messages", true},
    RouteKind{Method::Post, u"/channels/%1/messages", true},
    RouteKind{Method::Get, u"/channels/%1/pins", true},
    RouteKind{Method::Put, u"/channels/%1/pins/%2", true},
    RouteKind{Method::Post, u"/channels/%1/typing", true},
    RouteKind{Method::Patch, u"/channels/%1", true},
    RouteKind{Method::Get, u"/guilds/%1/members", true},
    RouteKind{Method::Put, u"/guilds/%1/bans/%2", true},
    RouteKind{Method::Get, u"/users/@me", false},
    RouteKind{Method::Get, u"/users/%2", false},
    RouteKind{Method::Post, u"/interactions/%2/token/callback", false},
};
constexpr size_t kNameRoute = 5;
constexpr size_t kInteractionRoute = 10;
constexpr int kGroups = 4;

//! \brief What the server limits, drawn from a seed.
class World
{
public:
    World(QRandomGenerator &random, const Profile &profile, ManualClock &clock) : m_clock(clock)
    {
        std::array<int, kGroups> members{};
        for (size_t i = 0; i < kRoutes.size(); ++i) {
            const bool isFree = i == kInteractionRoute || random.bounded(7) == 0;
            m_group.at(i) = isFree ? -1 : random.bounded(kGroups);
            if (!isFree)
                ++members.at(size_t(m_group.at(i)));
            const Request sample = request(i, 1, 1);
            m_byRoute[keyOf(sample)] = i;
        }
        for (int i = 0; i < kGroups; ++i) {
            HonestServer::Rule &rule = m_rules.at(size_t(i));
            rule.hash = "h" + QByteArray::number(i);
            // All may be asked at once, before one can know that they count together.
            rule.limit = std::max(1, members.at(size_t(i))) + random.bounded(6);
            rule.window = Milliseconds(200 + random.bounded(random.bounded(2) ? 1000 : 6000));
            rule.refill = HonestServer::Refill(random.bounded(3));
        }
        if (profile.hashChange) {
            m_changing = random.bounded(kGroups);
            m_changesAt = clock.now() + Milliseconds(500 + random.bounded(8000));
        }
    }
    [[nodiscard]] static Request request(size_t route, int topLevel, int number)
    {
        Request out;
        out.method = kRoutes.at(route).method;
        out.path = QString::fromUtf16(kRoutes.at(route).path);
        out.path.replace(u"%1"_s, QString::number(topLevel));
        out.path.replace(u"%2"_s, QString::number(number));
        if (out.method == Method::Patch)
            out.body = R"({"nsfw":true})";
        return out;
    }
    [[nodiscard]] HonestServer::Rule rule(const Request &request) const
    {
        const int group = m_group.at(m_byRoute.at(keyOf(request)));
        if (group < 0)
            return {};
        HonestServer::Rule out = m_rules.at(size_t(group));
        if (group == m_changing && m_clock.now() >= m_changesAt)
            out.hash += "new";
        return out;
    }
    [[nodiscard]] Milliseconds longestWindow() const
    {
        Milliseconds out{0};
        for (const HonestServer::Rule &rule : m_rules)
            out = std::max(out, rule.window);
        return out;
    }

private:
    static QByteArray keyOf(const Request &request)
    {
        const Route route = Route::of(request, WallTime());
        return route.method + route.path;
    }

    ManualClock &m_clock;
    std::array<int, kRoutes.size()> m_group{};
    std::array<HonestServer::Rule, kGroups> m_rules;
    std::map<QByteArray, size_t> m_byRoute;
    int m_changing = -1;
    TimePoint m_changesAt;
};

struct Sent
{
    ExchangePtr exchange;
    size_t route = 0;
    QByteArray topLevel;
    int calls = 0;
    bool cancelled = false;
    ErrorCode error = ErrorCode::Http;
    int status = 0;
    TimePoint finishedAt;
};

//! \brief One run of one seed.
class Run
{
public:
    Run(quint32 seed, Profile profile)
        : m_profile(profile), m_random(seed), m_world(m_random, profile, m_clock)
    {
        auto server = std::make_unique<HonestServer>(m_clock, seed);
        m_server = server.get();
        m_server->ruleOf = [this](const Request &request) { return m_world.rule(request); };
        m_server->mostConnect = Milliseconds(m_random.bounded(3) ? 0 : m_random.bounded(400));
        m_server->mostWay = Milliseconds(m_random.bounded(90));
        m_server->mostThinking = Milliseconds(m_random.bounded(2) ? 0 : m_random.bounded(300));
        m_server->decimals = m_random.bounded(4) ? 3 : m_random.bounded(3);
        m_globalLimit = profile.global ? 5 + m_random.bounded(46) : 1'000'000;
        m_server->globalLimit = profile.global ? m_globalLimit : 0;
        if (profile.subLimits)
            m_server->mostSubLimited = 2;
        if (profile.faults) {
            m_server->fateOf = [this](const Request &) {
                const quint32 draw = m_random.bounded(30U);
                return draw < 5 ? HonestServer::Fate(draw + 1) : HonestServer::Fate::Normal;
            };
        }
        m_sender = std::make_unique<RateLimitingSender>(
            std::move(server), RateLimiterConfig{.globalLimit = m_globalLimit, .applicationId = 42},
            m_clock);
    }

    void narrate()
    {
        m_server->narrator = [this](const QByteArray &line) {
            qInfo("%8lld %s", qint64(m_clock.elapsed() / 1ms), line.constData());
        };
    }

    //! \brief Empty, or what went wrong.
    QByteArray play()
    {
        const int bursts = 1 + m_random.bounded(5);
        for (int burst = 0; burst < bursts; ++burst) {
            const int count = 1 + m_random.bounded(40);
            for (int i = 0; i < count; ++i) {
                submit();
                if (m_random.bounded(4) == 0)
                    pass(Milliseconds(m_random.bounded(60)));
            }
            pass(Milliseconds(m_random.bounded(m_random.bounded(2) ? 300 : 20'000)));
        }
        // A name may have to wait ten minutes, again and again.
        const auto end = m_clock.elapsed() + 10h;
        while (m_open > 0 && m_clock.elapsed() < end && step()) { }
        checkEnds();
        checkRefusals();
        checkOrder();
        m_clock.advance(800s);
        checkNothingLeft();
        return m_failure;
    }

private:
    void submit()
    {
        size_t route = size_t(m_random.bounded(int(kRoutes.size())));
        while (m_profile.readsOnly && isMutating(kRoutes.at(route).method))
            route = size_t(m_random.bounded(int(kRoutes.size())));
        Request request =
            World::request(route, 1 + m_random.bounded(3), 1000 + m_random.bounded(100));
        if (m_profile.subLimits && route == kNameRoute && m_random.bounded(2) == 0)
            request.body = R"({"name":"x"})";
        request.lane = Lane(m_random.bounded(4));
        request.plugin = QStringLiteral("p%1").arg(m_random.bounded(3));
        request.id = m_all.size() + 1;
        if (m_profile.faults && m_random.bounded(8) == 0)
            request.deadline = m_clock.now() + Milliseconds(m_random.bounded(8000));
        const auto exchange = std::make_shared<Exchange>();
        exchange->request = std::move(request);
        const size_t index = m_all.size();
        Sent one;
        one.exchange = exchange;
        one.route = route;
        one.topLevel = Route::of(exchange->request, m_clock.wallNow()).topLevel;
        m_all.push_back(std::move(one));
        ++m_open;
        m_sender->start(exchange, [this, index](const Result<Response> &result) {
            Sent &told = m_all.at(index);
            if (++told.calls > 1)
                fail("a handler was called twice");
            told.finishedAt = m_clock.now();
            told.status = result ? result->status : 0;
            if (!result)
                told.error = result.error().code;
            --m_open;
        });
    }

    void pass(Milliseconds time)
    {
        const TimePoint end = m_clock.now() + time;
        while (m_clock.nextDeadline() && *m_clock.nextDeadline() <= end)
            step();
        checkIdle(end);
        m_clock.advance(end - m_clock.now());
    }

    bool step()
    {
        if (m_profile.faults && m_random.bounded(20) == 0)
            cancelOne();
        const auto next = m_clock.nextDeadline();
        if (!next)
            return false;
        checkIdle(*next);
        return m_clock.advanceToNext();
    }

    void cancelOne()
    {
        Sent &one = m_all.at(size_t(m_random.bounded(int(m_all.size()))));
        if (one.calls > 0)
            return;
        one.cancelled = true;
        m_sender->cancel(one.exchange);
        if (one.calls != 1)
            fail("a cancelled request was not settled at once");
    }

    //! \brief Between now and \a until nothing happens: then nothing may be able to go.
    void checkIdle(TimePoint until)
    {
        if (m_profile.faults || m_profile.subLimits || m_open == 0)
            return;
        const TimePoint now = m_clock.now();
        const TimePoint globalSince = globalRoomSince();
        for (const Sent &one : m_all) {
            const Request &request = one.exchange->request;
            const bool isWaiting = one.calls == 0 && one.exchange->attempts == 0;
            if (!isWaiting || m_server->underWayOf(one.topLevel) > 0 || m_server->isNews(request))
                continue;
            TimePoint since = std::max(now, m_server->roomSince(request));
            if (one.route != kInteractionRoute)
                since = std::max(since, globalSince);
            const auto slack =
                BucketWindow::kMostMargin + m_server->mostWay + coarseness() + kRounding;
            if (since < until && until - since > slack) {
                fail("idle for " + QByteArray::number((until - since) / 1ms) + " ms with "
                     + request.path.toLatin1() + " waiting at "
                     + QByteArray::number(m_clock.elapsed() / 1ms) + " ms");
            }
        }
    }
    //! \brief How much too long the server's own rounding makes a wait.
    [[nodiscard]] std::chrono::nanoseconds coarseness() const
    {
        return m_server->decimals == 0 ? 1000ms : m_server->decimals == 1 ? 100ms : 10ms;
    }
    [[nodiscard]] TimePoint globalRoomSince() const
    {
        const auto &sent = m_server->globallySent;
        // What is not on the wire yet may go at any moment.
        if (m_server->globallyUnsent >= m_globalLimit)
            return TimePoint::max();
        const size_t limit = size_t(m_globalLimit - m_server->globallyUnsent);
        return sent.size() < limit ? TimePoint() : sent.at(sent.size() - limit) + kGlobalSpan;
    }

    void checkEnds()
    {
        for (const Sent &one : m_all) {
            if (one.calls != 1)
                fail("a request was never answered: " + one.exchange->request.path.toLatin1());
            const auto deadline = one.exchange->request.deadline;
            const bool isLate = one.exchange->attempts == 0 && one.finishedAt > deadline;
            if (one.error == ErrorCode::DeadlineExceeded && (!deadline || isLate))
                fail("a deadline was reported late");
            if (!m_profile.faults && one.status != 200)
                fail("no success without a fault: " + QByteArray::number(one.status));
        }
    }

    void checkRefusals()
    {
        for (const auto &refusal : m_server->refusals)
            fail((refusal.global ? "global 429 for " : "429 for ") + refusal.route + " in "
                 + refusal.bucket);
        // One request finds out where a route counts; more only when its bucket changes under way.
        for (const auto &[what, count] : m_server->surprises) {
            if (count > 1 && !m_profile.faults && !what.endsWith("new"))
                fail("more than one probe was refused: " + what);
        }
    }

    void checkOrder()
    {
        std::map<QByteArray, quint64> last;
        for (const auto &arrival : m_server->arrivals) {
            const Request &request = arrival.exchange->request;
            const Sent &one = m_all.at(request.id - 1);
            if (!isMutating(request.method) || one.cancelled || arrival.status != 200)
                continue;
            const Route route = Route::of(request, m_clock.wallNow());
            quint64 &before = last[route.key() + char('0' + int(request.lane))
                                   + request.plugin.toLatin1() + char('0' + int(route.subLimit))];
            if (request.id < before)
                fail("overtaken: " + route.key());
            before = std::max(before, request.id);
        }
    }

    void checkNothingLeft()
    {
        const RateLimiter &limiter = m_sender->limiter();
        if (limiter.queued() != 0 || limiter.inFlight() != 0 || limiter.bucketCount() != 0)
            fail("state stays behind");
        if (const LimiterFigures left = m_sender->limiter().figures(); left != LimiterFigures())
            fail("state stays behind: routes " + QByteArray::number(left.routes) + " plugins "
                 + QByteArray::number(left.plugins) + " probes " + QByteArray::number(left.probes));
        if (m_clock.pendingTimers() != 0 && m_server->underWay() == 0)
            fail("a timer stays behind");
    }

    void fail(const QByteArray &what)
    {
        if (m_failure.isEmpty())
            m_failure = what;
    }

    Profile m_profile;
    QRandomGenerator m_random;
    ManualClock m_clock;
    World m_world;
    HonestServer *m_server = nullptr;
    int m_globalLimit = 0;
    std::vector<Sent> m_all;
    int m_open = 0;
    QByteArray m_failure;
    std::unique_ptr<RateLimitingSender> m_sender;
};

} // namespace

class TestLimiterProperties : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void honestServer_data();
    void honestServer();
};

void TestLimiterProperties::honestServer_data()
{
    QTest::addColumn<bool>("faults");
    QTest::addColumn<bool>("hashChange");
    QTest::addColumn<bool>("global");
    QTest::addColumn<bool>("subLimits");
    QTest::addColumn<bool>("readsOnly");
    QTest::newRow("happy/buckets") << false << false << false << false << false;
    QTest::newRow("happy/reads") << false << false << false << false << true;
    QTest::newRow("happy/global") << false << false << true << false << false;
    QTest::newRow("happy/hash changes") << false << true << false << false << false;
    QTest::newRow("rainy/sub-limits") << false << false << false << true << false;
    QTest::newRow("rainy/faults") << true << false << false << false << false;
    QTest::newRow("rainy/everything") << true << true << true << true << false;
}

void TestLimiterProperties::honestServer()
{
    Profile profile;
    QFETCH(const bool, faults);
    QFETCH(const bool, hashChange);
    QFETCH(const bool, global);
    QFETCH(const bool, subLimits);
    QFETCH(const bool, readsOnly);
    profile.faults = faults;
    profile.hashChange = hashChange;
    profile.global = global;
    profile.subLimits = subLimits;
    profile.readsOnly = readsOnly;
    // More seeds by hand: CORDIAL_PROPERTY_SEEDS=20000.
    const int wanted = qEnvironmentVariableIntValue("CORDIAL_PROPERTY_SEEDS");
    const quint32 seeds = wanted > 0 ? quint32(wanted) : 40;
    int failed = 0;
    // One seed with all that happens: CORDIAL_PROPERTY_SEED=4.
    const int only = qEnvironmentVariableIntValue("CORDIAL_PROPERTY_SEED");
    for (quint32 seed = 1; seed <= seeds; ++seed) {
        if (only > 0 && quint32(only) != seed)
            continue;
        Run run(seed, profile);
        if (only > 0)
            run.narrate();
        const QByteArray failure = run.play();
        if (failure.isEmpty())
            continue;
        if (++failed <= 10)
            qWarning("seed %u: %s", seed, failure.constData());
    }
    QCOMPARE(failed, 0);
}

QTEST_GUILESS_MAIN(TestLimiterProperties)
#include "tst_limiter_properties.moc"
