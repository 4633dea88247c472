// SPDX-License-Identifier: GPL-3.0-or-later
#include "hostlink.h"

#include <cordial/telemetry/wire/endpoint.h>

#include <QPointer>

#include <utility>

namespace Cordial::Inspector {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kSlice = 4ms;
constexpr qint64 kPiece = 128 * 1024;
constexpr qint64 kReadBuffer = 1024 * 1024;
constexpr auto kTick = 1s;
//! A host that is stopped in a debugger keeps its socket open: after this it counts as lost.
constexpr auto kSilence = 10s;

QString describe(QLocalSocket::LocalSocketError error, const QString &name, const QString &detail)
{
    switch (error) {
    case QLocalSocket::ServerNotFoundError:
        return HostConnection::tr("no host called \"%1\" is running").arg(name);
    case QLocalSocket::ConnectionRefusedError:
        return HostConnection::tr("the host \"%1\" has ended").arg(name);
    case QLocalSocket::SocketAccessError:
        return HostConnection::tr("the host \"%1\" belongs to another user").arg(name);
    default:
        return HostConnection::tr("cannot reach \"%1\": %2").arg(name, detail);
    }
}

} // namespace

HostConnection::Private::Private(HostConnection &owner, Clock &clock, RandomSource random)
    : q(owner)
    , m_clock(clock)
    , m_backoff({250ms, 5000ms, 250ms}, std::move(random))
    , m_retryTimer(clock.makeTimer())
    , m_tickTimer(clock.makeTimer())
    , m_sliceTimer(clock.makeTimer())
{ }

HostConnection::Private::~Private()
{
    hangUp();
}

qint64 HostConnection::Private::nowNs() const
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(m_clock.now().time_since_epoch())
        .count();
}

void HostConnection::Private::attach(const QString &nameOrPath)
{
    hangUp();
    m_retryTimer->stop();
    m_backoff.reset();
    m_earlier = {};
    m_everAttached = false;
    m_roundTripNs = -1;
    m_bytesPerSecond = 0;
    host = {};
    staleSince.reset();
    m_name = nameOrPath;
    m_path = Wire::socketPath(nameOrPath);
    if (!nameOrPath.contains(u'/') && !Wire::isHostName(nameOrPath))
        return refuse(tr("\"%1\" is no name of a host").arg(nameOrPath));
    if (m_path.toUtf8().size() > Wire::longestSocketPath())
        return refuse(tr("the path %1 is too long for a socket").arg(m_path));
    const QPointer<Private> self(this);
    setState(LinkState::Connecting, {});
    if (self && state == LinkState::Connecting && m_socket == nullptr)
        connectToHost();
}

void HostConnection::Private::detach()
{
    if (m_feed && m_socket != nullptr && m_socket->state() == QLocalSocket::ConnectedState) {
        m_feed->farewell();
        m_socket->flush();
    }
    hangUp();
    m_retryTimer->stop();
    setState(LinkState::Detached, {});
}

void HostConnection::Private::setStreams(Streams wanted)
{
    if (std::exchange(streams, wanted) != wanted && m_feed)
        m_feed->setStreams(wanted);
}

void HostConnection::Private::connectToHost()
{
    hangUp();
    m_socket = new QLocalSocket(this);
    m_socket->setReadBufferSize(kReadBuffer);
    connect(m_socket, &QLocalSocket::connected, this, [this] { onConnected(); });
    connect(m_socket, &QLocalSocket::disconnected, this, [this] { onDisconnected(); });
    connect(m_socket, &QLocalSocket::errorOccurred, this,
            [this](QLocalSocket::LocalSocketError error) {
                // A connection that was up ends with disconnected(), after what is left to read.
                if (!m_feed)
                    lose(describe(error, m_name, m_socket->errorString()));
            });
    connect(m_socket, &QLocalSocket::readyRead, this, [this] { scheduleSlice(); });
    m_heardAt = m_clock.now();
    m_tickedAt = m_heardAt;
    m_tickTimer->start(kTick, [this] { tick(); });
    m_socket->connectToServer(m_path);
}

//! Quietly: nothing is told to anyone.
void HostConnection::Private::hangUp()
{
    m_tickTimer->stop();
    m_sliceTimer->stop();
    if (m_feed) {
        m_feed->mute();
        const FeedCounts &counts = m_feed->counts();
        m_earlier.received += counts.received;
        m_earlier.lost += counts.lost;
        m_earlier.malformed += counts.malformed;
        m_feed.reset();
    }
    m_bytesAtTick = 0;
    if (m_socket != nullptr) {
        // Later: we may be inside one of its signals.
        m_socket->disconnect(this);
        m_socket->abort();
        m_socket->deleteLater();
        m_socket = nullptr;
    }
}

void HostConnection::Private::onConnected()
{
    m_feed = std::make_shared<Feed>(*this, streams);
    const auto wall =
        std::chrono::duration_cast<Milliseconds>(m_clock.wallNow().time_since_epoch());
    m_heardAt = m_clock.now();
    m_feed->begin(nowNs(), wall.count());
}

void HostConnection::Private::onDisconnected()
{
    // What the host said last is still to be read, a Bye above all.
    while (m_socket != nullptr && m_feed && m_socket->bytesAvailable() > 0) {
        const QPointer<Private> self(this);
        const auto feed = m_feed;
        feed->feed(m_socket->read(kPiece));
        while (feed->step(nowNs())) { }
        if (!self || feed->isMuted())
            return;
    }
    const auto feed = m_feed;
    const QPointer<Private> self(this);
    if (feed)
        feed->deliver();
    if (self && (!feed || !feed->isMuted()))
        lose(tr("the connection to \"%1\" has broken").arg(m_name));
}

void HostConnection::Private::scheduleSlice()
{
    if (!m_sliceTimer->isActive())
        m_sliceTimer->start(0ns, [this] { readSlice(); });
}

void HostConnection::Private::readSlice()
{
    if (!m_feed || m_socket == nullptr)
        return;
    const QPointer<Private> self(this);
    const auto feed = m_feed; // outlives whatever the listeners do
    const TimePoint end = m_clock.now() + kSlice;
    m_heardAt = m_clock.now();
    bool more = true;
    while (more && m_clock.now() < end) {
        if (feed->step(nowNs()))
            continue;
        if (!self || feed->isMuted())
            return;
        more = feed->error().isEmpty() && m_socket->bytesAvailable() > 0;
        if (more)
            feed->feed(m_socket->read(kPiece));
    }
    feed->deliver();
    if (!self || feed->isMuted())
        return;
    if (!feed->error().isEmpty())
        return lose(feed->error());
    if (more)
        scheduleSlice();
}

void HostConnection::Private::tick()
{
    const TimePoint now = m_clock.now();
    if (now - m_heardAt >= kSilence)
        return lose(tr("\"%1\" has not answered for %2 s").arg(m_name).arg(kSilence.count()));
    m_tickTimer->start(kTick, [this] { tick(); });
    if (!m_feed || !m_feed->hasHello())
        return;
    const quint64 bytes = m_feed->counts().bytes;
    const std::chrono::duration<double> passed = now - std::exchange(m_tickedAt, now);
    if (passed.count() > 0)
        m_bytesPerSecond =
            static_cast<double>(bytes - std::exchange(m_bytesAtTick, bytes)) / passed.count();
    m_feed->ping(nowNs());
    Q_EMIT q.statisticsChanged(currentStatistics());
}

LinkStatistics HostConnection::Private::currentStatistics() const
{
    FeedCounts counts = m_earlier;
    if (m_feed) {
        counts.received += m_feed->counts().received;
        counts.lost += m_feed->counts().lost;
        counts.malformed += m_feed->counts().malformed;
    }
    return {m_roundTripNs < 0 ? -1 : m_roundTripNs / 1000, m_bytesPerSecond, counts.received,
            counts.lost, counts.malformed};
}

void HostConnection::Private::lose(const QString &why)
{
    hangUp();
    m_bytesPerSecond = 0;
    m_roundTripNs = -1;
    if (m_everAttached && !staleSince)
        staleSince = m_clock.now();
    m_retryTimer->start(m_backoff.next(), [this] { connectToHost(); });
    setState(m_everAttached ? LinkState::Stale : LinkState::Connecting, why);
}

void HostConnection::Private::refuse(const QString &why)
{
    hangUp();
    m_retryTimer->stop();
    if (m_everAttached && !staleSince)
        staleSince = m_clock.now();
    setState(LinkState::Refused, why);
}

void HostConnection::Private::setState(LinkState next, const QString &why)
{
    if (next == state && why == reason)
        return;
    state = next;
    reason = why;
    Q_EMIT q.stateChanged(next, why);
}

void HostConnection::Private::send(const QByteArray &bytes)
{
    if (m_socket != nullptr && m_socket->isOpen())
        m_socket->write(bytes);
}

void HostConnection::Private::helloArrived(const Wire::Hello &hello)
{
    if (hello.major != Wire::kMajor) {
        return refuse(tr("\"%1\" speaks telemetry %2, this program %3: use programs of the same "
                         "version")
                          .arg(m_name)
                          .arg(hello.major)
                          .arg(Wire::kMajor));
    }
    const HostInfo info{hello.name,  hello.instance, hello.processId,
                        hello.major, hello.minor,    hello.wallMs - nowNs() / 1'000'000};
    const bool restarted = m_everAttached && info.instance != host.instance;
    host = info;
    m_everAttached = true;
    staleSince.reset();
    m_backoff.reset();
    const QPointer<Private> self(this);
    const auto feed = m_feed;
    setState(LinkState::Attached, {});
    if (self && restarted && !feed->isMuted())
        Q_EMIT q.hostRestarted(host);
}

void HostConnection::Private::byeArrived(const Wire::Bye &bye)
{
    const QString said = QString::fromUtf8(bye.text);
    switch (bye.code) {
    case Wire::ByeCode::Version:
        return refuse(said);
    case Wire::ByeCode::Leaving:
        return lose(tr("\"%1\" has ended").arg(m_name));
    case Wire::ByeCode::Busy:
    case Wire::ByeCode::Stalled:
    case Wire::ByeCode::Protocol:
        break;
    }
    lose(tr("\"%1\" hung up: %2").arg(m_name, said));
}

void HostConnection::Private::roundTripMeasured(qint64 nanoseconds)
{
    m_roundTripNs = nanoseconds;
}

void HostConnection::Private::snapshotBegun(MetricStream stream)
{
    Q_EMIT q.snapshotBegun(stream);
}

void HostConnection::Private::snapshotEnded(MetricStream stream)
{
    Q_EMIT q.snapshotEnded(stream);
}

void HostConnection::Private::changed(const StateBatch<ShardRow, quint32> &batch)
{
    Q_EMIT q.shardsChanged(batch.rows, batch.removed);
}

void HostConnection::Private::changed(const StateBatch<BucketRow, QByteArray> &batch)
{
    Q_EMIT q.bucketsChanged(batch.rows, batch.removed);
}

void HostConnection::Private::changed(const StateBatch<GaugeRow, QByteArray> &batch)
{
    Q_EMIT q.gaugesChanged(batch.rows, batch.removed);
}

void HostConnection::Private::changed(const StateBatch<PluginRow, QByteArray> &batch)
{
    Q_EMIT q.pluginsChanged(batch.rows, batch.removed);
}

void HostConnection::Private::changed(const StateBatch<CommandRow, QByteArray> &batch)
{
    Q_EMIT q.commandsChanged(batch.rows, batch.removed);
}

void HostConnection::Private::arrived(const QList<RequestEvent> &events)
{
    Q_EMIT q.requestsArrived(events);
}

void HostConnection::Private::arrived(const QList<LogLine> &lines)
{
    Q_EMIT q.logsArrived(lines);
}

void HostConnection::Private::lost(MetricStream stream, quint64 count)
{
    const QPointer<Private> self(this);
    Q_EMIT q.eventsLost(stream, count);
    if (self)
        Q_EMIT q.statisticsChanged(currentStatistics());
}

} // namespace Cordial::Inspector
