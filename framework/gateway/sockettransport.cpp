// SPDX-License-Identifier: MIT
#include <cordial/gateway/sockettransport.h>

#include <cordial/core/logging.h>
#include <cordial/gateway/closecode.h>
#include <cordial/gateway/inflater.h>
#include <cordial/gateway/upgrade.h>

#include <QFile>
#include <QHostAddress>
#include <QRandomGenerator>
#include <QSslCertificate>
#include <QSslSocket>

#include <algorithm>
#include <atomic>
#include <poll.h>
#include <utility>

namespace Cordial::Gateway {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype kChunk = 64 * 1024;
constexpr int kChunksPerTurn = 4;
constexpr auto kQuiet = 1ms; // after which what comes is not part of a flood
// What Qt reads ahead of us: with it full the kernel's window closes, and the peer has to wait.
constexpr qint64 kReadAhead = 256 * 1024;
constexpr auto kLinger = 1s;
constexpr auto kEndWatch = 1s;
// Commands are 120 a minute of 4 kB at most: this much waits only for a peer that has stopped
// reading, and goes on asking for answers.
constexpr qint64 kMostUnsent = 1024 * 1024;
constexpr Milliseconds kConnectWithin{30'000}; // all addresses together

bool isLoopbackHost(const QString &host)
{
    return host.compare(u"localhost", Qt::CaseInsensitive) == 0 || QHostAddress(host).isLoopback();
}

//! Whether a server was seen that only the system's authorities vouch for.
std::atomic<bool> &needsSystemAuthorities()
{
    static std::atomic<bool> needs = false;
    return needs;
}

//! \brief What to connect with: the authorities that were added, and the system's beside them once
//! they have been of use.
QSslConfiguration effective(const QSslConfiguration &ssl)
{
    if (ssl.caCertificates().isEmpty() || !needsSystemAuthorities())
        return ssl;
    static const QList<QSslCertificate> kSystem = QSslConfiguration::systemCaCertificates();
    QSslConfiguration both = ssl;
    both.addCaCertificates(kSystem);
    return both;
}

std::array<uchar, 4> randomMask()
{
    const quint32 bits = QRandomGenerator::global()->generate();
    return {uchar(bits), uchar(bits >> 8), uchar(bits >> 16), uchar(bits >> 24)};
}

} // namespace

Result<QSslConfiguration> sslConfigurationWith(const QString &caFile)
{
    QSslConfiguration ssl = QSslConfiguration::defaultConfiguration();
    ssl.setProtocol(QSsl::TlsV1_2OrLater);
    if (caFile.isEmpty())
        return ssl;
    QFile file(caFile);
    if (!file.open(QIODevice::ReadOnly))
        return makeError(ErrorCode::Io,
                         u"cannot read the CA file "_s % caFile % u": "_s % file.errorString());
    const QList<QSslCertificate> added = QSslCertificate::fromDevice(&file, QSsl::Pem);
    if (added.isEmpty())
        return makeError(ErrorCode::InvalidArgument,
                         u"the CA file "_s % caFile % u" has no PEM certificate"_s);
    // The system's are looked at when these do not know the server: to read them all takes a
    // quarter of a second, and Qt looks them up one by one only where none are added.
    ssl.addCaCertificates(added);
    return ssl;
}

Result<> checkGatewayUrl(const QUrl &url, bool allowInsecure)
{
    const auto refuse = [&url](QStringView why) -> Result<> {
        return makeError(ErrorCode::InvalidArgument,
                         u"the gateway URL "_s % url.toDisplayString() % u' ' % why);
    };
    if (url.host().isEmpty() || (url.scheme() != u"wss" && url.scheme() != u"ws"))
        return refuse(u"is not a ws:// or wss:// address");
    if (url.scheme() == u"ws" && !allowInsecure && !isLoopbackHost(url.host()))
        return refuse(u"would send the token unencrypted: use wss://, or allow it with --insecure");
    return {};
}

SocketTransport::SocketTransport(SocketSettings settings, Clock &clock, QObject *parent)
    : QObject(parent), m_settings(std::move(settings)), m_clock(clock), m_parser(kLongestMessage)
{ }

SocketTransport::~SocketTransport()
{
    // Whoever forgot close(): at least not with 1001, which would end the session.
    if (m_phase == Phase::Open)
        drop(kOurCloseCode);
    m_phase = Phase::Closed;
    const QList<QTcpSocket *> left = std::exchange(m_lingering, {});
    for (QTcpSocket *socket : left) {
        socket->disconnect(this);
        socket->abort();
    }
    if (m_socket != nullptr)
        m_socket->disconnect(this);
}

void SocketTransport::open(const QUrl &url)
{
    letGo(false);
    ++m_connection;
    m_url = url;
    m_parser.reset();
    m_key = makeUpgradeKey();
    m_phase = Phase::Connecting;
    m_reading = true;
    if (const Result<> allowed = checkGatewayUrl(url, m_settings.allowInsecure); !allowed) {
        later([this, message = allowed.error().message] {
            fail({TransportClosed::Kind::Failed, {}, 0, message, {}});
        });
        return;
    }
    // A proxy does so itself.
    const bool isLookedUp =
        m_settings.proxy.type() == QNetworkProxy::NoProxy && QHostAddress(url.host()).isNull();
    if (!isLookedUp) {
        connectTo(url.host());
        return;
    }
    lookUp(url.host());
}

void SocketTransport::lookUp(const QString &host)
{
    if (m_settings.addresses.isEmpty()) {
        // By name: a function object of a lookup that is given up is never freed in Qt 6.4.
        m_lookup = QHostInfo::lookupHost(host, this, SLOT(onFound(QHostInfo)));
        return;
    }
    QHostInfo given(m_lookup);
    given.setAddresses(m_settings.addresses);
    QMetaObject::invokeMethod(this, [this, given] { onFound(given); }, Qt::QueuedConnection);
}

void SocketTransport::onFound(const QHostInfo &found)
{
    if (m_phase != Phase::Connecting || found.lookupId() != m_lookup || m_socket != nullptr)
        return;
    m_lookup = 0;
    m_left = found.addresses();
    if (m_left.isEmpty()) {
        fail({TransportClosed::Kind::Failed, {}, 0, found.errorString(), {}});
        return;
    }
    std::rotate(m_left.begin(), m_left.begin() + m_given % m_left.size(), m_left.end());
    m_perAddress = kConnectWithin / (m_left.size() + 1);
    connectToNext();
}

void SocketTransport::connectToNext()
{
    const QHostAddress address = m_left.takeFirst();
    if (!m_left.isEmpty()) {
        m_addressTimer = m_clock.makeTimer();
        m_addressTimer->start(m_perAddress, [this] { leaveAddress(); });
    }
    connectTo(address.toString());
}

void SocketTransport::leaveAddress()
{
    ++m_given;
    m_addressTimer.reset();
    QTcpSocket *socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater();
    connectToNext();
}

void SocketTransport::connectTo(const QString &host)
{
    const bool tls = m_url.scheme() == u"wss";
    auto *sslSocket = tls ? new QSslSocket(this) : nullptr;
    m_socket = tls ? sslSocket : new QTcpSocket(this);
    m_socket->setProxy(m_settings.proxy);
    m_socket->setReadBufferSize(kReadAhead);
    connectSignals();
    const auto port = static_cast<quint16>(m_url.port(tls ? 443 : 80));
    if (tls) {
        sslSocket->setSslConfiguration(effective(m_settings.ssl));
        sslSocket->connectToHostEncrypted(host, port, m_url.host());
    } else {
        m_socket->connectToHost(host, port);
    }
}

void SocketTransport::connectSignals()
{
    // Queued where a failure can be told from inside connectToHost(); then it may come when the
    // next address is being tried.
    const auto end = [this, socket = m_socket] {
        if (socket == m_socket)
            onEnd();
    };
    connect(m_socket, &QTcpSocket::errorOccurred, this, end, Qt::QueuedConnection);
    connect(m_socket, &QTcpSocket::disconnected, this, end, Qt::QueuedConnection);
    if (auto *ssl = qobject_cast<QSslSocket *>(m_socket)) {
        connect(ssl, &QTcpSocket::readyRead, this, &SocketTransport::onDecrypted);
        connect(ssl, &QSslSocket::encrypted, this, &SocketTransport::sendUpgrade);
        connect(ssl, &QSslSocket::sslErrors, this, [this, ssl] { askTheSystem(*ssl); });
        return;
    }
    connect(m_socket, &QTcpSocket::readyRead, this, &SocketTransport::readTurn);
    connect(m_socket, &QTcpSocket::connected, this, &SocketTransport::sendUpgrade);
}

//! The authorities that were added do not vouch for the server; the system's may.
void SocketTransport::askTheSystem(QSslSocket &socket)
{
    if (m_settings.ssl.caCertificates().isEmpty() || needsSystemAuthorities())
        return;
    if (!QSslCertificate::verify(socket.peerCertificateChain(), m_url.host()).isEmpty())
        return;
    needsSystemAuthorities() = true;
    socket.ignoreSslErrors();
}

void SocketTransport::sendUpgrade()
{
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    m_addressTimer.reset();
    m_phase = Phase::Upgrading;
    m_socket->write(upgradeRequest(m_url, m_key));
}

//! QSslSocket tells of every record it has decrypted, inside one loop: a flood is taken together,
//! a single message at once, which saves it three calls of the kernel.
void SocketTransport::onDecrypted()
{
    if (!m_readScheduled && m_clock.now() - m_turnAt >= kQuiet)
        readTurn();
    else
        scheduleRead();
}

void SocketTransport::scheduleRead()
{
    if (m_readScheduled)
        return;
    m_readScheduled = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_readScheduled = false;
            readTurn();
        },
        Qt::QueuedConnection);
}

void SocketTransport::readTurn()
{
    if (m_inTurn || m_socket == nullptr || !m_reading)
        return;
    m_inTurn = true;
    m_turnAt = m_clock.now();
    const quint64 connection = m_connection;
    // What was left over when reading was stopped comes first.
    processUpgrade();
    processFrames();
    for (int i = 0; i < kChunksPerTurn && connection == m_connection && m_reading; ++i) {
        if (!readChunk())
            break;
        processUpgrade();
        processFrames();
    }
    m_inTurn = false;
    if (m_listener != nullptr)
        m_listener->onReadEnd();
    if (m_socket == nullptr || connection != m_connection || !m_reading)
        return;
    if (m_socket->bytesAvailable() > 0)
        scheduleRead();
    else
        m_parser.trim();
}

bool SocketTransport::readChunk()
{
    if (m_socket == nullptr)
        return false;
    const qint64 available = std::min<qint64>(m_socket->bytesAvailable(), kChunk);
    if (available <= 0)
        return false;
    const qint64 count = m_socket->read(m_parser.prepare(available), available);
    if (count <= 0)
        return false;
    m_parser.commit(count);
    return true;
}

void SocketTransport::processUpgrade()
{
    if (m_phase != Phase::Upgrading)
        return;
    const UpgradeReply reply = readUpgradeReply(m_parser.pending(), m_key, m_clock.wallNow());
    switch (reply.status) {
    case UpgradeReply::Status::NeedMore:
        return;
    case UpgradeReply::Status::Refused:
        fail({TransportClosed::Kind::Refused,
              {},
              reply.httpStatus,
              reply.message,
              reply.retryAfter});
        return;
    case UpgradeReply::Status::Malformed:
        fail({TransportClosed::Kind::Protocol, {}, 0, reply.message, {}});
        return;
    case UpgradeReply::Status::Accepted:
        break;
    }
    m_parser.discard(reply.consumed);
    m_phase = Phase::Open;
    m_listener->onOpened();
}

void SocketTransport::processFrames()
{
    const quint64 connection = m_connection;
    while (m_phase == Phase::Open && m_reading && connection == m_connection) {
        const WebSocketParser::Event event = m_parser.next();
        switch (event.kind) {
        case WebSocketParser::Kind::NeedMore:
            return;
        case WebSocketParser::Kind::Text:
        case WebSocketParser::Kind::Binary:
            m_listener->onMessage(event.payload, event.kind == WebSocketParser::Kind::Binary,
                                  event.block);
            break;
        case WebSocketParser::Kind::Ping:
            sendFrame(FrameOpcode::Pong, event.payload);
            break;
        case WebSocketParser::Kind::Pong:
            break;
        case WebSocketParser::Kind::Close:
            answerClose(event.code);
            fail({TransportClosed::Kind::PeerClosed,
                  event.code == WebSocketParser::kNoCode ? std::nullopt
                                                         : std::optional<quint16>(event.code),
                  0,
                  QString::fromUtf8(event.payload),
                  {}});
            return;
        case WebSocketParser::Kind::Error:
            sendFrame(FrameOpcode::Close, closePayload(event.code));
            fail({TransportClosed::Kind::Protocol,
                  {},
                  0,
                  u"broken WebSocket framing: "_s % QString::fromLatin1(event.payload),
                  {}});
            return;
        }
    }
}

void SocketTransport::answerClose(quint16 code)
{
    // An echo of 1000 or 1001 would end the session, though the peer asked for it; others below
    // 3000 are not ours to send.
    constexpr quint16 kFirst = 3000;
    constexpr quint16 kLast = 4999;
    const bool isEchoed = code >= kFirst && code <= kLast;
    sendFrame(FrameOpcode::Close, closePayload(isEchoed ? code : kOurCloseCode));
}

//! What came before the end is read first: the close frame may be in it. Not while reading is
//! stopped: that may last longer than Discord keeps the session, and a RESUME brings it again.
void SocketTransport::onEnd()
{
    if (m_socket == nullptr || m_phase == Phase::Closed)
        return;
    // What is wrong with its certificate is so at every address.
    const bool isAboutAddress = m_phase == Phase::Connecting
        && m_socket->error() != QAbstractSocket::SslHandshakeFailedError;
    if (isAboutAddress && !m_left.isEmpty()) {
        leaveAddress();
        return;
    }
    m_given += isAboutAddress ? 1 : 0;
    const quint64 connection = m_connection;
    readTurn();
    if (connection != m_connection || m_socket == nullptr || m_phase == Phase::Closed)
        return;
    if (m_reading && m_socket->bytesAvailable() > 0) {
        QMetaObject::invokeMethod(this, &SocketTransport::onEnd, Qt::QueuedConnection);
        return;
    }
    fail({m_phase == Phase::Open ? TransportClosed::Kind::Dropped : TransportClosed::Kind::Failed,
          {},
          0,
          endReason(),
          {}});
}

QString SocketTransport::endReason() const
{
    if (m_socket->error() == QAbstractSocket::UnknownSocketError)
        return u"the server closed the connection"_s;
    const QString reason = m_socket->errorString();
    if (m_socket->error() == QAbstractSocket::SslHandshakeFailedError)
        return u"no TLS with "_s % m_url.host() % u": "_s % reason;
    const bool isProxy = m_socket->error() == QAbstractSocket::ProxyAuthenticationRequiredError
        && !reason.contains(u"proxy"_s, Qt::CaseInsensitive);
    return isProxy ? QString(u"the proxy "_s % m_settings.proxy.hostName() % u": "_s % reason)
                   : reason;
}

void SocketTransport::fail(TransportClosed closed)
{
    letGo(closed.kind == TransportClosed::Kind::PeerClosed
          || closed.kind == TransportClosed::Kind::Protocol);
    if (m_listener != nullptr)
        m_listener->onClosed(closed);
}

void SocketTransport::send(QByteArrayView text)
{
    if (m_phase == Phase::Open)
        sendFrame(FrameOpcode::Text, text);
}

void SocketTransport::sendFrame(FrameOpcode opcode, QByteArrayView payload)
{
    if (m_socket == nullptr || m_isClogged)
        return;
    if (unsentBytes() > kMostUnsent) {
        m_isClogged = true;
        later([this] {
            fail({TransportClosed::Kind::Dropped,
                  {},
                  0,
                  u"the server does not read what it is sent"_s,
                  {}});
        });
        return;
    }
    m_socket->write(encodeFrame(opcode, payload, randomMask()));
    m_socket->flush();
}

qint64 SocketTransport::unsentBytes() const
{
    const auto *ssl = qobject_cast<const QSslSocket *>(m_socket);
    return m_socket->bytesToWrite() + (ssl != nullptr ? ssl->encryptedBytesToWrite() : 0);
}

//! From the event loop, unless the connection has ended by then.
void SocketTransport::later(std::function<void()> call)
{
    QMetaObject::invokeMethod(
        this,
        [this, connection = m_connection, call = std::move(call)] {
            if (connection == m_connection && m_phase != Phase::Closed)
                call();
        },
        Qt::QueuedConnection);
}

void SocketTransport::close(quint16 code)
{
    const bool wasOpen = m_phase == Phase::Open;
    if (wasOpen)
        sendFrame(FrameOpcode::Close, closePayload(code));
    letGo(wasOpen);
}

void SocketTransport::drop(quint16 code)
{
    if (m_phase == Phase::Open)
        sendFrame(FrameOpcode::Close, closePayload(code));
    letGo(false);
}

void SocketTransport::setReading(bool reading)
{
    if (reading == m_reading)
        return;
    m_reading = reading;
    m_endWatch.reset();
    if (m_socket == nullptr)
        return;
    if (reading) {
        scheduleRead();
        return;
    }
    m_endWatch = m_clock.makeTimer();
    watchForEnd();
}

//! With its buffer full Qt does not look at the socket any more, and would hear of the end from the
//! next heartbeat, or the one behind it.
void SocketTransport::watchForEnd()
{
    m_endWatch->start(kEndWatch, [this] {
        pollfd socket{int(m_socket->socketDescriptor()), POLLRDHUP, 0};
        if (m_phase == Phase::Open && ::poll(&socket, 1, 0) > 0)
            onEnd();
        else
            watchForEnd();
    });
}

void SocketTransport::letGo(bool lingering)
{
    m_phase = Phase::Closed;
    if (m_lookup > 0)
        QHostInfo::abortHostLookup(std::exchange(m_lookup, 0));
    m_left.clear();
    m_addressTimer.reset();
    m_endWatch.reset();
    m_isClogged = false;
    QTcpSocket *socket = std::exchange(m_socket, nullptr);
    if (socket == nullptr)
        return;
    socket->disconnect(this);
    if (lingering && socket->state() == QAbstractSocket::ConnectedState) {
        linger(socket);
        return;
    }
    socket->abort();
    socket->deleteLater();
}

//! Closing with bytes unread makes the kernel send a reset, which may overtake the close frame: so
//! the socket reads on, into nothing, until the peer goes or a second has passed.
void SocketTransport::linger(QTcpSocket *socket)
{
    m_lingering.append(socket);
    connect(socket, &QTcpSocket::readyRead, this,
            [socket] { socket->skip(socket->bytesAvailable()); });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] { lingererGone(socket); });
    socket->skip(socket->bytesAvailable());
    std::shared_ptr<Timer> timer = m_clock.makeTimer();
    timer->start(kLinger, [socket] { socket->abort(); });
    // The timer lives as long as the socket.
    connect(socket, &QObject::destroyed, [timer] { timer->stop(); });
}

void SocketTransport::lingererGone(QTcpSocket *socket)
{
    if (m_lingering.removeAll(socket) == 0)
        return;
    socket->deleteLater();
    if (m_lingering.isEmpty() && m_drained)
        std::exchange(m_drained, nullptr)();
}

void SocketTransport::whenDrained(std::function<void()> callback)
{
    if (!m_lingering.isEmpty()) {
        m_drained = std::move(callback);
        return;
    }
    QMetaObject::invokeMethod(this, std::move(callback), Qt::QueuedConnection);
}

} // namespace Cordial::Gateway
