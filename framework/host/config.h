// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>

#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace Cordial::Host {

//! \brief The contents of a cordial.toml. Every key is optional; an unknown one is an error that
//! names the line and the nearest known key.
//!
//!     [bot]      token_file api_url gateway_url ca_file intents shards shard_range state_dir
//!     log_format [plugins]  files directories [plugin.NAME]  settings of that plugin, checked by
//!     the plugin itself [inspector]  socket
struct Config
{
    QString file; //!< Where it was read from; empty = none.
    std::optional<QString> tokenFile, apiUrl, gatewayUrl, caFile, logFormat;
    std::optional<QString> intents, shards, shardRange, stateDir;
    QStringList pluginFiles, pluginDirectories;
    QMap<QString, QJsonObject> pluginSettings;
    std::optional<QString> inspectorSocket;
};

//! \brief Reads \a path. Relative paths inside are taken from the folder of the file.
//! Errors: Io (cannot be read), InvalidArgument ("cordial.toml:3: ...").
[[nodiscard]] Result<Config> loadConfig(const QString &path);

//! \brief A line for each [plugin.NAME] of a plugin that is not among \a plugins: a typo there
//! cannot be told before the plugins are known, and would else be their defaults without a word.
[[nodiscard]] QStringList strayPluginSettings(const Config &config, QStringList plugins);

//! \brief The closest of \a known to \a word, for "did you mean"; empty if none is near.
[[nodiscard]] QString nearest(const QString &word, const QStringList &known);

} // namespace Cordial::Host
