// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/logoutput.h>
#include <cordial/core/result.h>
#include <cordial/core/secret.h>
#include <cordial/host/commandoptions.h>
#include <cordial/host/config.h>

#include <QString>
#include <QUrl>

namespace Cordial::Host {

//! \brief The flags every subcommand has, as resolved: command line, then environment, then
//! --config, then default.
struct CommonOptions
{
    QUrl apiUrl;
    QUrl gatewayUrl; //!< Empty = what /gateway/bot says.
    QString caFile;
    QString tokenFile;
    LogFormat logFormat = LogFormat::Text;
    bool insecure = false;
    bool verbose = false;
    Config config; //!< All of the --config file; empty without one.
};

//! \brief The text of the flags before they are checked; filled by CommandOptions.
struct RawOptions
{
    std::string config, apiUrl, gatewayUrl, caFile, tokenFile, logFormat = "text";
    bool insecure = false;
    bool verbose = false;
};

void declareCommonOptions(CommandOptions &options, RawOptions &raw);
//! \brief Checks and merges. The error is one line for people; exit with ExitUsage.
[[nodiscard]] Result<CommonOptions> resolveOptions(const RawOptions &raw);
//! \brief The bot token from DISCORD_TOKEN or --token-file. The error is one line; exit with
//! ExitUsage.
[[nodiscard]] Result<Secret> loadToken(const CommonOptions &options);
//! \brief Whether \a url's host is this machine: localhost, 127.0.0.0/8 or ::1.
[[nodiscard]] bool isLoopback(const QUrl &url);
//! \brief Bad use: who passes it on exits with ExitUsage.
[[nodiscard]] inline Error usageError(const QString &message)
{
    return makeError(ErrorCode::InvalidArgument, message);
}
//! \brief One line on stderr, "cordial: message".
void complain(const QString &message);

} // namespace Cordial::Host
