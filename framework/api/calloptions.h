// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/canceltoken.h>
#include <cordial/core/clock.h>
#include <cordial/core/secret.h>
#include <cordial/net/request.h>

namespace Cordial::Api {

//! \brief What every operation takes beside its own parameters.
struct CallOptions
{
    QString reason; //!< For the audit log, where the operation has one.
    std::optional<TimePoint> deadline;
    Net::Lane lane = Net::Lane::Normal;
    CancelToken cancel;
    TimePoint interactionAt; //!< see Net::Request::interactionAt; answers to interactions only
    Secret bearer; //!< An OAuth2 token to use instead of the bot's; empty = the bot's.
};

} // namespace Cordial::Api
