// SPDX-License-Identifier: MIT
#include <cordial/net/contentdecoder.h>
#include <cordial/net/httpconnection.h>
#include <cordial/net/requestwriter.h>

#include <QSslCertificate>

#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <utility>

namespace Cordial::Net {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 kUploadAhead = 256 * 1024; // bytes of a body in memory at a time
constexpr qint64 kUploadPiece = 64 * 1024;
constexpr auto kIdleLimit = 60s;
// Servers close idle connections after 5 s and more; what must not be lost goes on a fresh one.
constexpr auto kStrictIdleLimit = 3s;

//! \brief Seconds of "Keep-Alive: timeout=5", less one for the way.
std::optional<std::chrono::seconds> announcedIdle(const QByteArray &keepAlive)
{
    const qsizetype at = keepAlive.toLower().indexOf("timeout=");
    if (at < 0)
        return std::nullopt;
    bool ok = false;
    const QByteArray rest = keepAlive.sliced(at + 8);
    const int seconds =
        rest.left(rest.indexOf(',') < 0 ? rest.size() : rest.indexOf(',')).trimmed().toInt(&ok);
    if (!ok || seconds < 0 || seconds > 86'400)
        return std::nullopt;
    return std::chrono::seconds(std::max(seconds - 1, 0));
}

//! Whether a server was seen that only the system's authorities vouch for.
std::atomic<bool> &needsSystemAuthorities()
{
    static std::atomic<bool> needs = false;
    return needs;
}

//! \brief With authorities added, the system's beside them once they have been of use: Qt looks
//! them up one by one only where none are added, and to read them all takes a quarter of a second.
QSslConfiguration effective(const QSslConfiguration &tls)
{
    if (tls.caCertificates().isEmpty() || !needsSystemAuthorities())
        return tls;
    static const QList<QSslCertificate> kSystem = QSslConfiguration::systemCaCertificates();
    QSslConfiguration both = tls;
    both.addCaCertificates(kSystem);
    return both;
}

Error network(const QString &message)
{
    return makeError(ErrorCode::Network, message);
}

} // namespace

HttpConnection::HttpConnection(const Target &target, Clock &clock, SenderObserver &observer)
    : m_target(target)
    , m_clock(clock)
    , m_observer(observer)
    , m_socket(makeSocket())
    , m_timer(clock.makeTimer())
    , m_since(clock.now())
    , m_expiresAt(m_since + kIdleLimit)
{
    m_socket->setProxy(m_target.proxy);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, [this] { onReadyRead(); });
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this,
            [this](QAbstractSocket::SocketError error) { onError(error); });
    connect(m_socket.get(), &QTcpSocket::disconnected, this, [this] { onDisconnected(); });
    connect(m_socket.get(), &QTcpSocket::bytesWritten, this, [this] { pump(); });
    if (m_tls != nullptr)
        connect(m_tls, &QSslSocket::encryptedBytesWritten, this, [this] { pump(); });
}

HttpConnection::~HttpConnection()
{
    // The pool settles the job before; a socket that dies connected would still call back.
    m_socket->disconnect(this);
    m_socket->abort();
}

std::unique_ptr<QTcpSocket> HttpConnection::makeSocket()
{
    // A QSslSocket loads OpenSSL and certificates, some 100 ms, also when it speaks plain.
    if (m_target.url.scheme() != "https"_L1)
        return std::make_unique<QTcpSocket>();
    auto socket = std::make_unique<QSslSocket>();
    m_tls = socket.get();
    return socket;
}

qint64 HttpConnection::unsentBytes() const
{
    return m_socket->bytesToWrite() + (m_tls != nullptr ? m_tls->encryptedBytesToWrite() : 0);
}

QString HttpConnection::peer() const
{
    return m_target.url.host() + u':'
        + QString::number(m_target.url.port(m_target.url.scheme() == "https"_L1 ? 443 : 80));
}

bool HttpConnection::isReusable(bool strict) const
{
    if (m_state != State::Idle || m_socket->state() != QAbstractSocket::ConnectedState)
        return false;
    const TimePoint now = m_clock.now();
    if (now >= m_expiresAt || (strict && now - m_since > kStrictIdleLimit))
        return false;
    // The event loop may not have seen yet that the peer has closed, or says something unasked.
    char byte = 0;
    const auto seen =
        ::recv(static_cast<int>(m_socket->socketDescriptor()), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (seen == 0)
        return false;
    // Over TLS it may be a session ticket, which is harmless.
    return seen < 0 || (m_tls != nullptr && !strict);
}

void HttpConnection::run(Job job)
{
    Q_ASSERT(m_state == State::Fresh || m_state == State::Idle);
    m_job = std::move(job);
    m_parser.emplace(m_job->exchange->request.method,
                     ResponseParser::Limits{.body = m_target.maxBodyBytes});
    m_uploaded = 0;
    m_since = m_clock.now();
    m_writtenAt = {};
    m_timer->start(m_job->timeout, [this] { onTimeout(); });
    if (m_state == State::Idle) {
        m_state = State::Busy;
        write();
        return;
    }
    m_state = State::Connecting;
    open();
}

//! The authorities that were added do not vouch for the server; the system's may.
void HttpConnection::askTheSystem()
{
    if (m_target.tls.caCertificates().isEmpty() || needsSystemAuthorities()
        || !QSslCertificate::verify(m_tls->peerCertificateChain(), m_target.url.host()).isEmpty())
        return;
    needsSystemAuthorities() = true;
    m_tls->ignoreSslErrors();
}

void HttpConnection::open()
{
    const bool secure = m_target.url.scheme() == "https"_L1;
    const auto port = static_cast<quint16>(m_target.url.port(secure ? 443 : 80));
    const auto ready = [this] {
        if (m_state != State::Connecting)
            return;
        m_state = State::Busy;
        m_since = m_clock.now();
        m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        write();
    };
    if (secure) {
        m_tls->setSslConfiguration(effective(m_target.tls));
        connect(m_tls, &QSslSocket::encrypted, this, ready);
        connect(m_tls, &QSslSocket::sslErrors, this, [this] { askTheSystem(); });
        m_tls->connectToHostEncrypted(m_target.url.host(), port);
    } else {
        connect(m_socket.get(), &QTcpSocket::connected, this, ready);
        m_socket->connectToHost(m_target.url.host(), port);
    }
}

void HttpConnection::write()
{
    Exchange &exchange = *m_job->exchange;
    QByteArray first = std::exchange(m_job->head, {});
    // Head and a small body in one piece: one packet, one TLS record.
    if (m_job->body->size() <= kUploadPiece) {
        while (!m_job->body->atEnd()) {
            Result<QByteArray> piece = m_job->body->read(kUploadPiece);
            if (!piece) {
                fail(std::move(piece).error());
                return;
            }
            first += *piece;
            m_uploaded += piece->size();
        }
    }
    m_writtenAt = m_clock.now();
    ++exchange.attempts;
    exchange.startedAt = m_writtenAt;
    m_observer.started(exchange);
    exchange.tellSent();
    m_socket->write(first);
    // Out now, not when the loop comes round: the global limit counts from here.
    m_socket->flush();
    pump();
}

void HttpConnection::pump()
{
    if (m_state != State::Busy || !m_job || m_job->body->atEnd())
        return;
    const qint64 before = m_uploaded;
    while (!m_job->body->atEnd() && unsentBytes() < kUploadAhead) {
        Result<QByteArray> piece = m_job->body->read(kUploadPiece);
        if (!piece) {
            fail(std::move(piece).error());
            return;
        }
        m_uploaded += piece->size();
        m_socket->write(*piece);
    }
    if (m_uploaded != before)
        m_observer.uploaded(*m_job->exchange, m_uploaded, m_job->body->size());
}

void HttpConnection::onReadyRead()
{
    if (m_state != State::Busy) {
        // Nobody has asked: whatever this is, the next answer could not be told from it.
        if (m_state == State::Idle)
            release(State::Closed, network(u"unexpected data"_s));
        return;
    }
    const QByteArray bytes = m_socket->readAll();
    const qsizetype taken = m_parser->feed(bytes);
    if (m_parser->state() == ResponseParser::State::Failed)
        fail(network(m_parser->error()));
    else if (m_parser->state() == ResponseParser::State::Done && taken < bytes.size())
        fail(network(u"the server sent more than its answer"_s));
    else if (m_parser->state() == ResponseParser::State::Done)
        complete();
}

void HttpConnection::onError(QAbstractSocket::SocketError error)
{
    if (m_state == State::Idle || m_state == State::Closed || !m_job)
        return;
    if (m_socket->bytesAvailable() > 0)
        onReadyRead();
    if (!m_job)
        return;
    if (error == QAbstractSocket::RemoteHostClosedError && m_state == State::Busy) {
        onDisconnected();
        return;
    }
    QString message = u"no connection to "_s + peer() + u": "_s + m_socket->errorString();
    if (m_state == State::Busy)
        message = u"the connection to "_s + peer() + u" broke: "_s + m_socket->errorString();
    fail(network(message));
}

void HttpConnection::onDisconnected()
{
    if (m_state == State::Idle) {
        release(State::Closed, network(u"closed"_s));
        return;
    }
    if (!m_job || m_state == State::Closed)
        return;
    if (m_socket->bytesAvailable() > 0)
        onReadyRead();
    if (!m_job)
        return;
    m_parser->finish();
    if (m_parser->state() == ResponseParser::State::Done)
        complete();
    else
        fail(network(m_parser->error()));
}

void HttpConnection::onTimeout()
{
    const TimePoint now = m_clock.now();
    const auto deadline = m_job->exchange->request.deadline;
    if (deadline && now >= *deadline) {
        fail(makeError(ErrorCode::DeadlineExceeded, u"no answer before the deadline"_s));
        return;
    }
    const auto seconds = std::chrono::duration<double>(m_job->timeout).count();
    fail(makeError(ErrorCode::Timeout,
                   u"no answer from %1 within %2 s"_s.arg(peer()).arg(seconds, 0, 'f', 1)));
}

void HttpConnection::complete()
{
    Response response;
    response.status = m_parser->status();
    response.reason = m_parser->reason();
    response.headers = m_parser->headers();
    const QByteArray raw = m_parser->takeBody();
    const bool isHead = m_job->exchange->request.method == Method::Head;
    Result<QByteArray> body = isHead
        ? Result<QByteArray>(QByteArray())
        : decodeContent(raw, m_parser->header("Content-Encoding"), m_target.maxBodyBytes);
    if (!body) {
        fail(std::move(body).error());
        return;
    }
    response.body = std::move(body).value();
    // An answer that came before the whole request was out leaves the rest in the way.
    const bool reusable = m_parser->keepsAlive() && m_job->body->atEnd()
        && m_socket->state() == QAbstractSocket::ConnectedState;
    m_expiresAt = m_clock.now()
        + announcedIdle(m_parser->header("Keep-Alive")).value_or(std::chrono::seconds(kIdleLimit));
    m_job->exchange->lastStatus = response.status;
    m_job->exchange->tooMany += response.status == 429 ? 1 : 0;
    release(reusable ? State::Idle : State::Closed, std::move(response));
}

void HttpConnection::fail(Error error)
{
    if (m_job)
        setRequest(error, m_job->exchange->request);
    release(State::Closed, std::move(error));
}

void HttpConnection::abort(Error error)
{
    if (m_job)
        fail(std::move(error));
    else if (m_state != State::Closed)
        release(State::Closed, std::move(error));
}

void HttpConnection::release(State state, Result<Response> result)
{
    m_timer->stop();
    const TimePoint now = m_clock.now();
    std::optional<Job> job = std::exchange(m_job, std::nullopt);
    if (job && m_writtenAt != TimePoint()) {
        m_lastLatency = now - m_writtenAt;
        job->exchange->onWire += m_lastLatency;
    }
    m_state = state;
    m_since = now;
    if (state == State::Closed) {
        m_socket->disconnect(this);
        m_socket->abort();
    }
    if (released)
        released(*this);
    if (!job)
        return;
    job->exchange->seen(now);
    job->done(std::move(result));
}

} // namespace Cordial::Net
