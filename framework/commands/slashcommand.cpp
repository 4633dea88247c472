// SPDX-License-Identifier: MIT
#include <cordial/commands/slashcommand.h>

#include <cordial/commands/localizer.h>

#include <algorithm>

namespace Cordial {

namespace {

QHash<QString, QString> localized(const Localizer *localizer, const QString &text)
{
    return localizer != nullptr ? localizer->localizations(text) : QHash<QString, QString>();
}

} // namespace

SlashCommand::SlashCommand(Api::CommandType type, QString name, QString description,
                           const Localizer *localizer, QObject *parent)
    : QObject(parent)
    , m_type(type)
    , m_name(std::move(name))
    , m_description(std::move(description))
    , m_localizer(localizer)
    , m_descriptionLocalizations(localized(localizer, m_description))
{ }

QString SlashCommand::fullName() const
{
    const auto *above = qobject_cast<const SlashCommand *>(parent());
    return above != nullptr ? QString(above->fullName() + u' ' + m_name) : m_name;
}

SlashCommand *SlashCommand::addOption(Option option)
{
    Api::CommandOption added = option.toApi();
    added.descriptionLocalizations = localized(m_localizer, added.description);
    for (Api::Choice &choice : added.choices)
        choice.nameLocalizations = localized(m_localizer, choice.name);
    m_options.append(std::move(added));
    return this;
}

SlashCommand *SlashCommand::addSubcommand(QString name, QString description)
{
    auto *command =
        new SlashCommand(m_type, std::move(name), std::move(description), m_localizer, this);
    connect(command, &SlashCommand::prefixEnabled, this, &SlashCommand::prefixEnabled);
    m_subcommands.push_back(command);
    return command;
}

SlashCommand *SlashCommand::enablePrefix(bool enabled)
{
    m_isPrefixEnabled = enabled;
    if (enabled)
        Q_EMIT prefixEnabled();
    return this;
}

SlashCommand *SlashCommand::requirePermissions(Api::Permissions permissions)
{
    m_permissions = permissions;
    return this;
}

SlashCommand *SlashCommand::requireBotPermissions(Api::Permissions permissions)
{
    m_botPermissions = permissions;
    return this;
}

SlashCommand *SlashCommand::setCooldown(Cooldown cooldown)
{
    m_cooldown = CooldownBook(cooldown);
    return this;
}

SlashCommand *SlashCommand::setPrivate(bool isPrivate)
{
    m_isPrivate = isPrivate;
    return this;
}

SlashCommand *SlashCommand::addCheck(Check check)
{
    m_checks.push_back(std::move(check));
    return this;
}

bool SlashCommand::isPrefixEnabled() const
{
    const auto *above = qobject_cast<const SlashCommand *>(parent());
    return m_isPrefixEnabled || (above != nullptr && above->isPrefixEnabled());
}

SlashCommand *SlashCommand::subcommand(const QString &name) const
{
    const auto it =
        std::find_if(m_subcommands.begin(), m_subcommands.end(),
                     [&](const SlashCommand *command) { return command->m_name == name; });
    return it == m_subcommands.end() ? nullptr : *it;
}

Api::CommandOption SlashCommand::toOption() const
{
    Api::CommandOption option;
    option.type =
        m_subcommands.empty() ? Api::OptionType::SubCommand : Api::OptionType::SubCommandGroup;
    option.name = m_name;
    option.description = m_description;
    option.descriptionLocalizations = m_descriptionLocalizations;
    option.options = m_options;
    for (const SlashCommand *command : m_subcommands)
        option.options.append(command->toOption());
    return option;
}

Api::ApplicationCommand SlashCommand::toApi() const
{
    Api::ApplicationCommand command;
    command.type = m_type;
    command.name = m_name;
    command.description = m_description;
    command.descriptionLocalizations = m_descriptionLocalizations;
    command.options = m_options;
    for (const SlashCommand *below : m_subcommands)
        command.options.append(below->toOption());
    if (!m_permissions.isEmpty())
        command.defaultMemberPermissions = m_permissions;
    return command;
}

} // namespace Cordial
