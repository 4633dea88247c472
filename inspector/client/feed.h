// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clockmap.h"
#include "rows.h"
#include "textpool.h"

#include <cordial/telemetry/wire/messages.h>
#include <cordial/telemetry/wire/record.h>

#include <array>
#include <tuple>

namespace Cordial::Inspector {

//! \brief Rows of one stream that came together. Key: quint32 or QByteArray, the row's identity.
template <typename Row, typename Key>
struct StateBatch
{
    QList<Row> rows;
    QList<Key> removed;

    [[nodiscard]] bool isEmpty() const { return rows.isEmpty() && removed.isEmpty(); }
};

//! \brief Whom a Feed tells what it has read. Any call may mute the feed.
class FeedListener
{
public:
    virtual ~FeedListener() = default;
    virtual void send(const QByteArray &bytes) = 0;
    virtual void helloArrived(const Wire::Hello &hello) = 0;
    virtual void byeArrived(const Wire::Bye &bye) = 0;
    virtual void roundTripMeasured(qint64 nanoseconds) = 0;
    virtual void snapshotBegun(MetricStream stream) = 0;
    virtual void snapshotEnded(MetricStream stream) = 0;
    virtual void changed(const StateBatch<ShardRow, quint32> &batch) = 0;
    virtual void changed(const StateBatch<BucketRow, QByteArray> &batch) = 0;
    virtual void changed(const StateBatch<GaugeRow, QByteArray> &batch) = 0;
    virtual void changed(const StateBatch<PluginRow, QByteArray> &batch) = 0;
    virtual void changed(const StateBatch<CommandRow, QByteArray> &batch) = 0;
    virtual void arrived(const QList<RequestEvent> &events) = 0;
    virtual void arrived(const QList<LogLine> &lines) = 0;
    virtual void lost(MetricStream stream, quint64 count) = 0;
};

//! \brief Exact counts of one connection.
struct FeedCounts
{
    quint64 received = 0; //!< events decoded
    quint64 lost = 0; //!< events that never came or could not be decoded
    quint64 malformed = 0; //!< rows that could not be decoded
    quint64 bytes = 0;
};

//! \brief The client's end of the protocol, without socket, timer or clock: bytes in, rows out.
//!
//! One feed lives as long as one connection. Rows are collected until deliver(), so that whoever
//! shows them gets few large batches; order within a stream is kept, snapshot signals included.
class Feed
{
public:
    Feed(FeedListener &listener, quint32 streams);

    //! \brief Sends Hello, the wish and the first credit.
    void begin(qint64 nowNs, qint64 wallMs);
    void setStreams(quint32 streams);
    //! \brief Asks for the time; the answer arrives as roundTripMeasured().
    void ping(qint64 nowNs);
    void farewell();

    void feed(QByteArrayView bytes) { m_parser.feed(bytes); }
    //! \brief Handles the next frame that is whole; false if there is none.
    [[nodiscard]] bool step(qint64 nowNs);
    //! \brief Hands out what was collected.
    void deliver();
    //! \brief Tells nobody anything any more.
    void mute() { m_muted = true; }
    [[nodiscard]] bool isMuted() const { return m_muted; }

    //! \brief Why this connection cannot go on; empty while it can.
    [[nodiscard]] QString error() const { return m_error; }
    [[nodiscard]] bool hasHello() const { return m_helloed; }
    [[nodiscard]] const FeedCounts &counts() const { return m_counts; }
    [[nodiscard]] const ClockMap &clockMap() const { return m_clockMap; }

private:
    struct Position
    {
        quint64 at = 0;
        bool known = false; //!< false until the snapshot begins
    };

    void handle(const Wire::Frame &frame, qint64 nowNs);
    void handleFirst(const Wire::Frame &frame, qint64 nowNs);
    void handlePong(const Wire::Pong &pong, qint64 nowNs);
    void handleLost(size_t stream, const Wire::Lost &lost);
    void handleRows(size_t stream, const Wire::Frame &frame);
    [[nodiscard]] bool takePosition(size_t stream, const Wire::Batch &batch, bool snapshot,
                                    bool first);
    template <typename Fields, typename Row, typename Key>
    void readState(Wire::CborReader &in, StateBatch<Row, Key> &batch);
    template <typename Fields, typename Row>
    void readEvents(Wire::CborReader &in, QList<Row> &events, const Wire::Batch &batch);
    template <typename Fields, typename Row>
    [[nodiscard]] bool readRow(Wire::CborReader &in, Row &row);
    [[nodiscard]] bool readExtra(Wire::CborReader &in, size_t stream, quint64 index,
                                 ExtraFields &extra) const;
    [[nodiscard]] bool readKey(Wire::CborReader &in, quint32 &key) const;
    [[nodiscard]] bool readKey(Wire::CborReader &in, QByteArray &key);
    void countLost(size_t stream, quint64 count);
    void countMalformed(size_t stream);
    void grant(qsizetype bytes);
    void sendWish(quint32 streams);
    void askAgain(size_t stream);
    void fail(const QString &reason);

    FeedListener &m_listener;
    Wire::FrameParser m_parser;
    TextPool m_texts;
    ClockMap m_clockMap;
    QList<Wire::StreamSchema> m_schema; // the host's, by stream
    std::array<Position, Wire::kStreamCount> m_positions;
    std::tuple<StateBatch<ShardRow, quint32>, StateBatch<BucketRow, QByteArray>,
               StateBatch<GaugeRow, QByteArray>, StateBatch<PluginRow, QByteArray>,
               StateBatch<CommandRow, QByteArray>>
        m_states;
    std::tuple<QList<RequestEvent>, QList<LogLine>> m_events;
    FeedCounts m_counts;
    QString m_error;
    qsizetype m_toGrant = 0;
    qint64 m_helloSentNs = 0;
    quint64 m_pings = 0;
    quint32 m_streams;
    bool m_helloed = false;
    bool m_muted = false;
};

} // namespace Cordial::Inspector
