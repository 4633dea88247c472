// SPDX-License-Identifier: MIT
#include <cordial/commands/option.h>

namespace Cordial {

using OptionType = Api::ApplicationCommandOptionType;

Option::Option(OptionType type, QString name, QString description)
{
    m_option.type = type;
    m_option.name = std::move(name);
    m_option.description = std::move(description);
}

Option Option::string(QString name, QString description)
{
    return {OptionType::String, std::move(name), std::move(description)};
}

Option Option::integer(QString name, QString description)
{
    return {OptionType::Integer, std::move(name), std::move(description)};
}

Option Option::number(QString name, QString description)
{
    return {OptionType::Number, std::move(name), std::move(description)};
}

Option Option::boolean(QString name, QString description)
{
    return {OptionType::Boolean, std::move(name), std::move(description)};
}

Option Option::user(QString name, QString description)
{
    return {OptionType::User, std::move(name), std::move(description)};
}

Option Option::channel(QString name, QString description, QList<Api::ChannelType> types)
{
    Option option(OptionType::Channel, std::move(name), std::move(description));
    if (!types.isEmpty())
        option.m_option.channelTypes = std::move(types);
    return option;
}

Option Option::role(QString name, QString description)
{
    return {OptionType::Role, std::move(name), std::move(description)};
}

Option Option::mentionable(QString name, QString description)
{
    return {OptionType::Mentionable, std::move(name), std::move(description)};
}

Option Option::attachment(QString name, QString description)
{
    return {OptionType::Attachment, std::move(name), std::move(description)};
}

Option &&Option::required() &&
{
    m_option.required = true;
    return std::move(*this);
}

Option &&Option::between(double least, double greatest) &&
{
    m_option.minValue = least;
    m_option.maxValue = greatest;
    return std::move(*this);
}

Option &&Option::lengthBetween(int least, int greatest) &&
{
    m_option.minLength = least;
    m_option.maxLength = greatest;
    return std::move(*this);
}

Option &&Option::choice(QString name, Api::IntDoubleOrString value) &&
{
    Api::ApplicationCommandOptionChoice added;
    added.name = std::move(name);
    added.value = std::move(value);
    if (!m_option.choices)
        m_option.choices.emplace();
    m_option.choices.value().append(std::move(added));
    return std::move(*this);
}

} // namespace Cordial
