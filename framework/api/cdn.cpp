// SPDX-License-Identifier: MIT
#include <cordial/api/cdn.h>

#include <QStringBuilder>
#include <QUrlQuery>

#include <algorithm>
#include <array>

namespace Cordial::Api {

namespace {

using namespace Qt::StringLiterals;

constexpr int kSmallest = 16;
constexpr int kLargest = 4096;
constexpr qsizetype kLongestHash = 128;

struct FormatName
{
    const char *name;
    const char *extension;
};
constexpr std::array kFormats = {FormatName{"PNG", "png"}, FormatName{"JPEG", "jpg"},
                                 FormatName{"WebP", "webp"}, FormatName{"GIF", "gif"},
                                 FormatName{"Lottie", "json"}};
static_assert(kFormats.size() == size_t(ImageFormat::Lottie) + 1);

enum class Serves : quint8 { PngAlone, Still, Moving };

//! \brief One image: what it is for people, where it is, and in what Discord serves it.
struct Image
{
    const char *what;
    QString path; //!< without extension
    Serves serves = Serves::Still;
    bool moves = false;
};

Error wrong(const Image &image, const QString &why)
{
    return makeError(ErrorCode::InvalidArgument, QLatin1StringView(image.what) % u": "_s % why);
}

bool isServed(Serves serves, ImageFormat format)
{
    switch (format) {
    case ImageFormat::Png:
        return true;
    case ImageFormat::Jpeg:
    case ImageFormat::WebP:
        return serves != Serves::PngAlone;
    case ImageFormat::Gif:
        return serves == Serves::Moving;
    case ImageFormat::Lottie:
        break;
    }
    return false;
}

QString formatsOf(Serves serves)
{
    QStringList names;
    for (size_t i = 0; i < kFormats.size(); ++i) {
        if (isServed(serves, ImageFormat(i)))
            names.append(QString::fromLatin1(kFormats[i].name));
    }
    return names.join(u", "_s);
}

Result<> check(const Image &image, ImageFormat format, const ImageOptions &options)
{
    if (size_t(format) >= kFormats.size() || !isServed(image.serves, format))
        return wrong(image, u"comes as "_s % formatsOf(image.serves) % u" only");
    if (format == ImageFormat::Gif && !image.moves)
        return wrong(image, u"this one does not move and has no GIF"_s);
    const int size = options.size;
    if (size != 0 && (size < kSmallest || size > kLargest || (size & (size - 1)) != 0))
        return wrong(image, u"a size is a power of two from 16 to 4096, not %1"_s.arg(size));
    return {};
}

Result<QUrl> address(const Image &image, const ImageOptions &options)
{
    const ImageFormat format = options.format.value_or(
        image.moves && !options.isStill && image.serves == Serves::Moving ? ImageFormat::WebP
                                                                          : ImageFormat::Png);
    if (const Result<> fits = check(image, format, options); !fits)
        return fits.error();
    QUrl url(u"https://cdn.discordapp.com/"_s % image.path % u'.'
             % QLatin1StringView(kFormats[size_t(format)].extension));
    QUrlQuery query;
    if (options.size != 0)
        query.addQueryItem(u"size"_s, QString::number(options.size));
    if (format == ImageFormat::WebP && image.moves && !options.isStill)
        query.addQueryItem(u"animated"_s, u"true"_s);
    if (!query.isEmpty())
        url.setQuery(query);
    return url;
}

//! Anything else would lead to another path of the server.
bool isHash(QStringView hash)
{
    return !hash.isEmpty() && hash.size() <= kLongestHash
        && std::all_of(hash.begin(), hash.end(), [](QChar c) {
               return c.unicode() < 128 && (c.isLetterOrNumber() || c == u'_' || c == u'-');
           });
}

Result<QUrl> hashed(const char *what, const QString &folder, QStringView hash, Serves serves,
                    const ImageOptions &options)
{
    Image image{what, folder % u'/' % hash.toString(), serves,
                serves == Serves::Moving && Cdn::isAnimated(hash)};
    if (!isHash(hash))
        return wrong(image, u"the hash has to be letters, digits, _ and -, as Discord sent it"_s);
    return address(image, options);
}

QString ofMember(GuildId guild, UserId user, const char *what)
{
    return u"guilds/"_s % guild.toString() % u"/users/"_s % user.toString() % u'/'
        % QLatin1StringView(what);
}

QString ofApplication(ApplicationId application)
{
    return u"app-assets/"_s % application.toString();
}

} // namespace

namespace Cdn {

bool isAnimated(QStringView hash)
{
    return hash.startsWith(u"a_");
}

Result<QUrl> emoji(EmojiId id, bool isAnimated, ImageOptions options)
{
    if (!options.format)
        options.format = ImageFormat::WebP;
    return address({"emoji", u"emojis/"_s % id.toString(), Serves::Moving, isAnimated}, options);
}

Result<QUrl> guildIcon(GuildId guild, QStringView hash, ImageOptions options)
{
    return hashed("guild icon", u"icons/"_s % guild.toString(), hash, Serves::Moving, options);
}

Result<QUrl> guildSplash(GuildId guild, QStringView hash, ImageOptions options)
{
    return hashed("guild splash", u"splashes/"_s % guild.toString(), hash, Serves::Still, options);
}

Result<QUrl> guildDiscoverySplash(GuildId guild, QStringView hash, ImageOptions options)
{
    return hashed("guild discovery splash", u"discovery-splashes/"_s % guild.toString(), hash,
                  Serves::Still, options);
}

Result<QUrl> guildBanner(GuildId guild, QStringView hash, ImageOptions options)
{
    return hashed("guild banner", u"banners/"_s % guild.toString(), hash, Serves::Moving, options);
}

Result<QUrl> guildTagBadge(GuildId guild, QStringView hash, ImageOptions options)
{
    return hashed("guild tag badge", u"guild-tag-badges/"_s % guild.toString(), hash, Serves::Still,
                  options);
}

Result<QUrl> userAvatar(UserId user, QStringView hash, ImageOptions options)
{
    return hashed("user avatar", u"avatars/"_s % user.toString(), hash, Serves::Moving, options);
}

Result<QUrl> userBanner(UserId user, QStringView hash, ImageOptions options)
{
    return hashed("user banner", u"banners/"_s % user.toString(), hash, Serves::Moving, options);
}

QUrl defaultUserAvatar(UserId user, int discriminator)
{
    const quint64 index = discriminator > 0 ? quint64(discriminator) % 5 : (user.value() >> 22) % 6;
    return QUrl(u"https://cdn.discordapp.com/embed/avatars/%1.png"_s.arg(index));
}

Result<QUrl> memberAvatar(GuildId guild, UserId user, QStringView hash, ImageOptions options)
{
    return hashed("member avatar", ofMember(guild, user, "avatars"), hash, Serves::Moving, options);
}

Result<QUrl> memberBanner(GuildId guild, UserId user, QStringView hash, ImageOptions options)
{
    return hashed("member banner", ofMember(guild, user, "banners"), hash, Serves::Moving, options);
}

Result<QUrl> avatarDecoration(QStringView asset, ImageOptions options)
{
    return hashed("avatar decoration", u"avatar-decoration-presets"_s, asset, Serves::PngAlone,
                  options);
}

Result<QUrl> applicationIcon(ApplicationId application, QStringView hash, ImageOptions options)
{
    return hashed("application icon", u"app-icons/"_s % application.toString(), hash, Serves::Still,
                  options);
}

Result<QUrl> applicationCover(ApplicationId application, QStringView hash, ImageOptions options)
{
    return hashed("application cover", u"app-icons/"_s % application.toString(), hash,
                  Serves::Still, options);
}

Result<QUrl> applicationAsset(ApplicationId application, QStringView asset, ImageOptions options)
{
    return hashed("application asset", ofApplication(application), asset, Serves::Still, options);
}

Result<QUrl> achievementIcon(ApplicationId application, Snowflake id, QStringView hash,
                             ImageOptions options)
{
    return hashed("achievement icon",
                  ofApplication(application) % u"/achievements/"_s % id.toString() % u"/icons"_s,
                  hash, Serves::Still, options);
}

Result<QUrl> storePageAsset(ApplicationId application, QStringView asset, ImageOptions options)
{
    return hashed("store page asset", ofApplication(application) % u"/store"_s, asset,
                  Serves::Still, options);
}

Result<QUrl> stickerPackBanner(QStringView asset, ImageOptions options)
{
    // Of Discord's own application for stickers.
    return hashed("sticker pack banner", u"app-assets/710982414301790216/store"_s, asset,
                  Serves::Still, options);
}

Result<QUrl> teamIcon(TeamId team, QStringView hash, ImageOptions options)
{
    return hashed("team icon", u"team-icons/"_s % team.toString(), hash, Serves::Still, options);
}

Result<QUrl> sticker(StickerId id, Api::StickerFormatType format)
{
    switch (format) {
    case Api::StickerFormatType::Png:
    case Api::StickerFormatType::Apng:
        return QUrl(u"https://cdn.discordapp.com/stickers/"_s % id.toString() % u".png"_s);
    case Api::StickerFormatType::Lottie:
        return QUrl(u"https://cdn.discordapp.com/stickers/"_s % id.toString() % u".json"_s);
    case Api::StickerFormatType::Gif:
        // The only images that another server has.
        return QUrl(u"https://media.discordapp.net/stickers/"_s % id.toString() % u".gif"_s);
    }
    return makeError(ErrorCode::InvalidArgument,
                     u"sticker: this version does not know the format %1"_s.arg(int(format)));
}

Result<QUrl> roleIcon(RoleId role, QStringView hash, ImageOptions options)
{
    return hashed("role icon", u"role-icons/"_s % role.toString(), hash, Serves::Still, options);
}

Result<QUrl> scheduledEventCover(GuildScheduledEventId event, QStringView hash,
                                 ImageOptions options)
{
    return hashed("scheduled event cover", u"guild-events/"_s % event.toString(), hash,
                  Serves::Still, options);
}

} // namespace Cdn

} // namespace Cordial::Api
