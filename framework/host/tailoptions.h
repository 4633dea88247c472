// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/result.h>
#include <cordial/gateway/shardmanager.h>
#include <cordial/host/commandoptions.h>
#include <cordial/host/config.h>

#include <QByteArray>
#include <QSet>
#include <QString>

#include <optional>
#include <string>

namespace Cordial::Host {

//! \brief The flags of `cordial tail` as text; filled by CLI11.
struct RawTailOptions
{
    std::string events, shards, shardRange, compress, intents, count, timeout, resumeFile;
    bool lifecycle = false;
    bool typed = false;
};

//! \brief What `cordial tail` is to do.
struct TailOptions
{
    QSet<QByteArray> events; //!< Empty = all.
    int shards = 0; //!< 0 = auto
    int firstShard = 0;
    int lastShard = -1; //!< -1 = the last
    Gateway::Compression compression = Gateway::Compression::Auto;
    quint32 intents = 0;
    std::optional<quint64> count;
    std::optional<Milliseconds> timeout;
    QString resumeFile;
    bool lifecycle = false;
    bool typed = false;
};

//! \brief The flags of everything that listens to the gateway.
void declareTailOptions(CommandOptions &options, RawTailOptions &raw);
//! \brief The configuration file says what the command line leaves open.
[[nodiscard]] RawTailOptions withConfig(RawTailOptions raw, const Config &config);
//! \brief Checks the flags. The error is one line that names the flag; exit with ExitUsage.
[[nodiscard]] Result<TailOptions> parseTailOptions(const RawTailOptions &raw);

//! \brief Whether the range fits the total, once that is known.
[[nodiscard]] Result<> checkShardRange(const TailOptions &options, int total);

} // namespace Cordial::Host
