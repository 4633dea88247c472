// SPDX-License-Identifier: MIT
#include <cordial/telemetry/session.h>

#include <algorithm>
#include <utility>

namespace Cordial::Telemetry {

using namespace Qt::StringLiterals;
using Wire::ByeCode;
using Wire::FrameType;

namespace {

//! What a client sends is short; who sends more is no client of ours.
constexpr qsizetype kLongestFromClient = 64 * 1024;
//! Less room than this is not worth a frame of states, and may be too little for one row.
constexpr qint64 kLeastRoom = 2048;
//! Nobody needs more at once; also keeps the sum far from overflowing.
constexpr qint64 kMostCredit = qint64(64) * 1024 * 1024;

qint64 nanoseconds(TimePoint time)
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
}

qint64 milliseconds(WallTime time)
{
    return std::chrono::duration_cast<Milliseconds>(time.time_since_epoch()).count();
}

} // namespace

Session::Session(Link &link, Clock &clock, const Sources &sources, Admit admit,
                 SessionLimits limits)
    : m_link(link)
    , m_clock(clock)
    , m_sources(sources)
    , m_admit(std::move(admit))
    , m_limits(limits)
    , m_parser(kLongestFromClient)
    , m_openedAt(clock.now())
{ }

void Session::receive(QByteArrayView bytes)
{
    if (m_over)
        return;
    m_parser.feed(bytes);
    while (!m_over) {
        const auto frame = m_parser.next();
        if (!frame)
            break;
        handle(*frame);
    }
    if (!m_over && !m_parser.error().isEmpty())
        dismiss(ByeCode::Protocol, m_parser.error());
}

void Session::handle(const Wire::Frame &frame)
{
    if ((frame.header.flags & Wire::kOpaque) != 0)
        return;
    if (!m_attached)
        return handleFirst(frame);
    const auto malformed = [this](QStringView what) {
        dismiss(ByeCode::Protocol, u"malformed %1"_s.arg(what));
    };
    switch (static_cast<FrameType>(frame.header.type)) {
    case FrameType::Subscribe:
        if (const auto wish = Wire::decodeSubscribe(frame.payload))
            return handleSubscribe(*wish);
        return malformed(u"Subscribe");
    case FrameType::Credit:
        if (const auto credit = Wire::decodeCredit(frame.payload)) {
            m_credited = m_credited || credit->bytes > 0;
            m_credit += static_cast<qint64>(
                std::min(credit->bytes, static_cast<quint64>(kMostCredit - m_credit)));
            return;
        }
        return malformed(u"Credit");
    case FrameType::Ping:
        if (const auto ping = Wire::decodePing(frame.payload))
            return answer(*ping);
        return malformed(u"Ping");
    case FrameType::Bye:
        m_over = true;
        m_link.close();
        return;
    default:
        return; // of a newer minor version, or of no interest to a host
    }
}

void Session::handleFirst(const Wire::Frame &frame)
{
    const auto hello =
        frame.header.is(FrameType::Hello) ? Wire::decodeHello(frame.payload) : std::nullopt;
    if (!hello)
        return dismiss(ByeCode::Protocol, u"the first frame must be a Hello"_s);
    if (hello->major != Wire::kMajor) {
        return dismiss(ByeCode::Version,
                       u"this host speaks telemetry %1.%2, the client %3.%4: use programs of the "
                       u"same major version"_s.arg(Wire::kMajor)
                           .arg(Wire::kMinor)
                           .arg(hello->major)
                           .arg(hello->minor));
    }
    const auto answer = m_admit();
    if (!answer) {
        return dismiss(ByeCode::Busy,
                       u"as many clients are attached as may be: close one of them"_s);
    }
    m_attached = true;
    m_link.write(encode(*answer));
}

void Session::answer(const Wire::Ping &ping)
{
    // Pongs need no credit; who never reads them is not sent more.
    if (m_link.unsent() < m_limits.unsent)
        m_link.write(encode(Wire::Pong{ping.id, ping.sentNs, nanoseconds(m_clock.now()),
                                       milliseconds(m_clock.wallNow())}));
}

void Session::handleSubscribe(const Wire::Subscribe &wish)
{
    quint32 wanted = 0;
    for (const quint16 stream : wish.streams)
        wanted |= stream < kStreamCount ? 1U << stream : 0U;
    for (size_t stream = 0; stream < kStreamCount; ++stream) {
        const bool on = (wanted >> stream & 1U) != 0;
        if (on && !subscribed(stream))
            begin(stream);
        else if (!on && subscribed(stream))
            end(stream);
    }
    m_interest = wanted;
}

void Session::begin(size_t stream)
{
    m_states[stream] = {};
    m_states[stream].snapshotDue = m_sources.states[stream] != nullptr;
    m_events[stream] = {};
    m_events[stream].snapshotDue = m_sources.states[stream] == nullptr;
    m_events[stream].start = m_sources.nextEvent[stream];
    m_events[stream].lost.first = m_events[stream].start;
}

void Session::end(size_t stream)
{
    m_queuedBytes -= m_events[stream].bytes;
    m_events[stream] = {};
    m_states[stream] = {};
}

void Session::offer(Wire::Stream stream, const EventFrame &events)
{
    const auto index = static_cast<size_t>(stream);
    if (m_over || !m_attached || !subscribed(index))
        return;
    EventQueue &queue = m_events[index];
    queue.frames.push_back(events);
    queue.bytes += events.cost();
    m_queuedBytes += events.cost();
    if (m_snapshotsOnly)
        loseFirst(queue);
    trim();
}

void Session::offerLostChanges(Wire::Stream stream, quint64 count)
{
    const auto index = static_cast<size_t>(stream);
    if (!m_over && m_attached && subscribed(index))
        m_states[index].lostChanges += count;
}

//! The oldest goes first, from the stream that takes the most room.
void Session::trim()
{
    while (m_queuedBytes > m_limits.queued) {
        const auto greatest =
            std::max_element(m_events.begin(), m_events.end(),
                             [](const auto &a, const auto &b) { return a.bytes < b.bytes; });
        loseFirst(*greatest);
    }
}

void Session::loseFirst(EventQueue &queue)
{
    const EventFrame &first = queue.frames.front();
    const quint64 count = first.to - first.from;
    if (queue.lost.count == 0)
        queue.lost.first = first.from;
    queue.lost.count += count;
    if (!first.frame.isEmpty())
        m_dropped += count;
    queue.bytes -= first.cost();
    m_queuedBytes -= first.cost();
    queue.frames.pop_front();
}

qint64 Session::allowance() const
{
    return std::min(m_credit, m_limits.unsent - m_link.unsent());
}

bool Session::send(const QByteArray &frame)
{
    if (frame.size() > allowance()) {
        m_blocked = true;
        return false;
    }
    m_credit -= frame.size();
    m_link.write(frame);
    return true;
}

void Session::pump()
{
    if (m_over || !m_attached)
        return;
    // The client takes what it is sent: its credit or the emptier socket says so. Sending alone
    // does not, as small frames still fit where great ones are stuck.
    if (std::exchange(m_credited, false) || m_link.unsent() < m_unsentBefore) {
        m_blockedSince.reset();
        m_snapshotsOnly = false;
    }
    m_blocked = false;
    sendStates();
    sendEvents();
    m_unsentBefore = m_link.unsent();
    // Once events are dropped there is little left to be blocked by: only taking counts then.
    if (!m_blocked && !m_snapshotsOnly)
        m_blockedSince.reset();
    else if (!m_blockedSince)
        m_blockedSince = m_clock.now();
}

void Session::sendStates()
{
    qint64 budget = m_limits.statesAtOnce;
    for (size_t stream = 0; stream < kStreamCount && !m_blocked; ++stream) {
        if (m_sources.states[stream] == nullptr || !subscribed(stream))
            continue;
        while (budget > 0 && sendState(stream, budget)) { }
    }
}

//! \returns true if there may be more to send of this stream.
bool Session::sendState(size_t stream, qint64 &budget)
{
    const StateSource &source = *m_sources.states[stream];
    StateCursor &cursor = m_states[stream];
    if (cursor.lostChanges > 0) {
        if (!send(encode(static_cast<quint16>(stream),
                         Wire::Lost{source.version(), cursor.lostChanges})))
            return false;
        cursor.lostChanges = 0;
    }
    const quint64 known = cursor.inSnapshot ? cursor.snapshotStart : cursor.sentTo;
    const bool snapshotDue = cursor.snapshotDue || source.forgotten() > known;
    if (!snapshotDue && !cursor.inSnapshot && cursor.sentTo == source.version())
        return false;
    const qint64 room = std::min<qint64>(allowance(), Wire::kLongestDataFrame);
    if (room < kLeastRoom) {
        m_blocked = true;
        return false;
    }
    if (snapshotDue)
        cursor = {0, false, true, source.version(), 0};
    const quint8 first = snapshotDue ? Wire::kFirstPart : 0;
    m_scratch.truncate(0);
    const qsizetype mark =
        beginFrame(m_scratch, cursor.inSnapshot ? FrameType::Snapshot : FrameType::Delta,
                   static_cast<quint16>(stream), first);
    const quint64 to =
        source.encode(m_scratch, cursor.sentTo, cursor.inSnapshot ? cursor.snapshotStart : 0,
                      room - Wire::kHeaderSize);
    endFrame(m_scratch, mark);
    QByteArray frame = m_scratch.copy();
    cursor.sentTo = to;
    if (cursor.inSnapshot && to >= cursor.snapshotStart) {
        cursor.inSnapshot = false;
        frame[5] = static_cast<char>(first | Wire::kLastPart);
    }
    budget -= frame.size();
    return send(frame);
}

//! In turn, one frame each, so that a flood of logs does not hide the requests.
void Session::sendEvents()
{
    bool more = true;
    while (more && !m_blocked) {
        more = false;
        for (size_t stream = 0; stream < kStreamCount && !m_blocked; ++stream) {
            if (m_sources.states[stream] == nullptr && subscribed(stream))
                more = sendOneEventFrame(stream) || more;
        }
    }
}

//! \returns true if something was sent.
bool Session::sendOneEventFrame(size_t stream)
{
    EventQueue &queue = m_events[stream];
    const auto number = static_cast<quint16>(stream);
    if (queue.snapshotDue) {
        m_scratch.truncate(0);
        const qsizetype mark =
            beginFrame(m_scratch, FrameType::Snapshot, number, Wire::kFirstPart | Wire::kLastPart);
        m_scratch.array(4);
        m_scratch.unsignedInteger(queue.start);
        m_scratch.unsignedInteger(queue.start);
        m_scratch.array(0);
        m_scratch.array(0);
        endFrame(m_scratch, mark);
        if (!send(m_scratch.copy()))
            return false;
        queue.snapshotDue = false;
    }
    while (!queue.frames.empty() && queue.frames.front().frame.isEmpty())
        loseFirst(queue);
    if (queue.lost.count > 0) {
        if (!send(encode(number, queue.lost)))
            return false;
        queue.lost = {};
        return true;
    }
    if (queue.frames.empty() || !send(queue.frames.front().frame))
        return false;
    queue.bytes -= queue.frames.front().cost();
    m_queuedBytes -= queue.frames.front().cost();
    queue.frames.pop_front();
    return true;
}

void Session::checkTime()
{
    if (m_over)
        return;
    const TimePoint now = m_clock.now();
    if (!m_attached) {
        if (now - m_openedAt >= m_limits.hello)
            dismiss(ByeCode::Protocol, u"no Hello came"_s);
        return;
    }
    if (!m_blockedSince)
        return;
    if (now - *m_blockedSince >= m_limits.stalled)
        dismiss(ByeCode::Stalled, u"nothing was taken for %1 s"_s.arg(m_limits.stalled.count()));
    else if (now - *m_blockedSince >= m_limits.snapshotsOnly && !m_snapshotsOnly)
        dropToSnapshots();
}

void Session::dropToSnapshots()
{
    m_snapshotsOnly = true;
    for (size_t stream = 0; stream < kStreamCount; ++stream) {
        while (!m_events[stream].frames.empty())
            loseFirst(m_events[stream]);
        if (m_sources.states[stream] != nullptr && subscribed(stream))
            m_states[stream].snapshotDue = true;
    }
}

void Session::dismiss(ByeCode code, const QString &text)
{
    if (m_over)
        return;
    m_over = true;
    m_link.write(encode(Wire::Bye{code, text.toUtf8()}));
    m_link.close();
}

} // namespace Cordial::Telemetry
