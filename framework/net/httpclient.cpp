// SPDX-License-Identifier: MIT
#include <cordial/core/logging.h>
#include <cordial/core/logoutput.h>
#include <cordial/core/owned.h>
#include <cordial/net/asyncsender.h>
#include <cordial/net/cachingsender.h>
#include <cordial/net/httpclient.h>
#include <cordial/net/ratelimitingsender.h>
#include <cordial/net/requestwriter.h>
#include <cordial/net/retryingsender.h>

#include "chainworker_p.h"

#include <QCoreApplication>
#include <QMetaMethod>
#include <QPointer>
#include <QPromise>
#include <QThread>

#include <atomic>
#include <mutex>
#include <utility>

namespace Cordial::Net {

using namespace Qt::StringLiterals;

namespace {

quint64 nextRequestId()
{
    static std::atomic<quint64> last{0};
    return ++last;
}

//! \brief Who calls. Thousands of requests of one plugin share its name.
QString currentPlugin()
{
    thread_local QByteArray lastBytes;
    thread_local QString last;
    const std::string_view plugin = PluginScope::current();
    const QByteArrayView bytes(plugin.data(), qsizetype(plugin.size()));
    if (lastBytes != bytes) {
        lastBytes = bytes.toByteArray();
        last = QString::fromUtf8(bytes);
    }
    return last;
}

//! \brief The first part of a bot token is the application's id in base64.
quint64 applicationOfToken(const Secret &token)
{
    const QByteArray first = token.reveal().left(token.reveal().indexOf('.'));
    bool ok = false;
    const quint64 id =
        QByteArray::fromBase64(first, QByteArray::Base64UrlEncoding).toULongLong(&ok);
    return ok ? id : 0;
}

template <typename T>
void keep(Rare<T> &text)
{
    if (!text->isEmpty())
        text = owned(*text);
}

template <typename T>
void keep(Rare<QList<std::pair<T, T>>> &pairs)
{
    if (pairs->isEmpty())
        return;
    for (auto &[name, value] : pairs.edit()) {
        name = owned(name);
        value = owned(value);
    }
}

//! \brief A request may wait longer than the plugin that made it stays loaded, and the plugin's
//! literals go with its code.
void keepTexts(Request &request)
{
    request.path = owned(request.path);
    request.body = owned(request.body);
    request.plugin = owned(request.plugin);
    keep(request.contentType);
    keep(request.query);
    keep(request.form);
    keep(request.headers);
    keep(request.reason);
    keep(request.bearer);
    if (request.files->isEmpty())
        return;
    for (FilePart &file : request.files.edit()) {
        file.fileName = owned(file.fileName);
        file.contentType = owned(file.contentType);
        file.path = owned(file.path);
        file.data = owned(file.data);
        file.part = owned(file.part);
    }
}

//! \brief The way of a cancel() in any thread to the client, if that still lives.
struct Lifeline
{
    std::mutex mutex;
    std::function<void(const ExchangePtr &)> cancel;
};

Outcome outcomeOf(const Call &call, Result<Response> result)
{
    Outcome outcome;
    outcome.trace = call.exchange.trace();
    outcome.status = call.exchange.lastStatus;
    outcome.request = &call.exchange.request;
    if (result) {
        outcome.status = result->status;
        result.value().trace = outcome.trace;
    } else if (result.error().httpStatus != 0) {
        outcome.status = result.error().httpStatus;
    }
    outcome.result = std::move(result);
    return outcome;
}

} // namespace

class HttpClient::Private
{
public:
    Private(HttpClient &client, Clock &clock, MetricSink &metrics, ChainWorker::Factory factory)
        : q(client)
    {
        lifeline->cancel = [this](const ExchangePtr &exchange) { order(CancelOrder{exchange}); };
        worker.clock = &clock;
        worker.observer = std::make_unique<ClientObserver>(
            clock, metrics, [this](std::function<void(HttpClient &)> emitSignal) {
                post(Notice{.call = nullptr, .result = {}, .emitSignal = std::move(emitSignal)});
            });
        worker.report = [this](Notice notice) { post(std::move(notice)); };
        thread.setObjectName(u"cordial-rest"_s);
        worker.moveToThread(&thread);
        thread.start();
        QMetaObject::invokeMethod(
            &worker, [this, factory = std::move(factory)] { worker.build(factory); },
            Qt::QueuedConnection);
    }

    ~Private()
    {
        {
            const std::lock_guard lock(lifeline->mutex);
            lifeline->cancel = nullptr;
        }
        if (QCoreApplication::instance() != nullptr)
            endInItsThread();
        else
            endWithoutApplication();
        for (Notice &notice : notices.takeAll())
            settle(notice);
    }

    void endInItsThread()
    {
        QMetaObject::invokeMethod(&worker, [this] {
            worker.destroyChain();
            worker.moveToThread(nullptr);
            thread.quit();
        });
        thread.wait();
    }

    //! Without a QCoreApplication Qt delivers nothing to any thread.
    void endWithoutApplication()
    {
        qCWarning(lcNet, "a client has outlived the QCoreApplication: destroy it before");
        thread.quit();
        thread.wait();
        worker.destroyChain();
    }

    void order(Order order)
    {
        if (worker.orders.push(std::move(order)))
            QMetaObject::invokeMethod(&worker, [this] { worker.work(); }, Qt::QueuedConnection);
    }

    //! \brief Has \a look called with every sender, in their thread, and then \a done in ours.
    void visit(std::function<void(Sender &)> look, std::function<void()> done = nullptr)
    {
        using Look = std::function<void(Sender &)>;
        order(std::make_unique<Look>(std::move(look)));
        if (!done)
            return;
        order(
            std::make_unique<Look>([this, done = std::move(done), told = false](Sender &) mutable {
                if (!std::exchange(told, true))
                    post(Notice{.emitSignal = [done](HttpClient &) { done(); }});
            }));
    }

    quint64 launch(const CallPtr &call)
    {
        Request &request = call->exchange.request;
        keepTexts(request);
        if (request.id == 0)
            request.id = nextRequestId();
        if (request.plugin.isEmpty())
            request.plugin = currentPlugin();
        const quint64 id = request.id;
        const CancelToken cancel = request.cancel;
        order(call);
        if (!cancel.canBeCancelled())
            return id;
        call->registration =
            cancel.onCancel([line = lifeline, weak = std::weak_ptr(exchangeOf(call))] {
                const ExchangePtr exchange = weak.lock();
                const std::lock_guard lock(line->mutex);
                if (exchange && line->cancel)
                    line->cancel(exchange);
            });
        return id;
    }

    //! \brief Looks again at who is connected. Thread: any.
    void updateWanted()
    {
        // The last to look is the last to write: it has seen what the others saw.
        const std::lock_guard lock(wantedMutex);
        quint32 mask = 0;
        const auto add = [&](auto signal, ClientObserver::Signal bit) {
            if (q.isSignalConnected(QMetaMethod::fromSignal(signal)))
                mask |= bit;
        };
        add(&HttpClient::requestQueued, ClientObserver::Queued);
        add(&HttpClient::requestWaiting, ClientObserver::Waiting);
        add(&HttpClient::requestStarted, ClientObserver::Started);
        add(&HttpClient::requestFinished, ClientObserver::Finished);
        add(&HttpClient::bucketUpdated, ClientObserver::Buckets);
        worker.observer->setWanted(mask);
    }

    void updateWantedSoon()
    {
        if (!willUpdateWanted.exchange(true))
            QMetaObject::invokeMethod(
                &q,
                [this] {
                    willUpdateWanted = false;
                    updateWanted();
                },
                Qt::QueuedConnection);
    }

    HttpClient &q;
    QThread thread;
    ChainWorker worker;
    std::shared_ptr<Lifeline> lifeline = std::make_shared<Lifeline>();

private:
    void post(Notice notice)
    {
        if (notices.push(std::move(notice)))
            QMetaObject::invokeMethod(&q, [this] { drain(); }, Qt::QueuedConnection);
    }

    void drain()
    {
        // A slot may destroy the client: what has been taken out is settled all the same.
        const QPointer<HttpClient> alive(&q);
        for (Notice &notice : notices.takeAll()) {
            if (notice.call)
                settle(notice);
            else if (alive)
                notice.emitSignal(*alive);
        }
    }

    static void settle(Notice &notice)
    {
        if (!notice.call)
            return;
        const CallPtr call = std::move(notice.call);
        call->registration = {};
        call->done(outcomeOf(*call, std::move(notice.result)));
    }

    Mailbox<Notice> notices;
    std::mutex wantedMutex;
    std::atomic<bool> willUpdateWanted = false;
};

Result<> checkConfig(const HttpConfig &config)
{
    if (Result<> url = checkApiUrl(config.apiUrl, config.allowInsecure); !url)
        return url;
    if (config.caFile.isEmpty())
        return {};
    const Result<QSslConfiguration> tls = makeTls(config.caFile);
    return tls ? Result<>() : Result<>(tls.error());
}

namespace {

std::unique_ptr<Sender> withCache(std::unique_ptr<Sender> chain, const HttpConfig &config,
                                  Clock &clock)
{
    auto caching = std::make_unique<CachingSender>(std::move(chain), config.cacheBytes, clock);
    caching->setShares(config.shareGets);
    return caching;
}

} // namespace

std::unique_ptr<Sender> makeChain(const HttpConfig &config, Clock &clock, SenderObserver &observer)
{
    TransportConfig transport;
    transport.apiUrl = config.apiUrl;
    transport.token = config.token;
    transport.caFile = config.caFile;
    transport.allowInsecure = config.allowInsecure;
    transport.timeout = config.timeout;
    transport.proxy = config.proxy;
    transport.maxFileBytes = config.maxFileBytes;
    std::unique_ptr<Sender> chain =
        std::make_unique<AsyncSender>(std::move(transport), clock, observer);
    if (config.limiter) {
        const quint64 application =
            config.applicationId != 0 ? config.applicationId : applicationOfToken(config.token);
        chain = std::make_unique<RateLimitingSender>(
            std::move(chain), RateLimiterConfig{config.globalLimit, application}, clock, observer);
    }
    RetryPolicy retries;
    retries.retries = config.retries;
    chain = std::make_unique<RetryingSender>(std::move(chain), retries, clock);
    if (config.cache)
        chain = withCache(std::move(chain), config, clock);
    return chain;
}

HttpClient::HttpClient(HttpConfig config, Clock &clock, MetricSink &metrics, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, clock, metrics,
                                  [config = std::move(config), &clock](SenderObserver &observer) {
                                      return makeChain(config, clock, observer);
                                  }))
{ }

HttpClient::HttpClient(SenderFactory factory, Clock &clock, MetricSink &metrics, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(
          *this, clock, metrics,
          [factory = std::move(factory)](SenderObserver &) { return factory(); }))
{ }

HttpClient::~HttpClient() = default;

void HttpClient::connectNotify(const QMetaMethod &)
{
    d->updateWanted();
}

void HttpClient::disconnectNotify(const QMetaMethod &)
{
    // Not now: a receiver that is being destroyed calls this with a lock held which it may share
    // with us (Qt has 131 for all objects), and asking who is connected takes ours.
    if (d)
        d->updateWantedSoon();
}

quint64 HttpClient::submit(Request request, std::function<void(Outcome)> done)
{
    const auto call = std::make_shared<Call>();
    call->exchange.request = std::move(request);
    call->done = std::move(done);
    return d->launch(call);
}

QFuture<Result<Response>> HttpClient::send(Request request)
{
    // Thousands may wait: one piece of memory for the call and its promise.
    struct PromisedCall : Call
    {
        QPromise<Result<Response>> promise;
    };
    const auto call = std::make_shared<PromisedCall>();
    call->exchange.request = std::move(request);
    call->promise.start();
    QFuture<Result<Response>> future = call->promise.future();
    call->done = [raw = call.get()](Outcome outcome) {
        if (outcome.result)
            outcome.result = toResult(*outcome.request, std::move(outcome.result).value());
        raw->promise.addResult(std::move(outcome.result));
        raw->promise.finish();
    };
    d->launch(call);
    return future;
}

namespace {

Request makeRequest(Method method, const QString &path, const QByteArray &json = {})
{
    Request request;
    request.method = method;
    request.path = path;
    request.body = json;
    return request;
}

} // namespace

QFuture<Result<Response>> HttpClient::get(const QString &path)
{
    return send(makeRequest(Method::Get, path));
}

QFuture<Result<Response>> HttpClient::post(const QString &path, const QByteArray &json)
{
    return send(makeRequest(Method::Post, path, json));
}

QFuture<Result<Response>> HttpClient::put(const QString &path, const QByteArray &json)
{
    return send(makeRequest(Method::Put, path, json));
}

QFuture<Result<Response>> HttpClient::patch(const QString &path, const QByteArray &json)
{
    return send(makeRequest(Method::Patch, path, json));
}

QFuture<Result<Response>> HttpClient::del(const QString &path, const QByteArray &json)
{
    return send(makeRequest(Method::Delete, path, json));
}

QFuture<Result<Response>> HttpClient::head(const QString &path)
{
    return send(makeRequest(Method::Head, path));
}

QFuture<Result<Response>> HttpClient::options(const QString &path)
{
    return send(makeRequest(Method::Options, path));
}

QFuture<QList<WaitingInfo>> HttpClient::waiting(qsizetype atMost)
{
    const auto promise = std::make_shared<QPromise<QList<WaitingInfo>>>();
    promise->start();
    QFuture<QList<WaitingInfo>> future = promise->future();
    const auto infos = std::make_shared<QList<WaitingInfo>>();
    d->visit(
        [infos, atMost](Sender &sender) {
            if (auto *limiting = dynamic_cast<RateLimitingSender *>(&sender))
                infos->append(limiting->limiter().waiting(atMost - infos->size()));
        },
        [promise, infos] {
            promise->addResult(std::move(*infos));
            promise->finish();
        });
    return future;
}

void HttpClient::clearCache()
{
    d->visit([](Sender &sender) {
        if (auto *caching = dynamic_cast<CachingSender *>(&sender))
            caching->clear();
    });
}

void HttpClient::stop()
{
    d->order(StopOrder());
}

} // namespace Cordial::Net
