// SPDX-License-Identifier: MIT
#include "call_p.h"

#include <cordial/core/logoutput.h>
#include <cordial/core/oncontext.h>

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
    const std::string_view plugin = PluginScope::current();
    request.plugin = QString::fromUtf8(plugin.data(), qsizetype(plugin.size()));
    return request;
}

void sendThen(Net::HttpClient &http, Net::Request request,
              std::function<void(const Result<Net::Response> &, const QString &)> done)
{
    const QString what = QString::fromLatin1(Net::toByteArray(request.method)) + u' '
        + QString::fromLatin1(redactPath(request.path.toUtf8()));
    onContext(http.send(std::move(request)), &http,
              [what, done = std::move(done)](const Result<Net::Response> &answer) {
                  done(answer, what);
              });
}

Error decodeError(Error error, const QString &what, const Net::Response &answer)
{
    error.request = what;
    error.requestId = answer.trace.requestId;
    return error;
}

} // namespace Cordial::Api
