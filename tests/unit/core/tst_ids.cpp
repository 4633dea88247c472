// SPDX-License-Identifier: MIT
#include <cordial/core/ids.h>

#include <QtTest>

#include <type_traits>

using namespace Cordial;
using namespace Qt::StringLiterals;

// The point of the types: one kind of id cannot be passed for another, nor a bare number for any.
static_assert(!std::is_convertible_v<ChannelId, GuildId>);
static_assert(!std::is_constructible_v<ChannelId, GuildId>);
static_assert(!std::is_convertible_v<quint64, ChannelId>);

class TestIds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fromString_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<quint64>("value");
        QTest::addColumn<bool>("ok");
        QTest::newRow("happy/ordinary")
            << "175928847299117063"_ba << quint64(175928847299117063) << true;
        QTest::newRow("happy/largest") << "18446744073709551615"_ba << ~quint64(0) << true;
        QTest::newRow("happy/zero") << "0"_ba << quint64(0) << true;
        QTest::newRow("rainy/empty") << ""_ba << quint64(0) << false;
        QTest::newRow("rainy/too large") << "18446744073709551616"_ba << quint64(0) << false;
        QTest::newRow("rainy/sign") << "-1"_ba << quint64(0) << false;
        QTest::newRow("rainy/plus") << "+1"_ba << quint64(0) << false;
        QTest::newRow("rainy/space") << " 1"_ba << quint64(0) << false;
        QTest::newRow("rainy/tail") << "12x"_ba << quint64(0) << false;
    }
    void fromString()
    {
        QFETCH(QByteArray, text);
        QFETCH(quint64, value);
        QFETCH(bool, ok);
        const auto id = ChannelId::fromString(text);
        QCOMPARE(id.has_value(), ok);
        if (ok) {
            QCOMPARE(id->value(), value);
            QCOMPARE(id->toByteArray(), text);
            QCOMPARE(ChannelId::fromString(QStringView(id->toString())), id);
        }
    }

    void createdAt()
    {
        // The example of Discord's reference: 175928847299117063 was made at 2016-04-30
        // 11:18:25.796 UTC.
        const auto time = UserId(175928847299117063).createdAt();
        QCOMPARE(time.time_since_epoch().count(), 1462015105796);
    }

    void shardOfGuild()
    {
        QCOMPARE(shardOf(GuildId(197038439483310086), 1), 0U);
        QCOMPARE(shardOf(GuildId(197038439483310086), 16),
                 quint32((197038439483310086ULL >> 22) % 16));
        QCOMPARE(shardOf(GuildId(5), 0), 0U);
    }
};

QTEST_GUILESS_MAIN(TestIds)
#include "tst_ids.moc"
