// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QUrl>

#include <chrono>
#include <optional>

namespace Cordial::Gateway {

//! \brief A random Sec-WebSocket-Key.
[[nodiscard]] QByteArray makeUpgradeKey();
//! \brief The HTTP request that asks for a WebSocket at \a url (ws or wss).
[[nodiscard]] QByteArray upgradeRequest(const QUrl &url, QByteArrayView key);
//! \brief What a server answers \a key with. \source RFC 6455, section 4.2.2
[[nodiscard]] QByteArray acceptFor(QByteArrayView key);

//! \brief What came of the HTTP answer so far. Pure.
struct UpgradeReply
{
    enum class Status : quint8 { NeedMore, Accepted, Refused, Malformed };
    Status status = Status::NeedMore;
    qsizetype consumed = 0; //!< Length of the answer's head, when Accepted.
    int httpStatus = 0; //!< When Refused.
    QString message; //!< When Refused or Malformed, for people.
    std::optional<Milliseconds> retryAfter; //!< of the header, when Refused; 24 h at most
};
//! \brief Reads the answer from all \a bytes that came; heads over 16 KiB are Malformed. A
//! Retry-After may be a date: \a now is what it is compared with.
[[nodiscard]] UpgradeReply readUpgradeReply(QByteArrayView bytes, QByteArrayView key, WallTime now);

} // namespace Cordial::Gateway
