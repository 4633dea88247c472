// SPDX-License-Identifier: MIT
#include <cordial/gateway/gateway.h>

#include <cordial/core/jsonreader.h>
#include <cordial/core/logging.h>
#include <cordial/gateway/closecode.h>
#include <cordial/gateway/opcode.h>
#include <cordial/gateway/payloads.h>
#include <cordial/gateway/sockettransport.h>

#include <QMetaMethod>

#include <algorithm>
#include <utility>

namespace Cordial::Gateway {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype kBatchEvents = 256;
constexpr qsizetype kBatchBytes = 256 * 1024;
constexpr auto kReportSpacing = 100ms;
// So much memory may be kept for each byte of events.
constexpr qsizetype kMostBlockPerByte = 2;

qint64 nanoseconds(TimePoint at)
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(at.time_since_epoch()).count();
}

ShardState stateOf(ShardEvent::Kind kind)
{
    switch (kind) {
    case ShardEvent::Kind::Connecting:
        return ShardState::Connecting;
    case ShardEvent::Kind::Identifying:
        return ShardState::Identifying;
    case ShardEvent::Kind::Ready:
    case ShardEvent::Kind::Resumed:
        return ShardState::Ready;
    case ShardEvent::Kind::Resuming:
        return ShardState::Resuming;
    case ShardEvent::Kind::Waiting:
        return ShardState::Waiting;
    case ShardEvent::Kind::Fatal:
        return ShardState::Fatal;
    case ShardEvent::Kind::Disconnected:
        break;
    }
    return ShardState::Disconnected;
}

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<size_t>(bytes.size())};
}

std::string_view prefixOf(const QByteArray &text)
{
    return {text.constData(), static_cast<size_t>(std::min<qsizetype>(text.size(), 8))};
}

} // namespace

void LatencyRecord::add(std::chrono::microseconds latency)
{
    m_last = latency.count();
    m_values[static_cast<size_t>(m_next)] = m_last;
    m_next = (m_next + 1) % qsizetype(m_values.size());
    m_count = std::min(m_count + 1, qsizetype(m_values.size()));
}

qint64 LatencyRecord::percentileUs(double part) const
{
    if (m_count == 0)
        return -1;
    auto sorted = m_values;
    const auto end = sorted.begin() + m_count;
    std::sort(sorted.begin(), end);
    const auto index = std::min<qsizetype>(qsizetype(part * double(m_count)), m_count - 1);
    return sorted[static_cast<size_t>(index)];
}

Gateway::Gateway(Transport &transport, Clock &clock, GatewayConfig config, DispatchSink &sink,
                 MetricSink &metrics, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
    , m_clock(clock)
    , m_config(std::move(config))
    , m_sink(sink)
    , m_metrics(metrics)
    , m_machine(m_config.random)
    , m_compression(m_config.compression)
    , m_sends(clock)
    , m_commandTimer(clock.makeTimer())
    , m_reportTimer(clock.makeTimer())
{
    for (auto &timer : m_timers)
        timer = clock.makeTimer();
    m_transport.setListener(this);
    m_sessionNumber = m_config.sessionBase;
    m_record.shard = m_config.shard;
    m_record.shardCount = m_config.shardCount;
    m_record.identifyKey = m_config.identifyKey;
    m_record.stateSince = nanoseconds(clock.now());
}

Gateway::~Gateway()
{
    m_transport.setListener(nullptr);
}

void Gateway::setSession(const SessionRecord &record)
{
    m_machine.setSession({record.sessionId, record.resumeUrl}, record.sequence);
}

void Gateway::start()
{
    feed(Input::Kind::Start);
}

void Gateway::stop()
{
    pushBatch();
    feed(Input::Kind::Stop);
}

void Gateway::restart()
{
    feed(Input::Kind::Restart);
}

void Gateway::grantIdentify()
{
    feed(Input::Kind::IdentifyGranted);
}

void Gateway::feed(Input::Kind kind)
{
    Input input;
    input.kind = kind;
    feed(std::move(input));
}

void Gateway::feed(Input input)
{
    if (m_feeding) {
        m_inputs.push_back(std::move(input));
        return;
    }
    m_feeding = true;
    m_inputs.push_back(std::move(input));
    while (!m_inputs.empty()) {
        const Input next = std::move(m_inputs.front());
        m_inputs.pop_front();
        m_actions.clear();
        m_machine.handle(next, m_actions);
        for (const Action &action : m_actions)
            perform(action);
    }
    m_feeding = false;
}

void Gateway::perform(const Action &action)
{
    switch (action.kind) {
    case Action::Kind::Connect:
        connectTo(action.useResumeUrl);
        break;
    case Action::Kind::Close:
        m_transport.close(kOurCloseCode);
        break;
    case Action::Kind::Drop:
        m_transport.drop(kOurCloseCode);
        break;
    case Action::Kind::SendHeartbeat:
        sendHeartbeat();
        break;
    case Action::Kind::SendIdentify:
        sendUrgent(identifyPayload(m_config.token,
                                   {m_config.shard, m_config.shardCount, m_config.intents,
                                    m_config.largeThreshold, m_config.presence}));
        Q_EMIT identifySent(m_config.shard);
        waitForRoom();
        break;
    case Action::Kind::SendResume:
        sendUrgent(resumePayload(m_config.token, *m_machine.session(), m_machine.sequence()));
        waitForRoom();
        break;
    case Action::Kind::RequestIdentify:
        Q_EMIT identifyRequested(m_config.shard);
        break;
    case Action::Kind::CancelIdentify:
    case Action::Kind::ReturnIdentify:
        Q_EMIT identifyCancelled(m_config.shard);
        break;
    case Action::Kind::StartTimer:
        startTimer(action.timer, action.delay.value_or(0ms));
        break;
    case Action::Kind::StopTimer:
        m_timers[static_cast<size_t>(action.timer)]->stop();
        break;
    case Action::Kind::Deliver:
        deliver();
        break;
    case Action::Kind::Report:
        reportEvent(action);
        break;
    case Action::Kind::BeginSession:
        beginSession();
        break;
    case Action::Kind::EndSession:
        endSession();
        break;
    case Action::Kind::Fail:
        reportFatal(action.closeCode.value_or(0));
        break;
    case Action::Kind::Finish:
        m_transport.whenDrained([this] { Q_EMIT stopped(m_config.shard); });
        break;
    }
}

void Gateway::startTimer(Action::TimerId timer, Milliseconds delay)
{
    const auto index = static_cast<size_t>(timer);
    if (timer == Action::TimerId::Heartbeat) {
        m_heartbeatDueAt = m_clock.now() + delay;
        m_timers[index]->start(delay, [this] { onHeartbeatDue(); });
        return;
    }
    const auto kind = timer == Action::TimerId::Handshake ? Input::Kind::HandshakeTimeout
                                                          : Input::Kind::ReconnectDue;
    m_timers[index]->start(delay, [this, kind] { feed(kind); });
}

void Gateway::connectTo(bool useResumeUrl)
{
    m_sawHello = false;
    m_paused = false;
    m_beatSentAt.reset();
    m_acksToProbe = 0;
    m_sends.reset();
    const Compression compression = m_compression.current();
    if (m_inflaterKind != compression || !m_inflater) {
        m_inflater = makeInflater(compression);
        m_inflaterKind = compression;
    } else {
        m_inflater->reset();
    }
    const QUrl &base = useResumeUrl ? m_machine.session()->resumeUrl : m_config.url;
    m_transport.open(gatewayUrl(base, compression));
}

void Gateway::onOpened()
{
    feed(Input::Kind::Opened);
}

void Gateway::onClosed(const TransportClosed &closed)
{
    pushBatch();
    using Kind = TransportClosed::Kind;
    const bool isOutage = closed.kind == Kind::Failed || closed.httpStatus >= 500
        || closed.httpStatus == 429 || closed.httpStatus == 401 || closed.httpStatus == 403;
    const bool isFatal = closed.closeCode && closePolicy(*closed.closeCode) == ClosePolicy::Fatal;
    if (!m_sawHello && !isOutage && !isFatal)
        m_compression.refused(closed.kind != Kind::Dropped);

    Input input;
    const auto state = m_machine.state();
    input.kind =
        state == ShardMachine::State::Connecting ? Input::Kind::OpenFailed : Input::Kind::Closed;
    input.closeCode = closed.closeCode;
    input.retryAfter = closed.retryAfter;
    if (closed.closeCode) {
        const QString name = closeCodeName(*closed.closeCode);
        input.reason = u"closed with "_s % QString::number(*closed.closeCode)
            % (name.isEmpty() ? QString() : u" ("_s % name % u')')
            % (closed.message.isEmpty() ? QString() : u": "_s % closed.message.left(200));
        m_record.lastCloseCode = *closed.closeCode;
    } else {
        input.reason = closed.message.isEmpty() ? u"the connection ended"_s : closed.message;
    }
    feed(std::move(input));
}

void Gateway::onMessage(QByteArrayView payload, bool isBinary, Block *block)
{
    // Text is never compressed, whatever was asked for.
    if (!isBinary || !m_inflater) {
        onPayload({payload.data(), static_cast<size_t>(payload.size())}, block);
        return;
    }
    switch (m_inflater->feed(payload)) {
    case Inflater::Status::NeedMore:
        return;
    case Inflater::Status::Corrupt:
        onGarbage(u"the compressed stream is corrupt"_s);
        return;
    case Inflater::Status::TooLarge:
        onGarbage(u"a payload is over the limit"_s);
        return;
    case Inflater::Status::Complete:
        onPayload(m_inflater->message(), &m_inflater->block());
        return;
    }
}

void Gateway::onGarbage(const QString &reason)
{
    m_compression.garbage();
    m_isGarbled = m_machine.state() != ShardMachine::State::Ready;
    pushBatch();
    Input input;
    input.kind = Input::Kind::Garbage;
    input.reason = reason;
    feed(std::move(input));
}

void Gateway::onPayload(std::string_view text, Block *block)
{
    const Result<Envelope> envelope = readEnvelope(text);
    if (!envelope) {
        onGarbage(envelope.error().message);
        return;
    }
    if (m_wantsPayloads)
        Q_EMIT payloadReceived(m_config.shard, envelope->op,
                               QByteArray(envelope->data.data(), qsizetype(envelope->data.size())));
    switch (Opcode(envelope->op)) {
    case Opcode::Dispatch:
        onDispatch(*envelope, block);
        break;
    case Opcode::Heartbeat:
        feed(Input::Kind::HeartbeatRequest);
        break;
    case Opcode::Reconnect:
        pushBatch();
        feed(Input::Kind::Reconnect);
        break;
    case Opcode::InvalidSession: {
        pushBatch();
        Input input;
        input.kind = Input::Kind::InvalidSession;
        input.resumable = readInvalidSession(envelope->data);
        feed(std::move(input));
        break;
    }
    case Opcode::Hello:
        onHello(envelope->data);
        break;
    case Opcode::HeartbeatAck:
        onAck();
        break;
    default:
        qCDebug(lcGateway, "shard %u: opcode %d is not known and ignored", m_config.shard,
                envelope->op);
    }
}

void Gateway::onHello(std::string_view data)
{
    const auto interval = readHello(data);
    if (!interval) {
        onGarbage(interval.error().message);
        return;
    }
    m_sawHello = true;
    m_compression.worked();
    m_sends.setHeartbeatInterval(*interval);
    Input input;
    input.kind = Input::Kind::Hello;
    input.interval = *interval;
    feed(std::move(input));
}

//! Shared where that is possible; pushBatch() looks whether it is worth it.
QByteArray Gateway::dataOf(std::string_view data, Block *block)
{
    if (block != nullptr && !data.empty()) {
        if (std::exchange(m_lastBlock, block->data()) != block->data())
            m_blockBytes += block->size();
        return block->share(data);
    }
    return paddedCopy(data);
}

void Gateway::onDispatch(const Envelope &envelope, Block *block)
{
    QByteArray data = dataOf(envelope.data, block);
    if (m_config.strictJson && !data.isEmpty() && !isJson(data)) {
        const std::pair place(m_sessionNumber, envelope.sequence);
        if (!envelope.sequence || std::exchange(m_brokenAt, place) != place) {
            onGarbage(u"a dispatch is broken JSON"_s);
            return;
        }
        // Not the way it came broke it: the server has it no other way.
        qCWarning(lcGateway,
                  "shard %u: event %lld is broken JSON after a resume too, and comes without its d",
                  m_config.shard, static_cast<long long>(*envelope.sequence));
        data = paddedCopy("null");
    }
    ++m_record.events;
    m_incoming = {m_config.shard, envelope.sequence.value_or(-1), m_eventNames.of(envelope.type),
                  std::move(data), m_sessionNumber};
    if (!m_feeding && m_machine.takesDispatch(envelope.type, envelope.sequence)) {
        deliver();
        return;
    }
    Input input;
    input.kind = Input::Kind::Dispatch;
    input.sequence = envelope.sequence;
    if (m_incoming.type == "RESUMED")
        input.kind = Input::Kind::ResumedDispatch;
    if (m_incoming.type == "READY") {
        const auto ready = readReady(envelope.data);
        if (!ready) {
            onGarbage(ready.error().message);
            return;
        }
        input.kind = Input::Kind::ReadyDispatch;
        input.session = {ready->sessionId, ready->resumeUrl};
        if (!input.session.resumeUrl.isEmpty()
            && !checkGatewayUrl(input.session.resumeUrl, m_config.allowInsecure))
            input.session.resumeUrl.clear();
        m_record.guilds = ready->guilds;
    }
    feed(std::move(input));
}

void Gateway::deliver()
{
    m_batchBytes += m_incoming.data.size();
    m_batch.append(std::move(m_incoming));
    if (m_batch.size() >= kBatchEvents || m_batchBytes >= kBatchBytes)
        pushBatch();
}

void Gateway::pushBatch()
{
    if (m_batch.isEmpty())
        return;
    // A few small events must not keep a large block: the copies are made where they cost least.
    if (m_blockBytes > kMostBlockPerByte * m_batchBytes) {
        for (Dispatch &dispatch : m_batch)
            dispatch.data = paddedCopy(viewOf(dispatch.data));
    }
    Delivery delivery;
    delivery.shard = m_config.shard;
    delivery.dispatches = std::exchange(m_batch, {});
    m_batchBytes = 0;
    m_blockBytes = 0;
    m_lastBlock = nullptr;
    push(std::move(delivery));
}

void Gateway::push(Delivery delivery)
{
    delivery.at = m_clock.now();
    const DispatchSink::Taken taken = m_sink.push(std::move(delivery));
    m_record.dropped += taken.dropped;
    m_sinkIsFull = m_sinkIsFull || !taken.goOn;
    if (!taken.goOn)
        pauseReading();
    reportRecordSoon();
}

//! A connection that ended while nothing could be taken is made again at once, which holds the
//! session; what it replays is left in the socket until there is room.
void Gateway::waitForRoom()
{
    if (m_sinkIsFull)
        pauseReading();
}

void Gateway::pauseReading()
{
    if (std::exchange(m_paused, true))
        return;
    m_transport.setReading(false);
    feed(Input::Kind::ReadingPaused);
}

void Gateway::resumeReading()
{
    m_sinkIsFull = false;
    if (!std::exchange(m_paused, false))
        return;
    feed(Input::Kind::ReadingResumed);
    m_transport.setReading(true);
}

void Gateway::onReadEnd()
{
    pushBatch();
    if (m_inflater)
        m_inflater->release();
}

SessionRecord Gateway::sessionRecord() const
{
    const auto &session = m_machine.session();
    return {m_config.shard, m_config.shardCount, m_config.intents,
            session->id,    session->resumeUrl,  m_machine.sequence().value_or(0)};
}

//! READY goes alone, with the session it begins beside it.
void Gateway::beginSession()
{
    pushBatch();
    m_incoming.session = ++m_sessionNumber;
    Delivery delivery;
    delivery.shard = m_config.shard;
    delivery.session = sessionRecord();
    push(std::move(delivery));
    m_record.sessionPrefix = prefixOf(m_machine.session()->id);
    m_compression.settled();
}

void Gateway::endSession()
{
    pushBatch();
    Delivery delivery;
    delivery.shard = m_config.shard;
    delivery.endedSession = m_sessionNumber;
    push(std::move(delivery));
    m_record.sessionPrefix = std::string_view();
}

void Gateway::sendUrgent(const QByteArray &payload)
{
    m_sends.noteUrgent();
    m_transport.send(payload);
}

void Gateway::sendHeartbeat()
{
    m_beatSentAt = m_clock.now();
    sendUrgent(heartbeatPayload(m_machine.sequence()));
}

void Gateway::onHeartbeatDue()
{
    Input input;
    input.kind = Input::Kind::HeartbeatDue;
    input.lateness = std::chrono::duration_cast<Milliseconds>(m_clock.now() - m_heartbeatDueAt);
    feed(std::move(input));
}

void Gateway::onAck()
{
    feed(Input::Kind::HeartbeatAck);
    notePossibleProbe();
    if (!m_beatSentAt)
        return;
    const auto latency = std::chrono::duration_cast<std::chrono::microseconds>(
        m_clock.now() - *std::exchange(m_beatSentAt, std::nullopt));
    m_latency.add(latency);
    m_record.lastAckAt = nanoseconds(m_clock.now());
    m_record.latencyUs = latency.count();
    m_record.latencyP95Us = m_latency.percentileUs(0.95);
    reportRecord();
    Q_EMIT latencyMeasured(m_config.shard, latency.count());
}

Result<> Gateway::send(const QByteArray &payload)
{
    const SendPriority priority = priorityOf(opcodeOf(payload));
    if (m_sends.isAskedTwice(payload, priority)) {
        noteCommandGone();
        return {};
    }
    const Result<> queued = m_sends.push(payload, priority);
    if (!queued) {
        noteCommandGone();
        Error error = queued.error();
        return std::move(error).in(QString(u"shard "_s % QString::number(m_config.shard)));
    }
    sendCommands();
    return {};
}

QByteArrayList Gateway::takeCommands()
{
    QByteArrayList commands = m_sends.takeAll();
    for (qsizetype i = 0; i < commands.size(); ++i)
        noteCommandGone();
    return commands;
}

void Gateway::withdraw(const QByteArray &payload)
{
    if (m_sends.remove(payload))
        noteCommandGone();
}

void Gateway::noteCommandGone()
{
    if (m_config.backlog)
        m_config.backlog->waiting.fetch_sub(1, std::memory_order_relaxed);
}

void Gateway::sendCommands()
{
    if (m_machine.state() != ShardMachine::State::Ready)
        return;
    while (const auto payload = m_sends.take()) {
        m_transport.send(*payload);
        noteCommandGone();
    }
    if (m_config.backlog)
        m_config.backlog->roomAt.store(m_clock.now() + m_sends.nextIn(), std::memory_order_relaxed);
    if (!m_sends.isEmpty())
        m_commandTimer->start(m_sends.nextIn(), [this] { sendCommands(); });
}

void Gateway::setReporting(bool reporting)
{
    m_config.reports = reporting;
    if (reporting)
        reportRecord();
}

void Gateway::probe()
{
    if (m_machine.state() != ShardMachine::State::Ready)
        return;
    m_acksToProbe = m_beatSentAt ? 2 : 1; // one may be under way already
    sendHeartbeat();
}

void Gateway::notePossibleProbe()
{
    if (m_acksToProbe == 0 || --m_acksToProbe > 0)
        return;
    pushBatch();
    Delivery delivery;
    delivery.shard = m_config.shard;
    delivery.isProbeAnswer = true;
    push(std::move(delivery));
}

void Gateway::reportEvent(const Action &action)
{
    ShardEvent event;
    event.shard = m_config.shard;
    event.kind = action.event;
    event.reason = action.reason;
    event.closeCode = action.closeCode;
    event.wait = action.delay;
    if (event.kind == ShardEvent::Kind::Resumed) {
        ++m_record.resumes;
        m_compression.settled();
    }
    if (event.kind == ShardEvent::Kind::Disconnected)
        ++m_record.reconnects;
    const bool isUp =
        event.kind == ShardEvent::Kind::Ready || event.kind == ShardEvent::Kind::Resumed;
    if (isUp)
        m_toldReason.clear();
    const bool isGarbled = std::exchange(m_isGarbled, false);
    if (event.kind == ShardEvent::Kind::Disconnected && (!m_sawHello || isGarbled))
        tellOutage(event);
    pushEvent(std::move(event));
    if (isUp)
        sendCommands();
}

//! Once for each cause: an outage of an hour is not sixty lines.
void Gateway::tellOutage(const ShardEvent &event)
{
    if (!event.wait || std::exchange(m_toldReason, event.reason) == event.reason)
        return;
    qCWarning(lcGateway, "shard %u has no connection: %ls; it goes on trying", m_config.shard,
              qUtf16Printable(event.reason));
}

void Gateway::reportWaiting(const QString &reason, Milliseconds wait)
{
    ShardEvent event;
    event.shard = m_config.shard;
    event.kind = ShardEvent::Kind::Waiting;
    event.reason = reason;
    event.wait = wait;
    pushEvent(std::move(event));
}

void Gateway::reportFatal(quint16 code)
{
    Error error = explainFatalClose(code, {m_config.shard, m_config.shardCount, m_config.intents});
    ShardEvent event;
    event.shard = m_config.shard;
    event.kind = ShardEvent::Kind::Fatal;
    event.reason = error.message;
    event.closeCode = code;
    pushEvent(std::move(event), std::move(error));
}

void Gateway::pushEvent(ShardEvent event, std::optional<Error> error)
{
    pushBatch();
    qCDebug(lcGateway, "shard %u %ls %ls", m_config.shard, qUtf16Printable(toString(event.kind)),
            qUtf16Printable(event.reason));
    m_record.state = stateOf(event.kind);
    m_record.stateSince = nanoseconds(m_clock.now());
    const bool waits = event.kind == ShardEvent::Kind::Waiting;
    const QByteArray why = waits ? event.reason.toUtf8() : QByteArray();
    m_record.waitingFor = std::string_view(why.constData(), size_t(why.size()));
    reportRecord();
    Delivery delivery;
    delivery.shard = m_config.shard;
    delivery.event = event;
    delivery.error = std::move(error);
    push(std::move(delivery));
    Q_EMIT eventReported(event);
}

void Gateway::reportRecord()
{
    m_reportTimer->stop();
    if (!m_config.reports)
        return;
    m_record.sequence = m_machine.sequence().value_or(-1);
    m_record.sendsInWindow = static_cast<quint16>(m_sends.sendsInWindow());
    m_metrics.report(m_record);
}

//! Counters change with every event: at most ten reports a second, and only while somebody looks.
void Gateway::reportRecordSoon()
{
    if (!m_metrics.wants(MetricStream::Shards) || m_reportTimer->isActive())
        return;
    m_reportTimer->start(kReportSpacing, [this] { reportRecord(); });
}

void Gateway::connectNotify(const QMetaMethod &signal)
{
    if (signal == QMetaMethod::fromSignal(&Gateway::payloadReceived))
        m_wantsPayloads = true;
}

} // namespace Cordial::Gateway
