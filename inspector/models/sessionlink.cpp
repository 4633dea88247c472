// SPDX-License-Identifier: GPL-3.0-or-later
// The one place where tables meet the connection: all else works without a host.
#include "models/session.h"

namespace Cordial::Inspector {

void Session::follow(HostConnection &connection)
{
    using C = HostConnection;
    connect(&connection, &C::stateChanged, this,
            [this, &connection](LinkState state, const QString &reason) {
                if (state == LinkState::Attached)
                    setHost(connection.host());
                setLink(state, reason);
            });
    connect(&connection, &C::hostRestarted, this, [this](const HostInfo &host) {
        restart();
        setHost(host);
    });
    connect(&connection, &C::statisticsChanged, this, &Session::setStatistics);
    connect(&connection, &C::snapshotBegun, this, &Session::beginSnapshot);
    connect(&connection, &C::snapshotEnded, this, &Session::endSnapshot);
    connect(&connection, &C::eventsLost, this, &Session::noteLoss);
    connect(&connection, &C::shardsChanged, &m_shards, &ShardModel::change);
    connect(&connection, &C::bucketsChanged, &m_buckets, &BucketModel::change);
    connect(&connection, &C::pluginsChanged, &m_plugins, &PluginModel::change);
    connect(&connection, &C::commandsChanged, &m_commands, &CommandModel::change);
    connect(&connection, &C::gaugesChanged, this, &Session::changeGauges);
    connect(&connection, &C::requestsArrived, &m_requests, &RequestModel::arrive);
    connect(&connection, &C::logsArrived, &m_logs, &LogModel::arrive);
}

} // namespace Cordial::Inspector
