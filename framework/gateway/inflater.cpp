// SPDX-License-Identifier: MIT
#include <cordial/gateway/inflater.h>

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace Cordial::Gateway {

namespace {

// As long as payloads are shared, so much holds several.
constexpr qsizetype kSharedRoom = 64 * 1024;
constexpr qsizetype kLeastRoom = 4 * 1024;
// Discord's windows stay below 2.5 MB; this bounds what a hostile server can make us allocate.
constexpr int kLargestZstdWindowLog = 25;

SpareBlock &spareOutput()
{
    static thread_local SpareBlock spare;
    return spare;
}

class ZlibInflater : public Inflater
{
public:
    explicit ZlibInflater(qsizetype limit)
    {
        m_limit = limit;
        inflateInit(&m_stream);
    }
    ~ZlibInflater() override { inflateEnd(&m_stream); }

    Status feed(QByteArrayView input) override
    {
        beginMessage();
        m_stream.next_in =
            reinterpret_cast<Bytef *>(const_cast<char *>(input.data())); // zlib does not write
        m_stream.avail_in = static_cast<uInt>(input.size());
        const Status status = run();
        m_partial = status == Status::Complete && !endsMessage(input);
        return m_partial ? Status::NeedMore : status;
    }

    void reset() override
    {
        inflateReset(&m_stream);
        m_partial = false;
        release();
        m_tail.fill(0);
    }

private:
    Status run()
    {
        for (;;) {
            if (room() == 0 && !grow())
                return Status::TooLarge;
            const auto before = static_cast<uInt>(std::min<qsizetype>(room(), 1 << 30));
            m_stream.next_out = reinterpret_cast<Bytef *>(writePosition());
            m_stream.avail_out = before;
            const int code = inflate(&m_stream, Z_SYNC_FLUSH);
            m_size += static_cast<qsizetype>(before - m_stream.avail_out);
            // The stream of a connection never ends: Z_STREAM_END is as wrong as bad data.
            if (code != Z_OK && code != Z_BUF_ERROR)
                return Status::Corrupt;
            if (m_stream.avail_in == 0 && m_stream.avail_out > 0)
                return Status::Complete;
            if (code == Z_BUF_ERROR && m_stream.avail_out > 0)
                return Status::Corrupt;
        }
    }

    //! A payload ends where the flush marker ends a WebSocket message; the marker itself may be
    //! split over messages. \source events/gateway.mdx, "Transport Compression"
    bool endsMessage(QByteArrayView input)
    {
        for (const char byte : input.last(std::min<qsizetype>(input.size(), 4))) {
            std::rotate(m_tail.begin(), m_tail.begin() + 1, m_tail.end());
            m_tail.back() = static_cast<uchar>(byte);
        }
        if (m_tail != std::array<uchar, 4>{0x00, 0x00, 0xff, 0xff})
            return false;
        m_tail.fill(0);
        return true;
    }

    z_stream m_stream{};
    std::array<uchar, 4> m_tail{};
};

class ZstdInflater : public Inflater
{
public:
    explicit ZstdInflater(qsizetype limit) : m_stream(ZSTD_createDStream())
    {
        m_limit = limit;
        ZSTD_DCtx_setParameter(m_stream, ZSTD_d_windowLogMax, kLargestZstdWindowLog);
    }
    ~ZstdInflater() override { ZSTD_freeDStream(m_stream); }

    Status feed(QByteArrayView input) override
    {
        beginMessage();
        ZSTD_inBuffer in{input.data(), static_cast<size_t>(input.size()), 0};
        for (;;) {
            if (room() == 0 && !grow())
                return Status::TooLarge;
            ZSTD_outBuffer out{writePosition(), static_cast<size_t>(room()), 0};
            const size_t before = in.pos;
            if (ZSTD_isError(ZSTD_decompressStream(m_stream, &out, &in)) != 0)
                return Status::Corrupt;
            m_size += static_cast<qsizetype>(out.pos);
            if (in.pos == in.size && out.pos < out.size)
                return Status::Complete;
            if (in.pos == before && out.pos == 0)
                return Status::Corrupt;
        }
    }

    void reset() override
    {
        ZSTD_DCtx_reset(m_stream, ZSTD_reset_session_only);
        m_partial = false;
        release();
    }

private:
    ZSTD_DStream *m_stream;
};

} // namespace

void Inflater::beginMessage()
{
    if (m_partial)
        return;
    const bool isShared = m_output.isShared();
    // A reader may look at the padding behind what it has been given.
    m_begin = isShared ? m_begin + m_size + Block::kPadding : 0;
    m_size = 0;
    if (m_output.isEmpty())
        m_output = spareOutput().take();
    if (m_output.isEmpty())
        m_output = Block(Block::kFirstRoom + Block::kPadding);
    if (isShared && room() < std::min(kLeastRoom, m_limit)) {
        m_output = Block(kSharedRoom + Block::kPadding);
        m_begin = 0;
    }
}

qsizetype Inflater::room() const
{
    return std::min(m_output.size() - Block::kPadding - m_begin, m_limit) - m_size;
}

bool Inflater::grow()
{
    if (m_size >= m_limit)
        return false;
    Block larger(std::min(std::max(m_size * 2, Block::kFirstRoom), m_limit) + Block::kPadding);
    std::memcpy(larger.data(), m_output.data() + m_begin, static_cast<size_t>(m_size));
    m_output.swap(larger);
    m_begin = 0;
    return true;
}

void Inflater::release()
{
    if (m_partial)
        return;
    m_begin = 0;
    m_size = 0;
    spareOutput().leave(std::exchange(m_output, Block()));
}

std::unique_ptr<Inflater> makeInflater(Compression compression, qsizetype limit)
{
    switch (compression) {
    case Compression::ZlibStream:
        return std::make_unique<ZlibInflater>(limit);
    case Compression::ZstdStream:
        return std::make_unique<ZstdInflater>(limit);
    default:
        return nullptr;
    }
}

} // namespace Cordial::Gateway
