// SPDX-License-Identifier: MIT
#include <cordial/telemetry/worker.h>

#include <cordial/core/logging.h>
#include <cordial/telemetry/socketfile.h>

#include <algorithm>
#include <ctime>
#include <limits>

#include <sys/eventfd.h>

namespace Cordial::Telemetry {

using namespace std::chrono_literals;

namespace {

constexpr auto kRound = 50ms;
constexpr auto kIdleRound = 250ms;
constexpr auto kMeasured = 1s;
//! A record that claims to be this far ahead has another clock: it is not waited for.
constexpr qint64 kBelievableAheadNs = 100'000'000;
//! The promise: 1 % of a core at 50,000 events/s.
constexpr double kCostLimit = 0.01;
constexpr qint64 kReadBuffer = 64 * 1024;

qint64 threadCpuNs()
{
    timespec spent{};
    if (::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent) != 0)
        return 0;
    return qint64(spent.tv_sec) * 1'000'000'000 + spent.tv_nsec;
}

} // namespace

SocketLink::SocketLink(QLocalSocket *socket, QObject *parent) : QObject(parent), m_socket(socket)
{
    socket->setParent(this);
    socket->setReadBufferSize(kReadBuffer);
    connect(socket, &QLocalSocket::readyRead, this, &SocketLink::arrived);
    connect(socket, &QLocalSocket::bytesWritten, this, &SocketLink::writable);
    connect(socket, &QLocalSocket::disconnected, this, [this] { end(); }, Qt::QueuedConnection);
}

SocketLink::~SocketLink()
{
    m_socket->disconnect(this);
}

void SocketLink::close()
{
    m_socket->flush();
    QMetaObject::invokeMethod(this, [this] { end(); }, Qt::QueuedConnection);
}

void SocketLink::end()
{
    if (m_ended)
        return;
    m_ended = true;
    m_socket->disconnect(this);
    m_socket->abort();
    Q_EMIT ended();
}

Worker::Worker(Clock &clock, Shared &shared, Wire::Hello identity)
    : m_clock(clock), m_shared(shared), m_hub(clock, std::move(identity))
{ }

Worker::~Worker() = default;

void Worker::begin()
{
    m_timer = m_clock.makeTimer();
    if (m_shared.wakeDescriptor >= 0) {
        m_wakeNotifier =
            std::make_unique<QSocketNotifier>(m_shared.wakeDescriptor, QSocketNotifier::Read);
        connect(m_wakeNotifier.get(), &QSocketNotifier::activated, this, [this] { wake(); });
    }
    m_measuredAt = m_clock.now();
    m_cpuNs = threadCpuNs();
    round();
}

void Worker::end()
{
    stopServing();
    m_timer.reset();
    m_wakeNotifier.reset();
}

void Worker::serve(int descriptor)
{
    stopServing();
    m_server = std::make_unique<QLocalServer>();
    connect(m_server.get(), &QLocalServer::newConnection, this, [this] { accept(); });
    if (!m_server->listen(qintptr(descriptor)))
        qCCritical(lcTelemetry, "cannot serve inspectors: %ls",
                   qUtf16Printable(m_server->errorString()));
}

void Worker::stopServing()
{
    m_server.reset();
    drain();
    m_hub.flush();
    m_hub.dismissAll(Wire::ByeCode::Leaving, QStringLiteral("the host stops showing itself"));
    const auto links = std::exchange(m_links, {});
    for (const auto &[id, link] : links) {
        m_hub.closed(id);
        delete link;
    }
    publishInterest();
}

void Worker::accept()
{
    while (QLocalSocket *socket = m_server->nextPendingConnection())
        welcome(socket);
}

void Worker::welcome(QLocalSocket *socket)
{
    if (!isSameUser(socket->socketDescriptor())) {
        qCWarning(lcTelemetry, "refused a connection of another user");
        socket->abort();
        socket->deleteLater();
        return;
    }
    auto *link = new SocketLink(socket, this);
    const Hub::ClientId id = m_hub.open(*link);
    m_links.emplace(id, link);
    connect(link, &SocketLink::arrived, this, [this, id, link] { read(id, link); });
    connect(link, &SocketLink::writable, this, [this, id] { m_hub.writable(id); });
    connect(link, &SocketLink::ended, this, [this, id, link] { forget(id, link); });
}

void Worker::read(Hub::ClientId id, SocketLink *link)
{
    // What was reported until now belongs into the snapshot that may be asked for here.
    drain();
    const size_t before = m_hub.statistics().clients;
    m_hub.received(id, link->read());
    publishInterest();
    if (before == 0 && m_hub.statistics().clients > 0)
        m_timer->start(kRound, [this] { round(); });
}

void Worker::forget(Hub::ClientId id, SocketLink *link)
{
    m_hub.closed(id);
    m_links.erase(id);
    link->deleteLater();
    publishInterest();
}

void Worker::wake()
{
    eventfd_t count = 0;
    ::eventfd_read(m_shared.wakeDescriptor, &count);
    round();
}

void Worker::round()
{
    drain();
    m_hub.flush();
    publishInterest();
    measure();
    const bool idle = m_hub.statistics().clients == 0;
    m_timer->start(idle ? kIdleRound : kRound, [this] { round(); });
}

//! Takes the records of all threads in the order of their times, so that a request is not seen
//! finished before it is seen queued. A record that came while the rings were looked at waits for
//! the next round: something older may still be on its way into a ring that was read already.
void Worker::drain()
{
    m_shared.wakeSent.store(false, std::memory_order_seq_cst);
    const qint64 now = std::chrono::nanoseconds(m_clock.now().time_since_epoch()).count();
    const auto &rings = m_shared.pool->rings();
    const auto peek = [now](RecordRing *ring, RecordRing::Record &record) {
        return ring->peek(record) && (record.at <= now || record.at > now + kBelievableAheadNs);
    };
    m_heads.clear();
    for (RecordRing *ring : rings) {
        ring->beginRound();
        RecordRing::Record record;
        if (peek(ring, record))
            m_heads.emplace_back(ring, record);
    }
    while (!m_heads.empty()) {
        qint64 second = std::numeric_limits<qint64>::max();
        size_t first = 0;
        for (size_t i = 1; i < m_heads.size(); ++i) {
            if (m_heads[i].second.at < m_heads[first].second.at) {
                second = m_heads[first].second.at;
                first = i;
            } else {
                second = std::min(second, m_heads[i].second.at);
            }
        }
        auto &[ring, record] = m_heads[first];
        bool more = true;
        while (more && record.at <= second) {
            m_hub.take(record);
            ring->release(record);
            more = peek(ring, record);
        }
        if (!more)
            m_heads.erase(m_heads.begin() + static_cast<std::ptrdiff_t>(first));
    }
    const auto tellLost = [this](const StreamCounts &lost) {
        for (size_t i = 0; i < kStreamCount; ++i)
            m_hub.takeLost(static_cast<Wire::Stream>(i), lost[i]);
    };
    for (RecordRing *ring : rings) {
        ring->endRound();
        tellLost(ring->takeLost());
    }
    tellLost(m_shared.pool->takeLost());
}

void Worker::publishInterest()
{
    m_shared.setInterest(m_hub.interest());
    const HubStatistics now = m_hub.statistics();
    m_shared.clients.store(static_cast<quint32>(now.clients), std::memory_order_relaxed);
    m_shared.lost.store(now.lostInRings, std::memory_order_relaxed);
    m_shared.dropped.store(now.droppedForClients, std::memory_order_relaxed);
    m_shared.evicted.store(now.evicted, std::memory_order_relaxed);
}

void Worker::measure()
{
    const TimePoint now = m_clock.now();
    if (now - m_measuredAt < kMeasured)
        return;
    const qint64 cpuNs = threadCpuNs();
    const double cost = double(cpuNs - m_cpuNs)
        / double(std::chrono::duration_cast<std::chrono::nanoseconds>(now - m_measuredAt).count());
    m_measuredAt = now;
    m_cpuNs = cpuNs;
    m_shared.cost.store(cost, std::memory_order_relaxed);
    putGauge("telemetry", cost, kCostLimit);
    const HubStatistics all = m_hub.statistics();
    if (all.lostInRings > 0)
        putGauge("telemetry.lost", double(all.lostInRings));
    if (all.evicted > 0)
        putGauge("telemetry.evicted", double(all.evicted));
    if (all.lostInRings > 0 && !std::exchange(m_warnedOfLoss, true))
        qCWarning(lcTelemetry, "more was reported than telemetry can take: some of it is lost");
}

void Worker::putGauge(std::string_view name, double value, double limit)
{
    GaugeRecord gauge;
    gauge.name = name;
    gauge.value = value;
    gauge.limit = limit;
    m_hub.take(gauge);
}

} // namespace Cordial::Telemetry
