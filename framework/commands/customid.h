// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/commands/optionvalue.h>
#include <cordial/core/result.h>

#include <QRegularExpression>

namespace Cordial::Commands {

//! \brief The form of a component's custom_id, with typed parameters in braces: "count/{n:int}",
//! "ban/{who:id}/{why}". Types are int, id and text (the default).
//!
//! Discord keeps a custom_id with the message, so what stands in it survives a restart of the bot.
class CustomIdPattern
{
public:
    //! \brief Errors: InvalidArgument for braces that do not match, an unknown type, a name used
    //! twice or two parameters with nothing between.
    [[nodiscard]] static Result<CustomIdPattern> parse(const QString &text);

    //! \brief The parameters if \a customId has this form.
    [[nodiscard]] std::optional<OptionValues> match(const QString &customId) const;
    [[nodiscard]] QString text() const { return m_text; }

private:
    struct Parameter
    {
        QString name;
        bool isInteger = false;
    };
    QString m_text;
    QRegularExpression m_expression;
    QList<Parameter> m_parameters;
};

} // namespace Cordial::Commands
