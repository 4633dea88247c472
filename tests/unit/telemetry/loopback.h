// SPDX-License-Identifier: MIT
#pragma once

#include "client/feed.h"

#include <cordial/core/manualclock.h>
#include <cordial/telemetry/hub.h>

#include <QMap>

#include <memory>
#include <string>

namespace Cordial::Test {

//! \brief The host's end of a connection in memory: what was written waits until it is fetched.
class MemoryLink : public Telemetry::Link
{
public:
    void write(const QByteArray &bytes) override { m_waiting += bytes; }
    [[nodiscard]] qint64 unsent() const override { return m_waiting.size(); }
    void close() override { closed = true; }
    [[nodiscard]] QByteArray fetch(qsizetype most = -1)
    {
        const QByteArray piece =
            most < 0 ? m_waiting : m_waiting.first(qMin(most, m_waiting.size()));
        m_waiting.remove(0, piece.size());
        return piece;
    }

    bool closed = false;

private:
    QByteArray m_waiting;
};

//! \brief Keeps what a feed says as a window would show it.
class Screen : public Inspector::FeedListener
{
public:
    void send(const QByteArray &bytes) override { toHost += bytes; }
    void helloArrived(const Wire::Hello &hello) override { hellos.append(hello); }
    void byeArrived(const Wire::Bye &bye) override { byes.append(bye); }
    void roundTripMeasured(qint64 nanoseconds) override { roundTrips.append(nanoseconds); }
    void snapshotBegun(MetricStream stream) override
    {
        ++snapshots[stream];
        if (stream == MetricStream::Shards)
            shards.clear();
        else if (stream == MetricStream::Buckets)
            buckets.clear();
        else if (stream == MetricStream::Gauges)
            gauges.clear();
        else if (stream == MetricStream::Plugins)
            plugins.clear();
        else if (stream == MetricStream::Commands)
            commands.clear();
    }
    void snapshotEnded(MetricStream stream) override { ++snapshotEnds[stream]; }
    void changed(const Inspector::StateBatch<Inspector::ShardRow, quint32> &batch) override
    {
        for (const auto &row : batch.rows)
            shards.insert(row.shard, row);
        for (const auto &key : batch.removed)
            shards.remove(key);
    }
    void changed(const Inspector::StateBatch<Inspector::BucketRow, QByteArray> &batch) override
    {
        for (const auto &row : batch.rows)
            buckets.insert(row.key, row);
        for (const auto &key : batch.removed)
            buckets.remove(key);
    }
    void changed(const Inspector::StateBatch<Inspector::GaugeRow, QByteArray> &batch) override
    {
        for (const auto &row : batch.rows)
            gauges.insert(row.name, row);
    }
    void changed(const Inspector::StateBatch<Inspector::PluginRow, QByteArray> &batch) override
    {
        for (const auto &row : batch.rows)
            plugins.insert(row.name, row);
    }
    void changed(const Inspector::StateBatch<Inspector::CommandRow, QByteArray> &batch) override
    {
        for (const auto &row : batch.rows)
            commands.insert(row.name, row);
    }
    void arrived(const QList<Inspector::RequestEvent> &events) override { requests += events; }
    void arrived(const QList<Inspector::LogLine> &lines) override { logs += lines; }
    void lost(MetricStream stream, quint64 count) override { losses[stream] += count; }

    QByteArray toHost;
    QList<Wire::Hello> hellos;
    QList<Wire::Bye> byes;
    QList<qint64> roundTrips;
    QMap<MetricStream, int> snapshots;
    QMap<MetricStream, int> snapshotEnds;
    QMap<MetricStream, quint64> losses;
    QMap<quint32, Inspector::ShardRow> shards;
    QMap<QByteArray, Inspector::BucketRow> buckets;
    QMap<QByteArray, Inspector::GaugeRow> gauges;
    QMap<QByteArray, Inspector::PluginRow> plugins;
    QMap<QByteArray, Inspector::CommandRow> commands;
    QList<Inspector::RequestEvent> requests;
    QList<Inspector::LogLine> logs;
};

//! \brief One client of a hub, all in memory.
class Viewer
{
public:
    explicit Viewer(Telemetry::Hub &hub, ManualClock &clock, quint32 streams = 0x7f)
        : feed(screen, streams), m_hub(hub), m_clock(clock), m_id(hub.open(link))
    {
        feed.begin(now(), 0);
    }
    ~Viewer() { m_hub.closed(m_id); }

    [[nodiscard]] qint64 now() const
    {
        return std::chrono::nanoseconds(m_clock.now().time_since_epoch()).count();
    }
    //! \brief What the client has said reaches the host.
    void talk() { m_hub.received(m_id, std::exchange(screen.toHost, {})); }
    //! \brief The client reads and answers until all is quiet.
    void exchange()
    {
        do {
            talk();
            feed.feed(link.fetch());
            while (feed.step(now())) { }
            feed.deliver();
            m_hub.writable(m_id);
        } while (!screen.toHost.isEmpty() || link.unsent() > 0);
    }

    Screen screen;
    Inspector::Feed feed;
    MemoryLink link;

private:
    Telemetry::Hub &m_hub;
    ManualClock &m_clock;
    Telemetry::Hub::ClientId m_id;
};

inline ShardRecord shardRecord(quint32 shard, quint64 events = 0)
{
    ShardRecord record;
    record.shard = shard;
    record.shardCount = 64;
    record.state = ShardState::Ready;
    record.events = events;
    record.sessionPrefix = "abcdef";
    return record;
}

inline BucketRecord bucketRecord(int number, int remaining = 5)
{
    BucketRecord record;
    record.key = "hash:" + std::to_string(number);
    record.limit = 5;
    record.remaining = remaining;
    return record;
}

inline RequestRecord requestRecord(quint64 id)
{
    RequestRecord record;
    record.id = id;
    record.phase = RequestPhase::Finished;
    record.status = 200;
    record.at = qint64(1000 + id);
    record.method = "POST";
    record.route = "/channels/{channel.id}/messages";
    record.path = "/channels/" + std::to_string(id) + "/messages";
    return record;
}

inline LogRecord logRecord(quint64 number)
{
    LogRecord record;
    record.at = qint64(1000 + number);
    record.level = 2;
    record.category = "cordial.net";
    record.text = "line " + std::to_string(number);
    return record;
}

} // namespace Cordial::Test
