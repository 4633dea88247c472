// SPDX-License-Identifier: MIT
#include <cordial/gateway/shardmanager.h>

#include <cordial/core/logging.h>
#include <cordial/gateway/dispatchqueue.h>
#include <cordial/gateway/payloads.h>
#include <cordial/gateway/sessionbook.h>
#include <cordial/gateway/shardworker_p.h>
#include <cordial/gateway/sockettransport.h>

#include <QPointer>
#include <QSet>
#include <QThread>

#include <algorithm>
#include <utility>

namespace Cordial::Gateway {

using namespace Qt::StringLiterals;

namespace {

// The stock event loop polls all its sockets on each wake-up: beyond that many a loop gets slow.
constexpr int kShardsPerThread = 64;
constexpr int kMostThreads = 16;
// Events handed over before the consumer's loop gets its turn again.
constexpr qsizetype kEventsPerTurn = 1024;

QNetworkProxy proxyFrom(const QUrl &url)
{
    if (url.isEmpty())
        return QNetworkProxy(QNetworkProxy::NoProxy);
    const auto type =
        url.scheme() == u"socks5" ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy;
    return QNetworkProxy(type, url.host(), static_cast<quint16>(url.port(1080)), url.userName(),
                         url.password());
}

} // namespace

class ShardManager::Private
{
public:
    Private(ShardManager *owner, ShardManagerConfig settings, Clock &clock_, MetricSink &sink)
        : q(owner)
        , config(std::move(settings))
        , clock(clock_)
        , metrics(sink)
        , queue({config.queueBytes, config.dropWhenFull},
                {[this] { wakeConsumer(); }, [this] { resumeReading(); }})
        , stopTimer(clock.makeTimer())
    { }

    void wakeConsumer()
    {
        QMetaObject::invokeMethod(q, [this] { deliverSome(); }, Qt::QueuedConnection);
    }

    void resumeReading()
    {
        for (ShardWorker *worker : workers)
            QMetaObject::invokeMethod(
                worker, [worker] { worker->resumeReading(); }, Qt::QueuedConnection);
    }

    void prepareTransports();
    void makeThreads(int count);
    void makeShards(const GatewayInfo &info);
    void makeCoordinator(const ShardCoordinator::Plan &plan);
    [[nodiscard]] std::optional<SessionRecord> storedSession(quint32 shard);
    [[nodiscard]] ShardWorker *workerOf(quint32 shard) const
    {
        return workers[static_cast<size_t>(int(shard) - first) % workers.size()];
    }
    [[nodiscard]] bool hasShard(quint32 shard) const
    {
        return started && int(shard) >= first && int(shard) <= last;
    }
    [[nodiscard]] Result<> checkShard(quint32 shard) const;

    void deliverSome();
    [[nodiscard]] bool deliver(const Delivery &delivery);
    void noteEvent(const ShardEvent &event);
    void onShardStopped(quint32 shard);
    void finishStop();
    void tearDown();

    ShardManager *q;
    const ShardManagerConfig config;
    Clock &clock;
    MetricSink &metrics;
    DispatchQueue queue;
    std::function<std::unique_ptr<Transport>()> transportFactory;
    SessionStore *store = nullptr;
    std::unique_ptr<SessionBook> book;
    std::vector<std::unique_ptr<QThread>> threads;
    std::vector<ShardWorker *> workers; //!< each owned by its thread: deleted as it finishes
    ShardCoordinator *coordinator = nullptr; //!< the same, in the first thread
    std::unique_ptr<Timer> stopTimer;
    QHash<quint32, quint32> sessions; //!< READYs of each shard, as Dispatch::session counts them
    QSet<quint32> everReady;
    QSet<quint32> running;
    int total = 0;
    int first = 0;
    int last = -1;
    bool started = false;
    bool stopping = false;
    bool finished = false;
    bool delivering = true;
    bool readyEmitted = false;
};

void ShardManager::Private::prepareTransports()
{
    if (transportFactory)
        return;
    SocketSettings settings;
    settings.allowInsecure = config.allowInsecure;
    settings.proxy = proxyFrom(config.proxy);
    if (auto ssl = sslConfigurationWith(config.caFile))
        settings.ssl = std::move(ssl).value();
    else
        qCCritical(lcGateway, "%ls", qUtf16Printable(ssl.error().message));
    transportFactory = [settings, this] {
        return std::make_unique<SocketTransport>(settings, clock);
    };
}

void ShardManager::Private::makeThreads(int count)
{
    for (int i = 0; i < count; ++i) {
        auto thread = std::make_unique<QThread>();
        thread->setObjectName(u"gateway "_s % QString::number(i));
        auto *worker = new ShardWorker(clock, queue, metrics, transportFactory);
        worker->moveToThread(thread.get());
        QObject::connect(thread.get(), &QThread::finished, worker, &QObject::deleteLater);
        QObject::connect(worker, &ShardWorker::stopped, q,
                         [this](quint32 shard) { onShardStopped(shard); });
        workers.push_back(worker);
        threads.push_back(std::move(thread));
    }
}

std::optional<SessionRecord> ShardManager::Private::storedSession(quint32 shard)
{
    if (store == nullptr)
        return std::nullopt;
    auto record = store->find(shard, quint32(total));
    if (record && record->intents != config.intents) {
        qCInfo(lcGateway, "shard %u: the stored session has other intents; identifying", shard);
        return std::nullopt;
    }
    if (!record)
        return std::nullopt;
    if (!record->resumeUrl.isEmpty() && !checkGatewayUrl(record->resumeUrl, config.allowInsecure))
        record->resumeUrl.clear();
    book->adopt(*record);
    return record;
}

void ShardManager::Private::makeShards(const GatewayInfo &info)
{
    ShardCoordinator::Plan plan;
    plan.maxConcurrency = info.maxConcurrency;
    plan.budget = {info.total, info.remaining, clock.now() + info.resetAfter};
    coordinator = new ShardCoordinator(clock, metrics);
    for (int number = first; number <= last; ++number) {
        const auto shard = quint32(number);
        GatewayConfig shardConfig;
        shardConfig.shard = shard;
        shardConfig.shardCount = quint32(total);
        shardConfig.identifyKey = static_cast<quint8>(number % info.maxConcurrency);
        shardConfig.intents = config.intents;
        shardConfig.token = config.token;
        shardConfig.url = info.url;
        shardConfig.compression = config.compression;
        shardConfig.presence = config.presence;
        shardConfig.largeThreshold = config.largeThreshold;
        shardConfig.strictJson = config.strictJson;
        shardConfig.allowInsecure = config.allowInsecure;
        const auto session = storedSession(shard);
        (session ? plan.resuming : plan.identifying).push_back(shard);
        ShardWorker *worker = workerOf(shard);
        coordinator->assign(shard, worker);
        running.insert(shard);
        QMetaObject::invokeMethod(
            worker, [worker, shardConfig, session] { worker->add(shardConfig, session); },
            Qt::QueuedConnection);
    }
    makeCoordinator(plan);
}

void ShardManager::Private::makeCoordinator(const ShardCoordinator::Plan &plan)
{
    QThread *home = threads.front().get();
    coordinator->moveToThread(home);
    QObject::connect(home, &QThread::finished, coordinator, &QObject::deleteLater);
    for (ShardWorker *worker : workers) {
        QObject::connect(worker, &ShardWorker::identifyRequested, coordinator,
                         &ShardCoordinator::onIdentifyRequested);
        QObject::connect(worker, &ShardWorker::identifyCancelled, coordinator,
                         &ShardCoordinator::onIdentifyCancelled);
        QObject::connect(worker, &ShardWorker::identifySent, coordinator,
                         &ShardCoordinator::onIdentifySent);
        QObject::connect(worker, &ShardWorker::eventReported, coordinator,
                         &ShardCoordinator::onEvent);
    }
    QMetaObject::invokeMethod(
        coordinator, [target = coordinator, plan] { target->begin(plan); }, Qt::QueuedConnection);
}

Result<> ShardManager::Private::checkShard(quint32 shard) const
{
    if (stopping || !started)
        return makeError(ErrorCode::Closed, u"the gateway is not running"_s);
    if (!hasShard(shard))
        return makeError(ErrorCode::InvalidArgument,
                         u"there is no shard "_s % QString::number(shard) % u" here, only "_s
                             % QString::number(first) % u" to "_s % QString::number(last));
    return {};
}

void ShardManager::Private::deliverSome()
{
    if (!delivering || stopping)
        return;
    const QPointer<ShardManager> guard(q);
    std::deque<Delivery> taken = queue.take(kEventsPerTurn);
    while (!taken.empty()) {
        const Delivery delivery = std::move(taken.front());
        taken.pop_front();
        if (!deliver(delivery) || !guard)
            return;
        queue.release(DispatchQueue::bytesOf(delivery));
        if (!delivering && !taken.empty()) {
            queue.putBack(std::move(taken));
            return;
        }
    }
    if (queue.continueOrSleep())
        wakeConsumer();
}

//! False if the consumer has destroyed or stopped us.
bool ShardManager::Private::deliver(const Delivery &delivery)
{
    const QPointer<ShardManager> guard(q);
    if (delivery.session && book)
        book->begin(++sessions[delivery.shard], *delivery.session);
    if (delivery.endedSession && book)
        book->end(delivery.shard, *delivery.endedSession);
    if (!delivery.dispatches.isEmpty()) {
        Q_EMIT q->dispatched(delivery.dispatches);
        if (!guard)
            return false;
        if (book && !config.manualAcknowledge) {
            const auto newest =
                std::find_if(delivery.dispatches.crbegin(), delivery.dispatches.crend(),
                             [](const Dispatch &d) { return d.sequence >= 0; });
            if (newest != delivery.dispatches.crend())
                book->acknowledge(newest->shard, newest->session, newest->sequence);
        }
    }
    if (delivery.event)
        noteEvent(*delivery.event);
    if (!guard)
        return false;
    if (delivery.error)
        Q_EMIT q->fatal(delivery.shard, *delivery.error);
    return guard && !stopping;
}

void ShardManager::Private::noteEvent(const ShardEvent &event)
{
    const QPointer<ShardManager> guard(q);
    Q_EMIT q->shardChanged(event);
    if (!guard)
        return;
    if (event.kind == ShardEvent::Kind::Ready || event.kind == ShardEvent::Kind::Resumed)
        everReady.insert(event.shard);
    if (q->isReady() && !std::exchange(readyEmitted, true))
        Q_EMIT q->ready();
}

void ShardManager::Private::onShardStopped(quint32 shard)
{
    running.remove(shard);
    if (stopping && running.isEmpty())
        finishStop();
}

void ShardManager::Private::finishStop()
{
    if (std::exchange(finished, true))
        return;
    stopTimer->stop();
    if (book)
        book->flush();
    tearDown();
    Q_EMIT q->stopped();
}

void ShardManager::Private::tearDown()
{
    // The coordinator lives in the first thread and calls the workers of the others.
    for (const auto &thread : threads) {
        thread->quit();
        thread->wait();
    }
    threads.clear();
    workers.clear();
    coordinator = nullptr;
}

ShardManager::ShardManager(ShardManagerConfig config, Clock &clock, MetricSink &metrics,
                           QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, std::move(config), clock, metrics))
{ }

ShardManager::~ShardManager()
{
    d->stopping = true;
    if (d->book)
        d->book->flush();
    d->tearDown();
}

void ShardManager::setSessionStore(SessionStore *store)
{
    d->store = store;
    d->book = store != nullptr ? std::make_unique<SessionBook>(*store, d->clock) : nullptr;
}

void ShardManager::setTransportFactory(std::function<std::unique_ptr<Transport>()> factory)
{
    d->transportFactory = std::move(factory);
}

void ShardManager::start(const GatewayInfo &info)
{
    if (std::exchange(d->started, true))
        return;
    d->total = d->config.shardCount > 0 ? d->config.shardCount : info.shards;
    d->first = std::clamp(d->config.firstShard, 0, d->total - 1);
    d->last = d->config.lastShard < 0 ? d->total - 1
                                      : std::clamp(d->config.lastShard, d->first, d->total - 1);
    const int count = d->last - d->first + 1;
    qCInfo(lcGateway, "starting shards %d to %d of %d at %ls", d->first, d->last, d->total,
           qUtf16Printable(info.url.toDisplayString()));
    d->prepareTransports();
    d->makeThreads(std::clamp((count + kShardsPerThread - 1) / kShardsPerThread, 1, kMostThreads));
    d->makeShards(info);
    for (const auto &thread : d->threads)
        thread->start();
}

void ShardManager::stop(Milliseconds atMost)
{
    if (std::exchange(d->stopping, true))
        return;
    if (d->book)
        d->book->flush();
    if (!d->started) {
        QMetaObject::invokeMethod(this, [this] { d->finishStop(); }, Qt::QueuedConnection);
        return;
    }
    QMetaObject::invokeMethod(
        d->coordinator, [target = d->coordinator] { target->stop(); }, Qt::QueuedConnection);
    for (ShardWorker *worker : d->workers)
        QMetaObject::invokeMethod(worker, [worker] { worker->stop(); }, Qt::QueuedConnection);
    d->stopTimer->start(atMost, [this] { d->finishStop(); });
}

Result<> ShardManager::send(quint32 shard, const QByteArray &payload)
{
    if (const Result<> known = d->checkShard(shard); !known)
        return known;
    if (const Result<> allowed = checkCommand(payload); !allowed)
        return allowed;
    ShardWorker *worker = d->workerOf(shard);
    QMetaObject::invokeMethod(
        worker, [worker, shard, payload] { worker->send(shard, payload); }, Qt::QueuedConnection);
    return {};
}

Result<> ShardManager::restart(quint32 shard)
{
    if (const Result<> known = d->checkShard(shard); !known)
        return known;
    ShardWorker *worker = d->workerOf(shard);
    QMetaObject::invokeMethod(
        worker, [worker, shard] { worker->restart(shard); }, Qt::QueuedConnection);
    return {};
}

void ShardManager::acknowledge(quint32 shard, quint32 session, qint64 sequence)
{
    if (d->book && sequence >= 0)
        d->book->acknowledge(shard, session, sequence);
}

void ShardManager::setDelivering(bool delivering)
{
    if (std::exchange(d->delivering, delivering) == delivering || !delivering)
        return;
    d->wakeConsumer();
}

int ShardManager::shardCount() const
{
    return d->total;
}

int ShardManager::firstShard() const
{
    return d->first;
}

int ShardManager::lastShard() const
{
    return d->last;
}

bool ShardManager::isReady() const
{
    return d->started && d->everReady.size() == d->last - d->first + 1;
}

qsizetype ShardManager::queuedBytes() const
{
    return d->queue.bytes();
}

quint64 ShardManager::droppedEvents() const
{
    return d->queue.dropped();
}

} // namespace Cordial::Gateway
