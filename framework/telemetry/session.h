// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/telemetry/statetable.h>
#include <cordial/telemetry/wire/messages.h>

#include <array>
#include <deque>
#include <functional>
#include <optional>

namespace Cordial::Telemetry {

using Wire::kStreamCount;

//! \brief The way to one client. Calls must not come back into the session.
class Link
{
public:
    virtual ~Link() = default;
    virtual void write(const QByteArray &bytes) = 0;
    //! \brief Bytes written that the system has not taken yet.
    [[nodiscard]] virtual qint64 unsent() const = 0;
    //! \brief Sends what goes out at once and hangs up.
    virtual void close() = 0;
};

//! \brief What every session of a hub reads from.
struct Sources
{
    std::array<const StateSource *, kStreamCount> states{}; //!< null for event streams
    std::array<quint64, kStreamCount> nextEvent{}; //!< number of the next event of a stream
};

//! \brief Some events of one stream in a frame; without a frame they were lost on the way.
struct EventFrame
{
    quint64 from = 0;
    quint64 to = 0;
    QByteArray frame; //!< shared by all sessions

    [[nodiscard]] qsizetype cost() const { return frame.size() + kOverhead; }
    static constexpr qsizetype kOverhead = 64;
};

//! \brief Limits of one client; the defaults are the promise of the documentation.
struct SessionLimits
{
    qint64 unsent = 1024 * 1024; //!< bytes in the socket's buffer
    qsizetype queued = 4 * 1024 * 1024; //!< bytes of events that wait for credit
    qint64 statesAtOnce = 512 * 1024; //!< bytes of states before events have their turn
    std::chrono::seconds hello{5}; //!< to say Hello
    std::chrono::seconds snapshotsOnly{5}; //!< blocked, nothing taken: events are dropped
    std::chrono::seconds stalled{30}; //!< blocked, nothing taken: good-bye
};

//! \brief One client: what it wants, what it was sent, what it may still be sent. Pure: bytes in,
//! bytes out, time from the clock. For each event stream sent = shown + lost, exactly.
class Session
{
public:
    //! \brief Asked at the client's Hello: the answer to it, or nothing if there is no room.
    using Admit = std::function<std::optional<Wire::Hello>()>;

    Session(Link &link, Clock &clock, const Sources &sources, Admit admit,
            SessionLimits limits = {});

    //! \brief Bytes from the client.
    void receive(QByteArrayView bytes);
    //! \brief Events that have just happened, in order.
    void offer(Wire::Stream stream, const EventFrame &events);
    //! \brief Changes of a state stream that nobody will ever see.
    void offerLostChanges(Wire::Stream stream, quint64 count);
    //! \brief Sends what may be sent.
    void pump();
    //! \brief Acts on what takes too long.
    void checkTime();
    //! \brief Says why and hangs up.
    void dismiss(Wire::ByeCode code, const QString &text);

    //! \brief True once Hello was answered: from then on the client counts.
    [[nodiscard]] bool isAttached() const { return m_attached; }
    [[nodiscard]] bool isOver() const { return m_over; }
    //! \brief Bit n: stream n is subscribed to.
    [[nodiscard]] quint32 interest() const { return m_attached && !m_over ? m_interest : 0; }
    //! \brief Events that this client was too slow for.
    [[nodiscard]] quint64 dropped() const { return m_dropped; }
    [[nodiscard]] qsizetype queuedBytes() const { return m_queuedBytes; }
    [[nodiscard]] bool sendsSnapshotsOnly() const { return m_snapshotsOnly; }

private:
    struct StateCursor
    {
        quint64 sentTo = 0;
        bool snapshotDue = false;
        bool inSnapshot = false;
        quint64 snapshotStart = 0; //!< version at which the snapshot began
        quint64 lostChanges = 0;
    };
    struct EventQueue
    {
        bool snapshotDue = false; //!< an empty one, that tells the first number
        quint64 start = 0;
        Wire::Lost lost; //!< before the first frame
        std::deque<EventFrame> frames;
        qsizetype bytes = 0;
    };

    void handle(const Wire::Frame &frame);
    void handleFirst(const Wire::Frame &frame);
    void handleSubscribe(const Wire::Subscribe &wish);
    void begin(size_t stream);
    void end(size_t stream);
    void answer(const Wire::Ping &ping);
    [[nodiscard]] bool subscribed(size_t stream) const { return (m_interest >> stream & 1U) != 0; }
    [[nodiscard]] qint64 allowance() const;
    [[nodiscard]] bool send(const QByteArray &frame);
    void sendStates();
    [[nodiscard]] bool sendState(size_t stream, qint64 &budget);
    void sendEvents();
    [[nodiscard]] bool sendOneEventFrame(size_t stream);
    void trim();
    void loseFirst(EventQueue &queue);
    void dropToSnapshots();

    Link &m_link;
    Clock &m_clock;
    const Sources &m_sources;
    Admit m_admit;
    SessionLimits m_limits;
    Wire::FrameParser m_parser;
    Wire::CborWriter m_scratch;
    std::array<StateCursor, kStreamCount> m_states;
    std::array<EventQueue, kStreamCount> m_events;
    TimePoint m_openedAt;
    std::optional<TimePoint> m_blockedSince;
    qint64 m_credit = 0;
    qint64 m_unsentBefore = 0;
    qsizetype m_queuedBytes = 0;
    quint64 m_dropped = 0;
    quint32 m_interest = 0;
    bool m_attached = false;
    bool m_over = false;
    bool m_snapshotsOnly = false;
    bool m_blocked = false;
    bool m_credited = false;
};

} // namespace Cordial::Telemetry
