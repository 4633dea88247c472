// SPDX-License-Identifier: MIT
#include <cordial/api/cdn.h>

#include <QTest>

#include <functional>

using namespace Cordial;
using namespace Cordial::Api;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(std::function<Cordial::Result<QUrl>()>)

namespace {
using Make = std::function<Result<QUrl>()>;
constexpr auto kBase = "https://cdn.discordapp.com/"_L1;
} // namespace

class TestCdn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void addresses_data();
    void addresses();
    void refuses_data();
    void refuses();
    void sizes();
    void formats();
    void defaultAvatars();
};

void TestCdn::addresses_data()
{
    QTest::addColumn<Make>("make");
    QTest::addColumn<QString>("path");
    const auto row = [](const char *name, const char *path, Make make) {
        QTest::newRow(name) << std::move(make) << QString::fromLatin1(path);
    };
    const GuildId guild(2);
    const UserId user(3);
    const ApplicationId app(4);
    const ImageOptions still{{}, 64, true};
    const ImageOptions gif{ImageFormat::Gif, 0, false};
    row("happy/emoji", "emojis/1.webp", [] { return Cdn::emoji(EmojiId(1)); });
    row("happy/emoji that moves", "emojis/1.webp?animated=true",
        [] { return Cdn::emoji(EmojiId(1), true); });
    row("happy/emoji as GIF", "emojis/1.gif", [=] { return Cdn::emoji(EmojiId(1), true, gif); });
    row("happy/guild icon", "icons/2/ab.png", [=] { return Cdn::guildIcon(guild, u"ab"); });
    row("happy/guild icon that moves", "icons/2/a_b.webp?animated=true",
        [=] { return Cdn::guildIcon(guild, u"a_b"); });
    row("happy/guild icon held still", "icons/2/a_b.png?size=64",
        [=] { return Cdn::guildIcon(guild, u"a_b", still); });
    row("happy/guild splash", "splashes/2/ab.png", [=] { return Cdn::guildSplash(guild, u"ab"); });
    row("happy/splash that looks as if it moved", "splashes/2/a_b.png",
        [=] { return Cdn::guildSplash(guild, u"a_b"); });
    row("happy/discovery splash", "discovery-splashes/2/ab.png",
        [=] { return Cdn::guildDiscoverySplash(guild, u"ab"); });
    row("happy/guild banner", "banners/2/ab.png", [=] { return Cdn::guildBanner(guild, u"ab"); });
    row("happy/tag badge", "guild-tag-badges/2/ab.png",
        [=] { return Cdn::guildTagBadge(guild, u"ab"); });
    row("happy/user avatar", "avatars/3/ab.png", [=] { return Cdn::userAvatar(user, u"ab"); });
    row("happy/user banner", "banners/3/ab.png", [=] { return Cdn::userBanner(user, u"ab"); });
    row("happy/member avatar", "guilds/2/users/3/avatars/a_1.gif",
        [=] { return Cdn::memberAvatar(guild, user, u"a_1", gif); });
    row("happy/member banner", "guilds/2/users/3/banners/ab.png",
        [=] { return Cdn::memberBanner(guild, user, u"ab"); });
    row("happy/decoration", "avatar-decoration-presets/a_b.png",
        [] { return Cdn::avatarDecoration(u"a_b"); });
    row("happy/application icon", "app-icons/4/ab.png",
        [=] { return Cdn::applicationIcon(app, u"ab"); });
    row("happy/application cover", "app-icons/4/ab.png",
        [=] { return Cdn::applicationCover(app, u"ab"); });
    row("happy/application asset", "app-assets/4/ab.png",
        [=] { return Cdn::applicationAsset(app, u"ab"); });
    row("happy/achievement", "app-assets/4/achievements/5/icons/ab.png",
        [=] { return Cdn::achievementIcon(app, Snowflake(5), u"ab"); });
    row("happy/store page asset", "app-assets/4/store/ab.png",
        [=] { return Cdn::storePageAsset(app, u"ab"); });
    row("happy/sticker pack", "app-assets/710982414301790216/store/6.png",
        [] { return Cdn::stickerPackBanner(u"6"); });
    row("happy/team", "team-icons/7/ab.png", [] { return Cdn::teamIcon(TeamId(7), u"ab"); });
    row("happy/sticker", "stickers/8.png",
        [] { return Cdn::sticker(StickerId(8), Api::StickerFormatType::Apng); });
    row("happy/sticker of vectors", "stickers/8.json",
        [] { return Cdn::sticker(StickerId(8), Api::StickerFormatType::Lottie); });
    row("happy/role icon", "role-icons/9/ab.png", [] { return Cdn::roleIcon(RoleId(9), u"ab"); });
    row("happy/event cover", "guild-events/10/ab.png",
        [] { return Cdn::scheduledEventCover(GuildScheduledEventId(10), u"ab"); });
}

void TestCdn::addresses()
{
    QFETCH(Make, make);
    QFETCH(QString, path);
    const Result<QUrl> url = make();
    QVERIFY2(url.isOk(), url.isOk() ? "" : qPrintable(url.error().toString()));
    QCOMPARE(url->toString(), kBase + path);
}

void TestCdn::refuses_data()
{
    QTest::addColumn<Make>("make");
    QTest::addColumn<QString>("why");
    const auto row = [](const char *name, const char *why, Make make) {
        QTest::newRow(name) << std::move(make) << QString::fromLatin1(why);
    };
    const UserId user(3);
    row("rainy/format", "user avatar: comes as PNG, JPEG, WebP, GIF only",
        [=] { return Cdn::userAvatar(user, u"ab", {ImageFormat::Lottie, 0, false}); });
    row("rainy/no GIF of a splash", "guild splash: comes as PNG, JPEG, WebP only",
        [] { return Cdn::guildSplash(GuildId(1), u"a_b", {ImageFormat::Gif, 0, false}); });
    row("rainy/decorations are PNG", "avatar decoration: comes as PNG only",
        [] { return Cdn::avatarDecoration(u"ab", {ImageFormat::WebP, 0, false}); });
    row("rainy/GIF of what does not move", "user avatar: this one does not move and has no GIF",
        [=] { return Cdn::userAvatar(user, u"ab", {ImageFormat::Gif, 0, false}); });
    const char *hash =
        "user avatar: the hash has to be letters, digits, _ and -, as Discord sent it";
    row("rainy/no hash", hash, [=] { return Cdn::userAvatar(user, u""); });
    row("rainy/path in the hash", hash, [=] { return Cdn::userAvatar(user, u"../x"); });
    row("rainy/other letters", hash, [=] { return Cdn::userAvatar(user, u"\u00e4"); });
    row("rainy/long hash", hash, [=] { return Cdn::userAvatar(user, QString(129, u'a')); });
    row("rainy/new sticker format", "sticker: this version does not know the format 9",
        [] { return Cdn::sticker(StickerId(1), Api::StickerFormatType(9)); });
}

void TestCdn::refuses()
{
    QFETCH(Make, make);
    QFETCH(QString, why);
    const Result<QUrl> url = make();
    QVERIFY(!url.isOk());
    QCOMPARE(url.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(url.error().message, why);
}

void TestCdn::sizes()
{
    QStringList good;
    for (int size = -1; size <= 8193; ++size) {
        const auto url = Cdn::roleIcon(RoleId(1), u"ab", {{}, size, false});
        if (url && size != 0)
            good.append(url->query());
    }
    QCOMPARE(good,
             (QStringList{u"size=16"_s, u"size=32"_s, u"size=64"_s, u"size=128"_s, u"size=256"_s,
                          u"size=512"_s, u"size=1024"_s, u"size=2048"_s, u"size=4096"_s}));
}

void TestCdn::formats()
{
    const auto ending = [](ImageFormat format) {
        const auto url = Cdn::guildIcon(GuildId(1), u"a_b", {format, 0, true});
        return url ? url->toString().section(u'.', -1) : u"none"_s;
    };
    QCOMPARE(ending(ImageFormat::Png), u"png"_s);
    QCOMPARE(ending(ImageFormat::Jpeg), u"jpg"_s);
    QCOMPARE(ending(ImageFormat::WebP), u"webp"_s);
    QCOMPARE(ending(ImageFormat::Gif), u"gif"_s);
    QCOMPARE(ending(ImageFormat(77)), u"none"_s);
    QCOMPARE(Cdn::sticker(StickerId(8), Api::StickerFormatType::Gif)->toString(),
             u"https://media.discordapp.net/stickers/8.gif"_s);
}

void TestCdn::defaultAvatars()
{
    const UserId user(quint64(8) << 22);
    QCOMPARE(Cdn::defaultUserAvatar(user).toString(), kBase + "embed/avatars/2.png"_L1);
    QCOMPARE(Cdn::defaultUserAvatar(user, 1234).toString(), kBase + "embed/avatars/4.png"_L1);
}

QTEST_GUILESS_MAIN(TestCdn)
#include "tst_cdn.moc"
