// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/calloptions.h>
#include <cordial/core/jsonreader.h>
#include <cordial/net/httpclient.h>
#include <cordial/net/requestwriter.h>

#include <QFuture>
#include <QPromise>

#include <memory>

// How an operation becomes a request and an answer a value.
namespace Cordial::Api {

//! \brief A request with what every operation sets alike.
[[nodiscard]] Net::Request makeRequest(Net::Method method, QString path, const CallOptions &options,
                                       QByteArray body = {});

//! \brief A promise without its type: what 242 operations share is compiled once.
struct PendingAnswer
{
    //! Settles the promise with what became of the request; without an answer it deletes it.
    using Settle = void (*)(void *promise, const Net::Request *request,
                            const Result<Net::Response> *answer);

    PendingAnswer(void *typed, Settle how) : promise(typed), settle(how) { }
    PendingAnswer(const PendingAnswer &) = delete;
    PendingAnswer &operator=(const PendingAnswer &) = delete;
    ~PendingAnswer() { settle(promise, nullptr, nullptr); }

    void *promise;
    Settle settle;
};

//! \brief Sends \a request; its answer goes to \a pending in the thread of \a http.
void sendFor(std::shared_ptr<PendingAnswer> pending, Net::HttpClient &http, Net::Request request);

//! \brief Sends \a request and gives its body to \a decode. The future finishes in the thread of
//! \a http, at the latest with ErrorCode::Closed when that ends.
template <typename T, Result<T> (*decode)(const QByteArray &body)>
[[nodiscard]] QFuture<Result<T>> callWith(Net::HttpClient &http, Net::Request request)
{
    using Promise = QPromise<Result<T>>;
    auto *promise = new Promise;
    const auto settle = [](void *raw, const Net::Request *asked,
                           const Result<Net::Response> *answer) {
        auto *typed = static_cast<Promise *>(raw);
        if (answer == nullptr) {
            delete typed;
            return;
        }
        Result<T> result = *answer ? decode((*answer)->body) : Result<T>(answer->error());
        if (*answer && !result) {
            Error error = std::move(result).error();
            Net::setRequest(error, *asked);
            result = std::move(error);
        }
        typed->addResult(std::move(result));
        typed->finish();
    };
    auto pending = std::make_shared<PendingAnswer>(promise, settle);
    promise->start();
    QFuture<Result<T>> future = promise->future();
    sendFor(std::move(pending), http, std::move(request));
    return future;
}

} // namespace Cordial::Api
