// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>
#include <cordial/net/request.h>
#include <cordial/net/response.h>

namespace Cordial::Net {

//! \brief Discord's nested `errors` as flat entries in their order:
//! `embeds[1].fields[0].value: CODE message`. Every entry of every `_errors`; nothing if \a json is
//! not such an object. \source reference.mdx, "Error Messages"
[[nodiscard]] QList<FieldError> flattenErrors(QByteArrayView json);

//! \brief Everything an answer that is not 2xx says. A body that is not Discord's JSON survives in
//! the message, cut to a readable length.
[[nodiscard]] Error errorOf(const Request &request, const Response &response);

} // namespace Cordial::Net
