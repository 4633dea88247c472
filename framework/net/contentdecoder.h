// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>

#include <QByteArray>

namespace Cordial::Net {

//! \brief Undoes Content-Encoding gzip, x-gzip, deflate (zlib or raw) and identity.
//! Errors: Network for broken or truncated data and for what unpacks to more than \a limit.
[[nodiscard]] Result<QByteArray> decodeContent(const QByteArray &body, QByteArrayView encoding,
                                               qint64 limit = 256LL * 1024 * 1024);

} // namespace Cordial::Net
