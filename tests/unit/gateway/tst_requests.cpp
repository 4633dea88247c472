// SPDX-License-Identifier: MIT
#include <cordial/core/manualclock.h>
#include <cordial/gateway/intents.h>
#include <cordial/gateway/requests.h>
#include <cordial/gateway/sendqueue.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Cordial;
using namespace Cordial::Gateway;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const GuildId kGuild(5ULL << 22); // on shard 1 of 2
constexpr quint32 kAllIntents = 0xffff;

//! Requests and what they sent.
struct Rig
{
    explicit Rig(quint32 intents = kAllIntents)
        : requests(clock, intents,
                   {[](quint32 shard) -> Result<> {
                        if (shard < 2)
                            return {};
                        return makeError(ErrorCode::InvalidArgument, u"no such shard"_s);
                    },
                    [this](quint32 shard, const QByteArray &payload) -> Result<> {
                        sent << payload;
                        shards << shard;
                        return {};
                    },
                    [this](quint32) { return delay; },
                    [this](quint32 shard, const QByteArray &payload) {
                        withdrawn << payload;
                        withdrawnFrom << shard;
                    }})
    {
        requests.setShardCount(2);
        note(0, ShardEvent::Kind::Ready);
        note(1, ShardEvent::Kind::Ready);
    }

    void note(quint32 shard, ShardEvent::Kind kind)
    {
        ShardEvent event;
        event.shard = shard;
        event.kind = kind;
        requests.noteShard(event);
    }

    void dispatch(const QByteArray &type, const QByteArray &data)
    {
        Dispatch one;
        one.shard = 1;
        one.type = type;
        one.data = data;
        requests.offer(one);
    }

    void chunk(int index, int count, const QByteArray &members, const QByteArray &more = {})
    {
        dispatch("GUILD_MEMBERS_CHUNK",
                 "{\"guild_id\":\"" + kGuild.toByteArray() + "\",\"members\":[" + members
                     + "],\"chunk_index\":" + QByteArray::number(index) + ",\"chunk_count\":"
                     + QByteArray::number(count) + ",\"nonce\":\"n\"" + more + '}');
    }

    [[nodiscard]] QFuture<Result<MemberList>> all(Milliseconds timeout = 60s)
    {
        MemberQuery query;
        query.guild = kGuild;
        query.nonce = "n";
        MemberOptions options;
        options.timeout = timeout;
        return requests.members(query, options);
    }

    ManualClock clock;
    QByteArrayList sent;
    QList<quint32> shards;
    QByteArrayList withdrawn;
    QList<quint32> withdrawnFrom;
    Milliseconds delay{0};
    Requests requests;
};

QJsonObject dataOf(const QByteArray &payload)
{
    return QJsonDocument::fromJson(payload).object()[u"d"_s].toObject();
}

template <typename T>
ErrorCode codeOf(const QFuture<Result<T>> &future)
{
    return future.isFinished() && !future.result() ? future.result().error().code
                                                   : ErrorCode::Cancelled;
}

} // namespace

class TestRequests : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void membersInChunks();
    void chunkByChunk();
    void refused_data();
    void refused();
    void timeout();
    void timeoutAfterTheQueue();
    void withdrawnWhenLate();
    void cancelled();
    void cancelledSounds();
    void sameInfoTwice();
    void cancelledInfoKeepsItsAnswer();
    void deletedByWhoCancelled_data();
    void deletedByWhoCancelled();
    void deletedByWhoIsAnswered_data();
    void deletedByWhoIsAnswered();
    void noncesOfAProcess();
    void throwingOrDeletingInOnChunk();
    void rateLimited();
    void limitedBeyondTheTimeout();
    void lostConnection();
    void waitsForItsShard();
    void sounds();
    void channelInfo();
    void bounded();
    void stop();
    void commands_data();
    void commands();
    void tooLongNamesTheField();
    void sendQueueOrder();
    void sendQueueKnowsWhatWaits();
    void sendQueueGivesBack();
    void sendQueueAgeing();
    void sendQueueLimit();
};

void TestRequests::membersInChunks()
{
    Rig rig;
    const auto future = rig.all();
    QCOMPARE(rig.shards, QList<quint32>{1});
    QCOMPARE(dataOf(rig.sent[0])[u"limit"_s].toInt(-1), 0);
    QCOMPARE(dataOf(rig.sent[0])[u"query"_s].toString(u"?"_s), QString());
    rig.chunk(1, 3, R"({"nick":"b"})");
    rig.chunk(1, 3, R"({"nick":"b"})"); // twice counts once
    rig.chunk(0, 3, R"({"nick":"a"},{"nick":null,"roles":["1"]})", R"(,"presences":[{"x":1}])");
    QVERIFY(!future.isFinished());
    QCOMPARE(future.progressMaximum(), 3);
    QCOMPARE(future.progressValue(), 2);
    rig.chunk(3, 3, "{}"); // beyond its own count
    rig.chunk(2, 3, {}, R"(,"not_found":["77"])");
    QVERIFY(future.isFinished());
    const Result<MemberList> list = future.result();
    QVERIFY(list.isOk());
    QCOMPARE(
        list->members,
        (QByteArrayList{R"({"nick":"b"})", R"({"nick":"a"})", R"({"nick":null,"roles":["1"]})"}));
    QCOMPARE(list->presences, QByteArrayList{R"({"x":1})"});
    QCOMPARE(list->notFound, QList<UserId>{UserId(77)});
    QCOMPARE(list->chunks, 3);
    QVERIFY(!rig.requests.isWaiting());
}

void TestRequests::chunkByChunk()
{
    Rig rig;
    MemberQuery query;
    query.guild = kGuild;
    query.nonce = "n";
    QList<qint64> indexes;
    MemberOptions options;
    options.onChunk = [&](const MemberChunk &chunk) { indexes << chunk.index; };
    const auto future = rig.requests.members(query, options);
    rig.chunk(0, 2, "{}");
    rig.chunk(1, 2, "{}");
    QCOMPARE(indexes, (QList<qint64>{0, 1}));
    QVERIFY(future.isFinished());
    QVERIFY(future.result()->members.isEmpty());
}

void TestRequests::refused_data()
{
    QTest::addColumn<quint32>("intents");
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("users");
    QTest::addColumn<int>("limit");
    QTest::addColumn<QByteArray>("nonce");
    QTest::addColumn<bool>("presences");
    QTest::addColumn<QString>("path");
    const QByteArray none;
    QTest::newRow("rainy/all without intent")
        << 1U << QString() << 0 << 0 << none << false << u"query"_s;
    QTest::newRow("happy/query without intent")
        << 1U << u"a"_s << 0 << 5 << none << false << QString();
    QTest::newRow("rainy/presences without intent")
        << 1U << u"a"_s << 0 << 5 << none << true << u"presences"_s;
    QTest::newRow("rainy/limit") << kAllIntents << u"a"_s << 0 << 101 << none << false
                                 << u"limit"_s;
    QTest::newRow("rainy/101 ids") << 1U << QString() << 101 << 0 << none << false << u"user_ids"_s;
    QTest::newRow("happy/100 ids") << 1U << QString() << 100 << 0 << none << false << QString();
    QTest::newRow("rainy/both") << 1U << u"a"_s << 1 << 0 << none << false << u"user_ids"_s;
    QTest::newRow("rainy/nonce of 33 bytes")
        << kAllIntents << QString() << 0 << 0 << QByteArray(33, 'x') << false << u"nonce"_s;
    QTest::newRow("happy/nonce of 32 bytes")
        << kAllIntents << QString() << 0 << 0 << QByteArray(32, 'x') << false << QString();
}

void TestRequests::refused()
{
    QFETCH(quint32, intents);
    QFETCH(QString, query);
    QFETCH(int, users);
    QFETCH(int, limit);
    QFETCH(QByteArray, nonce);
    QFETCH(bool, presences);
    QFETCH(QString, path);
    Rig rig(intents);
    MemberQuery ask;
    ask.guild = kGuild;
    ask.query = query;
    ask.limit = limit;
    ask.nonce = nonce;
    ask.withPresences = presences;
    for (int i = 0; i < users; ++i)
        ask.users << UserId(quint64(i) + 1);
    const auto future = rig.requests.members(ask, {});
    QCOMPARE(rig.sent.isEmpty(), !path.isEmpty());
    if (path.isEmpty())
        return;
    QVERIFY(future.isFinished());
    QCOMPARE(future.result().error().code, ErrorCode::InvalidArgument);
    QCOMPARE(future.result().error().path, path);
}

void TestRequests::timeout()
{
    Rig rig;
    const auto future = rig.all(10s);
    rig.chunk(0, 2, "{}");
    rig.clock.advance(10s);
    QCOMPARE(codeOf(future), ErrorCode::Timeout);
    QVERIFY(future.result().error().message.contains(u"1 chunks of 2"_s));
    rig.chunk(1, 2, "{}"); // too late: nobody is hurt
    QVERIFY(!rig.requests.isWaiting());
}

//! 200 at once: those that go out in the next minute are not late.
void TestRequests::timeoutAfterTheQueue()
{
    Rig rig;
    rig.delay = 45s;
    const auto future = rig.all(60s);
    rig.clock.advance(45s + 59s);
    QVERIFY(!future.isFinished());
    rig.clock.advance(2s);
    QCOMPARE(codeOf(future), ErrorCode::Timeout);
}

//! A shard that was away for long would otherwise ask for what nobody waits for any more.
void TestRequests::withdrawnWhenLate()
{
    Rig rig;
    const auto late = rig.all(10s);
    rig.clock.advance(10s);
    QCOMPARE(codeOf(late), ErrorCode::Timeout);
    QCOMPARE(rig.withdrawn, rig.sent);
    QCOMPARE(rig.withdrawnFrom, QList<quint32>{1});
    const auto answered = rig.all(10s);
    rig.chunk(0, 1, "{}");
    QVERIFY(answered.result().isOk());
    rig.clock.advance(10s);
    QCOMPARE(rig.withdrawn.size(), 1);
}

void TestRequests::cancelled()
{
    Rig rig;
    auto members = rig.all();
    rig.chunk(0, 2, "{}");
    auto info = rig.requests.channelInfo(kGuild, {"status"}, 5s);
    members.cancel();
    info.cancel();
    QTRY_VERIFY(members.isFinished() && info.isFinished());
    QVERIFY(members.resultCount() == 0 && info.resultCount() == 0);
    QCOMPARE(rig.withdrawn, rig.sent.first(1));
    QCOMPARE(rig.requests.waiting(), size_t(1)); // for the answer that is nobody's any more
    QVERIFY(rig.clock.advanceToNext());
    QVERIFY(!rig.requests.isWaiting());
    QCOMPARE(rig.withdrawn, rig.sent);
    QVERIFY(!rig.clock.advanceToNext());
    rig.chunk(1, 2, "{}"); // too late: nobody is hurt
    const auto again = rig.all(); // the nonce is free
    rig.chunk(0, 1, "{}");
    QVERIFY(again.result().isOk());
}

void TestRequests::cancelledSounds()
{
    Rig rig;
    auto both = rig.requests.sounds({GuildId(1), kGuild}, 5s);
    auto one = rig.requests.sounds({kGuild}, 5s);
    QCOMPARE(rig.sent.size(), 3);
    both.cancel();
    QTRY_COMPARE(rig.requests.waiting(), size_t(1));
    QVERIFY(both.isFinished());
    // The same question as of the one that still waits, which would not be asked again.
    QCOMPARE(rig.withdrawn, QByteArrayList{rig.sent[rig.shards.indexOf(0)]});
    rig.dispatch("SOUNDBOARD_SOUNDS", "{\"guild_id\":\"" + kGuild.toByteArray() + "\"}");
    QVERIFY(one.result().isOk());
}

//! What waits for the send limit already is not asked twice: its answer is everybody's.
void TestRequests::sameInfoTwice()
{
    Rig rig;
    const auto first = rig.requests.channelInfo(kGuild, {"status"}, 5s);
    auto gone = rig.requests.channelInfo(kGuild, {"status"}, 5s);
    const auto second = rig.requests.channelInfo(kGuild, {"status"}, 5s);
    const auto other = rig.requests.channelInfo(kGuild, {"voice_start_time"}, 5s);
    QCOMPARE(rig.sent.size(), 2);
    gone.cancel();
    QTRY_COMPARE(rig.requests.waiting(), size_t(3));
    QVERIFY(rig.withdrawn.isEmpty());
    rig.dispatch("CHANNEL_INFO", "{\"guild_id\":\"" + kGuild.toByteArray() + "\"}");
    QVERIFY(first.isFinished() && first.result().isOk());
    QVERIFY(second.isFinished() && second.result().isOk());
    QVERIFY(!other.isFinished());
    rig.dispatch("CHANNEL_INFO", "{\"guild_id\":\"" + kGuild.toByteArray() + "\",\"o\":1}");
    QVERIFY(other.isFinished() && other.result()->contains("\"o\":1"));
}

//! No nonce tells what an answer answers: one that nobody waits for is not the next one's.
void TestRequests::cancelledInfoKeepsItsAnswer()
{
    Rig rig;
    auto gone = rig.requests.channelInfo(kGuild, {"status"}, 5s);
    const auto other = rig.requests.channelInfo(kGuild, {"voice_start_time"}, 5s);
    gone.cancel();
    QTRY_VERIFY(gone.isFinished());
    rig.dispatch("CHANNEL_INFO", "{\"guild_id\":\"" + kGuild.toByteArray() + "\"}");
    QVERIFY(!other.isFinished());
    // After a new connection no answer is on its way any more.
    auto lost = rig.requests.channelInfo(kGuild, {"status"}, 5s);
    lost.cancel();
    QTRY_VERIFY(lost.isFinished());
    rig.note(1, ShardEvent::Kind::Disconnected);
    rig.note(1, ShardEvent::Kind::Resumed);
    QCOMPARE(rig.requests.waiting(), size_t(1));
    QCOMPARE(rig.sent.size(), 4);
    rig.dispatch("CHANNEL_INFO", "{\"guild_id\":\"" + kGuild.toByteArray() + "\"}");
    QVERIFY(other.isFinished() && other.result().isOk());
}

void TestRequests::deletedByWhoCancelled_data()
{
    QTest::addColumn<bool>("isReady");
    QTest::newRow("happy/sent") << true;
    QTest::newRow("happy/not sent") << false;
}

void TestRequests::deletedByWhoCancelled()
{
    QFETCH(const bool, isReady);
    ManualClock clock;
    auto requests = std::make_unique<Requests>(
        clock, kAllIntents,
        Requests::Callbacks{[](quint32) { return Result<>(); },
                            [](quint32, const QByteArray &) { return Result<>(); }});
    ShardEvent event;
    event.kind = isReady ? ShardEvent::Kind::Ready : ShardEvent::Kind::Disconnected;
    requests->noteShard(event);
    auto future = requests->channelInfo(kGuild, {"status"}, 5s);
    const auto after = future.onCanceled([&requests] {
        requests.reset();
        return Result<QByteArray>(QByteArray());
    });
    future.cancel();
    QTRY_VERIFY(requests == nullptr);
    QVERIFY(after.isFinished());
}

//! What a future is finished with may delete everything.
void TestRequests::deletedByWhoIsAnswered_data()
{
    QTest::addColumn<int>("how");
    QTest::newRow("happy/sounds") << 0;
    QTest::newRow("rainy/all fail") << 1;
    QTest::newRow("rainy/cannot be sent again") << 2;
    QTest::newRow("happy/info") << 3;
}

void TestRequests::deletedByWhoIsAnswered()
{
    QFETCH(const int, how);
    ManualClock clock;
    bool refuses = false;
    auto requests = std::make_unique<Requests>(
        clock, kAllIntents,
        Requests::Callbacks{[](quint32) { return Result<>(); },
                            [&refuses](quint32, const QByteArray &) -> Result<> {
                                if (refuses)
                                    return makeError(ErrorCode::RateLimited, u"full"_s);
                                return {};
                            }});
    ShardEvent ready;
    ready.kind = ShardEvent::Kind::Ready;
    requests->noteShard(ready);
    MemberQuery query;
    query.guild = kGuild;
    QList<QFuture<void>> ends;
    const auto deletesAll = [&requests, &ends](auto future) {
        ends.append(future.then([&requests](const auto &) { requests.reset(); }));
    };
    for (int i = 0; i < 2; ++i) {
        deletesAll(requests->members(query, {}));
        deletesAll(requests->sounds({kGuild}, 5s));
        deletesAll(requests->channelInfo(kGuild, {"status"}, 5s));
    }
    Dispatch answer;
    answer.data = "{\"guild_id\":\"" + kGuild.toByteArray() + "\"}";
    answer.type = how == 0 ? "SOUNDBOARD_SOUNDS" : "CHANNEL_INFO";
    refuses = true;
    if (how == 1)
        requests->failAll(makeError(ErrorCode::Closed, u"stopped"_s));
    else if (how == 2)
        requests->noteShard(ready);
    else
        requests->offer(answer);
    QVERIFY(requests == nullptr);
}

//! A session that is resumed replays what an earlier process has asked for.
void TestRequests::noncesOfAProcess()
{
    const auto nonce = [] {
        Rig rig;
        MemberQuery query;
        query.guild = kGuild;
        const auto future = rig.requests.members(query, {});
        return dataOf(rig.sent.value(0))[u"nonce"_s].toString();
    };
    const QString first = nonce();
    QVERIFY(!first.isEmpty() && first.size() <= 32);
    QVERIFY(first != nonce());
}

void TestRequests::throwingOrDeletingInOnChunk()
{
    MemberQuery query;
    query.guild = kGuild;
    query.nonce = "n";
    auto rig = std::make_unique<Rig>();
    MemberOptions options;
    options.onChunk = [](const MemberChunk &) { throw std::runtime_error("oops"); };
    QTest::ignoreMessage(QtCriticalMsg, "onChunk of a member request threw: oops");
    const auto thrown = rig->requests.members(query, options);
    rig->chunk(0, 1, "{}");
    QVERIFY(thrown.isFinished() && thrown.result());
    options.onChunk = [&rig](const MemberChunk &) { rig.reset(); };
    const auto deleted = rig->requests.members(query, options);
    rig->chunk(0, 2, "{}");
    QVERIFY(rig == nullptr);
    QCOMPARE(codeOf(deleted), ErrorCode::Closed);
}

void TestRequests::rateLimited()
{
    Rig rig;
    const auto future = rig.all();
    rig.dispatch("RATE_LIMITED",
                 R"({"opcode":8,"retry_after":12.5,"meta":{"guild_id":"1","nonce":"n"}})");
    rig.clock.advance(12500ms);
    QCOMPARE(rig.sent.size(), 1);
    rig.clock.advance(50ms);
    QCOMPARE(rig.sent.size(), 2);
    QCOMPARE(rig.sent[0], rig.sent[1]);
    rig.chunk(0, 1, "{}");
    QVERIFY(future.result().isOk());
}

void TestRequests::limitedBeyondTheTimeout()
{
    Rig rig;
    const auto future = rig.all(10s);
    rig.dispatch("RATE_LIMITED", R"({"opcode":8,"retry_after":25,"meta":{"nonce":"other"}})");
    QVERIFY(!future.isFinished());
    rig.dispatch("RATE_LIMITED", R"({"opcode":8,"retry_after":25,"meta":{"nonce":"n"}})");
    QCOMPARE(codeOf(future), ErrorCode::RateLimited);
    QCOMPARE(future.result().error().retryAfter, std::optional(Milliseconds(25050)));
}

void TestRequests::lostConnection()
{
    Rig rig;
    const auto future = rig.all();
    rig.note(1, ShardEvent::Kind::Disconnected);
    rig.note(1, ShardEvent::Kind::Resumed);
    QCOMPARE(rig.sent.size(), 2); // the command may have gone down with the connection
    rig.chunk(0, 2, R"({"a":1})");
    rig.note(1, ShardEvent::Kind::Disconnected);
    rig.note(1, ShardEvent::Kind::Resumed);
    QCOMPARE(rig.sent.size(), 2); // chunks that are under way are replayed
    rig.note(1, ShardEvent::Kind::Ready); // a new session: nothing is
    QCOMPARE(rig.sent.size(), 3);
    rig.chunk(0, 1, R"({"a":2})");
    QCOMPARE(future.result()->members, QByteArrayList{R"({"a":2})"});
}

void TestRequests::waitsForItsShard()
{
    Rig rig;
    rig.note(1, ShardEvent::Kind::Disconnected);
    const auto future = rig.all();
    QVERIFY(rig.sent.isEmpty());
    rig.note(0, ShardEvent::Kind::Resumed);
    QVERIFY(rig.sent.isEmpty());
    rig.note(1, ShardEvent::Kind::Resumed);
    QCOMPARE(rig.sent.size(), 1);
    rig.requests.moveTo(4); // resharded: the answer would come to the old session
    QCOMPARE(rig.sent.size(), 2);
    QCOMPARE(rig.shards.last(), 1U);
    rig.chunk(0, 1, "{}");
    QVERIFY(future.result().isOk());
}

void TestRequests::sounds()
{
    Rig rig;
    QList<GuildId> guilds;
    for (quint64 i = 0; i < 250; ++i)
        guilds << GuildId((i << 22) + 1);
    const auto future = rig.requests.sounds(guilds, 5s);
    QCOMPARE(rig.sent.size(), 4); // 125 guilds of each shard, 100 at a time
    for (const QByteArray &payload : std::as_const(rig.sent))
        QVERIFY(payload.size() <= 4096);
    for (quint64 i = 0; i < 249; ++i)
        rig.dispatch("SOUNDBOARD_SOUNDS",
                     "{\"guild_id\":\"" + guilds[qsizetype(i)].toByteArray()
                         + "\",\"soundboard_sounds\":[]}");
    QVERIFY(!future.isFinished());
    rig.clock.advance(5s);
    const auto list = future.result();
    QCOMPARE(list->sounds.size(), 249);
    QCOMPARE(list->unanswered, QList<GuildId>{guilds.last()});
    const auto nobody = rig.requests.sounds({guilds.first()}, 5s);
    rig.clock.advance(5s);
    QCOMPARE(codeOf(nobody), ErrorCode::Timeout);
    QCOMPARE(codeOf(rig.requests.sounds({}, 5s)), ErrorCode::InvalidArgument);
}

void TestRequests::channelInfo()
{
    Rig rig;
    const auto first = rig.requests.channelInfo(kGuild, {"status"}, 5s);
    const auto second = rig.requests.channelInfo(kGuild, {"voice_start_time"}, 5s);
    const QByteArray answer = "{\"guild_id\":\"" + kGuild.toByteArray() + "\",\"channels\":[]}";
    rig.dispatch("CHANNEL_INFO", R"({"guild_id":"1","channels":[]})");
    QVERIFY(!first.isFinished());
    rig.dispatch("CHANNEL_INFO", answer);
    QCOMPARE(first.result().value(), answer);
    QVERIFY(!second.isFinished());
    rig.clock.advance(5s);
    QCOMPARE(codeOf(second), ErrorCode::Timeout);
    QCOMPARE(codeOf(rig.requests.channelInfo(kGuild, {}, 5s)), ErrorCode::InvalidArgument);
}

void TestRequests::bounded()
{
    Rig rig;
    MemberQuery query;
    query.guild = kGuild;
    for (size_t i = 0; i < Requests::kMost; ++i)
        (void)rig.requests.members(query, {}).isFinished();
    QCOMPARE(rig.requests.waiting(), Requests::kMost);
    QCOMPARE(codeOf(rig.requests.members(query, {})), ErrorCode::RateLimited);
}

void TestRequests::stop()
{
    Rig rig;
    const auto future = rig.all();
    rig.requests.failAll(makeError(ErrorCode::Closed, u"stopped"_s));
    QCOMPARE(codeOf(future), ErrorCode::Closed);
    QVERIFY(!rig.clock.advanceToNext());
}

void TestRequests::commands_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QByteArray>("expected");
    Presence presence;
    presence.status = u"idle"_s;
    presence.activities = {{u"chess"_s, 3, {}, {}}};
    QTest::newRow("happy/presence")
        << presenceCommand(presence).valueOr({})
        << QByteArray(
               R"({"op":3,"d":{"since":null,"activities":[{"name":"chess","type":3}],"status":"idle","afk":false}})");
    QTest::newRow("happy/join voice")
        << voiceStateCommand({GuildId(1), ChannelId(2), true, false}).valueOr({})
        << QByteArray(
               R"({"op":4,"d":{"guild_id":"1","channel_id":"2","self_mute":true,"self_deaf":false}})");
    QTest::newRow("happy/leave voice")
        << voiceStateCommand({GuildId(1), std::nullopt, false, false}).valueOr({})
        << QByteArray(
               R"({"op":4,"d":{"guild_id":"1","channel_id":null,"self_mute":false,"self_deaf":false}})");
    QTest::newRow("happy/sounds") << soundsCommand({GuildId(1)}).valueOr({})
                                  << QByteArray(R"({"op":31,"d":{"guild_ids":["1"]}})");
    QTest::newRow("happy/channel info")
        << channelInfoCommand(GuildId(1), {"status"}).valueOr({})
        << QByteArray(R"({"op":43,"d":{"guild_id":"1","fields":["status"]}})");
    presence.status = u"asleep"_s;
    QTest::newRow("rainy/status") << presenceCommand(presence).valueOr({}) << QByteArray();
    QTest::newRow("rainy/no guild") << voiceStateCommand({}).valueOr({}) << QByteArray();
}

void TestRequests::commands()
{
    QFETCH(QByteArray, payload);
    QTEST(payload, "expected");
}

void TestRequests::tooLongNamesTheField()
{
    Presence presence;
    presence.activities = {{u"short"_s, 0, {}, {}}, {u"x"_s, 4, {}, QString(5000, u'y')}};
    const auto command = presenceCommand(presence);
    QCOMPARE(command.error().code, ErrorCode::TooLarge);
    QCOMPARE(command.error().path, u"d.activities[1].state"_s);
    QVERIFY(command.error().message.contains(u"4096"_s));
}

void TestRequests::sendQueueOrder()
{
    ManualClock clock;
    SendQueue queue(clock);
    QVERIFY(queue.push("members", priorityOf(8)).isOk());
    QVERIFY(queue.push("presence 1", priorityOf(3)).isOk());
    QVERIFY(queue.push("voice", priorityOf(4)).isOk());
    QVERIFY(queue.push("presence 2", priorityOf(3)).isOk());
    QByteArrayList order;
    while (const auto next = queue.take())
        order << *next;
    QCOMPARE(order, (QByteArrayList{"voice", "presence 1", "presence 2", "members"}));
}

//! A request that waited over a drop is made again by whoever waits for its answer.
void TestRequests::sendQueueKnowsWhatWaits()
{
    ManualClock clock;
    SendQueue queue(clock);
    QVERIFY(!queue.isAskedTwice("members 1", SendPriority::Bulk));
    QVERIFY(queue.push("members 1", SendPriority::Bulk).isOk());
    QVERIFY(queue.isAskedTwice("members 1", SendPriority::Bulk));
    QVERIFY(!queue.isAskedTwice("members 2", SendPriority::Bulk));
    QVERIFY(queue.push("join", SendPriority::Prompt).isOk());
    QVERIFY(!queue.isAskedTwice("join", SendPriority::Prompt)); // join, leave, join
    QVERIFY(queue.take() && queue.take());
    QVERIFY(!queue.isAskedTwice("members 1", SendPriority::Bulk));
}

void TestRequests::sendQueueGivesBack()
{
    ManualClock clock;
    SendQueue queue(clock);
    for (const char *payload : {"members 1", "members 2", "members 3"})
        QVERIFY(queue.push(payload, SendPriority::Bulk).isOk());
    QVERIFY(queue.push("presence", SendPriority::Normal).isOk());
    QVERIFY(queue.remove("members 2"));
    QVERIFY(!queue.remove("members 2"));
    QVERIFY(!queue.remove("presence")); // nobody waits for an answer to it
    QCOMPARE(queue.takeAll(), (QByteArrayList{"presence", "members 1", "members 3"}));
}

void TestRequests::sendQueueAgeing()
{
    ManualClock clock;
    SendQueue queue(clock);
    QVERIFY(queue.push("members", SendPriority::Bulk).isOk());
    clock.advance(59s);
    QVERIFY(queue.push("voice", SendPriority::Prompt).isOk());
    QCOMPARE(queue.take(), std::optional<QByteArray>("voice"));
    QVERIFY(queue.push("voice", SendPriority::Prompt).isOk());
    clock.advance(1s);
    QCOMPARE(queue.take(), std::optional<QByteArray>("members"));
}

void TestRequests::sendQueueLimit()
{
    ManualClock clock;
    SendQueue queue(clock);
    queue.setHeartbeatInterval(41250ms);
    for (qsizetype i = 0; i < SendQueue::kMost; ++i)
        QVERIFY(queue.push(QByteArray::number(i), SendPriority::Normal).isOk());
    const Result<> full = queue.push("one more", SendPriority::Prompt);
    QCOMPARE(full.error().code, ErrorCode::RateLimited);
    QList<TimePoint> sent;
    while (!queue.isEmpty()) {
        while (queue.take())
            sent << clock.now();
        // A connection that beats on all the while.
        queue.noteUrgent();
        sent << clock.now();
        clock.advance(std::max(queue.nextIn(), 1ms));
    }
    for (qsizetype i = SendLimiter::kSends; i < sent.size(); ++i)
        QVERIFY(sent[i] - sent[i - SendLimiter::kSends] >= SendLimiter::kWindow);
}

QTEST_GUILESS_MAIN(TestRequests)
#include "tst_requests.moc"
