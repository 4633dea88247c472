// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cordial/core/metrics.h>

#include <QByteArray>
#include <QList>
#include <QMetaType>
#include <QVariant>

namespace Cordial::Inspector {

// What HostConnection hands out: plain values, one struct a stream, members named as in the
// host's records (<cordial/core/metrics.h> explains each).
//
// Times are nanoseconds of the *local* Clock::now(), already mapped from the host's clock, so a
// countdown is `row.resetAt - now`; 0 means "never". Text is UTF-8 as it came; what repeats (route,
// method, plugin, bucket key, category) shares one buffer, so copies of a row cost no memory.

//! \brief A field that a newer host sends and this program does not know: shown generically.
struct ExtraField
{
    QByteArray name;
    QByteArray unit;
    QVariant value;

    bool operator==(const ExtraField &) const = default;
};
using ExtraFields = QList<ExtraField>;

//! \brief One shard; its identity is `shard`.
struct ShardRow
{
    quint32 shard = 0;
    quint32 shardCount = 0;
    ShardState state = ShardState::Disconnected;
    quint8 identifyKey = 0;
    quint16 lastCloseCode = 0; //!< 0 = none
    quint32 resumes = 0;
    quint32 reconnects = 0;
    quint32 guilds = 0;
    quint16 sendsInWindow = 0; //!< of 120 in 60 s
    qint64 stateSince = 0;
    qint64 latencyUs = -1; //!< -1 = not known yet
    qint64 latencyP95Us = -1;
    qint64 lastAckAt = 0;
    qint64 sequence = -1;
    quint64 events = 0;
    quint64 dropped = 0;
    QByteArray sessionPrefix;
    QByteArray waitingFor;
    ExtraFields extra;

    bool operator==(const ShardRow &) const = default;
};

//! \brief One rate-limit bucket; its identity is `key`.
struct BucketRow
{
    QByteArray key;
    QByteArray hash;
    QByteArray routes;
    quint64 topLevel = 0;
    qint32 limit = -1;
    qint32 remaining = -1;
    qint64 resetAt = 0;
    qint64 windowNs = 0;
    quint32 queued = 0;
    quint32 inFlight = 0;
    qint64 headWaitsSince = 0;
    quint32 rateLimitedUser = 0;
    quint32 rateLimitedShared = 0;
    quint32 rateLimitedGlobal = 0;
    ExtraFields extra;

    bool operator==(const BucketRow &) const = default;
};

//! \brief A process-wide number; its identity is `name`. "telemetry" is what watching costs the
//! host, as a part of one core.
struct GaugeRow
{
    QByteArray name;
    double value = 0;
    double limit = 0; //!< 0 = none
    qint64 resetAt = 0;
    ExtraFields extra;

    bool operator==(const GaugeRow &) const = default;
};

//! \brief A step in the life of request `id`; each carries everything known so far.
struct RequestEvent
{
    quint64 id = 0;
    RequestPhase phase = RequestPhase::Queued;
    WaitReason reason = WaitReason::None;
    quint8 lane = 2; //!< 0 interaction, 1 high, 2 normal, 3 bulk
    quint8 attempts = 0;
    quint16 status = 0;
    qint64 at = 0;
    qint64 queuedAt = 0;
    qint64 startedAt = 0;
    qint64 waitUntil = 0;
    quint32 requestBytes = 0;
    quint32 responseBytes = 0;
    quint32 place = 0;
    QByteArray method;
    QByteArray route;
    QByteArray path;
    QByteArray bucketKey;
    QByteArray plugin;
    QByteArray error;
    ExtraFields extra;

    bool operator==(const RequestEvent &) const = default;
};

//! \brief One line of the host's log.
struct LogLine
{
    qint64 at = 0;
    qint64 wallMs = 0; //!< since the Unix epoch, by the host's calendar
    quint8 level = 0; //!< 0 debug, 1 info, 2 warning, 3 critical
    qint32 shard = -1;
    quint64 request = 0;
    QByteArray category;
    QByteArray plugin;
    QByteArray text;
    ExtraFields extra;

    bool operator==(const LogLine &) const = default;
};

//! \brief One plugin; its identity is `name`.
struct PluginRow
{
    QByteArray name;
    QByteArray version;
    QByteArray state; //!< "loaded", "failed", "quarantined", "unloaded"
    qint64 loadNs = 0;
    quint64 handled = 0;
    quint64 errors = 0;
    qint64 handlerP50Us = -1;
    qint64 handlerP99Us = -1;
    ExtraFields extra;

    bool operator==(const PluginRow &) const = default;
};

//! \brief One command; its identity is `name`.
struct CommandRow
{
    QByteArray name;
    QByteArray plugin;
    quint64 invoked = 0;
    quint64 refused = 0;
    quint64 errors = 0;
    qint64 lastUs = -1;
    ExtraFields extra;

    bool operator==(const CommandRow &) const = default;
};

} // namespace Cordial::Inspector

Q_DECLARE_METATYPE(Cordial::Inspector::ShardRow)
Q_DECLARE_METATYPE(Cordial::Inspector::BucketRow)
Q_DECLARE_METATYPE(Cordial::Inspector::GaugeRow)
Q_DECLARE_METATYPE(Cordial::Inspector::RequestEvent)
Q_DECLARE_METATYPE(Cordial::Inspector::LogLine)
Q_DECLARE_METATYPE(Cordial::Inspector::PluginRow)
Q_DECLARE_METATYPE(Cordial::Inspector::CommandRow)
