// SPDX-License-Identifier: MIT
#include <cordial/core/logging.h>
#include <cordial/core/logoutput.h>
#include <cordial/core/oncontext.h>
#include <cordial/net/asyncsender.h>
#include <cordial/net/cachingsender.h>
#include <cordial/net/clientobserver.h>
#include <cordial/net/httpclient.h>
#include <cordial/net/ratelimitingsender.h>
#include <cordial/net/requestwriter.h>
#include <cordial/net/retryingsender.h>

#include <QMetaMethod>
#include <QPointer>
#include <QPromise>
#include <QThread>

#include <atomic>
#include <mutex>
#include <utility>
#include <vector>

namespace Cordial::Net {

using namespace Qt::StringLiterals;

namespace {

quint64 nextRequestId()
{
    static std::atomic<quint64> last{0};
    return ++last;
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

//! \brief Work for another thread: collected, and brought there by one wake-up for many.
template <typename Item>
class Mailbox
{
public:
    //! \brief True if the receiver must be woken.
    bool push(Item item)
    {
        const std::lock_guard lock(m_mutex);
        m_items.push_back(std::move(item));
        return m_items.size() == 1;
    }
    std::vector<Item> takeAll()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_items, {});
    }

private:
    std::mutex m_mutex;
    std::vector<Item> m_items;
};

//! \brief One call of submit(), on its way there and back.
struct Call
{
    Exchange exchange;
    std::function<void(Outcome)> done;
    CancelToken::Registration registration;
};
using CallPtr = std::shared_ptr<Call>;

//! \brief The exchange inside of \a call, which lives as long as either is held.
ExchangePtr exchangeOf(const CallPtr &call)
{
    return {call, &call->exchange};
}

struct Order
{
    enum class Kind : quint8 { Start, Cancel, Stop };
    Kind kind = Kind::Start;
    CallPtr call;
    ExchangePtr exchange;
};

//! \brief The way of a cancel() in any thread to the client, if that still lives.
struct Lifeline
{
    std::mutex mutex;
    std::function<void(const ExchangePtr &)> cancel;
};

//! Something for the client's thread: a finished call, or a signal.
struct Notice
{
    CallPtr call;
    Result<Response> result;
    std::function<void(HttpClient &)> emitSignal;
};

Outcome outcomeOf(const Call &call, Result<Response> result)
{
    Outcome outcome;
    outcome.trace = call.exchange.trace();
    outcome.status = call.exchange.lastStatus;
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

//! \brief The chain in its thread. Everything but the mailboxes belongs to that thread.
class ChainWorker : public QObject
{
public:
    Mailbox<Order> orders;
    std::unique_ptr<ClientObserver> observer;
    std::function<void(Notice)> report;
    Clock *clock = nullptr;

    void build(const std::function<std::unique_ptr<Sender>(SenderObserver &)> &factory)
    {
        m_chain = factory(*observer);
        const QStringList conflicts = chainConflicts(*m_chain);
        for (const QString &conflict : conflicts)
            qCWarning(lcNet).noquote() << conflict;
    }

    void work()
    {
        for (Order &order : orders.takeAll()) {
            switch (order.kind) {
            case Order::Kind::Start:
                start(order.call);
                break;
            case Order::Kind::Cancel:
                if (m_chain)
                    m_chain->cancel(order.exchange);
                break;
            case Order::Kind::Stop:
                if (m_chain)
                    m_chain->stop();
                break;
            }
        }
    }

    void destroyChain()
    {
        m_chain.reset();
        work(); // what came too late is refused
    }

private:
    void start(const CallPtr &call)
    {
        call->exchange.seen(clock->now());
        observer->queued(call->exchange);
        if (!m_chain) {
            finish(call, makeError(ErrorCode::Closed, u"cancelled: the client is gone"_s));
            return;
        }
        m_chain->start(exchangeOf(call),
                       [this, call](Result<Response> result) { finish(call, std::move(result)); });
    }

    void finish(const CallPtr &call, Result<Response> result)
    {
        call->exchange.seen(clock->now());
        observer->finished(call->exchange, result);
        report(Notice{.call = call, .result = std::move(result), .emitSignal = nullptr});
    }

    std::unique_ptr<Sender> m_chain;
};

class HttpClient::Private
{
public:
    using Factory = std::function<std::unique_ptr<Sender>(SenderObserver &)>;

    Private(HttpClient &client, Clock &clock, MetricSink &metrics, Factory factory) : q(client)
    {
        lifeline->cancel = [this](const ExchangePtr &exchange) {
            order({Order::Kind::Cancel, nullptr, exchange});
        };
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
        QMetaObject::invokeMethod(&worker, [this] {
            worker.destroyChain();
            worker.moveToThread(nullptr);
            thread.quit();
        });
        thread.wait();
        for (Notice &notice : notices.takeAll())
            settle(notice);
    }

    void order(Order order)
    {
        if (worker.orders.push(std::move(order)))
            QMetaObject::invokeMethod(&worker, [this] { worker.work(); }, Qt::QueuedConnection);
    }

    void updateWanted()
    {
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
        chain = std::make_unique<CachingSender>(std::move(chain), config.cacheBytes, clock);
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
    if (d)
        d->updateWanted();
}

quint64 HttpClient::submit(Request request, std::function<void(Outcome)> done)
{
    if (request.id == 0)
        request.id = nextRequestId();
    if (request.plugin.isEmpty()) {
        const std::string_view plugin = PluginScope::current();
        request.plugin = QString::fromUtf8(plugin.data(), qsizetype(plugin.size()));
    }
    const quint64 id = request.id;
    const auto call = std::make_shared<Call>();
    const CancelToken cancel = request.cancel;
    call->exchange.request = std::move(request);
    call->done = std::move(done);
    d->order({Order::Kind::Start, call, nullptr});
    if (cancel.canBeCancelled()) {
        call->registration =
            cancel.onCancel([line = d->lifeline, weak = std::weak_ptr(exchangeOf(call))] {
                const ExchangePtr exchange = weak.lock();
                const std::lock_guard lock(line->mutex);
                if (exchange && line->cancel)
                    line->cancel(exchange);
            });
    }
    return id;
}

QFuture<Result<Response>> HttpClient::send(Request request)
{
    const auto promise = std::make_shared<QPromise<Result<Response>>>();
    promise->start();
    QFuture<Result<Response>> future = promise->future();
    // Only what toResult() names: thousands may wait.
    const Method method = request.method;
    QString path = request.path;
    submit(std::move(request), [promise, method, path = std::move(path)](Outcome outcome) {
        if (outcome.result) {
            Request named;
            named.method = method;
            named.path = path;
            outcome.result = toResult(named, std::move(outcome.result).value());
        }
        promise->addResult(std::move(outcome.result));
        promise->finish();
    });
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

void HttpClient::stop()
{
    d->order({Order::Kind::Stop, nullptr, nullptr});
}

} // namespace Cordial::Net
