// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>

#include <QtGlobal>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace Cordial::Gateway {

//! \brief What is left of `session_start_limit`.
struct IdentifyBudget
{
    int total = 1000;
    int remaining = 1000;
    TimePoint resetAt;
};

//! \brief Who may send IDENTIFY when. Replaceable: a cluster shares one over Redis.
//!
//! A shard asks, is granted a slot, and then either uses it (IDENTIFY is on the wire) or gives it
//! back; a shard that dies while it waits cancels. Thread: one.
class IdentifyQueue
{
public:
    enum class WaitFor : quint8 { Slot, Budget };
    struct Callbacks
    {
        std::function<void(quint32 shard)> granted;
        //! \brief A shard has to wait that long, as far as is known.
        std::function<void(quint32 shard, WaitFor reason, Milliseconds wait)> waiting;
        std::function<void(const IdentifyBudget &budget)> budgetChanged;
        //! \brief The reset is over: ask Discord and call setBudget(). Empty: the whole budget is
        //! taken to be there again.
        std::function<void()> budgetWanted = {};
    };

    IdentifyQueue() = default;
    IdentifyQueue(const IdentifyQueue &) = delete;
    IdentifyQueue &operator=(const IdentifyQueue &) = delete;
    virtual ~IdentifyQueue() = default;

    virtual void request(quint32 shard) = 0;
    //! \brief Leaves the queue, or gives a slot back that was not used: the next in line gets it.
    virtual void cancel(quint32 shard) = 0;
    //! \brief IDENTIFY has just been sent with the granted slot.
    virtual void used(quint32 shard) = 0;

    //! \brief Grants nothing before the budget is reset, whatever remains of it.
    virtual void holdUntilReset() { }
    //! \brief What Discord says is left. \a hold: not before the next reset all the same.
    virtual void setBudget(const IdentifyBudget &budget, bool hold)
    {
        Q_UNUSED(budget)
        Q_UNUSED(hold)
    }
    //! \brief Another number of keys; what one of the old keys allowed not long ago counts for all.
    virtual void setMaxConcurrency(int maxConcurrency) { Q_UNUSED(maxConcurrency) }
};

//! \brief What a queue is made from.
struct IdentifyPlan
{
    int maxConcurrency = 1;
    IdentifyBudget budget;
};
using IdentifyQueueFactory = std::function<std::unique_ptr<IdentifyQueue>(
    Clock &clock, const IdentifyPlan &plan, IdentifyQueue::Callbacks callbacks)>;
//! \brief Another queue for a ShardManager: made, used and ended in a thread of the manager's. Its
//! "shards" are tickets, equal to the shard numbers until a reshard; ticket % max_concurrency is
//! the key.
struct IdentifyQueueSetup
{
    IdentifyQueueFactory factory;
};

//! \brief The queue of one process: one IDENTIFY per key and 5 s, in the order of asking, never
//! more than the session budget. Pure, on a Clock.
//! \source events/gateway.mdx, "Rate Limiting" and "Session Start Limit Object"
class LocalIdentifyQueue : public IdentifyQueue
{
public:
    //! The window, and what is added because the way to Discord is not always equally long.
    static constexpr Milliseconds kWindow{5000};
    static constexpr Milliseconds kMargin{100};

    LocalIdentifyQueue(Clock &clock, int maxConcurrency, IdentifyBudget budget,
                       Callbacks callbacks);

    void request(quint32 shard) override;
    void cancel(quint32 shard) override;
    void used(quint32 shard) override;

    void holdUntilReset() override;
    void setBudget(const IdentifyBudget &budget, bool hold) override;
    void setMaxConcurrency(int maxConcurrency) override;

    [[nodiscard]] const IdentifyBudget &budget() const { return m_budget; }
    [[nodiscard]] int key(quint32 shard) const { return int(shard % m_keys.size()); }

private:
    struct Key
    {
        std::deque<quint32> waiting;
        std::vector<quint32> granted; //!< have a slot and have neither used nor returned it
        TimePoint freeAt;
        std::unique_ptr<Timer> timer;
        bool isToldOfBudget = false; //!< those who wait know that they wait for the reset
    };

    void pump(Key &key);
    [[nodiscard]] bool budgetAllows();
    [[nodiscard]] int grantedNow() const;
    void tellOfBudget(Key &key);
    void announceWait(const Key &key, quint32 shard);
    void pumpAll();

    Clock &m_clock;
    std::vector<Key> m_keys;
    IdentifyBudget m_budget;
    Callbacks m_callbacks;
    bool m_held = false;
    bool m_isAsking = false; //!< for the budget after a reset
};

} // namespace Cordial::Gateway
