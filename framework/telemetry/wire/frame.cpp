// SPDX-License-Identifier: MIT
#include <cordial/telemetry/wire/frame.h>

#include <QtEndian>

namespace Cordial::Wire {

using namespace Qt::StringLiterals;

qsizetype beginFrame(CborWriter &out, FrameType type, quint16 stream, quint8 flags)
{
    const qsizetype mark = out.size();
    char header[kHeaderSize] = {};
    header[4] = static_cast<char>(type);
    header[5] = static_cast<char>(flags);
    qToBigEndian(stream, header + 6);
    out.raw(QByteArrayView(header, kHeaderSize));
    return mark;
}

void endFrame(CborWriter &out, qsizetype mark)
{
    const qsizetype length = out.size() - mark - kHeaderSize;
    Q_ASSERT(length >= 0 && length <= kLongestPayload);
    out.patch32(mark, static_cast<quint32>(length));
}

void FrameParser::feed(QByteArrayView bytes)
{
    if (!m_error.isEmpty())
        return;
    if (m_offset > 0) {
        m_buffer.remove(0, m_offset);
        m_offset = 0;
    }
    m_buffer.append(bytes);
}

std::optional<Frame> FrameParser::next()
{
    if (!m_error.isEmpty() || pending() < kHeaderSize)
        return std::nullopt;
    const char *at = m_buffer.constData() + m_offset;
    Frame frame;
    frame.header = {qFromBigEndian<quint32>(at), static_cast<quint8>(at[4]),
                    static_cast<quint8>(at[5]), qFromBigEndian<quint16>(at + 6)};
    const qsizetype length = frame.header.length;
    if (length > m_longest) {
        m_error = u"a frame of %1 bytes, at most %2 are allowed: the other end does not speak this "
                  u"protocol"_s.arg(length)
                      .arg(m_longest);
        m_buffer.clear();
        m_offset = 0;
        return std::nullopt;
    }
    if (pending() < kHeaderSize + length)
        return std::nullopt;
    frame.payload = QByteArrayView(at + kHeaderSize, length);
    m_offset += kHeaderSize + length;
    return frame;
}

} // namespace Cordial::Wire
