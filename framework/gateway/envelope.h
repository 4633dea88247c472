// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>

#include <QByteArray>
#include <QUrl>

#include <chrono>
#include <optional>
#include <string_view>

namespace Cordial::Gateway {

//! \brief The outside of one gateway payload. The views point into the text that was read.
struct Envelope
{
    int op = -1;
    std::optional<qint64> sequence;
    std::string_view type; //!< as it stands in the text, without quotes; empty for null
    std::string_view data; //!< the untouched JSON text of d; empty if there is none
};

//! \brief Reads op, s, t and the place of d, without looking into d.
//!
//! \a text must have simdjson's padding of readable bytes behind it (see Inflater and
//! WebSocketParser, which provide it). Errors: Decode, for anything that is not a JSON object with
//! an integer op. Uses one parser a thread: the views outlive it, they point into \a text.
[[nodiscard]] Result<Envelope> readEnvelope(std::string_view text);
//! \brief The same through the JSON parser in any case; readEnvelope() comes here with what is not
//! in the usual form.
[[nodiscard]] Result<Envelope> parseEnvelope(std::string_view text);

//! \brief d of HELLO: the heartbeat interval, at least 1 ms.
[[nodiscard]] Result<std::chrono::milliseconds> readHello(std::string_view data);
//! \brief d of INVALID_SESSION: whether the session may be resumed. Anything but true is no.
[[nodiscard]] bool readInvalidSession(std::string_view data);

//! \brief What READY says of the session.
struct ReadyInfo
{
    QByteArray sessionId;
    QUrl resumeUrl; //!< Empty if there is none or it is no URL.
    quint32 guilds = 0;
};
//! \brief Errors: Decode, without a session_id.
[[nodiscard]] Result<ReadyInfo> readReady(std::string_view data);

} // namespace Cordial::Gateway
