// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/net/request.h>

#include <QByteArray>

namespace Cordial::Net {

//! \brief Limits inside a bucket that Discord does not announce. Requests of one kind queue apart,
//! so that the rest of the bucket goes on when one kind is refused.
//! \source topics/rate-limits.mdx; discord-api-docs #1092, #1295
enum class SubLimit : quint8 {
    None,
    ChannelName, //!< PATCH of a channel's name or topic, about 2 per 10 minutes
    FreshMessage, //!< delete of a message under 10 s old
    OldMessage, //!< delete of a message over 14 days old
};
inline constexpr size_t kSubLimits = 4;

//! \brief What a request's method and path say about its limits. A value.
struct Route
{
    QByteArray method;
    QByteArray path; //!< template, "/channels/{channel_id}/messages"
    QByteArray topLevel; //!< id of the channel, guild or webhook (with a digest of its token)
    quint64 topLevelId = 0;
    QByteArray webhook; //!< "id" or "id/digest of the token" on webhook routes
    QByteArray webhookId;
    QByteArray token; //!< whose global limit it is: empty = the bot's, else a digest, or "none"
    SubLimit subLimit = SubLimit::None;
    bool isInteraction = false; //!< /interactions/...
    bool isFollowUp = false; //!< a webhook whose token can only be an interaction's
    bool isMessagePost = false; //!< POST /channels/{id}/messages

    //! \brief \a wallNow decides the age of messages.
    [[nodiscard]] static Route of(const Request &request, WallTime wallNow);
    //! \brief A webhook's or interaction's token in the path, which has limits of its own whoever
    //! uses it.
    [[nodiscard]] bool hasOwnToken() const
    {
        return isInteraction || (!webhook.isEmpty() && webhook != webhookId);
    }
    //! \brief Method, template and top-level resource: what a limit is known by before its hash.
    [[nodiscard]] QByteArray key() const;
};

//! \brief The application's id that /applications/{id}/... names; 0 = none.
[[nodiscard]] quint64 applicationOf(const Route &route, const QString &path);

} // namespace Cordial::Net
