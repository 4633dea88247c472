// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/json.h>

//! Texts that Discord's clients show as something else. \source reference.mdx, "Message Formatting"
namespace Cordial::Api {

[[nodiscard]] QString mention(UserId user); //!< "<@1>"
[[nodiscard]] QString mention(ChannelId channel); //!< "<#1>"
[[nodiscard]] QString mention(RoleId role); //!< "<@&1>"
//! \brief "</name:1>": a command to click on.
[[nodiscard]] QString mention(QStringView command, CommandId id);

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
    Relative = 'R',
};
//! \brief A moment that everybody sees in their own time zone, "<t:1700000000:R>".
[[nodiscard]] QString formatTime(std::chrono::sys_time<std::chrono::milliseconds> time,
                                 TimestampStyle style = TimestampStyle::ShortDateTime);

//! \brief \a text with everything that Discord would format or turn into a mention made plain.
[[nodiscard]] QString escapeMarkdown(QStringView text);

} // namespace Cordial::Api
