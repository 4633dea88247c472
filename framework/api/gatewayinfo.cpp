// SPDX-License-Identifier: MIT
#include <cordial/api/gatewayinfo.h>

#include "call_p.h"

namespace Cordial::Api {

QFuture<Result<Cordial::Gateway::GatewayInfo>> getGatewayInfo(Net::HttpClient &http,
                                                              const CallOptions &options)
{
    return callWith<Cordial::Gateway::GatewayInfo, &Cordial::Gateway::parseGatewayInfo>(
        http, makeRequest(Net::Method::Get, QStringLiteral("/gateway/bot"), options));
}

} // namespace Cordial::Api
