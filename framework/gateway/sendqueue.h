// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>
#include <cordial/gateway/sendlimiter.h>

#include <QByteArray>

#include <array>
#include <deque>
#include <optional>

namespace Cordial::Gateway {

//! \brief Who goes first when the send limit does not let all commands out.
enum class SendPriority : quint8 {
    Prompt, //!< somebody waits for it: voice state
    Normal, //!< presence
    Bulk, //!< requests for members, sounds, channel details
};
//! \brief The priority of a command by its opcode.
[[nodiscard]] SendPriority priorityOf(int opcode);

//! \brief The commands of one shard that wait for their turn: by priority, then in order, within
//! the send limit. What has waited a whole window goes first whatever its priority, so that nothing
//! waits for ever. Heartbeats, IDENTIFY and RESUME never come here, they are only counted. Pure, on
//! a Clock.
class SendQueue
{
public:
    static constexpr qsizetype kMost = 1000;

    explicit SendQueue(Clock &clock);

    //! \brief A new connection: its window is empty. What waits goes on waiting.
    void reset() { m_limiter.reset(); }
    void setHeartbeatInterval(Milliseconds interval) { m_limiter.setHeartbeatInterval(interval); }
    void noteUrgent() { m_limiter.noteUrgent(); }

    //! \brief Errors: RateLimited, with kMost waiting already; retryAfter says when one goes out.
    [[nodiscard]] Result<> push(QByteArray payload, SendPriority priority);
    //! \brief Whether that request waits already: after a reconnect it is sent once more by whoever
    //! waits for the answer. False for other commands, of which each counts.
    [[nodiscard]] bool isAskedTwice(const QByteArray &payload, SendPriority priority) const;
    //! \brief Takes a request back that has not gone out; nobody waits for its answer any more.
    //! False if there is none such.
    bool remove(const QByteArray &payload);
    //! \brief Empties the queue; in the order in which they would have gone out.
    [[nodiscard]] QByteArrayList takeAll();
    //! \brief The next command that may go out now, counted as sent.
    [[nodiscard]] std::optional<QByteArray> take();
    //! \brief How long until take() may give something again; 0 = now.
    [[nodiscard]] Milliseconds nextIn() { return m_limiter.nextCommandIn(); }

    [[nodiscard]] qsizetype waiting() const;
    [[nodiscard]] bool isEmpty() const { return waiting() == 0; }
    [[nodiscard]] int sendsInWindow() { return m_limiter.sendsInWindow(); }

private:
    struct Entry
    {
        QByteArray payload;
        TimePoint since;
    };
    [[nodiscard]] std::deque<Entry> *nextLane();

    Clock &m_clock;
    SendLimiter m_limiter;
    std::array<std::deque<Entry>, 3> m_lanes;
};

} // namespace Cordial::Gateway
