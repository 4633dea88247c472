// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/intents.h>
#include <cordial/core/result.h>

#include <QJsonObject>
#include <QStringList>

namespace Cordial {

//! \brief What a plugin says of itself, read from its file without running any of its code.
struct PluginMetadata
{
    QString name; //!< Lower-case letters, digits, - and _; at most 31.
    QString version;
    int apiMajor = 0; //!< Of the framework it was built for.
    int apiMinor = 0;
    QString description;
    QStringList depends; //!< Names of plugins that are loaded before.
    Api::Intents intents; //!< Beyond those that its connected signals ask for by themselves.
    QJsonObject settings; //!< Schema; see PluginSettings::check().

    //! \brief From what QPluginLoader::metaData() gives. Errors: Plugin, one sentence that says
    //! what to do.
    [[nodiscard]] static Result<PluginMetadata> fromLoader(const QJsonObject &metaData);
    bool operator==(const PluginMetadata &) const = default;
};

//! \brief "0.1": plugins built for another major version, or a later minor one, are refused.
[[nodiscard]] QString pluginApiVersion();

//! \brief The order to load plugins in.
struct PluginOrder
{
    struct Problem
    {
        QString plugin;
        Error error;
        bool operator==(const Problem &) const = default;
    };
    QStringList order; //!< Dependencies first; else as given.
    QList<Problem> problems; //!< Missing or circular dependencies, names used twice.
};
[[nodiscard]] PluginOrder resolveOrder(const QList<PluginMetadata> &plugins);

} // namespace Cordial
