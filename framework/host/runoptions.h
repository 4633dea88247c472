// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/cache/entitypolicy.h>
#include <cordial/api/intents.h>
#include <cordial/core/ids.h>
#include <cordial/core/result.h>
#include <cordial/host/config.h>

#include <QStringList>

#include <optional>
#include <string>
#include <vector>

namespace Cordial::Host {

//! \brief The flags of `cordial run` as text; filled by CLI11.
struct RawRunOptions
{
    std::vector<std::string> plugins, pluginDirectories;
    std::string shards, shardRange, intents, stateDirectory, inspectorSocket, prefix, commandGuild,
        keep;
    bool hasPrefix = false;
    bool sandbox = false;
    bool printReady = false;
};

//! \brief What `cordial run` is to do: command line, then configuration file, then default.
struct RunOptions
{
    QStringList pluginFiles; //!< Named one by one: each must work.
    QStringList foundFiles; //!< From folders.
    int shards = 0; //!< 0 = what Discord recommends
    int firstShard = 0;
    int lastShard = -1; //!< -1 = the last
    std::optional<Api::Intents> intents; //!< Unset: what connected signals need.
    QString stateDirectory; //!< Empty = nothing is kept.
    QString inspectorSocket; //!< Empty = after the process; "off" = none.
    QString prefix = QStringLiteral("!");
    //! What is remembered of servers, in full; unset: what a client remembers anyway.
    std::optional<Api::EntityPolicies> keep;
    std::optional<GuildId> commandGuild; //!< Register commands there alone.
    bool sandbox = false;
    bool printReady = false;
};

//! \brief Merges and checks. The error is one line that names the flag; exit with ExitUsage.
[[nodiscard]] Result<RunOptions> parseRunOptions(const RawRunOptions &raw, const Config &config);

} // namespace Cordial::Host
