// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/sandbox/compressor.h>
#include <cordial/sandbox/gatewayconnection.h>

#include <QObject>
#include <QPointer>

class QTcpSocket;
class QWebSocket;

namespace Cordial::Sandbox {

//! \brief The WebSocket of one gateway connection. Deletes itself when the peer is gone; a peer
//! that does not read is dropped once too much waits for it. Server thread.
class GatewaySocket : public QObject, public GatewayPeer
{
    Q_OBJECT

public:
    //! \brief Takes \a socket, which runs over \a tcp.
    GatewaySocket(QWebSocket *socket, QTcpSocket *tcp, GatewayHub &hub, QObject *parent);
    ~GatewaySocket() override;

    void send(const QByteArray &json) override;
    void close(int code, const QString &reason) override;
    void drop() override;

    // Faults.
    void stall(std::chrono::milliseconds time);
    void sendGarbage(const QString &how);
    [[nodiscard]] GatewayConnection &connection() { return *m_connection; }

Q_SIGNALS:
    //! \brief Too many bytes waited: the peer does not read.
    void overflowed();

private:
    void write(const QByteArray &frame, bool binary);
    void onDisconnected();

    QWebSocket *m_socket;
    QPointer<QTcpSocket> m_tcp;
    Clock &m_clock;
    std::unique_ptr<StreamCompressor> m_compressor;
    std::unique_ptr<GatewayConnection> m_connection;
    std::unique_ptr<Timer> m_stallTimer;
    std::unique_ptr<Timer> m_closeTimer;
    QList<QByteArray> m_held; //!< Received or to be sent while stalled, in order.
    QList<QByteArray> m_heldIn;
    qsizetype m_heldBytes = 0;
    bool m_stalled = false;
    bool m_done = false;
};

} // namespace Cordial::Sandbox
