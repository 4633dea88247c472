// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/typed/forward.h>

#include <QString>

//! Who is who, for people and for routes. Pure; any thread.
namespace Cordial::Api {

//! \brief The name people see: the global one, else the user name.
[[nodiscard]] QString displayName(const User &user);
//! \brief Nickname, else the user's name; empty if neither is known.
[[nodiscard]] QString displayName(const GuildMember &member);
//! \brief Whoever did it, in a guild or not.
[[nodiscard]] User invoker(const Interaction &interaction);
//! \brief As reaction routes want it: "name:id", or the character of a Unicode one; not
//! percent-encoded.
[[nodiscard]] QString reactionName(const Emoji &emoji);

} // namespace Cordial::Api
