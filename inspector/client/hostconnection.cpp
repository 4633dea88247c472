// SPDX-License-Identifier: GPL-3.0-or-later
#include "hostconnection.h"

#include "hostlink.h"

namespace Cordial::Inspector {

HostConnection::HostConnection(Clock &clock, QObject *parent, RandomSource random)
    : QObject(parent), d(std::make_unique<Private>(*this, clock, std::move(random)))
{ }

HostConnection::~HostConnection() = default;

void HostConnection::attach(const QString &nameOrPath)
{
    d->attach(nameOrPath);
}

void HostConnection::detach()
{
    d->detach();
}

void HostConnection::setStreams(Streams streams)
{
    d->setStreams(streams & kAllStreams);
}

HostConnection::Streams HostConnection::streams() const
{
    return d->streams;
}

LinkState HostConnection::state() const
{
    return d->state;
}

QString HostConnection::reason() const
{
    return d->reason;
}

HostInfo HostConnection::host() const
{
    return d->host;
}

LinkStatistics HostConnection::statistics() const
{
    return d->currentStatistics();
}

std::optional<TimePoint> HostConnection::staleSince() const
{
    return d->staleSince;
}

} // namespace Cordial::Inspector
