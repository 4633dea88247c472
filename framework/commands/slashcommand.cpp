// SPDX-License-Identifier: MIT
#include <cordial/commands/slashcommand.h>

#include <cordial/commands/localizer.h>
#include <cordial/core/owned.h>

#include <algorithm>

namespace Cordial {

namespace {

//! \brief Absent if there are none.
Field<QMap<QString, QString>> localized(const Localizer *localizer, const QString &text)
{
    const auto texts =
        localizer != nullptr ? localizer->localizations(text) : QMap<QString, QString>();
    return texts.isEmpty() ? Field<QMap<QString, QString>>() : Field(texts);
}

using Options = QList<Api::ApplicationCommandOption>;

Field<Options> unlessEmpty(const Options &options)
{
    return options.isEmpty() ? Field<Options>() : Field(options);
}

//! \brief What goes to Discord, into counters and log lines stays when the plugin's code is gone.
void keepTexts(Api::ApplicationCommandOption &option)
{
    option.name = owned(option.name);
    option.description = owned(option.description);
    if (!option.choices)
        return;
    for (Api::ApplicationCommandOptionChoice &choice : option.choices.value()) {
        choice.name = owned(choice.name);
        if (auto *text = choice.value ? std::get_if<QString>(&choice.value.value()) : nullptr)
            *text = owned(*text);
    }
}

} // namespace

SlashCommand::SlashCommand(Api::ApplicationCommandType type, QString name, QString description,
                           const Localizer *localizer, QObject *parent)
    : QObject(parent)
    , m_type(type)
    , m_name(owned(name))
    , m_description(owned(description))
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
    Api::ApplicationCommandOption added = option.toApi();
    keepTexts(added);
    added.descriptionLocalizations = localized(m_localizer, added.description);
    if (added.choices) {
        for (Api::ApplicationCommandOptionChoice &choice : added.choices.value())
            choice.nameLocalizations = localized(m_localizer, choice.name);
    }
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

Api::ApplicationCommandOption SlashCommand::toOption() const
{
    using Type = Api::ApplicationCommandOptionType;
    Api::ApplicationCommandOption option;
    option.type = m_subcommands.empty() ? Type::SubCommand : Type::SubCommandGroup;
    option.name = m_name;
    option.description = m_description;
    option.descriptionLocalizations = m_descriptionLocalizations;
    option.options = unlessEmpty(allOptions());
    return option;
}

QList<Api::ApplicationCommandOption> SlashCommand::allOptions() const
{
    Options options = m_options;
    for (const SlashCommand *below : m_subcommands)
        options.append(below->toOption());
    return options;
}

Api::ApplicationCommandUpdateRequest SlashCommand::toApi() const
{
    Api::ApplicationCommandUpdateRequest command;
    command.type = m_type;
    command.name = m_name;
    command.description = m_description;
    command.descriptionLocalizations = m_descriptionLocalizations;
    command.options = unlessEmpty(allOptions());
    if (!m_permissions.isEmpty())
        command.defaultMemberPermissions = m_permissions;
    return command;
}

} // namespace Cordial
