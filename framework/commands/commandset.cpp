// SPDX-License-Identifier: MIT
#include <cordial/commands/commandset.h>

#include <cordial/commands/commandregistry.h>
#include <cordial/core/logging.h>
#include <cordial/core/owned.h>

namespace Cordial {

CommandSet::CommandSet(CommandRegistry &registry, Client &client, QObject *parent)
    : QObject(parent), m_registry(registry), m_client(client)
{
    m_registry.attach(this);
}

CommandSet::~CommandSet()
{
    m_registry.detach(this);
}

SlashCommand *CommandSet::addOfType(Api::ApplicationCommandType type, QString name,
                                    QString description)
{
    auto *command = new SlashCommand(type, std::move(name), std::move(description),
                                     m_registry.localizer(), this);
    connect(command, &SlashCommand::prefixEnabled, this, &CommandSet::prefixEnabled);
    m_commands.push_back(command);
    m_registry.syncSoon();
    return command;
}

SlashCommand *CommandSet::add(QString name, QString description)
{
    return addOfType(Api::ApplicationCommandType::Chat, std::move(name), std::move(description));
}

SlashCommand *CommandSet::addUserCommand(QString name)
{
    return addOfType(Api::ApplicationCommandType::User, std::move(name), {});
}

SlashCommand *CommandSet::addMessageCommand(QString name)
{
    return addOfType(Api::ApplicationCommandType::Message, std::move(name), {});
}

ComponentHandler *CommandSet::addHandler(ComponentHandler::Kind kind, const QString &text)
{
    auto pattern = Commands::CustomIdPattern::parse(owned(text));
    if (!pattern)
        qCCritical(lcCommands).noquote() << pattern.error().message;
    const bool isGood = pattern.isOk();
    auto *handler = new ComponentHandler(
        kind, isGood ? *std::move(pattern) : Commands::CustomIdPattern(), this);
    if (isGood)
        m_handlers.push_back(handler);
    return handler;
}

ComponentHandler *CommandSet::onComponent(const QString &pattern)
{
    return addHandler(ComponentHandler::Kind::Component, pattern);
}

ComponentHandler *CommandSet::onModal(const QString &pattern)
{
    return addHandler(ComponentHandler::Kind::Modal, pattern);
}

} // namespace Cordial
