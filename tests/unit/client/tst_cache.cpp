// SPDX-License-Identifier: MIT
#include <cordial/client/cache.h>

#include <QTest>

using namespace Cordial;
using namespace Qt::StringLiterals;

namespace {

template <typename T>
T decoded(const QByteArray &json)
{
    const auto value = fromJson<T>(json);
    if (!value)
        qFatal("%s", qPrintable(value.error().toString()));
    return *value;
}

Api::GuildMemberAddEvent joined(quint64 user)
{
    Api::GuildMemberAddEvent event;
    event.guildId = GuildId(10);
    event.user.emplace().id = UserId(user);
    return event;
}

} // namespace

class TestCache : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void followsAGuild();
    void computesPermissions();
    void membersGiveWayExceptTheBot();
    void guildsOverTheLimitAreNotTaken();
    void leavingAndJoiningStaysBounded();
};

void TestCache::followsAGuild()
{
    Cache cache;
    cache.apply(decoded<Api::GuildCreateEvent>(R"({"id":"10","name":"A","owner_id":"7",
        "roles":[{"id":"10","name":"@everyone","permissions":"0","position":0}],
        "channels":[{"id":"20","type":0}],"members":[{"user":{"id":"1"},"roles":[]}]})"));
    QCOMPARE(cache.channel(ChannelId(20))->guildId.valueOr({}), GuildId(10));
    cache.apply(decoded<Api::GuildRoleCreateEvent>(
        R"({"guild_id":"10","role":{"id":"11","name":"mod","permissions":"8","position":1}})"));
    QCOMPARE(cache.role(GuildId(10), RoleId(11))->name, u"mod"_s);
    cache.apply(decoded<Api::GuildRoleDeleteEvent>(R"({"guild_id":"10","role_id":"11"})"));
    QVERIFY(cache.role(GuildId(10), RoleId(11)) == nullptr);
    cache.apply(decoded<Api::GuildMemberRemoveEvent>(R"({"guild_id":"10","user":{"id":"1"}})"));
    QCOMPARE(cache.memberCount(), 0);
    Api::GuildDeleteEvent gone;
    gone.id = GuildId(10);
    cache.apply(gone);
    QCOMPARE(cache.guildCount(), 0);
    QCOMPARE(cache.channelCount(), 0);
}

void TestCache::computesPermissions()
{
    Cache cache;
    cache.apply(decoded<Api::GuildCreateEvent>(R"({"id":"10","name":"A","owner_id":"7",
        "roles":[{"id":"10","name":"@everyone","permissions":"3072","position":0},
                 {"id":"11","name":"mod","permissions":"8192","position":1}],
        "channels":[{"id":"20","type":0,"permission_overwrites":
                        [{"id":"11","type":0,"allow":"0","deny":"8192"}]},
                    {"id":"21","type":0}],
        "threads":[{"id":"30","type":11,"parent_id":"20"}]})"));
    using Api::Permission;
    const auto in = [&](quint64 channel, QList<RoleId> roles, quint64 user = 1) {
        return cache.permissions(GuildId(10), ChannelId(channel), UserId(user), roles)
            .value_or(Api::Permissions())
            .allows(Permission::ManageMessages);
    };
    QVERIFY(in(21, {RoleId(11)}));
    QVERIFY(!in(21, {}));
    QVERIFY(!in(20, {RoleId(11)}));
    QVERIFY(!in(30, {RoleId(11)})); // As its parent.
    QVERIFY(in(20, {}, 7)); // The owner.
    QVERIFY(!cache.permissions(GuildId(99), ChannelId(20), UserId(1), {}));
}

void TestCache::membersGiveWayExceptTheBot()
{
    Cache cache({10, 10, 3});
    Api::ReadyEvent ready;
    ready.user.id = UserId(1);
    cache.apply(ready);
    for (quint64 user = 1; user <= 6; ++user)
        cache.apply(joined(user));
    QCOMPARE(cache.memberCount(), 3);
    QCOMPARE(cache.droppedCount(), 3U);
    QVERIFY(cache.member(GuildId(10), UserId(1)) != nullptr);
    QVERIFY(cache.member(GuildId(10), UserId(2)) == nullptr);
    QVERIFY(cache.member(GuildId(10), UserId(6)) != nullptr);
}

void TestCache::guildsOverTheLimitAreNotTaken()
{
    Cache cache({1, 1, 1});
    Api::GuildCreateEvent guild;
    guild.id = GuildId(1);
    cache.apply(guild);
    guild.id = GuildId(2);
    cache.apply(guild);
    QCOMPARE(cache.guildCount(), 1);
    QCOMPARE(cache.droppedCount(), 1U);
}

void TestCache::leavingAndJoiningStaysBounded()
{
    Cache cache({10, 10, 100});
    for (int round = 0; round < 10'000; ++round) {
        cache.apply(joined(quint64(round % 50) + 1));
        Api::GuildMemberRemoveEvent left;
        left.guildId = GuildId(10);
        left.user.id = UserId(quint64(round % 50) + 1);
        cache.apply(left);
    }
    QCOMPARE(cache.memberCount(), 0);
    QCOMPARE(cache.droppedCount(), 0U);
}

QTEST_GUILESS_MAIN(TestCache)
#include "tst_cache.moc"
