// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <array>
#include <string_view>

namespace Cordial::Wire {

//! \brief What a stream carries; pinned to Cordial::MetricStream by the telemetry module.
enum class Stream : quint16 {
    Shards = 0,
    Buckets = 1,
    Gauges = 2,
    Requests = 3,
    Logs = 4,
    Plugins = 5,
    Commands = 6
};
inline constexpr size_t kStreamCount = 7;

enum class StreamKind : quint8 { State = 0, Event = 1 };
static_assert(int(StreamKind::Event) == 1);

//! \brief How a field is to be read and shown by a program that does not know it.
enum class FieldType : quint8 {
    Unsigned = 0,
    Signed = 1,
    Real = 2,
    Text = 3,
    Boolean = 4,
    Time = 5, //!< ns of the host's monotonic clock, 0 = never
    Enumeration = 6 //!< the unit holds the names: "a|b|c"
};
static_assert(int(FieldType::Enumeration) == 6);

struct Field
{
    std::string_view name;
    FieldType type = FieldType::Unsigned;
    std::string_view unit{}; //!< "us", "ns", "bytes"; the names of an enumeration
    bool repeats = false; //!< the same few values over and over: worth sharing in memory

    //! \brief Number of values of an enumeration.
    [[nodiscard]] constexpr quint64 values() const
    {
        quint64 count = 1;
        for (const char c : unit)
            count += c == '|' ? 1 : 0;
        return count;
    }
};

// The one place that knows which fields a stream has and in which order they travel. Encoder,
// decoder and schema are visitors: visit(Field, member). The members are named as in the records of
// <cordial/core/metrics.h>. The order is for ever; new fields go to the end and raise the minor
// version. The first field of a state stream is the identity of its row.

struct ShardFields
{
    static constexpr Stream kStream = Stream::Shards;
    static constexpr StreamKind kKind = StreamKind::State;
    static constexpr std::string_view kName = "shards";

    template <typename Row, typename Visit>
    static constexpr void each(Row &row, Visit &&visit)
    {
        using enum FieldType;
        visit(Field{"shard", Unsigned}, row.shard);
        visit(Field{"shardCount", Unsigned}, row.shardCount);
        visit(Field{"state", Enumeration,
                    "disconnected|connecting|identifying|ready|resuming|waiting|fatal"},
              row.state);
        visit(Field{"identifyKey", Unsigned}, row.identifyKey);
        visit(Field{"lastCloseCode", Unsigned}, row.lastCloseCode);
        visit(Field{"resumes", Unsigned}, row.resumes);
        visit(Field{"reconnects", Unsigned}, row.reconnects);
        visit(Field{"guilds", Unsigned}, row.guilds);
        visit(Field{"sendsInWindow", Unsigned, "of 120"}, row.sendsInWindow);
        visit(Field{"stateSince", Time, "ns"}, row.stateSince);
        visit(Field{"latency", Signed, "us"}, row.latencyUs);
        visit(Field{"latencyP95", Signed, "us"}, row.latencyP95Us);
        visit(Field{"lastAckAt", Time, "ns"}, row.lastAckAt);
        visit(Field{"sequence", Signed}, row.sequence);
        visit(Field{"events", Unsigned}, row.events);
        visit(Field{"dropped", Unsigned}, row.dropped);
        visit(Field{"sessionPrefix", Text}, row.sessionPrefix);
        visit(Field{"waitingFor", Text}, row.waitingFor);
    }
};

struct BucketFields
{
    static constexpr Stream kStream = Stream::Buckets;
    static constexpr StreamKind kKind = StreamKind::State;
    static constexpr std::string_view kName = "buckets";

    template <typename Row, typename Visit>
    static constexpr void each(Row &row, Visit &&visit)
    {
        using enum FieldType;
        visit(Field{"key", Text, {}, true}, row.key);
        visit(Field{"hash", Text, {}, true}, row.hash);
        visit(Field{"routes", Text, {}, true}, row.routes);
        visit(Field{"topLevel", Unsigned}, row.topLevel);
        visit(Field{"limit", Signed}, row.limit);
        visit(Field{"remaining", Signed}, row.remaining);
        visit(Field{"resetAt", Time, "ns"}, row.resetAt);
        visit(Field{"window", Signed, "ns"}, row.windowNs);
        visit(Field{"queued", Unsigned}, row.queued);
        visit(Field{"inFlight", Unsigned}, row.inFlight);
        visit(Field{"headWaitsSince", Time, "ns"}, row.headWaitsSince);
        visit(Field{"rateLimitedUser", Unsigned}, row.rateLimitedUser);
        visit(Field{"rateLimitedShared", Unsigned}, row.rateLimitedShared);
        visit(Field{"rateLimitedGlobal", Unsigned}, row.rateLimitedGlobal);
    }
};

struct GaugeFields
{
    static constexpr Stream kStream = Stream::Gauges;
    static constexpr StreamKind kKind = StreamKind::State;
    static constexpr std::string_view kName = "gauges";

    template <typename Row, typename Visit>
    static constexpr void each(Row &row, Visit &&visit)
    {
        using enum FieldType;
        visit(Field{"name", Text, {}, true}, row.name);
        visit(Field{"value", Real}, row.value);
        visit(Field{"limit", Real}, row.limit);
        visit(Field{"resetAt", Time, "ns"}, row.resetAt);
    }
};

struct RequestFields
{
    static constexpr Stream kStream = Stream::Requests;
    static constexpr StreamKind kKind = StreamKind::Event;
    static constexpr std::string_view kName = "requests";

    template <typename Row, typename Visit>
    static constexpr void each(Row &row, Visit &&visit)
    {
        using enum FieldType;
        visit(Field{"id", Unsigned}, row.id);
        visit(Field{"phase", Enumeration, "queued|waiting|started|finished|failed|cancelled"},
              row.phase);
        visit(Field{"reason", Enumeration,
                    "none|bucket|global|concurrency|rate limited|retry|invalid budget|offline|"
                    "shutdown"},
              row.reason);
        visit(Field{"lane", Unsigned}, row.lane);
        visit(Field{"attempts", Unsigned}, row.attempts);
        visit(Field{"status", Unsigned}, row.status);
        visit(Field{"at", Time, "ns"}, row.at);
        visit(Field{"queuedAt", Time, "ns"}, row.queuedAt);
        visit(Field{"startedAt", Time, "ns"}, row.startedAt);
        visit(Field{"waitUntil", Time, "ns"}, row.waitUntil);
        visit(Field{"requestBytes", Unsigned, "bytes"}, row.requestBytes);
        visit(Field{"responseBytes", Unsigned, "bytes"}, row.responseBytes);
        visit(Field{"place", Unsigned}, row.place);
        visit(Field{"method", Text, {}, true}, row.method);
        visit(Field{"route", Text, {}, true}, row.route);
        visit(Field{"path", Text}, row.path);
        visit(Field{"bucketKey", Text, {}, true}, row.bucketKey);
        visit(Field{"plugin", Text, {}, true}, row.plugin);
        visit(Field{"error", Text}, row.error);
    }
};

struct LogFields
{
    static constexpr Stream kStream = Stream::Logs;
    static constexpr StreamKind kKind = StreamKind::Event;
    static constexpr std::string_view kName = "logs";

    template <typename Row, typename Visit>
    static constexpr void each(Row &row, Visit &&visit)
    {
        using enum FieldType;
        visit(Field{"at", Time, "ns"}, row.at);
        visit(Field{"wall", Signed, "ms since 1970"}, row.wallMs);
        visit(Field{"level", Enumeration, "debug|info|warning|critical"}, row.level);
        visit(Field{"shard", Signed}, row.shard);
        visit(Field{"request", Unsigned}, row.request);
        visit(Field{"category", Text, {}, true}, row.category);
        visit(Field{"plugin", Text, {}, true}, row.plugin);
        visit(Field{"text", Text}, row.text);
    }
};

struct PluginFields
{
    static constexpr Stream kStream = Stream::Plugins;
    static constexpr StreamKind kKind = StreamKind::State;
    static constexpr std::string_view kName = "plugins";

    template <typename Row, typename Visit>
    static constexpr void each(Row &row, Visit &&visit)
    {
        using enum FieldType;
        visit(Field{"name", Text, {}, true}, row.name);
        visit(Field{"version", Text, {}, true}, row.version);
        visit(Field{"state", Text, {}, true}, row.state);
        visit(Field{"load", Signed, "ns"}, row.loadNs);
        visit(Field{"handled", Unsigned}, row.handled);
        visit(Field{"errors", Unsigned}, row.errors);
        visit(Field{"handlerP50", Signed, "us"}, row.handlerP50Us);
        visit(Field{"handlerP99", Signed, "us"}, row.handlerP99Us);
    }
};

struct CommandFields
{
    static constexpr Stream kStream = Stream::Commands;
    static constexpr StreamKind kKind = StreamKind::State;
    static constexpr std::string_view kName = "commands";

    template <typename Row, typename Visit>
    static constexpr void each(Row &row, Visit &&visit)
    {
        using enum FieldType;
        visit(Field{"name", Text, {}, true}, row.name);
        visit(Field{"plugin", Text, {}, true}, row.plugin);
        visit(Field{"invoked", Unsigned}, row.invoked);
        visit(Field{"refused", Unsigned}, row.refused);
        visit(Field{"errors", Unsigned}, row.errors);
        visit(Field{"last", Signed, "us"}, row.lastUs);
    }
};

} // namespace Cordial::Wire
