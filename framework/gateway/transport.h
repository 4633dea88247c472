// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QUrl>

#include <functional>
#include <optional>

namespace Cordial::Gateway {

class Block;

//! \brief How a connection ended, or why there was none.
struct TransportClosed
{
    enum class Kind : quint8 {
        PeerClosed, //!< a close frame came
        Dropped, //!< the connection ended without one
        Failed, //!< no connection: refused, host not found, TLS
        Refused, //!< an HTTP answer other than 101
        Protocol, //!< the peer broke the rules of HTTP or WebSocket
    };
    Kind kind = Kind::Dropped;
    std::optional<quint16> closeCode; //!< of the peer's close frame
    int httpStatus = 0; //!< for Refused
    QString message; //!< for people
    std::optional<Milliseconds> retryAfter;
};

//! \brief What a Transport tells. The views are valid during the call only. Everything may be
//! called on the transport from inside.
class TransportListener
{
public:
    virtual ~TransportListener() = default;
    //! \brief The WebSocket stands.
    virtual void onOpened() = 0;
    //! \brief One message, with simdjson's padding readable behind it. \a block: what it is part
    //! of, if parts of that may be shared.
    virtual void onMessage(QByteArrayView payload, bool isBinary, Block *block) = 0;
    //! \brief What had come is handed over; the time to pass batches on.
    virtual void onReadEnd() = 0;
    //! \brief The end of a connection, once for each open(); never after close() or drop().
    virtual void onClosed(const TransportClosed &closed) = 0;
};

//! \brief One WebSocket connection after another. Replaceable for tests.
//!
//! Thread: one, its maker's. The listener is never called from inside open(), close() or drop().
class Transport
{
public:
    Transport() = default;
    Transport(const Transport &) = delete;
    Transport &operator=(const Transport &) = delete;
    virtual ~Transport() = default;

    void setListener(TransportListener *listener) { m_listener = listener; }

    //! \brief Connects to \a url. \pre no connection is open
    virtual void open(const QUrl &url) = 0;
    //! \brief Sends one text message; ignored without an open connection.
    virtual void send(QByteArrayView text) = 0;
    //! \brief Sends a close frame and lets go: open() may follow at once, while the old connection
    //! gets a second to see the frame off.
    virtual void close(quint16 code) = 0;
    //! \brief Sends a close frame as far as it fits and ends the connection at once.
    virtual void drop(quint16 code) = 0;
    //! \brief With false nothing more is read: the peer feels it through TCP. Sending goes on.
    virtual void setReading(bool reading) = 0;
    //! \brief Calls \a callback (never from inside this call) once connections let go of by close()
    //! are gone.
    virtual void whenDrained(std::function<void()> callback) = 0;

protected:
    TransportListener *m_listener = nullptr;
};

} // namespace Cordial::Gateway
