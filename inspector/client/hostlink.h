// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "feed.h"
#include "hostconnection.h"

#include <QLocalSocket>

namespace Cordial::Inspector {

//! \brief The moving parts of a HostConnection: socket, timers, what has been counted.
//! Slots of whoever listens may attach, detach or destroy the connection at any signal.
class HostConnection::Private : public QObject, public FeedListener
{
    Q_OBJECT
public:
    Private(HostConnection &owner, Clock &clock, RandomSource random);
    ~Private() override;

    void attach(const QString &nameOrPath);
    void detach();
    void setStreams(Streams streams);
    [[nodiscard]] LinkStatistics currentStatistics() const;

    // FeedListener
    void send(const QByteArray &bytes) override;
    void helloArrived(const Wire::Hello &hello) override;
    void byeArrived(const Wire::Bye &bye) override;
    void roundTripMeasured(qint64 nanoseconds) override;
    void snapshotBegun(MetricStream stream) override;
    void snapshotEnded(MetricStream stream) override;
    void changed(const StateBatch<ShardRow, quint32> &batch) override;
    void changed(const StateBatch<BucketRow, QByteArray> &batch) override;
    void changed(const StateBatch<GaugeRow, QByteArray> &batch) override;
    void changed(const StateBatch<PluginRow, QByteArray> &batch) override;
    void changed(const StateBatch<CommandRow, QByteArray> &batch) override;
    void arrived(const QList<RequestEvent> &events) override;
    void arrived(const QList<LogLine> &lines) override;
    void lost(MetricStream stream, quint64 count) override;

    LinkState state = LinkState::Detached;
    QString reason;
    HostInfo host;
    Streams streams = kAllStreams;
    std::optional<TimePoint> staleSince;

private:
    void connectToHost();
    void hangUp();
    void onConnected();
    void onDisconnected();
    void readSlice();
    void scheduleSlice();
    void tick();
    //! \brief The connection is gone or of no use: data turns stale, another try follows.
    void lose(const QString &why);
    void refuse(const QString &why);
    void setState(LinkState next, const QString &why);
    [[nodiscard]] qint64 nowNs() const;

    HostConnection &q;
    Clock &m_clock;
    Backoff m_backoff;
    std::unique_ptr<Timer> m_retryTimer;
    std::unique_ptr<Timer> m_tickTimer;
    std::unique_ptr<Timer> m_sliceTimer;
    QLocalSocket *m_socket = nullptr; // parented to this; replaced at each try
    std::shared_ptr<Feed> m_feed;
    QString m_path;
    QString m_name;
    FeedCounts m_earlier; // of connections that are over
    qint64 m_roundTripNs = -1;
    double m_bytesPerSecond = 0;
    quint64 m_bytesAtTick = 0;
    TimePoint m_tickedAt;
    TimePoint m_heardAt;
    bool m_everAttached = false;
};

} // namespace Cordial::Inspector
