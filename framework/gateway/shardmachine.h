// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/backoff.h>
#include <cordial/core/clock.h>
#include <cordial/gateway/shardmanager.h>

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <optional>
#include <string_view>
#include <vector>

namespace Cordial::Gateway {

//! \brief What a RESUME needs beside the sequence.
struct Session
{
    QByteArray id;
    QUrl resumeUrl; //!< Empty = the main URL.

    bool operator==(const Session &) const = default;
};

//! \brief What happened to a shard. Only the fields that belong to the kind are read.
struct Input
{
    enum class Kind : quint8 {
        Start,
        Stop,
        Restart, //!< by request: drop the connection and resume
        Opened, //!< the WebSocket stands
        OpenFailed, //!< reason, retryAfter
        Closed, //!< closeCode, reason
        HandshakeTimeout, //!< timer
        ReconnectDue, //!< timer
        HeartbeatDue, //!< timer; lateness
        Hello, //!< interval
        HeartbeatRequest,
        HeartbeatAck,
        Reconnect,
        InvalidSession, //!< resumable
        Dispatch, //!< sequence
        ReadyDispatch, //!< sequence, session
        ResumedDispatch, //!< sequence
        Garbage, //!< reason
        IdentifyGranted,
        ReadingPaused,
        ReadingResumed,
    };
    static constexpr int kKinds = int(Kind::ReadingResumed) + 1;

    Kind kind = Kind::Start;
    bool resumable = false;
    std::optional<quint16> closeCode;
    std::optional<qint64> sequence;
    Milliseconds interval{0};
    Milliseconds lateness{0}; //!< how long after its time the timer fired
    std::optional<Milliseconds> retryAfter;
    Session session;
    QString reason;
};
[[nodiscard]] const char *toString(Input::Kind kind);

//! \brief What is to be done. Only the fields that belong to the kind are set.
struct Action
{
    enum class Kind : quint8 {
        Connect, //!< useResumeUrl
        Close, //!< with kOurCloseCode, letting the close frame through
        Drop, //!< at once
        SendHeartbeat,
        SendIdentify,
        SendResume,
        RequestIdentify,
        CancelIdentify,
        ReturnIdentify, //!< a slot came that is not needed any more
        StartTimer, //!< timer, delay
        StopTimer, //!< timer
        Deliver, //!< the dispatch just fed in
        Report, //!< event, reason, closeCode, delay
        BeginSession,
        EndSession,
        Fail, //!< closeCode
        Finish, //!< stopped
    };
    enum class TimerId : quint8 { Handshake, Heartbeat, Reconnect };
    static constexpr int kTimers = 3;

    Kind kind = Kind::Finish;
    TimerId timer = TimerId::Handshake;
    bool useResumeUrl = false;
    ShardEvent::Kind event = ShardEvent::Kind::Disconnected;
    std::optional<quint16> closeCode;
    std::optional<Milliseconds> delay;
    QString reason;
};
[[nodiscard]] const char *toString(Action::Kind kind);

//! \brief The life of one shard as a table: (state, input) -> (state, actions). Pure: it knows no
//! socket, no timer and no clock; Gateway carries the actions out.
//!
//! An input without a row for the present state is ignored: a timer that fired too late, an opcode
//! nobody knows, a dispatch before IDENTIFY.
//! \source events/gateway.mdx, "Connection Lifecycle"
class ShardMachine
{
public:
    enum class State : quint8 {
        Idle,
        Waiting, //!< for the reconnect timer
        Connecting,
        Connected, //!< waiting for HELLO
        Queued, //!< waiting for an identify slot, heartbeats go on
        Identifying, //!< IDENTIFY sent
        Resuming, //!< RESUME sent
        Ready,
        Fatal,
    };
    static constexpr int kStates = int(State::Fatal) + 1;

    //! \brief Limits of the connection rules.
    static constexpr Milliseconds kHandshakeTimeout{30'000}; //!< connect + upgrade, then HELLO
    static constexpr Milliseconds kLongestReconnect{2'000}; //!< after op 7
    //! Of RESUMEs at one URL before the other one is tried.
    static constexpr int kRefusalsPerUrl = 2;
    //! Heartbeats that a URL may acknowledge without answering RESUME, if there is another one.
    static constexpr int kSilentBeats = 2;

    using Actions = std::vector<Action>;
    struct Row;

    explicit ShardMachine(RandomSource random = systemRandom());

    //! \brief A session to resume, from a store. \pre state() == State::Idle
    void setSession(Session session, std::optional<qint64> sequence);

    //! \brief Appends what is to be done to \a actions.
    void handle(const Input &input, Actions &actions);
    //! \brief The step of nearly every event, without an Input: true if it was taken and is to be
    //! delivered, and nothing else is to be done. False = nothing has happened; handle() it.
    [[nodiscard]] bool takesDispatch(std::string_view type, std::optional<qint64> sequence);

    [[nodiscard]] State state() const { return m_state; }
    //! \brief The last sequence, for heartbeats and RESUME; nothing until READY.
    [[nodiscard]] std::optional<qint64> sequence() const { return m_sequence; }
    [[nodiscard]] const std::optional<Session> &session() const { return m_session; }
    [[nodiscard]] int duplicates() const { return m_duplicates; }

    //! \brief The table as a Graphviz graph, for the documentation.
    [[nodiscard]] static QByteArray toDot();
    //! \brief The page of the documentation that shows the table: framework/docs/gateway-states.md.
    [[nodiscard]] static QByteArray toMarkdown();
    //! \brief Whether the table knows this step.
    [[nodiscard]] static bool isAllowed(State from, Input::Kind input, State to);

private:
    friend struct Table;

    State start(const Input &input);
    State stop(const Input &input);
    State restart(const Input &input);
    State connectAgain(const Input &input);
    State opened(const Input &input);
    State openFailed(const Input &input);
    State handshakeTimeout(const Input &input);
    State hello(const Input &input);
    State identifyGranted(const Input &input);
    State returnSlot(const Input &input);
    State closed(const Input &input);
    State reconnectAsked(const Input &input);
    State invalidSession(const Input &input);
    State garbage(const Input &input);
    State heartbeatDue(const Input &input);
    State heartbeatRequest(const Input &input);
    State heartbeatAck(const Input &input);
    State dispatch(const Input &input);
    State earlyDispatch(const Input &input);
    State ready(const Input &input);
    State resumed(const Input &input);
    State readingPaused(const Input &input);
    State readingResumed(const Input &input);

    State connectNow();
    State leave(const QString &reason, std::optional<quint16> closeCode, Milliseconds delay);
    State leaveFailing(const Input &input, const QString &reason);
    //! \brief Discord would not have the RESUME now.
    void noteRefusal();
    [[nodiscard]] bool hasResumeUrl() const;
    //! \brief Whether the next connection goes there, and not to the main URL.
    [[nodiscard]] bool wantsResumeUrl() const;
    void endSession();
    void noteSequence(std::optional<qint64> sequence);
    [[nodiscard]] bool isDuplicate(std::optional<qint64> sequence) const;
    [[nodiscard]] Milliseconds randomBetween(Milliseconds least, Milliseconds most);
    void act(Action::Kind kind);
    void startTimer(Action::TimerId timer, Milliseconds delay);
    void stopTimer(Action::TimerId timer);
    void report(ShardEvent::Kind event, QString reason = {}, std::optional<quint16> closeCode = {},
                std::optional<Milliseconds> delay = {});

    State m_state = State::Idle;
    std::optional<Session> m_session;
    std::optional<qint64> m_sequence;
    Milliseconds m_interval{0};
    bool m_awaitingAck = false;
    bool m_paused = false; //!< nothing is read: a missing ACK says nothing
    bool m_resumedConnection = false; //!< this connection goes on with an older session
    bool m_usesResumeUrl = false;
    bool m_resumeUrlFailed = false;
    Milliseconds m_mainUrlPause{0}; //!< what is left of the time it wants to be left alone
    int m_reconnectsAsked = 0; //!< op 7 since a connection held long enough for a heartbeat
    int m_refusals = 0; //!< op 7 and resumable op 9 at one URL since the last READY or RESUMED
    int m_silentBeats = 0; //!< since RESUME, with nothing replayed
    int m_duplicates = 0;
    RandomSource m_random;
    Backoff m_backoff;
    Actions *m_actions = nullptr;
};
[[nodiscard]] const char *toString(ShardMachine::State state);

} // namespace Cordial::Gateway
