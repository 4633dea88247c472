// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session.h"

namespace Cordial::Inspector {

using namespace std::chrono_literals;

Session::Session(Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_shards(clock)
    , m_requests(clock)
    , m_buckets(clock)
    , m_logs(clock)
    , m_plugins(clock)
    , m_commands(clock)
    , m_sampledAt(clock.now())
    , m_timer(clock.makeTimer())
{
    scheduleRefresh();
}

QList<LiveModel *> Session::models()
{
    return {&m_shards, &m_requests, &m_buckets, &m_logs, &m_plugins, &m_commands};
}

const GaugeRow *Session::gauge(const QByteArray &name) const
{
    const auto found = m_gauges.find(name);
    return found == m_gauges.end() ? nullptr : &found->second;
}

std::chrono::nanoseconds Session::staleFor() const
{
    return m_staleSince ? m_clock.now() - *m_staleSince : 0ns;
}

void Session::setLink(LinkState state, const QString &reason)
{
    const bool live = state == LinkState::Attached;
    if (live) {
        m_hasData = true;
        m_staleSince.reset();
    } else if (m_hasData && !m_staleSince) {
        m_staleSince = m_clock.now();
    }
    m_state = state;
    m_reason = reason;
    freeze(m_staleSince.has_value());
    Q_EMIT linkChanged();
}

void Session::freeze(bool frozen)
{
    std::optional<qint64> at;
    if (frozen)
        at = std::chrono::nanoseconds(m_staleSince->time_since_epoch()).count();
    for (LiveModel *model : models())
        model->setFrozenAt(at);
}

void Session::setHost(const HostInfo &host)
{
    m_host = host;
    m_requests.setWallOffset(host.wallOffsetMs);
    Q_EMIT linkChanged();
}

void Session::setStatistics(const LinkStatistics &statistics)
{
    m_statistics = statistics;
    Q_EMIT statisticsChanged();
}

void Session::beginSnapshot(MetricStream stream)
{
    switch (stream) {
    case MetricStream::Shards:
        m_shards.beginSnapshot();
        break;
    case MetricStream::Buckets:
        m_buckets.beginSnapshot();
        break;
    case MetricStream::Plugins:
        m_plugins.beginSnapshot();
        break;
    case MetricStream::Commands:
        m_commands.beginSnapshot();
        break;
    case MetricStream::Gauges:
        m_gauges.clear();
        break;
    case MetricStream::Requests:
    case MetricStream::Logs:
        break;
    }
}

void Session::endSnapshot(MetricStream stream)
{
    switch (stream) {
    case MetricStream::Shards:
        m_shards.endSnapshot();
        break;
    case MetricStream::Buckets:
        m_buckets.endSnapshot();
        break;
    case MetricStream::Plugins:
        m_plugins.endSnapshot();
        break;
    case MetricStream::Commands:
        m_commands.endSnapshot();
        break;
    case MetricStream::Gauges:
    case MetricStream::Requests:
    case MetricStream::Logs:
        break;
    }
}

void Session::changeGauges(const QList<GaugeRow> &rows, const QList<QByteArray> &removed)
{
    for (const QByteArray &name : removed)
        m_gauges.erase(name);
    for (const GaugeRow &row : rows) {
        if (m_gauges.contains(row.name) || m_gauges.size() < kMaxGauges)
            m_gauges[row.name] = row;
    }
}

void Session::noteLoss(MetricStream stream, quint64)
{
    if (stream == MetricStream::Requests)
        m_requests.noteLoss();
}

void Session::restart()
{
    for (LiveModel *model : models())
        model->clear();
    m_gauges.clear();
}

void Session::refresh()
{
    for (LiveModel *model : models())
        model->flush();
    if (m_clock.now() - m_sampledAt >= 1s && !m_staleSince) {
        m_sampledAt = m_clock.now();
        m_shards.sampleRates();
    }
    Q_EMIT refreshed();
}

void Session::scheduleRefresh()
{
    m_timer->start(m_focused ? kFocusedInterval : kUnfocusedInterval, [this] {
        refresh();
        scheduleRefresh();
    });
}

} // namespace Cordial::Inspector
