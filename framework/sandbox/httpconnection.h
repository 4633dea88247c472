// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/sandbox/httpparser.h>

#include <QObject>

class QTcpSocket;

namespace Cordial::Sandbox {

//! \brief One TCP connection that speaks HTTP/1.1: keep-alive, one request after the other, slow
//! readers held back. Deletes itself when the peer is gone. Server thread.
class HttpConnection : public QObject
{
    Q_OBJECT

public:
    using Handler = std::function<void(HttpRequest, HttpReply)>;

    //! \brief Takes over \a socket.
    HttpConnection(QTcpSocket *socket, quint64 id, Clock &clock, Handler handler, QObject *parent);
    ~HttpConnection() override;

    //! \brief Drops the connection with a TCP reset.
    void reset();

Q_SIGNALS:
    //! \brief The client asks for a WebSocket; \a socket still holds the whole request and belongs
    //! to the receiver. The connection deletes itself.
    void upgradeRequested(QTcpSocket *socket);

private:
    void onReadyRead();
    void readMore();
    //! \brief True when the socket was given away or is not yet known to be HTTP.
    bool checkUpgrade();
    void handleRequest();
    void write(const HttpResponse &response, const QByteArray &method, bool acceptsGzip);
    void answered(bool keepAlive);
    void fail(int status);
    void restartIdleTimer();

    QTcpSocket *m_socket;
    const quint64 m_id;
    Clock &m_clock;
    Handler m_handler;
    HttpParser m_parser;
    std::unique_ptr<Timer> m_idleTimer;
    std::unique_ptr<Timer> m_delayTimer;
    bool m_busy = false;
    bool m_closing = false;
};

//! \brief Closes \a socket so that the peer sees a reset, not an orderly end.
void resetSocket(QTcpSocket &socket);

} // namespace Cordial::Sandbox
