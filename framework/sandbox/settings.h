// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace Cordial::Sandbox {

//! \brief How the offline gateway behaves; `[gateway]` of a world file, /sandbox/v1/settings.
struct GatewaySettings
{
    std::chrono::milliseconds heartbeatInterval{41'250};
    //! \brief How long a session without a connection may be resumed.
    std::chrono::milliseconds sessionTimeout{300'000};
    int maxConcurrency = 1;
    int sessionStartTotal = 1000;
    int sessionStartRemaining = 1000;
    int recommendedShards = 1;
    //! \brief IDENTIFY with fewer shards gets 4011.
    int requiredShards = 1;
    //! \brief A session that is away longer than this many events or bytes cannot resume.
    qsizetype replayEvents = 100'000;
    qsizetype replayBytes = 64 * 1024 * 1024;
};

} // namespace Cordial::Sandbox
