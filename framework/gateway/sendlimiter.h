// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>

#include <QtGlobal>

#include <deque>

namespace Cordial::Gateway {

//! \brief 120 sends in 60 s for one connection, with a reserve for what may never wait: heartbeats,
//! IDENTIFY and RESUME. Pure, on a Clock. \source events/gateway.mdx, "Rate Limiting"
class SendLimiter
{
public:
    static constexpr int kSends = 120;
    //! The window, and what is added because not every packet takes equally long.
    static constexpr Milliseconds kWindow{60'000};
    static constexpr Milliseconds kMargin{250};

    explicit SendLimiter(Clock &clock);

    //! \brief A new connection: its window is empty.
    void reset();
    //! \brief How much is kept back depends on how often the server wants heartbeats.
    void setHeartbeatInterval(Milliseconds interval);
    //! \brief A heartbeat, IDENTIFY or RESUME goes out; these are counted but never held back.
    void noteUrgent();
    //! \brief Counts a command if there is room for it.
    [[nodiscard]] bool tryCommand();
    //! \brief How long until a command may go out; 0 = now.
    [[nodiscard]] Milliseconds nextCommandIn();

    [[nodiscard]] int sendsInWindow();
    [[nodiscard]] int reserve() const { return m_reserve; }

private:
    void forgetOld();

    Clock &m_clock;
    std::deque<TimePoint> m_sent;
    int m_reserve = 5;
};

} // namespace Cordial::Gateway
