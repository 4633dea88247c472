// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace Cordial::Commands {

//! \brief What a message takes, in characters as Discord counts them.
//! \source resources/message.mdx, "Create Message"
inline constexpr qsizetype kLongestContent = 2'000;

//! \brief \a text, or as much of its beginning as goes with "…" into \a most characters (at least
//! 1). What people see as one character is not cut in two.
[[nodiscard]] QString elided(const QString &text, qsizetype most);

} // namespace Cordial::Commands
