// SPDX-License-Identifier: MIT
#include <cordial/gateway/closecode.h>
#include <cordial/gateway/shardmachine.h>

#include <QFile>
#include <QTest>

using namespace Cordial;
using namespace Cordial::Gateway;
using namespace std::chrono_literals;

using State = ShardMachine::State;
using Log = QStringList;

namespace {

Input input(Input::Kind kind)
{
    Input in;
    in.kind = kind;
    return in;
}

Input hello(Milliseconds interval = 40s)
{
    Input in = input(Input::Kind::Hello);
    in.interval = interval;
    return in;
}

Input ready(qint64 sequence = 1, const QByteArray &id = "abc")
{
    Input in = input(Input::Kind::ReadyDispatch);
    in.sequence = sequence;
    in.session = {id, QUrl(QStringLiteral("wss://resume.example"))};
    return in;
}

Input dispatch(std::optional<qint64> sequence, Input::Kind kind = Input::Kind::Dispatch)
{
    Input in = input(kind);
    in.sequence = sequence;
    return in;
}

Input closed(std::optional<quint16> code)
{
    Input in = input(Input::Kind::Closed);
    in.closeCode = code;
    in.reason = QStringLiteral("closed");
    return in;
}

Input invalidSession(bool resumable)
{
    Input in = input(Input::Kind::InvalidSession);
    in.resumable = resumable;
    return in;
}

Input beatDue(Milliseconds lateness = 0ms)
{
    Input in = input(Input::Kind::HeartbeatDue);
    in.lateness = lateness;
    return in;
}

QString textOf(const Action &action)
{
    static const char *const timers[] = {"Handshake", "Heartbeat", "Reconnect"};
    QString text = QString::fromLatin1(toString(action.kind));
    if (action.kind == Action::Kind::StartTimer || action.kind == Action::Kind::StopTimer)
        text += QLatin1Char(' ') + QLatin1String(timers[int(action.timer)]);
    if (action.kind == Action::Kind::Connect)
        text += action.useResumeUrl ? QStringLiteral(" resume") : QStringLiteral(" main");
    if (action.kind == Action::Kind::Report)
        text += QLatin1Char(' ') + toString(action.event);
    if (action.delay)
        text += QLatin1Char(' ') + QString::number(action.delay->count());
    if (action.closeCode)
        text += QStringLiteral(" code ") + QString::number(*action.closeCode);
    return text;
}

//! What leads nowhere new is left out: stopped timers and reports but the last.
Log logOf(const ShardMachine::Actions &actions)
{
    Log log;
    for (const Action &action : actions) {
        if (action.kind != Action::Kind::StopTimer && action.kind != Action::Kind::Report)
            log << textOf(action);
    }
    return log;
}

Log feedAll(ShardMachine &machine, const QList<Input> &inputs)
{
    ShardMachine::Actions actions;
    for (const Input &in : inputs)
        machine.handle(in, actions);
    return logOf(actions);
}

const QList<Input> kToHello{input(Input::Kind::Start), input(Input::Kind::Opened), hello()};
const QList<Input> kToReady = kToHello + QList<Input>{input(Input::Kind::IdentifyGranted), ready()};
const Log kReadyLog{QStringLiteral("StartTimer Handshake 30000"),
                    QStringLiteral("Connect main"),
                    QStringLiteral("StartTimer Handshake 30000"),
                    QStringLiteral("StartTimer Heartbeat 20000"),
                    QStringLiteral("RequestIdentify"),
                    QStringLiteral("SendIdentify"),
                    QStringLiteral("BeginSession"),
                    QStringLiteral("Deliver")};

Log lines(const char *text)
{
    return QString::fromLatin1(text).split(QLatin1Char('|'), Qt::SkipEmptyParts);
}

} // namespace

class TestShardMachine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void steps_data();
    void steps();
    void sequenceRules();
    void everyCloseCode_data();
    void everyCloseCode();
    void backoffGrowsAndIsReset();
    void urls_data();
    void urls();
    void resumeUrlThatIsBusy();
    void mainUrlThatIsBusy();
    void mainUrlAlone();
    void reconnectsArePaced();
    void quickDispatch_data();
    void quickDispatch();
    void graph();
    void page();
};

void TestShardMachine::steps_data()
{
    QTest::addColumn<QList<Input>>("inputs");
    QTest::addColumn<QStringList>("log");
    QTest::addColumn<int>("state");
    const auto row = [](const char *name, const QList<Input> &more, const char *log, State state) {
        QTest::newRow(name) << kToReady + more << kReadyLog + lines(log) << int(state);
    };
    const auto plain = [](const char *name, const QList<Input> &inputs, const char *log,
                          State state) {
        QTest::newRow(name) << inputs << lines(log) << int(state);
    };
    const Input opened = input(Input::Kind::Opened);
    const Input due = input(Input::Kind::ReconnectDue);

    row("happy/ready", {}, "", State::Ready);
    row("happy/events", {dispatch(2), dispatch(std::nullopt), dispatch(3)},
        "Deliver|Deliver|Deliver", State::Ready);
    row("happy/heartbeat and ack",
        {beatDue(), input(Input::Kind::HeartbeatAck), beatDue(), input(Input::Kind::HeartbeatAck)},
        "SendHeartbeat|StartTimer Heartbeat 40000|SendHeartbeat|StartTimer Heartbeat 40000",
        State::Ready);
    row("happy/op 1 beats at once and leaves the schedule alone",
        {input(Input::Kind::HeartbeatRequest)}, "SendHeartbeat", State::Ready);
    row("happy/op 1 just before a beat is no zombie",
        {input(Input::Kind::HeartbeatRequest), beatDue()},
        "SendHeartbeat|SendHeartbeat|StartTimer Heartbeat 40000", State::Ready);
    row("happy/op 7 resumes at once at the resume URL",
        {input(Input::Kind::Reconnect), due, opened, hello(),
         dispatch(2, Input::Kind::ResumedDispatch)},
        "Close|StartTimer Reconnect 0|StartTimer Handshake 30000|Connect resume|StartTimer "
        "Handshake 30000|StartTimer Heartbeat 20000|SendResume|Deliver",
        State::Ready);
    row("happy/op 9 true resumes", {invalidSession(true), due, opened, hello()},
        "Close|StartTimer Reconnect 2500|StartTimer Handshake 30000|Connect resume|StartTimer "
        "Handshake 30000|StartTimer Heartbeat 20000|SendResume",
        State::Resuming);
    row("rainy/op 9 false forgets the session and goes to the main URL",
        {invalidSession(false), due, opened, hello()},
        "Close|EndSession|StartTimer Reconnect 3000|StartTimer Handshake 30000|Connect "
        "main|StartTimer Handshake 30000|StartTimer Heartbeat 20000|RequestIdentify",
        State::Queued);
    row("rainy/zombie", {beatDue(), beatDue()},
        "SendHeartbeat|StartTimer Heartbeat 40000|Drop|StartTimer Reconnect 500", State::Waiting);
    row("rainy/a suspended process is given one more interval",
        {beatDue(), beatDue(90s), beatDue()},
        "SendHeartbeat|StartTimer Heartbeat 40000|SendHeartbeat|StartTimer Heartbeat "
        "40000|Drop|StartTimer Reconnect 500",
        State::Waiting);
    row("happy/no zombie while nothing is read",
        {input(Input::Kind::ReadingPaused), beatDue(), beatDue(), beatDue(),
         input(Input::Kind::ReadingResumed), beatDue()},
        "SendHeartbeat|StartTimer Heartbeat 40000|SendHeartbeat|StartTimer Heartbeat "
        "40000|SendHeartbeat|StartTimer Heartbeat 40000|SendHeartbeat|StartTimer Heartbeat 40000",
        State::Ready);
    row("rainy/garbage resumes", {input(Input::Kind::Garbage), due},
        "Close|StartTimer Reconnect 500|StartTimer Handshake 30000|Connect resume",
        State::Connecting);
    row("rainy/dead resume URL falls back to the main one",
        {closed(std::nullopt), due, input(Input::Kind::OpenFailed), due, opened, hello()},
        "StartTimer Reconnect 500|StartTimer Handshake 30000|Connect resume|StartTimer Reconnect "
        "1000|StartTimer Handshake 30000|Connect main|StartTimer Handshake 30000|StartTimer "
        "Heartbeat 20000|SendResume",
        State::Resuming);
    row("rainy/no HELLO at the resume URL",
        {closed(std::nullopt), due, opened, input(Input::Kind::HandshakeTimeout), due},
        "StartTimer Reconnect 500|StartTimer Handshake 30000|Connect resume|StartTimer Handshake "
        "30000|Drop|StartTimer Reconnect 1000|StartTimer Handshake 30000|Connect main",
        State::Connecting);
    row("rainy/a replay that begins too early is not delivered twice",
        {dispatch(2), dispatch(3), closed(std::nullopt), due, opened, hello(), dispatch(2),
         dispatch(3), dispatch(4), dispatch(4), dispatch(5, Input::Kind::ResumedDispatch),
         dispatch(4), dispatch(6)},
        "Deliver|Deliver|StartTimer Reconnect 500|StartTimer Handshake 30000|Connect "
        "resume|StartTimer Handshake 30000|StartTimer Heartbeat 20000|SendResume|Deliver|Deliver|"
        "Deliver",
        State::Ready);
    row("rainy/fatal is final",
        {closed(4014), due, input(Input::Kind::Start), input(Input::Kind::Restart)},
        "Fail code 4014", State::Fatal);
    row("happy/stop leaves the session", {input(Input::Kind::Stop)}, "Close|Finish", State::Idle);
    row("happy/restart", {input(Input::Kind::Restart)},
        "Close|StartTimer Reconnect 0|StartTimer Handshake 30000|Connect resume",
        State::Connecting);
    row("rainy/a slot that comes too late is returned", {input(Input::Kind::IdentifyGranted)},
        "ReturnIdentify", State::Ready);

    plain("happy/op 7 before HELLO",
          {input(Input::Kind::Start), opened, input(Input::Kind::Reconnect), due},
          "StartTimer Handshake 30000|Connect main|StartTimer Handshake 30000|Close|StartTimer "
          "Reconnect 0|StartTimer Handshake 30000|Connect main",
          State::Connecting);
    plain("rainy/op 7 again and again is not at once again and again",
          {input(Input::Kind::Start), opened, input(Input::Kind::Reconnect), due, opened,
           input(Input::Kind::Reconnect)},
          "StartTimer Handshake 30000|Connect main|StartTimer Handshake 30000|Close|StartTimer "
          "Reconnect 0|StartTimer Handshake 30000|Connect main|StartTimer Handshake "
          "30000|Close|StartTimer Reconnect 1250",
          State::Waiting);
    plain("rainy/connect times out",
          {input(Input::Kind::Start), input(Input::Kind::HandshakeTimeout)},
          "StartTimer Handshake 30000|Connect main|Drop|StartTimer Reconnect 500", State::Waiting);
    plain("happy/READY is late but ACKs come",
          kToHello
              + QList<Input>{input(Input::Kind::IdentifyGranted), beatDue(),
                             input(Input::Kind::HeartbeatAck), beatDue(),
                             input(Input::Kind::HeartbeatAck), beatDue()},
          "StartTimer Handshake 30000|Connect main|StartTimer Handshake 30000|StartTimer Heartbeat "
          "20000|RequestIdentify|SendIdentify|SendHeartbeat|StartTimer Heartbeat "
          "40000|SendHeartbeat|StartTimer Heartbeat 40000|SendHeartbeat|StartTimer Heartbeat 40000",
          State::Identifying);
    plain("rainy/death in the identify queue",
          kToHello + QList<Input>{closed(std::nullopt), input(Input::Kind::IdentifyGranted)},
          "StartTimer Handshake 30000|Connect main|StartTimer Handshake 30000|StartTimer Heartbeat "
          "20000|RequestIdentify|CancelIdentify|StartTimer Reconnect 500|ReturnIdentify",
          State::Waiting);
    plain("happy/stop in the identify queue", kToHello + QList<Input>{input(Input::Kind::Stop)},
          "StartTimer Handshake 30000|Connect main|StartTimer Handshake 30000|StartTimer Heartbeat "
          "20000|RequestIdentify|CancelIdentify|Close|Finish",
          State::Idle);
}

void TestShardMachine::steps()
{
    QFETCH(QList<Input>, inputs);
    QFETCH(QStringList, log);
    QFETCH(int, state);
    ShardMachine machine([] { return 0.5; });
    QCOMPARE(feedAll(machine, inputs), log);
    QCOMPARE(int(machine.state()), state);
}

void TestShardMachine::sequenceRules()
{
    ShardMachine machine([] { return 0.5; });
    feedAll(machine, kToHello);
    QVERIFY(!machine.sequence());
    feedAll(machine, {input(Input::Kind::IdentifyGranted), dispatch(7)});
    QVERIFY2(!machine.sequence(), "heartbeats carry null until READY");
    feedAll(machine, {ready(1), dispatch(2), dispatch(std::nullopt)});
    QCOMPARE(machine.sequence(), 2);
    feedAll(machine, {invalidSession(false)});
    QVERIFY(!machine.sequence() && !machine.session());
}

void TestShardMachine::everyCloseCode_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("keepsSession");
    QTest::addColumn<bool>("isFatal");
    for (const int code : {1000, 1001, 1006, 4000, 4001, 4002, 4005, 4006, 4008, 4015, 4999})
        QTest::addRow("happy/%d resumes", code) << code << true << false;
    for (const int code : {4003, 4007, 4009})
        QTest::addRow("rainy/%d identifies", code) << code << false << false;
    for (const int code : {4004, 4010, 4011, 4012, 4013, 4014})
        QTest::addRow("rainy/%d is fatal", code) << code << true << true;
}

void TestShardMachine::everyCloseCode()
{
    QFETCH(int, code);
    QFETCH(bool, keepsSession);
    QFETCH(bool, isFatal);
    ShardMachine machine([] { return 0.5; });
    feedAll(machine, kToReady + QList<Input>{closed(quint16(code))});
    QCOMPARE(machine.session().has_value(), keepsSession);
    QCOMPARE(machine.state(), isFatal ? State::Fatal : State::Waiting);
}

void TestShardMachine::backoffGrowsAndIsReset()
{
    ShardMachine machine([] { return 0.999; });
    const auto failOnce = [&machine] {
        ShardMachine::Actions actions;
        machine.handle(input(Input::Kind::OpenFailed), actions);
        for (const Action &action : actions) {
            if (action.kind == Action::Kind::StartTimer)
                return action.delay.value_or(0ms);
        }
        return 0ms;
    };
    feedAll(machine, {input(Input::Kind::Start)});
    QList<qint64> delays;
    for (int i = 0; i < 8; ++i) {
        delays << failOnce().count();
        feedAll(machine, {input(Input::Kind::ReconnectDue)});
    }
    QCOMPARE(delays, (QList<qint64>{999, 1998, 3996, 7992, 15984, 31968, 59940, 59940}));
    feedAll(machine,
            {input(Input::Kind::Opened), hello(), input(Input::Kind::IdentifyGranted), ready(),
             closed(4000), input(Input::Kind::ReconnectDue)});
    QCOMPARE(failOnce().count(), 1998); // the close was the first failure since READY
}

void TestShardMachine::urls_data()
{
    QTest::addColumn<QList<Input>>("inputs");
    QTest::addColumn<QStringList>("urls");
    const Input due = input(Input::Kind::ReconnectDue);
    const Input failed = input(Input::Kind::OpenFailed);
    const Input opened = input(Input::Kind::Opened);
    const Input asked = input(Input::Kind::Reconnect);
    const QList<Input> lost{closed(std::nullopt), due};
    const QList<Input> toResuming{opened, hello()};
    const auto row = [&](const char *name, const QList<Input> &inputs, const char *urls) {
        QTest::newRow(name) << inputs << QString::fromLatin1(urls).split(QLatin1Char(' '));
    };
    row("rainy/both are away: by turns", lost + QList<Input>{failed, due, failed, due, failed, due},
        "resume main resume main");
    row("happy/after RESUMED at the main URL the other one again",
        lost + QList<Input>{failed, due} + toResuming
            + QList<Input>{dispatch(2, Input::Kind::ResumedDispatch)} + lost,
        "resume main resume");
    row("rainy/the resume URL only ever asks to reconnect",
        lost + toResuming + QList<Input>{asked, due} + toResuming + QList<Input>{asked, due},
        "resume resume main");
    row("rainy/the resume URL only ever has the session invalid",
        lost + toResuming + QList<Input>{invalidSession(true), due} + toResuming
            + QList<Input>{invalidSession(true), due},
        "resume resume main");
    row("rainy/so does the main URL: by turns",
        lost + toResuming + QList<Input>{asked, due} + toResuming + QList<Input>{asked, due}
            + toResuming + QList<Input>{asked, due} + toResuming + QList<Input>{asked, due},
        "resume resume main main resume");
    row("happy/op 7 of a live connection says nothing against its URL",
        QList<Input>{asked, due} + toResuming
            + QList<Input>{dispatch(2, Input::Kind::ResumedDispatch), asked, due} + toResuming
            + QList<Input>{dispatch(3, Input::Kind::ResumedDispatch), asked, due},
        "resume resume resume");
    const QList<Input> beat{beatDue(), input(Input::Kind::HeartbeatAck)};
    row("rainy/the resume URL acknowledges and never answers",
        lost + toResuming + beat + beat + QList<Input>{beatDue(), due} + toResuming + beat,
        "resume main");
    row("rainy/neither does the main one: by turns",
        lost + toResuming + beat + beat + QList<Input>{beatDue(), due} + toResuming + beat + beat
            + QList<Input>{beatDue(), due},
        "resume main resume");
    row("happy/a long replay is an answer",
        lost + toResuming + beat + beat + QList<Input>{dispatch(2)} + beat + beat
            + QList<Input>{dispatch(3)} + beat,
        "resume");
}

void TestShardMachine::urls()
{
    QFETCH(QList<Input>, inputs);
    QFETCH(QStringList, urls);
    ShardMachine machine([] { return 0.5; });
    feedAll(machine, kToReady);
    QStringList used;
    for (const QString &line : feedAll(machine, inputs)) {
        if (line.startsWith(QLatin1String("Connect ")))
            used << line.mid(8);
    }
    QCOMPARE(used, urls);
}

//! "Come back in ten minutes" is no reason to leave the main URL alone, where the session waits.
void TestShardMachine::resumeUrlThatIsBusy()
{
    ShardMachine machine([] { return 0.5; });
    feedAll(machine,
            kToReady + QList<Input>{closed(std::nullopt), input(Input::Kind::ReconnectDue)});
    Input busy = input(Input::Kind::OpenFailed);
    busy.retryAfter = 600s;
    QCOMPARE(feedAll(machine, {busy}), lines("StartTimer Reconnect 1000"));
    QCOMPARE(feedAll(machine, {input(Input::Kind::ReconnectDue), busy}),
             lines("StartTimer Handshake 30000|Connect main|StartTimer Reconnect 2000"));
}

//! Nor is it one to leave the resume URL alone, when the main one says so; that one gets its time.
void TestShardMachine::mainUrlThatIsBusy()
{
    ShardMachine machine([] { return 0.5; });
    feedAll(machine,
            kToReady + QList<Input>{closed(std::nullopt), input(Input::Kind::ReconnectDue)});
    const Input due = input(Input::Kind::ReconnectDue);
    const Input failed = input(Input::Kind::OpenFailed);
    Input busy = failed;
    busy.retryAfter = 20s;
    feedAll(machine, {failed, due, busy}); // at the resume URL, then at the main one
    QStringList connects;
    for (int i = 0; i < 5; ++i)
        connects += feedAll(machine, {due, failed}).filter(QStringLiteral("Connect"));
    // 2, 4 and 8 s of backoff leave 6 of the 20 s, which the next of 16 s covers.
    QCOMPARE(connects,
             lines("Connect resume|Connect resume|Connect resume|Connect resume|Connect main"));
}

//! Without a session there is no other URL.
void TestShardMachine::mainUrlAlone()
{
    ShardMachine machine([] { return 0.5; });
    feedAll(machine, {input(Input::Kind::Start)});
    Input busy = input(Input::Kind::OpenFailed);
    busy.retryAfter = 600s;
    QCOMPARE(feedAll(machine, {busy}), lines("StartTimer Reconnect 600000"));
}

//! At once is for a server that asks now and then, not for one that asks with every RESUMED.
void TestShardMachine::reconnectsArePaced()
{
    ShardMachine machine([] { return 0.5; });
    feedAll(machine, kToReady);
    const QList<Input> again{input(Input::Kind::ReconnectDue), input(Input::Kind::Opened), hello(),
                             dispatch(std::nullopt, Input::Kind::ResumedDispatch)};
    const auto delay = [&machine] {
        return feedAll(machine, {input(Input::Kind::Reconnect)}).value(1);
    };
    QCOMPARE(delay(), QStringLiteral("StartTimer Reconnect 0"));
    feedAll(machine, again);
    QCOMPARE(delay(), QStringLiteral("StartTimer Reconnect 1250"));
    feedAll(machine, again);
    QCOMPARE(delay(), QStringLiteral("StartTimer Reconnect 1250"));
    feedAll(machine, again + QList<Input>{beatDue(), input(Input::Kind::HeartbeatAck)});
    QCOMPARE(delay(), QStringLiteral("StartTimer Reconnect 0"));
}

void TestShardMachine::quickDispatch_data()
{
    QTest::addColumn<QList<Input>>("before");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<bool>("isTaken");
    const QList<Input> resumed = kToReady
        + QList<Input>{closed(4000), input(Input::Kind::ReconnectDue), input(Input::Kind::Opened),
                       hello()};
    QTest::newRow("happy/an event when ready") << kToReady << QByteArray("MESSAGE_CREATE") << true;
    QTest::newRow("rainy/before READY")
        << kToHello + QList<Input>{input(Input::Kind::IdentifyGranted)} << QByteArray("X") << false;
    QTest::newRow("rainy/during a replay") << resumed << QByteArray("X") << false;
    QTest::newRow("rainy/after a resume, where repeats are dropped")
        << resumed + QList<Input>{dispatch(2, Input::Kind::ResumedDispatch)} << QByteArray("X")
        << false;
    QTest::newRow("rainy/another READY") << kToReady << QByteArray("READY") << false;
    QTest::newRow("rainy/RESUMED") << kToReady << QByteArray("RESUMED") << false;
    QTest::newRow("rainy/stopped")
        << kToReady + QList<Input>{input(Input::Kind::Stop)} << QByteArray("X") << false;
}

//! The short way takes what the long one does, and only where nothing but delivery follows.
void TestShardMachine::quickDispatch()
{
    QFETCH(QList<Input>, before);
    QFETCH(QByteArray, type);
    QFETCH(bool, isTaken);
    ShardMachine quick([] { return 0.5; });
    feedAll(quick, before);
    const auto sequence = quick.sequence();
    const State state = quick.state();
    QCOMPARE(quick.takesDispatch({type.constData(), size_t(type.size())}, 7), isTaken);
    QCOMPARE(quick.state(), state);
    QCOMPARE(quick.sequence(), isTaken ? std::optional<qint64>(7) : sequence);
    if (!isTaken)
        return;
    ShardMachine slow([] { return 0.5; });
    feedAll(slow, before);
    QCOMPARE(feedAll(slow, {dispatch(7)}), Log{QStringLiteral("Deliver")});
    QCOMPARE(slow.sequence(), quick.sequence());
    QVERIFY(quick.takesDispatch("X", std::nullopt));
    QCOMPARE(quick.sequence(), 7);
}

void TestShardMachine::graph()
{
    const QByteArray dot = ShardMachine::toDot();
    QVERIFY(dot.contains("Connecting -> Connected [label=\"Opened\"]"));
    QVERIFY(dot.contains("Connected -> Fatal [label=\"Closed\"]"));
    QVERIFY(!dot.contains("Fatal ->"));
}

//! The documentation draws the table as it is. CORDIAL_UPDATE_DOCS=1 in the environment writes the
//! page anew.
void TestShardMachine::page()
{
    QFile file(QStringLiteral(CORDIAL_DOCS_DIR "/gateway-states.md"));
    const QByteArray now = ShardMachine::toMarkdown();
    if (qEnvironmentVariableIsSet("CORDIAL_UPDATE_DOCS")) {
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(now);
        return;
    }
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
    const QList<QByteArray> page = file.readAll().split('\n');
    const QList<QByteArray> table = now.split('\n');
    for (qsizetype i = 0; i < std::max(page.size(), table.size()); ++i)
        QCOMPARE(page.value(i), table.value(i));
}

QTEST_GUILESS_MAIN(TestShardMachine)
#include "tst_shardmachine.moc"
