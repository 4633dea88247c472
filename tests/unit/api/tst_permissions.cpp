// SPDX-License-Identifier: MIT
#include <cordial/api/permissions.h>

#include <QTest>

using namespace Cordial;
using namespace Cordial::Api;

Q_DECLARE_METATYPE(Cordial::Api::PermissionQuery)
Q_DECLARE_METATYPE(Cordial::Api::Permissions)

class TestPermissions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void computes_data();
    void computes();
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
    administrator.overwrites = {{1, Overwrite::Kind::Member, {}, Permissions::all()}};
    QTest::newRow("happy/administrator") << administrator << Permissions::all();
    PermissionQuery owner = base;
    owner.isOwner = true;
    QTest::newRow("happy/owner") << owner << Permissions::all();
    PermissionQuery everyoneDenied = base;
    everyoneDenied.overwrites = {{10, Overwrite::Kind::Role, {}, P::SendMessages}};
    QTest::newRow("rainy/everyone denied") << everyoneDenied << Permissions(P::ViewChannel);
    PermissionQuery roleAllows = roles;
    roleAllows.overwrites = {{11, Overwrite::Kind::Role, P::SendMessages, {}},
                             {10, Overwrite::Kind::Role, {}, P::SendMessages},
                             {12, Overwrite::Kind::Role, {}, P::SendMessages}};
    QTest::newRow("happy/allow of one role beats deny of another")
        << roleAllows
        << Permissions{P::ViewChannel, P::SendMessages, P::ManageMessages, P::KickMembers};
    PermissionQuery member = roleAllows;
    member.overwrites.prepend({1, Overwrite::Kind::Member, {}, P::SendMessages});
    QTest::newRow("rainy/the member's own overwrite counts last")
        << member << Permissions{P::ViewChannel, P::ManageMessages, P::KickMembers};
    PermissionQuery stranger = base;
    stranger.overwrites = {{11, Overwrite::Kind::Role, P::ManageMessages, {}},
                           {2, Overwrite::Kind::Member, P::KickMembers, {}}};
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

QTEST_GUILESS_MAIN(TestPermissions)
#include "tst_permissions.moc"
