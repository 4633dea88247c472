// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

namespace Cordial::Net {

//! \brief A new nonce of at most 25 characters, unique over processes.
[[nodiscard]] QByteArray makeNonce();

struct NoncedBody
{
    QByteArray body;
    bool isSafe = false; //!< Discord takes the message once, however often it arrives
};

//! \brief Gives the JSON of a message a nonce and `enforce_nonce: true`, unless it has one. The
//! text is spliced, not rewritten: digits and escapes stay. What is not a JSON object stays too.
//! \source resources/message.mdx, "Create Message"
[[nodiscard]] NoncedBody withNonce(const QByteArray &json, const QByteArray &nonce);

} // namespace Cordial::Net
