// SPDX-License-Identifier: MIT
#include <cordial/core/logging.h>
#include <cordial/net/bucket.h>
#include <cordial/net/clientobserver.h>
#include <cordial/net/requestwriter.h>
#include <cordial/net/route.h>

#include <algorithm>
#include <array>

namespace Cordial::Net {

namespace {

qint64 toNs(TimePoint time)
{
    return time == TimePoint::max() ? 0 : time.time_since_epoch().count();
}

std::string_view view(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<size_t>(bytes.size())};
}

QByteArray safePath(const Request &request)
{
    return redactPath(request.path.toUtf8());
}

Lane laneOf(const Request &request)
{
    const bool isInteraction = request.path.startsWith(QLatin1String("/interactions/"));
    return isInteraction ? Lane::Interaction : request.lane;
}

RequestInfo infoOf(const Exchange &exchange)
{
    const Request &request = exchange.request;
    RequestInfo info;
    info.id = request.id;
    info.method = request.method;
    info.path = QString::fromUtf8(safePath(request));
    info.plugin = request.plugin;
    info.lane = laneOf(request);
    info.deadline = exchange.ticket != nullptr ? exchange.ticket->latestStart() : request.deadline;
    return info;
}

BucketInfo infoOf(const Bucket &bucket)
{
    return {bucket.key,
            bucket.hash,
            bucket.routeNames(),
            bucket.window.limit(),
            bucket.window.remaining(),
            bucket.window.resetAt(),
            static_cast<int>(bucket.queuedTotal()),
            static_cast<int>(bucket.inFlight.size())};
}

BucketRecord recordOf(const Bucket &bucket)
{
    BucketRecord record;
    record.key = view(bucket.key);
    record.hash = view(bucket.hash);
    record.routes = view(bucket.routeNames());
    record.topLevel = bucket.topLevelId;
    record.limit = bucket.window.limit();
    record.remaining = bucket.window.remaining();
    record.resetAt = toNs(std::max(bucket.window.resetAt(), bucket.window.blockedUntil()));
    record.windowNs = bucket.window.length().count();
    record.queued = bucket.queuedTotal();
    record.inFlight = static_cast<quint32>(bucket.inFlight.size());
    TimePoint oldest = TimePoint::max();
    for (const auto &[key, strand] : bucket.strands) {
        if (!strand.reads.empty())
            oldest = std::min(oldest, strand.reads.begin()->second.since);
        for (const auto &writes : strand.writes) {
            if (!writes.empty())
                oldest = std::min(oldest, writes.begin()->second.since);
        }
    }
    record.headWaitsSince = toNs(oldest);
    record.rateLimitedUser = bucket.refused.at(static_cast<size_t>(LimitScope::User));
    record.rateLimitedShared = bucket.refused.at(static_cast<size_t>(LimitScope::Shared));
    record.rateLimitedGlobal = bucket.refused.at(static_cast<size_t>(LimitScope::Global));
    return record;
}

const char *nameOf(WaitReason reason)
{
    static constexpr std::array kNames{"nothing",
                                       "its bucket",
                                       "the global limit",
                                       "a connection",
                                       "a 429",
                                       "a repeat",
                                       "the budget of invalid requests",
                                       "a connection",
                                       "the end"};
    return kNames.at(static_cast<size_t>(reason));
}

RequestPhase phaseOf(const Result<Response> &result)
{
    if (result)
        return result->isSuccess() ? RequestPhase::Finished : RequestPhase::Failed;
    const ErrorCode code = result.error().code;
    return code == ErrorCode::Cancelled || code == ErrorCode::Closed ? RequestPhase::Cancelled
                                                                     : RequestPhase::Failed;
}

} // namespace

ClientObserver::ClientObserver(Clock &clock, MetricSink &metrics, Post post)
    : m_clock(clock), m_metrics(metrics), m_post(std::move(post))
{ }

RequestRecord ClientObserver::record(const Exchange &exchange, RequestPhase phase) const
{
    const Request &request = exchange.request;
    RequestRecord record;
    record.id = request.id;
    record.phase = phase;
    record.lane = static_cast<quint8>(laneOf(request));
    record.attempts = static_cast<quint8>(std::min<quint32>(exchange.attempts, 255));
    record.status = static_cast<quint16>(exchange.lastStatus);
    record.at = toNs(m_clock.now());
    record.queuedAt = toNs(exchange.submittedAt);
    if (exchange.startedAt != TimePoint())
        record.startedAt = toNs(exchange.startedAt);
    record.requestBytes = static_cast<quint32>(request.body.size());
    record.method = view(toByteArray(request.method));
    record.route = view(Route::of(request, m_clock.wallNow()).path);
    record.path = view(safePath(request));
    record.plugin = view(request.plugin.toUtf8());
    return record;
}

void ClientObserver::queued(const Exchange &exchange)
{
    if (m_metrics.wants(MetricStream::Requests))
        m_metrics.report(record(exchange, RequestPhase::Queued));
    if (wants(Queued)) {
        m_post(
            [info = infoOf(exchange)](HttpClient &client) { Q_EMIT client.requestQueued(info); });
    }
}

void ClientObserver::waiting(const Exchange &exchange, const Bucket &bucket, WaitReason reason,
                             TimePoint until, quint32 place)
{
    if (m_metrics.wants(MetricStream::Requests)) {
        RequestRecord out = record(exchange, RequestPhase::Waiting);
        out.reason = reason;
        out.waitUntil = toNs(until);
        out.place = place;
        out.bucketKey = view(bucket.key);
        m_metrics.report(out);
    }
    qCDebug(lcNet).noquote() << describe(exchange.request) << "waits for" << nameOf(reason) << "in"
                             << bucket.key << "behind" << place << "others, about"
                             << std::chrono::ceil<Milliseconds>(until - m_clock.now()).count()
                             << "ms";
    if (wants(Waiting)) {
        RequestInfo info = infoOf(exchange);
        info.place = place;
        m_post([info = std::move(info), reason, until](HttpClient &client) {
            Q_EMIT client.requestWaiting(info, reason, until);
        });
    }
}

void ClientObserver::started(const Exchange &exchange)
{
    if (m_metrics.wants(MetricStream::Requests))
        m_metrics.report(record(exchange, RequestPhase::Started));
    if (wants(Started)) {
        m_post([info = infoOf(exchange), attempt = static_cast<int>(exchange.attempts)](
                   HttpClient &client) { Q_EMIT client.requestStarted(info, attempt); });
    }
}

void ClientObserver::uploaded(const Exchange &exchange, qint64 sent, qint64 total)
{
    if (exchange.request.files->isEmpty())
        return;
    m_post([info = infoOf(exchange), sent, total](HttpClient &client) {
        Q_EMIT client.uploadProgressed(info, sent, total);
    });
}

void ClientObserver::finished(const Exchange &exchange, const Result<Response> &result)
{
    if (m_metrics.wants(MetricStream::Requests)) {
        RequestRecord out = record(exchange, phaseOf(result));
        out.reason = exchange.trace().longestWait;
        if (result)
            out.responseBytes = static_cast<quint32>(result->body.size());
        else
            out.error = view(result.error().message.toUtf8());
        m_metrics.report(out);
    }
    if (wants(Finished)) {
        m_post([info = infoOf(exchange), status = exchange.lastStatus, trace = exchange.trace()](
                   HttpClient &client) { Q_EMIT client.requestFinished(info, status, trace); });
    }
}

void ClientObserver::bucketChanged(const Bucket &bucket)
{
    m_metrics.report(recordOf(bucket));
    if (wants(Buckets)) {
        m_post([info = infoOf(bucket)](HttpClient &client) { Q_EMIT client.bucketUpdated(info); });
    }
}

void ClientObserver::bucketGone(const Bucket &bucket)
{
    BucketRecord record;
    record.key = view(bucket.key);
    record.gone = true;
    m_metrics.report(record);
}

void ClientObserver::reportGauge(const char *name, int value, int limit, TimePoint resetAt)
{
    GaugeRecord gauge;
    gauge.name = std::string_view(name);
    gauge.value = value;
    gauge.limit = limit;
    gauge.resetAt = toNs(resetAt);
    m_metrics.report(gauge);
}

void ClientObserver::globalChanged(int used, int limit, TimePoint resetAt)
{
    reportGauge("global", used, limit, resetAt);
}

void ClientObserver::invalidChanged(int count, int limit, TimePoint resetAt)
{
    reportGauge("invalid", count, limit, resetAt);
}

void ClientObserver::tokenRefused()
{
    m_post([](HttpClient &client) { Q_EMIT client.tokenRefused(); });
}

} // namespace Cordial::Net
