// SPDX-License-Identifier: MIT
#pragma once

#include <QCryptographicHash>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>
#include <QUrlQuery>
#include <QtEndian>

#include <functional>
#include <memory>
#include <optional>
#include <sys/socket.h>
#include <zlib.h>
#include <zstd.h>

// A gateway server down to the bytes, which shares no code with the framework: every rule of TCP,
// HTTP and WebSocket can be broken on purpose.
namespace Cordial::Testing {

//! \brief One frame as a server sends it. \a first: FIN, reserved bits and opcode.
inline QByteArray serverFrame(quint8 first, const QByteArray &payload, bool isMasked = false)
{
    QByteArray out(1, char(first));
    const int mask = isMasked ? 0x80 : 0;
    if (payload.size() < 126) {
        out += char(mask | int(payload.size()));
    } else if (payload.size() <= 0xffff) {
        out += char(mask | 126);
        out += char(payload.size() >> 8);
        out += char(payload.size() & 0xff);
    } else {
        out += char(mask | 127);
        const auto size = qToBigEndian(quint64(payload.size()));
        out += QByteArray(reinterpret_cast<const char *>(&size), sizeof size);
    }
    if (isMasked)
        out += QByteArray(4, '\0');
    return out + payload;
}

//! \brief The compression of one connection, as Discord does it.
class StreamCompressor
{
public:
    explicit StreamCompressor(const QString &kind)
    {
        if (kind == QLatin1StringView("zlib-stream"))
            deflateInit(&m_zlib.emplace(), 6);
        if (kind == QLatin1StringView("zstd-stream"))
            m_zstd = ZSTD_createCStream();
    }
    StreamCompressor(const StreamCompressor &) = delete;
    StreamCompressor &operator=(const StreamCompressor &) = delete;
    ~StreamCompressor()
    {
        if (m_zlib)
            deflateEnd(&*m_zlib);
        ZSTD_freeCStream(m_zstd);
    }

    [[nodiscard]] bool isActive() const { return m_zlib || m_zstd != nullptr; }

    //! \brief \a ends the stream, which no real gateway ever does.
    QByteArray compress(const QByteArray &text, bool ends = false)
    {
        return m_zlib ? deflated(text, ends) : zstandard(text, ends);
    }

private:
    QByteArray deflated(const QByteArray &text, bool ends)
    {
        QByteArray out(qsizetype(deflateBound(&*m_zlib, uLong(text.size()))) + 64,
                       Qt::Uninitialized);
        m_zlib->next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.constData()));
        m_zlib->avail_in = uInt(text.size());
        m_zlib->next_out = reinterpret_cast<Bytef *>(out.data());
        m_zlib->avail_out = uInt(out.size());
        deflate(&*m_zlib, ends ? Z_FINISH : Z_SYNC_FLUSH);
        return out.first(out.size() - qsizetype(m_zlib->avail_out));
    }
    QByteArray zstandard(const QByteArray &text, bool ends)
    {
        QByteArray out(qsizetype(ZSTD_compressBound(size_t(text.size()))) + 64, Qt::Uninitialized);
        ZSTD_inBuffer from{text.constData(), size_t(text.size()), 0};
        ZSTD_outBuffer to{out.data(), size_t(out.size()), 0};
        ZSTD_compressStream2(m_zstd, &to, &from, ends ? ZSTD_e_end : ZSTD_e_flush);
        return out.first(qsizetype(to.pos));
    }

    std::optional<z_stream> m_zlib;
    ZSTD_CStream *m_zstd = nullptr;
};

//! \brief One client of the server.
class RawPeer : public QObject
{
public:
    RawPeer(QTcpSocket *socket, QObject *parent) : QObject(parent), m_socket(socket)
    {
        socket->setParent(this);
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        connect(socket, &QTcpSocket::readyRead, this, [this] { read(); });
        connect(socket, &QTcpSocket::disconnected, this, [this] { isGone = true; });
    }

    // In order of depth: TCP, WebSocket, payload.
    void write(const QByteArray &bytes)
    {
        if (isGone)
            return;
        m_socket->write(bytes);
        m_socket->flush();
    }
    //! \brief The end without a close frame; what was written goes out before it.
    void drop()
    {
        m_socket->flush();
        m_socket->disconnectFromHost();
    }
    //! \brief RST: what the kernel still holds is lost.
    void reset()
    {
        const linger none{1, 0};
        ::setsockopt(int(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &none, sizeof none);
        m_socket->abort();
    }
    //! \brief Alive for TCP and nobody there.
    void fallSilent() { isSilent = true; }
    //! \brief Takes nothing any more; what it is sent stays in the kernel, as much as goes there.
    void fallDeaf()
    {
        m_isDeaf = true;
        m_socket->setReadBufferSize(1);
    }

    void frame(quint8 first, const QByteArray &payload, bool isMasked = false)
    {
        if (!isSilent)
            write(serverFrame(first, payload, isMasked));
    }
    void close(int code, const QByteArray &reason = {})
    {
        const auto wire = qToBigEndian(quint16(code));
        frame(0x88,
              code == 0 ? QByteArray()
                        : QByteArray(reinterpret_cast<const char *>(&wire), 2) + reason);
        drop();
    }
    //! \brief One message in pieces that end at \a cuts, with \a between after each but the last.
    void fragments(quint8 opcode, const QByteArray &message, const QList<qsizetype> &cuts,
                   const QByteArray &between = {})
    {
        qsizetype begin = 0;
        for (const qsizetype cut : cuts) {
            write(serverFrame(begin == 0 ? opcode : 0, message.sliced(begin, cut - begin)));
            write(between);
            begin = cut;
        }
        write(serverFrame(0x80, message.sliced(begin)));
    }

    //! \brief What one payload is on this connection.
    [[nodiscard]] QByteArray packed(const QByteArray &text)
    {
        return isCompressed() ? m_compressor->compress(text) : text;
    }
    [[nodiscard]] bool isCompressed() const { return m_compressor && m_compressor->isActive(); }
    [[nodiscard]] StreamCompressor &compressor() { return *m_compressor; }
    [[nodiscard]] quint8 messageOpcode() const { return isCompressed() ? 2 : 1; }
    void text(const QByteArray &text)
    {
        if (!isSilent)
            frame(quint8(0x80 | messageOpcode()), packed(text));
    }
    void hello(int intervalMs)
    {
        text("{\"op\":10,\"d\":{\"heartbeat_interval\":" + QByteArray::number(intervalMs) + "}}");
    }
    void acceptUpgrade()
    {
        const QByteArray accept =
            QCryptographicHash::hash(QByteArray(m_key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"),
                                     QCryptographicHash::Sha1)
                .toBase64();
        write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              "Sec-WebSocket-Accept: "
              + accept + "\r\n\r\n");
        m_isUpgraded = true;
    }

    std::function<void(RawPeer &)> onRequest; //!< the head of the upgrade is there
    std::function<void(RawPeer &, const QJsonObject &)> onPayload; //!< all but heartbeats
    QByteArray target; //!< of the upgrade request
    QJsonArray beats; //!< d of each heartbeat
    int acksLeft = -1; //!< heartbeats still acknowledged; -1 = all
    int closeCode = 0; //!< of the client's close frame
    bool violated = false; //!< the client broke a rule of WebSocket
    bool isGone = false;
    bool isSilent = false;
    bool answersClose = true; //!< ends the connection on a close frame
    [[nodiscard]] qint64 waitingBytes() const { return m_socket->bytesToWrite(); }

private:
    void read()
    {
        if (isSilent || m_isDeaf)
            return;
        m_in += m_socket->readAll();
        if (target.isEmpty()) {
            const qsizetype end = m_in.indexOf("\r\n\r\n");
            if (end < 0)
                return;
            readHead(m_in.first(end));
            m_in.remove(0, end + 4);
            onRequest(*this);
        }
        while (m_isUpgraded && readFrame()) { }
    }
    void readHead(const QByteArray &head)
    {
        target = head.split(' ').value(1);
        const QByteArrayList lines = head.split('\n');
        for (const QByteArray &line : lines)
            if (line.toLower().startsWith("sec-websocket-key:"))
                m_key = line.sliced(18).trimmed();
        m_compressor =
            std::make_unique<StreamCompressor>(QUrlQuery(QUrl(QString::fromLatin1(target)))
                                                   .queryItemValue(QStringLiteral("compress")));
    }
    bool readFrame()
    {
        if (m_in.size() < 6)
            return false;
        const auto byte = [this](qsizetype at) { return quint8(m_in[at]); };
        qsizetype head = 2;
        qsizetype size = byte(1) & 0x7f;
        if (size == 126) {
            size = byte(2) << 8 | byte(3);
            head = 4;
        }
        // Nothing that a client of Discord sends is fragmented, unmasked or over 64 KiB.
        violated |= size == 127 || (byte(0) & 0xf0) != 0x80 || (byte(1) & 0x80) == 0;
        if (violated || m_in.size() < head + 4 + size)
            return false;
        QByteArray payload = m_in.sliced(head + 4, size);
        for (qsizetype i = 0; i < size; ++i)
            payload[i] = char(payload[i] ^ m_in[head + (i & 3)]);
        const int opcode = byte(0) & 0x0f;
        m_in.remove(0, head + 4 + size);
        if (opcode == 8 && size >= 2)
            closeCode = quint8(payload[0]) << 8 | quint8(payload[1]);
        if (opcode == 8 && answersClose)
            drop();
        if (opcode == 1)
            take(QJsonDocument::fromJson(payload).object());
        return true;
    }
    void take(const QJsonObject &payload)
    {
        if (payload[QLatin1StringView("op")].toInt() != 1) {
            if (onPayload)
                onPayload(*this, payload);
            return;
        }
        beats.append(payload[QLatin1StringView("d")]);
        if (acksLeft == 0)
            return;
        acksLeft -= acksLeft > 0 ? 1 : 0;
        text("{\"op\":11}");
    }

    QTcpSocket *m_socket;
    QByteArray m_in, m_key;
    bool m_isDeaf = false;
    bool m_isUpgraded = false;
    std::unique_ptr<StreamCompressor> m_compressor;
};

//! \brief Listens on loopback and numbers its clients from 1.
class RawGateway : public QObject
{
public:
    using Handler = std::function<void(RawPeer &peer, int number)>;

    //! \brief \a certificate: a name in the fixture folder; empty = plain.
    explicit RawGateway(const QString &certificate = {})
    {
        if (certificate.isEmpty()) {
            m_server = std::make_unique<QTcpServer>();
        } else {
            m_server = std::make_unique<QSslServer>();
            setCertificate(certificate);
        }
        m_server->listen(QHostAddress::LocalHost);
        m_server->setListenBacklogSize(1000);
        connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this,
                [this] { accept(); });
    }

    void setCertificate(const QString &name)
    {
        const QString folder = QStringLiteral(CORDIAL_TLS_DIR "/");
        QFile key(folder + QStringLiteral("server.key"));
        if (!key.open(QIODevice::ReadOnly))
            qFatal("no key of the test server");
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificateChain(
            QSslCertificate::fromPath(folder + name + QStringLiteral(".pem")));
        configuration.setPrivateKey(QSslKey(&key, QSsl::Ec));
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        static_cast<QSslServer *>(m_server.get())->setSslConfiguration(configuration);
    }
    static QString authority() { return QStringLiteral(CORDIAL_TLS_DIR "/ca.pem"); }

    [[nodiscard]] quint16 port() const { return m_server->serverPort(); }
    [[nodiscard]] QString url(const QString &host = QStringLiteral("127.0.0.1")) const
    {
        const bool isTls = qobject_cast<QSslServer *>(m_server.get()) != nullptr;
        return QStringLiteral("%1://%2:%3")
            .arg(isTls ? QStringLiteral("wss") : QStringLiteral("ws"), host)
            .arg(port());
    }

    Handler onRequest; //!< the upgrade was asked for; without one it is granted
    Handler onOpened; //!< the upgrade was granted
    QList<RawPeer *> peers;

private:
    void accept()
    {
        while (QTcpSocket *socket = m_server->nextPendingConnection()) {
            auto *peer = new RawPeer(socket, this);
            peers << peer;
            const auto number = int(peers.size());
            peer->onRequest = [this, number](RawPeer &one) {
                if (onRequest) {
                    onRequest(one, number);
                    return;
                }
                one.acceptUpgrade();
                if (onOpened)
                    onOpened(one, number);
            };
            // What came with the connection has had its readyRead.
            if (socket->bytesAvailable() > 0)
                Q_EMIT socket->readyRead();
        }
    }

    std::unique_ptr<QTcpServer> m_server;
};

} // namespace Cordial::Testing
