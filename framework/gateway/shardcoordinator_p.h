// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/handlerwatch.h>
#include <cordial/gateway/identifyqueue.h>
#include <cordial/gateway/shardmanager.h>
#include <cordial/gateway/startqueue.h>

#include <QHash>
#include <QObject>
#include <QSet>

#include <memory>
#include <optional>
#include <vector>

namespace Cordial::Gateway {

class ShardWorker;

//! \brief Starts shards and hands out identify slots, for all sets of shards of a manager: Discord
//! counts identifies per key, whatever number of shards they are part of.
//!
//! A ticket is what a shard is called here: its number in the first set; in later ones that plus a
//! multiple of max_concurrency, so that the key stays what it is. Lives in a thread of its own.
class ShardCoordinator : public QObject
{
    Q_OBJECT
public:
    struct Member
    {
        quint32 ticket = 0;
        quint32 shard = 0;
        ShardWorker *worker = nullptr;
        bool resumes = false; //!< has a session: starts at once and needs no IDENTIFY
    };

    struct Setup
    {
        IdentifyQueueFactory queues; //!< empty = a queue of this process alone
        bool canAsk = false; //!< budgetWanted() is answered
        std::shared_ptr<HandlerWatch> handlers; //!< may be null
    };

    //! How long a handler may take before it is named, and how often it is named again.
    static constexpr Milliseconds kBlockedAfter{5'000};
    static constexpr Milliseconds kBlockedAgain{30'000};

    ShardCoordinator(Clock &clock, MetricSink &metrics, Setup setup);
    ~ShardCoordinator() override;

    //! What becomes of the shards that run if the budget is too small for all.
    enum class Shortage : quint8 {
        HoldsAll, //!< nobody identifies before the reset
        HoldsNobody, //!< they identify as long as it lasts
    };
    //! \brief Starts shards, in this order.
    void begin(const IdentifyPlan &plan, const std::vector<Member> &members,
               Shortage shortage = Shortage::HoldsAll);
    //! \brief These are on their way out: they start and identify no more. A slot that one of them
    //! was granted stays taken until it tells what became of it, or release().
    void retire(const std::vector<quint32> &tickets);
    //! \brief These are gone.
    void release(const std::vector<quint32> &tickets);
    //! \brief The answer to budgetWanted(), not from inside it; nothing = asking failed.
    void takeBudget(const std::optional<IdentifyPlan> &plan);
    void stop();

    void onIdentifyRequested(quint32 ticket);
    void onIdentifyCancelled(quint32 ticket);
    void onIdentifySent(quint32 ticket);
    void onEvent(quint32 ticket, const ShardEvent &event);

Q_SIGNALS:
    void budgetWanted();

private:
    void makeQueues(const IdentifyPlan &plan);
    void setMaxConcurrency(int maxConcurrency);
    void start(const Member &member);
    void tellWaiting(quint32 ticket, const QString &reason, Milliseconds wait);
    void returnLate();
    void tellShortage(const QString &reason, Milliseconds wait);
    void waitForBudget(const IdentifyBudget &budget, size_t needed);
    void reportBudget(const IdentifyBudget &budget);
    [[nodiscard]] size_t needed() const;
    void watchHandlers();
    void reportBlocked(Milliseconds since);

    Clock &m_clock;
    MetricSink &m_metrics;
    const Setup m_setup;
    QHash<quint32, Member> m_members; //!< by ticket
    QSet<quint32> m_granted; //!< may identify, and have not said whether they did
    std::vector<quint32> m_grantedLate; //!< of those that were gone by then
    QSet<quint32> m_unidentified; //!< need an IDENTIFY and have not sent it
    std::unique_ptr<IdentifyQueue> m_identifies;
    std::unique_ptr<StartQueue> m_starts;
    std::unique_ptr<Timer> m_askAgain;
    int m_maxConcurrency = 0;
    std::unique_ptr<Timer> m_watchTimer;
    std::optional<TimePoint> m_blockedSince; //!< of the handler that was named
    TimePoint m_nameAgainAt;
    TimePoint m_shortUntil; //!< the reset that the log has told of
    bool m_stopped = false;
};

} // namespace Cordial::Gateway
