// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/net/request.h>

#include <QByteArray>
#include <QList>
#include <QString>

namespace Cordial::Net {

//! \brief Reads one HTTP/1.1 response from bytes in pieces of any size. Knows no socket.
//!
//! Bodies by Content-Length, chunked, or up to the end of the connection. Interim answers (1xx)
//! are skipped. Whatever is broken is an error, never a shorter body. Bounded by its limits.
//! \source RFC 9112
class ResponseParser
{
public:
    struct Limits
    {
        qsizetype head = 256 * 1024;
        qint64 body = 256LL * 1024 * 1024; //!< as it comes, before decompression
    };
    enum class State : quint8 { Head, Body, Done, Failed };

    ResponseParser(Method method, Limits limits);
    explicit ResponseParser(Method method);

    //! \brief Takes bytes; returns how many belong to this response.
    qsizetype feed(QByteArrayView bytes);
    //! \brief The peer will send no more.
    void finish();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const QString &error() const { return m_error; }
    [[nodiscard]] int status() const { return m_status; }
    [[nodiscard]] const QByteArray &reason() const { return m_reason; }
    [[nodiscard]] const QList<Header> &headers() const { return m_headers; }
    [[nodiscard]] QByteArray takeBody() { return std::move(m_body); }
    //! \brief Whether the connection may carry another request. Valid when Done.
    [[nodiscard]] bool keepsAlive() const { return m_keepAlive; }
    //! \brief The first header of that name, in any case.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;

private:
    enum class Framing : quint8 { None, Length, Chunked, UntilClose };
    enum class ChunkPart : quint8 { Size, Data, DataEnd, Trailer };

    bool fail(const char *what);
    //! \brief Collects up to a line feed; true when m_line holds a whole line, without its end.
    bool takeLine(QByteArrayView bytes, qsizetype &position);
    void onHeadLine();
    bool onStatusLine();
    bool onHeaderLine();
    void onHeadEnd();
    [[nodiscard]] bool decideFraming();
    qsizetype feedBody(QByteArrayView bytes);
    qsizetype feedChunked(QByteArrayView bytes);
    bool onChunkSize();
    bool append(QByteArrayView bytes);

    Method m_method;
    Limits m_limits;
    State m_state = State::Head;
    Framing m_framing = Framing::None;
    ChunkPart m_chunkPart = ChunkPart::Size;
    QString m_error;
    QByteArray m_line;
    qsizetype m_headBytes = 0;
    int m_status = 0;
    int m_minorVersion = 1;
    QByteArray m_reason;
    QList<Header> m_headers;
    QByteArray m_body;
    qint64 m_left = 0; //!< of the body or of the chunk
    bool m_keepAlive = false;
};

} // namespace Cordial::Net
