// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/telemetry/ring.h>
#include <cordial/telemetry/session.h>
#include <cordial/telemetry/statetable.h>

#include <map>
#include <memory>

namespace Cordial::Telemetry {

//! \brief How many rows of each state stream are kept; beyond that the one that changed longest
//! ago leaves, counted.
struct HubLimits
{
    size_t shards = 16'384;
    size_t buckets = 8'192;
    size_t gauges = 256;
    size_t plugins = 1'024;
    size_t commands = 4'096;
    size_t clients = 4; //!< attached
    size_t strangers = 8; //!< connected, without Hello yet
    SessionLimits session;
};

struct HubStatistics
{
    size_t clients = 0;
    quint64 lostInRings = 0; //!< records turned away before they arrived here
    quint64 droppedForClients = 0; //!< events that a client was too slow for, all clients together
    quint64 evicted = 0; //!< rows
};

//! \brief The heart of the telemetry thread: takes records, keeps the states, feeds the sessions.
//! Pure: no socket, no thread, no timer. One thread only.
class Hub
{
public:
    using ClientId = quint64;

    //! \a identity: name, instance and process id of the host's Hello; the rest is filled in.
    Hub(Clock &clock, Wire::Hello identity, HubLimits limits = {});
    ~Hub();
    Hub(const Hub &) = delete;
    Hub &operator=(const Hub &) = delete;

    void take(const ShardRecord &record);
    void take(const BucketRecord &record);
    void take(const GaugeRecord &record);
    void take(const PluginRecord &record);
    void take(const CommandRecord &record);
    void take(const RequestRecord &record);
    void take(const LogRecord &record);
    //! \brief A record as it lies in a ring.
    void take(const RecordRing::Record &record);
    //! \brief \a count records of \a stream were lost after those taken so far.
    void takeLost(Wire::Stream stream, quint64 count);

    //! \brief A client came. \a link must stay until closed().
    [[nodiscard]] ClientId open(Link &link);
    void received(ClientId client, QByteArrayView bytes);
    //! \brief The client can take more.
    void writable(ClientId client);
    //! \brief The client is gone; its memory is given back.
    void closed(ClientId client);
    //! \brief Says good-bye to all.
    void dismissAll(Wire::ByeCode code, const QString &text);

    //! \brief Sends what has come since, and looks after the clock. Every 50 ms.
    void flush();

    //! \brief Bit n: some client wants stream n.
    [[nodiscard]] quint32 interest() const;
    [[nodiscard]] HubStatistics statistics() const;

private:
    struct EventStream
    {
        Wire::CborWriter out{Wire::kLongestDataFrame};
        qsizetype frameMark = 0;
        qsizetype toMark = 0;
        qsizetype rowsMark = 0;
        quint64 from = 0;
        quint32 rows = 0;
        bool open = false;
    };

    template <typename Fields, typename Record>
    void takeEvent(const Record &record);
    void beginEvents(Wire::Stream stream, EventStream &events);
    void seal(Wire::Stream stream);
    void offer(Wire::Stream stream, const EventFrame &frame);
    [[nodiscard]] std::optional<Wire::Hello> admit();
    [[nodiscard]] size_t attached() const;

    Clock &m_clock;
    Wire::Hello m_identity;
    HubLimits m_limits;
    StateTable<Wire::ShardFields, ShardRecord> m_shards;
    StateTable<Wire::BucketFields, BucketRecord> m_buckets;
    StateTable<Wire::GaugeFields, GaugeRecord> m_gauges;
    StateTable<Wire::PluginFields, PluginRecord> m_plugins;
    StateTable<Wire::CommandFields, CommandRecord> m_commands;
    std::array<EventStream, kStreamCount> m_events;
    Sources m_sources;
    std::map<ClientId, std::unique_ptr<Session>> m_sessions;
    ClientId m_nextClient = 1;
    quint64 m_lostInRings = 0;
    quint64 m_droppedForGone = 0;
};

} // namespace Cordial::Telemetry
