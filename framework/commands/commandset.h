// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/commands/componenthandler.h>
#include <cordial/commands/slashcommand.h>

#include <QObject>

#include <vector>

namespace Cordial {

class CommandRegistry;

//! \brief The commands and components of one plugin. They go with it. Thread: the client's.
class CommandSet : public QObject
{
    Q_OBJECT
public:
    //! \brief \a registry and \a client outlive the set.
    CommandSet(CommandRegistry &registry, Client &client, QObject *parent = nullptr);
    ~CommandSet() override;

    //! \brief A slash command. \a description goes through tr(): its translations are found by it.
    SlashCommand *add(QString name, QString description);
    //! \brief In the context menu of users or messages; the name may have spaces and capitals.
    SlashCommand *addUserCommand(QString name);
    SlashCommand *addMessageCommand(QString name);
    //! \brief Buttons and selects with a custom_id of this form; see CustomIdPattern. A bad pattern
    //! is logged, and never triggered.
    ComponentHandler *onComponent(const QString &pattern);
    ComponentHandler *onModal(const QString &pattern);

    [[nodiscard]] Client &client() const { return m_client; }
    [[nodiscard]] const std::vector<SlashCommand *> &commands() const { return m_commands; }
    [[nodiscard]] const std::vector<ComponentHandler *> &handlers() const { return m_handlers; }

Q_SIGNALS:
    void prefixEnabled();

private:
    SlashCommand *addOfType(Api::ApplicationCommandType type, QString name, QString description);
    ComponentHandler *addHandler(ComponentHandler::Kind kind, const QString &pattern);

    CommandRegistry &m_registry;
    Client &m_client;
    std::vector<SlashCommand *> m_commands; //!< Children of this.
    std::vector<ComponentHandler *> m_handlers; //!< Children of this.
};

} // namespace Cordial
