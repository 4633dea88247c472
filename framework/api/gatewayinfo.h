// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/calloptions.h>
#include <cordial/core/result.h>
#include <cordial/gateway/shardmanager.h>

#include <QFuture>

namespace Cordial::Net {
class HttpClient;
}

namespace Cordial::Api {

//! \brief GET /gateway/bot, checked and in the form that the shards take. Errors: those of
//! HttpClient; Decode.
[[nodiscard]] QFuture<Result<Cordial::Gateway::GatewayInfo>>
getGatewayInfo(Net::HttpClient &http, const CallOptions &options = {});

} // namespace Cordial::Api
