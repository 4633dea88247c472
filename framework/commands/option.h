// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/typed/command.h>
#include <cordial/api/typed/scalars.h>

namespace Cordial {

//! \brief An option of a command, declared: `Option::integer(u"count"_s, tr("How many")).required()
//! .between(1, 100)`. Optional unless required(); required ones come first.
class Option
{
public:
    [[nodiscard]] static Option string(QString name, QString description);
    [[nodiscard]] static Option integer(QString name, QString description);
    [[nodiscard]] static Option number(QString name, QString description);
    [[nodiscard]] static Option boolean(QString name, QString description);
    [[nodiscard]] static Option user(QString name, QString description);
    [[nodiscard]] static Option channel(QString name, QString description,
                                        QList<Api::ChannelType> types = {});
    [[nodiscard]] static Option role(QString name, QString description);
    [[nodiscard]] static Option mentionable(QString name, QString description);
    [[nodiscard]] static Option attachment(QString name, QString description);

    Option &&required() &&;
    //! \brief Least and greatest value of a number.
    Option &&between(double least, double greatest) &&;
    //! \brief Least and greatest length of a text.
    Option &&lengthBetween(int least, int greatest) &&;
    //! \brief One more value to choose from; \a name is what people see.
    Option &&choice(QString name, Api::IntDoubleOrString value) &&;

    [[nodiscard]] const Api::ApplicationCommandOption &toApi() const { return m_option; }

private:
    Option(Api::ApplicationCommandOptionType type, QString name, QString description);

    Api::ApplicationCommandOption m_option;
};

} // namespace Cordial
