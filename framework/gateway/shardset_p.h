// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/gateway/dispatchqueue.h>
#include <cordial/gateway/earlywake_p.h>
#include <cordial/gateway/shardcoordinator_p.h>
#include <cordial/gateway/shardworker_p.h>

#include <QHash>
#include <QSet>
#include <QThread>

#include <atomic>
#include <memory>
#include <vector>

namespace Cordial::Gateway {

//! \brief Ends \a thread, and \a object, which its end deletes.
void endThread(QThread &thread, QObject *object);

//! \brief The shards of one number of shards, with their threads. A manager has one, and two while
//! it reshards. Thread: the manager's.
class ShardSet
{
public:
    ShardSet(quint32 number, quint32 total, quint32 ticketBase, Clock &clock, DispatchQueue &queue,
             MetricSink &metrics, ShardWorker::TransportFactory transports);
    //! \brief Ends the threads and with them what is left of the shards.
    ~ShardSet();
    ShardSet(const ShardSet &) = delete;
    ShardSet &operator=(const ShardSet &) = delete;

    //! \brief Threads for \a count more shards; they run once started.
    void makeRoom(int count, ShardCoordinator &coordinator,
                  const std::function<void(quint32 shard)> &onStopped, QObject *context);
    void startThreads();
    //! \brief Sets a shard up; the coordinator starts it.
    void add(GatewayConfig config, const std::optional<SessionRecord> &session);

    [[nodiscard]] bool has(quint32 shard) const { return m_shards.contains(shard); }
    [[nodiscard]] Result<> send(quint32 shard, const QByteArray &payload);
    //! \brief About how long a command waits there for the send limit.
    [[nodiscard]] Milliseconds commandDelay(quint32 shard) const;
    //! \brief The commands that have not been sent, which the shards then do not send. Blocks.
    [[nodiscard]] QByteArrayList takeCommands();
    void onEach(const std::function<void(ShardWorker &)> &call) const;
    void onWorkerOf(quint32 shard, const std::function<void(ShardWorker &)> &call) const;
    [[nodiscard]] ShardWorker *workerOf(quint32 shard) const { return m_shards[shard].worker; }
    [[nodiscard]] std::vector<quint32> tickets() const;

    const quint32 number;
    const quint32 total;
    const quint32 ticketBase;
    int first = 0;
    int last = -1;
    QHash<quint32, quint32> sessions; //!< READYs of each shard, as Dispatch::session counts them
    QSet<quint32> everReady;
    QSet<quint32> ready; //!< now, as far as has been delivered
    QSet<quint32> gone; //!< closed with a code that must not be retried
    QSet<quint32> running;

    [[nodiscard]] quint32 sessionBase() const;
    [[nodiscard]] bool isReady() const { return everReady.size() == last - first + 1; }

private:
    struct Member
    {
        ShardWorker *worker = nullptr;
        std::shared_ptr<CommandBacklog> backlog;
    };
    //! Marks what comes from this set.
    class Sink : public DispatchSink
    {
    public:
        Sink(DispatchQueue &queue, quint32 set) : m_queue(queue), m_set(set) { }
        Taken push(Delivery delivery) override
        {
            delivery.set = m_set;
            return m_queue.push(std::move(delivery));
        }

    private:
        DispatchQueue &m_queue;
        const quint32 m_set;
    };

    void startThread(QThread &thread, EarlyWake &earlyWake);

    Clock &m_clock;
    MetricSink &m_metrics;
    DispatchQueue &m_queue;
    Sink m_sink;
    ShardWorker::TransportFactory m_transports;
    std::vector<std::unique_ptr<EarlyWake>> m_earlyWakes; //!< one a thread
    std::vector<std::unique_ptr<QThread>> m_threads;
    std::vector<ShardWorker *> m_workers; //!< each owned by its thread: deleted as it finishes
    std::vector<int> m_load; //!< shards of each worker
    QHash<quint32, Member> m_shards;
};

} // namespace Cordial::Gateway
