// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/net/observer.h>
#include <cordial/net/responseparser.h>
#include <cordial/net/sender.h>
#include <cordial/net/uploadbody.h>

#include <QNetworkProxy>
#include <QObject>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpSocket>
#include <QUrl>

#include <functional>
#include <memory>
#include <optional>

namespace Cordial::Net {

//! \brief One persistent HTTP/1.1 connection: one request at a time, each written once.
//!
//! It never sends anything again by itself: a request that meets a closed connection fails with
//! ErrorCode::Network, and whether to repeat it is decided above. Thread: its maker's.
class HttpConnection : public QObject
{
public:
    struct Target
    {
        QUrl url;
        QSslConfiguration tls;
        QNetworkProxy proxy = QNetworkProxy(QNetworkProxy::NoProxy);
        qint64 maxBodyBytes = 256LL * 1024 * 1024;
    };
    struct Job
    {
        ExchangePtr exchange;
        QByteArray head;
        std::shared_ptr<UploadBody> body;
        ReplyHandler done;
        Milliseconds timeout{15'000};
        TimePoint waitsSince; //!< for a connection
    };
    enum class State : quint8 { Fresh, Connecting, Busy, Idle, Closed };

    HttpConnection(const Target &target, Clock &clock, SenderObserver &observer);
    ~HttpConnection() override;

    //! \brief Called when the state has become Idle or Closed, before the job's answer is given.
    std::function<void(HttpConnection &)> released;

    //! \pre state() is Fresh or Idle
    void run(Job job);
    //! \brief Gives up: the job gets \a error, the connection is closed.
    void abort(Error error);

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const Exchange *exchange() const
    {
        return m_job ? m_job->exchange.get() : nullptr;
    }
    //! \brief Since when it has been Busy, or Idle.
    [[nodiscard]] TimePoint since() const { return m_since; }
    //! \brief The time the last exchange took on the wire.
    [[nodiscard]] std::chrono::nanoseconds lastLatency() const { return m_lastLatency; }
    //! \brief Whether an idle connection still stands as far as anybody can know. \a strict: for
    //! what must not be lost, also not idle for so long that the server may be about to close it.
    [[nodiscard]] bool isReusable(bool strict) const;
    //! \brief When an idle connection should be closed.
    [[nodiscard]] TimePoint expiresAt() const { return m_expiresAt; }

private:
    [[nodiscard]] std::unique_ptr<QTcpSocket> makeSocket();
    [[nodiscard]] qint64 unsentBytes() const;
    void open();
    void askTheSystem();
    void write();
    void pump();
    void onReadyRead();
    void onError(QAbstractSocket::SocketError error);
    void onDisconnected();
    void onTimeout();
    void complete();
    void fail(Error error);
    void release(State state, Result<Response> result);
    [[nodiscard]] QString peer() const;

    Target m_target;
    Clock &m_clock;
    SenderObserver &m_observer;
    QSslSocket *m_tls = nullptr; //!< m_socket, if it speaks TLS
    std::unique_ptr<QTcpSocket> m_socket;
    std::unique_ptr<Timer> m_timer;
    std::optional<Job> m_job;
    std::optional<ResponseParser> m_parser;
    State m_state = State::Fresh;
    TimePoint m_since;
    TimePoint m_writtenAt;
    TimePoint m_expiresAt;
    std::chrono::nanoseconds m_lastLatency{0};
    qint64 m_uploaded = 0;
};

} // namespace Cordial::Net
