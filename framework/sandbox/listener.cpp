// SPDX-License-Identifier: MIT
#include <cordial/sandbox/gatewayhub.h>
#include <cordial/sandbox/listener.h>

#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

Listener::Listener(Clock &clock, Api &api, GatewayHub &hub, Faults &faults, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_api(api)
    , m_hub(hub)
    , m_faults(faults)
    , m_webSockets(
          std::make_unique<QWebSocketServer>(u"cordial-sandbox"_s, QWebSocketServer::NonSecureMode))
    , m_resumeTimer(clock.makeTimer())
{
    // A thousand shards connect at a time: a full queue would cost each that finds it a second.
    constexpr int kBacklog = 1024;
    m_server.setListenBacklogSize(kBacklog);
    m_resumeServer.setListenBacklogSize(kBacklog);
    connect(&m_server, &QTcpServer::newConnection, this, [this] { accept(m_server); });
    connect(&m_resumeServer, &QTcpServer::newConnection, this, [this] { accept(m_resumeServer); });
    connect(m_webSockets.get(), &QWebSocketServer::newConnection, this, &Listener::onWebSocket);
}

Listener::~Listener()
{
    // Sockets use the hub, which dies after this object: they go while it is there.
    m_server.close();
    m_resumeServer.close();
    const auto gateways = m_gateways;
    for (const QPointer<GatewaySocket> &socket : gateways) {
        if (!socket.isNull()) {
            socket->connection().close(1001, u"The sandbox is going away"_s);
            delete socket.data();
        }
    }
    qDeleteAll(findChildren<HttpConnection *>(QString(), Qt::FindDirectChildrenOnly));
}

Result<> Listener::listen(quint16 port)
{
    if (!m_server.listen(QHostAddress::LocalHost, port)) {
        const QString advice = m_server.serverError() == QAbstractSocket::AddressInUseError
            ? u"port %1 is busy: choose another with --port, or 0 for a free one"_s.arg(port)
            : u"cannot listen on port %1: %2"_s.arg(port).arg(m_server.errorString());
        return makeError(ErrorCode::Io, advice);
    }
    if (!m_resumeServer.listen(QHostAddress::LocalHost, 0))
        return makeError(ErrorCode::Io,
                         u"no second port for resumes: "_s + m_resumeServer.errorString());
    m_resumePort = m_resumeServer.serverPort();
    // Many shards may come at once.
    m_server.setMaxPendingConnections(1024);
    m_resumeServer.setMaxPendingConnections(1024);
    return {};
}

QString Listener::apiUrl() const
{
    return u"http://127.0.0.1:%1/api/v10"_s.arg(port());
}

QString Listener::gatewayUrl() const
{
    return u"ws://127.0.0.1:%1"_s.arg(port());
}

QString Listener::resumeUrl() const
{
    return u"ws://127.0.0.1:%1"_s.arg(m_resumePort);
}

QJsonObject Listener::stats() const
{
    return {{u"accepted"_s, qint64(m_accepted)},
            {u"open"_s, m_open},
            {u"most_open"_s, m_mostOpen},
            {u"refused"_s, qint64(m_refused)},
            {u"gateway"_s, qint64(m_gatewayAccepted)},
            {u"overflowed"_s, qint64(m_overflowed)}};
}

void Listener::accept(QTcpServer &server)
{
    while (QTcpSocket *socket = server.nextPendingConnection()) {
        if (m_open >= kMostConnections) {
            ++m_refused;
            socket->abort();
            socket->deleteLater();
            continue;
        }
        ++m_accepted;
        m_mostOpen = std::max(m_mostOpen, ++m_open);
        connect(socket, &QObject::destroyed, this, [this] { --m_open; });
        auto *connection = new HttpConnection(
            socket, m_nextConnection++, m_clock,
            [this](const HttpRequest &request, const HttpReply &reply) {
                m_api.handle(request, reply);
            },
            this);
        connect(connection, &HttpConnection::upgradeRequested, this, &Listener::upgrade);
    }
}

void Listener::upgrade(QTcpSocket *socket)
{
    const auto fault = m_faults.forUpgrade();
    if (fault) {
        const int status = fault->spec.value("status"_L1).toInt(503);
        socket->setParent(this);
        socket->write("HTTP/1.1 "_ba + QByteArray::number(status) + ' ' + reasonPhrase(status)
                      + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        socket->disconnectFromHost();
        return;
    }
    ++m_gatewayAccepted;
    m_upgrading.insert(socket->peerPort(), socket);
    m_webSockets->handleConnection(socket);
}

void Listener::onWebSocket()
{
    while (QWebSocket *socket = m_webSockets->nextPendingConnection()) {
        auto *gateway =
            new GatewaySocket(socket, m_upgrading.take(socket->peerPort()), m_hub, this);
        connect(gateway, &GatewaySocket::overflowed, this, [this] { ++m_overflowed; });
        m_gateways.removeIf([](const auto &old) { return old.isNull(); });
        m_upgrading.removeIf([](const auto &entry) { return entry.value().isNull(); });
        m_gateways.append(gateway);
        gateway->connection().open();
    }
}

void Listener::killResumePort(double time)
{
    m_resumeServer.close();
    if (time <= 0)
        return;
    m_resumeTimer->start(std::chrono::milliseconds(qint64(time * 1000)), [this] {
        if (!m_resumeServer.isListening())
            (void)m_resumeServer.listen(QHostAddress::LocalHost, m_resumePort);
    });
}

void Listener::strike(const Fault &fault)
{
    if (fault.kind == "resume_dead") {
        killResumePort(fault.spec.value("for"_L1).toDouble());
        return;
    }
    const auto gateways = m_gateways;
    for (const QPointer<GatewaySocket> &socket : gateways) {
        if (socket.isNull() || socket->connection().isClosed())
            continue;
        const GatewaySession *session = socket->connection().session();
        if (fault.shard < 0 || (session != nullptr && session->config().shard == fault.shard))
            strikeOne(*socket, fault);
    }
}

void Listener::strikeOne(GatewaySocket &socket, const Fault &fault)
{
    constexpr int kReconnect = 7;
    constexpr int kHeartbeat = 1;
    GatewayConnection &connection = socket.connection();
    if (fault.kind == "drop")
        connection.drop();
    else if (fault.kind == "close")
        connection.close(fault.spec.value("code"_L1).toInt(4000), u"closed on purpose"_s);
    else if (fault.kind == "reconnect")
        connection.sendOpcode(kReconnect);
    else if (fault.kind == "invalid_session")
        connection.invalidate(fault.spec.value("resumable"_L1).toBool(true));
    else if (fault.kind == "heartbeat_request")
        connection.sendOpcode(kHeartbeat);
    else if (fault.kind == "no_ack")
        connection.muteAcks();
    else if (fault.kind == "stall")
        socket.stall(
            std::chrono::milliseconds(qint64(fault.spec.value("for"_L1).toDouble() * 1000)));
    else if (fault.kind == "corrupt")
        socket.sendGarbage(fault.spec.value("how"_L1).toString(u"json"_s));
}

} // namespace Cordial::Sandbox
