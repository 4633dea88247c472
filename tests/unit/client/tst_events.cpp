// SPDX-License-Identifier: MIT
#include "fakediscord.h"
#include "memorystore.h"

#include <cordial/api/cache/entitycache.h>
#include <cordial/api/typed/events.h>
#include <cordial/api/typed/model.h>
#include <cordial/core/logging.h>
#include <cordial/core/manualclock.h>

#include <QMetaMethod>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

using namespace Cordial;
using namespace Cordial::Testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestEvents : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void everyEventHasItsSignal_data();
    void everyEventHasItsSignal();
    void everyEventArrives();
    void slotsShareOneObject();
    void nothingIsDecodedForNobody();
    void slotsMayConnectInsideABatch();
    void receiversMayGoInsideABatch();
    void slotsMayDeleteOtherViews();
    void slotsMayDeleteTheClient();
    void whatIsKeptIsCountedOnce();
    void whatDoesNotFitArrivesRawAndIsCounted();
    void complaintsAreFew();
    void intentsFollowConnections();
    void connectingWithoutTheIntentIsTold();
    void otherThreadsGetTheSameObject();
    void waitsForFullEvents();
    void predicatesAreContained();
    void predicateMayEndItsOwnWait();
    void nobodyWaitsForAClientThatEnded();
    void waitsAreBounded();
    void slowHooksAreNamed();
    void hooksMayDeleteViews();
    void hooksMayStop();
    void hooksMayDeleteTheClient_data();
    void hooksMayDeleteTheClient();
    void entitiesAreThereBeforeTheSlots();
    void entitiesSayWhatTheyCost();
    void entitiesOutliveAClient();
    void savedEntitiesServeOneStart();
    void savedEntitiesFitTheirSessions_data();
    void savedEntitiesFitTheirSessions();
    void entitiesThatGrowOldAreTold();

private:
    void start();
    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<FakeDiscord> m_discord;
};

namespace {

//! Remembers the latest gauges.
class Gauges : public MetricSink
{
public:
    Gauges() { m_interest = 1U << unsigned(MetricStream::Gauges); }
    void report(const GaugeRecord &record) override
    {
        const std::string_view name = record.name.view();
        values[QByteArray(name.data(), qsizetype(name.size()))] = record.value;
    }
    using MetricSink::report;
    QHash<QByteArray, double> values;
};

//! "GuildMemberAdd" of "GUILD_MEMBER_ADD"
QString pascal(const char *event)
{
    QString out;
    for (const QString &part : QString::fromLatin1(event).toLower().split(u'_'))
        out += part.at(0).toUpper() + part.mid(1);
    return out;
}

} // namespace

void TestEvents::init()
{
    m_clock = std::make_unique<ManualClock>();
    m_discord = std::make_unique<FakeDiscord>(*m_clock);
}

void TestEvents::cleanup()
{
    m_discord.reset();
    m_clock.reset();
}

void TestEvents::start()
{
    m_discord->client->start();
    QTRY_VERIFY(m_discord->gateway != nullptr);
}

void TestEvents::everyEventHasItsSignal_data()
{
    QTest::addColumn<int>("index");
    const auto events = Api::events();
    QCOMPARE(events.size(), size_t(79));
    const QMetaObject &meta = EventSignals::staticMetaObject;
    QCOMPARE(meta.methodCount() - meta.methodOffset(), 79);
    for (size_t i = 0; i < events.size(); ++i)
        QTest::addRow("happy/%s", events[i].name) << int(i);
}

void TestEvents::everyEventHasItsSignal()
{
    QFETCH(int, index);
    const Api::EventInfo &event = Api::events()[size_t(index)];
    const QMetaMethod signal = signalOf(event);
    QVERIFY(signal.isValid());
    QCOMPARE(signal.parameterTypes(),
             QByteArrayList{"Cordial::Shared<Cordial::Api::" + QByteArray(event.type) + '>'});
    // Named after the event: its first word, in the past tense.
    const QString name = QString::fromLatin1(signal.name());
    QVERIFY2(name.left(3) == pascal(event.name).left(3).toLower(), qPrintable(name));
}

void TestEvents::everyEventArrives()
{
    std::vector<std::unique_ptr<QSignalSpy>> spies;
    for (const Api::EventInfo &event : Api::events())
        spies.push_back(std::make_unique<QSignalSpy>(m_discord->client.get(), signalOf(event)));
    start();
    for (const Api::EventInfo &event : Api::events())
        m_discord->gateway->dispatch(event.name, "{}");
    for (size_t i = 0; i < spies.size(); ++i)
        QVERIFY2(spies[i]->size() == 1, Api::events()[i].name);
    QCOMPARE(m_discord->client->undecodedCount(), 0U);
}

void TestEvents::slotsShareOneObject()
{
    QList<const void *> seen;
    Shared<Api::ThreadCreateEvent> kept;
    const auto view = m_discord->client->makeView(u"a"_s);
    connect(m_discord->client.get(), &Client::threadCreated, this,
            [&](const auto &event) { seen.append(event.get()); });
    connect(m_discord->client.get(), &Client::threadCreated, this,
            [&](const auto &event) { seen.append(event.get()); });
    connect(view.get(), &Client::threadCreated, this, [&](const auto &event) {
        seen.append(event.get());
        kept = event;
    });
    start();
    m_discord->gateway->dispatch("THREAD_CREATE",
                                 R"({"id":"30","type":11,"name":"t","newly_created":true})");
    QCOMPARE(seen.size(), 3);
    QCOMPARE(seen[0], seen[1]);
    QCOMPARE(seen[0], seen[2]);
    QCOMPARE(kept.use_count(), 1);
    QCOMPARE(kept->name.valueOr({}), u"t"_s);
    QCOMPARE(kept->newlyCreated.valueOr(false), true);
}

void TestEvents::nothingIsDecodedForNobody()
{
    start();
    m_discord->gateway->dispatch("THREAD_CREATE", R"({"id":true})");
    QCOMPARE(m_discord->client->undecodedCount(), 0U);
    auto connection = connect(m_discord->client.get(), &Client::threadCreated, this, [] { });
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"THREAD_CREATE .* id: "_s));
    m_discord->gateway->dispatch("THREAD_CREATE", R"({"id":true})");
    QCOMPARE(m_discord->client->undecodedCount(), 1U);
    disconnect(connection);
    m_discord->gateway->dispatch("THREAD_CREATE", R"({"id":true})");
    QCOMPARE(m_discord->client->undecodedCount(), 1U);
}

void TestEvents::slotsMayConnectInsideABatch()
{
    const Client *client = m_discord->client.get();
    int first = 0;
    int second = 0;
    int raw = 0;
    connect(client, &Client::threadCreated, this, [&] {
        if (++first != 1)
            return;
        connect(client, &Client::threadDeleted, this, [&] { ++second; });
        connect(client, &Client::dispatched, this, [&] { ++raw; });
    });
    start();
    m_discord->gateway->dispatch("THREAD_DELETE", "{}");
    QCOMPARE(second, 0);
    m_discord->gateway->dispatch("THREAD_CREATE", QByteArrayList{"{}", "{}", "{}"});
    QCOMPARE(first, 3);
    QCOMPARE(raw, 2);
    m_discord->gateway->dispatch("THREAD_DELETE", QByteArrayList{"{}", "{}"});
    QCOMPARE(second, 2);
}

void TestEvents::receiversMayGoInsideABatch()
{
    auto receiver = std::make_unique<QObject>();
    const Client *client = m_discord->client.get();
    int seen = 0;
    connect(client, &Client::threadCreated, receiver.get(), [&] { ++seen; });
    const auto own = connect(client, &Client::dispatched, this, [&] { receiver.reset(); });
    start();
    // Nobody is left who would have it decoded, so nobody sees that it is broken.
    m_discord->gateway->dispatch("THREAD_CREATE",
                                 QByteArrayList{R"({"id":true})", R"({"id":true})"});
    QCOMPARE(seen, 0);
    QCOMPARE(m_discord->client->undecodedCount(), 0U);
    disconnect(own);
    QCOMPARE(m_discord->client->handlerStats().handled(), 2U);
    m_discord->gateway->dispatch("THREAD_CREATE", "{}");
    QCOMPARE(m_discord->client->handlerStats().handled(), 2U);
}

void TestEvents::slotsMayDeleteOtherViews()
{
    auto first = m_discord->client->makeView(u"a"_s);
    auto second = m_discord->client->makeView(u"b"_s);
    QStringList told;
    connect(first.get(), &Client::threadCreated, this, [&] {
        told.append(u"a"_s);
        second.reset();
    });
    connect(second.get(), &Client::threadCreated, this, [&] { told.append(u"b"_s); });
    start();
    m_discord->gateway->dispatch("THREAD_CREATE", QByteArrayList{"{}", "{}"});
    QCOMPARE(told, (QStringList{u"a"_s, u"a"_s}));
    QCOMPARE(first->handlerStats().handled(), 2U);
}

void TestEvents::slotsMayDeleteTheClient()
{
    int told = 0;
    connect(m_discord->client.get(), &Client::threadCreated, this, [&] {
        ++told;
        m_discord->client.reset();
    });
    start();
    m_discord->gateway->dispatch("THREAD_CREATE", QByteArrayList{"{}", "{}"});
    QCOMPARE(told, 1);
    QVERIFY(m_discord->client == nullptr);
}

void TestEvents::whatIsKeptIsCountedOnce()
{
    int raw = 0;
    int typed = 0;
    connect(m_discord->client.get(), &Client::dispatched, this, [&raw] { ++raw; });
    connect(m_discord->client.get(), &Client::guildUpdated, this, [&typed] { ++typed; });
    connect(m_discord->client.get(), &Client::ready, this, [&typed] { ++typed; });
    start();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"GUILD_UPDATE was not understood"_s));
    m_discord->gateway->dispatch("GUILD_UPDATE", R"({"id":"10","name":tru})");
    QCOMPARE(m_discord->client->undecodedCount(), 1U);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"READY was not .* user\\.id: "_s));
    m_discord->gateway->dispatch("READY", R"({"user":{"id":true}})");
    QCOMPARE(m_discord->client->undecodedCount(), 2U);
    QCOMPARE(raw, 2);
    QCOMPARE(typed, 0);
}

void TestEvents::whatDoesNotFitArrivesRawAndIsCounted()
{
    QSignalSpy raw(m_discord->client.get(), &Client::dispatched);
    QSignalSpy typed(m_discord->client.get(), &Client::presenceUpdated);
    start();
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(u"PRESENCE_UPDATE .* activities\\[1\\]\\.name: "_s));
    m_discord->gateway->dispatch("PRESENCE_UPDATE", R"({"activities":[{"name":"a"},{"name":1}]})");
    QCOMPARE(raw.size(), 1);
    QCOMPARE(typed.size(), 0);
    m_discord->gateway->dispatch("PRESENCE_UPDATE", R"({"activities":[],"of_tomorrow":[1]})");
    QCOMPARE(typed.size(), 1);
    const auto event = typed[0][0].value<Shared<Api::PresenceUpdateEvent>>();
    QCOMPARE(event->rest.members(), QByteArray(R"("of_tomorrow":[1])"));
}

void TestEvents::complaintsAreFew()
{
    connect(m_discord->client.get(), &Client::presenceUpdated, this, [] { });
    start();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"PRESENCE_UPDATE was not"_s));
    for (int i = 0; i < 100; ++i)
        m_discord->gateway->dispatch("PRESENCE_UPDATE", R"({"activities":1})");
    QCOMPARE(m_discord->client->undecodedCount(), 100U);
    m_clock->advance(61s);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"PRESENCE_UPDATE was not"_s));
    m_discord->gateway->dispatch("PRESENCE_UPDATE", R"({"activities":1})");
}

void TestEvents::intentsFollowConnections()
{
    using Api::Intent;
    Client &client = *m_discord->client;
    connect(&client, &Client::voiceStateUpdated, this, [] { });
    connect(&client, &Client::messageCreated, this, [] { });
    QCOMPARE(
        client.intents().toInt(),
        (Intent::Guilds | Intent::GuildVoiceStates | Intent::GuildMessages | Intent::DirectMessages)
            .toInt());
    // Nothing privileged comes along with what can be had without.
    connect(&client, &Client::threadMembersUpdated, this, [] { });
    QVERIFY(!client.intents().testFlag(Intent::GuildMembers));
}

void TestEvents::connectingWithoutTheIntentIsTold()
{
    ClientConfig config;
    config.intents = Api::Intent::Guilds;
    m_discord = std::make_unique<FakeDiscord>(*m_clock, MetricSink::none(), config);
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(u"^presenceUpdated is connected but never comes: the "
                                            "intent GUILD_PRESENCES is not requested"_s));
    connect(m_discord->client.get(), &Client::presenceUpdated, this, [] { });
    start();
}

void TestEvents::otherThreadsGetTheSameObject()
{
    QThread thread;
    QObject there;
    there.moveToThread(&thread);
    thread.start();
    std::atomic<const void *> seen = nullptr;
    const void *here = nullptr;
    connect(m_discord->client.get(), &Client::userUpdated, this,
            [&](const auto &event) { here = event.get(); });
    connect(m_discord->client.get(), &Client::userUpdated, &there,
            [&](const Shared<Api::UserUpdateEvent> &event) { seen = event.get(); });
    start();
    m_discord->gateway->dispatch("USER_UPDATE", R"({"id":"6","username":"bot"})");
    QTRY_VERIFY(seen != nullptr);
    QCOMPARE(seen.load(), here);
    thread.quit();
    thread.wait();
}

void TestEvents::waitsForFullEvents()
{
    start();
    const auto waiting = m_discord->client->waitFor<Api::ThreadCreateEvent>(
        [](const Api::ThreadCreateEvent &event) { return event.id == ChannelId(31); }, 5s);
    m_discord->gateway->dispatch("THREAD_CREATE", R"({"id":"30","type":11})");
    m_discord->gateway->dispatch("THREAD_CREATE", R"({"id":"31","type":11})");
    QTRY_VERIFY(waiting.isFinished());
    QVERIFY(waiting.result().isOk());
    QCOMPARE(waiting.result()->id, ChannelId(31));
}

void TestEvents::predicatesAreContained()
{
    start();
    const auto first = m_discord->client->waitFor(
        "X", [](const Event &) -> bool { throw std::runtime_error("oops"); }, 5s);
    const auto second = m_discord->client->waitFor("X", [](const Event &) -> bool { throw 7; }, 5s);
    const auto third = m_discord->client->waitFor("X", [](const Event &) { return true; }, 5s);
    m_discord->gateway->dispatch("X", "{}");
    QVERIFY(first.isFinished() && second.isFinished() && third.isFinished());
    QCOMPARE(first.result().error().code, ErrorCode::Plugin);
    QCOMPARE(first.result().error().message, u"who waited threw: oops"_s);
    QCOMPARE(second.result().error().code, ErrorCode::Plugin);
    QVERIFY(third.result().isOk());
}

void TestEvents::predicateMayEndItsOwnWait()
{
    start();
    auto view = m_discord->client->makeView(u"a"_s);
    const QByteArray big(1'000, 'x'); // Kept in the predicate: on the heap, gone with it.
    const auto waiting = view->waitFor(
        "X",
        [&view, big](const Event &) {
            view.reset();
            return big.size() == 1'000;
        },
        5s);
    m_discord->gateway->dispatch("X", "{}");
    QVERIFY(waiting.isFinished());
    QCOMPARE(waiting.result().error().code, ErrorCode::Cancelled);
}

void TestEvents::nobodyWaitsForAClientThatEnded()
{
    start();
    const auto any = [](const Event &) { return true; };
    const auto before = m_discord->client->waitFor("X", any, 5s);
    m_discord->client->stop();
    QTRY_VERIFY(m_discord->client->isStopped());
    const auto after = m_discord->client->waitFor("X", any, 5s);
    QVERIFY(before.isFinished() && after.isFinished());
    QCOMPARE(before.result().error().code, ErrorCode::Cancelled);
    QCOMPARE(after.result().error().code, ErrorCode::Cancelled);
}

void TestEvents::waitsAreBounded()
{
    start();
    const auto never = [](const Event &) { return false; };
    QList<QFuture<Result<Event>>> waits;
    for (int i = 0; i < 10'000; ++i)
        waits.append(m_discord->client->waitFor("X", never, 5s));
    const auto tooMany = m_discord->client->waitFor("X", never, 5s);
    QVERIFY(tooMany.isFinished());
    QCOMPARE(tooMany.result().error().code, ErrorCode::TooLarge);
    m_clock->advance(6s);
    QVERIFY(waits.last().isFinished());
    QCOMPARE(waits.last().result().error().code, ErrorCode::Timeout);
    QVERIFY(!m_discord->client->waitFor("X", never, 5s).isFinished());
}

void TestEvents::slowHooksAreNamed()
{
    QPromise<Result<>> never;
    never.start();
    const auto view = m_discord->client->makeView(u"sloth"_s);
    view->addStartupHook([&never] { return never.future(); });
    m_discord->client->addStartupHook([] { return finishedFuture(Result<>()); });
    m_discord->client->start();
    QTest::qWait(0);
    QTest::ignoreMessage(QtWarningMsg,
                         "startup hooks took too long and are not waited for: plugin sloth");
    QVERIFY(m_discord->gateway == nullptr);
    m_clock->advance(10s);
    QTRY_VERIFY(m_discord->gateway != nullptr);
    never.addResult(Result<>());
    never.finish();
}

void TestEvents::hooksMayDeleteViews()
{
    auto view = m_discord->client->makeView(u"gone"_s);
    bool hasRun = false;
    m_discord->client->addStartupHook([&view] {
        view.reset();
        return finishedFuture(Result<>());
    });
    view->addStartupHook([&hasRun] {
        hasRun = true;
        return finishedFuture(Result<>());
    });
    start();
    QVERIFY(!hasRun);
}

void TestEvents::hooksMayStop()
{
    QPromise<Result<>> slow;
    slow.start();
    bool hasRun = false;
    bool isStopped = false;
    Client &client = *m_discord->client;
    client.addStartupHook([&client] {
        client.stop();
        return finishedFuture(Result<>());
    });
    client.addStartupHook([&hasRun] {
        hasRun = true;
        return finishedFuture(Result<>());
    });
    client.addShutdownHook([&slow] { return slow.future(); });
    connect(&client, &Client::stopped, this, [&isStopped] { isStopped = true; });
    client.start();
    QTest::qWait(20);
    QVERIFY(!hasRun);
    QVERIFY(!isStopped); // the shutdown hook has not ended
    slow.addResult(Result<>());
    slow.finish();
    QTRY_VERIFY(isStopped);
}

void TestEvents::hooksMayDeleteTheClient_data()
{
    QTest::addColumn<bool>("atTheEnd");
    QTest::newRow("rainy/startup") << false;
    QTest::newRow("rainy/shutdown") << true;
}

void TestEvents::hooksMayDeleteTheClient()
{
    QFETCH(const bool, atTheEnd);
    const auto hook = [this] {
        m_discord->client.reset();
        return finishedFuture(Result<>());
    };
    if (atTheEnd) {
        m_discord->client->addShutdownHook(hook);
        start();
        m_discord->client->stop();
    } else {
        m_discord->client->addStartupHook(hook);
        m_discord->client->start();
    }
    QTRY_VERIFY(m_discord->client == nullptr);
    QTest::qWait(20);
}

void TestEvents::entitiesAreThereBeforeTheSlots()
{
    ClientConfig config;
    config.entities = Api::EntityPolicies::standard();
    m_discord = std::make_unique<FakeDiscord>(*m_clock, MetricSink::none(), config);
    QString seen;
    connect(m_discord->client.get(), &Client::channelCreated, this, [&](const auto &event) {
        seen = m_discord->client->entities().channel(event->id)->name.valueOr({});
    });
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^members are kept but grow old"_s));
    start();
    m_discord->gateway->dispatch("GUILD_CREATE", R"({"id":"10","name":"A"})");
    m_discord->gateway->dispatch("CHANNEL_CREATE",
                                 R"({"id":"20","guild_id":"10","type":0,"name":"c"})");
    QCOMPARE(seen, u"c"_s);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"GUILD_UPDATE was not understood"_s));
    m_discord->gateway->dispatch("GUILD_UPDATE", R"({"id":"10","name":tru})");
    QVERIFY(m_discord->client->undecodedCount() >= 1);
    QCOMPARE(m_discord->client->entities().guild(GuildId(10))->name, u"A"_s);
}

void TestEvents::entitiesSayWhatTheyCost()
{
    Gauges gauges;
    ClientConfig config;
    config.entities = Api::EntityPolicies::standard();
    config.intents = Api::Intents::fromInt(0xFFFF);
    m_discord = std::make_unique<FakeDiscord>(*m_clock, gauges, config);
    start();
    m_clock->advance(2s);
    m_discord->gateway->dispatch("GUILD_CREATE",
                                 R"({"id":"10","roles":[{"id":"10"},{"id":"11"}]})");
    QCOMPARE(gauges.values.value("kept guilds"), 1.0);
    QCOMPARE(gauges.values.value("kept roles"), 2.0);
    QVERIFY(gauges.values.value("kept roles kB") > 0);
    QTest::ignoreMessage(QtInfoMsg, QRegularExpression(u"^kept: guilds 1 \\("_s));
    m_discord->client->stop();
    QTRY_VERIFY(m_discord->client->isStopped());
    m_discord.reset();
}

void TestEvents::entitiesOutliveAClient()
{
    const auto store = std::make_shared<Testing::MemoryStore>();
    ClientConfig config;
    config.entities = Api::EntityPolicies::standard();
    config.intents = Api::Intents::fromInt(0xFFFF);
    for (const bool isFirst : {true, false}) {
        m_discord = std::make_unique<FakeDiscord>(*m_clock, MetricSink::none(), config, store);
        start();
        if (isFirst)
            m_discord->gateway->dispatch("GUILD_CREATE", R"({"id":"10","name":"A"})");
        QCOMPARE(m_discord->client->entities().guild(GuildId(10)).has_value(), true);
        m_discord->client->stop();
        QTRY_VERIFY(m_discord->client->isStopped());
    }
    QVERIFY(store->lines.size() >= 3);
    store->lines.removeLast();
    m_discord = std::make_unique<FakeDiscord>(*m_clock, MetricSink::none(), config, store);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"the saved cache is not whole"_s));
    start();
    QVERIFY(!m_discord->client->entities().guild(GuildId(10)));
}

//! A client that crashes saves nothing: the next must not start from what the one before saved.
void TestEvents::savedEntitiesServeOneStart()
{
    const auto store = std::make_shared<Testing::MemoryStore>();
    ClientConfig config;
    config.entities = Api::EntityPolicies::standard();
    config.intents = Api::Intents::fromInt(0xFFFF);
    for (const bool isKnown : {false, true, false}) {
        m_discord = std::make_unique<FakeDiscord>(*m_clock, MetricSink::none(), config, store);
        start();
        QCOMPARE(m_discord->client->entities().containsGuild(GuildId(10)), isKnown);
        QVERIFY(store->lines.isEmpty());
        m_discord->gateway->dispatch("GUILD_CREATE", R"({"id":"10","name":"A"})");
        if (isKnown)
            continue; // It crashes.
        m_discord->client->stop();
        QTRY_VERIFY(m_discord->client->isStopped());
    }
}

void TestEvents::savedEntitiesFitTheirSessions_data()
{
    QTest::addColumn<QByteArray>("then");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<bool>("isTaken");
    QTest::newRow("happy/the same") << "abc 5"_ba << "abc 5"_ba << true;
    QTest::newRow("rainy/further") << "abc 5"_ba << "abc 6"_ba << false;
    QTest::newRow("rainy/none any more") << "abc 5"_ba << QByteArray() << false;
    QTest::newRow("rainy/none to go on with") << QByteArray() << QByteArray() << false;
}

void TestEvents::savedEntitiesFitTheirSessions()
{
    QFETCH(QByteArray, then);
    QFETCH(QByteArray, now);
    QFETCH(bool, isTaken);
    const auto store = std::make_shared<Testing::MemoryStore>();
    ClientConfig config;
    config.entities = Api::EntityPolicies::standard();
    config.intents = Api::Intents::fromInt(0xFFFF);
    QByteArray mark = then;
    const auto sessions = [&mark] { return mark; };
    m_discord =
        std::make_unique<FakeDiscord>(*m_clock, MetricSink::none(), config, store, sessions);
    start();
    m_discord->gateway->dispatch("GUILD_CREATE", R"({"id":"10","name":"A"})");
    m_discord->client->stop();
    QTRY_VERIFY(m_discord->client->isStopped());
    QCOMPARE(store->lines.isEmpty(), then.isEmpty());
    mark = now;
    m_discord =
        std::make_unique<FakeDiscord>(*m_clock, MetricSink::none(), config, store, sessions);
    start();
    QCOMPARE(m_discord->client->entities().containsGuild(GuildId(10)), isTaken);
    QVERIFY(store->lines.isEmpty());
    m_discord.reset();
}

void TestEvents::entitiesThatGrowOldAreTold()
{
    ClientConfig config;
    config.entities = Api::EntityPolicies::full();
    m_discord = std::make_unique<FakeDiscord>(*m_clock, MetricSink::none(), config);
    using Api::Intent;
    QVERIFY(m_discord->client->intents().testFlag(Intent::GuildVoiceStates));
    QVERIFY(!m_discord->client->intents().testFlag(Intent::GuildMembers));
    QTest::ignoreMessage(QtWarningMsg,
                         "members are kept but grow old: the intent GUILD_MEMBERS is not requested "
                         "(add it to --intents)");
    start();
}

QTEST_GUILESS_MAIN(TestEvents)
#include "tst_events.moc"
