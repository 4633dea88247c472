// SPDX-License-Identifier: MIT
#include <cordial/net/contentdecoder.h>

#include <QList>

#include <zlib.h>

#include <algorithm>
#include <array>

namespace Cordial::Net {

using namespace Qt::StringLiterals;

namespace {

Error broken(const QString &what)
{
    return makeError(ErrorCode::Network, u"the answer's body is broken: "_s + what);
}

//! \brief \a windowBits as inflateInit2() takes them: 31 gzip, 15 zlib, -15 raw.
Result<QByteArray> inflateAll(const QByteArray &in, int windowBits, qint64 limit)
{
    z_stream stream{};
    if (inflateInit2(&stream, windowBits) != Z_OK)
        return broken(u"zlib does not start"_s);
    std::array<char, 32 * 1024> buffer{};
    QByteArray out;
    // zlib's interface is older than const.
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(in.constData()));
    stream.avail_in = static_cast<uInt>(in.size());
    int state = Z_OK;
    while (state == Z_OK && out.size() <= limit) {
        stream.next_out = reinterpret_cast<Bytef *>(buffer.data());
        stream.avail_out = static_cast<uInt>(buffer.size());
        state = inflate(&stream, Z_NO_FLUSH);
        out.append(buffer.data(), static_cast<qsizetype>(buffer.size() - stream.avail_out));
    }
    inflateEnd(&stream);
    if (out.size() > limit)
        return broken(u"it unpacks to too much"_s);
    if (state != Z_STREAM_END)
        return broken(state == Z_BUF_ERROR ? u"compressed data ends too early"_s
                                           : u"compressed data is damaged"_s);
    return out;
}

Result<QByteArray> decodeOne(const QByteArray &body, const QByteArray &coding, qint64 limit)
{
    if (coding.isEmpty() || coding == "identity")
        return body;
    if (coding == "gzip" || coding == "x-gzip")
        return inflateAll(body, 31, limit);
    if (coding != "deflate")
        return broken(u"unknown coding "_s + QString::fromLatin1(coding));
    // "deflate" means zlib, but servers that send it raw are old friends.
    Result<QByteArray> zlib = inflateAll(body, 15, limit);
    return zlib ? zlib : inflateAll(body, -15, limit);
}

} // namespace

Result<QByteArray> decodeContent(const QByteArray &body, QByteArrayView encoding, qint64 limit)
{
    if (body.isEmpty() || encoding.isEmpty())
        return body;
    QList<QByteArray> codings = encoding.toByteArray().toLower().split(',');
    std::reverse(codings.begin(), codings.end());
    if (codings.size() > 4)
        return broken(u"coded too many times"_s);
    QByteArray current = body;
    for (const QByteArray &coding : std::as_const(codings)) {
        Result<QByteArray> next = decodeOne(current, coding.trimmed(), limit);
        if (!next)
            return next;
        current = std::move(next).value();
    }
    return current;
}

} // namespace Cordial::Net
