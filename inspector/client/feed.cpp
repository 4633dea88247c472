// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>

namespace Cordial::Inspector {

using namespace Qt::StringLiterals;
using Wire::FrameType;
using Wire::Stream;

namespace {

//! What may be on its way to us; granted again by halves as it is read.
constexpr qsizetype kWindow = 1024 * 1024;
//! No honest count of events comes near; keeps sums from overflowing.
constexpr quint64 kMostEvents = quint64(1) << 62;
//! A newer host may have more fields, but not any number of them.
constexpr qsizetype kMostExtra = 64;

constexpr bool isEvent(size_t stream)
{
    return stream == size_t(Stream::Requests) || stream == size_t(Stream::Logs);
}

MetricStream metric(size_t stream)
{
    return static_cast<MetricStream>(stream);
}

template <typename Row, typename Key>
void give(FeedListener &listener, StateBatch<Row, Key> &batch)
{
    if (!batch.isEmpty())
        listener.changed(std::exchange(batch, {}));
}

template <typename Row>
void give(FeedListener &listener, QList<Row> &events)
{
    if (!events.isEmpty())
        listener.arrived(std::exchange(events, {}));
}

//! \brief An item of unknown meaning, as a value that can be shown.
bool readAny(Wire::CborReader &in, QVariant &value)
{
    switch (in.kind()) {
    case Wire::CborReader::Kind::Integer: {
        qint64 number = 0;
        const bool ok = in.readInteger(number);
        value = number;
        return ok;
    }
    case Wire::CborReader::Kind::Real: {
        double number = 0;
        const bool ok = in.readReal(number);
        value = number;
        return ok;
    }
    case Wire::CborReader::Kind::Boolean: {
        bool flag = false;
        const bool ok = in.readBoolean(flag);
        value = flag;
        return ok;
    }
    case Wire::CborReader::Kind::Text: {
        QByteArrayView text;
        const bool ok = in.readText(text);
        value = QString::fromUtf8(text);
        return ok;
    }
    default:
        return in.skip(); // a list or worse: there, but without a value
    }
}

} // namespace

Feed::Feed(FeedListener &listener, quint32 streams) : m_listener(listener), m_streams(streams)
{ }

void Feed::begin(qint64 nowNs, qint64 wallMs)
{
    m_helloSentNs = nowNs;
    Wire::Hello hello;
    hello.processId = static_cast<quint64>(QCoreApplication::applicationPid());
    hello.name = QByteArrayLiteral("inspector");
    hello.monotonicNs = nowNs;
    hello.wallMs = wallMs;
    m_listener.send(encode(hello));
    sendWish(m_streams);
    m_listener.send(encode(Wire::Credit{kWindow}));
    ping(nowNs);
}

void Feed::setStreams(quint32 streams)
{
    for (size_t stream = 0; stream < Wire::kStreamCount; ++stream) {
        if ((streams >> stream & 1U) == 0)
            m_positions[stream] = {};
    }
    m_streams = streams;
    sendWish(streams);
}

void Feed::sendWish(quint32 streams)
{
    Wire::Subscribe wish;
    for (quint16 stream = 0; stream < Wire::kStreamCount; ++stream) {
        if ((streams >> stream & 1U) != 0)
            wish.streams.append(stream);
    }
    m_listener.send(encode(wish));
}

//! Switched off and on again, a stream begins with a snapshot.
void Feed::askAgain(size_t stream)
{
    m_positions[stream] = {};
    sendWish(m_streams & ~(1U << stream));
    sendWish(m_streams);
}

void Feed::ping(qint64 nowNs)
{
    m_listener.send(encode(Wire::Ping{++m_pings, nowNs}));
}

void Feed::farewell()
{
    m_listener.send(encode(Wire::Bye{Wire::ByeCode::Leaving, {}}));
}

bool Feed::step(qint64 nowNs)
{
    if (m_muted || !m_error.isEmpty())
        return false;
    const auto frame = m_parser.next();
    if (!frame) {
        if (!m_parser.error().isEmpty())
            fail(m_parser.error());
        return false;
    }
    m_counts.bytes += static_cast<quint64>(frame->payload.size() + Wire::kHeaderSize);
    handle(*frame, nowNs);
    return !m_muted && m_error.isEmpty();
}

void Feed::handle(const Wire::Frame &frame, qint64 nowNs)
{
    const auto type = static_cast<FrameType>(frame.header.type);
    const bool data =
        type == FrameType::Snapshot || type == FrameType::Delta || type == FrameType::Lost;
    if (data)
        grant(frame.payload.size() + Wire::kHeaderSize);
    if ((frame.header.flags & Wire::kOpaque) != 0)
        return;
    if (type == FrameType::Bye) {
        const auto bye = Wire::decodeBye(frame.payload);
        if (!bye)
            return fail(u"malformed Bye"_s);
        deliver();
        if (!m_muted)
            m_listener.byeArrived(*bye);
        return;
    }
    if (!m_helloed)
        return handleFirst(frame, nowNs);
    if (data) {
        const size_t stream = frame.header.stream;
        if (stream >= Wire::kStreamCount || (m_streams >> stream & 1U) == 0)
            return;
        if (type != FrameType::Lost)
            return handleRows(stream, frame);
        const auto lost = Wire::decodeLost(frame.payload);
        return lost ? handleLost(stream, *lost) : fail(u"malformed Lost"_s);
    }
    if (type == FrameType::Pong) {
        const auto pong = Wire::decodePong(frame.payload);
        return pong ? handlePong(*pong, nowNs) : fail(u"malformed Pong"_s);
    }
}

void Feed::handleFirst(const Wire::Frame &frame, qint64 nowNs)
{
    const auto hello =
        frame.header.is(FrameType::Hello) ? Wire::decodeHello(frame.payload) : std::nullopt;
    if (!hello)
        return fail(u"this is no Cordial host: it did not begin with a Hello"_s);
    if (hello->major == Wire::kMajor) {
        m_helloed = true;
        m_schema = hello->schema;
        m_clockMap.addSample(m_helloSentNs, hello->monotonicNs, nowNs);
    }
    m_listener.helloArrived(*hello);
}

void Feed::handlePong(const Wire::Pong &pong, qint64 nowNs)
{
    if (pong.id == 0 || pong.id > m_pings || pong.pingNs > nowNs)
        return;
    m_clockMap.addSample(pong.pingNs, pong.monotonicNs, nowNs);
    m_listener.roundTripMeasured(nowNs - pong.pingNs);
}

void Feed::grant(qsizetype bytes)
{
    m_toGrant += bytes;
    if (m_toGrant < kWindow / 2)
        return;
    m_listener.send(encode(Wire::Credit{static_cast<quint64>(std::exchange(m_toGrant, 0))}));
}

void Feed::countLost(size_t stream, quint64 count)
{
    if (count == 0)
        return;
    m_counts.lost += count;
    m_listener.lost(metric(stream), count);
}

void Feed::countMalformed(size_t stream)
{
    ++m_counts.malformed;
    // Which row it was is unknown: only a new snapshot makes a state stream true again.
    if (!isEvent(stream) && m_counts.malformed < 16)
        askAgain(stream);
}

void Feed::handleLost(size_t stream, const Wire::Lost &lost)
{
    Position &position = m_positions[stream];
    if (!isEvent(stream) || !position.known)
        return; // the rows come again with their next change
    if (lost.first < position.at || lost.first > kMostEvents || lost.count > kMostEvents)
        return fail(u"the host's count of lost events makes no sense"_s);
    const quint64 count = lost.first - position.at + lost.count;
    position.at = lost.first + lost.count;
    deliver();
    if (!m_muted)
        countLost(stream, count);
}

//! \returns false if the frame is to be passed over.
bool Feed::takePosition(size_t stream, const Wire::Batch &batch, bool snapshot, bool first)
{
    Position &position = m_positions[stream];
    if (batch.to < batch.from || batch.to > kMostEvents) {
        fail(u"the host's numbers of stream %1 make no sense"_s.arg(stream));
        return false;
    }
    if (snapshot && first) {
        position = {batch.to, true};
        return true;
    }
    // Of a subscription that was given up, and on its way when it was.
    if (!position.known)
        return false;
    if (isEvent(stream)) {
        if (batch.from < position.at) {
            fail(u"the host sent events twice"_s);
            return false;
        }
        countLost(stream, batch.from - position.at);
    } else if (batch.from != position.at) {
        askAgain(stream);
        return false;
    }
    position.at = batch.to;
    return !m_muted;
}

void Feed::handleRows(size_t stream, const Wire::Frame &frame)
{
    Wire::CborReader in(frame.payload);
    Wire::Batch batch;
    quint64 items = 0;
    if (!in.enterArray(items) || items < 4 || !in.readUnsigned(batch.from)
        || !in.readUnsigned(batch.to))
        return fail(u"malformed rows of stream %1"_s.arg(stream));
    const bool snapshot = frame.header.is(FrameType::Snapshot);
    const bool first = snapshot && (frame.header.flags & Wire::kFirstPart) != 0;
    if (!takePosition(stream, batch, snapshot, first))
        return;
    if (first) {
        deliver();
        if (m_muted)
            return;
        m_listener.snapshotBegun(metric(stream));
    }
    if (m_muted)
        return;
    switch (static_cast<Stream>(stream)) {
    case Stream::Shards:
        readState<Wire::ShardFields>(in, std::get<0>(m_states));
        break;
    case Stream::Buckets:
        readState<Wire::BucketFields>(in, std::get<1>(m_states));
        break;
    case Stream::Gauges:
        readState<Wire::GaugeFields>(in, std::get<2>(m_states));
        break;
    case Stream::Plugins:
        readState<Wire::PluginFields>(in, std::get<3>(m_states));
        break;
    case Stream::Commands:
        readState<Wire::CommandFields>(in, std::get<4>(m_states));
        break;
    case Stream::Requests:
        readEvents<Wire::RequestFields>(in, std::get<0>(m_events), batch);
        break;
    case Stream::Logs:
        readEvents<Wire::LogFields>(in, std::get<1>(m_events), batch);
        break;
    }
    if (snapshot && (frame.header.flags & Wire::kLastPart) != 0) {
        deliver();
        if (!m_muted)
            m_listener.snapshotEnded(metric(stream));
    }
}

//! In a batch that is handed out no identity is both in rows and in removed, so that it does not
//! matter which of them is looked at first.
template <typename Fields, typename Row, typename Key>
void Feed::readState(Wire::CborReader &in, StateBatch<Row, Key> &batch)
{
    constexpr auto kIndex = static_cast<size_t>(Fields::kStream);
    StateBatch<Row, Key> fresh;
    quint64 count = 0;
    bool ok = in.enterArray(count);
    for (; ok && count > 0; --count) {
        Row row;
        ok = readRow<Fields>(in, row);
        if (ok)
            fresh.rows.append(std::move(row));
    }
    ok = ok && in.enterArray(count);
    for (; ok && count > 0; --count) {
        Key key{};
        ok = readKey(in, key);
        if (ok)
            fresh.removed.append(std::move(key));
    }
    if (!batch.removed.isEmpty() || !fresh.removed.isEmpty())
        give(m_listener, batch);
    batch.rows.append(std::move(fresh.rows));
    batch.removed.append(std::move(fresh.removed));
    if (!ok && !m_muted)
        countMalformed(kIndex);
}

template <typename Fields, typename Row>
void Feed::readEvents(Wire::CborReader &in, QList<Row> &events, const Wire::Batch &batch)
{
    constexpr auto kIndex = static_cast<size_t>(Fields::kStream);
    const quint64 promised = batch.to - batch.from;
    quint64 count = 0;
    quint64 read = 0;
    bool ok = in.enterArray(count);
    for (; ok && read < std::min(count, promised); ++read) {
        Row row;
        ok = readRow<Fields>(in, row);
        if (!ok)
            break;
        events.append(std::move(row));
    }
    m_counts.received += read;
    if (!ok)
        countMalformed(kIndex);
    countLost(kIndex, promised - read);
}

template <typename Fields, typename Row>
bool Feed::readRow(Wire::CborReader &in, Row &row)
{
    return Wire::decodeRecord<Fields>(
        in, row,
        [this](const Wire::Field &field, QByteArrayView text) {
            return field.repeats ? m_texts.shared(text) : text.toByteArray();
        },
        [this](qint64 host) { return m_clockMap.toLocal(host); },
        [this, &row](quint64 index, Wire::CborReader &extra) {
            return readExtra(extra, static_cast<size_t>(Fields::kStream), index, row.extra);
        });
}

bool Feed::readExtra(Wire::CborReader &in, size_t stream, quint64 index, ExtraFields &extra) const
{
    ExtraField field;
    if (!readAny(in, field.value))
        return false;
    if (extra.size() >= kMostExtra)
        return true;
    const auto schema =
        std::find_if(m_schema.cbegin(), m_schema.cend(),
                     [stream](const Wire::StreamSchema &one) { return one.stream == stream; });
    if (schema != m_schema.cend() && index < static_cast<quint64>(schema->fields.size())) {
        const Wire::FieldSchema &known = schema->fields.at(static_cast<qsizetype>(index));
        field.name = known.name;
        field.unit = known.unit;
        if (known.type == Wire::FieldType::Time && field.value.toLongLong() != 0)
            field.value = m_clockMap.toLocal(field.value.toLongLong());
    } else {
        field.name = "field " + QByteArray::number(index);
    }
    extra.append(std::move(field));
    return true;
}

bool Feed::readKey(Wire::CborReader &in, quint32 &key) const
{
    quint64 number = 0;
    if (!in.readUnsigned(number) || number > std::numeric_limits<quint32>::max())
        return false;
    key = static_cast<quint32>(number);
    return true;
}

bool Feed::readKey(Wire::CborReader &in, QByteArray &key)
{
    QByteArrayView text;
    if (!in.readText(text))
        return false;
    key = m_texts.shared(text);
    return true;
}

void Feed::deliver()
{
    const auto each = [this](auto &...batches) {
        ((m_muted ? void() : give(m_listener, batches)), ...);
    };
    std::apply(each, m_states);
    std::apply(each, m_events);
}

void Feed::fail(const QString &reason)
{
    if (m_error.isEmpty())
        m_error = reason;
}

} // namespace Cordial::Inspector
