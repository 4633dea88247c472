// SPDX-License-Identifier: MIT
#include <cordial/gateway/shardmachine.h>

#include <cordial/gateway/closecode.h>

#include <algorithm>
#include <array>
#include <utility>

namespace Cordial::Gateway {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using State = ShardMachine::State;

namespace {

using States = quint32;

constexpr States only(State state)
{
    return 1U << static_cast<quint32>(state);
}

template <typename... More>
constexpr States any(More... states)
{
    return (only(states) | ...);
}

// A timer that fires this much late means that the process stood still (suspended, swapped out):
// the ACK may lie unread in the socket, so the verdict waits for one more interval.
Milliseconds suspicionFor(Milliseconds interval)
{
    return interval / 2 + 250ms;
}

} // namespace

struct ShardMachine::Row
{
    States from;
    Input::Kind input;
    State (ShardMachine::*handler)(const Input &);
    States to;
};

//! Every transition there is.
struct Table
{
    using M = ShardMachine;
    using Kind = Input::Kind;
    static constexpr States kLinked =
        any(State::Connected, State::Queued, State::Identifying, State::Resuming, State::Ready);
    static constexpr States kActive = kLinked | any(State::Waiting, State::Connecting);
    static constexpr States kLive = any(State::Identifying, State::Resuming, State::Ready);
    static constexpr States kBeating = kLive | only(State::Queued);

    static constexpr std::array kRows{
        M::Row{only(State::Idle), Kind::Start, &M::start, only(State::Connecting)},
        M::Row{kActive, Kind::Stop, &M::stop, only(State::Idle)},
        M::Row{any(State::Idle, State::Fatal), Kind::Stop, &M::stop,
               any(State::Idle, State::Fatal)},
        M::Row{only(State::Waiting), Kind::ReconnectDue, &M::connectAgain, only(State::Connecting)},
        M::Row{only(State::Waiting), Kind::Restart, &M::connectAgain, only(State::Connecting)},
        M::Row{kLinked | only(State::Connecting), Kind::Restart, &M::restart,
               only(State::Connecting)},
        M::Row{only(State::Connecting), Kind::Opened, &M::opened, only(State::Connected)},
        M::Row{only(State::Connecting), Kind::OpenFailed, &M::openFailed, only(State::Waiting)},
        M::Row{only(State::Connecting), Kind::Closed, &M::openFailed, only(State::Waiting)},
        M::Row{any(State::Connecting, State::Connected), Kind::HandshakeTimeout,
               &M::handshakeTimeout, only(State::Waiting)},
        M::Row{only(State::Connected), Kind::Hello, &M::hello, any(State::Queued, State::Resuming)},
        M::Row{only(State::Queued), Kind::IdentifyGranted, &M::identifyGranted,
               only(State::Identifying)},
        M::Row{~only(State::Queued), Kind::IdentifyGranted, &M::returnSlot, ~States(0)},
        M::Row{kLinked, Kind::Closed, &M::closed, any(State::Waiting, State::Fatal)},
        M::Row{kLinked, Kind::Reconnect, &M::reconnectAsked, only(State::Waiting)},
        M::Row{kLinked, Kind::InvalidSession, &M::invalidSession, only(State::Waiting)},
        M::Row{kLinked, Kind::Garbage, &M::garbage, only(State::Waiting)},
        M::Row{kBeating, Kind::HeartbeatDue, &M::heartbeatDue, kBeating | only(State::Waiting)},
        M::Row{kLinked, Kind::HeartbeatRequest, &M::heartbeatRequest, kLinked},
        M::Row{kBeating, Kind::HeartbeatAck, &M::heartbeatAck, kBeating},
        M::Row{any(State::Resuming, State::Ready), Kind::Dispatch, &M::dispatch,
               any(State::Resuming, State::Ready)},
        M::Row{only(State::Identifying), Kind::Dispatch, &M::earlyDispatch,
               only(State::Identifying)},
        M::Row{kLive, Kind::ReadyDispatch, &M::ready, only(State::Ready)},
        M::Row{only(State::Resuming), Kind::ResumedDispatch, &M::resumed, only(State::Ready)},
        M::Row{only(State::Ready), Kind::ResumedDispatch, &M::dispatch, only(State::Ready)},
        M::Row{only(State::Identifying), Kind::ResumedDispatch, &M::earlyDispatch,
               only(State::Identifying)},
        M::Row{kLinked, Kind::ReadingPaused, &M::readingPaused, kLinked},
        M::Row{kLinked, Kind::ReadingResumed, &M::readingResumed, kLinked},
    };

    static const M::Row *find(State from, Kind input)
    {
        const auto it = std::find_if(kRows.begin(), kRows.end(), [&](const M::Row &row) {
            return row.input == input && (row.from & only(from)) != 0;
        });
        return it == kRows.end() ? nullptr : &*it;
    }
};

ShardMachine::ShardMachine(RandomSource random)
    : m_random(random), m_backoff({1000ms, 60'000ms, 0ms}, std::move(random))
{ }

void ShardMachine::setSession(Session session, std::optional<qint64> sequence)
{
    m_session = std::move(session);
    m_sequence = sequence;
}

void ShardMachine::handle(const Input &input, Actions &actions)
{
    const Row *row = Table::find(m_state, input.kind);
    if (row == nullptr)
        return;
    m_actions = &actions;
    const State next = (this->*row->handler)(input);
    Q_ASSERT((row->to & only(next)) != 0);
    m_state = next;
    m_actions = nullptr;
}

bool ShardMachine::takesDispatch(std::string_view type, std::optional<qint64> sequence)
{
    if (m_state != State::Ready || m_resumedConnection || type == "READY" || type == "RESUMED")
        return false;
    noteSequence(sequence);
    return true;
}

void ShardMachine::act(Action::Kind kind)
{
    m_actions->emplace_back().kind = kind;
}

void ShardMachine::startTimer(Action::TimerId timer, Milliseconds delay)
{
    Action &action = m_actions->emplace_back();
    action.kind = Action::Kind::StartTimer;
    action.timer = timer;
    action.delay = delay;
}

void ShardMachine::stopTimer(Action::TimerId timer)
{
    Action &action = m_actions->emplace_back();
    action.kind = Action::Kind::StopTimer;
    action.timer = timer;
}

void ShardMachine::report(ShardEvent::Kind event, QString reason, std::optional<quint16> closeCode,
                          std::optional<Milliseconds> delay)
{
    Action &action = m_actions->emplace_back();
    action.kind = Action::Kind::Report;
    action.event = event;
    action.reason = std::move(reason);
    action.closeCode = closeCode;
    action.delay = delay;
}

Milliseconds ShardMachine::randomBetween(Milliseconds least, Milliseconds most)
{
    return least + Milliseconds(static_cast<qint64>(double((most - least).count()) * m_random()));
}

State ShardMachine::start(const Input &)
{
    return connectNow();
}

State ShardMachine::connectAgain(const Input &)
{
    stopTimer(Action::TimerId::Reconnect);
    return connectNow();
}

State ShardMachine::connectNow()
{
    m_usesResumeUrl = wantsResumeUrl();
    m_resumedConnection = false;
    m_awaitingAck = false;
    m_paused = false;
    report(ShardEvent::Kind::Connecting, m_session ? u"to resume the session"_s : u"to identify"_s);
    startTimer(Action::TimerId::Handshake, kHandshakeTimeout);
    Action &action = m_actions->emplace_back();
    action.kind = Action::Kind::Connect;
    action.useResumeUrl = m_usesResumeUrl;
    return State::Connecting;
}

State ShardMachine::stop(const Input &)
{
    if (m_state == State::Fatal) {
        act(Action::Kind::Finish);
        return State::Fatal;
    }
    if (m_state == State::Queued)
        act(Action::Kind::CancelIdentify);
    for (const auto timer :
         {Action::TimerId::Handshake, Action::TimerId::Heartbeat, Action::TimerId::Reconnect})
        stopTimer(timer);
    if (m_state != State::Idle && m_state != State::Waiting)
        act(Action::Kind::Close);
    if (m_state != State::Idle)
        report(ShardEvent::Kind::Disconnected, u"stopped"_s);
    act(Action::Kind::Finish);
    return State::Idle;
}

State ShardMachine::restart(const Input &input)
{
    act(Action::Kind::Close);
    leave(u"restart was asked for"_s, {}, 0ms);
    return connectAgain(input);
}

State ShardMachine::opened(const Input &)
{
    startTimer(Action::TimerId::Handshake, kHandshakeTimeout);
    return State::Connected;
}

//! Ends a connection that is closed already, or has its Close or Drop among the actions.
State ShardMachine::leave(const QString &reason, std::optional<quint16> closeCode,
                          Milliseconds delay)
{
    if (m_state == State::Queued)
        act(Action::Kind::CancelIdentify);
    stopTimer(Action::TimerId::Handshake);
    stopTimer(Action::TimerId::Heartbeat);
    report(ShardEvent::Kind::Disconnected, reason, closeCode, delay);
    if (delay > 0ms)
        report(ShardEvent::Kind::Waiting, u"before reconnecting: "_s % reason, {}, delay);
    startTimer(Action::TimerId::Reconnect, delay);
    return State::Waiting;
}

State ShardMachine::leaveFailing(const Input &input, const QString &reason)
{
    Milliseconds delay = m_backoff.next();
    // How long the resume URL wants to be left alone says nothing about the main one.
    if (!m_usesResumeUrl)
        m_mainUrlPause = input.retryAfter.value_or(0ms);
    // Wherever a connection went wrong before it was of use, the next try is at the other URL, but
    // not at the main one while that wants to be left alone.
    if (m_state != State::Ready)
        m_resumeUrlFailed = m_usesResumeUrl && m_mainUrlPause == 0ms;
    if (wantsResumeUrl())
        m_mainUrlPause = std::max(m_mainUrlPause - delay, 0ms);
    else
        delay = std::max(delay, std::exchange(m_mainUrlPause, 0ms));
    return leave(reason, input.closeCode, delay);
}

bool ShardMachine::hasResumeUrl() const
{
    return m_session && !m_session->resumeUrl.isEmpty();
}

bool ShardMachine::wantsResumeUrl() const
{
    return hasResumeUrl() && !m_resumeUrlFailed;
}

void ShardMachine::noteRefusal()
{
    if (!m_session || m_state == State::Ready || ++m_refusals < kRefusalsPerUrl)
        return;
    m_refusals = 0;
    m_resumeUrlFailed = m_usesResumeUrl;
}

State ShardMachine::openFailed(const Input &input)
{
    return leaveFailing(input, input.reason);
}

State ShardMachine::handshakeTimeout(const Input &input)
{
    act(Action::Kind::Drop);
    return leaveFailing(input,
                        m_state == State::Connecting ? u"no connection within 30 s"_s
                                                     : u"no HELLO within 30 s"_s);
}

State ShardMachine::hello(const Input &input)
{
    m_interval = input.interval;
    m_awaitingAck = false;
    m_silentBeats = 0;
    stopTimer(Action::TimerId::Handshake);
    startTimer(Action::TimerId::Heartbeat,
               Milliseconds(static_cast<qint64>(double(m_interval.count()) * m_random())));
    if (m_session) {
        m_resumedConnection = true;
        report(ShardEvent::Kind::Resuming);
        act(Action::Kind::SendResume);
        return State::Resuming;
    }
    m_sequence.reset();
    act(Action::Kind::RequestIdentify);
    return State::Queued;
}

State ShardMachine::identifyGranted(const Input &)
{
    report(ShardEvent::Kind::Identifying);
    act(Action::Kind::SendIdentify);
    return State::Identifying;
}

State ShardMachine::returnSlot(const Input &)
{
    act(Action::Kind::ReturnIdentify);
    return m_state;
}

void ShardMachine::endSession()
{
    if (m_session)
        act(Action::Kind::EndSession);
    m_session.reset();
    m_sequence.reset();
    m_resumeUrlFailed = false;
}

State ShardMachine::closed(const Input &input)
{
    const ClosePolicy policy =
        input.closeCode ? closePolicy(*input.closeCode) : ClosePolicy::Resume;
    if (policy == ClosePolicy::Fatal) {
        if (m_state == State::Queued)
            act(Action::Kind::CancelIdentify);
        stopTimer(Action::TimerId::Handshake);
        stopTimer(Action::TimerId::Heartbeat);
        Action &action = m_actions->emplace_back();
        action.kind = Action::Kind::Fail;
        action.closeCode = input.closeCode;
        return State::Fatal;
    }
    if (policy == ClosePolicy::NewSession)
        endSession();
    return leaveFailing(input, input.reason);
}

State ShardMachine::reconnectAsked(const Input &)
{
    act(Action::Kind::Close);
    noteRefusal();
    // At once the first time; a server that asks again and again is not hammered.
    const Milliseconds delay =
        m_reconnectsAsked++ == 0 ? 0ms : randomBetween(kLongestReconnect / 4, kLongestReconnect);
    return leave(u"Discord asked to reconnect (op 7)"_s, {}, delay);
}

//! \source events/gateway.mdx, "Resuming"; 1 to 5 s are what libraries wait.
State ShardMachine::invalidSession(const Input &input)
{
    act(Action::Kind::Close);
    const bool resumable = input.resumable && m_session;
    if (!resumable)
        endSession();
    noteRefusal();
    return leave(resumable ? u"invalid session, resumable (op 9)"_s
                           : u"invalid session, a new one is needed (op 9)"_s,
                 {}, randomBetween(1000ms, resumable ? 4000ms : 5000ms));
}

State ShardMachine::garbage(const Input &input)
{
    act(Action::Kind::Close);
    return leaveFailing(input, u"cannot decode what came: "_s % input.reason);
}

State ShardMachine::heartbeatDue(const Input &input)
{
    if (m_awaitingAck && !m_paused && input.lateness < suspicionFor(m_interval)) {
        act(Action::Kind::Drop);
        return leaveFailing(input,
                            u"zombie connection: no heartbeat ACK within "_s
                                % QString::number(m_interval.count()) % u" ms"_s);
    }
    // With no other URL to turn to a late answer is waited for.
    if (m_state == State::Resuming && hasResumeUrl() && !m_paused
        && m_silentBeats++ >= kSilentBeats) {
        act(Action::Kind::Drop);
        return leaveFailing(input,
                            m_usesResumeUrl ? u"the resume URL does not answer RESUME"_s
                                            : u"the main URL does not answer RESUME"_s);
    }
    act(Action::Kind::SendHeartbeat);
    m_awaitingAck = !m_paused;
    startTimer(Action::TimerId::Heartbeat, m_interval);
    return m_state;
}

State ShardMachine::heartbeatRequest(const Input &)
{
    act(Action::Kind::SendHeartbeat);
    return m_state;
}

State ShardMachine::heartbeatAck(const Input &)
{
    m_awaitingAck = false;
    if (m_state == State::Ready)
        m_reconnectsAsked = 0;
    return m_state;
}

void ShardMachine::noteSequence(std::optional<qint64> sequence)
{
    if (sequence && (!m_sequence || *sequence > *m_sequence))
        m_sequence = sequence;
}

//! A server may replay more than was missed: what has been delivered is not delivered again.
bool ShardMachine::isDuplicate(std::optional<qint64> sequence) const
{
    return m_resumedConnection && sequence && m_sequence && *sequence <= *m_sequence;
}

State ShardMachine::dispatch(const Input &input)
{
    m_silentBeats = 0;
    if (isDuplicate(input.sequence) && input.kind == Input::Kind::Dispatch) {
        ++m_duplicates;
        return m_state;
    }
    noteSequence(input.sequence);
    act(Action::Kind::Deliver);
    return m_state;
}

//! Before READY there is no session that a sequence could belong to.
State ShardMachine::earlyDispatch(const Input &)
{
    act(Action::Kind::Deliver);
    return m_state;
}

State ShardMachine::ready(const Input &input)
{
    m_resumedConnection = false;
    m_session = input.session;
    m_sequence = input.sequence;
    m_resumeUrlFailed = false;
    m_mainUrlPause = 0ms;
    m_refusals = 0;
    m_backoff.reset();
    act(Action::Kind::BeginSession);
    act(Action::Kind::Deliver);
    report(ShardEvent::Kind::Ready);
    return State::Ready;
}

State ShardMachine::resumed(const Input &input)
{
    noteSequence(input.sequence);
    m_resumeUrlFailed = false;
    m_mainUrlPause = 0ms;
    m_refusals = 0;
    m_backoff.reset();
    act(Action::Kind::Deliver);
    report(ShardEvent::Kind::Resumed);
    return State::Ready;
}

State ShardMachine::readingPaused(const Input &)
{
    m_paused = true;
    return m_state;
}

State ShardMachine::readingResumed(const Input &)
{
    m_paused = false;
    m_awaitingAck = false;
    return m_state;
}

bool ShardMachine::isAllowed(State from, Input::Kind input, State to)
{
    const Row *row = Table::find(from, input);
    return row != nullptr ? (row->to & only(to)) != 0 : from == to;
}

QByteArray ShardMachine::toDot()
{
    QByteArray out = "digraph shard {\n    rankdir=LR;\n    node [shape=box, style=rounded];\n";
    for (int from = 0; from < kStates; ++from) {
        for (int kind = 0; kind < Input::kKinds; ++kind) {
            const Row *row = Table::find(State(from), Input::Kind(kind));
            for (int to = 0; row != nullptr && to < kStates; ++to) {
                // What leaves the state as it is would hide the rest.
                if (to == from || (row->to & only(State(to))) == 0 || row->to == ~States(0)
                    || (row->to & row->from) == row->from)
                    continue;
                out += QByteArray("    ") + toString(State(from)) + " -> " + toString(State(to))
                    + " [label=\"" + toString(Input::Kind(kind)) + "\"];\n";
            }
        }
    }
    return out + "}\n";
}

namespace {

QByteArray namesOf(States states)
{
    QByteArray out;
    for (int state = 0; state < ShardMachine::kStates; ++state) {
        if ((states & only(State(state))) != 0)
            out += QByteArray(out.isEmpty() ? "" : ", ") + toString(State(state));
    }
    return out;
}

constexpr States kAllStates = (States(1) << ShardMachine::kStates) - 1;

} // namespace

QByteArray ShardMachine::toMarkdown()
{
    QByteArray out =
        "# The life of a shard\n\n"
        "Written by `ShardMachine::toMarkdown()` from the table in `shardmachine.cpp`; "
        "`tst_shardmachine` compares the two.\n"
        "An input without a row is ignored. \"stays\" = the state is what it was.\n\n"
        "| in | comes | then |\n|---|---|---|\n";
    for (const Row &row : Table::kRows) {
        const States from = row.from & kAllStates;
        const States to = row.to & kAllStates;
        const bool stays = to == from || to == kAllStates;
        const QByteArray others = namesOf(to & ~from);
        out += "| " + namesOf(from) + " | " + toString(row.input) + " | ";
        out += stays ? QByteArray("stays")
            : (to & from) != 0 && (from & (from - 1)) != 0 && !others.isEmpty()
            ? "stays, or " + others
            : namesOf(to);
        out += " |\n";
    }
    return out + "\n\\dot \"What leads from one state to another\"\n" + toDot() + "\\enddot\n";
}

const char *toString(ShardMachine::State state)
{
    constexpr std::array kNames{"Idle",        "Waiting",  "Connecting", "Connected", "Queued",
                                "Identifying", "Resuming", "Ready",      "Fatal"};
    static_assert(kNames.size() == size_t(ShardMachine::kStates));
    return kNames[static_cast<size_t>(state)];
}

const char *toString(Input::Kind kind)
{
    constexpr std::array kNames{
        "Start",           "Stop",           "Restart",          "Opened",
        "OpenFailed",      "Closed",         "HandshakeTimeout", "ReconnectDue",
        "HeartbeatDue",    "Hello",          "HeartbeatRequest", "HeartbeatAck",
        "Reconnect",       "InvalidSession", "Dispatch",         "ReadyDispatch",
        "ResumedDispatch", "Garbage",        "IdentifyGranted",  "ReadingPaused",
        "ReadingResumed"};
    static_assert(kNames.size() == size_t(Input::kKinds));
    return kNames[static_cast<size_t>(kind)];
}

const char *toString(Action::Kind kind)
{
    constexpr std::array kNames{
        "Connect",    "Close",           "Drop",           "SendHeartbeat",  "SendIdentify",
        "SendResume", "RequestIdentify", "CancelIdentify", "ReturnIdentify", "StartTimer",
        "StopTimer",  "Deliver",         "Report",         "BeginSession",   "EndSession",
        "Fail",       "Finish"};
    static_assert(kNames.size() == size_t(Action::Kind::Finish) + 1);
    return kNames[static_cast<size_t>(kind)];
}

} // namespace Cordial::Gateway
