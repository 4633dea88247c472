// SPDX-License-Identifier: MIT
#include <cordial/sandbox/gatewayhub.h>
#include <cordial/sandbox/gatewaysocket.h>
#include <cordial/sandbox/httpconnection.h>

#include <QTcpSocket>
#include <QUrlQuery>
#include <QWebSocket>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

constexpr qint64 kMostUnsentFrames = 64 * 1024 * 1024;
constexpr quint64 kLargestIncoming = 1024 * 1024;
//! \brief How long a peer may take to answer a close frame.
constexpr std::chrono::seconds kClosePatience{5};

GatewayConnection::Parameters parametersOf(const QUrl &url)
{
    const QUrlQuery query(url);
    return {query.queryItemValue(u"v"_s).toLatin1(), query.queryItemValue(u"encoding"_s).toLatin1(),
            query.queryItemValue(u"compress"_s).toLatin1()};
}

} // namespace

GatewaySocket::GatewaySocket(QWebSocket *socket, QTcpSocket *tcp, GatewayHub &hub, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_tcp(tcp)
    , m_clock(hub.clock())
    , m_stallTimer(hub.clock().makeTimer())
    , m_closeTimer(hub.clock().makeTimer())
{
    m_socket->setParent(this);
    m_socket->setMaxAllowedIncomingMessageSize(kLargestIncoming);
    m_socket->setMaxAllowedIncomingFrameSize(kLargestIncoming);
    if (m_tcp != nullptr)
        m_tcp->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    const GatewayConnection::Parameters parameters = parametersOf(m_socket->requestUrl());
    m_compressor = makeCompressor(parameters.compress);
    m_connection = std::make_unique<GatewayConnection>(hub, *this, parameters);
    const auto received = [this](const QByteArray &text) {
        if (m_stalled) {
            constexpr qsizetype kMostHeldIn = 1000;
            if (m_heldIn.size() < kMostHeldIn)
                m_heldIn.append(text);
            return;
        }
        m_connection->receive(text);
    };
    connect(m_socket, &QWebSocket::textMessageReceived, this,
            [received](const QString &text) { received(text.toUtf8()); });
    connect(m_socket, &QWebSocket::binaryMessageReceived, this, received);
    connect(m_socket, &QWebSocket::disconnected, this, &GatewaySocket::onDisconnected);
}

GatewaySocket::~GatewaySocket()
{
    // The connection says goodbye to its session first; nothing is sent any more.
    m_done = true;
    m_connection.reset();
    m_socket->disconnect(this);
    // The destructor of QWebSocket would send 1001.
    m_socket->abort();
}

void GatewaySocket::onDisconnected()
{
    if (m_done)
        return;
    m_done = true;
    // Without a close frame closeCode() stays 1000, so the error tells the two apart.
    const bool dropped = m_socket->error() == QAbstractSocket::RemoteHostClosedError
        && m_socket->closeReason().isEmpty();
    const bool clean = !dropped || m_socket->closeCode() != QWebSocketProtocol::CloseCodeNormal;
    m_connection->peerClosed(clean ? int(m_socket->closeCode()) : 1006);
    deleteLater();
}

void GatewaySocket::send(const QByteArray &json)
{
    if (m_done)
        return;
    const QByteArray frame = m_compressor ? m_compressor->compress(json) : json;
    if (m_stalled) {
        m_held.append(frame);
        m_heldBytes += frame.size();
        if (m_heldBytes > kMostUnsentFrames)
            m_connection->drop();
        return;
    }
    write(frame, m_compressor != nullptr);
}

void GatewaySocket::write(const QByteArray &frame, bool binary)
{
    if (binary)
        m_socket->sendBinaryMessage(frame);
    else
        m_socket->sendTextMessage(QString::fromUtf8(frame));
    if (m_socket->bytesToWrite() > kMostUnsentFrames) {
        Q_EMIT overflowed();
        m_connection->drop();
    }
}

void GatewaySocket::close(int code, const QString &reason)
{
    if (m_done)
        return;
    m_stalled = false;
    m_socket->close(static_cast<QWebSocketProtocol::CloseCode>(code), reason);
    m_closeTimer->start(kClosePatience, [this] { m_socket->abort(); });
}

void GatewaySocket::drop()
{
    if (m_done)
        return;
    m_done = true;
    m_socket->flush();
    if (m_tcp != nullptr)
        resetSocket(*m_tcp);
    m_socket->disconnect(this);
    deleteLater();
}

void GatewaySocket::stall(std::chrono::milliseconds time)
{
    m_stalled = true;
    m_stallTimer->start(time, [this] {
        m_stalled = false;
        m_heldBytes = 0;
        const QList<QByteArray> out = std::exchange(m_held, {});
        const QList<QByteArray> in = std::exchange(m_heldIn, {});
        for (const QByteArray &frame : out) {
            if (!m_done)
                write(frame, m_compressor != nullptr);
        }
        for (const QByteArray &text : in) {
            if (!m_done)
                m_connection->receive(text);
        }
    });
}

void GatewaySocket::sendGarbage(const QString &how)
{
    if (m_done || m_tcp == nullptr)
        return;
    if (how == u"frame"_s) {
        // A reserved opcode and reserved bits.
        m_socket->flush();
        m_tcp->write(QByteArray::fromHex("fb0568656c6c6f"));
        m_tcp->flush();
    } else if (how == u"zlib"_s) {
        m_socket->sendBinaryMessage(QByteArray::fromHex("deadbeefdeadbeef0000ffff"));
    } else {
        const QByteArray text = "{\"t\":\"MESSAGE_CREATE\",\"s\":,\"op\":0,\"d\":{";
        write(m_compressor ? m_compressor->compress(text) : text, m_compressor != nullptr);
    }
}

} // namespace Cordial::Sandbox
