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

//! \brief Decides when a shard that needs an IDENTIFY begins to connect: early enough that no
//! identify slot is missed, late enough that a thousand shards do not sit connected for minutes.
//!
//! Of each key one shard connects at a time, and the next may begin once that one waits for its
//! slot, has failed or has been slow; at most kAhead wait with an open connection, and at most
//! kMostSlow are slow at a time, so that a server that does not answer is not flooded. Pure, one
//! thread.
class StartQueue
{
public:
    static constexpr size_t kAhead = 2;
    static constexpr size_t kMostSlow = 4;
    static constexpr Milliseconds kPatience{2000};

    StartQueue(Clock &clock, int maxConcurrency, std::function<void(quint32 shard)> start);

    void add(quint32 shard);
    //! \brief Nothing begins for \a wait.
    void hold(Milliseconds wait);
    //! \brief The shard has HELLO and waits for its slot.
    void waiting(quint32 shard);
    //! \brief The shard has identified, resumed, failed or stopped: it holds nobody up any more.
    void settled(quint32 shard);
    //! \brief The shard is not wanted any more, begun or not.
    void remove(quint32 shard);
    //! \brief Another number of keys.
    void setMaxConcurrency(int maxConcurrency);
    //! \brief How many have not begun.
    [[nodiscard]] size_t pending() const;

private:
    struct Key
    {
        std::deque<quint32> pending;
        std::optional<quint32> connecting;
        std::vector<quint32> slow; //!< connecting for longer than kPatience
        std::vector<quint32> waiting;
        std::unique_ptr<Timer> patience;
    };

    void makeKeys(int count);
    void noteConnected(Key &key, quint32 shard);
    void pump(Key &key);
    void pumpAll();
    [[nodiscard]] Key &keyOf(quint32 shard) { return m_keys[shard % m_keys.size()]; }

    Clock &m_clock;
    std::vector<Key> m_keys;
    std::unique_ptr<Timer> m_hold;
    std::function<void(quint32)> m_start;
};

} // namespace Cordial::Gateway
