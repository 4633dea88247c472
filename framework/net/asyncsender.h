// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/secret.h>
#include <cordial/net/httpconnection.h>
#include <cordial/net/observer.h>
#include <cordial/net/sender.h>

#include <QNetworkProxy>
#include <QUrl>

#include <deque>
#include <memory>
#include <vector>

namespace Cordial::Net {

struct TransportConfig
{
    QUrl apiUrl;
    Secret token;
    QString caFile; //!< A further trusted authority, PEM.
    bool allowInsecure = false; //!< Plain http beyond loopback.
    Milliseconds timeout{15'000}; //!< For one try, unless the request has its own.
    QNetworkProxy proxy = QNetworkProxy(QNetworkProxy::NoProxy);
    qint64 maxFileBytes = 0; //!< Of one uploaded file; 0 = no limit.
    qint64 maxBodyBytes = 256LL * 1024 * 1024; //!< Of one answer, unpacked.
};

//! \brief The system's authorities and those of \a caFile. Errors: InvalidArgument.
[[nodiscard]] Result<QSslConfiguration> makeTls(const QString &caFile);

//! \brief The end of the chain: sends over a pool of persistent HTTP/1.1 connections to one host.
//!
//! Six connections serve normal work; the pool grows when answers are slow and shrinks when they
//! idle. Lanes Interaction and High do not wait behind others for a connection. Each start() puts
//! its request on the wire at most once; one that was lost before goes on a new connection.
//! Redirects are not followed, cookies not kept. Why not QNetworkAccessManager: docs/adr/0003.
//! Thread: its maker's, which needs an event loop.
class AsyncSender : public Sender
{
public:
    AsyncSender(TransportConfig config, Clock &clock,
                SenderObserver &observer = SenderObserver::none());
    ~AsyncSender() override;

    void start(const ExchangePtr &exchange, ReplyHandler done) override;
    void cancel(const ExchangePtr &exchange) override;
    void stop() override;
    [[nodiscard]] bool isAsync() const override { return true; }
    [[nodiscard]] QString role() const override;

    [[nodiscard]] qsizetype connectionCount() const { return qsizetype(m_connections.size()); }
    //! \brief Connections made in the life of this sender.
    [[nodiscard]] quint64 connectionsOpened() const { return m_opened; }

private:
    [[nodiscard]] Result<HttpConnection::Job> prepare(const ExchangePtr &exchange) const;
    void serve();
    [[nodiscard]] bool serveOne(std::deque<HttpConnection::Job> &queue, bool urgent);
    [[nodiscard]] HttpConnection *findIdle(const Exchange &exchange) const;
    [[nodiscard]] bool mayOpen(bool urgent) const;
    [[nodiscard]] bool answersAreSlow() const;
    [[nodiscard]] bool mostAreStuck(TimePoint now) const;
    void makeRoom();
    void retire(HttpConnection &idle);
    HttpConnection &open();
    void onReleased(HttpConnection &connection);
    void bury(HttpConnection &connection);
    void noteLatency(std::chrono::nanoseconds latency);
    void dropLate();
    void tidy();
    void scheduleTidy();
    void failAll(std::deque<HttpConnection::Job> &queue, const Error &error);

    TransportConfig m_config;
    HttpConnection::Target m_target;
    Result<> m_usable;
    Clock &m_clock;
    SenderObserver &m_observer;
    std::vector<std::unique_ptr<HttpConnection>> m_connections;
    std::deque<HttpConnection::Job> m_urgent; //!< Interaction and High
    std::deque<HttpConnection::Job> m_normal;
    std::unique_ptr<Timer> m_timer;
    std::array<std::chrono::nanoseconds, 8> m_latencies{};
    size_t m_latencyCount = 0;
    quint64 m_opened = 0;
    bool m_stopped = false;
};

} // namespace Cordial::Net
