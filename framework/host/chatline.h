// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>

#include <QList>
#include <QString>

#include <chrono>
#include <utility>

namespace Cordial::Host {

//! \brief One line a person types into `cordial chat`, or of its script.
//!
//!     hello there                 says it
//!     /roll sides:20 note:"a b"   invokes a slash command
//!     bob: !ping                  as bob
//!     :press Again                presses the newest button with that label
//!     :expect TEXT                waits until the bot has said or edited something with TEXT
//!     :wait 2                     seconds
//!     :as bob   :people   :help   :quit
struct ChatLine
{
    enum class Kind : quint8 { Nothing, Say, Command, Press, Expect, Wait, As, People, Help, Quit };

    Kind kind = Kind::Nothing;
    QString speaker; //!< Empty: whoever spoke last.
    QString text; //!< What is said; the command's name; the label; what is expected; who.
    QList<std::pair<QString, QString>>
        options; //!< Of a command, in order; subcommand words come first with an empty value.
    std::chrono::milliseconds wait{0};

    bool operator==(const ChatLine &) const = default;
};

//! \brief Errors: InvalidArgument, a sentence for the person who typed it.
//! \a people are the names that may stand before a colon.
[[nodiscard]] Result<ChatLine> parseChatLine(const QString &line, const QStringList &people);

} // namespace Cordial::Host
