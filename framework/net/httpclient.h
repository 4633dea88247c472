// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/metrics.h>
#include <cordial/core/result.h>
#include <cordial/core/secret.h>
#include <cordial/net/observer.h>
#include <cordial/net/request.h>
#include <cordial/net/response.h>
#include <cordial/net/sender.h>
#include <cordial/net/waitinginfo.h>

#include <QFuture>
#include <QNetworkProxy>
#include <QObject>
#include <QUrl>

#include <functional>
#include <memory>
#include <optional>

namespace Cordial::Net {

//! \brief What a user sees of one request while it lives; carried by HttpClient's signals.
struct RequestInfo
{
    quint64 id = 0;
    Method method = Method::Get;
    QString path; //!< redacted
    QString plugin;
    Lane lane = Lane::Normal;
    //! Until when it must have gone out: its own deadline, or that of the interaction it answers.
    std::optional<TimePoint> deadline;
    quint32 place = 0; //!< Of requestWaiting(): requests that go before it.
};

//! \brief What is known of one rate-limit bucket; carried by HttpClient::bucketUpdated().
struct BucketInfo
{
    QByteArray key; //!< hash (or method and route while it is unknown) + ":" + top-level resource
    QByteArray hash;
    QByteArray route;
    int limit = -1; //!< -1 = not known
    int remaining = -1;
    TimePoint resetAt;
    int queued = 0;
    int inFlight = 0;
};

struct HttpConfig
{
    QUrl apiUrl = QUrl(QStringLiteral("https://discord.com/api/v10"));
    Secret token; //!< Bot token; may be empty for requests with Auth::None.
    QString caFile; //!< A further trusted authority, PEM.
    bool allowInsecure = false; //!< Plain http beyond loopback.
    int retries = 3; //!< After the first try, on 5xx and transport errors.
    Milliseconds timeout{15'000}; //!< For one try.
    int globalLimit = 50; //!< Requests per second of one token.
    bool cache = false;
    qint64 cacheBytes = 16 * 1024 * 1024;
    bool shareGets = true; //!< With the cache: identical GETs at one time are one request.
    bool limiter = true; //!< false = nothing waits for Discord's limits: for servers without any.
    qint64 maxFileBytes = 0; //!< Of one uploaded file; 0 = no limit here.
    quint64 applicationId = 0; //!< 0 = read from the token, learnt from routes.
    QNetworkProxy proxy = QNetworkProxy(QNetworkProxy::NoProxy);
};

//! \brief How one request ended, with any status.
struct Outcome
{
    Result<Response> result; //!< An Error only when there is no answer.
    Trace trace;
    int status = 0; //!< Of the last answer, 0 without one.
    const Request *request = nullptr; //!< What was asked; there until the callback returns.
};

//! \brief Discord's REST interface: queues, waits for rate limits, sends, retries.
//!
//! The chain behind it works in a thread of its own; methods are called from, and signals and
//! futures come to, the thread of this object. Errors: any status that is not 2xx becomes an Error
//! with Discord's code, message and flattened field errors. Stopping or destroying it settles every
//! future.
class HttpClient : public QObject
{
    Q_OBJECT
public:
    //! \brief Builds the chain; runs in the REST thread. For tests and for chains of one's own.
    using SenderFactory = std::function<std::unique_ptr<Sender>()>;

    HttpClient(HttpConfig config, Clock &clock, MetricSink &metrics, QObject *parent = nullptr);
    HttpClient(SenderFactory factory, Clock &clock, MetricSink &metrics, QObject *parent = nullptr);
    ~HttpClient() override;

    [[nodiscard]] QFuture<Result<Response>> send(Request request);
    //! \brief The same with a callback, in the thread of this object and never before this
    //! returns; tells also of answers that are not 2xx and how the request fared. Returns its id.
    quint64 submit(Request request, std::function<void(Outcome)> done);
    [[nodiscard]] QFuture<Result<Response>> get(const QString &path);
    [[nodiscard]] QFuture<Result<Response>> post(const QString &path, const QByteArray &json = {});
    [[nodiscard]] QFuture<Result<Response>> put(const QString &path, const QByteArray &json = {});
    [[nodiscard]] QFuture<Result<Response>> patch(const QString &path, const QByteArray &json);
    [[nodiscard]] QFuture<Result<Response>> del(const QString &path, const QByteArray &json = {});
    [[nodiscard]] QFuture<Result<Response>> head(const QString &path);
    [[nodiscard]] QFuture<Result<Response>> options(const QString &path);

    //! \brief Up to \a atMost of the requests that wait for limits, with the reason, place and
    //! expected time of each; none without a rate limiter in the chain.
    [[nodiscard]] QFuture<QList<WaitingInfo>> waiting(qsizetype atMost = 1000);
    //! \brief Empties the cache, if there is one.
    void clearCache();
    //! \brief Takes no more work and cancels what is queued; what is on the wire may still finish.
    void stop();

Q_SIGNALS:
    void requestQueued(const Cordial::Net::RequestInfo &request);
    //! \brief Emitted when a request has to wait and whenever the reason changes. \a until may be
    //! in the past.
    void requestWaiting(const Cordial::Net::RequestInfo &request, Cordial::WaitReason reason,
                        Cordial::TimePoint until);
    void requestStarted(const Cordial::Net::RequestInfo &request, int attempt);
    //! \brief The last signal of a request. \a status is 0 without an answer.
    void requestFinished(const Cordial::Net::RequestInfo &request, int status,
                         const Cordial::Net::Trace &trace);
    void bucketUpdated(const Cordial::Net::BucketInfo &bucket);
    //! \brief Discord refused the token; nothing more is sent with it.
    void tokenRefused();
    //! \brief Bytes of a body with files that have been sent.
    void uploadProgressed(const Cordial::Net::RequestInfo &request, qint64 sent, qint64 total);

protected:
    void connectNotify(const QMetaMethod &signal) override;
    void disconnectNotify(const QMetaMethod &signal) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

//! \brief Whether anything can be sent with \a config at all: its URL and CA file. The error is one
//! line for people.
[[nodiscard]] Result<> checkConfig(const HttpConfig &config);

//! \brief The chain HttpClient uses: caching (if wanted), retrying, rate-limiting, async. Belongs
//! to the calling thread.
[[nodiscard]] std::unique_ptr<Sender> makeChain(const HttpConfig &config, Clock &clock,
                                                SenderObserver &observer);

//! \brief The answer if its status is 2xx, else an Error with everything Discord said.
[[nodiscard]] Result<Response> toResult(const Request &request, Response response);

} // namespace Cordial::Net
