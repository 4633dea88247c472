// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/typed/command.h>
#include <cordial/commands/optionvalue.h>
#include <cordial/core/result.h>

//! Typed text as the options of a command: what makes `!purge 5` the same as `/purge count:5`.
//! Pure; text comes from strangers.
namespace Cordial::Commands {

//! \brief A word of a command line, and where the rest of the line begins.
struct Argument
{
    QString text; //!< Without quotes and escapes.
    qsizetype start = 0; //!< Index of its first character in the line.
    bool isQuoted = false;

    bool operator==(const Argument &) const = default;
};

//! \brief Splits at white space. "..." and '...' and the typographic pairs keep it, a backslash
//! takes the next character as it is. A quote inside a word is an ordinary character.
//! Errors: InvalidArgument for a quote that is never closed.
[[nodiscard]] Result<QList<Argument>> splitArguments(QStringView line);

//! \brief Gives each option its word, in order; the last one takes the whole rest if it is text.
//! Users, channels and roles may be mentions or ids; booleans yes/no, true/false, on/off, 1/0.
//! Errors: InvalidArgument with the option's name as path: missing, not of its type, out of its
//! range, none of its choices, or words left over. What was typed is quoted up to 100 characters.
[[nodiscard]] Result<OptionValues>
bindArguments(const QList<Api::ApplicationCommandOption> &options, QStringView line);

//! \brief "!purge <count> [reason]".
[[nodiscard]] QString usage(const QString &command,
                            const QList<Api::ApplicationCommandOption> &options);

} // namespace Cordial::Commands
