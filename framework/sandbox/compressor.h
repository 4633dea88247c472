// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <memory>
#include <optional>

namespace Cordial::Sandbox {

//! \brief Transport compression of one gateway connection: one context for its whole life.
//! \source events/gateway.mdx, "Transport Compression"
class StreamCompressor
{
public:
    virtual ~StreamCompressor() = default;
    //! \brief The bytes that let a reader decode \a message completely.
    [[nodiscard]] virtual QByteArray compress(const QByteArray &message) = 0;
};

//! \brief For "zlib-stream" and "zstd-stream"; null for any other name.
[[nodiscard]] std::unique_ptr<StreamCompressor> makeCompressor(QByteArrayView name);

//! \brief \a data as a gzip file.
[[nodiscard]] QByteArray gzip(const QByteArray &data);

} // namespace Cordial::Sandbox
