// SPDX-License-Identifier: MIT
#include <cordial/gateway/websocketparser.h>

#include <QtEndian>

#include <algorithm>
#include <cstring>
#include <utility>

namespace Cordial::Gateway {

namespace {

constexpr qsizetype kLongestControl = 125;

SpareBlock &spareInput()
{
    static thread_local SpareBlock spare;
    return spare;
}

void appendLength(QByteArray &out, qsizetype size)
{
    constexpr uchar kMasked = 0x80;
    if (size < 126) {
        out.append(static_cast<char>(kMasked | size));
        return;
    }
    if (size <= 0xffff) {
        char bytes[2];
        qToBigEndian(static_cast<quint16>(size), bytes);
        out.append(static_cast<char>(kMasked | 126)).append(bytes, 2);
        return;
    }
    char bytes[8];
    qToBigEndian(static_cast<quint64>(size), bytes);
    out.append(static_cast<char>(kMasked | 127)).append(bytes, 8);
}

} // namespace

QByteArray encodeFrame(FrameOpcode opcode, QByteArrayView payload, std::array<uchar, 4> mask)
{
    QByteArray out;
    out.reserve(payload.size() + 14);
    out.append(static_cast<char>(0x80 | static_cast<uchar>(opcode)));
    appendLength(out, payload.size());
    out.append(reinterpret_cast<const char *>(mask.data()), 4);
    for (qsizetype i = 0; i < payload.size(); ++i)
        out.append(
            static_cast<char>(static_cast<uchar>(payload[i]) ^ mask[static_cast<size_t>(i) & 3]));
    return out;
}

QByteArray closePayload(quint16 code, QByteArrayView reason)
{
    char bytes[2];
    qToBigEndian(code, bytes);
    return QByteArray(bytes, 2).append(reason.first(std::min(reason.size(), kLongestControl - 2)));
}

WebSocketParser::WebSocketParser(qsizetype longestMessage) : m_longest(longestMessage)
{ }

//! Takes what is pending along.
void WebSocketParser::moveTo(Block &other, qsizetype begin)
{
    if (m_end > m_begin)
        std::memmove(other.data() + begin, m_buffer.data() + m_begin,
                     static_cast<size_t>(m_end - m_begin));
    m_end = begin + (m_end - m_begin);
    m_begin = begin;
}

void WebSocketParser::makeRoom(qsizetype count)
{
    const bool isShared = m_buffer.isShared();
    const qsizetype needed = m_end - m_begin + count + Block::kPadding;
    if (isShared) {
        // A reader may look at the padding behind what it has been given.
        const qsizetype begin =
            m_end - m_begin < Block::kPadding ? m_begin + Block::kPadding : m_begin;
        if (m_buffer.size() - begin >= needed) {
            moveTo(m_buffer, begin);
            return;
        }
    } else if (m_buffer.size() >= needed) {
        if (m_begin == m_end || m_buffer.size() - m_end < count + Block::kPadding)
            moveTo(m_buffer, 0);
        return;
    }
    const qsizetype least = isShared ? 0 : m_buffer.size() * 2;
    Block larger(std::max({needed, least, Block::kFirstRoom}));
    moveTo(larger, 0);
    m_buffer.swap(larger);
}

char *WebSocketParser::prepare(qsizetype count)
{
    if (m_buffer.isEmpty()) {
        m_buffer = spareInput().take();
        m_begin = m_end = 0;
    }
    makeRoom(count);
    return m_buffer.data() + m_end;
}

void WebSocketParser::commit(qsizetype count)
{
    m_end += count;
}

void WebSocketParser::trim()
{
    if (m_fragmentsGivenOut) {
        m_fragmentsGivenOut = false;
        m_fragments = QByteArray();
    }
    if (m_begin != m_end || m_buffer.isEmpty())
        return;
    spareInput().leave(std::exchange(m_buffer, Block()));
    m_begin = m_end = 0;
}

void WebSocketParser::reset()
{
    m_begin = m_end = 0;
    m_fragments = QByteArray();
    m_inMessage = false;
    m_fragmentsGivenOut = false;
    m_error = {};
    trim();
}

WebSocketParser::HeaderState WebSocketParser::broken(quint16 code, const char *what)
{
    m_error = {Kind::Error, QByteArrayView(what), code};
    return HeaderState::Broken;
}

bool WebSocketParser::checkHeader(const Header &header, quint8 first, bool masked)
{
    const auto fail = [this](const char *what) {
        m_error = {Kind::Error, QByteArrayView(what), kProtocolError};
        return false;
    };
    if ((first & 0x70) != 0)
        return fail("reserved bits are set");
    if (masked)
        return fail("the server masked a frame");
    switch (header.opcode) {
    case FrameOpcode::Continuation:
        return m_inMessage || fail("a continuation without a beginning");
    case FrameOpcode::Text:
    case FrameOpcode::Binary:
        return !m_inMessage || fail("a new message inside a fragmented one");
    case FrameOpcode::Close:
    case FrameOpcode::Ping:
    case FrameOpcode::Pong:
        if (!header.final)
            return fail("a fragmented control frame");
        return header.payloadSize <= kLongestControl || fail("a control frame over 125 bytes");
    }
    return fail("an unknown frame opcode");
}

WebSocketParser::HeaderState WebSocketParser::readHeader(Header &header)
{
    const QByteArrayView bytes = pending();
    if (bytes.size() < 2)
        return HeaderState::NeedMore;
    const auto first = static_cast<quint8>(bytes[0]);
    const auto second = static_cast<quint8>(bytes[1]);
    const quint8 shortLength = second & 0x7f;
    header.final = (first & 0x80) != 0;
    header.opcode = static_cast<FrameOpcode>(first & 0x0f);
    header.headerSize = shortLength < 126 ? 2 : shortLength == 126 ? 4 : 10;
    header.payloadSize = shortLength;
    if (bytes.size() < header.headerSize)
        return HeaderState::NeedMore;
    if (shortLength == 126)
        header.payloadSize = qFromBigEndian<quint16>(bytes.data() + 2);
    if (shortLength == 127) {
        const auto length = qFromBigEndian<quint64>(bytes.data() + 2);
        if (length > static_cast<quint64>(m_longest))
            return broken(kTooLarge, "a frame over the limit");
        header.payloadSize = static_cast<qsizetype>(length);
    }
    if (!checkHeader(header, first, (second & 0x80) != 0))
        return HeaderState::Broken;
    const qsizetype before = m_inMessage ? m_fragments.size() : 0;
    if (header.payloadSize > m_longest - before)
        return broken(kTooLarge, "a message over the limit");
    return HeaderState::Ready;
}

WebSocketParser::Event WebSocketParser::next()
{
    if (m_error.kind == Kind::Error)
        return m_error;
    if (m_fragmentsGivenOut) {
        m_fragmentsGivenOut = false;
        m_fragments = QByteArray();
    }
    for (;;) {
        Header header;
        switch (readHeader(header)) {
        case HeaderState::NeedMore:
            return {};
        case HeaderState::Broken:
            return m_error;
        case HeaderState::Ready:
            break;
        }
        if (pending().size() < header.headerSize + header.payloadSize)
            return {};
        const Event event = take(header);
        if (event.kind != Kind::NeedMore)
            return event;
    }
}

WebSocketParser::Event WebSocketParser::take(const Header &header)
{
    const QByteArrayView payload = pending().sliced(header.headerSize, header.payloadSize);
    m_begin += header.headerSize + header.payloadSize;
    return static_cast<quint8>(header.opcode) >= static_cast<quint8>(FrameOpcode::Close)
        ? takeControl(header, payload)
        : takeData(header, payload);
}

WebSocketParser::Event WebSocketParser::takeControl(const Header &header, QByteArrayView payload)
{
    if (header.opcode == FrameOpcode::Ping)
        return {Kind::Ping, payload, 0};
    if (header.opcode == FrameOpcode::Pong)
        return {Kind::Pong, payload, 0};
    if (payload.size() == 1) {
        (void)broken(kProtocolError, "a close frame of one byte");
        return m_error;
    }
    if (payload.isEmpty())
        return {Kind::Close, {}, kNoCode};
    return {Kind::Close, payload.sliced(2), qFromBigEndian<quint16>(payload.data())};
}

WebSocketParser::Event WebSocketParser::takeData(const Header &header, QByteArrayView payload)
{
    const auto kindOf = [](FrameOpcode opcode) {
        return opcode == FrameOpcode::Text ? Kind::Text : Kind::Binary;
    };
    if (!m_inMessage && header.final)
        return {kindOf(header.opcode), payload, 0, &m_buffer};
    if (!m_inMessage) {
        m_inMessage = true;
        m_messageOpcode = header.opcode;
        m_fragments.clear();
    }
    m_fragments.append(payload);
    if (!header.final)
        return {};
    m_inMessage = false;
    m_fragmentsGivenOut = true;
    m_fragments.reserve(m_fragments.size() + Block::kPadding);
    return {kindOf(m_messageOpcode), QByteArrayView(m_fragments), 0};
}

} // namespace Cordial::Gateway
