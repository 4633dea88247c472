// SPDX-License-Identifier: MIT
#include <cordial/sandbox/compressor.h>

#include <zlib.h>
#include <zstd.h>

#include <array>

namespace Cordial::Sandbox {

namespace {

QByteArray deflateAll(z_stream &stream, const QByteArray &data, int flush)
{
    std::array<char, 16 * 1024> chunk;
    QByteArray out;
    // zlib's interface has no const input in its old form.
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(data.constData()));
    stream.avail_in = static_cast<uInt>(data.size());
    do {
        stream.next_out = reinterpret_cast<Bytef *>(chunk.data());
        stream.avail_out = static_cast<uInt>(chunk.size());
        deflate(&stream, flush);
        out.append(chunk.data(), static_cast<qsizetype>(chunk.size() - stream.avail_out));
    } while (stream.avail_out == 0);
    return out;
}

class ZlibCompressor : public StreamCompressor
{
public:
    ZlibCompressor() { deflateInit(&m_stream, Z_DEFAULT_COMPRESSION); }
    ~ZlibCompressor() override { deflateEnd(&m_stream); }
    ZlibCompressor(const ZlibCompressor &) = delete;
    ZlibCompressor &operator=(const ZlibCompressor &) = delete;

    QByteArray compress(const QByteArray &message) override
    {
        return deflateAll(m_stream, message, Z_SYNC_FLUSH);
    }

private:
    z_stream m_stream{};
};

class ZstdCompressor : public StreamCompressor
{
public:
    ZstdCompressor() : m_context(ZSTD_createCCtx()) { }
    ~ZstdCompressor() override { ZSTD_freeCCtx(m_context); }
    ZstdCompressor(const ZstdCompressor &) = delete;
    ZstdCompressor &operator=(const ZstdCompressor &) = delete;

    QByteArray compress(const QByteArray &message) override
    {
        std::array<char, 16 * 1024> chunk;
        QByteArray out;
        ZSTD_inBuffer input{message.constData(), static_cast<size_t>(message.size()), 0};
        size_t left = 0;
        do {
            ZSTD_outBuffer output{chunk.data(), chunk.size(), 0};
            left = ZSTD_compressStream2(m_context, &output, &input, ZSTD_e_flush);
            if (ZSTD_isError(left) != 0)
                return {};
            out.append(chunk.data(), static_cast<qsizetype>(output.pos));
        } while (left != 0);
        return out;
    }

private:
    ZSTD_CCtx *m_context;
};

} // namespace

std::unique_ptr<StreamCompressor> makeCompressor(QByteArrayView name)
{
    if (name == "zlib-stream")
        return std::make_unique<ZlibCompressor>();
    if (name == "zstd-stream")
        return std::make_unique<ZstdCompressor>();
    return nullptr;
}

QByteArray gzip(const QByteArray &data)
{
    constexpr int kGzipWindow = 15 + 16;
    constexpr int kMemoryLevel = 8;
    z_stream stream{};
    deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, kMemoryLevel,
                 Z_DEFAULT_STRATEGY);
    const QByteArray out = deflateAll(stream, data, Z_FINISH);
    deflateEnd(&stream);
    return out;
}

} // namespace Cordial::Sandbox
