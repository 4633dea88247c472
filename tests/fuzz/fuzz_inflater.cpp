// SPDX-License-Identifier: MIT
// Any bytes as compressed streams, in pieces: an end, never more than the limit, and what was
// shared of a payload stays as it was.
#include <cordial/gateway/inflater.h>

#include <algorithm>
#include <cstdlib>

using namespace Cordial::Gateway;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    constexpr qsizetype kLimit = 256 * 1024;
    if (size < 2)
        return 0;
    const auto inflater =
        makeInflater(data[0] % 2 == 0 ? Compression::ZlibStream : Compression::ZstdStream, kLimit);
    const auto step = static_cast<qsizetype>(data[1]) + 1;
    QByteArrayView bytes(reinterpret_cast<const char *>(data) + 2,
                         static_cast<qsizetype>(size - 2));
    QByteArray shared;
    QByteArray copy;
    while (!bytes.isEmpty()) {
        const QByteArrayView piece = bytes.first(std::min(step, bytes.size()));
        bytes = bytes.sliced(piece.size());
        const auto status = inflater->feed(piece);
        if (inflater->message().size() > size_t(kLimit))
            std::abort();
        if (shared != copy)
            std::abort();
        if (status == Inflater::Status::Complete && inflater->message().size() >= 2) {
            std::string_view part = inflater->message();
            part.remove_suffix(1);
            shared = inflater->block().share(part);
            copy = QByteArray(part.data(), qsizetype(part.size()));
        }
        if (status == Inflater::Status::Corrupt || status == Inflater::Status::TooLarge)
            inflater->reset();
        else
            inflater->release();
    }
    return 0;
}
