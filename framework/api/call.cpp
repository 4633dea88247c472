// SPDX-License-Identifier: MIT
#include "call_p.h"

namespace Cordial::Api {

Net::Request makeRequest(Net::Method method, QString path, const CallOptions &options,
                         QByteArray body)
{
    Net::Request request;
    request.method = method;
    request.path = std::move(path);
    request.body = std::move(body);
    request.reason = options.reason;
    request.deadline = options.deadline;
    request.lane = options.lane;
    request.cancel = options.cancel;
    request.interactionAt = options.interactionAt;
    if (!options.bearer.isEmpty()) {
        request.auth = Net::Auth::Bearer;
        request.bearer = options.bearer.reveal();
    }
    return request;
}

void sendFor(std::shared_ptr<PendingAnswer> pending, Net::HttpClient &http, Net::Request request)
{
    http.submit(std::move(request), [pending = std::move(pending)](Net::Outcome outcome) {
        if (outcome.result)
            outcome.result = Net::toResult(*outcome.request, std::move(outcome.result).value());
        pending->settle(pending->promise, outcome.request, &outcome.result);
    });
}

} // namespace Cordial::Api
