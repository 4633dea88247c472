// SPDX-License-Identifier: MIT
#include <cordial/telemetry/hub.h>

#include <algorithm>
#include <cstring>

namespace Cordial::Telemetry {

using Wire::Stream;

namespace {

// The numbers of the wire are those of core.
static_assert(int(Stream::Shards) == int(MetricStream::Shards));
static_assert(int(Stream::Buckets) == int(MetricStream::Buckets));
static_assert(int(Stream::Gauges) == int(MetricStream::Gauges));
static_assert(int(Stream::Requests) == int(MetricStream::Requests));
static_assert(int(Stream::Logs) == int(MetricStream::Logs));
static_assert(int(Stream::Plugins) == int(MetricStream::Plugins));
static_assert(int(Stream::Commands) == int(MetricStream::Commands));

//! Room for one more event and the end of the frame.
constexpr qsizetype kLongestEvent = 1024;
static_assert(sizeof(RequestRecord) + 256 < kLongestEvent);
static_assert(sizeof(LogRecord) + 256 < kLongestEvent);

template <typename Record>
Record copied(const RecordRing::Record &raw)
{
    Q_ASSERT(raw.size == sizeof(Record));
    Record record;
    std::memcpy(static_cast<void *>(&record), raw.data, sizeof(Record));
    return record;
}

} // namespace

Hub::Hub(Clock &clock, Wire::Hello identity, HubLimits limits)
    : m_clock(clock)
    , m_identity(std::move(identity))
    , m_limits(limits)
    , m_shards(limits.shards)
    , m_buckets(limits.buckets)
    , m_gauges(limits.gauges)
    , m_plugins(limits.plugins)
    , m_commands(limits.commands)
{
    m_sources.states[size_t(Stream::Shards)] = &m_shards;
    m_sources.states[size_t(Stream::Buckets)] = &m_buckets;
    m_sources.states[size_t(Stream::Gauges)] = &m_gauges;
    m_sources.states[size_t(Stream::Plugins)] = &m_plugins;
    m_sources.states[size_t(Stream::Commands)] = &m_commands;
}

Hub::~Hub() = default;

void Hub::take(const ShardRecord &record)
{
    m_shards.put(record);
}

void Hub::take(const BucketRecord &record)
{
    if (record.gone)
        m_buckets.remove(stateKey(record));
    else
        m_buckets.put(record);
}

void Hub::take(const GaugeRecord &record)
{
    m_gauges.put(record);
}

void Hub::take(const PluginRecord &record)
{
    m_plugins.put(record);
}

void Hub::take(const CommandRecord &record)
{
    m_commands.put(record);
}

void Hub::take(const RequestRecord &record)
{
    takeEvent<Wire::RequestFields>(record);
}

void Hub::take(const LogRecord &record)
{
    takeEvent<Wire::LogFields>(record);
}

void Hub::take(const RecordRing::Record &record)
{
    switch (record.stream) {
    case MetricStream::Shards:
        return take(copied<ShardRecord>(record));
    case MetricStream::Buckets:
        return take(copied<BucketRecord>(record));
    case MetricStream::Gauges:
        return take(copied<GaugeRecord>(record));
    case MetricStream::Requests:
        return take(copied<RequestRecord>(record));
    case MetricStream::Logs:
        return take(copied<LogRecord>(record));
    case MetricStream::Plugins:
        return take(copied<PluginRecord>(record));
    case MetricStream::Commands:
        return take(copied<CommandRecord>(record));
    }
}

template <typename Fields, typename Record>
void Hub::takeEvent(const Record &record)
{
    constexpr auto kIndex = static_cast<size_t>(Fields::kStream);
    EventStream &events = m_events[kIndex];
    if ((interest() >> kIndex & 1U) == 0) {
        seal(Fields::kStream);
        ++m_sources.nextEvent[kIndex];
        return;
    }
    if (!events.open)
        beginEvents(Fields::kStream, events);
    Wire::encodeRecord<Fields>(events.out, record);
    ++events.rows;
    ++m_sources.nextEvent[kIndex];
    if (events.out.size() + kLongestEvent > Wire::kLongestDataFrame)
        seal(Fields::kStream);
}

void Hub::beginEvents(Stream stream, EventStream &events)
{
    events.open = true;
    events.rows = 0;
    events.from = m_sources.nextEvent[static_cast<size_t>(stream)];
    events.out.truncate(0);
    events.frameMark = beginFrame(events.out, Wire::FrameType::Delta, static_cast<quint16>(stream));
    events.out.array(4);
    events.out.unsignedInteger(events.from);
    events.toMark = events.out.openUnsigned();
    events.rowsMark = events.out.openArray();
}

void Hub::seal(Stream stream)
{
    EventStream &events = m_events[static_cast<size_t>(stream)];
    if (!events.open)
        return;
    events.open = false;
    const quint64 to = m_sources.nextEvent[static_cast<size_t>(stream)];
    events.out.patchUnsigned(events.toMark, to);
    events.out.closeArray(events.rowsMark, events.rows);
    events.out.array(0);
    endFrame(events.out, events.frameMark);
    offer(stream, {events.from, to, events.out.copy()});
}

void Hub::offer(Stream stream, const EventFrame &frame)
{
    for (const auto &[id, session] : m_sessions)
        session->offer(stream, frame);
}

void Hub::takeLost(Stream stream, quint64 count)
{
    if (count == 0)
        return;
    m_lostInRings += count;
    const auto index = static_cast<size_t>(stream);
    if (m_sources.states[index] != nullptr) {
        for (const auto &[id, session] : m_sessions)
            session->offerLostChanges(stream, count);
        return;
    }
    seal(stream);
    const quint64 from = m_sources.nextEvent[index];
    m_sources.nextEvent[index] = from + count;
    offer(stream, {from, from + count, {}});
}

Hub::ClientId Hub::open(Link &link)
{
    const ClientId id = m_nextClient++;
    auto session = std::make_unique<Session>(
        link, m_clock, m_sources, [this] { return admit(); }, m_limits.session);
    if (m_sessions.size() - attached() >= m_limits.strangers)
        session->dismiss(Wire::ByeCode::Busy, QStringLiteral("too many connections at once"));
    m_sessions.emplace(id, std::move(session));
    return id;
}

std::optional<Wire::Hello> Hub::admit()
{
    if (attached() >= m_limits.clients)
        return std::nullopt;
    Wire::Hello hello = m_identity;
    hello.schema = Wire::ownSchema();
    hello.monotonicNs =
        std::chrono::duration_cast<std::chrono::nanoseconds>(m_clock.now().time_since_epoch())
            .count();
    hello.wallMs =
        std::chrono::duration_cast<Milliseconds>(m_clock.wallNow().time_since_epoch()).count();
    return hello;
}

size_t Hub::attached() const
{
    return static_cast<size_t>(
        std::count_if(m_sessions.begin(), m_sessions.end(), [](const auto &entry) {
            return entry.second->isAttached() && !entry.second->isOver();
        }));
}

void Hub::received(ClientId client, QByteArrayView bytes)
{
    const auto found = m_sessions.find(client);
    if (found == m_sessions.end())
        return;
    // A stream that is wanted from here on begins with the next event, not with those that are
    // encoded already.
    seal(Stream::Requests);
    seal(Stream::Logs);
    found->second->receive(bytes);
    found->second->pump();
}

void Hub::writable(ClientId client)
{
    if (const auto found = m_sessions.find(client); found != m_sessions.end())
        found->second->pump();
}

void Hub::closed(ClientId client)
{
    const auto found = m_sessions.find(client);
    if (found == m_sessions.end())
        return;
    m_droppedForGone += found->second->dropped();
    m_sessions.erase(found);
}

void Hub::dismissAll(Wire::ByeCode code, const QString &text)
{
    for (const auto &[id, session] : m_sessions)
        session->dismiss(code, text);
}

void Hub::flush()
{
    seal(Stream::Requests);
    seal(Stream::Logs);
    for (const auto &[id, session] : m_sessions) {
        session->pump();
        session->checkTime();
    }
}

quint32 Hub::interest() const
{
    quint32 wanted = 0;
    for (const auto &[id, session] : m_sessions)
        wanted |= session->interest();
    return wanted;
}

HubStatistics Hub::statistics() const
{
    HubStatistics all{attached(), m_lostInRings, m_droppedForGone,
                      m_shards.evicted() + m_buckets.evicted() + m_gauges.evicted()
                          + m_plugins.evicted() + m_commands.evicted()};
    for (const auto &[id, session] : m_sessions)
        all.droppedForClients += session->dropped();
    return all;
}

} // namespace Cordial::Telemetry
