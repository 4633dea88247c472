// SPDX-License-Identifier: MIT
#include <cordial/net/contentdecoder.h>
#include <cordial/net/networkaccesssender.h>
#include <cordial/net/requestwriter.h>

#include <QIODevice>
#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <algorithm>
#include <cstring>
#include <utility>

namespace Cordial::Net {

using namespace Qt::StringLiterals;

namespace {

//! \brief A body that can be read once. When a connection breaks QNetworkAccessManager sends a
//! request of any method again, unseen, if its body can be rewound; so every one gets a body, be it
//! empty, that cannot.
class OneTimeBody : public QIODevice
{
public:
    explicit OneTimeBody(std::shared_ptr<UploadBody> body) : m_body(std::move(body))
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] bool atEnd() const override { return m_piece.isEmpty() && m_body->atEnd(); }
    [[nodiscard]] qint64 bytesAvailable() const override { return m_body->size() - m_read; }
    bool reset() override { return false; }

protected:
    qint64 readData(char *to, qint64 most) override
    {
        if (m_piece.isEmpty()) {
            Result<QByteArray> piece = m_body->read(most);
            if (!piece)
                return -1;
            m_piece = std::move(piece).value();
        }
        const qint64 count = std::min<qint64>(most, m_piece.size());
        std::memcpy(to, m_piece.constData(), static_cast<size_t>(count));
        m_piece.remove(0, count);
        m_read += count;
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    std::shared_ptr<UploadBody> m_body;
    QByteArray m_piece;
    qint64 m_read = 0;
};

QNetworkRequest requestOf(const QByteArray &head, const TransportConfig &config, qint64 bodySize)
{
    const QList<QByteArray> lines = head.trimmed().split('\n');
    const QByteArray target = lines.first().split(' ').at(1);
    QUrl url = config.apiUrl.adjusted(QUrl::RemovePath | QUrl::RemoveQuery);
    url = QUrl::fromEncoded(url.toEncoded() + target);
    QNetworkRequest out(url);
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const qsizetype colon = lines[i].indexOf(':');
        out.setRawHeader(lines[i].left(colon), lines[i].sliced(colon + 1).trimmed());
    }
    out.setHeader(QNetworkRequest::ContentLengthHeader, bodySize);
    out.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    out.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                     QNetworkRequest::ManualRedirectPolicy);
    out.setAttribute(QNetworkRequest::Http2AllowedAttribute, false); // 44 ms a request in Qt 6.4
    out.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    out.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    for (const auto what :
         {QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::CookieSaveControlAttribute,
          QNetworkRequest::AuthenticationReuseAttribute})
        out.setAttribute(what, QNetworkRequest::Manual);
    return out;
}

//! \brief Whether what came is a whole answer, whatever its status.
bool isAnswer(const QNetworkReply &reply)
{
    const auto error = reply.error();
    if (error == QNetworkReply::NoError)
        return true;
    const bool isOfStatus =
        error >= QNetworkReply::ContentAccessDenied && error != QNetworkReply::ContentReSendError;
    return isOfStatus && error != QNetworkReply::ProtocolUnknownError
        && error != QNetworkReply::ProtocolFailure
        && reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() >= 400;
}

} // namespace

struct NetworkAccessSender::Call
{
    ExchangePtr exchange;
    ReplyHandler done;
    QNetworkRequest request;
    std::unique_ptr<OneTimeBody> body;
    qint64 bodySize = 0;
    QPointer<QNetworkReply> reply;
    std::unique_ptr<Timer> timer;
    TimePoint writtenAt;
};

NetworkAccessSender::NetworkAccessSender(QNetworkAccessManager &manager, TransportConfig config,
                                         Clock &clock, SenderObserver &observer)
    : m_manager(&manager), m_config(std::move(config)), m_clock(clock), m_observer(observer)
{ }

NetworkAccessSender::~NetworkAccessSender()
{
    m_stopped = true;
    while (!m_calls.empty()) {
        settle(m_calls.begin()->first,
               makeError(ErrorCode::Closed, u"cancelled: stopped before the answer came"_s));
    }
}

QString NetworkAccessSender::role() const
{
    return u"network-access"_s;
}

Result<std::unique_ptr<NetworkAccessSender::Call>>
NetworkAccessSender::prepare(const ExchangePtr &exchange) const
{
    const Request &request = exchange->request;
    if (m_stopped || !m_manager)
        return makeError(ErrorCode::Closed, u"cancelled: the sender has been stopped"_s);
    if (Result<> usable = checkApiUrl(m_config.apiUrl, m_config.allowInsecure); !usable)
        return std::move(usable).error();
    if (Result<> checked = checkRequest(request); !checked)
        return std::move(checked).error();
    Result<std::shared_ptr<UploadBody>> body = UploadBody::open(request, m_config.maxFileBytes);
    if (!body)
        return std::move(body).error();
    auto call = std::make_unique<Call>();
    call->exchange = exchange;
    call->bodySize = body.value()->size();
    const QByteArray head = requestHead(request, m_config.apiUrl, m_config.token, call->bodySize,
                                        body.value()->contentType());
    call->request = requestOf(head, m_config, call->bodySize);
    call->body = std::make_unique<OneTimeBody>(std::move(body).value());
    return call;
}

void NetworkAccessSender::start(const ExchangePtr &exchange, ReplyHandler done)
{
    const TimePoint now = m_clock.now();
    exchange->seen(now);
    const Request &request = exchange->request;
    Result<std::unique_ptr<Call>> call = prepare(exchange);
    if (call && request.deadline && *request.deadline <= now)
        call = makeError(ErrorCode::DeadlineExceeded, u"not sent: the deadline has passed"_s);
    if (!call) {
        Error error = std::move(call).error();
        setRequest(error, request);
        done(std::move(error));
        return;
    }
    Milliseconds timeout = request.timeout.count() > 0 ? request.timeout : m_config.timeout;
    if (request.deadline)
        timeout = std::min(timeout, std::chrono::ceil<Milliseconds>(*request.deadline - now));
    Call &kept = *m_calls.emplace(exchange.get(), std::move(call).value()).first->second;
    kept.done = std::move(done);
    transmit(kept, timeout);
}

void NetworkAccessSender::transmit(Call &call, Milliseconds timeout)
{
    const Exchange *exchange = call.exchange.get();
    const Method method = exchange->request.method;
    // The manager would wait for a body after a HEAD that it does not know as one.
    QNetworkReply *reply = method == Method::Head
        ? m_manager->head(call.request)
        : m_manager->sendCustomRequest(call.request, toByteArray(method), call.body.get());
    call.reply = reply;
    QObject::connect(reply, &QNetworkReply::requestSent, reply,
                     [this, &call] { onRequestSent(call); });
    QObject::connect(reply, &QNetworkReply::uploadProgress, reply,
                     [this, &call](qint64 sent, qint64 total) {
                         if (sent > 0 && total > 0)
                             m_observer.uploaded(*call.exchange, sent, total);
                     });
    QObject::connect(reply, &QNetworkReply::downloadProgress, reply, [this, &call, exchange] {
        if (call.reply->bytesAvailable() > m_config.maxBodyBytes)
            settle(exchange, makeError(ErrorCode::Network, u"the body is too long"_s));
    });
    QObject::connect(reply, &QNetworkReply::finished, reply,
                     [this, exchange] { onFinished(exchange); });
    QObject::connect(reply, &QObject::destroyed, reply, [this, exchange] {
        settle(exchange, makeError(ErrorCode::Closed, u"cancelled: the manager is gone"_s));
    });
    // It never tells when a request without a body goes out.
    if (call.bodySize == 0 && method != Method::Head)
        onRequestSent(call);
    call.timer = m_clock.makeTimer();
    call.timer->start(timeout, [this, exchange, timeout] {
        const auto deadline = exchange->request.deadline;
        if (deadline && m_clock.now() >= *deadline) {
            settle(exchange,
                   makeError(ErrorCode::DeadlineExceeded, u"no answer before the deadline"_s));
            return;
        }
        settle(
            exchange,
            makeError(ErrorCode::Timeout,
                      u"no answer within %1 s"_s.arg(double(timeout.count()) / 1000, 0, 'f', 1)));
    });
}

void NetworkAccessSender::onRequestSent(Call &call)
{
    Exchange &exchange = *call.exchange;
    ++exchange.attempts;
    call.writtenAt = m_clock.now();
    exchange.startedAt = call.writtenAt;
    m_observer.started(exchange);
    exchange.tellSent();
}

void NetworkAccessSender::onFinished(const Exchange *exchange)
{
    QNetworkReply &reply = *m_calls.at(exchange)->reply;
    const auto broken = [&](const QString &why) {
        settle(exchange, makeError(ErrorCode::Network, why));
    };
    if (!isAnswer(reply))
        return broken(u"the connection broke: "_s + reply.errorString());
    Response response;
    response.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    response.reason = reply.attribute(QNetworkRequest::HttpReasonPhraseAttribute).toByteArray();
    for (const auto &[name, value] : reply.rawHeaderPairs())
        response.headers.append({name, value});
    const QByteArray raw = reply.readAll();
    // It takes a body that ends early for a whole one.
    bool isNumber = false;
    const QByteArray said = response.header("Content-Length");
    const qint64 length = said.toLongLong(&isNumber);
    const bool hasBody = exchange->request.method != Method::Head && response.status != 304;
    if (hasBody && !said.isEmpty() && (!isNumber || raw.size() != length))
        return broken(u"the answer ends early"_s);
    Result<QByteArray> body =
        decodeContent(raw, response.header("Content-Encoding"), m_config.maxBodyBytes);
    if (!body)
        return broken(body.error().message);
    response.body = std::move(body).value();
    settle(exchange, std::move(response));
}

void NetworkAccessSender::settle(const Exchange *exchange, Result<Response> result)
{
    const auto found = m_calls.find(exchange);
    if (found == m_calls.end())
        return;
    const std::unique_ptr<Call> call = std::move(found->second);
    m_calls.erase(found);
    if (QNetworkReply *reply = call->reply) {
        reply->disconnect();
        if (reply->isRunning())
            reply->abort();
        call->body.release()->setParent(reply); // which may still read from it
        reply->deleteLater();
    }
    Exchange &own = *call->exchange;
    const TimePoint now = m_clock.now();
    if (result && call->writtenAt == TimePoint())
        onRequestSent(*call);
    if (call->writtenAt != TimePoint())
        own.onWire += now - call->writtenAt;
    own.seen(now);
    if (result) {
        own.lastStatus = result->status;
        own.tooMany += result->status == 429 ? 1 : 0;
    } else if (result.error().request.isEmpty()) {
        Error error = std::move(result).error();
        setRequest(error, own.request);
        result = std::move(error);
    }
    call->done(std::move(result));
}

void NetworkAccessSender::cancel(const ExchangePtr &exchange)
{
    settle(exchange.get(), makeError(ErrorCode::Cancelled, u"cancelled"_s));
}

} // namespace Cordial::Net
