// SPDX-License-Identifier: MIT
// Another set of shards against scripted servers: what a bot has asked for goes over with it, and
// whoever waits hears of the end.
#include "gatewaymodel.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace Cordial;
using namespace Cordial::Gateway;
using namespace Cordial::Testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const GuildId kGuild(5ULL << 22);

GatewayInfo infoOf(const GatewayModel &model)
{
    GatewayInfo info;
    info.url = QUrl(model.server.url());
    info.maxConcurrency = 16;
    return info;
}

ShardManagerConfig shards(int count)
{
    ShardManagerConfig config;
    config.shardCount = count;
    return config;
}

ReshardOptions quick(int count)
{
    ReshardOptions options;
    options.shardCount = count;
    options.settle = 4s; // of the scaled clock
    return options;
}

qsizetype countOf(const QList<QJsonObject> &commands, int op)
{
    return std::count_if(commands.begin(), commands.end(), [op](const QJsonObject &command) {
        return command[u"op"_s].toInt() == op;
    });
}

template <typename T>
ErrorCode codeOf(const QFuture<Result<T>> &future)
{
    return future.resultCount() > 0 && !future.result() ? future.result().error().code
                                                        : ErrorCode::InvalidArgument;
}

} // namespace

class TestFaultReshard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void presenceMeanwhile();
    void waitingCommandsGoOver();
    void repeatsAreAcknowledged();
    void slotThatBlocksMeanwhile();
    void refusedWithManualAcknowledge();
    void deletedMeanwhile();
    void restartsPassOverFatalShards();
    void startAfterStop();
    void overAFatalShard();
    void timeForTheKeysThereAre();
    void rawCommandsGoOver();
    void storedBehindWhatTheOtherSetTold();
    void deletedByWhoWaited_data();
    void deletedByWhoWaited();
};

void TestFaultReshard::presenceMeanwhile()
{
    GatewayModel model;
    GatewayWatch watch(model.server.url(), shards(1), nullptr, infoOf(model));
    AWAIT_VERIFY(watch.manager->isReady(), 5000);
    const auto resharded = watch.manager->reshard(infoOf(model), quick(2));
    AWAIT_COMPARE(model.identifies, 3, 5000); // with the presence they were started with
    Presence presence;
    presence.status = u"idle"_s;
    QVERIFY(watch.manager->setPresence(presence).isOk());
    AWAIT_VERIFY(resharded.isFinished(), 5000);
    QVERIFY(resharded.result().isOk());
    AWAIT_COMPARE(countOf(model.commands, 3), 3, 5000);
    QVERIFY(watch.stop());
}

void TestFaultReshard::waitingCommandsGoOver()
{
    GatewayModel model;
    // Slow enough for the old window not to open again by itself.
    GatewayWatch watch(model.server.url(), shards(1), nullptr, infoOf(model), 4);
    AWAIT_VERIFY(watch.manager->isReady(), 5000);
    for (int i = 0; i < 180; ++i)
        QVERIFY(watch.manager->setVoiceState({kGuild, {}, i % 2 == 0, false}).isOk());
    AWAIT_VERIFY(countOf(model.commands, 4) > 100, 5000);
    QTest::qWait(100);
    QVERIFY(countOf(model.commands, 4) < 120);
    const auto resharded = watch.manager->reshard(infoOf(model), quick(2));
    AWAIT_VERIFY(resharded.isFinished(), 10'000);
    QVERIFY(resharded.result().isOk());
    AWAIT_COMPARE(countOf(model.commands, 4), 180, 1000);
    QVERIFY(watch.stop());
}

//! The new session tells late what the old one has told: nobody hears it twice, now or later.
void TestFaultReshard::repeatsAreAcknowledged()
{
    GatewayModel model;
    model.before = model.after = 0;
    const QTemporaryDir dir;
    FileSessionStore store(dir.filePath(u"sessions"_s));
    GatewayWatch watch(model.server.url(), shards(1), &store, infoOf(model));
    AWAIT_VERIFY(watch.manager->isReady(), 5000);
    const auto resharded = watch.manager->reshard(infoOf(model), quick(1));
    AWAIT_COMPARE(model.identifies, 2, 5000);
    AWAIT_COMPARE(model.server.peers.size(), 2, 5000);
    QTest::qWait(60); // READY has come: what is told from here on is told to both
    const QByteArray data = R"({"guild_id":"20971520","x":1})";
    model.emitEvent(*model.server.peers[0], "N", data);
    AWAIT_VERIFY(resharded.isFinished(), 5000);
    QVERIFY(resharded.result().isOk());
    const qsizetype heard = watch.dispatches.size();
    model.emitEvent(*model.server.peers[1], "N", data); // s = 2
    AWAIT_VERIFY(model.server.peers[0]->isGone, 5000);
    QTest::qWait(100);
    QCOMPARE(watch.dispatches.size(), heard);
    QVERIFY(watch.stop());
    QCOMPARE(store.find(0, 1)->sequence, 2);
}

//! A consumer that is late does not make the sets be apart: what counts is when events arrived.
void TestFaultReshard::slotThatBlocksMeanwhile()
{
    GatewayModel model;
    model.before = model.after = 0;
    GatewayWatch watch(model.server.url(), shards(1), nullptr, infoOf(model));
    AWAIT_VERIFY(watch.manager->isReady(), 5000);
    const auto resharded = watch.manager->reshard(infoOf(model), quick(1));
    AWAIT_COMPARE(model.identifies, 2, 5000);
    AWAIT_COMPARE(model.server.peers.size(), 2, 5000);
    QTest::qWait(60);
    const QByteArray first = R"({"guild_id":"20971520","x":1})";
    const QByteArray second = R"({"guild_id":"20971520","x":2})";
    bool hasBlocked = false;
    connect(watch.manager.get(), &ShardManager::dispatched, this, [&] {
        if (std::exchange(hasBlocked, true))
            return;
        model.emitEvent(*model.server.peers[0], "N", second);
        model.emitEvent(*model.server.peers[1], "N", first);
        model.emitEvent(*model.server.peers[1], "N", second);
        QThread::msleep(1'200); // more than ReshardOptions::memory
    });
    model.emitEvent(*model.server.peers[0], "N", first);
    AWAIT_VERIFY(resharded.isFinished(), 5000);
    QVERIFY(resharded.result().isOk());
    QTest::qWait(100);
    QByteArrayList heard;
    for (const Dispatch &dispatch : std::as_const(watch.dispatches)) {
        if (dispatch.type == "N")
            heard << dispatch.data;
    }
    QCOMPARE(heard, (QByteArrayList{first, second}));
    QVERIFY(watch.stop());
}

void TestFaultReshard::refusedWithManualAcknowledge()
{
    GatewayModel model;
    const QTemporaryDir dir;
    FileSessionStore store(dir.filePath(u"sessions"_s));
    ShardManagerConfig config = shards(1);
    config.manualAcknowledge = true;
    GatewayWatch watch(model.server.url(), config, &store, infoOf(model));
    AWAIT_VERIFY(watch.manager->isReady(), 5000);
    const auto resharded = watch.manager->reshard(infoOf(model), quick(2));
    QVERIFY(resharded.isFinished());
    QVERIFY(resharded.result().error().message.contains(u"manualAcknowledge"_s));
    QVERIFY(watch.stop());
    QCOMPARE(model.identifies, 1);
}

void TestFaultReshard::deletedMeanwhile()
{
    GatewayModel model;
    {
        GatewayWatch watch(model.server.url(), shards(1), nullptr, infoOf(model));
        AWAIT_VERIFY(watch.manager->isReady(), 5000);
        const auto resharded = watch.manager->reshard(infoOf(model), quick(2));
        watch.manager.reset();
        QVERIFY(resharded.isFinished());
        QCOMPARE(codeOf(resharded), ErrorCode::Closed);
    }
    GatewayWatch watch(model.server.url(), shards(1), nullptr, infoOf(model));
    AWAIT_VERIFY(watch.manager->isReady(), 5000);
    const auto restarted = watch.manager->restartAll();
    watch.manager.reset();
    QVERIFY(restarted.isFinished());
    QCOMPARE(codeOf(restarted), ErrorCode::Closed);
}

void TestFaultReshard::restartsPassOverFatalShards()
{
    GatewayModel model;
    model.onPayload = [](RawPeer &peer, const QJsonObject &payload) {
        const QJsonObject d = payload[u"d"_s].toObject();
        const bool isRefused =
            payload[u"op"_s].toInt() == 2 && d[u"shard"_s].toArray().at(0).toInt() == 1;
        if (isRefused)
            peer.close(4010);
        return !isRefused;
    };
    GatewayInfo info = infoOf(model);
    info.maxConcurrency = 0; // counts as 1
    GatewayWatch watch(model.server.url(), shards(3), nullptr, info);
    AWAIT_VERIFY(watch.fatal.size() == 1 && watch.count(ShardEvent::Kind::Ready) == 2, 5000);
    const auto restarted = watch.manager->restartAll();
    AWAIT_VERIFY(restarted.isFinished(), 2500); // not the minute that one shard may take
    QVERIFY(restarted.result().isOk());
    QCOMPARE(model.resumes, 2);
    const Result<> one = watch.manager->restart(1);
    QVERIFY(!one);
    QCOMPARE(one.error().code, ErrorCode::GatewayFatal);
    QVERIFY(watch.stop());
}

void TestFaultReshard::startAfterStop()
{
    GatewayModel model;
    SystemClock clock;
    ShardManager manager(shards(1), clock, MetricSink::none());
    QSignalSpy stopped(&manager, &ShardManager::stopped);
    manager.stop();
    QVERIFY(stopped.wait(1000));
    manager.start(infoOf(model));
    QTest::qWait(100);
    QCOMPARE(model.server.peers.size(), 0);
}

//! Close code 4011 says: raise the shard count.
void TestFaultReshard::overAFatalShard()
{
    GatewayModel model;
    model.onPayload = [](RawPeer &peer, const QJsonObject &payload) {
        const QJsonArray shard = payload[u"d"_s].toObject()[u"shard"_s].toArray();
        const bool isRefused = shard.at(0).toInt() == 1 && shard.at(1).toInt() == 2;
        if (isRefused)
            peer.close(4011);
        return !isRefused;
    };
    GatewayWatch watch(model.server.url(), shards(2), nullptr, infoOf(model));
    AWAIT_VERIFY(watch.fatal.size() == 1 && watch.count(ShardEvent::Kind::Ready) == 1, 5000);
    const auto resharded = watch.manager->reshard(infoOf(model), quick(4));
    AWAIT_VERIFY(resharded.isFinished(), 5000);
    QVERIFY2(resharded.result().isOk(), qPrintable(resharded.result().error().toString()));
    QVERIFY(watch.manager->isReady());
    QVERIFY(watch.stop());
}

//! Started with one identify key it goes on with one, whatever Discord allows by now.
void TestFaultReshard::timeForTheKeysThereAre()
{
    GatewayModel model;
    GatewayInfo few = infoOf(model);
    few.maxConcurrency = 1;
    GatewayWatch watch(model.server.url(), shards(1), nullptr, few);
    AWAIT_VERIFY(watch.manager->isReady(), 5000);
    ReshardOptions options = quick(4);
    options.patience = 2s;
    const auto resharded = watch.manager->reshard(infoOf(model), options);
    AWAIT_VERIFY(resharded.isFinished(), 8000);
    QVERIFY2(resharded.result().isOk(), qPrintable(resharded.result().error().toString()));
    QVERIFY(watch.stop());
}

//! The servers of one old shard are those of several new ones.
void TestFaultReshard::rawCommandsGoOver()
{
    constexpr int kMany = 160;
    GatewayModel model;
    GatewayWatch watch(model.server.url(), shards(1), nullptr, infoOf(model), 4);
    AWAIT_VERIFY(watch.manager->isReady(), 5000);
    QSet<QString> asked;
    for (quint64 i = 1; i <= kMany; ++i) {
        const QString id = QString::number(i << 22);
        const QString next = QString::number((i + kMany) << 22);
        asked << id << next;
        QVERIFY(watch.manager
                    ->send(0,
                           QByteArray(R"({"op":31,"d":{"guild_ids":[")" + id.toLatin1() + R"(",")"
                                      + next.toLatin1() + R"("]}})"))
                    .isOk());
    }
    AWAIT_VERIFY(countOf(model.commands, 31) > 100, 5000);
    const auto resharded = watch.manager->reshard(infoOf(model), quick(3));
    AWAIT_VERIFY(resharded.isFinished(), 10'000);
    QVERIFY(resharded.result().isOk());
    const auto told = [&model] {
        QSet<QString> all;
        for (const QJsonObject &command : std::as_const(model.commands)) {
            const QJsonArray ids = command[u"d"_s].toObject()[u"guild_ids"_s].toArray();
            for (const auto &id : ids)
                all << id.toString();
        }
        return all;
    };
    AWAIT_COMPARE(told(), asked, 2000);
    QVERIFY(watch.stop());
}

//! One event that only the new set had, and behind it one that both had.
void TestFaultReshard::storedBehindWhatTheOtherSetTold()
{
    GatewayModel model;
    model.before = model.after = 0;
    const QTemporaryDir dir;
    FileSessionStore store(dir.filePath(u"sessions"_s));
    GatewayWatch watch(model.server.url(), shards(1), &store, infoOf(model));
    AWAIT_VERIFY(watch.manager->isReady(), 5000);
    const auto resharded = watch.manager->reshard(infoOf(model), quick(1));
    AWAIT_COMPARE(model.identifies, 2, 5000);
    AWAIT_COMPARE(model.server.peers.size(), 2, 5000);
    QTest::qWait(60); // READY has come
    model.emitEvent(*model.server.peers[1], "N", R"({"guild_id":"20971520","x":1})");
    for (RawPeer *peer : std::as_const(model.server.peers))
        model.emitEvent(*peer, "N", R"({"guild_id":"20971520","x":2})");
    AWAIT_VERIFY(resharded.isFinished(), 5000);
    QVERIFY(resharded.result().isOk());
    QCOMPARE(std::count_if(watch.dispatches.begin(), watch.dispatches.end(),
                           [](const Dispatch &dispatch) { return dispatch.type == "N"; }),
             2);
    QVERIFY(watch.stop());
    QCOMPARE(store.find(0, 1)->sequence, 3);
}

void TestFaultReshard::deletedByWhoWaited_data()
{
    QTest::addColumn<bool>("rolls");
    QTest::addColumn<bool>("stops");
    QTest::newRow("happy/restarted") << true << false;
    QTest::newRow("rainy/restart is stopped") << true << true;
    QTest::newRow("rainy/request is stopped") << false << true;
}

void TestFaultReshard::deletedByWhoWaited()
{
    QFETCH(const bool, rolls);
    QFETCH(const bool, stops);
    GatewayModel model;
    GatewayWatch watch(model.server.url(), shards(1), nullptr, infoOf(model));
    AWAIT_VERIFY(watch.manager->isReady(), 5000);
    MemberQuery query;
    query.guild = kGuild;
    query.users = {UserId(1)};
    const auto deletes = [&watch](const auto &) { watch.manager.reset(); };
    const auto ended = rolls ? watch.manager->restartAll().then(deletes)
                             : watch.manager->requestMembers(query).then(deletes);
    if (stops)
        watch.manager->stop();
    AWAIT_VERIFY(watch.manager == nullptr, 5000);
    QVERIFY(ended.isFinished());
}

QTEST_GUILESS_MAIN(TestFaultReshard)
#include "tst_faultreshard.moc"
