// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/calloptions.h>
#include <cordial/core/backoff.h>
#include <cordial/core/result.h>
#include <cordial/gateway/shardmanager.h>

#include <QFuture>
#include <QObject>

#include <functional>

namespace Cordial::Net {
class HttpClient;
}

namespace Cordial::Api {

//! \brief GET /gateway/bot, checked and in the form that the shards take. Errors: those of
//! HttpClient; Decode.
[[nodiscard]] QFuture<Result<Cordial::Gateway::GatewayInfo>>
getGatewayInfo(Net::HttpClient &http, const CallOptions &options = {});

//! \brief Asks GET /gateway/bot before anything is connected, through an outage of the API.
//!
//! After an answer of 5xx the address is right and Discord is ill: it is asked again after 0.5 to
//! 60 s, without end, and the log says so; giving up would cost the sessions of the last run. Any
//! other error is final: an address that does not answer at all is most often a wrong one.
//! For a caller who knows the gateway's URL the API need not be there: no outage is waited for, and
//! an answer only for 3 s. Thread: the one it was made in.
class GatewayInquiry : public QObject
{
public:
    enum class Need : quint8 {
        Required,
        Optional, //!< The gateway's URL is known.
    };
    using Then = std::function<void(const Result<Cordial::Gateway::GatewayInfo> &)>;

    //! \brief \a http and \a clock outlive the inquiry.
    GatewayInquiry(Net::HttpClient &http, Clock &clock, Need need);

    //! \brief Calls \a then once, with what getGatewayInfo() brings.
    void start(Then then);
    //! \brief It is not called any more.
    void stop();

private:
    void ask();
    void take(const Result<Cordial::Gateway::GatewayInfo> &info);

    Net::HttpClient &m_http;
    Clock &m_clock;
    const Need m_need;
    Backoff m_backoff;
    std::unique_ptr<Timer> m_timer;
    Then m_then;
};

} // namespace Cordial::Api
