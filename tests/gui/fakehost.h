// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session.h"

#include <cordial/core/manualclock.h>

#include <random>
#include <vector>

namespace Cordial::Inspector {

//! \brief A bot that is not there: fills a Session with what a busy host would send, by a manual
//! clock and a seed, so that the same calls give the same window.
class FakeHost
{
public:
    struct Config
    {
        int shards = 1;
        int channels = 6; //!< a bucket of 5 per 5 s each
        double requestsPerSecond = 4;
        double eventsPerSecond = 12; //!< of each shard
        bool troubled = false; //!< some shards resume, wait or stopped for good; some 429s
        bool longTexts = false;
        int limit = 5; //!< of each bucket
    };

    FakeHost(Session &session, ManualClock &clock, Config config);

    //! \brief Says hello and sends the snapshots.
    void attach();
    //! \brief Lets time pass in steps of 100 ms, sending what happens meanwhile.
    void run(std::chrono::milliseconds time);
    //! \brief The connection breaks.
    void drop();

private:
    struct Job
    {
        RequestEvent event;
        qint64 startAt = 0;
        qint64 endAt = 0;
    };

    [[nodiscard]] qint64 now() const;
    [[nodiscard]] double chance() { return m_uniform(m_random); }
    [[nodiscard]] ShardState stateOf(int shard);
    void step();
    void makeRequests();
    void newRequest();
    void moveRequests();
    void moveBuckets();
    void moveShards();
    void writeLogs();
    void sendGauges();
    void sendPlugins();
    void schedule(Job &job, BucketRow &bucket);

    Session &m_session;
    ManualClock &m_clock;
    Config m_config;
    std::mt19937 m_random{7};
    std::uniform_real_distribution<double> m_uniform{0, 1};
    std::vector<ShardRow> m_shards;
    std::vector<BucketRow> m_buckets;
    std::vector<Job> m_jobs;
    quint64 m_nextId = 1;
    quint64 m_handled = 0;
    double m_owed = 0;
    int m_steps = 0;
    int m_invalid = 12;
};

} // namespace Cordial::Inspector
