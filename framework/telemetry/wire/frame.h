// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/telemetry/wire/cbor.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>

namespace Cordial::Wire {

// Every frame, in both directions, on the socket and in a recording:
//   u32 length of the payload (at most 1 MiB) | u8 type | u8 flags | u16 stream | payload
// big-endian; the payload is one CBOR array in fixed order. Later minor versions may add items at
// the end of an array, frame types, streams and flags; readers pass over what they do not know.
inline constexpr qsizetype kHeaderSize = 8;
inline constexpr qsizetype kLongestPayload = 1024 * 1024;

enum class FrameType : quint8 {
    Hello = 1,
    Subscribe = 2,
    Snapshot = 3,
    Delta = 4,
    Lost = 5,
    Credit = 6,
    Ping = 7,
    Pong = 8,
    Bye = 9
};
static_assert(int(FrameType::Bye) == 9);

//! A snapshot may take several frames; the first and the last of them say so.
inline constexpr quint8 kFirstPart = 0x01;
inline constexpr quint8 kLastPart = 0x02;
//! The payload is not plain CBOR (a later version may compress): without knowing how, skip it.
inline constexpr quint8 kOpaque = 0x80;

struct FrameHeader
{
    quint32 length = 0;
    quint8 type = 0; //!< a FrameType, or one that this version does not know
    quint8 flags = 0;
    quint16 stream = 0; //!< 0 where none is meant

    [[nodiscard]] bool is(FrameType wanted) const { return type == static_cast<quint8>(wanted); }
    bool operator==(const FrameHeader &) const = default;
};

struct Frame
{
    FrameHeader header;
    QByteArrayView payload; //!< valid until the parser is fed again
};

//! \brief Writes the header; endFrame() fills in the length. \returns what endFrame() needs.
[[nodiscard]] qsizetype beginFrame(CborWriter &out, FrameType type, quint16 stream = 0,
                                   quint8 flags = 0);
void endFrame(CborWriter &out, qsizetype mark);

//! \brief Cuts a stream of bytes into frames, whatever pieces it comes in.
//!
//! Holds at most one frame and the piece given last. After an error nothing more comes out.
class FrameParser
{
public:
    explicit FrameParser(qsizetype longestPayload = kLongestPayload) : m_longest(longestPayload) { }

    void feed(QByteArrayView bytes);
    [[nodiscard]] std::optional<Frame> next();
    //! \brief Why the stream cannot be read on; empty while it can.
    [[nodiscard]] QString error() const { return m_error; }
    //! \brief Bytes kept that are not yet a frame.
    [[nodiscard]] qsizetype pending() const { return m_buffer.size() - m_offset; }

private:
    qsizetype m_longest;
    qsizetype m_offset = 0;
    QByteArray m_buffer;
    QString m_error;
};

} // namespace Cordial::Wire
