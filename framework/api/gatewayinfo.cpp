// SPDX-License-Identifier: MIT
#include <cordial/api/gatewayinfo.h>

#include <cordial/core/logging.h>
#include <cordial/core/oncontext.h>

#include "call_p.h"

namespace Cordial::Api {

using namespace Qt::StringLiterals;
using Cordial::Gateway::GatewayInfo;

namespace {

constexpr int kServerErrors = 500;
constexpr Milliseconds kOptionalWithin{3'000};
constexpr Backoff::Policy kOutageBackoff{
    .base = Milliseconds(1'000), .cap = Milliseconds(60'000), .least = Milliseconds(500)};

} // namespace

QFuture<Result<GatewayInfo>> getGatewayInfo(Net::HttpClient &http, const CallOptions &options)
{
    return callWith<GatewayInfo, &Cordial::Gateway::parseGatewayInfo>(
        http, makeRequest(Net::Method::Get, u"/gateway/bot"_s, options));
}

GatewayInquiry::GatewayInquiry(Net::HttpClient &http, Clock &clock, Need need)
    : m_http(http)
    , m_clock(clock)
    , m_need(need)
    , m_backoff(kOutageBackoff)
    , m_timer(clock.makeTimer())
{ }

void GatewayInquiry::start(Then then)
{
    m_then = std::move(then);
    ask();
}

void GatewayInquiry::stop()
{
    m_timer->stop();
    m_then = {};
}

void GatewayInquiry::ask()
{
    CallOptions options;
    options.lane = Net::Lane::High;
    if (m_need == Need::Optional)
        options.deadline = m_clock.now() + kOptionalWithin;
    onContext(getGatewayInfo(m_http, options), this,
              [this](const Result<GatewayInfo> &info) { take(info); });
}

void GatewayInquiry::take(const Result<GatewayInfo> &info)
{
    if (!m_then)
        return;
    if (info || m_need == Need::Optional || info.error().httpStatus < kServerErrors) {
        std::exchange(m_then, {})(info);
        return;
    }
    const Milliseconds wait = m_backoff.next();
    qCWarning(lcApi).noquote().nospace()
        << "Discord cannot say where the gateway is: "
        << info.error().toString().section(u'\n', 0, 0) << "; asked again in "
        << QString::number(double(wait.count()) / 1'000, 'f', 1) << " s";
    m_timer->start(wait, [this] { ask(); });
}

} // namespace Cordial::Api
