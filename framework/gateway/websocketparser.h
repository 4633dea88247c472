// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/gateway/block.h>

#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <limits>

namespace Cordial::Gateway {

//! \brief Numbers of RFC 6455, section 5.2.
enum class FrameOpcode : quint8 {
    Continuation = 0x0,
    Text = 0x1,
    Binary = 0x2,
    Close = 0x8,
    Ping = 0x9,
    Pong = 0xa,
};
static_assert(int(FrameOpcode::Close) == 8 && int(FrameOpcode::Pong) == 10);

//! \brief One frame as a client sends it: final, masked.
[[nodiscard]] QByteArray encodeFrame(FrameOpcode opcode, QByteArrayView payload,
                                     std::array<uchar, 4> mask);
//! \brief The payload of a close frame.
[[nodiscard]] QByteArray closePayload(quint16 code, QByteArrayView reason = {});

//! \brief The client's side of WebSocket framing: bytes in, whole messages out. Pure.
//!
//! Bytes are written straight into the parser's buffer (prepare(), commit()). An unfragmented
//! message is a view of that buffer, a fragmented one is put together. Parts of the buffer may be
//! shared (Event::block): what has been is never written to again, the parser goes on behind it or
//! in another one. Whether text is UTF-8 is not
//! looked at, the JSON reader does that for the whole message, so that fragments may split a
//! character. Both kinds of view have simdjson's padding readable behind them.
class WebSocketParser
{
public:
    enum class Kind : quint8 { NeedMore, Text, Binary, Ping, Pong, Close, Error };
    //! \brief Codes of RFC 6455, section 7.4.1, that a violation is answered with.
    enum Violation : quint16 { kProtocolError = 1002, kTooLarge = 1009 };
    static constexpr quint16 kNoCode = 1005; //!< a close frame without a code

    struct Event
    {
        Kind kind = Kind::NeedMore;
        QByteArrayView payload; //!< For Close: the reason. For Error: what is wrong.
        quint16 code = 0; //!< For Close and Error.
        Block *block = nullptr; //!< What an unfragmented message is part of, to share parts of it.
    };

    explicit WebSocketParser(qsizetype longestMessage);

    //! \brief Room for \a count bytes at the end of the buffer. Ends the views given out before.
    [[nodiscard]] char *prepare(qsizetype count);
    //! \brief \a count of the bytes prepared have been written. \pre count <= what was prepared
    void commit(qsizetype count);
    //! \brief The next event. After Error only reset() helps.
    [[nodiscard]] Event next();

    //! \brief Bytes that came and are not consumed: the HTTP answer before the first frame.
    [[nodiscard]] QByteArrayView pending() const
    {
        return {m_buffer.data() + m_begin, m_end - m_begin};
    }
    void discard(qsizetype count) { m_begin += count; }
    //! \brief Gives the buffer back if nothing is pending, so that an idle connection holds none.
    void trim();
    void reset();

private:
    struct Header
    {
        bool final = false;
        FrameOpcode opcode = FrameOpcode::Continuation;
        qsizetype headerSize = 0;
        qsizetype payloadSize = 0;
    };
    enum class HeaderState : quint8 { NeedMore, Ready, Broken };

    void makeRoom(qsizetype count);
    void moveTo(Block &other, qsizetype begin);
    [[nodiscard]] HeaderState readHeader(Header &header);
    [[nodiscard]] bool checkHeader(const Header &header, quint8 first, bool masked);
    [[nodiscard]] Event take(const Header &header);
    [[nodiscard]] Event takeControl(const Header &header, QByteArrayView payload);
    [[nodiscard]] Event takeData(const Header &header, QByteArrayView payload);
    [[nodiscard]] HeaderState broken(quint16 code, const char *what);

    Block m_buffer;
    qsizetype m_begin = 0;
    qsizetype m_end = 0;
    qsizetype m_longest;
    QByteArray m_fragments;
    bool m_inMessage = false; //!< a fragmented message has begun
    FrameOpcode m_messageOpcode = FrameOpcode::Text;
    bool m_fragmentsGivenOut = false;
    Event m_error;
};

} // namespace Cordial::Gateway
