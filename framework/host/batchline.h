// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/result.h>
#include <cordial/net/httpclient.h>
#include <cordial/net/request.h>

#include <QByteArray>

namespace Cordial::Host {

//! \brief One line of `cordial api --batch`, read.
struct BatchLine
{
    QByteArray id = "null"; //!< JSON text, as it came
    Result<Net::Request> request = Net::Request();
};

//! \brief Reads {id, method, path, json?, query?, reason?, deadline?, priority?}. Numbers and JSON
//! stay the text they were. A bad line has an error, and its id if that can be read.
[[nodiscard]] BatchLine parseBatchLine(QByteArrayView line, TimePoint now);

//! \brief The line for one outcome: id, status, attempts, waited_ms, reason_waited, then body or
//! error.
[[nodiscard]] QByteArray formatOutcome(const QByteArray &id, const Net::Request &request,
                                       const Net::Outcome &outcome);
[[nodiscard]] QByteArray formatBadLine(const QByteArray &id, const Error &error);

//! \brief What went wrong in one text: code, message, field errors, and the word scripts look for.
[[nodiscard]] QString errorText(const Error &error);

//! \brief Method, path and JSON as both forms of `cordial api` check them. Errors: one line.
[[nodiscard]] Result<Net::Method> parseMethod(QByteArrayView text);
[[nodiscard]] Result<> checkPath(const QString &path);
[[nodiscard]] Result<> checkReason(const QString &reason);

} // namespace Cordial::Host
