// SPDX-License-Identifier: MIT
#include "fakediscord.h"

#include <cordial/api/cache/entitycache.h>
#include <cordial/api/handles.h>
#include <cordial/commands/commandregistry.h>
#include <cordial/core/manualclock.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Cordial;
using namespace Cordial::Testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! \brief The gauges as they were reported last.
class GaugeSink : public MetricSink
{
public:
    GaugeSink() { m_interest = 1U << static_cast<unsigned>(MetricStream::Gauges); }
    using MetricSink::report;
    void report(const GaugeRecord &record) override
    {
        const std::string_view name = record.name.view();
        values.insert(QString::fromUtf8(name.data(), qsizetype(name.size())), record);
    }
    [[nodiscard]] double value(const QString &name) const { return values.value(name).value; }

    QHash<QString, GaugeRecord> values;
};

} // namespace

class TestCommandRegistry : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void answersASlashCommand();
    void answersATypedCommand();
    void typedCommandWithWrongArgumentsTellsUsage();
    void longRefusalsAreSent();
    void typedAnswersHaveADeadline();
    void typedAnswersThatWaitTooLongAreGivenUp();
    void typedAnswersOfAChannelAreBounded();
    void typedAnswersAreBoundedInAll();
    void namesOutliveThePlugin();
    void ignoresBotsAndStrangers();
    void refusesWithoutPermission_data();
    void refusesWithoutPermission();
    void looksAnUnknownServerUp_data();
    void looksAnUnknownServerUp();
    void unknownThreadHasThePermissionsOfItsChannel();
    void failedLookUpIsToldPolitely();
    void pluginUnloadedDuringALookUp();
    void coolsDown();
    void aGuildsCooldownKeepsDirectMessagesApart();
    void runsSubcommands();
    void pressesAButton();
    void submitsAModal();
    void submitsAModalOfLabels();
    void answersKeepWhatCannotBeEdited();
    void defersByItself();
    void editsInOrder();
    void aThrowingSlotIsContained();
    void unknownCommandIsAnswered();
    void whoWaitsForAButtonComesFirst();
    void answersGivenElsewhereAreNoFailure();
    void unknownButtonsAreBounded();
    void goneSetAnswersNothing();
    void syncWritesOnlyDifferences();
    void brokenCommandsAreLeftOut();
    void whatIsNotWantedAnyMoreIsRemoved();
    void commandsOfOthersAreLeftAlone();
    void knowsWhatAnEarlierProcessRegistered();
    void changesAtRunTimeAreRegistered();

private:
    //! \brief Requests since the start, without those of the start itself.
    [[nodiscard]] QStringList answers() const;
    void slash(const char *data, const char *permissions = "0");
    void say(const char *content, const char *author = "1", const char *roles = "[]");
    //! \brief The same in a direct message.
    void whisper(const QByteArray &content, quint64 channel = 40);
    [[nodiscard]] QStringList puts() const
    {
        return m_discord->rest->log().filter(QRegularExpression(u"^PUT "_s));
    }

    GaugeSink m_gauges;
    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<FakeDiscord> m_discord;
    std::unique_ptr<CommandRegistry> m_registry;
    std::unique_ptr<Client> m_view;
    std::unique_ptr<CommandSet> m_set;
};

void TestCommandRegistry::init()
{
    m_clock = std::make_unique<ManualClock>();
    m_discord = std::make_unique<FakeDiscord>(*m_clock);
    m_registry =
        std::make_unique<CommandRegistry>(*m_discord->client, CommandConfig{}, nullptr, m_gauges);
    m_view = m_discord->client->makeView(u"test"_s);
    m_set = std::make_unique<CommandSet>(*m_registry, *m_view);
    m_discord->client->start();
    QTRY_VERIFY(m_discord->gateway != nullptr);
    m_discord->ready();
    QTRY_VERIFY(!m_discord->rest->requests().isEmpty());
}

void TestCommandRegistry::cleanup()
{
    m_set.reset();
    m_view.reset();
    m_registry.reset();
    m_discord.reset();
    m_clock.reset();
}

QStringList TestCommandRegistry::answers() const
{
    QStringList lines = m_discord->rest->log();
    lines.removeIf([](const QString &line) {
        return line.contains(u"/gateway/bot") || line.contains(u"/applications/");
    });
    return lines;
}

void TestCommandRegistry::slash(const char *data, const char *permissions)
{
    m_discord->gateway->dispatch(
        "INTERACTION_CREATE",
        QByteArray(R"({"id":"100","application_id":"5","token":"tok","guild_id":"10",
            "channel_id":"20","locale":"en-US","app_permissions":"76800",
            "member":{"user":{"id":"1","username":"ann"},"roles":[],"permissions":")")
            + permissions + R"("},)" + data + '}');
}

void TestCommandRegistry::say(const char *content, const char *author, const char *roles)
{
    m_discord->gateway->dispatch("MESSAGE_CREATE",
                                 QByteArray(R"({"id":"300","channel_id":"20","guild_id":"10",
            "author":{"id":")") + author
                                     + R"(","username":"ann"},"member":{"roles":)" + roles
                                     + R"(},"content":")" + content + R"("})");
}

void TestCommandRegistry::whisper(const QByteArray &content, quint64 channel)
{
    m_discord->gateway->dispatch("MESSAGE_CREATE",
                                 R"({"id":"300","channel_id":")" + QByteArray::number(channel)
                                     + R"(","author":{"id":"1","username":"ann"},"content":")"
                                     + content + R"("})");
}

void TestCommandRegistry::answersASlashCommand()
{
    auto *echo = m_set->add(u"echo"_s, u"Says it again"_s);
    echo->addOption(Option::string(u"text"_s, u"What"_s).required());
    connect(echo, &SlashCommand::invoked, this, [](const Invocation &call) {
        call.reply(call.user().username + u": " + call.text(u"text"));
    });
    slash(
        R"("type":2,"data":{"id":"1","name":"echo","type":1,"options":[{"name":"text","type":3,"value":"hi"}]})");
    QTRY_COMPARE(answers().size(), 1);
    QCOMPARE(
        answers().first(),
        uR"(POST /interactions/100/tok/callback {"type":4,"data":{"content":"ann: hi","allowed_mentions":{"parse":["users"],"replied_user":true}}})"_s);
    QCOMPARE(m_discord->rest->requests().last().plugin, u"test"_s);
}

void TestCommandRegistry::answersATypedCommand()
{
    auto *echo = m_set->add(u"echo"_s, u"Says it again"_s);
    echo->addOption(Option::string(u"text"_s, u"What"_s).required());
    echo->enablePrefix();
    connect(echo, &SlashCommand::invoked, this,
            [](const Invocation &call) { call.reply(call.text(u"text")); });
    say("!echo one  two");
    QTRY_COMPARE(answers().size(), 1);
    QVERIFY(
        answers().first().startsWith(uR"(POST /channels/20/messages {"content":"one  two",)"_s));
    QVERIFY(answers().first().contains(uR"("message_reference":{"message_id":"300")"_s));
    QVERIFY(m_discord->client->intents().testFlag(Api::Intent::Guilds));
}

void TestCommandRegistry::typedCommandWithWrongArgumentsTellsUsage()
{
    auto *purge = m_set->add(u"purge"_s, u"Deletes"_s);
    purge->addOption(Option::integer(u"count"_s, u"How many"_s).required());
    purge->enablePrefix();
    int invoked = 0;
    connect(purge, &SlashCommand::invoked, this, [&invoked] { ++invoked; });
    say("!purge many");
    QTRY_COMPARE(answers().size(), 1);
    QVERIFY(answers().first().contains(
        uR"("content":"count: \"many\" is not a whole number\n`!purge <count>`")"_s));
    QCOMPARE(invoked, 0);
}

void TestCommandRegistry::longRefusalsAreSent()
{
    auto *purge = m_set->add(u"purge"_s, u"Deletes"_s);
    purge->addOption(Option::integer(u"count"_s, u"How many"_s).required());
    purge->enablePrefix();
    auto *wordy = m_set->add(u"wordy"_s, u"Refuses at length"_s);
    wordy->enablePrefix();
    wordy->addCheck([](const Invocation &) { return QString(3'000, u'n'); });
    auto *pick = m_set->add(u"pick"_s, u"Has long choices"_s);
    pick->enablePrefix();
    Option option = Option::string(u"of"_s, u"What"_s).required();
    for (int i = 0; i < 25; ++i)
        option = std::move(option).choice(u"%1"_s.arg(i, 100, 10, QChar(u'0')), QString::number(i));
    pick->addOption(std::move(option));
    say(QByteArray("!purge " + QByteArray(1'992, 'x')).constData());
    say("!wordy");
    say("!pick none");
    QTRY_COMPARE(answers().size(), 3);
    QVERIFY(answers()[0].contains(u"x…\\\" is not a whole number\\n`!purge <count>`"_s));
    QVERIFY(answers()[1].contains(u"nnn…\""_s));
    QVERIFY(answers()[2].contains(u"…\\n`!pick <of>`\""_s));
}

void TestCommandRegistry::typedAnswersHaveADeadline()
{
    auto *ping = m_set->add(u"ping"_s, u"Answers"_s);
    ping->enablePrefix();
    std::optional<Invocation> kept;
    connect(ping, &SlashCommand::invoked, this, [&kept](const Invocation &call) { kept = call; });
    say("!ping");
    m_clock->advance(100s); // It counts from the answer: a command may take its time.
    kept->reply(u"pong"_s);
    const auto deadlineOf = [this](QLatin1StringView path) {
        const auto all = m_discord->rest->requests();
        for (const Net::Request &request : all) {
            if (request.path.endsWith(path))
                return request.deadline;
        }
        return std::optional<TimePoint>();
    };
    QTRY_COMPARE(answers().size(), 1);
    QVERIFY(deadlineOf("/messages"_L1) == m_clock->now() + 60s);
    slash(R"("type":2,"data":{"id":"1","name":"ping","type":1})");
    kept->reply(u"pong"_s);
    QTRY_COMPARE(answers().size(), 2);
    QVERIFY(!deadlineOf("/callback"_L1));
}

void TestCommandRegistry::typedAnswersThatWaitTooLongAreGivenUp()
{
    auto *ping = m_set->add(u"ping"_s, u"Answers"_s);
    ping->enablePrefix();
    QFuture<Result<>> late;
    connect(ping, &SlashCommand::invoked, this, [&late](const Invocation &call) {
        call.reply(u"1"_s);
        late = call.followUp(u"2"_s);
    });
    m_discord->rest->hold(u"/channels/20/"_s);
    say("!ping");
    QTRY_COMPARE(answers().size(), 1);
    m_clock->advance(61s);
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(u"^ping follow-up failed: .*waited 60 s"_s));
    m_discord->rest->release();
    QTRY_VERIFY(late.isFinished());
    QCOMPARE(late.result().error().code, ErrorCode::DeadlineExceeded);
    QCOMPARE(answers().size(), 1);
}

void TestCommandRegistry::typedAnswersOfAChannelAreBounded()
{
    auto *ping = m_set->add(u"ping"_s, u"Answers"_s);
    ping->enablePrefix();
    QList<QFuture<Result<>>> replies;
    connect(ping, &SlashCommand::invoked, this,
            [&replies](const Invocation &call) { replies.append(call.reply(u"pong"_s)); });
    m_discord->rest->hold(u"/channels/"_s);
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(u"ping.*refused.* channel 20.* 50 .*wait"_s));
    for (int i = 0; i < 60; ++i)
        say("!ping");
    QCOMPARE(replies.size(), 60);
    for (const auto &reply : std::as_const(replies).mid(50)) {
        QVERIFY(reply.isFinished());
        QCOMPARE(reply.result().error().code, ErrorCode::TooLarge);
    }
    QCOMPARE(m_gauges.value(u"typed answers waiting"_s), 50.0);
    QCOMPARE(m_gauges.values.value(u"typed answers waiting"_s).limit, 1'000.0);
    QCOMPARE(m_gauges.value(u"typed answers refused"_s), 10.0);
    // Other channels go on, and so do interactions in this one.
    whisper("!ping");
    QVERIFY(!replies.last().isFinished());
    slash(R"("type":2,"data":{"id":"1","name":"ping","type":1})");
    QTRY_COMPARE(answers().filter(u"/callback"_s).size(), 1);
    // After a minute it is told of again.
    m_clock->advance(60s);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"ping.*refused.* channel 20"_s));
    say("!ping");
    QTRY_COMPARE(answers().size(), 52);
    m_discord->rest->release();
    QTRY_COMPARE(m_gauges.value(u"typed answers waiting"_s), 0.0);
    say("!ping");
    QTRY_VERIFY(replies.last().isFinished());
    QVERIFY(replies.last().result().isOk());
}

void TestCommandRegistry::typedAnswersAreBoundedInAll()
{
    auto *ping = m_set->add(u"ping"_s, u"Answers"_s);
    ping->enablePrefix();
    int refused = 0;
    connect(ping, &SlashCommand::invoked, this, [&refused](const Invocation &call) {
        refused += call.reply(u"pong"_s).isFinished() ? 1 : 0;
    });
    m_discord->rest->hold(u"/channels/"_s);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"ping.*refused.* 1,?000 .*wait"_s));
    for (quint64 i = 0; i < 1'010; ++i)
        whisper("!ping", 1'000 + i % 40);
    QCOMPARE(refused, 10);
    m_discord->rest->release();
    QTRY_COMPARE(m_gauges.value(u"typed answers waiting"_s), 0.0);
}

void TestCommandRegistry::namesOutliveThePlugin()
{
    // What a plugin names its commands with goes away with its code; so may this buffer.
    std::vector<std::u16string> memory;
    memory.reserve(10);
    const auto literal = [&memory](const char16_t *text) {
        const std::u16string &kept = memory.emplace_back(text);
        return QString::fromRawData(reinterpret_cast<const QChar *>(kept.data()),
                                    qsizetype(kept.size()));
    };
    auto *config = m_set->add(literal(u"config"), literal(u"Settings"));
    auto *set = config->addSubcommand(literal(u"set"), literal(u"Changes one"));
    set->addOption(
        Option::string(literal(u"key"), literal(u"Which")).choice(literal(u"Red"), literal(u"r")));
    auto *about = m_set->addUserCommand(literal(u"About"));
    const QByteArray before = toJson(config->toApi());
    for (std::u16string &text : memory)
        std::fill(text.begin(), text.end(), u'#');
    QCOMPARE(toJson(config->toApi()), before);
    QCOMPARE(set->fullName(), u"config set"_s);
    QCOMPARE(about->name(), u"About"_s);
}

void TestCommandRegistry::ignoresBotsAndStrangers()
{
    auto *ping = m_set->add(u"ping"_s, u"Answers"_s);
    auto *quiet = m_set->add(u"quiet"_s, u"Slash only"_s);
    ping->enablePrefix();
    int invoked = 0;
    connect(ping, &SlashCommand::invoked, this, [&invoked] { ++invoked; });
    connect(quiet, &SlashCommand::invoked, this, [&invoked] { ++invoked; });
    m_discord->gateway->dispatch("MESSAGE_CREATE", R"({"id":"1","channel_id":"20",
        "author":{"id":"2","username":"b","bot":true},"content":"!ping"})");
    say("ping");
    say("!pingpong");
    say("!");
    say("!quiet");
    QCOMPARE(invoked, 0);
    say("!PING");
    QCOMPARE(invoked, 1);
}

void TestCommandRegistry::refusesWithoutPermission_data()
{
    QTest::addColumn<bool>("typed");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("happy/slash") << false << true;
    QTest::newRow("happy/typed") << true << true;
    QTest::newRow("rainy/slash") << false << false;
    QTest::newRow("rainy/typed") << true << false;
}

void TestCommandRegistry::refusesWithoutPermission()
{
    QFETCH(bool, typed);
    QFETCH(bool, allowed);
    auto *purge = m_set->add(u"purge"_s, u"Deletes"_s);
    purge->requirePermissions(Api::Permission::ManageMessages)->enablePrefix();
    int invoked = 0;
    connect(purge, &SlashCommand::invoked, this, [&invoked](const Invocation &call) {
        ++invoked;
        call.reply(u"done"_s);
    });
    if (typed)
        say("!purge", "1", allowed ? R"(["11"])" : "[]");
    else
        slash(R"("type":2,"data":{"id":"1","name":"purge","type":1})", allowed ? "8192" : "2048");
    QTRY_COMPARE(answers().size(), 1);
    QCOMPARE(invoked, allowed ? 1 : 0);
    QCOMPARE(answers().first().contains(u"you need the permission MANAGE_MESSAGES"), !allowed);
    QCOMPARE(answers().first().contains(u"\"flags\":64"), !allowed && !typed);
}

void TestCommandRegistry::looksAnUnknownServerUp_data()
{
    QTest::addColumn<QByteArray>("roles");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("happy/allowed") << QByteArray(R"(["11"])") << true;
    QTest::newRow("rainy/not allowed") << QByteArray("[]") << false;
}

void TestCommandRegistry::looksAnUnknownServerUp()
{
    QFETCH(QByteArray, roles);
    QFETCH(bool, allowed);
    auto *purge = m_set->add(u"purge"_s, u"Deletes"_s);
    purge->requirePermissions(Api::Permission::ManageMessages)->enablePrefix();
    int invoked = 0;
    connect(purge, &SlashCommand::invoked, this, [&invoked](const Invocation &call) {
        ++invoked;
        QCOMPARE(call.locale(), u"en-US"_s);
        QVERIFY(call.botPermissions().has_value());
    });
    // As after a session of an earlier process went on: nothing told of the guild.
    m_discord->gateway->dispatch("GUILD_DELETE", R"({"id":"10","unavailable":true})");
    say("!purge", "1", roles.constData());
    say("!purge", "2", roles.constData());
    if (allowed) {
        QTRY_COMPARE(invoked, 2);
    } else {
        QTRY_COMPARE(answers().filter(u"you need the permission MANAGE_MESSAGES"_s).size(), 2);
        QCOMPARE(invoked, 0);
    }
    QCOMPARE(m_discord->rest->log().count(u"GET /guilds/10"_s), 1);
    QCOMPARE(m_discord->rest->log().count(u"GET /guilds/10/channels"_s), 1);
}

void TestCommandRegistry::unknownThreadHasThePermissionsOfItsChannel()
{
    auto *purge = m_set->add(u"purge"_s, u"Deletes"_s);
    purge->requirePermissions(Api::Permission::ManageMessages)->enablePrefix();
    int invoked = 0;
    connect(purge, &SlashCommand::invoked, this, [&invoked] { ++invoked; });
    m_discord->gateway->dispatch("MESSAGE_CREATE", R"({"id":"300","channel_id":"30",
        "guild_id":"10","author":{"id":"1","username":"ann"},"member":{"roles":["11"]},
        "content":"!purge"})");
    QTRY_COMPARE(invoked, 1);
    QCOMPARE(m_discord->rest->log().filter(u"GET /guilds"_s).size(), 0);
}

void TestCommandRegistry::failedLookUpIsToldPolitely()
{
    auto *purge = m_set->add(u"purge"_s, u"Deletes"_s);
    purge->requirePermissions(Api::Permission::ManageMessages)->enablePrefix();
    auto *ping = m_set->add(u"ping"_s, u"Answers"_s);
    ping->enablePrefix();
    int purged = 0;
    int pinged = 0;
    connect(purge, &SlashCommand::invoked, this, [&purged] { ++purged; });
    connect(ping, &SlashCommand::invoked, this, [&pinged] { ++pinged; });
    m_discord->rest->setHandler([](const Net::Request &request) {
        if (request.path == u"/guilds/10/channels")
            return FakeRest::reply(403, R"({"message":"Missing Access","code":50001})");
        return FakeDiscord::defaultAnswer(request);
    });
    m_discord->gateway->dispatch("GUILD_DELETE", R"({"id":"10","unavailable":true})");
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"server 10 .*Missing Access"_s));
    say("!purge", "1", R"(["11"])");
    QTRY_COMPARE(answers().filter(u"I could not look this server up: "_s).size(), 1);
    QVERIFY(answers().last().contains(u"Missing Access"));
    QCOMPARE(purged, 0);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"server 10 .*Missing Access"_s));
    say("!ping");
    QTRY_COMPARE(pinged, 1); // It needs no permission, so nothing has to be known.
}

void TestCommandRegistry::pluginUnloadedDuringALookUp()
{
    auto *ping = m_set->add(u"ping"_s, u"Answers"_s);
    ping->enablePrefix();
    m_discord->gateway->dispatch("GUILD_DELETE", R"({"id":"10","unavailable":true})");
    say("!ping");
    m_set.reset();
    m_view.reset();
    QTRY_VERIFY(m_discord->client->entities().containsGuild(GuildId(10)));
    QTest::qWait(0);
    QCOMPARE(answers().filter(u"POST"_s).size(), 0);
}

void TestCommandRegistry::coolsDown()
{
    auto *ping = m_set->add(u"ping"_s, u"Answers"_s);
    ping->setCooldown({1, 10s, Cooldown::Scope::User})->enablePrefix();
    int invoked = 0;
    connect(ping, &SlashCommand::invoked, this, [&invoked] { ++invoked; });
    say("!ping");
    say("!ping");
    say("!ping", "2");
    QCOMPARE(invoked, 2);
    QTRY_COMPARE(answers().size(), 1);
    QVERIFY(answers().first().contains(u"works again in 10 s"));
    m_clock->advance(10s);
    say("!ping");
    QCOMPARE(invoked, 3);
}

void TestCommandRegistry::aGuildsCooldownKeepsDirectMessagesApart()
{
    auto *ping = m_set->add(u"ping"_s, u"Answers"_s);
    ping->setCooldown({1, 10s, Cooldown::Scope::Guild})->enablePrefix();
    int invoked = 0;
    connect(ping, &SlashCommand::invoked, this, [&invoked] { ++invoked; });
    whisper("!ping", 40);
    whisper("!ping", 41);
    QCOMPARE(invoked, 2);
    whisper("!ping", 40);
    QCOMPARE(invoked, 2);
    QTRY_COMPARE(answers().size(), 1);
}

void TestCommandRegistry::runsSubcommands()
{
    auto *config = m_set->add(u"config"_s, u"Settings"_s);
    auto *set = config->addSubcommand(u"set"_s, u"Changes one"_s);
    set->addOption(Option::string(u"key"_s, u"Which"_s).required());
    config->addSubcommand(u"show"_s, u"Shows all"_s);
    config->enablePrefix();
    QStringList seen;
    connect(set, &SlashCommand::invoked, this, [&seen](const Invocation &call) {
        seen.append(call.name() + u' ' + call.text(u"key"));
        call.reply(u"ok"_s);
    });
    slash(R"("type":2,"data":{"id":"1","name":"config","type":1,"options":[{"name":"set","type":1,
        "options":[{"name":"key","type":3,"value":"a"}]}]})");
    say("!config set b");
    say("!config unknown b");
    QCOMPARE(seen, (QStringList{u"config set a"_s, u"config set b"_s}));
    const Api::ApplicationCommandUpdateRequest sent = config->toApi();
    QCOMPARE(sent.options->size(), 2);
    QCOMPARE(sent.options->first().type, Api::ApplicationCommandOptionType::SubCommand);
}

void TestCommandRegistry::pressesAButton()
{
    auto *again = m_set->onComponent(u"again/{count:int}"_s);
    connect(again, &ComponentHandler::triggered, this, [](const Invocation &press) {
        press.update(QString::number(press.integer(u"count") + 1));
    });
    slash(
        R"("type":3,"message":{"id":"50","channel_id":"20"},"data":{"custom_id":"again/41","component_type":2})");
    QTRY_COMPARE(answers().size(), 1);
    QCOMPARE(answers().first(),
             uR"(POST /interactions/100/tok/callback {"type":7,"data":{"content":"42"}})"_s);
}

void TestCommandRegistry::submitsAModal()
{
    auto *form = m_set->onModal(u"form"_s);
    connect(form, &ComponentHandler::triggered, this,
            [](const Invocation &sent) { sent.replyPrivately(sent.text(u"why")); });
    slash(R"("type":5,"data":{"custom_id":"form","components":[{"type":1,"components":[
        {"type":4,"custom_id":"why","value":"because"}]}]})");
    QTRY_COMPARE(answers().size(), 1);
    QVERIFY(answers().first().contains(uR"("content":"because")"_s));
    QVERIFY(answers().first().contains(uR"("flags":64)"_s));
}

void TestCommandRegistry::submitsAModalOfLabels()
{
    auto *form = m_set->onModal(u"form"_s);
    connect(form, &ComponentHandler::triggered, this, [](const Invocation &sent) {
        sent.reply(sent.text(u"why") + u' ' + sent.text(u"pick")
                   + (sent.boolean(u"sure") ? u" sure" : u" unsure"));
    });
    slash(R"("type":5,"data":{"custom_id":"form","components":[
        {"type":18,"component":{"type":4,"custom_id":"why","value":"because"}},
        {"type":18,"component":{"type":3,"custom_id":"pick","values":["a","b"]}},
        {"type":18,"component":{"type":23,"custom_id":"sure","value":true}},
        {"type":10,"content":"only text"},{"type":99,"custom_id":"of tomorrow"}]})");
    QTRY_COMPARE(answers().size(), 1);
    QVERIFY2(answers().first().contains(uR"("content":"because a,b sure")"_s),
             qPrintable(answers().first()));
}

void TestCommandRegistry::answersKeepWhatCannotBeEdited()
{
    auto *show = m_set->add(u"show"_s, u"Shows"_s);
    show->enablePrefix();
    connect(show, &SlashCommand::invoked, this, [](const Invocation &call) {
        call.replyPrivately(u"1"_s);
        call.edit(Api::MessageBuilder(u"2"_s).ephemeral().silent().suppressEmbeds());
        call.edit(Api::MessageBuilder(u"3"_s).notify(Api::Notify::nobody()));
        call.reply(QString(2001, u'x'));
    });
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"show reply failed: .*content"_s));
    slash(R"("type":2,"data":{"id":"1","name":"show","type":1})");
    QTRY_COMPARE(answers().size(), 3);
    QVERIFY(answers()[0].endsWith(uR"("flags":64}})"_s));
    QVERIFY(answers()[1].endsWith(uR"({"content":"2","flags":4})"_s));
    QVERIFY(answers()[2].endsWith(
        uR"({"content":"3","allowed_mentions":{"parse":[],"replied_user":false}})"_s));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"show reply failed: .*content"_s));
    say("!show");
    QTRY_COMPARE(answers().size(), 6);
    QVERIFY(answers()[3].contains(u"\"fail_if_not_exists\":false"));
    QVERIFY(!answers()[3].contains(u"\"flags\"")); // Nothing is private in a channel.
    QVERIFY(answers()[4].startsWith(u"PATCH /channels/20/messages/900 "));
    QVERIFY(answers()[4].contains(u"\"flags\":4100"));
}

void TestCommandRegistry::defersByItself()
{
    auto *slow = m_set->add(u"slow"_s, u"Takes its time"_s);
    std::optional<Invocation> kept;
    connect(slow, &SlashCommand::invoked, this, [&kept](const Invocation &call) { kept = call; });
    slash(R"("type":2,"data":{"id":"1","name":"slow","type":1})");
    m_clock->advance(1999ms);
    QTest::qWait(0);
    QCOMPARE(answers().size(), 0);
    m_clock->advance(1ms);
    QTRY_COMPARE(answers().size(), 1);
    kept->reply(u"here it is"_s);
    kept->reply(u"and more"_s);
    QTRY_COMPARE(answers().size(), 3);
    QCOMPARE(answers()[0], uR"(POST /interactions/100/tok/callback {"type":5})"_s);
    QVERIFY(answers()[1].startsWith(u"PATCH /webhooks/5/tok/messages/@original"_s));
    QVERIFY(answers()[2].startsWith(u"POST /webhooks/5/tok {"_s));
}

void TestCommandRegistry::editsInOrder()
{
    auto *count = m_set->add(u"count"_s, u"Counts"_s);
    connect(count, &SlashCommand::invoked, this, [](const Invocation &call) {
        call.reply(u"1"_s);
        call.edit(u"2"_s);
        call.edit(u"3"_s);
        call.deleteReply();
    });
    slash(R"("type":2,"data":{"id":"1","name":"count","type":1})");
    QTRY_COMPARE(answers().size(), 4);
    QVERIFY(answers()[0].contains(u"/callback"));
    QVERIFY(answers()[1].contains(uR"({"content":"2"})"_s));
    QVERIFY(answers()[2].contains(uR"({"content":"3"})"_s));
    QVERIFY(answers()[3].startsWith(u"DELETE /webhooks/5/tok/messages/@original"_s));
}

void TestCommandRegistry::aThrowingSlotIsContained()
{
    auto *bad = m_set->add(u"bad"_s, u"Throws"_s);
    connect(bad, &SlashCommand::invoked, this, [] { throw std::runtime_error("oops"); });
    QTest::ignoreMessage(QtCriticalMsg, "a handler of /bad threw: oops");
    slash(R"("type":2,"data":{"id":"1","name":"bad","type":1})");
    QTRY_COMPARE(answers().size(), 1);
    QVERIFY(answers().first().contains(u"something went wrong"));
    QCOMPARE(m_view->handlerStats().errors(), 1U);
}

void TestCommandRegistry::unknownCommandIsAnswered()
{
    slash(R"("type":2,"data":{"id":"1","name":"nothing","type":1})");
    QTRY_COMPARE(answers().size(), 1);
    QVERIFY(answers()[0].contains(u"not available right now"));
    slash(R"("type":3,"message":{"id":"50","channel_id":"20"},"data":{"custom_id":"nothing"})");
    m_clock->advance(2s);
    QTRY_COMPARE(answers().size(), 2);
    QVERIFY(answers()[1].contains(u"no longer works"));
    QVERIFY(answers()[1].contains(u"\"flags\":64"));
}

void TestCommandRegistry::whoWaitsForAButtonComesFirst()
{
    QFuture<Result<std::optional<Api::InteractionCallbackResult>>> answered;
    onContext(
        m_view->waitFor<Api::InteractionCreateEvent>([](const auto &) { return true; }, 30s),
        m_view.get(), [&](const Result<Api::InteractionCreateEvent> &pressed) {
            answered =
                m_view->interaction(pressed->id, Secret(pressed->token.toUtf8())).reply(u"mine"_s);
        });
    slash(R"("type":3,"message":{"id":"50","channel_id":"20"},"data":{"custom_id":"nothing"})");
    QTRY_VERIFY(answered.isFinished() && answered.isValid());
    QVERIFY(answers().last().contains(u"mine"));
    m_clock->advance(10s);
    slash(R"("type":2,"data":{"id":"1","name":"nothing","type":1})");
    QTRY_VERIFY(answers().last().contains(u"not available"));
    QCOMPARE(answers().size(), 2);
}

void TestCommandRegistry::answersGivenElsewhereAreNoFailure()
{
    m_discord->rest->setHandler([](const Net::Request &) {
        return FakeRest::reply(
            400, R"({"message":"Interaction has already been acknowledged.","code":40060})");
    });
    QTest::failOnWarning(QRegularExpression(u"."_s));
    slash(R"("type":3,"message":{"id":"50","channel_id":"20"},"data":{"custom_id":"nothing"})");
    m_clock->advance(2s);
    QTRY_COMPARE(answers().size(), 1);
    const auto later = m_discord->client->http().get(u"/users/@me"_s);
    QTRY_VERIFY(later.isFinished());
    QTest::qWait(0);
}

void TestCommandRegistry::unknownButtonsAreBounded()
{
    for (int i = 0; i < 1'001; ++i) {
        m_discord->gateway->dispatch("INTERACTION_CREATE",
                                     R"({"id":")" + QByteArray::number(1'000 + i)
                                         + R"(","application_id":"5","token":"tok","type":3,
            "user":{"id":"1","username":"ann"},"data":{"custom_id":"nothing"}})");
    }
    QTRY_COMPARE(answers().size(), 1); // At once: more than a thousand are not kept.
    m_clock->advance(2s);
    QTRY_COMPARE(answers().size(), 1'001);
}

void TestCommandRegistry::goneSetAnswersNothing()
{
    auto *slow = m_set->add(u"slow"_s, u"Takes its time"_s);
    std::optional<Invocation> kept;
    connect(slow, &SlashCommand::invoked, this, [&kept](const Invocation &call) { kept = call; });
    slash(R"("type":2,"data":{"id":"1","name":"slow","type":1})");
    m_set.reset();
    m_view.reset();
    const auto late = kept->reply(u"too late"_s);
    QVERIFY(late.isFinished());
    QCOMPARE(late.result().error().code, ErrorCode::Closed);
    m_clock->advance(5s);
    QCOMPARE(answers().size(), 0);
}

void TestCommandRegistry::syncWritesOnlyDifferences()
{
    m_set->add(u"ping"_s, u"Answers"_s);
    auto first = m_registry->sync();
    QTRY_VERIFY(first.isFinished());
    QCOMPARE(puts().size(), 1);
    m_discord->rest->setHandler([](const Net::Request &) {
        return FakeRest::reply(200, R"([{"id":"77","application_id":"5","version":"1","type":1,
            "name":"ping","name_localizations":null,"description":"Answers","options":[],
            "default_member_permissions":null,"nsfw":false,"dm_permission":true}])");
    });
    auto second = m_registry->sync();
    QTRY_VERIFY(second.isFinished());
    QVERIFY(second.result().isOk());
    QCOMPARE(puts().size(), 1);
}

void TestCommandRegistry::brokenCommandsAreLeftOut()
{
    const auto other = m_discord->client->makeView(u"other"_s);
    CommandSet set(*m_registry, *other);
    m_set->add(u"ping"_s, u"The first"_s);
    m_set->add(u"Not Good"_s, u"x"_s);
    set.add(u"ping"_s, u"The second"_s);
    set.add(u"pong"_s, u"Answers"_s);
    QTest::ignoreMessage(
        QtWarningMsg,
        QRegularExpression(u"plugin test: the command Not Good is not registered: .*letters"_s));
    QTest::ignoreMessage(
        QtWarningMsg,
        QRegularExpression(u"plugin other: the command ping is not registered: .*two commands"_s));
    const auto synced = m_registry->sync();
    QTRY_VERIFY(synced.isFinished());
    QVERIFY(synced.result().isOk());
    QCOMPARE(puts().size(), 1);
    QVERIFY(puts().first().contains(u"The first"));
    QVERIFY(puts().first().contains(u"\"pong\""));
    QVERIFY(!puts().first().contains(u"The second"));
    QVERIFY(!puts().first().contains(u"Not Good"));
}

void TestCommandRegistry::whatIsNotWantedAnyMoreIsRemoved()
{
    m_set->add(u"ping"_s, u"Answers"_s);
    const auto first = m_registry->sync();
    QTRY_VERIFY(first.isFinished());
    m_set.reset();
    m_discord->rest->setHandler([](const Net::Request &request) {
        return request.method == Net::Method::Get
            ? FakeRest::reply(200, R"([{"id":"77","application_id":"5","version":"1","type":1,
                  "name":"ping","description":"Answers"}])")
            : FakeRest::reply(200, "[]");
    });
    const auto second = m_registry->sync();
    QTRY_VERIFY(second.isFinished());
    QCOMPARE(puts().size(), 2);
    QVERIFY(puts().last().endsWith(u"/commands []"));
    const qsizetype before = m_discord->rest->requests().size();
    const auto third = m_registry->sync();
    QVERIFY(third.isFinished()); // Nothing is left there: Discord is not asked.
    QCOMPARE(m_discord->rest->requests().size(), before);
}

void TestCommandRegistry::commandsOfOthersAreLeftAlone()
{
    const qsizetype before = m_discord->rest->requests().size();
    const auto synced = m_registry->sync();
    QVERIFY(synced.isFinished());
    QVERIFY(synced.result().isOk());
    QCOMPARE(m_discord->rest->requests().size(), before);
}

void TestCommandRegistry::knowsWhatAnEarlierProcessRegistered()
{
    QTemporaryDir folder;
    CommandConfig config;
    config.stateFile = folder.filePath(u"commands.json"_s);
    {
        CommandRegistry registry(*m_discord->client, config, nullptr);
        CommandSet set(registry, *m_view);
        set.add(u"ping"_s, u"Answers"_s);
        const auto synced = registry.sync();
        QTRY_VERIFY(synced.isFinished());
    }
    m_discord->rest->setHandler([](const Net::Request &request) {
        return request.method == Net::Method::Get
            ? FakeRest::reply(200, R"([{"id":"77","application_id":"5","version":"1","type":1,
                  "name":"ping","description":"Answers"}])")
            : FakeRest::reply(200, "[]");
    });
    const qsizetype before = puts().size();
    for (int i = 0; i < 2; ++i) { // The second finds nothing to do.
        CommandRegistry registry(*m_discord->client, config, nullptr);
        const auto synced = registry.sync();
        QTRY_VERIFY(synced.isFinished());
        QVERIFY(synced.result().isOk());
        QCOMPARE(puts().size(), before + 1);
    }
    // Elsewhere it has registered nothing.
    config.guild = GuildId(10);
    CommandRegistry registry(*m_discord->client, config, nullptr);
    QVERIFY(registry.sync().isFinished());
    QFile broken(config.stateFile);
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("{");
    broken.close();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"commands.json cannot be read"_s));
    const CommandRegistry another(*m_discord->client, config, nullptr);
}

void TestCommandRegistry::changesAtRunTimeAreRegistered()
{
    m_set->add(u"ping"_s, u"Answers"_s);
    m_set->add(u"pong"_s, u"Answers"_s);
    m_clock->advance(2s);
    QTRY_COMPARE(puts().size(), 1);
    QVERIFY(puts().last().contains(u"\"pong\""));
    m_set.reset(); // As a reload does.
    m_set = std::make_unique<CommandSet>(*m_registry, *m_view);
    m_set->add(u"pong"_s, u"Answers anew"_s);
    m_clock->advance(2s);
    QTRY_COMPARE(puts().size(), 2);
    QVERIFY(puts().last().contains(u"Answers anew"));
    m_discord->client->stop();
    m_set->add(u"pang"_s, u"Answers"_s);
    m_clock->advance(2s);
    QTest::qWait(0);
    QCOMPARE(puts().size(), 2);
}

QTEST_GUILESS_MAIN(TestCommandRegistry)
#include "tst_commandregistry.moc"
