// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/metrics.h>
#include <cordial/net/httpclient.h>
#include <cordial/net/observer.h>

#include <atomic>
#include <functional>

namespace Cordial::Net {

//! \brief Turns what a chain does into metric records and into signals of HttpClient, the latter
//! only while somebody is connected. Thread: the chain's; setWanted() from any.
class ClientObserver : public SenderObserver
{
public:
    enum Signal : quint32 { Queued = 1, Waiting = 2, Started = 4, Finished = 8, Buckets = 16 };
    //! \brief Has its argument called in the client's thread.
    using Post = std::function<void(std::function<void(HttpClient &)>)>;

    ClientObserver(Clock &clock, MetricSink &metrics, Post post);

    void setWanted(quint32 signalMask) { m_wanted.store(signalMask, std::memory_order_relaxed); }

    void queued(const Exchange &exchange);
    void finished(const Exchange &exchange, const Result<Response> &result);

    void waiting(const Exchange &exchange, const Bucket &bucket, WaitReason reason, TimePoint until,
                 quint32 place) override;
    void started(const Exchange &exchange) override;
    void uploaded(const Exchange &exchange, qint64 sent, qint64 total) override;
    void bucketChanged(const Bucket &bucket) override;
    void bucketGone(const Bucket &bucket) override;
    void globalChanged(int used, int limit, TimePoint resetAt) override;
    void invalidChanged(int count, int limit, TimePoint resetAt) override;
    void tokenRefused() override;

private:
    [[nodiscard]] bool wants(Signal signal) const
    {
        return (m_wanted.load(std::memory_order_relaxed) & signal) != 0;
    }
    [[nodiscard]] RequestRecord record(const Exchange &exchange, RequestPhase phase) const;
    void reportGauge(const char *name, int value, int limit, TimePoint resetAt);

    Clock &m_clock;
    MetricSink &m_metrics;
    Post m_post;
    std::atomic<quint32> m_wanted{0};
};

} // namespace Cordial::Net
