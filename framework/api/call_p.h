// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/operations.h>

#include <cordial/core/logoutput.h>
#include <cordial/core/oncontext.h>

#include <QPointer>

#include <memory>

// How an operation becomes a request and an answer a value.
namespace Cordial::Api {

//! \brief A request with what every operation sets alike.
[[nodiscard]] Net::Request makeRequest(Net::Method method, QString path, const CallOptions &options,
                                       QByteArray body = {});

//! \brief The error names the request, so that a decode failure says where it came from.
[[nodiscard]] Error decodeError(Error error, const QString &what);

//! \brief Sends \a request and gives its body to \a decode. The future finishes in the thread of
//! \a http; cancelled if \a http dies.
template <typename T, typename Decode>
[[nodiscard]] QFuture<Result<T>> callWith(Net::HttpClient &http, Net::Request request,
                                          Decode &&decode)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    const QString what = QString::fromLatin1(Net::toByteArray(request.method)) + u' '
        + QString::fromLatin1(redactPath(request.path.toUtf8()));
    onContext(http.send(std::move(request)), &http,
              [promise, what, decode](const Result<Net::Response> &answer) {
                  Result<T> result = answer ? decode(answer->body) : Result<T>(answer.error());
                  if (answer && !result)
                      result = decodeError(std::move(result).error(), what);
                  promise->addResult(std::move(result));
                  promise->finish();
              });
    return promise->future();
}

template <typename T>
[[nodiscard]] QFuture<Result<T>> call(Net::HttpClient &http, Net::Request request)
{
    return callWith<T>(http, std::move(request), [](const QByteArray &body) {
        if constexpr (std::is_void_v<T>)
            return Result<void>();
        else
            return fromJson<T>(body);
    });
}

} // namespace Cordial::Api
