// SPDX-License-Identifier: MIT
#include <cordial/host/failure.h>

#include <cordial/host/exitcode.h>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

int exitCodeOf(const Error &error)
{
    if (error.code == ErrorCode::InvalidArgument)
        return ExitUsage; // such as a range that does not fit the number of shards
    const bool isRefused =
        error.code == ErrorCode::Unauthorized || error.code == ErrorCode::GatewayFatal;
    return isRefused ? ExitRefused : ExitFailed;
}

QString explanation(const Error &error, const QUrl &apiUrl)
{
    const QString said = error.toString().section(u'\n', 0, 0);
    if (error.code == ErrorCode::Unauthorized)
        return u"Discord refused the token: check DISCORD_TOKEN or --token-file ("_s + said + u')';
    if (error.code == ErrorCode::Network || error.code == ErrorCode::Timeout)
        return u"%1 cannot be reached: check the network and --api-url (%2)"_s.arg(
            apiUrl.toDisplayString(), said);
    return said;
}

} // namespace Cordial::Host
