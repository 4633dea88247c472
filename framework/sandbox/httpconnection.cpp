// SPDX-License-Identifier: MIT
#include <cordial/sandbox/httpconnection.h>

#include <cordial/sandbox/apierror.h>
#include <cordial/sandbox/compressor.h>

#include <QDateTime>
#include <QLocale>
#include <QPointer>
#include <QTcpSocket>

#include <sys/socket.h>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

constexpr std::chrono::seconds kIdleLimit{90};
//! \brief Answers that the client has not read yet; no further request is read above this.
constexpr qint64 kMostUnsentAnswers = 1024 * 1024;

bool wantsWebSocket(const QByteArray &head)
{
    const QByteArray lower = head.toLower();
    const qsizetype at = lower.indexOf("\r\nupgrade:");
    if (at < 0)
        return false;
    const qsizetype end = lower.indexOf("\r\n", at + 2);
    return lower.mid(at, end - at).contains("websocket");
}

QByteArray httpDate()
{
    return QLocale::c()
        .toString(QDateTime::currentDateTimeUtc(), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s)
        .toLatin1();
}

} // namespace

void resetSocket(QTcpSocket &socket)
{
    const auto descriptor = static_cast<int>(socket.socketDescriptor());
    if (descriptor >= 0) {
        const linger now{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
    }
    socket.abort();
}

HttpConnection::HttpConnection(QTcpSocket *socket, quint64 id, Clock &clock, Handler handler,
                               QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_id(id)
    , m_clock(clock)
    , m_handler(std::move(handler))
    , m_idleTimer(clock.makeTimer())
    , m_delayTimer(clock.makeTimer())
{
    m_socket->setParent(this);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setReadBufferSize(256 * 1024);
    connect(m_socket, &QTcpSocket::readyRead, this, &HttpConnection::onReadyRead);
    connect(m_socket, &QTcpSocket::bytesWritten, this, [this] {
        if (m_closing && m_socket->bytesToWrite() == 0)
            m_socket->disconnectFromHost();
        else
            readMore();
    });
    connect(m_socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    restartIdleTimer();
    if (m_socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &HttpConnection::onReadyRead, Qt::QueuedConnection);
}

HttpConnection::~HttpConnection() = default;

void HttpConnection::restartIdleTimer()
{
    m_idleTimer->start(kIdleLimit, [this] {
        if (m_socket != nullptr)
            m_socket->abort();
    });
}

void HttpConnection::reset()
{
    resetSocket(*m_socket);
}

void HttpConnection::onReadyRead()
{
    restartIdleTimer();
    readMore();
}

bool HttpConnection::checkUpgrade()
{
    const QByteArray head = m_socket->peek(HttpLimits().headerBytes);
    if (!head.startsWith("GET "))
        return false;
    const qsizetype end = head.indexOf("\r\n\r\n");
    if (end < 0)
        return head.size() < HttpLimits().headerBytes;
    if (!wantsWebSocket(head.left(end + 2)))
        return false;
    QTcpSocket *socket = std::exchange(m_socket, nullptr);
    m_idleTimer->stop();
    disconnect(socket, nullptr, this, nullptr);
    socket->setParent(nullptr);
    socket->setReadBufferSize(0);
    deleteLater();
    Q_EMIT upgradeRequested(socket);
    return true;
}

void HttpConnection::readMore()
{
    while (m_socket != nullptr && !m_busy && !m_closing && m_socket->bytesAvailable() > 0
           && m_socket->bytesToWrite() < kMostUnsentAnswers) {
        if (m_parser.isIdle() && checkUpgrade())
            return;
        const QByteArray chunk = m_socket->peek(64 * 1024);
        const qsizetype used = m_parser.feed(chunk);
        m_socket->skip(used);
        if (m_parser.takeExpectContinue() && m_parser.state() == HttpParser::State::NeedMore)
            m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
        if (m_parser.state() == HttpParser::State::Failed) {
            fail(m_parser.failureStatus());
            return;
        }
        if (m_parser.state() == HttpParser::State::Complete)
            handleRequest();
    }
}

void HttpConnection::handleRequest()
{
    m_busy = true;
    HttpRequest request = m_parser.takeRequest();
    request.connection = m_id;
    const bool keepAlive = m_parser.keepAlive();
    const QByteArray method = request.method;
    const bool gzip = request.header("accept-encoding"_ba).toLower().contains("gzip");
    m_handler(std::move(request),
              [self = QPointer(this), keepAlive, method, gzip](HttpResponse response) {
                  if (self.isNull() || self->m_socket == nullptr)
                      return;
                  response.closeAfter = response.closeAfter || !keepAlive;
                  if (response.delay.count() <= 0) {
                      self->write(response, method, gzip);
                      return;
                  }
                  const auto delay = response.delay;
                  self->m_delayTimer->start(delay, [self = self.data(), response, method, gzip] {
                      self->write(response, method, gzip);
                  });
              });
}

void HttpConnection::write(const HttpResponse &response, const QByteArray &method, bool acceptsGzip)
{
    if (response.breakAt == Break::BeforeAnswer) {
        reset();
        return;
    }
    const bool bodyless = response.status == 204 || response.status == 304;
    QByteArray body = bodyless ? QByteArray() : response.body;
    constexpr qsizetype kWorthCompressing = 1024;
    const bool compressed = acceptsGzip && body.size() >= kWorthCompressing;
    if (compressed)
        body = gzip(body);

    QByteArray head = "HTTP/1.1 "_ba + QByteArray::number(response.status) + ' '
        + reasonPhrase(response.status) + "\r\nDate: " + httpDate() + "\r\n";
    for (const auto &[name, value] : response.headers)
        head += name + ": " + value + "\r\n";
    if (!bodyless) {
        if (!response.body.isEmpty())
            head += "Content-Type: " + response.contentType + "\r\n";
        head += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    }
    if (compressed)
        head += "Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n";
    head +=
        response.closeAfter ? "Connection: close\r\n\r\n"_ba : "Connection: keep-alive\r\n\r\n"_ba;

    m_socket->write(head);
    if (response.breakAt != Break::None) {
        if (response.breakAt == Break::MidBody)
            m_socket->write(body.left(body.size() / 2));
        m_socket->flush();
        // An orderly end in the middle: the length promised does not arrive.
        m_closing = true;
        m_socket->disconnectFromHost();
        return;
    }
    if (method != "HEAD")
        m_socket->write(body);
    answered(!response.closeAfter);
}

void HttpConnection::answered(bool keepAlive)
{
    m_busy = false;
    if (!keepAlive) {
        m_closing = true;
        m_socket->disconnectFromHost();
        return;
    }
    restartIdleTimer();
    // Not from here: a pipelined client would make the stack grow with its requests.
    if (m_socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &HttpConnection::readMore, Qt::QueuedConnection);
}

void HttpConnection::fail(int status)
{
    HttpResponse response = HttpResponse::json(ApiError::plain(status).body(), status);
    response.closeAfter = true;
    write(response, "GET"_ba, false);
}

} // namespace Cordial::Sandbox
