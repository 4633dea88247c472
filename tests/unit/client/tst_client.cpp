// SPDX-License-Identifier: MIT
#include "fakediscord.h"

#include <cordial/core/logging.h>
#include <cordial/core/logoutput.h>
#include <cordial/core/manualclock.h>

#include <QSignalSpy>
#include <QTest>

using namespace Cordial;
using namespace Cordial::Testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestClient : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void startsAndStops();
    void refusedTokenFails();
    void computesIntentsFromSignals();
    void explicitIntentsAreKeptAndMissingOnesNamed();
    void untouchedJsonArrivesForUnknownEvents();
    void brokenEventIsLoggedAndArrivesRaw();
    void viewsAreIsolated();
    void slowHandlerIsNamed();
    void waitForFindsAndTimesOut();
    void waitsEndWithTheirView();
    void hooksRunAndFailuresAreContained();
    void knowsItselfAfterAResumeOfAnEarlierProcess();
    void deliversWhatIsInABatchAlsoWhenASlotStops();

private:
    void start();
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
    QCOMPARE(m_discord->client->cache().guildCount(), 1);
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
        order.append(u"first "_s + message.content);
        throw std::runtime_error("oops");
    });
    connect(second.get(), &Client::messageCreated, this, [&order](const auto &message) {
        order.append(QString::fromUtf8(PluginScope::current()) + u' ' + message.content);
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
    QCOMPARE(found.result()->id, MessageId(2));
    QCOMPARE(missed.result().error().code, ErrorCode::Timeout);
}

void TestClient::waitsEndWithTheirView()
{
    auto view = m_discord->client->makeView(u"gone"_s);
    const auto waiting = view->waitFor("TYPING_START", [](const Event &) { return true; }, 10s);
    view.reset();
    QVERIFY(waiting.isFinished());
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
