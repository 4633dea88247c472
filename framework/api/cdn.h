// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/typed/enums.h>
#include <cordial/api/typed/ids.h>
#include <cordial/core/result.h>

#include <QUrl>

//! Addresses of Discord's images. Each checks the format, the size and the hash against what
//! Discord serves there and fails with InvalidArgument and the reason, instead of an address that
//! answers 415 or 404. Pure; any thread. \source reference.mdx, "Image Formatting"
namespace Cordial::Api {

enum class ImageFormat : quint8 { Png, Jpeg, WebP, Gif, Lottie };

//! \brief How an image is wanted.
struct ImageOptions
{
    //! Unset: WebP if it moves, else PNG; emoji always as WebP, as Discord advises.
    std::optional<ImageFormat> format;
    int size = 0; //!< A power of two from 16 to 4096; 0 = as it is.
    bool isStill = false; //!< The first picture of one that moves.
};

namespace Cdn {

//! \brief Whether the hash belongs to an image that moves.
[[nodiscard]] bool isAnimated(QStringView hash);

[[nodiscard]] Result<QUrl> emoji(EmojiId id, bool isAnimated = false, ImageOptions options = {});
[[nodiscard]] Result<QUrl> guildIcon(GuildId guild, QStringView hash, ImageOptions options = {});
[[nodiscard]] Result<QUrl> guildSplash(GuildId guild, QStringView hash, ImageOptions options = {});
[[nodiscard]] Result<QUrl> guildDiscoverySplash(GuildId guild, QStringView hash,
                                                ImageOptions options = {});
[[nodiscard]] Result<QUrl> guildBanner(GuildId guild, QStringView hash, ImageOptions options = {});
[[nodiscard]] Result<QUrl> guildTagBadge(GuildId guild, QStringView hash,
                                         ImageOptions options = {});
[[nodiscard]] Result<QUrl> userAvatar(UserId user, QStringView hash, ImageOptions options = {});
[[nodiscard]] Result<QUrl> userBanner(UserId user, QStringView hash, ImageOptions options = {});
//! \brief The one of an account without a picture; \a discriminator 0 for the accounts of today.
[[nodiscard]] QUrl defaultUserAvatar(UserId user, int discriminator = 0);
[[nodiscard]] Result<QUrl> memberAvatar(GuildId guild, UserId user, QStringView hash,
                                        ImageOptions options = {});
[[nodiscard]] Result<QUrl> memberBanner(GuildId guild, UserId user, QStringView hash,
                                        ImageOptions options = {});
[[nodiscard]] Result<QUrl> avatarDecoration(QStringView asset, ImageOptions options = {});
[[nodiscard]] Result<QUrl> applicationIcon(ApplicationId application, QStringView hash,
                                           ImageOptions options = {});
[[nodiscard]] Result<QUrl> applicationCover(ApplicationId application, QStringView hash,
                                            ImageOptions options = {});
[[nodiscard]] Result<QUrl> applicationAsset(ApplicationId application, QStringView asset,
                                            ImageOptions options = {});
[[nodiscard]] Result<QUrl> achievementIcon(ApplicationId application, Snowflake id,
                                           QStringView hash, ImageOptions options = {});
[[nodiscard]] Result<QUrl> storePageAsset(ApplicationId application, QStringView asset,
                                          ImageOptions options = {});
[[nodiscard]] Result<QUrl> stickerPackBanner(QStringView asset, ImageOptions options = {});
[[nodiscard]] Result<QUrl> teamIcon(TeamId team, QStringView hash, ImageOptions options = {});
//! \brief In the one format it comes in; its size cannot be chosen.
[[nodiscard]] Result<QUrl> sticker(StickerId id, Api::StickerFormatType format);
[[nodiscard]] Result<QUrl> roleIcon(RoleId role, QStringView hash, ImageOptions options = {});
[[nodiscard]] Result<QUrl> scheduledEventCover(GuildScheduledEventId event, QStringView hash,
                                               ImageOptions options = {});

} // namespace Cdn

} // namespace Cordial::Api
