// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/client/client.h>
#include <cordial/commands/commandset.h>
#include <cordial/plugin/pluginsettings.h>

#include <QString>

namespace Cordial {

//! \brief What a plugin is given to work with. Outlives the plugin.
class PluginContext
{
public:
    PluginContext(QString name, Client &client, CommandSet &commands, PluginSettings settings,
                  QString storageDirectory)
        : m_name(std::move(name))
        , m_client(client)
        , m_commands(commands)
        , m_settings(std::move(settings))
        , m_storageDirectory(std::move(storageDirectory))
    { }

    [[nodiscard]] const QString &name() const { return m_name; }
    //! \brief The bot, with signals of the plugin's own.
    [[nodiscard]] Client &client() const { return m_client; }
    //! \brief Where the plugin's commands, buttons and modals are declared.
    [[nodiscard]] CommandSet &commands() const { return m_commands; }
    //! \brief The plugin's part of the configuration, checked against its schema.
    [[nodiscard]] const PluginSettings &settings() const { return m_settings; }
    //! \brief A folder for the plugin alone; made on the first call. Empty if the bot keeps nothing
    //! on disk.
    [[nodiscard]] QString storageDirectory() const;
    [[nodiscard]] Clock &clock() const { return m_client.clock(); }

private:
    QString m_name;
    Client &m_client;
    CommandSet &m_commands;
    PluginSettings m_settings;
    QString m_storageDirectory;
};

} // namespace Cordial
