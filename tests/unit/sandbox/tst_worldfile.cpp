// SPDX-License-Identifier: MIT
#include <cordial/sandbox/configfile.h>
#include <cordial/sandbox/permissions.h>
#include <cordial/sandbox/worldfile.h>

#include <QTest>

using namespace Cordial;
using namespace Cordial::Sandbox;
using namespace Qt::StringLiterals;

namespace {
constexpr qint64 kNow = 1'767'225'600'000;

UserId named(const World &world, const QString &name)
{
    for (const auto &[id, user] : world.users) {
        if (user.username == name)
            return id;
    }
    return {};
}
} // namespace

class TestWorldFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultWorldHasPeopleOfDifferentPower()
    {
        const auto setup = buildWorld({}, 1, kNow);
        QVERIFY(setup.isOk());
        const World &world = *setup->world;
        const Guild &guild = *world.guild(world.mainGuild);
        QCOMPARE(world.guildPermissions(guild, world.mainPerson), Permission::All);
        const quint64 moderator = world.guildPermissions(guild, named(world, u"mira"_s));
        const quint64 member = world.guildPermissions(guild, named(world, u"robin"_s));
        QVERIFY((moderator & Permission::ManageMessages) != 0);
        QVERIFY((member & Permission::ManageMessages) == 0);
        QVERIFY((member & Permission::SendMessages) != 0);
        QVERIFY((world.guildPermissions(guild, world.botId) & Permission::ManageMessages) != 0);
    }

    void overwritesHideAndShow()
    {
        const auto setup = buildWorld({}, 1, kNow);
        const World &world = *setup->world;
        for (const auto &[id, channel] : world.channels) {
            if (channel.name == u"staff"_s) {
                QCOMPARE(world.permissions(channel, named(world, u"robin"_s), kNow), quint64(0));
                QVERIFY(world.permissions(channel, named(world, u"mira"_s), kNow) != 0);
            }
            if (channel.name == u"announcements"_s) {
                const quint64 allowed = world.permissions(channel, named(world, u"robin"_s), kNow);
                QVERIFY((allowed & Permission::ViewChannel) != 0);
                QVERIFY((allowed & Permission::SendMessages) == 0);
            }
        }
    }

    void timedOutMembersOnlyRead()
    {
        auto setup = buildWorld({}, 1, kNow);
        World &world = *setup->world;
        const UserId robin = named(world, u"robin"_s);
        world.member(world.mainGuild, robin)->timeoutUntilMs = kNow + 1;
        const Channel &general = *world.channel(world.mainChannel);
        QVERIFY((world.permissions(general, robin, kNow) & Permission::SendMessages) == 0);
        QVERIFY((world.permissions(general, robin, kNow + 1) & Permission::SendMessages) != 0);
    }

    void seedMakesIdsAndTokens()
    {
        const auto a = buildWorld({}, 7, kNow);
        const auto b = buildWorld({}, 7, kNow + 12345);
        const auto c = buildWorld({}, 8, kNow);
        QCOMPARE(a->world->mainGuild, b->world->mainGuild);
        QCOMPARE(a->world->user(a->world->botId)->token, b->world->user(b->world->botId)->token);
        QVERIFY(a->world->mainGuild != c->world->mainGuild);
    }

    void messagesAreBounded()
    {
        auto setup = buildWorld({}, 1, kNow);
        World &world = *setup->world;
        world.bounds.messagesPerChannel = 3;
        for (quint64 i = 1; i <= 10; ++i) {
            Message message;
            message.id = MessageId(i);
            message.channel = world.mainChannel;
            world.addMessage(message);
        }
        QCOMPARE(world.channel(world.mainChannel)->messages.size(), size_t(3));
        QCOMPARE(world.droppedMessages(), quint64(7));
        QVERIFY(world.channel(world.mainChannel)->messages.contains(MessageId(10)));
    }

    void errors_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("error");
        QTest::newRow("happy/nothing") << QByteArray("{}") << QString();
        QTest::newRow("happy/small")
            << QByteArray(R"({"users":[{"username":"x"}],"channels":[{"name":"c"}],"roles":[]})")
            << QString();
        QTest::newRow("happy/own")
            << QByteArray(R"({"users":[{"username":"x"}],"channels":[{"name":"c","messages":
                 [{"author":"x","content":"old","age":2000000}]}],"roles":[],"bot":{}})")
            << QString();
        QTest::newRow("rainy/unknownKey") << QByteArray(R"({"guilt":{}})") << u"guilt: unknown"_s;
        QTest::newRow("rainy/type") << QByteArray(R"({"channels":[{"name":"a","type":"vid"}]})")
                                    << u"channels[0].type: must be text, voice"_s;
        QTest::newRow("rainy/permission")
            << QByteArray(R"({"everyone":["FLY"]})") << u"everyone: \"FLY\" is not"_s;
        QTest::newRow("rainy/author")
            << QByteArray(R"({"channels":[{"messages":[{"author":"nobody"}]}]})")
            << u"channels[0].messages[0].author: there is no user"_s;
        QTest::newRow("rainy/noText") << QByteArray(R"({"channels":[{"type":"voice"}]})")
                                      << u"channels: at least one text channel"_s;
        QTest::newRow("rainy/gateway") << QByteArray(R"({"gateway":{"max_concurrency":0}})")
                                       << u"gateway.max_concurrency: must be"_s;
        QTest::newRow("rainy/twoOwners") << QByteArray(
            R"({"users":[{"username":"a","owner":true},{"username":"b","owner":true}]})")
                                         << u"users[1].owner: a guild has one owner"_s;
        QTest::newRow("rainy/sameId")
            << QByteArray(R"({"users":[{"username":"a","id":"5"},{"username":"b","id":"5"}]})")
            << u"users[1].id: is used twice"_s;
    }

    void errors()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, error);
        const auto spec = parseConfig(text, u"w.json"_s);
        QVERIFY(spec.isOk());
        const auto setup = buildWorld(*spec, 1, kNow);
        const QString message = setup ? QString() : setup.error().message;
        QVERIFY2(error.isEmpty() ? message.isEmpty() : message.startsWith(error),
                 qPrintable(message));
    }
};

QTEST_GUILESS_MAIN(TestWorldFile)
#include "tst_worldfile.moc"
