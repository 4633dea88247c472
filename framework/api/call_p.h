// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/calloptions.h>
#include <cordial/core/jsonreader.h>
#include <cordial/net/httpclient.h>

#include <QFuture>
#include <QPromise>

#include <functional>
#include <memory>

// How an operation becomes a request and an answer a value.
namespace Cordial::Api {

//! \brief A request with what every operation sets alike.
[[nodiscard]] Net::Request makeRequest(Net::Method method, QString path, const CallOptions &options,
                                       QByteArray body = {});

//! \brief Gives \a done the answer in the thread of \a http, and what to call the request in
//! errors; never if \a http dies first. No template: 242 operations share it.
void sendThen(Net::HttpClient &http, Net::Request request,
              std::function<void(const Result<Net::Response> &answer, const QString &what)> done);

//! \brief The error names the request, so that a decode failure says where it came from.
[[nodiscard]] Error decodeError(Error error, const QString &what, const Net::Response &answer);

//! \brief Sends \a request and gives its body to \a decode. The future finishes in the thread of
//! \a http; cancelled if \a http dies.
template <typename T, typename Decode>
[[nodiscard]] QFuture<Result<T>> callWith(Net::HttpClient &http, Net::Request request,
                                          Decode decode)
{
    const auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    sendThen(http, std::move(request),
             [promise, decode](const Result<Net::Response> &answer, const QString &what) {
                 Result<T> result = answer ? decode(answer->body) : Result<T>(answer.error());
                 if (answer && !result)
                     result = decodeError(std::move(result).error(), what, *answer);
                 promise->addResult(std::move(result));
                 promise->finish();
             });
    return promise->future();
}

} // namespace Cordial::Api
