// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/gateway/sessionstore.h>
#include <cordial/gateway/shardmanager.h>

#include <QList>

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>

namespace Cordial::Gateway {

//! \brief One thing on its way from a shard to the consumer. All kinds go the same way, so that
//! their order is kept.
struct Delivery
{
    quint32 shard = 0;
    quint32 set = 0; //!< of shards: a reshard runs two side by side
    TimePoint at; //!< when it came
    QList<Dispatch> dispatches;
    std::optional<SessionRecord> session; //!< the READY among the dispatches began it
    std::optional<ShardEvent> event;
    std::optional<Error> error; //!< of a fatal event
    std::optional<quint32> endedSession;
    bool isProbeAnswer = false; //!< everything from before the question has come
};

//! \brief Where a shard puts what it has received.
class DispatchSink
{
public:
    virtual ~DispatchSink() = default;
    struct Taken
    {
        bool goOn = true; //!< false asks the shard to stop reading until it is told to go on
        quint64 dropped = 0; //!< dispatches that were thrown away for want of room
    };
    //! \brief Takes \a delivery in any case, but for what is dropped from it.
    virtual Taken push(Delivery delivery) = 0;
};

//! \brief The bounded queue between the gateway threads and the consumer.
//!
//! Policy: from half of the limit on, kinds that a bot can miss (TYPING_START, PRESENCE_UPDATE) are
//! dropped and counted, if that is allowed; at the limit the shards stop reading their sockets,
//! until half of it is free again. What is over the limit is at most what a shard has in its hands.
//! Thread-safe.
class DispatchQueue : public DispatchSink
{
public:
    enum class Pressure : quint8 {
        None,
        Dropping, //!< what a bot can miss is dropped
        Stalled, //!< sockets are not read
    };
    struct Limits
    {
        qsizetype bytes = 16 * 1024 * 1024;
        bool dropsDroppable = true;
    };
    struct Callbacks
    {
        std::function<void()> wake; //!< from a pushing thread: there is something to take
        std::function<void()> drained; //!< from the consumer: shards may read again
        //! How full it is has changed; from any thread, in order for one thread.
        std::function<void(Pressure pressure, qsizetype bytes, quint64 dropped)> pressed = {};
    };

    DispatchQueue(Limits limits, Callbacks callbacks);

    Taken push(Delivery delivery) override;
    //! \brief The oldest deliveries, with about \a atMost dispatches in all. Their bytes count
    //! until release().
    [[nodiscard]] std::deque<Delivery> take(qsizetype atMost);
    //! \brief Gives back what was taken and not delivered: it comes first again.
    void putBack(std::deque<Delivery> deliveries);
    //! \brief The consumer is done with a delivery of \a bytes.
    void release(qsizetype bytes);
    //! \brief Whether something is there; if not, the next push() wakes.
    [[nodiscard]] bool continueOrSleep();
    void clear();

    //! \brief From a gateway thread: a push() is likely to follow within microseconds. Wakes the
    //! consumer, so that it is there by then. Each one is followed by a settle().
    void announce();
    //! \brief What was announced has come, or does not come.
    void settle();
    //! \brief From the consumer: waits for what is announced, for kPatience at most.
    void await(const Clock &clock) const;
    //! About twice what it takes from a socket to here, and no time for a consumer.
    static constexpr std::chrono::microseconds kPatience{200};

    [[nodiscard]] qsizetype bytes() const;
    [[nodiscard]] quint64 dropped() const;
    [[nodiscard]] const Limits &limits() const { return m_limits; }

    //! \brief What a delivery is counted with.
    [[nodiscard]] static qsizetype bytesOf(const Delivery &delivery);

private:
    [[nodiscard]] quint64 dropDroppable(Delivery &delivery);
    //! \brief The new pressure, if it has changed. \pre m_mutex is locked
    [[nodiscard]] std::optional<Pressure> changedPressure();
    void tellPressure(std::optional<Pressure> changed);

    const Limits m_limits;
    const Callbacks m_callbacks;
    mutable std::mutex m_mutex;
    std::deque<Delivery> m_queue;
    qsizetype m_bytes = 0;
    quint64 m_dropped = 0;
    Pressure m_pressure = Pressure::None;
    bool m_stalled = false;
    bool m_awake = false;
    std::atomic<int> m_announced = 0;
};

} // namespace Cordial::Gateway
