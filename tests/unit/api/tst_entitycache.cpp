// SPDX-License-Identifier: MIT
#include "memorystore.h"

#include <cordial/api/cache/entitycache.h>
#include <cordial/api/typed/application.h>
#include <cordial/api/typed/channel.h>
#include <cordial/api/typed/emoji.h>
#include <cordial/api/typed/guild.h>
#include <cordial/api/typed/message.h>
#include <cordial/api/typed/presence.h>
#include <cordial/api/typed/role.h>
#include <cordial/api/typed/sticker.h>
#include <cordial/api/typed/user.h>
#include <cordial/api/typed/voice.h>
#include <cordial/core/manualclock.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <map>
#include <set>
#include <thread>

using namespace Cordial;
using namespace Cordial::Api;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray text(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject parsed(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

QString digits(quint64 id)
{
    return QString::number(id);
}

//! \brief What a cache should hold, the slow way.
struct Model
{
    using Key = std::tuple<int, quint64, quint64>;
    std::map<Key, QJsonObject> objects; //!< Members without their users.
    std::map<quint64, QJsonObject> users;

    void put(EntityType type, quint64 guild, quint64 id, const QJsonObject &object)
    {
        objects[{int(type), guild, id}] = object;
    }
    bool has(EntityType type, quint64 guild, quint64 id) const
    {
        return objects.count({int(type), guild, id}) != 0;
    }
    void remove(EntityType type, quint64 guild, quint64 id)
    {
        objects.erase({int(type), guild, id});
    }
    void removeIf(const std::function<bool(const Key &, const QJsonObject &)> &matches)
    {
        std::erase_if(objects,
                      [&](const auto &entry) { return matches(entry.first, entry.second); });
    }
    void putMember(quint64 guild, QJsonObject member)
    {
        const QJsonObject user = member.take(u"user"_s).toObject();
        member.remove(u"guild_id"_s);
        const quint64 id = user[u"id"_s].toString().toULongLong();
        QJsonObject known = objects[{int(EntityType::Member), guild, id}];
        for (auto it = member.begin(); it != member.end(); ++it)
            known[it.key()] = it.value();
        objects[{int(EntityType::Member), guild, id}] = known;
        QJsonObject knownUser = users[id];
        for (auto it = user.begin(); it != user.end(); ++it)
            knownUser[it.key()] = it.value();
        users[id] = knownUser;
    }
    void dropLonelyUsers(quint64 self)
    {
        std::set<quint64> wanted{self};
        for (const auto &[key, object] : objects) {
            if (std::get<0>(key) == int(EntityType::Member))
                wanted.insert(std::get<2>(key));
        }
        std::erase_if(users, [&](const auto &entry) { return wanted.count(entry.first) == 0; });
    }
};

} // namespace

class TestEntityCache : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void knowsAGuildInFull();
    void keepsWhatItDoesNotKnow();
    void followsRandomEvents_data();
    void followsRandomEvents();
    void policyOff();
    void policySomeFields();
    void membersGiveWayToNewerOnes();
    void theBotNeverGivesWay();
    void guildsOverTheLimitAreRefused();
    void sweepsWhatIsOld();
    void memoryComesBack();
    void aNewSessionDropsWhatWasLeft();
    void brokenEventsChangeNothing();
    void permissionsAreEffective();
    void permissionsThatAreGranted();
    void minimalKeepsWhatABotNeeds();
    void leavingAndJoiningStaysBounded();
    void readsFromManyThreads();
    void survivesARestart();
    void otherTimesAreRefused_data();
    void otherTimesAreRefused();
    void spoiltStoresAreRefused_data();
    void spoiltStoresAreRefused();
    void fileStore();
    void reportsWhatItCosts();

private:
    void apply(EntityCache &cache, const char *type, const QByteArray &json)
    {
        const Result<> applied = cache.apply(type, json);
        QVERIFY2(applied, applied ? "" : qPrintable(applied.error().toString()));
    }
    void fill(EntityCache &cache, int guilds, int members);

    ManualClock m_clock;
};

static const QByteArray kGuild = R"({"id":"10","name":"A","owner_id":"7","features":["X"],
    "member_count":2,"large":false,"future":{"a":[1,2.50]},
    "roles":[{"id":"10","name":"@everyone","permissions":"3072","position":0},
             {"id":"11","name":"mod","permissions":"8192","position":1}],
    "emojis":[{"id":"60","name":"lol"}],"stickers":[{"id":"61","name":"s"}],
    "channels":[{"id":"20","type":0,"name":"general","permission_overwrites":
                    [{"id":"11","type":0,"allow":"0","deny":"8192"}]},
                {"id":"21","type":2,"name":"voice"}],
    "threads":[{"id":"30","type":11,"parent_id":"20","name":"t"}],
    "members":[{"user":{"id":"1","username":"one"},"roles":["11"],"nick":"n"},
               {"user":{"id":"6","username":"bot","bot":true},"roles":[]}],
    "voice_states":[{"user_id":"1","channel_id":"21","session_id":"s"}],
    "presences":[{"user":{"id":"1"},"status":"online"}],
    "stage_instances":[{"id":"70","guild_id":"10","channel_id":"21","topic":"x"}],
    "guild_scheduled_events":[{"id":"71","guild_id":"10","name":"party"}],
    "soundboard_sounds":[{"sound_id":"72","name":"boo"}]})";

void TestEntityCache::fill(EntityCache &cache, int guilds, int members)
{
    for (int g = 1; g <= guilds; ++g) {
        QJsonArray list;
        for (int m = 1; m <= members; ++m) {
            list.append(
                QJsonObject{{u"user"_s,
                             QJsonObject{{u"id"_s, digits(quint64(g) * 100'000 + quint64(m))},
                                         {u"username"_s, u"user %1"_s.arg(m)}}},
                            {u"roles"_s, QJsonArray()}});
        }
        apply(cache, "GUILD_CREATE",
              text({{u"id"_s, digits(quint64(g))}, {u"name"_s, u"G"_s}, {u"members"_s, list}}));
    }
}

void TestEntityCache::knowsAGuildInFull()
{
    EntityPolicies policies = EntityPolicies::full();
    policies[EntityType::Presence] = EntityPolicy::all(100);
    policies[EntityType::Message] = EntityPolicy::all(100);
    EntityCache cache(policies, m_clock);
    apply(cache, "GUILD_CREATE", kGuild);
    const auto guild = cache.guild(GuildId(10));
    QVERIFY(guild);
    QCOMPARE(guild->name, u"A"_s);
    QCOMPARE(guild->roles.size(), 2);
    QCOMPARE(guild->emojis.size(), 1);
    QCOMPARE(cache.role(GuildId(10), RoleId(11))->name, u"mod"_s);
    QCOMPARE(cache.channel(ChannelId(20))->name.valueOr({}), u"general"_s);
    QCOMPARE(cache.channel(ChannelId(20))->guildId.valueOr({}), GuildId(10));
    QCOMPARE(cache.channel(ChannelId(30))->parentId.valueOr({}), ChannelId(20));
    const auto member = cache.member(GuildId(10), UserId(1));
    QCOMPARE(member->user->username, u"one"_s);
    QCOMPARE(member->nick.valueOr({}), u"n"_s);
    QCOMPARE(cache.user(UserId(6))->bot.valueOr(false), true);
    QCOMPARE(cache.emoji(GuildId(10), EmojiId(60))->name.valueOr({}), u"lol"_s);
    QCOMPARE(cache.sticker(GuildId(10), StickerId(61))->name, u"s"_s);
    QCOMPARE(cache.voiceState(GuildId(10), UserId(1))->sessionId, u"s"_s);
    QVERIFY(cache.presence(GuildId(10), UserId(1)));
    for (const auto &[type, id] :
         {std::pair{EntityType::StageInstance, 70}, std::pair{EntityType::ScheduledEvent, 71},
          std::pair{EntityType::SoundboardSound, 72}})
        QVERIFY(!cache.json(type, GuildId(10), quint64(id)).isEmpty());
    apply(cache, "MESSAGE_CREATE", R"({"id":"5","channel_id":"20","guild_id":"10","content":"a"})");
    apply(cache, "MESSAGE_UPDATE", R"({"id":"5","channel_id":"20","guild_id":"10","pinned":true})");
    QCOMPARE(cache.message(GuildId(10), MessageId(5))->content, u"a"_s);
    QCOMPARE(cache.message(GuildId(10), MessageId(5))->pinned.valueOr(false), true);
    apply(cache, "VOICE_STATE_UPDATE",
          R"({"guild_id":"10","user_id":"1","channel_id":null,"session_id":"s"})");
    QVERIFY(!cache.voiceState(GuildId(10), UserId(1)));
    // What was in a channel goes with it.
    apply(cache, "CHANNEL_DELETE", R"({"id":"20","guild_id":"10","type":0})");
    QVERIFY(!cache.channel(ChannelId(30)));
    QVERIFY(!cache.message(GuildId(10), MessageId(5)));
    apply(cache, "GUILD_DELETE", R"({"id":"10"})");
    for (const EntityUsage &type : cache.usage())
        QCOMPARE(type.count, 0);
    QVERIFY(!cache.guild(GuildId(10)));
}

void TestEntityCache::keepsWhatItDoesNotKnow()
{
    EntityCache cache(EntityPolicies::full(), m_clock);
    apply(cache, "GUILD_CREATE", kGuild);
    const QByteArray json = cache.json(EntityType::Guild, GuildId(10), 10);
    QVERIFY2(json.contains(R"("future":{"a":[1,2.50]})"), json.constData());
    QVERIFY(cache.guild(GuildId(10))->rest.members().contains("2.50"));
}

void TestEntityCache::followsRandomEvents_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 20; ++seed)
        QTest::addRow("happy/seed %u", seed) << seed;
}

void TestEntityCache::followsRandomEvents()
{
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    EntityCache cache(EntityPolicies::full(), m_clock);
    Model model;
    const auto guildId = [&] { return quint64(random.bounded(3) + 1); };
    const auto userId = [&] { return quint64(1'001 + random.bounded(8)); };
    const auto roleId = [&] { return quint64(2'001 + random.bounded(5)); };
    const auto channelId = [&](quint64 guild) {
        return guild * 10'000 + quint64(random.bounded(6)) + 1;
    };
    const auto aUser = [&](quint64 id) {
        QJsonObject user{{u"id"_s, digits(id)}, {u"username"_s, u"u%1"_s.arg(random.bounded(100))}};
        if (random.bounded(2) == 0)
            user[u"global_name"_s] = QJsonValue();
        return user;
    };
    const auto aMember = [&](quint64 id) {
        QJsonObject member{{u"user"_s, aUser(id)}, {u"roles"_s, QJsonArray{digits(roleId())}}};
        if (random.bounded(2) == 0)
            member[u"nick"_s] = u"n%1"_s.arg(random.bounded(100));
        return member;
    };
    const auto aRole = [&](quint64 id) {
        return QJsonObject{{u"id"_s, digits(id)}, {u"name"_s, u"r%1"_s.arg(random.bounded(9'999))}};
    };
    const auto aChannel = [&](quint64 guild, quint64 id) {
        QJsonObject channel{{u"id"_s, digits(id)},
                            {u"guild_id"_s, digits(guild)},
                            {u"type"_s, id % 3 == 0 ? 11 : 0},
                            {u"name"_s, QString(random.bounded(100), u'x')}};
        if (id % 3 == 0)
            channel[u"parent_id"_s] = digits(guild * 10'000 + 1 + quint64(random.bounded(2)));
        return channel;
    };
    const auto has = [&](quint64 guild) { return model.has(EntityType::Guild, guild, guild); };
    for (int round = 0; round < 1'500; ++round) {
        const quint64 guild = guildId();
        switch (random.bounded(12)) {
        case 0: {
            if (random.bounded(4) != 0)
                break;
            QJsonArray roles;
            QJsonArray channels;
            QJsonArray members;
            const auto isOf = [&](const Model::Key &key, EntityType type) {
                return std::get<0>(key) == int(type) && std::get<1>(key) == guild;
            };
            model.removeIf([&](const Model::Key &key, const QJsonObject &) {
                return isOf(key, EntityType::Role) || isOf(key, EntityType::Channel);
            });
            for (quint64 id = 2'001; id < 2'004; ++id) {
                roles.append(aRole(id));
                model.put(EntityType::Role, guild, id, roles.last().toObject());
            }
            for (quint64 id = guild * 10'000 + 1; id < guild * 10'000 + 5; ++id) {
                channels.append(aChannel(guild, id));
                model.put(EntityType::Channel, guild, id, channels.last().toObject());
            }
            for (quint64 id = 1'001; id < 1'005; ++id) {
                members.append(aMember(id));
                model.putMember(guild, members.last().toObject());
            }
            QJsonObject own{{u"id"_s, digits(guild)}, {u"name"_s, u"g%1"_s.arg(round)}};
            model.put(EntityType::Guild, guild, guild, own);
            own[u"roles"_s] = roles;
            own[u"channels"_s] = channels;
            own[u"members"_s] = members;
            apply(cache, "GUILD_CREATE", text(own));
            break;
        }
        case 1:
            if (random.bounded(8) != 0)
                break;
            model.removeIf([&](const Model::Key &key, const QJsonObject &) {
                return std::get<1>(key) == guild;
            });
            apply(cache, "GUILD_DELETE", text({{u"id"_s, digits(guild)}}));
            break;
        case 2:
        case 3: {
            QJsonObject member = aMember(userId());
            if (has(guild))
                model.putMember(guild, member);
            member[u"guild_id"_s] = digits(guild);
            apply(cache, random.bounded(2) == 0 ? "GUILD_MEMBER_ADD" : "GUILD_MEMBER_UPDATE",
                  text(member));
            break;
        }
        case 4: {
            const quint64 user = userId();
            model.remove(EntityType::Member, guild, user);
            model.remove(EntityType::VoiceState, guild, user);
            apply(cache, "GUILD_MEMBER_REMOVE",
                  text({{u"guild_id"_s, digits(guild)}, {u"user"_s, aUser(user)}}));
            break;
        }
        case 5:
        case 6: {
            const QJsonObject role = aRole(roleId());
            if (has(guild))
                model.put(EntityType::Role, guild, role[u"id"_s].toString().toULongLong(), role);
            apply(cache, "GUILD_ROLE_UPDATE",
                  text({{u"guild_id"_s, digits(guild)}, {u"role"_s, role}}));
            break;
        }
        case 7: {
            const quint64 role = roleId();
            model.remove(EntityType::Role, guild, role);
            apply(cache, "GUILD_ROLE_DELETE",
                  text({{u"guild_id"_s, digits(guild)}, {u"role_id"_s, digits(role)}}));
            break;
        }
        case 8:
        case 9: {
            const quint64 id = channelId(guild);
            const QJsonObject channel = aChannel(guild, id);
            if (has(guild))
                model.put(EntityType::Channel, guild, id, channel);
            apply(cache, "CHANNEL_UPDATE", text(channel));
            break;
        }
        case 10: {
            const quint64 id = channelId(guild);
            model.remove(EntityType::Channel, guild, id);
            model.removeIf([&](const Model::Key &key, const QJsonObject &object) {
                return std::get<0>(key) == int(EntityType::Channel)
                    && object[u"type"_s].toInt() == 11
                    && object[u"parent_id"_s].toString() == digits(id);
            });
            apply(cache, "CHANNEL_DELETE",
                  text({{u"id"_s, digits(id)}, {u"guild_id"_s, digits(guild)}}));
            break;
        }
        default: {
            const quint64 user = userId();
            QJsonObject state{{u"guild_id"_s, digits(guild)}, {u"user_id"_s, digits(user)}};
            if (random.bounded(3) == 0) {
                state[u"channel_id"_s] = QJsonValue();
                model.remove(EntityType::VoiceState, guild, user);
            } else {
                state[u"channel_id"_s] = digits(channelId(guild));
                if (has(guild))
                    model.put(EntityType::VoiceState, guild, user, state);
            }
            apply(cache, "VOICE_STATE_UPDATE", text(state));
            break;
        }
        }
        model.dropLonelyUsers(0);
        if (round % 97 == 0)
            cache.sweep();
    }
    // Everything that should be there is, as it should be, and nothing else.
    std::array<qsizetype, kEntityTypes> counts{};
    for (const auto &[key, object] : model.objects) {
        const auto [type, guild, id] = key;
        ++counts[size_t(type)];
        QJsonObject expected = object;
        QJsonObject found = parsed(cache.json(EntityType(type), GuildId(guild), id));
        if (EntityType(type) == EntityType::Member)
            expected[u"user"_s] = model.users[id];
        if (EntityType(type) == EntityType::Guild) {
            for (const char *list : {"roles", "emojis", "stickers"})
                found.remove(QLatin1StringView(list));
        }
        QCOMPARE(found, expected);
    }
    counts[size_t(EntityType::User)] = qsizetype(model.users.size());
    for (size_t i = 0; i < kEntityTypes; ++i)
        QVERIFY2(cache.count(EntityType(i)) == counts[i], nameOf(EntityType(i)));
    for (const auto &[id, user] : model.users)
        QCOMPARE(parsed(cache.json(EntityType::User, {}, id)), user);
}

void TestEntityCache::policyOff()
{
    EntityPolicies policies = EntityPolicies::standard();
    policies[EntityType::Member] = EntityPolicy::off();
    policies[EntityType::Emoji] = EntityPolicy::off();
    EntityCache cache(policies, m_clock);
    apply(cache, "GUILD_CREATE", kGuild);
    QCOMPARE(cache.count(EntityType::Member), 0);
    QCOMPARE(cache.count(EntityType::User), 0);
    QVERIFY(cache.guild(GuildId(10))->emojis.isEmpty());
    QVERIFY(cache.channel(ChannelId(20)));
    QVERIFY(!cache.wants("MESSAGE_CREATE"));
    QVERIFY(!cache.wants("PRESENCE_UPDATE"));
    QVERIFY(!cache.wants("TYPING_START"));
    QVERIFY(!EntityCache(EntityPolicies::off(), m_clock).wants("GUILD_CREATE"));
}

void TestEntityCache::policySomeFields()
{
    EntityPolicies policies = EntityPolicies::full();
    policies[EntityType::Channel] = EntityPolicy::some({"name"}, 100);
    policies[EntityType::Member] = EntityPolicy::some({"roles"}, 100);
    policies[EntityType::User] = EntityPolicy::some({"username"}, 100);
    EntityCache cache(policies, m_clock);
    apply(cache, "GUILD_CREATE", kGuild);
    QCOMPARE(cache.json(EntityType::Channel, GuildId(10), 20),
             QByteArray(R"({"id":"20","name":"general","guild_id":"10"})"));
    QCOMPARE(cache.json(EntityType::Member, GuildId(10), 6),
             QByteArray(R"({"roles":[],"user":{"id":"6","username":"bot"}})"));
    apply(
        cache, "GUILD_MEMBER_UPDATE",
        R"({"guild_id":"10","user":{"id":"6","username":"b2","bot":true},"roles":["11"],"nick":"x"})");
    QCOMPARE(cache.json(EntityType::Member, GuildId(10), 6),
             QByteArray(R"({"roles":["11"],"user":{"id":"6","username":"b2"}})"));
}

void TestEntityCache::membersGiveWayToNewerOnes()
{
    EntityPolicies policies = EntityPolicies::full();
    policies[EntityType::Member].most = 100;
    EntityCache cache(policies, m_clock);
    fill(cache, 3, 80);
    QCOMPARE(cache.count(EntityType::Member), 100);
    QCOMPARE(cache.count(EntityType::User), 100);
    for (const EntityUsage &type : cache.usage()) {
        if (type.type == EntityType::Member)
            QCOMPARE(type.evicted, 140U);
    }
    m_clock.advance(60s);
    apply(cache, "GUILD_MEMBER_ADD", R"({"guild_id":"1","user":{"id":"5"},"roles":[]})");
    QVERIFY(cache.member(GuildId(1), UserId(5)));
    QCOMPARE(cache.count(EntityType::Member), 100);
}

void TestEntityCache::theBotNeverGivesWay()
{
    EntityPolicies policies = EntityPolicies::full();
    policies[EntityType::Member].most = 2;
    EntityCache cache(policies, m_clock);
    apply(cache, "READY", R"({"user":{"id":"6","username":"bot"}})");
    apply(cache, "GUILD_CREATE", R"({"id":"10","members":[{"user":{"id":"6"},"roles":[]}]})");
    for (int user = 100; user < 150; ++user) {
        apply(cache, "GUILD_MEMBER_ADD",
              R"({"guild_id":"10","roles":[],"user":{"id":")" + QByteArray::number(user) + "\"}}");
    }
    QVERIFY(cache.member(GuildId(10), UserId(6)));
    QCOMPARE(cache.count(EntityType::Member), 2);
    QCOMPARE(cache.user(UserId(6))->username, u"bot"_s);
}

void TestEntityCache::guildsOverTheLimitAreRefused()
{
    EntityPolicies policies = EntityPolicies::full();
    policies[EntityType::Guild].most = 2;
    policies[EntityType::Channel].most = 1;
    EntityCache cache(policies, m_clock);
    fill(cache, 5, 1);
    QCOMPARE(cache.count(EntityType::Guild), 2);
    QCOMPARE(cache.count(EntityType::Member), 2);
    apply(cache, "CHANNEL_CREATE", R"({"id":"20","guild_id":"1","type":0})");
    apply(cache, "CHANNEL_CREATE", R"({"id":"21","guild_id":"1","type":0})");
    apply(cache, "CHANNEL_UPDATE", R"({"id":"20","guild_id":"1","type":0,"name":"x"})");
    QCOMPARE(cache.count(EntityType::Channel), 1);
    QCOMPARE(cache.channel(ChannelId(20))->name.valueOr({}), u"x"_s);
    for (const EntityUsage &type : cache.usage()) {
        if (type.type == EntityType::Guild)
            QCOMPARE(type.refused, 3U);
        if (type.type == EntityType::Channel)
            QCOMPARE(type.refused, 1U);
    }
}

void TestEntityCache::sweepsWhatIsOld()
{
    EntityPolicies policies = EntityPolicies::full();
    policies[EntityType::Message] = EntityPolicy::all(100, 60s);
    EntityCache cache(policies, m_clock);
    apply(cache, "GUILD_CREATE", kGuild);
    apply(cache, "MESSAGE_CREATE", R"({"id":"1","channel_id":"20","guild_id":"10"})");
    m_clock.advance(50s);
    apply(cache, "MESSAGE_CREATE", R"({"id":"2","channel_id":"20","guild_id":"10"})");
    QCOMPARE(cache.sweep(), 0);
    m_clock.advance(20s);
    QCOMPARE(cache.sweep(), 1);
    QVERIFY(!cache.message(GuildId(10), MessageId(1)));
    QVERIFY(cache.message(GuildId(10), MessageId(2)));
    QCOMPARE(cache.count(EntityType::Member), 2);
}

void TestEntityCache::memoryComesBack()
{
    EntityCache cache(EntityPolicies::full(), m_clock);
    fill(cache, 40, 500);
    const qsizetype full = cache.bytes();
    QVERIFY(full > 1'000'000);
    for (int g = 2; g <= 40; ++g)
        apply(cache, "GUILD_DELETE", text({{u"id"_s, digits(quint64(g))}}));
    cache.sweep();
    QVERIFY2(cache.bytes() < full / 8, qPrintable(cache.summary()));
    QCOMPARE(cache.member(GuildId(1), UserId(100'500))->user->username, u"user 500"_s);
}

void TestEntityCache::aNewSessionDropsWhatWasLeft()
{
    EntityCache cache(EntityPolicies::full(), m_clock);
    const auto guild = [](quint64 shard, quint64 number) {
        return QByteArray::number((number * 2 + shard) << 22);
    };
    for (const quint64 number : {1U, 2U}) {
        for (const quint64 shard : {0U, 1U})
            apply(cache, "GUILD_CREATE", R"({"id":")" + guild(shard, number) + "\"}");
    }
    apply(cache, "READY",
          R"({"shard":[1,2],"user":{"id":"6"},"guilds":[{"id":")" + guild(1, 2)
              + R"(","unavailable":true}]})");
    QCOMPARE(cache.count(EntityType::Guild), 3);
    QVERIFY(!cache.guild(GuildId(guild(1, 1).toULongLong())));
    QVERIFY(cache.guild(GuildId(guild(1, 2).toULongLong())));
    apply(cache, "READY", R"({"user":{"id":"6"},"guilds":[]})");
    QCOMPARE(cache.count(EntityType::Guild), 0);
}

void TestEntityCache::brokenEventsChangeNothing()
{
    EntityCache cache(EntityPolicies::full(), m_clock);
    apply(cache, "GUILD_CREATE", kGuild);
    const Result<> broken = cache.apply("GUILD_UPDATE", R"({"id":"10","name":tru})");
    QVERIFY(!broken);
    QCOMPARE(broken.error().code, ErrorCode::Decode);
    QCOMPARE(cache.guild(GuildId(10))->name, u"A"_s);
    // Valid JSON of other shapes: taken as knowing nothing.
    for (const char *json : {"{}", "[]", R"({"id":5})", R"({"guild_id":"10","user":[]})",
                             R"({"guild_id":"10","role":7})", R"({"guild_id":"x","id":"y"})"}) {
        for (const char *type :
             {"GUILD_CREATE", "GUILD_DELETE", "GUILD_ROLE_CREATE", "GUILD_MEMBER_ADD",
              "GUILD_MEMBER_REMOVE", "CHANNEL_CREATE", "CHANNEL_DELETE", "THREAD_LIST_SYNC",
              "GUILD_MEMBERS_CHUNK", "GUILD_EMOJIS_UPDATE", "VOICE_STATE_UPDATE", "USER_UPDATE",
              "READY"})
            apply(cache, type, json);
    }
    QCOMPARE(cache.count(EntityType::Role), 2);
    QCOMPARE(cache.count(EntityType::Member), 2);
}

void TestEntityCache::permissionsAreEffective()
{
    EntityCache cache(EntityPolicies::full(), m_clock);
    apply(cache, "GUILD_CREATE", kGuild);
    using P = Permission;
    const auto of = [&](quint64 channel, quint64 user) {
        return cache.permissions(GuildId(10), ChannelId(channel), UserId(user));
    };
    QVERIFY(of(21, 1)->allows(P::ManageMessages));
    QVERIFY(!of(20, 1)->allows(P::ManageMessages));
    QVERIFY(of(20, 6)->allows(P::SendMessages));
    QVERIFY(!of(30, 6)->allows(P::SendMessages)); // A thread has a permission of its own.
    QVERIFY(!of(20, 99));
    QVERIFY(!of(99, 1));
    QVERIFY(!cache.permissions(GuildId(11), ChannelId(20), UserId(1)));
    apply(cache, "GUILD_MEMBER_ADD", R"({"guild_id":"10","user":{"id":"7"},"roles":[]})");
    QCOMPARE(of(20, 7), Permissions::all());
    const auto until = [&](std::chrono::seconds ahead) {
        const auto moment =
            std::chrono::floor<std::chrono::microseconds>(m_clock.wallNow() + ahead);
        apply(cache, "GUILD_MEMBER_UPDATE",
              R"({"guild_id":"10","user":{"id":"6"},"communication_disabled_until":")"
                  + Api::DateTime(moment).toByteArray() + "\"}");
    };
    until(60s);
    QVERIFY(!of(20, 6)->allows(P::SendMessages));
    until(-60s);
    QVERIFY(of(20, 6)->allows(P::SendMessages));
}

void TestEntityCache::permissionsThatAreGranted()
{
    EntityCache cache(EntityPolicies::minimal(), m_clock);
    apply(cache, "GUILD_CREATE", R"({"id":"10","name":"A","owner_id":"7",
        "roles":[{"id":"10","name":"@everyone","permissions":"3072","position":0},
                 {"id":"11","name":"mod","permissions":"8192","position":1}],
        "channels":[{"id":"20","type":0,"permission_overwrites":
                        [{"id":"11","type":0,"allow":"0","deny":"8192"}]},
                    {"id":"21","type":0}],
        "threads":[{"id":"30","type":11,"parent_id":"20"},{"id":"31","type":11,"parent_id":"21"}]})");
    const auto in = [&](quint64 channel, QList<RoleId> roles, quint64 user = 1) {
        return cache.grantedPermissions(GuildId(10), ChannelId(channel), UserId(user), roles)
            .value_or(Permissions())
            .allows(Permission::ManageMessages);
    };
    QVERIFY(in(21, {RoleId(11)}));
    QVERIFY(!in(21, {}));
    QVERIFY(!in(20, {RoleId(11)}));
    QVERIFY(!in(30, {RoleId(11)})); // As its parent.
    QVERIFY(in(31, {RoleId(11)}));
    QVERIFY(in(20, {}, 7)); // The owner.
    QVERIFY(!cache.grantedPermissions(GuildId(99), ChannelId(20), UserId(1), {}));
    QVERIFY(!cache.grantedPermissions(GuildId(10), ChannelId(99), UserId(1), {}));
    // Granted, though a thread has a permission of its own for it.
    const auto thread = cache.grantedPermissions(GuildId(10), ChannelId(31), UserId(1), {});
    QVERIFY(thread && thread->allows(Permission::SendMessages));
}

void TestEntityCache::minimalKeepsWhatABotNeeds()
{
    EntityCache cache(EntityPolicies::minimal(), m_clock);
    apply(cache, "READY", R"({"user":{"id":"6","username":"bot"}})");
    apply(cache, "GUILD_CREATE", kGuild);
    apply(cache, "GUILD_UPDATE", R"({"id":"10","name":"A","description":"long","features":["X"],
        "preferred_locale":"de","system_channel_id":"20"})");
    const auto guild = cache.guild(GuildId(10));
    QVERIFY(guild);
    QCOMPARE(guild->preferredLocale.text, u"de"_s);
    QCOMPARE(guild->systemChannelId.valueOr({}), ChannelId(20));
    QVERIFY(!guild->roles.isEmpty());
    QVERIFY(guild->emojis.isEmpty() && guild->features.isEmpty() && !guild->description);
    QVERIFY(cache.contains(EntityType::Member, GuildId(10), 6));
    QCOMPARE(cache.member(GuildId(10), UserId(6))->user->username, u"bot"_s);
    QVERIFY(cache.containsGuild(GuildId(10)));
    QVERIFY(!cache.containsGuild(GuildId(11)));
    // What comes most is of no interest.
    for (const char *type : {"MESSAGE_CREATE", "PRESENCE_UPDATE", "VOICE_STATE_UPDATE"})
        QVERIFY(!cache.wants(type));
}

void TestEntityCache::leavingAndJoiningStaysBounded()
{
    EntityCache cache(EntityPolicies::minimal(), m_clock);
    apply(cache, "GUILD_CREATE", R"({"id":"10","name":"A"})");
    const qsizetype before = cache.bytes();
    for (int round = 0; round < 10'000; ++round) {
        const QByteArray who =
            R"({"guild_id":"10","user":{"id":")" + QByteArray::number(round % 50 + 1) + "\"}";
        apply(cache, "GUILD_MEMBER_ADD", who + R"(,"roles":[]})");
        apply(cache, "GUILD_MEMBER_REMOVE", who + '}');
    }
    QCOMPARE(cache.count(EntityType::Member), 0);
    QCOMPARE(cache.count(EntityType::User), 0);
    QVERIFY(cache.bytes() <= before + 200'000);
}

void TestEntityCache::readsFromManyThreads()
{
    EntityCache cache(EntityPolicies::full(), m_clock);
    apply(cache, "GUILD_CREATE", kGuild);
    std::atomic<bool> isOver = false;
    std::atomic<int> wrong = 0;
    std::atomic<int> seen = 0;
    std::vector<std::thread> readers;
    readers.reserve(3);
    for (int i = 0; i < 3; ++i) {
        readers.emplace_back([&] {
            while (!isOver) {
                const auto member = cache.member(GuildId(10), UserId(1));
                // Nick and name change together: a reader sees both or neither.
                if (member && member->nick.valueOr({}) != u"n"_s
                    && member->nick.valueOr({}) != member->user->username)
                    ++wrong;
                const auto guild = cache.guild(GuildId(10));
                if (guild && guild->roles.size() < 2)
                    ++wrong;
                ++seen;
            }
        });
    }
    for (int i = 0; i < 3'000 || seen < 300; ++i) {
        const QByteArray name = '"' + QByteArray(1 + i % 90, 'x') + '"';
        apply(cache, "GUILD_MEMBER_UPDATE",
              R"({"guild_id":"10","user":{"id":"1","username":)" + name + R"(},"nick":)" + name
                  + '}');
        if (i % 50 == 0)
            cache.sweep();
    }
    isOver = true;
    for (std::thread &reader : readers)
        reader.join();
    QCOMPARE(wrong.load(), 0);
}

void TestEntityCache::survivesARestart()
{
    Testing::MemoryStore store;
    EntityPolicies policies = EntityPolicies::full();
    policies[EntityType::Presence] = EntityPolicy::all(10);
    EntityCache before(policies, m_clock);
    apply(before, "READY", R"({"user":{"id":"6","username":"bot"}})");
    apply(before, "GUILD_CREATE", kGuild);
    fill(before, 3, 10);
    QVERIFY(before.save(store));
    m_clock.advance(30s);
    EntityCache after(policies, m_clock);
    const auto loaded = after.load(store, 60s);
    QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().toString()));
    QCOMPARE(*loaded, store.lines.size() - 2);
    for (const EntityUsage &type : before.usage())
        QVERIFY2(after.count(type.type) == type.count, nameOf(type.type));
    QCOMPARE(after.json(EntityType::Member, GuildId(10), 1),
             before.json(EntityType::Member, GuildId(10), 1));
    QCOMPARE(after.json(EntityType::SoundboardSound, GuildId(10), 72),
             before.json(EntityType::SoundboardSound, GuildId(10), 72));
    QCOMPARE(after.channel(ChannelId(30))->name.valueOr({}), u"t"_s);
    // Events go on where they were.
    apply(after, "GUILD_MEMBER_REMOVE", R"({"guild_id":"10","user":{"id":"1"}})");
    QVERIFY(!after.user(UserId(1)));
    m_clock.advance(60s);
    EntityCache late(policies, m_clock);
    QCOMPARE(*late.load(store, 60s), 0);
    QCOMPARE(late.count(EntityType::Guild), 0);
}

void TestEntityCache::otherTimesAreRefused_data()
{
    QTest::addColumn<qint64>("laterMs");
    QTest::addColumn<QByteArray>("saved");
    QTest::addColumn<QByteArray>("wanted");
    QTest::addColumn<bool>("isTaken");
    QTest::newRow("happy/at once") << qint64(0) << QByteArray() << QByteArray() << true;
    QTest::newRow("happy/a minute later") << qint64(60'000) << "s 5"_ba << "s 5"_ba << true;
    QTest::newRow("rainy/more") << qint64(60'001) << QByteArray() << QByteArray() << false;
    QTest::newRow("rainy/the clock was set back")
        << qint64(-1) << QByteArray() << QByteArray() << false;
    QTest::newRow("rainy/by a year")
        << qint64(-365LL * 86'400'000) << QByteArray() << QByteArray() << false;
    QTest::newRow("rainy/another mark") << qint64(0) << "s 5"_ba << "s 6"_ba << false;
    QTest::newRow("rainy/no mark any more") << qint64(0) << "s 5"_ba << QByteArray() << false;
    QTest::newRow("rainy/no mark before") << qint64(0) << QByteArray() << "s 5"_ba << false;
}

void TestEntityCache::otherTimesAreRefused()
{
    QFETCH(qint64, laterMs);
    QFETCH(QByteArray, saved);
    QFETCH(QByteArray, wanted);
    QFETCH(bool, isTaken);
    Testing::MemoryStore store;
    EntityCache before(EntityPolicies::full(), m_clock);
    apply(before, "GUILD_CREATE", kGuild);
    QVERIFY(before.save(store, saved));
    m_clock.jumpWall(std::chrono::milliseconds(laterMs));
    EntityCache after(EntityPolicies::full(), m_clock);
    const auto loaded = after.load(store, 60s, wanted);
    QVERIFY(loaded);
    QCOMPARE(*loaded > 0, isTaken);
    QCOMPARE(after.containsGuild(GuildId(10)), isTaken);
}

void TestEntityCache::spoiltStoresAreRefused_data()
{
    QTest::addColumn<int>("how");
    QTest::newRow("rainy/cut") << 0;
    QTest::newRow("rainy/a line is missing") << 1;
    QTest::newRow("rainy/a line is broken") << 2;
    QTest::newRow("rainy/a type of tomorrow") << 3;
    QTest::newRow("rainy/something after the end") << 4;
    QTest::newRow("rainy/something else") << 5;
}

void TestEntityCache::spoiltStoresAreRefused()
{
    QFETCH(int, how);
    Testing::MemoryStore store;
    EntityCache before(EntityPolicies::full(), m_clock);
    apply(before, "GUILD_CREATE", kGuild);
    QVERIFY(before.save(store));
    switch (how) {
    case 0:
        store.lines.removeLast();
        break;
    case 1:
        store.lines.removeAt(2);
        break;
    case 2:
        store.lines[2].chop(1);
        break;
    case 3:
        store.lines[2] = R"({"type":99,"guild":"10","data":{"id":"1"}})";
        break;
    case 4:
        store.lines.append("{}");
        break;
    default:
        store.lines = {R"({"something":"else"})"};
        break;
    }
    EntityCache after(EntityPolicies::full(), m_clock);
    const auto loaded = after.load(store, 60s);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::Decode);
    QCOMPARE(after.count(EntityType::Guild), 0);
}

void TestEntityCache::fileStore()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"cache.jsonl"_s);
    FileCacheStore store(path);
    EntityCache cache(EntityPolicies::full(), m_clock);
    QCOMPARE(*cache.load(store, 60s), 0); // There is none yet.
    apply(cache, "GUILD_CREATE", kGuild);
    QVERIFY(cache.save(store));
    QCOMPARE(QFile::permissions(path) & 0x77, QFileDevice::Permissions());
    EntityCache again(EntityPolicies::full(), m_clock);
    QVERIFY(*again.load(store, 60s) > 5);
    QCOMPARE(again.guild(GuildId(10))->name, u"A"_s);
    QVERIFY(store.clear());
    QVERIFY(!QFile::exists(path));
    QVERIFY(store.clear());
    QCOMPARE(*again.load(store, 60s), 0);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(5 << 20, 'x'));
    file.close();
    QCOMPARE(again.load(store, 60s).error().code, ErrorCode::TooLarge);
    QCOMPARE(again.guild(GuildId(10))->name, u"A"_s);
    FileCacheStore nowhere(folder.filePath(u"no/such/place"_s));
    const Result<> failed = cache.save(nowhere);
    QCOMPARE(failed.error().code, ErrorCode::Io);
    QVERIFY(failed.error().message.contains(u"no/such/place"_s));
}

void TestEntityCache::reportsWhatItCosts()
{
    EntityCache cache(EntityPolicies::full(), m_clock);
    fill(cache, 10, 100);
    qsizetype sum = 0;
    for (const EntityUsage &type : cache.usage())
        sum += type.bytes;
    QVERIFY(sum <= cache.bytes());
    QVERIFY(cache.bytes() - sum < 200'000);
    const QString summary = cache.summary();
    QVERIFY2(summary.contains(u"members 1,000 (0.0 MB)"_s)
                 || summary.contains(u"members 1,000 (0.1"_s),
             qPrintable(summary));
    QVERIFY(summary.startsWith(u"guilds 10 ("_s));
}

QTEST_GUILESS_MAIN(TestEntityCache)
#include "tst_entitycache.moc"
