// SPDX-License-Identifier: MIT
#pragma once

#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

namespace Cordial::Testing {

//! \brief A proxy that speaks CONNECT, and nothing else: whatever host is asked for, the tunnel
//! leads to that port of this machine.
class ConnectProxy : public QObject
{
public:
    //! \a answer: instead of a tunnel.
    explicit ConnectProxy(const QByteArray &answer = {})
    {
        m_server.listen(QHostAddress::LocalHost);
        connect(&m_server, &QTcpServer::newConnection, this, [this, answer] {
            QTcpSocket *client = m_server.nextPendingConnection();
            connect(client, &QTcpSocket::readyRead, client, [this, client, answer] {
                if (auto *far = client->findChild<QTcpSocket *>()) {
                    far->write(client->readAll());
                    return;
                }
                if (!client->peek(4096).contains("\r\n\r\n"))
                    return;
                requests << client->readAll().split('\r').first();
                if (!answer.isEmpty()) {
                    client->write(answer);
                    client->disconnectFromHost();
                    return;
                }
                tunnel(client, requests.last().split(' ').value(1).split(':').last().toUShort());
            });
        });
    }
    [[nodiscard]] QUrl url() const
    {
        return QUrl(QStringLiteral("http://127.0.0.1:") + QString::number(m_server.serverPort()));
    }

    QByteArrayList requests;

private:
    static void tunnel(QTcpSocket *client, quint16 port)
    {
        auto *far = new QTcpSocket(client);
        connect(far, &QTcpSocket::connected, client,
                [client] { client->write("HTTP/1.1 200 Connection established\r\n\r\n"); });
        connect(far, &QTcpSocket::readyRead, client,
                [client, far] { client->write(far->readAll()); });
        connect(far, &QTcpSocket::disconnected, client, [client] { client->disconnectFromHost(); });
        far->connectToHost(QHostAddress::LocalHost, port);
    }

    QTcpServer m_server;
};

} // namespace Cordial::Testing
