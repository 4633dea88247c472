// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>

namespace Cordial::Net {

//! \brief A raw server: shows each request as its bytes and does with the socket what the test
//! says.
class ScriptedServer : public QTcpServer
{
public:
    using OnRequest =
        std::function<void(QTcpSocket &socket, const QByteArray &request, int number)>;

    explicit ScriptedServer(OnRequest onRequest) : m_onRequest(std::move(onRequest))
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection()) {
                ++connections;
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(*socket); });
            }
        });
    }

    [[nodiscard]] QUrl url() const
    {
        return QUrl(QStringLiteral("http://127.0.0.1:%1/api").arg(serverPort()));
    }

    QList<QByteArray> requests;
    int connections = 0;

    static void answer(QTcpSocket &socket, const QByteArray &body, const QByteArray &headers = {},
                       const QByteArray &status = "200 OK")
    {
        socket.write("HTTP/1.1 " + status + "\r\n" + headers
                     + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        socket.flush();
    }

private:
    void read(QTcpSocket &socket)
    {
        QByteArray buffer = socket.property("buffer").toByteArray() + socket.readAll();
        while (true) {
            const qsizetype end = buffer.indexOf("\r\n\r\n");
            if (end < 0)
                break;
            const qsizetype at = buffer.left(end).toLower().indexOf("content-length: ");
            qsizetype size = 0;
            if (at >= 0)
                size = buffer.mid(at + 16, buffer.indexOf("\r\n", at) - at - 16).toLongLong();
            if (buffer.size() < end + 4 + size)
                break;
            requests.append(buffer.left(end + 4 + size));
            buffer.remove(0, end + 4 + size);
            socket.setProperty("buffer", buffer);
            m_onRequest(socket, requests.last(), int(requests.size()));
        }
        socket.setProperty("buffer", buffer);
    }

    OnRequest m_onRequest;
};

} // namespace Cordial::Net
