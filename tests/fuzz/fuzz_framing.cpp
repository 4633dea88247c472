// SPDX-License-Identifier: MIT
// Any bytes as WebSocket frames, in pieces of any length: the same events as in one piece, nothing
// over the limit, and what was shared of a message stays as it was.
#include <cordial/gateway/upgrade.h>
#include <cordial/gateway/websocketparser.h>

#include <QList>

#include <algorithm>
#include <cstdlib>
#include <cstring>

using namespace Cordial::Gateway;

namespace {

constexpr qsizetype kLimit = 2048;

struct Seen
{
    WebSocketParser::Kind kind;
    QByteArray payload;
    quint16 code;
    bool operator==(const Seen &) const = default;
};

QList<Seen> parse(QByteArrayView bytes, qsizetype step)
{
    WebSocketParser parser(kLimit);
    QList<Seen> seen;
    QList<std::pair<QByteArray, QByteArray>> shared;
    while (!bytes.isEmpty()) {
        const QByteArrayView piece = bytes.first(std::min(step, bytes.size()));
        bytes = bytes.sliced(piece.size());
        std::memcpy(parser.prepare(piece.size()), piece.data(), static_cast<size_t>(piece.size()));
        parser.commit(piece.size());
        for (;;) {
            const auto event = parser.next();
            if (event.kind == WebSocketParser::Kind::NeedMore)
                break;
            if (event.payload.size() > kLimit)
                std::abort();
            seen.append({event.kind, event.payload.toByteArray(), event.code});
            if (event.block != nullptr && event.payload.size() >= 2) {
                const QByteArrayView part = event.payload.chopped(1);
                shared.append(
                    {event.block->share({part.data(), size_t(part.size())}), part.toByteArray()});
            }
            if (event.kind == WebSocketParser::Kind::Error)
                return seen;
        }
        parser.trim();
        for (const auto &[part, copy] : std::as_const(shared)) {
            if (part != copy)
                std::abort();
        }
        if (shared.size() > 8)
            shared.clear();
    }
    return seen;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    const QByteArrayView bytes(reinterpret_cast<const char *>(data) + 1,
                               static_cast<qsizetype>(size - 1));
    if (parse(bytes, std::max<qsizetype>(bytes.size(), 1)) != parse(bytes, data[0] % 17 + 1))
        std::abort();
    const UpgradeReply reply = readUpgradeReply(bytes, "dGhlIHNhbXBsZSBub25jZQ==", {});
    if (reply.consumed > bytes.size())
        std::abort();
    return 0;
}
