// SPDX-License-Identifier: MIT
#include <cordial/api/color.h>
#include <cordial/api/format.h>
#include <cordial/api/snowflake.h>

#include <QRandomGenerator>
#include <QTest>

using namespace Cordial;
using namespace Cordial::Api;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Kind = Mention::Kind;
Q_DECLARE_METATYPE(QList<Cordial::Api::Mention>)
Q_DECLARE_METATYPE(std::optional<Cordial::Api::Color>)

class TestFormat : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void builtIsFound_data();
    void builtIsFound();
    void isNoMention_data();
    void isNoMention();
    void findsAllInOrder();
    void staysWithinItsBound();
    void survivesAnything();
    void timestamps();
    void messageLinks();
    void snowflakes();
    void colors_data();
    void colors();
    void colorsFromHsv();
    void lightness();
};

void TestFormat::builtIsFound_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("kind");
    QTest::addColumn<quint64>("id");
    QTest::addColumn<QString>("name");
    const auto row = [](const char *label, const QString &text, Kind kind, quint64 id = 0,
                        const QString &name = {}) {
        QTest::newRow(label) << text << int(kind) << id << name;
    };
    const quint64 most = ~quint64(0);
    row("happy/user", mention(UserId(5)), Kind::User, 5);
    row("happy/user as it once was", u"<@!5>"_s, Kind::User, 5);
    row("happy/largest", mention(UserId(most)), Kind::User, most);
    row("happy/role", mention(RoleId(5)), Kind::Role, 5);
    row("happy/channel", mention(ChannelId(5)), Kind::Channel, 5);
    row("happy/command", mention(u"tag", CommandId(5)), Kind::Command, 5, u"tag"_s);
    row("happy/subcommand", mention(u"tag edit name", CommandId(5)), Kind::Command, 5,
        u"tag edit name"_s);
    row("happy/emoji", mention(u"mmLol", EmojiId(5)), Kind::Emoji, 5, u"mmLol"_s);
    row("happy/animated", mention(u"b1nzy", EmojiId(5), true), Kind::AnimatedEmoji, 5, u"b1nzy"_s);
    row("happy/customize", mention(GuildNavigation::Customize), Kind::Navigation, 0,
        u"customize"_s);
    row("happy/browse", mention(GuildNavigation::Browse), Kind::Navigation, 0, u"browse"_s);
    row("happy/guide", mention(GuildNavigation::Guide), Kind::Navigation, 0, u"guide"_s);
    row("happy/linked", mention(GuildNavigation::LinkedRoles), Kind::Navigation, 0,
        u"linked-roles"_s);
    row("happy/linked role", mentionLinkedRole(RoleId(5)), Kind::Navigation, 5, u"linked-roles"_s);
    row("happy/everyone", u"@everyone"_s, Kind::Everyone);
    row("happy/here", u"@here"_s, Kind::Here);
}

void TestFormat::builtIsFound()
{
    QFETCH(QString, text);
    QFETCH(int, kind);
    QFETCH(quint64, id);
    QFETCH(QString, name);
    const auto found = findMentions(QString(u"a " + text + u"<b>"));
    QCOMPARE(found.size(), 1);
    QCOMPARE(int(found[0].kind), kind);
    QCOMPARE(found[0].id, id);
    QCOMPARE(found[0].name, name);
    QCOMPARE(found[0].position, 2);
    QCOMPARE(found[0].length, text.size());
}

void TestFormat::isNoMention_data()
{
    QTest::addColumn<QString>("text");
    const QStringList texts = {u""_s,
                               u"<"_s,
                               u"<>"_s,
                               u"<@>"_s,
                               u"<@0>"_s,
                               u"<@x>"_s,
                               u"<@5"_s,
                               u"<@ 5>"_s,
                               u"<@+5>"_s,
                               u"<@-5>"_s,
                               u"<@5 >"_s,
                               u"<@18446744073709551616>"_s,
                               u"<#>"_s,
                               u"<@&>"_s,
                               u"</:5>"_s,
                               u"</tag>"_s,
                               u"</tag:0>"_s,
                               u"<:n:>"_s,
                               u"<::5>"_s,
                               u"<:a:b:5>"_s,
                               u"<a:5>"_s,
                               u"<t:>"_s,
                               u"<t:x>"_s,
                               u"<t:1:x>"_s,
                               u"<t:1:RR>"_s,
                               u"<t:1:>"_s,
                               u"<t:8640000000001>"_s,
                               u"<id:home>"_s,
                               u"<id:linked-roles:x>"_s,
                               u"@her"_s,
                               u"@ everyone"_s,
                               u"</"_s + QString(99, u'a') + u":5>"_s};
    for (const QString &text : texts)
        QTest::addRow("rainy/%s", qPrintable(text.left(24))) << text;
}

void TestFormat::isNoMention()
{
    QFETCH(QString, text);
    QVERIFY(findMentions(text).isEmpty());
}

void TestFormat::findsAllInOrder()
{
    const auto found = findMentions(u"<<@1>@here<#2><t:3:R><@4"_s);
    QCOMPARE(found.size(), 4);
    QList<int> kinds;
    QList<qsizetype> places;
    for (const Mention &mention : found) {
        kinds.append(int(mention.kind));
        places.append(mention.position);
    }
    QCOMPARE(
        kinds,
        (QList<int>{int(Kind::User), int(Kind::Here), int(Kind::Channel), int(Kind::Timestamp)}));
    QCOMPARE(places, (QList<qsizetype>{1, 5, 10, 14}));
}

void TestFormat::staysWithinItsBound()
{
    const QString text = u"<@1>"_s.repeated(2'000);
    QCOMPARE(findMentions(text).size(), 1'000);
    QCOMPARE(findMentions(text, 3).size(), 3);
    QCOMPARE(findMentions(text, 0).size(), 0);
}

void TestFormat::survivesAnything()
{
    QRandomGenerator random(7);
    const QString letters = u"<>@#&!/:aidt-everyonehre0123456789 \u00e4"_s;
    for (int round = 0; round < 20'000; ++round) {
        QString text;
        for (quint32 i = random.bounded(24); i > 0; --i)
            text += letters[random.bounded(letters.size())];
        qsizetype end = 0;
        for (const Mention &mention : findMentions(text)) {
            QVERIFY(mention.position >= end && mention.length > 0);
            end = mention.position + mention.length;
            const auto alone = findMentions(text.mid(mention.position, mention.length));
            QCOMPARE(alone.size(), 1);
            QCOMPARE(alone[0].id, mention.id);
        }
        QVERIFY(end <= text.size());
    }
}

void TestFormat::timestamps()
{
    const std::chrono::sys_time<std::chrono::milliseconds> moment{1'700'000'000'999ms};
    for (const char style : {'t', 'T', 'd', 'D', 'f', 'F', 's', 'S', 'R'}) {
        const QString text = formatTime(moment, TimestampStyle(style));
        QCOMPARE(text, u"<t:1700000000:%1>"_s.arg(QLatin1Char(style)));
        QCOMPARE(timeFromText(text).value().time_since_epoch(), 1'700'000'000s);
        QCOMPARE(char(findMentions(text).value(0).style), style);
    }
    QCOMPARE(timeFromText(u"<t:-5>").value().time_since_epoch(), -5s);
    QVERIFY(!timeFromText(u"<t:1> "));
    QVERIFY(!timeFromText(u"<@1>"));
    QVERIFY(!timeFromText(u""));
    // Before the epoch too a second has begun, not ended.
    const std::chrono::sys_time<std::chrono::milliseconds> early{-1ms};
    QCOMPARE(formatTime(early), u"<t:-1:f>"_s);
}

void TestFormat::messageLinks()
{
    const MessageLink inGuild{GuildId(1), ChannelId(2), MessageId(3)};
    const MessageLink direct{std::nullopt, ChannelId(2), MessageId(3)};
    const QString text = messageLink(inGuild.guild, inGuild.channel, inGuild.message);
    QCOMPARE(text, u"https://discord.com/channels/1/2/3"_s);
    QVERIFY(messageLinkFromText(text) == inGuild);
    QVERIFY(messageLinkFromText(messageLink(std::nullopt, direct.channel, direct.message))
            == direct);
    QVERIFY(messageLinkFromText(u"https://ptb.discord.com/channels/1/2/3") == inGuild);
    for (const char16_t *bad :
         {u"", u"https://discord.com/channels/1/2", u"https://discord.com/channels/1/2/x",
          u"https://discord.com/channels/x/2/3", u"https://discord.com/channels/1/2/3/4",
          u"https://evil.example/channels/1/2/3", u"https://discord.com/users/1/2/3"})
        QVERIFY(!messageLinkFromText(bad));
}

void TestFormat::snowflakes()
{
    // source: reference.mdx, "Snowflakes": the id it takes apart
    constexpr MessageId id(175928847299117063);
    constexpr SnowflakeParts parts = partsOf(id);
    QCOMPARE(parts.createdAt.time_since_epoch().count(), 1'462'015'105'796);
    QCOMPARE(parts.worker, 1);
    QCOMPARE(parts.process, 0);
    QCOMPARE(parts.increment, 7);
    const auto first = firstIdAt<MessageId>(parts.createdAt);
    QVERIFY(first <= id);
    QVERIFY(first > firstIdAt<MessageId>(parts.createdAt - 1ms));
    QCOMPARE(first.createdAt(), parts.createdAt);
    QCOMPARE(firstIdAt<MessageId>({}).value(), 0U);
    const std::chrono::sys_time<std::chrono::milliseconds> late{std::chrono::years(1000)};
    QCOMPARE(firstIdAt<MessageId>(late).value() >> 22, (quint64(1) << 42) - 1);
}

void TestFormat::colors_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<std::optional<Color>>("color");
    const auto row = [](const char *name, const char *text, std::optional<Color> color) {
        QTest::newRow(name) << QString::fromUtf8(text) << color;
    };
    row("happy/hash", "#5865f2", Colors::Blurple);
    row("happy/capitals", "#5865F2", Colors::Blurple);
    row("happy/bare", "5865f2", Colors::Blurple);
    row("happy/number", "0x5865f2", Colors::Blurple);
    row("happy/spaces", "  #5865f2 ", Colors::Blurple);
    row("happy/short", "#abc", Color(0xAABBCC));
    row("happy/function", "rgb(88, 101,242)", Colors::Blurple);
    row("happy/black", "#000000", Color());
    row("rainy/empty", "", std::nullopt);
    row("rainy/short and bare", "abc", std::nullopt);
    row("rainy/five", "#12345", std::nullopt);
    row("rainy/seven", "#1234567", std::nullopt);
    row("rainy/letters", "#12345g", std::nullopt);
    row("rainy/sign", "#+12345", std::nullopt);
    row("rainy/two channels", "rgb(1,2)", std::nullopt);
    row("rainy/256", "rgb(1,2,256)", std::nullopt);
    row("rainy/negative", "rgb(1,2,-3)", std::nullopt);
    row("rainy/nothing inside", "rgb(,,)", std::nullopt);
}

void TestFormat::colors()
{
    QFETCH(QString, text);
    QFETCH(std::optional<Color>, color);
    const auto read = Color::fromString(text);
    QCOMPARE(read.has_value(), color.has_value());
    if (!color)
        return;
    QCOMPARE(read->rgb(), color->rgb());
    QVERIFY(Color::fromString(color->toString()) == color);
    QVERIFY(Color::fromRgb(color->red(), color->green(), color->blue()) == color);
}

void TestFormat::colorsFromHsv()
{
    QCOMPARE(Color::fromHsv(0, 1, 1).toString(), u"#ff0000"_s);
    QCOMPARE(Color::fromHsv(120, 1, 1).toString(), u"#00ff00"_s);
    QCOMPARE(Color::fromHsv(240, 1, 1).toString(), u"#0000ff"_s);
    QCOMPARE(Color::fromHsv(-120, 1, 1).toString(), u"#0000ff"_s);
    QCOMPARE(Color::fromHsv(780, 1, 1).toString(), u"#ffff00"_s);
    QCOMPARE(Color::fromHsv(60, 0, 0.5).toString(), u"#808080"_s);
    QCOMPARE(Color::fromHsv(qQNaN(), 5, -1).toString(), u"#000000"_s);
}

void TestFormat::lightness()
{
    QVERIFY(Colors::White.isLight());
    QVERIFY(Colors::Yellow.isLight());
    QVERIFY(!Colors::Black.isLight());
    QVERIFY(!Colors::DarkBlue.isLight());
}

QTEST_GUILESS_MAIN(TestFormat)
#include "tst_format.moc"
