// SPDX-License-Identifier: MIT
#include <cordial/gateway/shardset_p.h>

#include <cordial/core/epolldispatcher.h>

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace Cordial::Gateway {

using namespace Qt::StringLiterals;

namespace {

// A thread carries any number of shards. What more of them bring is that a large message of one
// shard does not keep the others waiting, and further processors.
constexpr int kShardsPerThread = 64;
constexpr int kMostThreads = 16;
// Sessions of different sets are told apart by their numbers.
constexpr quint32 kSessionsPerSet = 1U << 20;

size_t threadsFor(qsizetype shards)
{
    const auto wanted = (shards + kShardsPerThread - 1) / kShardsPerThread;
    const int most = std::clamp(QThread::idealThreadCount(), 1, kMostThreads);
    return static_cast<size_t>(std::clamp<qsizetype>(wanted, 1, most));
}

} // namespace

void endThread(QThread &thread, QObject *object)
{
    thread.quit();
    thread.wait();
    // Without one Qt delivers nothing, deleteLater() included.
    if (QCoreApplication::instance() == nullptr)
        delete object;
}

ShardSet::ShardSet(quint32 number_, quint32 total_, quint32 ticketBase_, Clock &clock,
                   DispatchQueue &queue, MetricSink &metrics,
                   ShardWorker::TransportFactory transports)
    : number(number_)
    , total(total_)
    , ticketBase(ticketBase_)
    , m_clock(clock)
    , m_metrics(metrics)
    , m_queue(queue)
    , m_sink(queue, number_)
    , m_transports(std::move(transports))
{ }

ShardSet::~ShardSet()
{
    for (const auto &thread : m_threads)
        thread->quit();
    for (size_t i = 0; i < m_threads.size(); ++i)
        endThread(*m_threads[i], m_workers[i]);
}

quint32 ShardSet::sessionBase() const
{
    return number * kSessionsPerSet;
}

void ShardSet::makeRoom(int count, ShardCoordinator &coordinator,
                        const std::function<void(quint32)> &onStopped, QObject *context)
{
    while (m_threads.size() < threadsFor(m_shards.size() + count)) {
        auto thread = std::make_unique<QThread>();
        thread->setObjectName(u"gateway "_s % QString::number(m_threads.size()));
        auto earlyWake = std::make_unique<EarlyWake>(m_clock, m_queue, m_sink);
        auto *worker = new ShardWorker(m_clock, *earlyWake, m_metrics, m_transports);
        worker->moveToThread(thread.get());
        QObject::connect(thread.get(), &QThread::finished, worker, &QObject::deleteLater);
        QObject::connect(worker, &ShardWorker::stopped, context, onStopped);
        const auto forward = [&, base = ticketBase](auto signal, auto slot) {
            QObject::connect(worker, signal, &coordinator,
                             [target = &coordinator, slot, base](quint32 shard) {
                                 (target->*slot)(base + shard);
                             });
        };
        forward(&ShardWorker::identifyRequested, &ShardCoordinator::onIdentifyRequested);
        forward(&ShardWorker::identifyCancelled, &ShardCoordinator::onIdentifyCancelled);
        forward(&ShardWorker::identifySent, &ShardCoordinator::onIdentifySent);
        QObject::connect(worker, &ShardWorker::eventReported, &coordinator,
                         [target = &coordinator, base = ticketBase](const ShardEvent &event) {
                             target->onEvent(base + event.shard, event);
                         });
        m_workers.push_back(worker);
        m_load.push_back(0);
        m_earlyWakes.push_back(std::move(earlyWake));
        m_threads.push_back(std::move(thread));
    }
}

void ShardSet::startThreads()
{
    for (size_t i = 0; i < m_threads.size(); ++i) {
        if (!m_threads[i]->isRunning())
            startThread(*m_threads[i], *m_earlyWakes[i]);
    }
}

void ShardSet::startThread(QThread &thread, EarlyWake &earlyWake)
{
    // Without one the thread makes one of Qt's.
    if (auto loop = EpollDispatcher::create()) {
        QObject::connect(loop.get(), &EpollDispatcher::awake, loop.get(),
                         [&earlyWake] { earlyWake.onAwake(); });
        QObject::connect(loop.get(), &EpollDispatcher::aboutToBlock, loop.get(),
                         [&earlyWake] { earlyWake.onAboutToBlock(); });
        thread.setEventDispatcher(loop.release());
    }
    thread.start();
}

void ShardSet::add(GatewayConfig config, const std::optional<SessionRecord> &session)
{
    const auto lightest = std::min_element(m_load.begin(), m_load.end());
    ++*lightest;
    ShardWorker *worker = m_workers[size_t(lightest - m_load.begin())];
    config.backlog = std::make_shared<CommandBacklog>();
    config.sessionBase = sessionBase();
    m_shards.insert(config.shard, {worker, config.backlog});
    sessions.insert(config.shard, sessionBase());
    running.insert(config.shard);
    QMetaObject::invokeMethod(
        worker, [worker, config, session] { worker->add(config, session); }, Qt::QueuedConnection);
}

Result<> ShardSet::send(quint32 shard, const QByteArray &payload)
{
    const Member &member = m_shards[shard];
    std::atomic<int> &waiting = member.backlog->waiting;
    if (waiting.fetch_add(1, std::memory_order_relaxed) >= SendQueue::kMost) {
        waiting.fetch_sub(1, std::memory_order_relaxed);
        return makeError(ErrorCode::RateLimited,
                         u"shard "_s % QString::number(shard) % u" has "_s
                             % QString::number(SendQueue::kMost)
                             % u" commands waiting already: send fewer than 120 a minute"_s);
    }
    onWorkerOf(shard, [shard, payload](ShardWorker &worker) { worker.send(shard, payload); });
    return {};
}

Milliseconds ShardSet::commandDelay(quint32 shard) const
{
    // A little less than a window takes: some of it is kept for heartbeats.
    constexpr int kInAWindow = 100;
    const CommandBacklog &backlog = *m_shards[shard].backlog;
    const auto untilRoom = std::chrono::ceil<Milliseconds>(
        backlog.roomAt.load(std::memory_order_relaxed) - m_clock.now());
    return std::max(untilRoom, Milliseconds(0))
        + backlog.waiting.load(std::memory_order_relaxed) / kInAWindow * SendLimiter::kWindow;
}

QByteArrayList ShardSet::takeCommands()
{
    QByteArrayList all;
    for (ShardWorker *worker : m_workers)
        QMetaObject::invokeMethod(
            worker, [worker, &all] { all += worker->takeCommands(); },
            Qt::BlockingQueuedConnection);
    return all;
}

void ShardSet::onEach(const std::function<void(ShardWorker &)> &call) const
{
    for (ShardWorker *worker : m_workers)
        QMetaObject::invokeMethod(worker, [worker, call] { call(*worker); }, Qt::QueuedConnection);
}

void ShardSet::onWorkerOf(quint32 shard, const std::function<void(ShardWorker &)> &call) const
{
    ShardWorker *worker = m_shards[shard].worker;
    QMetaObject::invokeMethod(worker, [worker, call] { call(*worker); }, Qt::QueuedConnection);
}

std::vector<quint32> ShardSet::tickets() const
{
    std::vector<quint32> all;
    for (auto it = m_shards.cbegin(); it != m_shards.cend(); ++it)
        all.push_back(ticketBase + it.key());
    return all;
}

} // namespace Cordial::Gateway
