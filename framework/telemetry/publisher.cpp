// SPDX-License-Identifier: MIT
#include <cordial/telemetry/publisher.h>

#include <cordial/telemetry/socketfile.h>
#include <cordial/telemetry/wire/endpoint.h>
#include <cordial/telemetry/worker.h>

#include <QCoreApplication>
#include <QRandomGenerator>
#include <QThread>

#include <sys/eventfd.h>
#include <unistd.h>

namespace Cordial::Telemetry {

using namespace Qt::StringLiterals;

namespace {

class TelemetryThread : public QThread
{
public:
    explicit TelemetryThread(Worker &worker) : m_worker(worker)
    {
        setObjectName(u"cordial-telemetry"_s);
    }

protected:
    void run() override
    {
        m_worker.begin();
        exec();
        m_worker.end();
    }

private:
    Worker &m_worker;
};

Wire::Hello identityOf(const PublisherConfig &config)
{
    Wire::Hello hello;
    hello.instance = QRandomGenerator::system()->generate64();
    hello.processId = static_cast<quint64>(QCoreApplication::applicationPid());
    hello.name = config.name.toUtf8();
    return hello;
}

} // namespace

class Publisher::Private
{
public:
    Private(Publisher &owner, PublisherConfig given)
        : config(std::move(given)), worker(config.clock, shared, identityOf(config)), thread(worker)
    {
        shared.setInterest = [&owner](quint32 interest) {
            owner.m_interest.store(interest, std::memory_order_relaxed);
        };
        shared.pool = std::make_shared<RingPool>();
        // Without one (no descriptors left) only the early wake-up is missing.
        shared.wakeDescriptor = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
        worker.moveToThread(&thread);
        thread.start();
    }

    ~Private()
    {
        file = {};
        thread.quit();
        thread.wait();
        if (shared.wakeDescriptor >= 0)
            ::close(shared.wakeDescriptor);
    }

    void wake() noexcept
    {
        if (!shared.wakeSent.exchange(true, std::memory_order_seq_cst)
            && shared.wakeDescriptor >= 0)
            ::eventfd_write(shared.wakeDescriptor, 1);
    }

    PublisherConfig config;
    Shared shared;
    Worker worker;
    TelemetryThread thread;
    SocketFile file;
};

Publisher::Publisher(PublisherConfig config)
    : d(std::make_unique<Private>(*this, std::move(config)))
{ }

Publisher::~Publisher() = default;

Result<> Publisher::listen(const QString &path)
{
    if (!d->file.path().isEmpty()) {
        return makeError(ErrorCode::InvalidArgument,
                         u"already listening on %1"_s.arg(d->file.path()));
    }
    const QString wanted = !path.isEmpty() ? path
        : !d->config.path.isEmpty()        ? d->config.path
                                           : d->config.name;
    if (!wanted.contains(u'/') && !Wire::isHostName(wanted)) {
        return makeError(ErrorCode::InvalidArgument,
                         u"\"%1\" is no name for a host: use letters, digits, '.', '_' and '-', at "
                         u"most 64"_s.arg(wanted));
    }
    auto file = SocketFile::listen(Wire::socketPath(wanted));
    if (!file)
        return std::move(file).error();
    d->file = std::move(*file);
    const int descriptor = d->file.takeDescriptor();
    QMetaObject::invokeMethod(
        &d->worker, [worker = &d->worker, descriptor] { worker->serve(descriptor); },
        Qt::QueuedConnection);
    return {};
}

void Publisher::close()
{
    if (d->file.path().isEmpty())
        return;
    d->file = {};
    QMetaObject::invokeMethod(
        &d->worker, [worker = &d->worker] { worker->stopServing(); }, Qt::QueuedConnection);
}

QString Publisher::path() const
{
    return d->file.path();
}

PublisherStatistics Publisher::statistics() const
{
    constexpr auto kOrder = std::memory_order_relaxed;
    return {d->shared.clients.load(kOrder), d->shared.lost.load(kOrder),
            d->shared.dropped.load(kOrder), d->shared.evicted.load(kOrder),
            d->shared.cost.load(kOrder)};
}

template <typename Record>
void Publisher::push(MetricStream stream, const Record &record, qint64 at, bool state)
{
    RecordRing *ring = d->shared.pool->mine();
    if (ring == nullptr) {
        d->shared.pool->countLost(stream);
        return;
    }
    if (ring->push(stream, record, at, state) != RecordRing::Pushed::Stored)
        d->wake();
}

void Publisher::report(const ShardRecord &record)
{
    push(MetricStream::Shards, record, 0, true);
}

void Publisher::report(const BucketRecord &record)
{
    push(MetricStream::Buckets, record, 0, true);
}

void Publisher::report(const GaugeRecord &record)
{
    push(MetricStream::Gauges, record, 0, true);
}

void Publisher::report(const RequestRecord &record)
{
    if (wants(MetricStream::Requests))
        push(MetricStream::Requests, record, record.at, false);
}

void Publisher::report(const LogRecord &record)
{
    if (wants(MetricStream::Logs))
        push(MetricStream::Logs, record, record.at, false);
}

void Publisher::report(const PluginRecord &record)
{
    push(MetricStream::Plugins, record, 0, true);
}

void Publisher::report(const CommandRecord &record)
{
    push(MetricStream::Commands, record, 0, true);
}

} // namespace Cordial::Telemetry
