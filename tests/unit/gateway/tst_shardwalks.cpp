// SPDX-License-Identifier: MIT
// A thousand random lives of shards on a manual clock, with the real identify queue, against a
// model of a server that keeps sessions and does anything at any time. What must hold, whatever
// happens: one IDENTIFY a key and 5 s, no heartbeat lost, no resumable session thrown away, no
// event lost or delivered twice, a fatal code never retried; and with a server that behaves again
// every shard gets ready.
#include <cordial/core/manualclock.h>
#include <cordial/gateway/closecode.h>
#include <cordial/gateway/identifyqueue.h>
#include <cordial/gateway/shardmachine.h>

#include <QElapsedTimer>
#include <QTest>

#include <random>

using namespace Cordial;
using namespace Cordial::Gateway;
using namespace std::chrono_literals;

using State = ShardMachine::State;
using Kind = Input::Kind;

namespace {

Input input(Kind kind)
{
    Input in;
    in.kind = kind;
    return in;
}

//! What the server knows of a shard's session; told by what the server did, not by the machine.
struct ServerSession
{
    QByteArray id;
    qint64 last = 0; //!< sequence of the newest event
};

//! What all shards of a walk share.
struct World
{
    explicit World(quint32 seed) : random(seed) { }

    quint32 roll(quint32 sides) { return quint32(random() % sides); }
    bool chance(quint32 oneIn) { return roll(oneIn) == 0; }

    ManualClock clock;
    std::mt19937 random;
    QList<TimePoint> lastIdentify = QList<TimePoint>(2);
    LocalIdentifyQueue *queue = nullptr;
    int sessions = 0;
};

class Walker
{
public:
    Walker(World &world, quint32 shard)
        : m_world(world)
        , m_shard(shard)
        , m_machine([this] { return std::uniform_real_distribution<>(0, 1)(m_world.random); })
    {
        for (auto &timer : m_timers)
            timer = world.clock.makeTimer();
    }

    void feed(const Input &in)
    {
        const State from = m_machine.state();
        ShardMachine::Actions actions;
        m_beats = 0;
        m_left = false;
        m_machine.handle(in, actions);
        QVERIFY(ShardMachine::isAllowed(from, in.kind, m_machine.state()));
        follow(in, from);
        for (const Action &action : actions) {
            QVERIFY2(from != State::Fatal || action.kind == Action::Kind::Finish
                         || action.kind == Action::Kind::ReturnIdentify,
                     "a fatal shard did something");
            perform(action, in);
        }
        checkBeat(in, from);
        checkSteadyState();
    }

    void serverDoesSomething()
    {
        switch (m_world.roll(20)) {
        case 0:
            feed(closed(anyCode()));
            break;
        case 1:
            feed(input(Kind::Reconnect));
            break;
        case 2:
            invalidSession(m_world.chance(2));
            break;
        case 3:
            feed(input(Kind::Garbage));
            break;
        case 4:
            feed(input(Kind::HeartbeatRequest));
            break;
        case 5:
            feed(hello(Milliseconds(1000 + m_world.roll(40'000))));
            break;
        case 6:
            feed(input(m_world.chance(2) ? Kind::ReadingPaused : Kind::ReadingResumed));
            break;
        case 7:
            feed(input(Kind::OpenFailed));
            break;
        case 8:
            feed(input(Kind::Restart));
            break;
        case 9:
            eventHappens(m_world.chance(2)); // perhaps while nobody is there
            break;
        default:
            cooperate();
        }
    }

    //! What a server that is well does next.
    void cooperate()
    {
        switch (m_machine.state()) {
        case State::Connecting:
            feed(input(Kind::Opened));
            break;
        case State::Connected:
            feed(hello(5s));
            break;
        case State::Identifying:
            beginSession();
            break;
        case State::Resuming:
            resume();
            break;
        case State::Ready:
            if (m_world.chance(2))
                eventHappens(true);
            else
                feed(input(Kind::HeartbeatAck));
            break;
        default:
            break;
        }
    }

    void acknowledge()
    {
        if (m_timers[size_t(Action::TimerId::Heartbeat)]->isActive())
            feed(input(Kind::HeartbeatAck));
    }
    void stopReadingPause() { feed(input(Kind::ReadingResumed)); }
    [[nodiscard]] State state() const { return m_machine.state(); }
    [[nodiscard]] bool isQuiet() const
    {
        return m_machine.state() == State::Ready || m_machine.state() == State::Fatal;
    }

    int identifies = 0;
    int resumes = 0;
    int delivered = 0;
    int fatals = 0;

private:
    static Input hello(Milliseconds interval)
    {
        Input in = input(Kind::Hello);
        in.interval = interval;
        return in;
    }

    static Input closed(std::optional<quint16> code)
    {
        Input in = input(Kind::Closed);
        in.closeCode = code;
        return in;
    }

    static Input dispatch(std::optional<qint64> sequence, Kind kind = Kind::Dispatch)
    {
        Input in = input(kind);
        in.sequence = sequence;
        return in;
    }

    std::optional<quint16> anyCode()
    {
        constexpr std::array kCodes{1000, 1001, 1006, 4000, 4003, 4007, 4008, 4009, 4123, 0};
        const int code = m_world.chance(100) ? 4014 : kCodes[m_world.roll(kCodes.size())];
        return code == 0 ? std::nullopt : std::optional<quint16>(quint16(code));
    }

    [[nodiscard]] bool isLinked() const
    {
        const State state = m_machine.state();
        return state != State::Idle && state != State::Waiting && state != State::Connecting
            && state != State::Fatal;
    }

    void invalidSession(bool resumable)
    {
        Input in = input(Kind::InvalidSession);
        in.resumable = resumable;
        feed(in);
    }

    void beginSession()
    {
        m_server = {QByteArray::number(++m_world.sessions), 1};
        m_deliveredUpTo = 0;
        Input in = input(Kind::ReadyDispatch);
        in.sequence = 1;
        in.session = {m_server->id, QUrl(QStringLiteral("wss://resume.example"))};
        feed(in);
    }

    void eventHappens(bool isSent)
    {
        if (!m_server)
            return;
        ++m_server->last;
        if (m_machine.state() != State::Ready)
            return; // the replay has it
        if (isSent)
            feed(dispatch(m_server->last));
        else
            feed(closed(std::nullopt)); // lost on the way, with the connection
    }

    //! All that was missed; sometimes from too early on, sometimes cut in the middle.
    void resume()
    {
        const qint64 asked = m_machine.sequence().value_or(0);
        const qint64 first = std::max<qint64>(asked + 1 - m_world.roll(4), 1);
        for (qint64 sequence = first; sequence <= m_server->last; ++sequence) {
            feed(dispatch(sequence));
            if (m_world.chance(12)) {
                feed(closed(std::nullopt));
                return;
            }
        }
        feed(dispatch(++m_server->last, Kind::ResumedDispatch));
    }

    //! What must be known of the session, told by the inputs alone.
    void follow(const Input &in, State from)
    {
        const bool wasLinked = from != State::Idle && from != State::Waiting
            && from != State::Connecting && from != State::Fatal;
        const bool refused = in.kind == Kind::InvalidSession && !in.resumable;
        const bool ended = in.kind == Kind::Closed && in.closeCode
            && closePolicy(*in.closeCode) == ClosePolicy::NewSession;
        if (wasLinked && (refused || ended))
            m_server.reset();
        if (in.kind == Kind::Hello && from == State::Connected)
            m_interval = in.interval;
        if (in.kind == Kind::Closed && wasLinked && in.closeCode
            && closePolicy(*in.closeCode) == ClosePolicy::Fatal) {
            ++fatals;
            QCOMPARE(m_machine.state(), State::Fatal);
        }
    }

    void perform(const Action &action, const Input &in)
    {
        switch (action.kind) {
        case Action::Kind::SendIdentify:
            identify();
            break;
        case Action::Kind::SendResume:
            QVERIFY2(m_server && m_machine.session()->id == m_server->id,
                     "a session was resumed that is not there");
            QCOMPARE(m_machine.sequence().value_or(0), m_deliveredUpTo);
            ++resumes;
            break;
        case Action::Kind::EndSession:
            QVERIFY2(!m_server, "a resumable session was thrown away");
            break;
        case Action::Kind::Deliver:
            deliver(in);
            break;
        case Action::Kind::SendHeartbeat:
            ++m_beats;
            break;
        case Action::Kind::Close:
        case Action::Kind::Drop:
            m_left = true;
            break;
        case Action::Kind::RequestIdentify:
            m_world.queue->request(m_shard);
            break;
        case Action::Kind::CancelIdentify:
        case Action::Kind::ReturnIdentify:
            m_world.queue->cancel(m_shard);
            break;
        case Action::Kind::StartTimer:
            startTimer(action);
            break;
        case Action::Kind::StopTimer:
            m_timers[size_t(action.timer)]->stop();
            break;
        default:
            break;
        }
    }

    void identify()
    {
        QVERIFY2(!m_server, "a resumable session was thrown away");
        TimePoint &last = m_world.lastIdentify[m_world.queue->key(m_shard)];
        QVERIFY2(last == TimePoint() || m_world.clock.now() - last >= 5s,
                 "two identifies of a key within 5 s");
        last = m_world.clock.now();
        ++identifies;
        m_world.queue->used(m_shard);
    }

    void deliver(const Input &in)
    {
        ++delivered;
        QVERIFY2(in.sequence == m_deliveredUpTo + 1,
                 qPrintable(QStringLiteral("event %1 after %2")
                                .arg(in.sequence.value_or(-1))
                                .arg(m_deliveredUpTo)));
        m_deliveredUpTo = *in.sequence;
    }

    void startTimer(const Action &action)
    {
        constexpr std::array kInputs{Kind::HandshakeTimeout, Kind::HeartbeatDue,
                                     Kind::ReconnectDue};
        const auto kind = kInputs[size_t(action.timer)];
        const Milliseconds delay = action.delay.value_or(0ms);
        if (action.timer == Action::TimerId::Heartbeat)
            QVERIFY2(delay <= m_interval, "the next heartbeat comes too late");
        if (action.timer == Action::TimerId::Reconnect)
            QVERIFY2(delay <= 60s, "nobody waits that long");
        m_timers[size_t(action.timer)]->start(delay, [this, kind] { feed(input(kind)); });
    }

    //! When one is due, or asked for, it goes out, or the connection is given up.
    void checkBeat(const Input &in, State from)
    {
        const bool beats = from == State::Queued || from == State::Identifying
            || from == State::Resuming || from == State::Ready;
        if (in.kind == Kind::HeartbeatDue && beats)
            QVERIFY2(m_beats == 1 || m_left, "a heartbeat was lost");
        if (in.kind == Kind::HeartbeatRequest && (beats || from == State::Connected))
            QCOMPARE(m_beats, 1);
    }

    void checkSteadyState()
    {
        const State state = m_machine.state();
        const bool beats = state == State::Queued || state == State::Identifying
            || state == State::Resuming || state == State::Ready;
        QCOMPARE(m_timers[size_t(Action::TimerId::Heartbeat)]->isActive(), beats);
        QCOMPARE(m_timers[size_t(Action::TimerId::Reconnect)]->isActive(), state == State::Waiting);
        QCOMPARE(m_timers[size_t(Action::TimerId::Handshake)]->isActive(),
                 state == State::Connecting || state == State::Connected);
        QVERIFY2(!m_server || m_machine.session() || state == State::Identifying,
                 "a resumable session was thrown away");
    }

    World &m_world;
    quint32 m_shard;
    ShardMachine m_machine;
    std::array<std::unique_ptr<Timer>, Action::kTimers> m_timers;
    std::optional<ServerSession> m_server;
    qint64 m_deliveredUpTo = 0; //!< in the present session
    Milliseconds m_interval{0};
    int m_beats = 0; //!< sent in this step
    bool m_left = false; //!< the connection was given up in this step
};

struct Totals
{
    int identifies = 0;
    int resumes = 0;
    int delivered = 0;
    int fatals = 0;
};

class Walk
{
public:
    Walk(quint32 seed, quint32 shards) : m_world(seed)
    {
        m_mail = m_world.clock.makeTimer();
        // A grant reaches the shard a moment later, as it does between threads.
        const auto granted = [this](quint32 shard) {
            m_granted << shard;
            m_mail->start(1ms, [this] {
                for (const quint32 one : std::exchange(m_granted, {}))
                    m_shards[one]->feed(input(Kind::IdentifyGranted));
            });
        };
        m_queue = std::make_unique<LocalIdentifyQueue>(
            m_world.clock, 2, IdentifyBudget{100'000, 100'000, m_world.clock.now() + 24h},
            IdentifyQueue::Callbacks{granted, {}, {}});
        m_world.queue = m_queue.get();
        for (quint32 i = 0; i < shards; ++i)
            m_shards.push_back(std::make_unique<Walker>(m_world, i));
        for (const auto &shard : m_shards)
            shard->feed(input(Kind::Start));
    }

    void misbehave(int steps)
    {
        for (int i = 0; i < steps && !QTest::currentTestFailed(); ++i) {
            m_shards[m_world.roll(quint32(m_shards.size()))]->serverDoesSomething();
            m_world.clock.advance(Milliseconds(m_world.roll(400)));
        }
    }

    //! A server that is well for three minutes: backoff, identify slots and a zombie take that
    //! long.
    void behave()
    {
        for (const auto &shard : m_shards)
            shard->stopReadingPause();
        for (int i = 0; i < 180 && !QTest::currentTestFailed(); ++i) {
            for (const auto &shard : m_shards) {
                shard->acknowledge();
                if (shard->state() != State::Ready)
                    shard->cooperate();
            }
            m_world.clock.advance(1s);
        }
        for (const auto &shard : m_shards)
            QVERIFY2(shard->isQuiet(), toString(shard->state()));
    }

    void addTo(Totals &totals) const
    {
        for (const auto &shard : m_shards) {
            totals.identifies += shard->identifies;
            totals.resumes += shard->resumes;
            totals.delivered += shard->delivered;
            totals.fatals += shard->fatals;
        }
    }

private:
    World m_world;
    std::unique_ptr<LocalIdentifyQueue> m_queue;
    std::unique_ptr<Timer> m_mail;
    QList<quint32> m_granted;
    std::vector<std::unique_ptr<Walker>> m_shards;
};

} // namespace

class TestShardWalks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void thousandWalks();
    void longWalk();
};

void TestShardWalks::thousandWalks()
{
    constexpr quint32 kWalks = 1000;
    Totals totals;
    for (quint32 seed = 1; seed <= kWalks; ++seed) {
        Walk walk(seed, 3);
        walk.misbehave(150);
        walk.behave();
        walk.addTo(totals);
        if (QTest::currentTestFailed()) {
            qWarning("the walk of seed %u failed", seed);
            return;
        }
    }
    qInfo("%d identifies, %d resumes, %d events, %d fatal closes", totals.identifies,
          totals.resumes, totals.delivered, totals.fatals);
    QVERIFY2(totals.identifies > 3000 && totals.resumes > 3000 && totals.delivered > 10'000
                 && totals.fatals > 20,
             "the walks must get somewhere");
}

void TestShardWalks::longWalk()
{
    Walk walk(4711, 8);
    walk.misbehave(20'000);
    walk.behave();
}

QTEST_GUILESS_MAIN(TestShardWalks)
#include "tst_shardwalks.moc"
