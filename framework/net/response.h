// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/metrics.h>
#include <cordial/net/request.h>

namespace Cordial::Net {

//! \brief How a request fared, beside its answer: filled in by the senders it went through.
struct Trace
{
    quint64 requestId = 0; //!< The id HttpClient gave it: that of its signals.
    quint32 attempts = 0; //!< Requests on the wire; 0 = answered from the cache or never sent.
    Milliseconds waited{0}; //!< All time not on the wire.
    WaitReason longestWait = WaitReason::None;
    quint32 tooMany = 0; //!< 429s on the way, waited out or not
    bool fromCache = false;
};

//! \brief An answer with any status. Whether it is an error is decided by HttpClient (see
//! toResult()).
struct Response
{
    int status = 0;
    QByteArray reason; //!< "Not Found"
    QList<Header> headers; //!< In the order they came, names as they came.
    QByteArray body; //!< Decompressed.
    Trace trace;

    //! \brief The first header of that name, in any case; empty if there is none.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
    [[nodiscard]] bool isSuccess() const { return status >= 200 && status < 300; }
};

} // namespace Cordial::Net
