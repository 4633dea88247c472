// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <array>
#include <atomic>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace Cordial {

//! \brief Text of bounded length inside a plain record: cut, never allocated.
template <size_t Size>
struct ShortText
{
    std::array<char, Size> chars{};

    ShortText() = default;
    ShortText(std::string_view text) { *this = text; }
    ShortText &operator=(std::string_view text)
    {
        const size_t length = text.size() < Size ? text.size() : Size - 1;
        if (length > 0)
            std::memcpy(chars.data(), text.data(), length);
        std::memset(chars.data() + length, 0, Size - length);
        return *this;
    }
    [[nodiscard]] std::string_view view() const
    {
        return {chars.data(), ::strnlen(chars.data(), Size)};
    }
};

//! \brief What can be watched. The numbers are part of the telemetry wire format.
enum class MetricStream : quint8 {
    Shards = 0,
    Buckets = 1,
    Gauges = 2,
    Requests = 3,
    Logs = 4,
    Plugins = 5,
    Commands = 6
};
static_assert(int(MetricStream::Commands) == 6);

//! \brief States of a shard, as the inspector and `cordial tail --lifecycle` name them.
enum class ShardState : quint8 {
    Disconnected = 0,
    Connecting = 1,
    Identifying = 2,
    Ready = 3,
    Resuming = 4,
    Waiting = 5,
    Fatal = 6
};
static_assert(int(ShardState::Fatal) == 6);

//! \brief What a request waits for; also the inspector's hue.
enum class WaitReason : quint8 {
    None = 0,
    Bucket = 1,
    Global = 2,
    Concurrency = 3,
    RateLimited = 4,
    Retry = 5,
    InvalidBudget = 6,
    Offline = 7,
    Shutdown = 8
};
static_assert(int(WaitReason::Shutdown) == 8);

enum class RequestPhase : quint8 {
    Queued = 0,
    Waiting = 1,
    Started = 2,
    Finished = 3,
    Failed = 4,
    Cancelled = 5
};
static_assert(int(RequestPhase::Cancelled) == 5);

//! Times in records are nanoseconds of Clock::now(); 0 means "never".

//! \brief The state of one shard; conflated, the latest wins.
struct ShardRecord
{
    quint32 shard = 0;
    quint32 shardCount = 0;
    ShardState state = ShardState::Disconnected;
    quint8 identifyKey = 0; //!< shard % max_concurrency
    quint16 lastCloseCode = 0; //!< 0 = none
    quint32 resumes = 0; //!< in this process
    quint32 reconnects = 0;
    quint32 guilds = 0;
    quint16 sendsInWindow = 0; //!< of 120 in 60 s
    qint64 stateSince = 0;
    qint64 latencyUs = -1; //!< heartbeat to ACK; -1 = not yet
    qint64 latencyP95Us = -1;
    qint64 lastAckAt = 0;
    qint64 sequence = -1; //!< -1 = none
    quint64 events = 0; //!< dispatches received in this process
    quint64 dropped = 0; //!< events dropped by the bounded queue
    ShortText<12> sessionPrefix;
    ShortText<64> waitingFor; //!< for people: "identify slot, 3.2 s"
};

//! \brief One rate-limit bucket; conflated.
struct BucketRecord
{
    ShortText<48> key; //!< hash + ":" + top-level resource; the identity of the row
    ShortText<40> hash; //!< empty while unknown
    ShortText<96> routes;
    quint64 topLevel = 0;
    qint32 limit = -1; //!< -1 = not known
    qint32 remaining = -1;
    qint64 resetAt = 0;
    qint64 windowNs = 0; //!< length of the window as last seen
    quint32 queued = 0;
    quint32 inFlight = 0;
    qint64 headWaitsSince = 0;
    quint32 rateLimitedUser = 0; //!< 429s by scope
    quint32 rateLimitedShared = 0;
    quint32 rateLimitedGlobal = 0;
    bool gone = false; //!< expired: the row is to be removed
};

//! \brief A process-wide number with a limit; conflated by name.
struct GaugeRecord
{
    ShortText<32> name; //!< "global", "invalid", "identify", "queue", "dispatch"
    double value = 0;
    double limit = 0; //!< 0 = none
    qint64 resetAt = 0;
};

//! \brief A step in the life of one request; an event.
struct RequestRecord
{
    quint64 id = 0; //!< unique in the process
    RequestPhase phase = RequestPhase::Queued;
    WaitReason reason = WaitReason::None;
    quint8 lane = 2; //!< 0 interaction, 1 high, 2 normal, 3 bulk
    quint8 attempts = 0;
    quint16 status = 0; //!< of the last answer, 0 without one
    qint64 at = 0; //!< of this step
    qint64 queuedAt = 0;
    qint64 startedAt = 0; //!< first byte out, of the last attempt
    qint64 waitUntil = 0; //!< expected start while it waits
    quint32 requestBytes = 0;
    quint32 responseBytes = 0;
    quint32 place = 0; //!< requests before it in its queue
    ShortText<8> method;
    ShortText<96> route; //!< template, "/channels/{channel.id}/messages"
    ShortText<160> path; //!< redacted
    ShortText<48> bucketKey;
    ShortText<32> plugin;
    ShortText<96> error;
};

//! \brief One line of the log; an event.
struct LogRecord
{
    qint64 at = 0;
    qint64 wallMs = 0; //!< since the Unix epoch
    quint8 level = 0; //!< 0 debug, 1 info, 2 warning, 3 critical
    qint32 shard = -1;
    quint64 request = 0;
    ShortText<32> category;
    ShortText<32> plugin;
    ShortText<384> text;
};

//! \brief State of one plugin; conflated.
struct PluginRecord
{
    ShortText<32> name;
    ShortText<16> version;
    ShortText<16> state; //!< "loaded", "failed", "quarantined", "unloaded"
    qint64 loadNs = 0;
    quint64 handled = 0;
    quint64 errors = 0;
    qint64 handlerP50Us = -1;
    qint64 handlerP99Us = -1;
};

//! \brief State of one command; conflated.
struct CommandRecord
{
    ShortText<40> name;
    ShortText<32> plugin;
    quint64 invoked = 0;
    quint64 refused = 0; //!< by a check, permission or cooldown
    quint64 errors = 0;
    qint64 lastUs = -1;
};

//! \brief Where modules report what they do. Implemented by telemetry; modules know only this.
//!
//! Thread-safe: called from any thread, never blocks. Asking wants() first costs about 1 ns
//! and saves filling a record that nobody reads. State records (shards, buckets, gauges, plugins,
//! commands) are to be reported on every change even when not wanted, so that whoever attaches
//! later finds them; what changes with every event or request (counters) only while wants() says
//! so.
class MetricSink
{
public:
    MetricSink() = default;
    MetricSink(const MetricSink &) = delete;
    MetricSink &operator=(const MetricSink &) = delete;
    virtual ~MetricSink() = default;

    [[nodiscard]] bool wants(MetricStream stream) const noexcept
    {
        return (m_interest.load(std::memory_order_relaxed) & (1U << static_cast<unsigned>(stream)))
            != 0;
    }

    virtual void report(const ShardRecord &) { }
    virtual void report(const BucketRecord &) { }
    virtual void report(const GaugeRecord &) { }
    virtual void report(const RequestRecord &) { }
    virtual void report(const LogRecord &) { }
    virtual void report(const PluginRecord &) { }
    virtual void report(const CommandRecord &) { }

    //! \brief A sink that wants nothing; the default everywhere.
    [[nodiscard]] static MetricSink &none();

protected:
    std::atomic<quint32> m_interest{0};
};

static_assert(std::is_trivially_copyable_v<ShardRecord>
              && std::is_trivially_copyable_v<RequestRecord>
              && std::is_trivially_copyable_v<BucketRecord>
              && std::is_trivially_copyable_v<LogRecord>);

} // namespace Cordial
