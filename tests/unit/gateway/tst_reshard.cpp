// SPDX-License-Identifier: MIT
// Managers of shards against the offline Discord: more shards without downtime, restarts one by
// one, requests with answers, a session budget that is used up.
#include "reshardbench.h"

#include <cordial/core/handlerwatch.h>
#include <cordial/gateway/identifyqueue.h>

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Cordial;
using namespace Cordial::Gateway;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestReshard : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void underLoad_data();
    void underLoad();
    void fails_data();
    void fails();
    void rolling();
    void addShards();
    void members();
    void cancelledRequestsGiveUpTheirPlace();
    void presence();
    void otherIdentifyQueue();
    void budgetIsAskedForAgain();
    void budgetIsRefused();
    void shortBudgetRefusesAReshard();
    void presenceMustFitIntoIdentify();
    void blockedHandlerIsNamed();
};

void TestReshard::underLoad_data()
{
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("after");
    // Others in tst_handover: each costs the 5 s between two identifies of a key.
    QTest::newRow("happy/2 to 4") << 2 << 4;
}

void TestReshard::underLoad()
{
    QFETCH(int, before);
    QFETCH(int, after);
    Testing::SandboxFixture sandbox(unlimited());
    QVERIFY(sandbox.start().isOk());
    QTemporaryDir dir;
    FileSessionStore store(dir.filePath(u"sessions"_s));
    Bot bot(sandbox, before, &store);
    bot.manager->start(infoOf(sandbox));
    QTRY_VERIFY_WITH_TIMEOUT(bot.manager->isReady(), 5000);
    Chatter chatter(sandbox);
    QTRY_VERIFY_WITH_TIMEOUT(bot.contents.size() > 50, 5000);

    const auto resharded = bot.manager->reshard(infoOf(sandbox), quick(after));
    QVERIFY(!bot.manager->reshard(infoOf(sandbox), quick(3)).result().isOk()); // one at a time
    QTRY_VERIFY_WITH_TIMEOUT(resharded.isFinished(), 15000);
    QVERIFY2(resharded.result().isOk(),
             resharded.result() ? "" : qPrintable(resharded.result().error().message));
    QCOMPARE(bot.manager->shardCount(), after);
    const qsizetype atHandover = chatter.said.size();
    QTRY_VERIFY_WITH_TIMEOUT(chatter.said.size() > atHandover + 100, 5000);
    chatter.stop();
    QTRY_VERIFY_WITH_TIMEOUT(bot.contents.size() >= chatter.said.size(), 5000);
    QTest::qWait(200);
    QCOMPARE(bot.contents, chatter.said);
    QCOMPARE(bot.shardsOfMessages.last(), shardOf(sandbox.info().guildId, quint32(after)));
    QCOMPARE(bot.types.count(u"READY"_s), before); // the new sessions' own are not told
    QCOMPARE(bot.types.count(u"GUILD_CREATE"_s), 1);

    // The old sessions are closed, the new ones are the stored ones: a restart goes on with them.
    QVERIFY(bot.stop());
    FileSessionStore again(dir.filePath(u"sessions"_s));
    for (int shard = 0; shard < after; ++shard)
        QVERIFY(again.find(quint32(shard), quint32(after)).has_value());
    QVERIFY(!again.find(0, quint32(before)).has_value());
    QVERIFY(sandbox.owner().say(u"while away"_s).isOk());
    Bot next(sandbox, after, &again);
    next.manager->start(infoOf(sandbox));
    QTRY_COMPARE_WITH_TIMEOUT(next.contents, QStringList{u"while away"_s}, 5000);
    QVERIFY(!next.types.contains(u"READY"_s));
}

void TestReshard::fails_data()
{
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("last");
    QTest::addColumn<int>("to");
    QTest::addColumn<QString>("url");
    QTest::addColumn<int>("code");
    QTest::newRow("rainy/part of the shards")
        << 0 << 0 << 4 << QString() << int(ErrorCode::InvalidArgument);
    QTest::newRow("rainy/new shards cannot connect")
        << 0 << 1 << 4 << u"ws://127.0.0.1:1"_s << int(ErrorCode::Timeout);
}

void TestReshard::fails()
{
    QFETCH(int, first);
    QFETCH(int, last);
    QFETCH(int, to);
    QFETCH(QString, url);
    QFETCH(int, code);
    Testing::SandboxFixture sandbox(unlimited());
    QVERIFY(sandbox.start().isOk());
    ShardManagerConfig config;
    config.firstShard = first;
    config.lastShard = last;
    Bot bot(sandbox, 2, nullptr, config);
    bot.manager->start(infoOf(sandbox));
    QTRY_VERIFY_WITH_TIMEOUT(bot.manager->isReady(), 5000);
    GatewayInfo info = infoOf(sandbox);
    if (!url.isEmpty())
        info.url = QUrl(url);
    ReshardOptions options = quick(to);
    options.patience = -5500ms; // the identifies' own time is 6 s
    const auto resharded = bot.manager->reshard(info, options);
    QTRY_VERIFY_WITH_TIMEOUT(resharded.isFinished(), 5000);
    QCOMPARE(int(resharded.result().error().code), code);
    // Nothing has happened to the shards that are there.
    QCOMPARE(bot.manager->shardCount(), 2);
    QVERIFY(sandbox.owner().in(sandbox.info().channelId).say(u"still here"_s).isOk());
    if (shardOf(sandbox.info().guildId, 2) <= quint32(last))
        QTRY_COMPARE_WITH_TIMEOUT(bot.contents, QStringList{u"still here"_s}, 5000);
    QVERIFY(!bot.log.join(u' ').contains(u"disconnected"_s));
    QVERIFY(!bot.fatal);
}

void TestReshard::rolling()
{
    Testing::SandboxFixture sandbox(unlimited());
    QVERIFY(sandbox.start().isOk());
    Bot bot(sandbox, 3);
    bot.manager->start(infoOf(sandbox));
    QTRY_VERIFY_WITH_TIMEOUT(bot.manager->isReady(), 5000);
    bot.log.clear();
    const auto restarted = bot.manager->restartAll();
    QTRY_VERIFY_WITH_TIMEOUT(restarted.isFinished(), 10000);
    QVERIFY(restarted.result().isOk());
    QStringList expected;
    for (const QString &shard : {u"0"_s, u"1"_s, u"2"_s}) {
        for (const auto &state :
             {u" disconnected"_s, u" connecting"_s, u" resuming"_s, u" resumed"_s})
            expected << shard + state;
    }
    QCOMPARE(bot.log, expected);
    QCOMPARE(bot.types.count(u"READY"_s), 3); // sessions went on
}

void TestReshard::addShards()
{
    Testing::SandboxFixture sandbox(unlimited());
    QVERIFY(sandbox.start().isOk());
    ShardManagerConfig config;
    config.lastShard = 0;
    Bot bot(sandbox, 4, nullptr, config);
    bot.manager->start(infoOf(sandbox));
    QTRY_VERIFY_WITH_TIMEOUT(bot.manager->isReady(), 5000);
    QCOMPARE(bot.manager->addShards(4, infoOf(sandbox)).error().code, ErrorCode::InvalidArgument);
    QVERIFY(bot.manager->addShards(2, infoOf(sandbox)).isOk());
    QCOMPARE(bot.manager->lastShard(), 2);
    QVERIFY(!bot.manager->isReady());
    QTRY_VERIFY_WITH_TIMEOUT(bot.manager->isReady(), 5000);
    QVERIFY(bot.log.contains(u"2 ready"_s));
}

void TestReshard::members()
{
    Testing::SandboxFixture sandbox(unlimited());
    QVERIFY(sandbox.start().isOk());
    Bot bot(sandbox, 1);
    MemberQuery query;
    query.guild = sandbox.info().guildId;
    QCOMPARE(bot.manager->requestMembers(query).result().error().code, ErrorCode::Closed);
    bot.manager->start(infoOf(sandbox));
    const auto all = bot.manager->requestMembers(query); // waits for READY
    QTRY_VERIFY_WITH_TIMEOUT(all.isFinished(), 5000);
    QVERIFY(all.result().isOk());
    QVERIFY(all.result()->members.size() >= 2);
    QVERIFY(QJsonDocument::fromJson(all.result()->members.first()).object().contains(u"user"_s));

    MemberQuery some = query;
    some.users = {sandbox.info().userId, UserId(12345)};
    const auto found = bot.manager->requestMembers(some);
    QTRY_VERIFY_WITH_TIMEOUT(found.isFinished(), 5000);
    QCOMPARE(found.result()->members.size(), 1);
    QCOMPARE(found.result()->notFound, QList<UserId>{UserId(12345)});

    // All members of a guild once in 30 s: Discord says so, and the time-out is shorter.
    MemberOptions options;
    options.timeout = 5s;
    const auto limited = bot.manager->requestMembers(query, options);
    QTRY_VERIFY_WITH_TIMEOUT(limited.isFinished(), 5000);
    QCOMPARE(limited.result().error().code, ErrorCode::RateLimited);
    QVERIFY(limited.result().error().retryAfter > 20s);

    const auto sounds = bot.manager->requestSounds({query.guild}, 5s);
    const auto details = bot.manager->requestChannelInfo(query.guild, {"status"}, 5s);
    QTRY_VERIFY_WITH_TIMEOUT(sounds.isFinished() && details.isFinished(), 5000);
    QVERIFY(sounds.result()->sounds.contains(query.guild));
    QVERIFY(details.result()->contains("channels"));
}

// The send limit lets about 110 of them out; nobody waits for the rest any more.
void TestReshard::cancelledRequestsGiveUpTheirPlace()
{
    constexpr int kMany = 900; // of the 1,000 commands that may wait
    Testing::SandboxFixture sandbox(unlimited());
    QVERIFY(sandbox.start().isOk());
    Bot bot(sandbox, 1);
    bot.manager->start(infoOf(sandbox));
    QTRY_VERIFY_WITH_TIMEOUT(bot.manager->isReady(), 5000);
    MemberQuery query;
    query.guild = sandbox.info().guildId;
    query.users = {sandbox.info().userId};
    QList<QFuture<Result<MemberList>>> asked;
    for (int i = 0; i < kMany; ++i)
        asked.append(bot.manager->requestMembers(query));
    QTRY_VERIFY_WITH_TIMEOUT(asked[50].isFinished(), 5000);
    QVERIFY(!asked.last().isFinished());
    for (auto &future : asked)
        future.cancel();
    QTRY_VERIFY_WITH_TIMEOUT(asked.last().isFinished(), 5000);
    int sent = 0;
    const auto goOn = [&] {
        while (sent < kMany
               && bot.manager->send(0,
                                    R"({"op":3,"d":{"since":null,"activities":[],)"
                                    R"("status":"online","afk":false}})"))
            ++sent;
        return sent == kMany;
    };
    QTRY_VERIFY2_WITH_TIMEOUT(goOn(), qPrintable(QString::number(sent)), 5000);
}

void TestReshard::presence()
{
    Testing::SandboxFixture sandbox(unlimited());
    QVERIFY(sandbox.start().isOk());
    Bot bot(sandbox, 2);
    Presence presence;
    presence.status = u"idle"_s;
    QCOMPARE(bot.manager->setPresence(presence).error().code, ErrorCode::Closed);
    bot.manager->start(infoOf(sandbox));
    QVERIFY(bot.manager->setPresence(presence).isOk());
    const auto told = [&] {
        const auto entries = sandbox.journal();
        return entries ? QJsonDocument(*entries).toJson().count("idle") : 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(told() >= 2, 5000);
    QCOMPARE(bot.manager->setVoiceState({GuildId(), {}, false, false}).error().code,
             ErrorCode::InvalidArgument);
}

void TestReshard::otherIdentifyQueue()
{
    //! Counts what a queue shared with other processes would be asked for.
    class CountingQueue : public LocalIdentifyQueue
    {
    public:
        CountingQueue(Clock &clock, const IdentifyPlan &plan, Callbacks callbacks,
                      std::atomic<int> &count)
            : LocalIdentifyQueue(clock, plan.maxConcurrency, plan.budget, std::move(callbacks))
            , m_count(count)
        { }
        void used(quint32 shard) override
        {
            ++m_count;
            LocalIdentifyQueue::used(shard);
        }

    private:
        std::atomic<int> &m_count;
    };
    Testing::SandboxFixture sandbox(unlimited());
    QVERIFY(sandbox.start().isOk());
    std::atomic<int> used = 0;
    Bot bot(sandbox, 3);
    bot.manager->setIdentifyQueue(
        {[&used](Clock &clock, const IdentifyPlan &plan, IdentifyQueue::Callbacks callbacks) {
            return std::make_unique<CountingQueue>(clock, plan, std::move(callbacks), used);
        }});
    bot.manager->start(infoOf(sandbox));
    QTRY_VERIFY_WITH_TIMEOUT(bot.manager->isReady(), 5000);
    QCOMPARE(used.load(), 3);
}

void TestReshard::budgetIsAskedForAgain()
{
    Testing::SandboxFixture sandbox(unlimited());
    QVERIFY(sandbox.start().isOk());
    Bot bot(sandbox, 2);
    int asked = 0;
    bot.manager->setInfoSource([&](auto then) {
        ++asked;
        GatewayInfo info = infoOf(sandbox);
        info.remaining = 10;
        then(info);
    });
    GatewayInfo info = infoOf(sandbox);
    info.remaining = 1;
    info.resetAfter = 1200ms;
    QElapsedTimer time;
    time.start();
    bot.manager->start(info);
    QTRY_VERIFY_WITH_TIMEOUT(bot.log.contains(u"1 waiting"_s), 1000);
    QVERIFY(bot.reasons.join(u' ').contains(u"2 shards need an IDENTIFY, 1 of 1000"_s));
    QVERIFY(!bot.log.contains(u"0 identifying"_s));
    QTRY_VERIFY_WITH_TIMEOUT(bot.manager->isReady(), 5000);
    QVERIFY(time.elapsed() >= 1200);
    QCOMPARE(asked, 1);
}

void TestReshard::budgetIsRefused()
{
    Testing::SandboxFixture sandbox(unlimited());
    QVERIFY(sandbox.start().isOk());
    ShardManagerConfig config;
    config.refuseWithoutBudget = true;
    Bot bot(sandbox, 2, nullptr, config);
    GatewayInfo info = infoOf(sandbox);
    info.remaining = 1;
    info.resetAfter = 90s;
    bot.manager->start(info);
    QTRY_VERIFY_WITH_TIMEOUT(bot.fatal.has_value(), 1000);
    QCOMPARE(bot.fatal->code, ErrorCode::RateLimited);
    QCOMPARE(bot.fatal->retryAfter, std::optional<Milliseconds>(90s));
    QVERIFY(bot.fatal->message.contains(u"90 s"_s));
    QVERIFY(bot.log.isEmpty());
}

//! Waiting for the reset would hold up an IDENTIFY of the shards that run.
void TestReshard::shortBudgetRefusesAReshard()
{
    Testing::SandboxFixture sandbox(unlimited());
    QVERIFY(sandbox.start().isOk());
    Bot bot(sandbox, 1);
    bot.manager->start(infoOf(sandbox));
    QTRY_VERIFY_WITH_TIMEOUT(bot.manager->isReady(), 5000);
    GatewayInfo info = infoOf(sandbox);
    info.remaining = 3;
    info.resetAfter = 90s;
    const auto resharded = bot.manager->reshard(info, quick(4));
    QVERIFY(resharded.isFinished());
    QCOMPARE(resharded.result().error().code, ErrorCode::RateLimited);
    QCOMPARE(resharded.result().error().retryAfter, std::optional<Milliseconds>(90s));
    QCOMPARE(bot.manager->shardCount(), 1);
    QVERIFY(bot.manager->isReady());
}

//! Discord would close with 4002, and each IDENTIFY that is too long takes one of the budget.
void TestReshard::presenceMustFitIntoIdentify()
{
    Testing::SandboxFixture sandbox(unlimited());
    QVERIFY(sandbox.start().isOk());
    ShardManagerConfig config;
    config.presence = R"({"status":"online","afk":false,"since":null,"activities":[{"name":")"
        + QByteArray(4000, 'x') + R"(","type":0}]})";
    Bot bot(sandbox, 1, nullptr, config);
    bot.manager->start(infoOf(sandbox));
    QTRY_VERIFY_WITH_TIMEOUT(bot.fatal.has_value(), 1000);
    QCOMPARE(bot.fatal->code, ErrorCode::TooLarge);
    QCOMPARE(bot.fatal->path, u"d.presence.activities[0].name"_s);
    QVERIFY(bot.log.isEmpty());

    Bot other(sandbox, 1);
    other.manager->start(infoOf(sandbox));
    QTRY_VERIFY_WITH_TIMEOUT(other.manager->isReady(), 5000);
    Presence presence;
    presence.activities = {{QString(3900, u'x'), 0, {}, {}}};
    QVERIFY(presenceCommand(presence)); // by itself it would fit
    QCOMPARE(other.manager->setPresence(presence).error().code, ErrorCode::TooLarge);
    presence.activities = {{QString(100, u'x'), 0, {}, {}}};
    QVERIFY(other.manager->setPresence(presence));
}

void TestReshard::blockedHandlerIsNamed()
{
    Testing::SandboxFixture sandbox(unlimited());
    QVERIFY(sandbox.start().isOk());
    ShardManagerConfig config;
    config.handlers = std::make_shared<HandlerWatch>();
    Bot bot(sandbox, 1, nullptr, config);
    bot.manager->start(infoOf(sandbox));
    QTRY_VERIFY_WITH_TIMEOUT(bot.manager->isReady(), 5000);
    static std::atomic<bool> isNamed = false;
    static QtMessageHandler previous = nullptr;
    previous = qInstallMessageHandler(
        [](QtMsgType type, const QMessageLogContext &context, const QString &text) {
            if (text.contains(u"plugin sleepy has been in its handler of MESSAGE_CREATE"_s))
                isNamed = true;
            previous(type, context, text);
        });
    {
        const HandlerWatch::Scope scope(*config.handlers, "sleepy", "MESSAGE_CREATE",
                                        bot.clock.now());
        QThread::msleep(6500);
    }
    QVERIFY(isNamed); // while it lasted, from another thread
    qInstallMessageHandler(previous);
}

QTEST_GUILESS_MAIN(TestReshard)
#include "tst_reshard.moc"
