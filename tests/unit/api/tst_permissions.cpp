// SPDX-License-Identifier: MIT
#include <cordial/api/permissions.h>

#include <QRandomGenerator>
#include <QTest>

using namespace Cordial;
using namespace Cordial::Api;
using Exception = PermissionQuery::Exception;

Q_DECLARE_METATYPE(Cordial::Api::PermissionQuery)
Q_DECLARE_METATYPE(Cordial::Api::Permissions)

class TestPermissions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void computes_data();
    void computes();
    void deniesImplicitly_data();
    void deniesImplicitly();
    void baseIsWithoutChannels();
    void agreesWithTheWrittenAlgorithm();
};

void TestPermissions::computes_data()
{
    QTest::addColumn<PermissionQuery>("query");
    QTest::addColumn<Permissions>("expected");
    using P = Permission;
    PermissionQuery base;
    base.guild = GuildId(10);
    base.user = UserId(1);
    base.everyone = {P::ViewChannel, P::SendMessages};

    QTest::newRow("happy/everyone") << base << base.everyone;
    PermissionQuery roles = base;
    roles.roles = {{RoleId(11), P::ManageMessages}, {RoleId(12), P::KickMembers}};
    QTest::newRow("happy/roles add up")
        << roles << Permissions{P::ViewChannel, P::SendMessages, P::ManageMessages, P::KickMembers};
    PermissionQuery administrator = roles;
    administrator.roles.append({RoleId(13), P::Administrator});
    administrator.overwrites = {{1, Exception::Kind::Member, {}, Permissions::all()}};
    QTest::newRow("happy/administrator") << administrator << Permissions::all();
    PermissionQuery owner = base;
    owner.isOwner = true;
    QTest::newRow("happy/owner") << owner << Permissions::all();
    PermissionQuery everyoneDenied = base;
    everyoneDenied.overwrites = {{10, Exception::Kind::Role, {}, P::SendMessages}};
    QTest::newRow("rainy/everyone denied") << everyoneDenied << Permissions(P::ViewChannel);
    PermissionQuery roleAllows = roles;
    roleAllows.overwrites = {{11, Exception::Kind::Role, P::SendMessages, {}},
                             {10, Exception::Kind::Role, {}, P::SendMessages},
                             {12, Exception::Kind::Role, {}, P::SendMessages}};
    QTest::newRow("happy/allow of one role beats deny of another")
        << roleAllows
        << Permissions{P::ViewChannel, P::SendMessages, P::ManageMessages, P::KickMembers};
    PermissionQuery member = roleAllows;
    member.overwrites.prepend({1, Exception::Kind::Member, {}, P::SendMessages});
    QTest::newRow("rainy/the member's own overwrite counts last")
        << member << Permissions{P::ViewChannel, P::ManageMessages, P::KickMembers};
    PermissionQuery stranger = base;
    stranger.overwrites = {{11, Exception::Kind::Role, P::ManageMessages, {}},
                           {2, Exception::Kind::Member, P::KickMembers, {}}};
    QTest::newRow("rainy/overwrites of others") << stranger << base.everyone;
    PermissionQuery timedOut = roles;
    timedOut.isTimedOut = true;
    QTest::newRow("rainy/timed out") << timedOut << Permissions(P::ViewChannel);
}

void TestPermissions::computes()
{
    QFETCH(PermissionQuery, query);
    QFETCH(Permissions, expected);
    QCOMPARE(computePermissions(query).bits(), expected.bits());
}

void TestPermissions::deniesImplicitly_data()
{
    using P = Permission;
    QTest::addColumn<Permissions>("explicitly");
    QTest::addColumn<int>("place");
    QTest::addColumn<Permissions>("expected");
    const auto row = [](const char *name, Permissions explicitly, PermissionPlace place,
                        Permissions expected) {
        QTest::newRow(name) << explicitly << int(place) << expected;
    };
    const Permissions message{P::MentionEveryone, P::SendTtsMessages, P::AttachFiles,
                              P::EmbedLinks};
    const Permissions reading{P::ViewChannel, P::ReadMessageHistory};
    const Permissions voice{P::Speak,         P::Stream,      P::MuteMembers,
                            P::MoveMembers,   P::UseVad,      P::RequestToSpeak,
                            P::UseSoundboard, P::ManageRoles, P::ManageChannels};
    const auto sees = reading | P::SendMessages | message;
    row("happy/all of it", sees, PermissionPlace::Text, sees);
    row("rainy/not seen", sees - P::ViewChannel, PermissionPlace::Text, {});
    row("rainy/not seen, of no matter to the guild", sees - P::ViewChannel, PermissionPlace::Guild,
        sees - P::ViewChannel);
    row("rainy/cannot send", sees - P::SendMessages, PermissionPlace::Text, reading);
    row("happy/voice", sees | voice | P::Connect, PermissionPlace::Voice,
        sees | voice | P::Connect);
    row("rainy/cannot connect", sees | voice, PermissionPlace::Voice, sees);
    row("happy/connecting is of no matter to text", sees | voice, PermissionPlace::Text,
        sees | voice);
    row("happy/thread", reading | P::SendMessagesInThreads | message, PermissionPlace::Thread,
        reading | P::SendMessagesInThreads | message);
    row("rainy/thread has its own permission to send", sees, PermissionPlace::Thread, reading);
    row("happy/bits of tomorrow", sees | Permissions::fromBits(1ULL << 60), PermissionPlace::Text,
        sees | Permissions::fromBits(1ULL << 60));
}

void TestPermissions::deniesImplicitly()
{
    QFETCH(Permissions, explicitly);
    QFETCH(int, place);
    QFETCH(Permissions, expected);
    QCOMPARE(withoutImplicitlyDenied(explicitly, PermissionPlace(place)).bits(), expected.bits());
    PermissionQuery query;
    query.everyone = explicitly;
    QCOMPARE(effectivePermissions(query, PermissionPlace(place)).bits(), expected.bits());
    query.isTimedOut = true;
    query.isOwner = true;
    QCOMPARE(effectivePermissions(query, PermissionPlace(place)), Permissions::all());
}

void TestPermissions::baseIsWithoutChannels()
{
    using P = Permission;
    PermissionQuery query;
    query.everyone = {P::ViewChannel, P::SendMessages};
    query.roles = {{RoleId(1), P::KickMembers}};
    query.overwrites = {{1, Exception::Kind::Role, {}, P::KickMembers}};
    QCOMPARE(basePermissions(query), query.everyone | P::KickMembers);
    query.isTimedOut = true;
    QCOMPARE(basePermissions(query), Permissions(P::ViewChannel));
    query.roles.append({RoleId(2), P::Administrator});
    QCOMPARE(basePermissions(query), Permissions::all());
    QCOMPARE(computePermissions(query), Permissions::all());
}

//! The steps of topics/permissions.mdx one by one, over sets of names instead of bits.
static QSet<int> asWritten(const PermissionQuery &query)
{
    const auto setOf = [](Permissions permissions) {
        QSet<int> names;
        for (const Permission permission : permissions.toList())
            names.insert(int(permission));
        return names;
    };
    QSet<int> now = setOf(query.everyone);
    for (const auto &role : query.roles)
        now |= setOf(role.second);
    if (query.isOwner || now.contains(int(Permission::Administrator)))
        return setOf(Permissions::all());
    const auto apply = [&](auto &&concerns) {
        QSet<int> allow;
        QSet<int> deny;
        for (const Exception &overwrite : query.overwrites) {
            if (concerns(overwrite)) {
                allow |= setOf(overwrite.allow);
                deny |= setOf(overwrite.deny);
            }
        }
        now -= deny;
        now |= allow;
    };
    const auto isRole = [](const Exception &o) { return o.type == Exception::Kind::Role; };
    apply([&](const Exception &o) { return isRole(o) && o.id == query.guild.value(); });
    apply([&](const Exception &o) {
        return isRole(o) && o.id != query.guild.value()
            && std::any_of(query.roles.begin(), query.roles.end(),
                           [&](const auto &role) { return role.first.value() == o.id; });
    });
    apply([&](const Exception &o) { return !isRole(o) && o.id == query.user.value(); });
    if (query.isTimedOut)
        now &= QSet<int>{int(Permission::ViewChannel), int(Permission::ReadMessageHistory)};
    return now;
}

void TestPermissions::agreesWithTheWrittenAlgorithm()
{
    QRandomGenerator random(20261121);
    const auto some = [&random] {
        return Permissions::fromBits(random.generate64() & random.generate64());
    };
    for (int round = 0; round < 3'000; ++round) {
        PermissionQuery query;
        query.guild = GuildId(1);
        query.user = UserId(2 + random.bounded(2U));
        query.isOwner = random.bounded(20) == 0;
        query.isTimedOut = random.bounded(4) == 0;
        query.everyone =
            some() - (random.bounded(4) != 0 ? Permission::Administrator : Permission::Speak);
        for (quint64 role = 10; role < 13; ++role) {
            if (random.bounded(2) == 0)
                query.roles.append({RoleId(role), some() - Permission::Administrator});
        }
        // One for each id, as Discord has it; in any order.
        for (const quint64 id : {1U, 2U, 3U, 10U, 11U, 12U}) {
            if (random.bounded(2) == 0)
                query.overwrites.insert(
                    random.bounded(query.overwrites.size() + 1),
                    {id, id == 2 || id == 3 ? Exception::Kind::Member : Exception::Kind::Role,
                     some(), some()});
        }
        QSet<int> ours;
        for (const Permission permission : computePermissions(query).toList())
            ours.insert(int(permission));
        QCOMPARE(ours, asWritten(query));
    }
}

QTEST_GUILESS_MAIN(TestPermissions)
#include "tst_permissions.moc"
