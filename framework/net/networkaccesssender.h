// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/net/asyncsender.h>

#include <QPointer>

#include <unordered_map>

class QNetworkAccessManager;

namespace Cordial::Net {

//! \brief The end of a chain over a QNetworkAccessManager of the caller's: for those whose proxies,
//! certificates or tests already live in one.
//!
//! What AsyncSender promises holds here too: nothing is sent twice, redirects are not followed,
//! cookies, caches and logins of the manager are left alone, broken answers are errors. What it
//! costs (docs/adr/0003): six connections to a host with one queue, so that slow answers hold back
//! urgent requests; 5 to 6 times the CPU time; HEAD without the guard against sending again. Its
//! TLS and proxy are the manager's: TransportConfig::caFile and proxy do not count. Thread: its
//! maker's, which is the manager's.
class NetworkAccessSender : public Sender
{
public:
    //! \brief \a manager outlives the sender, or takes its requests with it.
    NetworkAccessSender(QNetworkAccessManager &manager, TransportConfig config, Clock &clock,
                        SenderObserver &observer = SenderObserver::none());
    ~NetworkAccessSender() override;

    void start(const ExchangePtr &exchange, ReplyHandler done) override;
    void cancel(const ExchangePtr &exchange) override;
    //! \brief Refuses what is new; what the manager has goes on.
    void stop() override { m_stopped = true; }
    [[nodiscard]] bool isAsync() const override { return true; }
    [[nodiscard]] QString role() const override;

private:
    struct Call;

    [[nodiscard]] Result<std::unique_ptr<Call>> prepare(const ExchangePtr &exchange) const;
    void transmit(Call &call, Milliseconds timeout);
    void onRequestSent(Call &call);
    void onFinished(const Exchange *exchange);
    void settle(const Exchange *exchange, Result<Response> result);

    QPointer<QNetworkAccessManager> m_manager;
    TransportConfig m_config;
    Clock &m_clock;
    SenderObserver &m_observer;
    std::unordered_map<const Exchange *, std::unique_ptr<Call>> m_calls;
    bool m_stopped = false;
};

} // namespace Cordial::Net
