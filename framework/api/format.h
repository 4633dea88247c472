// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/json.h>

#include <QList>

//! Texts that Discord's clients show as something else. \source reference.mdx, "Message Formatting"
namespace Cordial::Api {

[[nodiscard]] QString mention(UserId user); //!< "<@1>"
[[nodiscard]] QString mention(ChannelId channel); //!< "<#1>"
[[nodiscard]] QString mention(RoleId role); //!< "<@&1>"
//! \brief "</name:1>": a command to click on.
[[nodiscard]] QString mention(QStringView command, CommandId id);
//! \brief "<:name:1>" or "<a:name:1>": a custom emoji.
[[nodiscard]] QString mention(QStringView name, EmojiId id, bool isAnimated = false);

enum class GuildNavigation : quint8 { Customize, Browse, Guide, LinkedRoles };
//! \brief "<id:browse>": a link to a part of the server one is in.
[[nodiscard]] QString mention(GuildNavigation place);
//! \brief "<id:linked-roles:1>"
[[nodiscard]] QString mentionLinkedRole(RoleId role);

//! \brief Where a client opens the message; without a guild, in direct messages.
[[nodiscard]] QString messageLink(std::optional<GuildId> guild, ChannelId channel,
                                  MessageId message);
//! \brief What a link to a message points at.
struct MessageLink
{
    std::optional<GuildId> guild;
    ChannelId channel;
    MessageId message;

    bool operator==(const MessageLink &) const = default;
};
//! \brief A link as the client copies it, of any of Discord's release channels; nothing else.
[[nodiscard]] std::optional<MessageLink> messageLinkFromText(QStringView text);

//! \brief The id in "<@1>", "<@!1>", "<#1>", "<@&1>" or plain "1"; nothing if it is none of these.
[[nodiscard]] std::optional<UserId> userFromText(QStringView text);
[[nodiscard]] std::optional<ChannelId> channelFromText(QStringView text);
[[nodiscard]] std::optional<RoleId> roleFromText(QStringView text);

enum class TimestampStyle : char {
    ShortTime = 't',
    LongTime = 'T',
    ShortDate = 'd',
    LongDate = 'D',
    ShortDateTime = 'f',
    LongDateTime = 'F',
    ShortDateShortTime = 's',
    ShortDateMediumTime = 'S',
    Relative = 'R',
};
//! \brief A moment that everybody sees in their own time zone, "<t:1700000000:R>".
[[nodiscard]] QString formatTime(std::chrono::sys_time<std::chrono::milliseconds> time,
                                 TimestampStyle style = TimestampStyle::ShortDateTime);

//! \brief The moment in "<t:1700000000:R>" or "<t:1700000000>"; nothing if it is none.
[[nodiscard]] std::optional<std::chrono::sys_seconds> timeFromText(QStringView text);

//! \brief Something in a text that a client shows as something else.
struct Mention
{
    enum class Kind : quint8 {
        User,
        Role,
        Channel,
        Command,
        Emoji,
        AnimatedEmoji,
        Timestamp,
        Navigation,
        Everyone,
        Here
    };
    Kind kind = Kind::User;
    quint64 id = 0; //!< 0 where there is none
    QString name; //!< of a command, an emoji or a place to navigate to
    std::chrono::sys_seconds time{}; //!< of a timestamp
    TimestampStyle style = TimestampStyle::ShortDateTime;
    qsizetype position = 0; //!< in the text, UTF-16
    qsizetype length = 0;

    bool operator==(const Mention &) const = default;
};
//! \brief All of them, in the order of the text, the first \a atMost at most. Code blocks are not
//! looked at: whether a client shows a mention in one is another question.
[[nodiscard]] QList<Mention> findMentions(QStringView text, qsizetype atMost = 1'000);

//! \brief \a text with everything that Discord would format or turn into a mention made plain.
[[nodiscard]] QString escapeMarkdown(QStringView text);

} // namespace Cordial::Api
