// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/gateway/dispatchqueue.h>

namespace Cordial::Gateway {

//! \brief Wakes the consumer while its gateway thread still reads, as far as that is likely to be
//! right.
//!
//! From a socket that speaks to an event in the queue a thread decrypts, inflates and scans; to
//! wake another thread takes as long again while the machine is idle. Side by side both cost the
//! time of one. Only after a rest, when latency is what there is to win, and only while what ends
//! the rests are events: a thousand idle shards wake nobody.
//! Thread: the gateway thread it is made for.
class EarlyWake : public DispatchSink
{
public:
    EarlyWake(const Clock &clock, DispatchQueue &queue, DispatchSink &next);
    ~EarlyWake() override;
    EarlyWake(const EarlyWake &) = delete;
    EarlyWake &operator=(const EarlyWake &) = delete;

    Taken push(Delivery delivery) override;
    //! \brief The event loop of the thread has waited, or is about to.
    void onAwake();
    void onAboutToBlock();

    static constexpr Milliseconds kRest{1};

private:
    void settle();

    const Clock &m_clock;
    DispatchQueue &m_queue;
    DispatchSink &m_next;
    TimePoint m_restsSince;
    bool m_rested = false; //!< before this turn
    bool m_announced = false;
    bool m_delivered = false; //!< a dispatch, in this turn
    int m_trust = 0; //!< that the end of a rest means a dispatch; 0 to 3
};

} // namespace Cordial::Gateway
