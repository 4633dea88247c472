// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/hostconnection.h"
#include "models/bucketmodel.h"
#include "models/commandmodel.h"
#include "models/logmodel.h"
#include "models/pluginmodel.h"
#include "models/requestmodel.h"
#include "models/shardmodel.h"

#include <QHash>
#include <QObject>

#include <map>

namespace Cordial::Inspector {

//! \brief Everything known about one host: the tables, the numbers, the link. What the windows
//! show; where it comes from (a connection, a recording, a test) they do not know. GUI thread.
class Session : public QObject
{
    Q_OBJECT

public:
    explicit Session(Clock &clock, QObject *parent = nullptr);

    //! \brief Takes everything from \a connection from now on.
    void follow(HostConnection &connection);

    [[nodiscard]] ShardModel &shards() { return m_shards; }
    [[nodiscard]] RequestModel &requests() { return m_requests; }
    [[nodiscard]] BucketModel &buckets() { return m_buckets; }
    [[nodiscard]] LogModel &logs() { return m_logs; }
    [[nodiscard]] PluginModel &plugins() { return m_plugins; }
    [[nodiscard]] CommandModel &commands() { return m_commands; }
    [[nodiscard]] QList<LiveModel *> models();

    //! \brief nullptr if the host has not reported it.
    [[nodiscard]] const GaugeRow *gauge(const QByteArray &name) const;
    [[nodiscard]] LinkState linkState() const { return m_state; }
    [[nodiscard]] const QString &linkReason() const { return m_reason; }
    [[nodiscard]] const HostInfo &host() const { return m_host; }
    [[nodiscard]] const LinkStatistics &statistics() const { return m_statistics; }
    //! \brief How old the shown data is; 0 while it is live.
    [[nodiscard]] std::chrono::nanoseconds staleFor() const;
    //! \brief True when what is shown is no longer live.
    [[nodiscard]] bool isStale() const { return m_staleSince.has_value(); }
    [[nodiscard]] bool hasData() const { return m_hasData; }
    [[nodiscard]] Clock &clock() const { return m_clock; }

    //! \brief Slow while nobody looks: 2 instead of 10 updates a second.
    void setFocused(bool focused) { m_focused = focused; }
    //! \brief Brings all tables up to date at once. Called by its own timer; tests call it too.
    void refresh();

public Q_SLOTS:
    void setLink(Cordial::Inspector::LinkState state, const QString &reason);
    void setHost(const Cordial::Inspector::HostInfo &host);
    void setStatistics(const Cordial::Inspector::LinkStatistics &statistics);
    void beginSnapshot(Cordial::MetricStream stream);
    void endSnapshot(Cordial::MetricStream stream);
    void changeGauges(const QList<Cordial::Inspector::GaugeRow> &rows,
                      const QList<QByteArray> &removed);
    void noteLoss(Cordial::MetricStream stream, quint64 count);
    //! \brief Forgets all rows: another process answers now.
    void restart();

Q_SIGNALS:
    //! State, host or reason changed.
    void linkChanged();
    void statisticsChanged();
    //! After each refresh(), when every table is up to date.
    void refreshed();

private:
    static constexpr std::chrono::milliseconds kFocusedInterval{100};
    static constexpr std::chrono::milliseconds kUnfocusedInterval{500};
    static constexpr size_t kMaxGauges = 256;

    void scheduleRefresh();
    void freeze(bool frozen);

    Clock &m_clock;
    ShardModel m_shards;
    RequestModel m_requests;
    BucketModel m_buckets;
    LogModel m_logs;
    PluginModel m_plugins;
    CommandModel m_commands;
    std::map<QByteArray, GaugeRow> m_gauges;
    LinkState m_state = LinkState::Detached;
    QString m_reason;
    HostInfo m_host;
    LinkStatistics m_statistics;
    std::optional<TimePoint> m_staleSince;
    bool m_hasData = false;
    bool m_focused = true;
    TimePoint m_sampledAt;
    std::unique_ptr<Timer> m_timer;
};

} // namespace Cordial::Inspector
