// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakehost.h"

#include <algorithm>
#include <cmath>

namespace Cordial::Inspector {

using namespace std::chrono_literals;

namespace {

constexpr qint64 kMillisecond = 1'000'000;
constexpr qint64 kSecond = 1'000'000'000;
constexpr qint64 kWallOffset = 1'767'225'600'000; // 2026-01-01, so that pictures are the same
constexpr quint64 kChannel = 1'024'811'339'026'083'840ULL;

const char *const kPlugins[] = {"ping", "moderation", "welcome"};
const char *const kLogs[] = {"shard ready, session 8f21c0d4", "bucket learned for POST messages",
                             "heartbeat acknowledged after 43 ms", "command /purge synced",
                             "member joined, greeting queued"};

} // namespace

FakeHost::FakeHost(Session &session, ManualClock &clock, Config config)
    : m_session(session), m_clock(clock), m_config(config)
{
    clock.advance(1h);
    for (int i = 0; i < config.shards; ++i) {
        ShardRow row;
        row.shard = static_cast<quint32>(i);
        row.shardCount = static_cast<quint32>(config.shards);
        row.state = stateOf(i);
        row.identifyKey = static_cast<quint8>(i % 16);
        row.stateSince = now() - static_cast<qint64>(chance() * 3000) * kSecond;
        row.latencyUs = static_cast<qint64>(32'000 + chance() * 60'000);
        row.latencyP95Us = row.latencyUs * 2;
        row.lastAckAt = now() - static_cast<qint64>(chance() * 40) * kSecond;
        row.sequence = static_cast<qint64>(chance() * 90'000);
        row.sessionPrefix = QByteArray::number(static_cast<qulonglong>(chance() * 4e9), 16).left(8);
        row.guilds = static_cast<quint32>(900 + chance() * 400);
        row.sendsInWindow = static_cast<quint16>(chance() * 30);
        row.resumes = static_cast<quint32>(chance() * chance() * 6);
        if (row.state == ShardState::Waiting)
            row.waitingFor = "identify slot, 3.2 s";
        if (row.state == ShardState::Fatal) {
            row.lastCloseCode = 4014;
            row.waitingFor = "enable the MESSAGE_CONTENT intent in the developer portal";
        }
        if (row.state == ShardState::Connecting || row.state == ShardState::Disconnected) {
            row.latencyUs = -1;
            row.lastCloseCode = 1006;
        }
        m_shards.push_back(row);
    }
    for (int i = 0; i < config.channels; ++i) {
        BucketRow row;
        row.topLevel = kChannel + static_cast<quint64>(i) * 1'048'577;
        row.hash = i == config.channels - 1 && config.channels > 3
            ? QByteArray()
            : QByteArray("80c17d2f203122d936070c88c8d10f33").mid(i % 8, 24);
        row.key = row.hash.left(8) + ':' + QByteArray::number(row.topLevel);
        row.routes = config.longTexts
            ? QByteArray("POST /channels/{channel.id}/messages, PATCH "
                         "/channels/{channel.id}/messages/{message.id}, PUT "
                         "/channels/{channel.id}/messages/{message.id}/reactions/{emoji}/@me")
            : QByteArray("POST /channels/{channel.id}/messages");
        row.limit = row.hash.isEmpty() ? -1 : config.limit;
        row.remaining = row.limit;
        row.windowNs = 5 * kSecond;
        m_buckets.push_back(row);
    }
}

qint64 FakeHost::now() const
{
    return std::chrono::nanoseconds(m_clock.now().time_since_epoch()).count();
}

ShardState FakeHost::stateOf(int shard)
{
    if (!m_config.troubled)
        return ShardState::Ready;
    const double roll = chance();
    if (m_config.shards > 8 && shard == 5)
        return ShardState::Fatal;
    return roll < 0.86 ? ShardState::Ready
        : roll < 0.90  ? ShardState::Resuming
        : roll < 0.93  ? ShardState::Waiting
        : roll < 0.95  ? ShardState::Identifying
        : roll < 0.98  ? ShardState::Connecting
                       : ShardState::Disconnected;
}

void FakeHost::attach()
{
    HostInfo host;
    host.name =
        m_config.longTexts ? "a-bot-with-a-remarkably-long-name-in-production" : "cordial-demo";
    host.wallOffsetMs = kWallOffset;
    m_session.setHost(host);
    m_session.setLink(LinkState::Attached, {});
    for (const MetricStream stream : {MetricStream::Shards, MetricStream::Buckets}) {
        m_session.beginSnapshot(stream);
        if (stream == MetricStream::Shards)
            m_session.shards().change({m_shards.begin(), m_shards.end()}, {});
        else
            m_session.buckets().change({m_buckets.begin(), m_buckets.end()}, {});
        m_session.endSnapshot(stream);
    }
    sendPlugins();
    sendGauges();
}

void FakeHost::run(std::chrono::milliseconds time)
{
    for (auto passed = 0ms; passed < time; passed += 100ms) {
        step();
        m_clock.advance(100ms);
    }
}

void FakeHost::drop()
{
    m_session.setLink(LinkState::Stale, QStringLiteral("the host closed the connection"));
}

void FakeHost::step()
{
    ++m_steps;
    makeRequests();
    moveRequests();
    moveBuckets();
    moveShards();
    writeLogs();
    if (m_steps % 5 == 0) {
        sendGauges();
        sendPlugins();
    }
    LinkStatistics statistics;
    statistics.roundTripUs = 180 + m_steps % 40;
    statistics.bytesPerSecond = 2'400 + m_config.requestsPerSecond * 310;
    statistics.received = m_nextId * 4;
    statistics.lost = m_config.troubled ? 128 : 0;
    m_session.setStatistics(statistics);
}

void FakeHost::makeRequests()
{
    m_owed += m_config.requestsPerSecond / 10;
    for (; m_owed >= 1; m_owed -= 1)
        newRequest();
}

void FakeHost::newRequest()
{
    const auto channel = static_cast<size_t>(chance() * static_cast<double>(m_buckets.size()));
    BucketRow &bucket = m_buckets[std::min(channel, m_buckets.size() - 1)];
    Job job;
    RequestEvent &e = job.event;
    e.id = m_nextId++;
    e.at = e.queuedAt = now() - static_cast<qint64>(chance() * 90) * kMillisecond;
    const double kind = chance();
    e.method = kind < 0.7 ? "POST" : kind < 0.85 ? "PATCH" : kind < 0.95 ? "GET" : "DELETE";
    e.route = "/channels/{channel.id}/messages";
    e.path = "/channels/" + QByteArray::number(bucket.topLevel) + "/messages";
    if (kind >= 0.7 && kind < 0.85) {
        e.route += "/{message.id}";
        e.path += '/' + QByteArray::number(kChannel + m_nextId * 77'777);
    }
    if (m_config.longTexts) {
        e.path +=
            "/1024811339026083840/reactions/%F0%9F%91%8D/1024811339026083841?limit=100&after=0";
        e.error = "POST /channels/1/messages: 400 Invalid Form Body: embeds[0].fields[1].value: "
                  "BASE_TYPE_REQUIRED This field is required";
    }
    e.lane = static_cast<quint8>(chance() < 0.1 ? 0 : chance() < 0.8 ? 2 : 3);
    e.plugin = kPlugins[m_nextId % 3];
    e.bucketKey = bucket.key;
    e.requestBytes = static_cast<quint32>(120 + chance() * 900);
    schedule(job, bucket);
    m_session.requests().arrive({e});
    m_jobs.push_back(job);
}

//! When it goes and when it ends, by the bucket and, if troubled, by bad luck.
void FakeHost::schedule(Job &job, BucketRow &bucket)
{
    RequestEvent &e = job.event;
    const qint64 wire = static_cast<qint64>(40 + chance() * 160) * kMillisecond;
    job.startAt = e.queuedAt + static_cast<qint64>(chance() * 3 * kMillisecond);
    if (bucket.limit > 0 && e.lane != 0) {
        if (bucket.resetAt <= now()) {
            bucket.resetAt = now() + bucket.windowNs;
            bucket.remaining = bucket.limit;
        }
        if (bucket.remaining > 0) {
            --bucket.remaining;
        } else {
            e.phase = RequestPhase::Waiting;
            e.reason = WaitReason::Bucket;
            e.place = bucket.queued;
            if (bucket.queued++ == 0)
                bucket.headWaitsSince = now();
            job.startAt = bucket.resetAt
                + static_cast<qint64>(bucket.queued / static_cast<quint32>(bucket.limit))
                    * bucket.windowNs;
        }
    }
    const double luck = chance();
    if (m_config.troubled && luck < 0.22 && e.reason == WaitReason::None) {
        e.phase = RequestPhase::Waiting;
        e.reason = luck < 0.05 ? WaitReason::Global
            : luck < 0.10      ? WaitReason::RateLimited
            : luck < 0.15      ? WaitReason::Retry
            : luck < 0.19      ? WaitReason::Concurrency
                               : WaitReason::InvalidBudget;
        job.startAt += static_cast<qint64>(300 + chance() * 2500) * kMillisecond;
        e.attempts = e.reason == WaitReason::RateLimited || e.reason == WaitReason::Retry ? 1 : 0;
        bucket.rateLimitedUser += e.reason == WaitReason::RateLimited ? 1 : 0;
    }
    e.waitUntil = job.startAt;
    job.endAt = job.startAt + wire;
}

void FakeHost::moveRequests()
{
    QList<RequestEvent> events;
    for (Job &job : m_jobs) {
        RequestEvent &e = job.event;
        if (e.startedAt == 0 && job.startAt <= now()) {
            for (BucketRow &bucket : m_buckets) {
                if (e.reason == WaitReason::Bucket && bucket.key == e.bucketKey
                    && bucket.queued > 0)
                    --bucket.queued;
            }
            e.phase = RequestPhase::Started;
            e.reason = WaitReason::None;
            e.startedAt = e.at = job.startAt;
            ++e.attempts;
            events.append(e);
        }
        if (e.startedAt != 0 && job.endAt <= now()) {
            const double roll = chance();
            const bool fails = (m_config.troubled && roll < 0.06) || m_config.longTexts;
            e.phase = fails ? RequestPhase::Failed : RequestPhase::Finished;
            e.status = fails ? (roll < 0.03 ? 403 : 400) : e.method == "DELETE" ? 204 : 200;
            e.at = job.endAt;
            e.responseBytes = static_cast<quint32>(e.status == 204 ? 0 : 400 + chance() * 2600);
            m_invalid += fails ? 1 : 0;
            events.append(e);
        }
    }
    std::erase_if(m_jobs, [](const Job &job) {
        return job.event.phase == RequestPhase::Finished || job.event.phase == RequestPhase::Failed;
    });
    m_session.requests().arrive(events);
}

void FakeHost::moveBuckets()
{
    for (BucketRow &bucket : m_buckets) {
        if (bucket.limit > 0 && bucket.resetAt != 0 && bucket.resetAt <= now()) {
            bucket.remaining = bucket.limit
                - static_cast<qint32>(std::min<quint32>(bucket.queued,
                                                        static_cast<quint32>(bucket.limit)));
            bucket.resetAt = bucket.queued > 0 ? bucket.resetAt + bucket.windowNs : 0;
            bucket.headWaitsSince = bucket.queued > 0 ? now() : 0;
        }
        bucket.inFlight = 0;
        for (const Job &job : m_jobs) {
            if (job.event.startedAt != 0 && job.event.bucketKey == bucket.key)
                ++bucket.inFlight;
        }
    }
    m_session.buckets().change({m_buckets.begin(), m_buckets.end()}, {});
}

void FakeHost::moveShards()
{
    for (ShardRow &row : m_shards) {
        if (row.state != ShardState::Ready)
            continue;
        const double wave = 0.5 + chance();
        const auto events = static_cast<quint64>(m_config.eventsPerSecond / 10 * wave + chance());
        row.events += events;
        row.sequence += static_cast<qint64>(events);
        if (m_steps % 50 == static_cast<int>(row.shard % 50)) {
            row.latencyUs = static_cast<qint64>(32'000 + chance() * 60'000);
            row.lastAckAt = now();
        }
    }
    m_session.shards().change({m_shards.begin(), m_shards.end()}, {});
}

void FakeHost::writeLogs()
{
    if (m_steps % 3 != 0)
        return;
    LogLine line;
    line.at = now();
    line.wallMs = now() / kMillisecond + kWallOffset;
    const double roll = chance();
    line.level = static_cast<quint8>(m_config.troubled && roll < 0.05 ? 3
                                         : roll < 0.15                ? 2
                                         : roll < 0.4                 ? 0
                                                                      : 1);
    line.category = roll < 0.5 ? "cordial.gateway" : roll < 0.8 ? "cordial.net" : "cordial.plugin";
    line.text = line.level == 3 ? "close code 4014: enable MESSAGE_CONTENT in the developer portal"
        : line.level == 2       ? "429 on POST /channels/{channel.id}/messages, waiting 1.2 s"
                                : kLogs[static_cast<size_t>(chance() * 5) % 5];
    if (m_config.longTexts)
        line.text +=
            QByteArray(" and a long tail of words that nobody can read at once").repeated(5);
    line.shard = roll < 0.5 ? static_cast<qint32>(chance() * m_config.shards) : -1;
    line.plugin = roll >= 0.8 ? kPlugins[m_steps % 3] : "";
    line.request = roll >= 0.5 && roll < 0.8 ? m_nextId - 1 : 0;
    m_session.logs().arrive({line});
}

void FakeHost::sendGauges()
{
    const double busy = std::min(49.0, m_config.requestsPerSecond * (0.8 + chance() * 0.4));
    QList<GaugeRow> gauges;
    const auto add = [&gauges](const char *name, double value, double limit, qint64 resetAt = 0) {
        GaugeRow row;
        row.name = name;
        row.value = value;
        row.limit = limit;
        row.resetAt = resetAt;
        gauges.append(row);
    };
    add("global", std::floor(busy), 50);
    add("invalid", m_invalid, 10'000);
    add("identify", 1000 - m_config.shards % 1000, 1000, now() + 3600 * 7 * kSecond);
    add("telemetry", 0.0031, 0);
    m_session.changeGauges(gauges, {});
}

void FakeHost::sendPlugins()
{
    m_handled += 17;
    QList<PluginRow> plugins;
    QList<CommandRow> commands;
    for (int i = 0; i < 3; ++i) {
        PluginRow row;
        row.name = kPlugins[i];
        row.version = "0.1.0";
        row.state = m_config.troubled && i == 2 ? "quarantined" : "loaded";
        row.loadNs = (3 + i) * 700'000;
        row.handled = m_handled * static_cast<quint64>(i + 1);
        row.errors = m_config.troubled && i == 2 ? 7 : 0;
        row.handlerP50Us = 48 + i * 20;
        row.handlerP99Us = 900 + i * 1'400;
        plugins.append(row);
        CommandRow command;
        command.name = i == 0 ? "ping" : i == 1 ? "purge" : "greeting";
        command.plugin = kPlugins[i];
        command.invoked = m_handled / 9 * static_cast<quint64>(i + 1);
        command.refused = i == 1 ? 4 : 0;
        command.lastUs = 640 + i * 81'000;
        commands.append(command);
    }
    m_session.plugins().change(plugins, {});
    m_session.commands().change(commands, {});
}

} // namespace Cordial::Inspector
