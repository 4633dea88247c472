// SPDX-License-Identifier: MIT
#include "fakediscord.h"

#include <cordial/api/cache/entitycache.h>
#include <cordial/core/logging.h>
#include <cordial/core/logoutput.h>
#include <cordial/core/manualclock.h>

#include <QSignalSpy>
#include <QTest>

using namespace Cordial;
using namespace Cordial::Testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(std::optional<Cordial::ErrorCode>)

namespace {

const QRegularExpression
    kOutageMessage(u"^Discord cannot say where the gateway is: .*; asked again in [0-9.]+ s$"_s);

} // namespace

class TestClient : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void startsAndStops();
    void refusedTokenFails();
    void unusableGatewayUrlFails();
    void outageOfTheApiIsWaitedOut();
    void stopsDuringAnOutageOfTheApi();
    void gatewayThatIsKnownNeedsNoApi_data();
    void gatewayThatIsKnownNeedsNoApi();
    void computesIntentsFromSignals();
    void intentsOfSignalsConnectedWhileTheApiIsAsked();
    void throwingSlotsOfTheLifeCycle();
    void explicitIntentsAreKeptAndMissingOnesNamed();
    void untouchedJsonArrivesForUnknownEvents();
    void brokenEventIsLoggedAndArrivesRaw();
    void viewsAreIsolated();
    void requestsKeepTextsOfTheirOwn();
    void startupHooksOfLateViewsRun();
    void slowHandlerIsNamed();
    void slowPredicateIsNamed();
    void slowHookIsNamed();
    void waitForFindsAndTimesOut();
    void waitsEndWithTheirView();
    void hooksRunAndFailuresAreContained();
    void knowsItselfAfterAResumeOfAnEarlierProcess();
    void looksGuildsUpOnce();
    void looksUpWhatEventsDidNotTell_data();
    void looksUpWhatEventsDidNotTell();
    void failedLookUpIsNotRepeatedAtOnce();
    void changesDuringALookUp_data();
    void changesDuringALookUp();
    void lookUpsAreBounded();
    void nothingIsLookedUpWithoutTheIntent();
    void fullCacheIsTold();
    void deliversWhatIsInABatchAlsoWhenASlotStops();

private:
    void start();
    void resume();
    [[nodiscard]] QStringList lookUps() const
    {
        return m_discord->rest->log().filter(QRegularExpression(u"^GET /(guilds|channels)/"_s));
    }
    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<FakeDiscord> m_discord;
};

void TestClient::init()
{
    m_clock = std::make_unique<ManualClock>();
    m_discord = std::make_unique<FakeDiscord>(*m_clock);
}

void TestClient::cleanup()
{
    m_discord.reset();
    m_clock.reset();
}

void TestClient::start()
{
    m_discord->client->start();
    QTRY_VERIFY(m_discord->gateway != nullptr);
}

void TestClient::startsAndStops()
{
    QSignalSpy started(m_discord->client.get(), &Client::started);
    QSignalSpy stopped(m_discord->client.get(), &Client::stopped);
    start();
    m_discord->ready();
    QCOMPARE(started.size(), 1);
    QCOMPARE(m_discord->client->applicationId(), ApplicationId(5));
    QCOMPARE(m_discord->client->self().id, UserId(6));
    QCOMPARE(m_discord->client->entities().count(Api::EntityType::Guild), 1);
    m_discord->client->stop();
    QTRY_COMPARE(stopped.size(), 1);
    QVERIFY(m_discord->client->isStopped());
    QVERIFY(!m_discord->gateway->isDelivering);
}

void TestClient::refusedTokenFails()
{
    m_discord->rest->setHandler([](const Net::Request &) {
        return FakeRest::reply(401, R"({"message":"401: Unauthorized","code":0})");
    });
    QSignalSpy failed(m_discord->client.get(), &Client::failed);
    m_discord->client->start();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::Unauthorized);
}

void TestClient::unusableGatewayUrlFails()
{
    m_discord->rest->setHandler([](const Net::Request &request) {
        return request.path == u"/gateway/bot"_s
            ? FakeRest::reply(200, R"({"url":"http://gateway.example","shards":1})")
            : FakeDiscord::defaultAnswer(request);
    });
    QSignalSpy failed(m_discord->client.get(), &Client::failed);
    m_discord->client->start();
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(failed.first().first().value<Error>().message.contains(u"http://gateway.example"_s));
    QVERIFY(m_discord->gateway == nullptr);
}

void TestClient::outageOfTheApiIsWaitedOut()
{
    constexpr int kOutages = 8;
    const auto left = std::make_shared<std::atomic<int>>(kOutages);
    m_discord->rest->setHandler([left](const Net::Request &request) {
        return left->fetch_sub(1) > 0 ? FakeRest::reply(503, "<html>unavailable</html>")
                                      : FakeDiscord::defaultAnswer(request);
    });
    QSignalSpy failed(m_discord->client.get(), &Client::failed);
    for (int i = 0; i < kOutages; ++i)
        QTest::ignoreMessage(QtWarningMsg, kOutageMessage);
    m_discord->client->start();
    const TimePoint start = m_clock->now();
    const auto goOn = [this] {
        m_clock->advance(5s);
        return m_discord->gateway != nullptr;
    };
    QTRY_VERIFY(goOn());
    QCOMPARE(left->load(), -1);
    QVERIFY(m_clock->now() - start > kOutages * 500ms);
    QCOMPARE(failed.size(), 0);
}

void TestClient::stopsDuringAnOutageOfTheApi()
{
    m_discord->rest->setHandler([](const Net::Request &) { return FakeRest::reply(500, "{}"); });
    QTest::ignoreMessage(QtWarningMsg, kOutageMessage);
    QSignalSpy stopped(m_discord->client.get(), &Client::stopped);
    m_discord->client->start();
    QTRY_COMPARE(m_discord->rest->requests().size(), 1);
    QTest::qWait(50); // for the answer
    m_discord->client->stop();
    QTRY_COMPARE(stopped.size(), 1);
    m_clock->advance(60s);
    QTest::qWait(50);
    QCOMPARE(m_discord->rest->requests().size(), 1);
}

void TestClient::gatewayThatIsKnownNeedsNoApi_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("goesOn");
    QTest::newRow("happy/503") << 503 << true;
    QTest::newRow("happy/404") << 404 << true;
    QTest::newRow("rainy/401") << 401 << false;
}

void TestClient::gatewayThatIsKnownNeedsNoApi()
{
    QFETCH(const int, status);
    QFETCH(const bool, goesOn);
    ClientConfig config;
    config.gatewayUrl = QUrl(u"ws://127.0.0.1:2"_s);
    m_discord = std::make_unique<FakeDiscord>(*m_clock, MetricSink::none(), config);
    m_discord->rest->setHandler(
        [=](const Net::Request &) { return FakeRest::reply(status, "{}"); });
    QSignalSpy failed(m_discord->client.get(), &Client::failed);
    if (goesOn)
        QTest::ignoreMessage(
            QtWarningMsg, QRegularExpression(u"^GET /gateway/bot failed .*; taking one shard"_s));
    m_discord->client->start();
    QTRY_VERIFY(m_discord->gateway != nullptr || !failed.isEmpty());
    QCOMPARE(m_discord->gateway != nullptr, goesOn);
    QCOMPARE(failed.size(), goesOn ? 0 : 1);
    if (goesOn)
        QCOMPARE(m_discord->gateway->info.url, config.gatewayUrl);
}

void TestClient::computesIntentsFromSignals()
{
    using Api::Intent;
    QCOMPARE(m_discord->client->intents().toInt(), Api::Intents(Intent::Guilds).toInt());
    const auto view = m_discord->client->makeView(u"greeter"_s);
    connect(view.get(), &Client::guildMemberAdded, this, [] { });
    connect(view.get(), &Client::interactionCreated, this, [] { });
    QCOMPARE(m_discord->client->intents().toInt(), (Intent::Guilds | Intent::GuildMembers).toInt());
    start();
    QCOMPARE(m_discord->gateway->config.intents, (Intent::Guilds | Intent::GuildMembers).toInt());
}

void TestClient::intentsOfSignalsConnectedWhileTheApiIsAsked()
{
    m_discord->rest->hold(u"/gateway/bot"_s);
    m_discord->client->start();
    QTRY_COMPARE(m_discord->rest->requests().size(), 1);
    connect(m_discord->client.get(), &Client::guildMemberAdded, this, [] { });
    m_discord->rest->release();
    QTRY_VERIFY(m_discord->gateway != nullptr);
    QCOMPARE(m_discord->gateway->config.intents,
             (Api::Intent::Guilds | Api::Intent::GuildMembers).toInt());
}

void TestClient::throwingSlotsOfTheLifeCycle()
{
    const auto view = m_discord->client->makeView(u"loud"_s);
    const auto loud = [] { throw std::runtime_error("oops"); };
    connect(view.get(), &Client::started, this, loud);
    connect(view.get(), &Client::shardChanged, this, loud);
    connect(view.get(), &Client::stopped, this, loud);
    QSignalSpy stopped(m_discord->client.get(), &Client::stopped);
    start();
    QTest::ignoreMessage(QtCriticalMsg, "a handler of started threw: oops");
    m_discord->ready();
    QTest::ignoreMessage(QtCriticalMsg, "a handler of shardChanged threw: oops");
    Q_EMIT m_discord->gateway->shardChanged({});
    QTest::ignoreMessage(QtCriticalMsg, "a handler of stopped threw: oops");
    m_discord->client->stop();
    QTRY_COMPARE(stopped.size(), 1);
    QCOMPARE(view->handlerStats().errors(), 3U);
}

void TestClient::explicitIntentsAreKeptAndMissingOnesNamed()
{
    ClientConfig config;
    config.intents = Api::Intent::Guilds;
    m_discord = std::make_unique<FakeDiscord>(*m_clock, MetricSink::none(), config);
    QTest::ignoreMessage(
        QtWarningMsg,
        QRegularExpression(u"^messageCreated is connected but never comes: the intent "
                           "GUILD_MESSAGES or DIRECT_MESSAGES is not requested"_s));
    connect(m_discord->client.get(), &Client::messageCreated, this, [] { });
    start();
    QCOMPARE(m_discord->gateway->config.intents, 1U);
}

void TestClient::untouchedJsonArrivesForUnknownEvents()
{
    QList<Event> seen;
    connect(m_discord->client.get(), &Client::dispatched, this,
            [&seen](const Event &event) { seen.append(event); });
    start();
    const QByteArray odd = R"({ "x" : 1.50, "\u00e4":[ ] })";
    m_discord->gateway->dispatch("SOMETHING_NEW", odd);
    QCOMPARE(seen.size(), 1);
    QCOMPARE(seen.first().type, QByteArray("SOMETHING_NEW"));
    QCOMPARE(seen.first().data, odd);
}

void TestClient::brokenEventIsLoggedAndArrivesRaw()
{
    int raw = 0;
    int typed = 0;
    connect(m_discord->client.get(), &Client::dispatched, this, [&raw] { ++raw; });
    connect(m_discord->client.get(), &Client::messageCreated, this, [&typed] { ++typed; });
    start();
    QTest::ignoreMessage(
        QtWarningMsg, QRegularExpression(u"MESSAGE_CREATE .* embeds\\[0\\]\\.title: expected"_s));
    m_discord->gateway->dispatch("MESSAGE_CREATE",
                                 R"({"id":"1","channel_id":"2","embeds":[{"title":7}]})");
    QCOMPARE(raw, 1);
    QCOMPARE(typed, 0);
}

void TestClient::viewsAreIsolated()
{
    const auto first = m_discord->client->makeView(u"first"_s);
    auto second = m_discord->client->makeView(u"second"_s);
    QStringList order;
    connect(first.get(), &Client::messageCreated, this, [&order](const auto &message) {
        order.append(u"first "_s + message->content);
        throw std::runtime_error("oops");
    });
    connect(second.get(), &Client::messageCreated, this, [&order](const auto &message) {
        order.append(QString::fromUtf8(PluginScope::current()) + u' ' + message->content);
    });
    start();
    QTest::ignoreMessage(QtCriticalMsg, "a handler of MESSAGE_CREATE threw: oops");
    m_discord->gateway->dispatch("MESSAGE_CREATE", R"({"id":"1","channel_id":"2","content":"a"})");
    QCOMPARE(order, (QStringList{u"first a"_s, u"second a"_s}));
    QCOMPARE(first->handlerStats().errors(), 1U);
    QCOMPARE(second->handlerStats().errors(), 0U);
    QCOMPARE(second->handlerStats().handled(), 1U);
    second.reset();
    QTest::ignoreMessage(QtCriticalMsg, "a handler of MESSAGE_CREATE threw: oops");
    m_discord->gateway->dispatch("MESSAGE_CREATE", R"({"id":"2","channel_id":"2","content":"b"})");
    QCOMPARE(order.size(), 3);
}

void TestClient::requestsKeepTextsOfTheirOwn()
{
    // As a plugin's literals, which go with its code while the request still waits.
    std::u16string path = u"/channels/1";
    std::u16string reason = u"spam";
    QByteArray body = R"({"a":1})";
    QByteArray header = "X-A";
    const auto borrow = [](const std::u16string &text) {
        return QString::fromRawData(reinterpret_cast<const QChar *>(text.data()),
                                    qsizetype(text.size()));
    };
    m_discord->rest->hold(u"/"_s);
    Net::Request request;
    request.method = Net::Method::Patch;
    request.path = borrow(path);
    request.reason = borrow(reason);
    request.body = QByteArray::fromRawData(body.constData(), body.size());
    request.query = {{borrow(reason), borrow(reason)}};
    request.headers = {{QByteArray::fromRawData(header.constData(), header.size()), "1"}};
    const auto sent = m_discord->client->http().send(std::move(request));
    path.assign(path.size(), u'#');
    reason.assign(reason.size(), u'#');
    body.fill('#');
    header.fill('#');
    QTRY_VERIFY(!m_discord->rest->requests().isEmpty());
    const Net::Request seen = m_discord->rest->requests().last();
    m_discord->rest->release();
    QTRY_VERIFY(sent.isFinished());
    QCOMPARE(seen.path, u"/channels/1"_s);
    QCOMPARE(*seen.reason, u"spam"_s);
    QCOMPARE(seen.body, R"({"a":1})");
    QCOMPARE(seen.query->first().first, u"spam"_s);
    QCOMPARE(seen.headers->first().first, "X-A");
}

void TestClient::startupHooksOfLateViewsRun()
{
    m_discord->client->start();
    QTRY_VERIFY(m_discord->gateway != nullptr);
    m_discord->ready();
    const auto view = m_discord->client->makeView(u"late"_s);
    auto brief = m_discord->client->makeView(u"brief"_s);
    QStringList ran;
    view->addStartupHook([&ran] {
        ran.append(u"first"_s);
        return finishedFuture(Result<>());
    });
    view->addStartupHook([&ran]() -> QFuture<Result<>> {
        ran.append(u"second"_s);
        throw std::runtime_error("oops");
    });
    brief->addStartupHook([&ran] {
        ran.append(u"never"_s);
        return finishedFuture(Result<>());
    });
    brief.reset(); // Its code may be unmapped.
    QVERIFY(ran.isEmpty());
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"startup hook: .*oops"_s));
    QTRY_COMPARE(ran, (QStringList{u"first"_s, u"second"_s}));
    QTest::qWait(0);
}

void TestClient::slowHandlerIsNamed()
{
    const auto view = m_discord->client->makeView(u"sloth"_s);
    connect(view.get(), &Client::messageCreated, this, [this] { m_clock->advance(3s); });
    start();
    QTest::ignoreMessage(QtWarningMsg,
                         "slow handler: plugin sloth took 3000 ms for MESSAGE_CREATE; every other "
                         "handler waited");
    m_discord->gateway->dispatch("MESSAGE_CREATE", R"({"id":"1","channel_id":"2"})");
}

void TestClient::slowPredicateIsNamed()
{
    const auto view = m_discord->client->makeView(u"picky"_s);
    start();
    const auto waiting = view->waitFor(
        "TYPING_START",
        [this](const Event &) {
            m_clock->advance(3s);
            return true;
        },
        10s);
    QTest::ignoreMessage(QtWarningMsg,
                         "slow handler: plugin picky took 3000 ms for TYPING_START; every other "
                         "handler waited");
    m_discord->gateway->dispatch("TYPING_START", "{}");
    QVERIFY(waiting.isFinished());
    QVERIFY(waiting.result().isOk());
}

void TestClient::slowHookIsNamed()
{
    const auto view = m_discord->client->makeView(u"heavy"_s);
    view->addStartupHook([this] {
        m_clock->advance(3s);
        return finishedFuture(Result<>());
    });
    QTest::ignoreMessage(
        QtWarningMsg,
        "slow handler: plugin heavy took 3000 ms for startup; every other handler waited");
    start();
}

void TestClient::waitForFindsAndTimesOut()
{
    using Api::MessageCreateEvent;
    start();
    const auto wanted = [](const MessageCreateEvent &message) { return message.content == u"yes"; };
    auto found = m_discord->client->waitFor<MessageCreateEvent>(wanted, 10s);
    auto missed = m_discord->client->waitFor<MessageCreateEvent>(wanted, 2s);
    m_discord->gateway->dispatch("MESSAGE_CREATE", R"({"id":"1","channel_id":"2","content":"no"})");
    m_clock->advance(3s);
    m_discord->gateway->dispatch("MESSAGE_CREATE",
                                 R"({"id":"2","channel_id":"2","content":"yes"})");
    QTRY_VERIFY(found.isFinished() && missed.isFinished());
    QVERIFY(found.result().isOk());
    QCOMPARE(found.result()->id.valueOr({}), MessageId(2));
    QCOMPARE(missed.result().error().code, ErrorCode::Timeout);
}

void TestClient::waitsEndWithTheirView()
{
    auto view = m_discord->client->makeView(u"gone"_s);
    const auto waiting = view->waitFor("TYPING_START", [](const Event &) { return true; }, 10s);
    const auto typed = view->waitFor<Api::TypingStartEvent>([](const auto &) { return true; }, 10s);
    view.reset();
    QVERIFY(waiting.isFinished() && typed.isFinished());
    QCOMPARE(typed.result().error().code, ErrorCode::Cancelled);
    QCOMPARE(waiting.result().error().code, ErrorCode::Cancelled);
}

void TestClient::hooksRunAndFailuresAreContained()
{
    QStringList log;
    m_discord->client->addStartupHook([&log] {
        log.append(u"up"_s);
        return finishedFuture<void>(makeError(ErrorCode::Io, u"no disk"_s));
    });
    m_discord->client->addShutdownHook([&log]() -> QFuture<Result<>> {
        log.append(u"down"_s);
        throw std::runtime_error("bad");
    });
    auto view = m_discord->client->makeView(u"gone"_s);
    view->addStartupHook([&log] {
        log.append(u"must not run"_s);
        return finishedFuture(Result<>());
    });
    view.reset();
    QTest::ignoreMessage(QtWarningMsg, "startup hook: no disk");
    start();
    QTest::ignoreMessage(QtWarningMsg, "shutdown hook: bad");
    QSignalSpy stopped(m_discord->client.get(), &Client::stopped);
    m_discord->client->stop();
    QTRY_COMPARE(stopped.size(), 1);
    QCOMPARE(log, (QStringList{u"up"_s, u"down"_s}));
}

void TestClient::knowsItselfAfterAResumeOfAnEarlierProcess()
{
    m_discord->rest->setHandler([](const Net::Request &request) {
        if (request.path == u"/users/@me")
            return FakeRest::reply(200, R"({"id":"6","username":"bot"})");
        if (request.path == u"/applications/@me")
            return FakeRest::reply(200, R"({"id":"5","name":"bot"})");
        return FakeDiscord::defaultAnswer(request);
    });
    QSignalSpy started(m_discord->client.get(), &Client::started);
    start();
    m_discord->gateway->dispatch("RESUMED", "{}");
    Q_EMIT m_discord->gateway->ready();
    QTRY_COMPARE(started.size(), 1);
    QCOMPARE(m_discord->client->applicationId(), ApplicationId(5));
    QCOMPARE(m_discord->client->self().id, UserId(6));
}

void TestClient::resume()
{
    QSignalSpy started(m_discord->client.get(), &Client::started);
    start();
    m_discord->resumed();
    QTRY_COMPARE(started.size(), 1);
}

void TestClient::looksGuildsUpOnce()
{
    resume();
    Client &client = *m_discord->client;
    const auto first = client.ensureGuild(GuildId(10));
    const auto second = client.ensureGuild(GuildId(10));
    QVERIFY(!first.isFinished());
    QTRY_VERIFY(first.isFinished() && second.isFinished());
    QVERIFY(first.result().isOk() && second.result().isOk());
    QCOMPARE(lookUps(),
             (QStringList{u"GET /guilds/10"_s, u"GET /guilds/10/channels"_s,
                          u"GET /guilds/10/members/6"_s}));
    QCOMPARE(client.entities().guild(GuildId(10))->name, u"Guild"_s);
    QCOMPARE(client.entities().channel(ChannelId(20))->guildId.valueOr({}), GuildId(10));
    const auto own = client.entities().permissions(GuildId(10), ChannelId(20), UserId(6));
    QVERIFY(own && own->allows(Api::Permission::ManageMessages));
    QVERIFY(client.ensureGuild(GuildId(10)).isFinished()); // Known now: nothing is asked.
    QCOMPARE(lookUps().size(), 3);
}

void TestClient::looksUpWhatEventsDidNotTell_data()
{
    QTest::addColumn<quint64>("guild");
    QTest::addColumn<quint64>("channel");
    QTest::addColumn<int>("requests");
    QTest::addColumn<std::optional<ErrorCode>>("error");
    const std::optional<ErrorCode> none;
    QTest::newRow("happy/channel of the guild") << quint64(10) << quint64(20) << 3 << none;
    QTest::newRow("happy/thread") << quint64(10) << quint64(30) << 4 << none;
    QTest::newRow("rainy/another guild's channel")
        << quint64(10) << quint64(40) << 4 << std::optional(ErrorCode::NotFound);
    QTest::newRow("rainy/another guild is answered")
        << quint64(11) << quint64(20) << 3 << std::optional(ErrorCode::Decode);
    QTest::newRow("rainy/no guild")
        << quint64(0) << quint64(20) << 0 << std::optional(ErrorCode::InvalidArgument);
}

void TestClient::looksUpWhatEventsDidNotTell()
{
    QFETCH(quint64, guild);
    QFETCH(quint64, channel);
    QFETCH(std::optional<ErrorCode>, error);
    m_discord->rest->setHandler([](const Net::Request &request) {
        if (request.path == u"/channels/40")
            return FakeRest::reply(200, R"({"id":"40","guild_id":"77","type":0})");
        if (request.path == u"/guilds/11")
            return FakeRest::reply(200, FakeDiscord::kGuild + '}');
        if (request.path == u"/guilds/11/channels")
            return FakeRest::reply(200, "[]");
        if (request.path == u"/guilds/11/members/6")
            return FakeRest::reply(200, FakeDiscord::kMember);
        return FakeDiscord::defaultAnswer(request);
    });
    resume();
    const auto known = m_discord->client->ensureChannel(GuildId(guild), ChannelId(channel));
    QTRY_VERIFY(known.isFinished());
    QCOMPARE(known.result().isOk(), !error.has_value());
    if (error)
        QCOMPARE(known.result().error().code, *error);
    QTEST(int(lookUps().size()), "requests");
    QCOMPARE(m_discord->client->entities().channel(ChannelId(channel)).has_value(), !error);
}

void TestClient::failedLookUpIsNotRepeatedAtOnce()
{
    m_discord->rest->setHandler([](const Net::Request &request) {
        if (request.path.startsWith(u"/guilds/10"))
            return FakeRest::reply(403, R"({"message":"Missing Access","code":50001})");
        return FakeDiscord::defaultAnswer(request);
    });
    resume();
    Client &client = *m_discord->client;
    const auto first = client.ensureGuild(GuildId(10));
    QTRY_VERIFY(first.isFinished());
    QCOMPARE(first.result().error().code, ErrorCode::Forbidden);
    const qsizetype asked = lookUps().size();
    m_clock->advance(4'999ms);
    QVERIFY(client.ensureGuild(GuildId(10)).isFinished());
    QCOMPARE(client.ensureGuild(GuildId(10)).result().error().code, ErrorCode::Forbidden);
    QCOMPARE(lookUps().size(), asked);
    QVERIFY(!client.entities().guild(GuildId(10)));
    m_discord->rest->setHandler(&FakeDiscord::defaultAnswer);
    m_clock->advance(1ms);
    const auto again = client.ensureGuild(GuildId(10));
    QTRY_VERIFY(again.isFinished());
    QVERIFY(again.result().isOk());
}

void TestClient::changesDuringALookUp_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<int>("requests");
    QTest::addColumn<QString>("name"); // Of the guild in the end; empty: not known.
    const QByteArray role = R"({"guild_id":"10","role":{"id":"11","name":"m","permissions":"0"}})";
    QTest::newRow("happy/role") << QByteArray("GUILD_ROLE_UPDATE") << role << 6 << u"Guild"_s;
    QTest::newRow("happy/guild") << QByteArray("GUILD_UPDATE")
                                 << QByteArray(FakeDiscord::kGuild + '}') << 6 << u"Guild"_s;
    QTest::newRow("happy/channel")
        << QByteArray("CHANNEL_UPDATE") << QByteArray(R"({"id":"20","type":0,"guild_id":"10"})")
        << 6 << u"Guild"_s;
    QTest::newRow("happy/another guild's channel")
        << QByteArray("CHANNEL_UPDATE") << QByteArray(R"({"id":"21","type":0,"guild_id":"12"})")
        << 3 << u"Guild"_s;
    QTest::newRow("happy/told after all")
        << QByteArray("GUILD_CREATE")
        << QByteArray(R"({"id":"10","name":"Newer","owner_id":"7","roles":[],"channels":[]})") << 3
        << u"Newer"_s;
    QTest::newRow("happy/told to be away")
        << QByteArray("GUILD_CREATE") << QByteArray(R"({"id":"10","unavailable":true})") << 3
        << u"Guild"_s;
    QTest::newRow("rainy/gone") << QByteArray("GUILD_DELETE") << QByteArray(R"({"id":"10"})") << 3
                                << QString();
}

void TestClient::changesDuringALookUp()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, data);
    QFETCH(QString, name);
    resume();
    Client &client = *m_discord->client;
    const auto known = client.ensureGuild(GuildId(10));
    m_discord->gateway->dispatch(type.constData(), data);
    QTRY_VERIFY(known.isFinished());
    QFETCH(int, requests);
    QTRY_COMPARE(int(lookUps().size()), requests);
    for (int i = 0; i < 20; ++i)
        QTest::qWait(1); // Answers that come late change nothing any more.
    QCOMPARE(int(lookUps().size()), requests);
    QCOMPARE(known.result().isOk(), !name.isEmpty());
    const auto guild = client.entities().guild(GuildId(10));
    QCOMPARE(guild ? guild->name : QString(), name);
    if (name.isEmpty())
        QCOMPARE(known.result().error().code, ErrorCode::NotFound);
}

void TestClient::lookUpsAreBounded()
{
    resume();
    Client &client = *m_discord->client;
    QList<QFuture<Result<>>> waiting;
    for (int i = 0; i < 1'000; ++i)
        waiting.append(client.ensureGuild(GuildId(10)));
    const auto tooMuch = client.ensureGuild(GuildId(10));
    QVERIFY(tooMuch.isFinished());
    QCOMPARE(tooMuch.result().error().code, ErrorCode::TooLarge);
    QTRY_VERIFY(waiting.last().isFinished());
    QVERIFY(waiting.last().result().isOk());
    const auto other = client.ensureChannel(GuildId(10), ChannelId(30)); // There is room again.
    QTRY_VERIFY(other.isFinished());
    QVERIFY(other.result().isOk());
}

void TestClient::nothingIsLookedUpWithoutTheIntent()
{
    // Without the guild events what was looked up once would be believed for ever.
    ClientConfig config;
    config.intents = Api::Intent::GuildMessages;
    m_discord = std::make_unique<FakeDiscord>(*m_clock, MetricSink::none(), config);
    resume();
    const auto known = m_discord->client->ensureGuild(GuildId(10));
    QVERIFY(known.isFinished());
    QCOMPARE(known.result().error().code, ErrorCode::InvalidArgument);
    QVERIFY(known.result().error().message.contains(u"GUILDS"));
    QCOMPARE(lookUps().size(), 0);
}

void TestClient::fullCacheIsTold()
{
    ClientConfig config;
    config.entities[Api::EntityType::Guild].most = 0;
    m_discord = std::make_unique<FakeDiscord>(*m_clock, MetricSink::none(), config);
    resume();
    const auto known = m_discord->client->ensureGuild(GuildId(10));
    QTRY_VERIFY(known.isFinished());
    QCOMPARE(known.result().error().code, ErrorCode::TooLarge);
}

void TestClient::deliversWhatIsInABatchAlsoWhenASlotStops()
{
    // The gateway counts a batch as handled when its signal returns.
    QStringList seen;
    connect(m_discord->client.get(), &Client::dispatched, this, [&](const Event &event) {
        seen.append(QString::fromUtf8(event.type));
        m_discord->client->stop();
    });
    start();
    Gateway::Dispatch a;
    a.type = "A";
    a.data = "{}";
    Gateway::Dispatch b = a;
    b.type = "B";
    Q_EMIT m_discord->gateway->dispatched({a, b});
    QCOMPARE(seen, (QStringList{u"A"_s, u"B"_s}));
    QTRY_VERIFY(m_discord->client->isStopped());
}

QTEST_GUILESS_MAIN(TestClient)
#include "tst_client.moc"
