// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>
#include <cordial/sandbox/api.h>
#include <cordial/sandbox/gatewaysocket.h>
#include <cordial/sandbox/httpconnection.h>

#include <QHash>
#include <QTcpServer>

class QWebSocketServer;

namespace Cordial::Sandbox {

//! \brief The sockets of the server: one port for HTTP and WebSocket, a second one for resumes.
//! Server thread.
class Listener : public QObject
{
    Q_OBJECT

public:
    static constexpr int kMostConnections = 8192;

    Listener(Clock &clock, Api &api, GatewayHub &hub, Faults &faults, QObject *parent);
    ~Listener() override;

    [[nodiscard]] Result<> listen(quint16 port);
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
    [[nodiscard]] QString apiUrl() const;
    [[nodiscard]] QString gatewayUrl() const;
    [[nodiscard]] QString resumeUrl() const;
    [[nodiscard]] QJsonObject stats() const;
    //! \brief Lets a fault happen on the gateway's sockets.
    void strike(const Fault &fault);

private:
    void accept(QTcpServer &server);
    void upgrade(QTcpSocket *socket);
    void onWebSocket();
    void killResumePort(double time);
    void strikeOne(GatewaySocket &socket, const Fault &fault);

    Clock &m_clock;
    Api &m_api;
    GatewayHub &m_hub;
    Faults &m_faults;
    QTcpServer m_server;
    QTcpServer m_resumeServer;
    quint16 m_resumePort = 0;
    std::unique_ptr<QWebSocketServer> m_webSockets;
    std::unique_ptr<Timer> m_resumeTimer;
    QHash<quint16, QPointer<QTcpSocket>> m_upgrading; //!< By the peer's port.
    QList<QPointer<GatewaySocket>> m_gateways;
    quint64 m_nextConnection = 1;
    quint64 m_accepted = 0;
    quint64 m_refused = 0;
    quint64 m_overflowed = 0;
    quint64 m_gatewayAccepted = 0;
    int m_open = 0;
    int m_mostOpen = 0;
};

} // namespace Cordial::Sandbox
