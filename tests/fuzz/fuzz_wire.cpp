// SPDX-License-Identifier: MIT
// The telemetry wire format from bytes that nobody vouches for: parser, messages, rows, in the
// pieces that the first byte asks for.
#include <cordial/core/metrics.h>
#include <cordial/telemetry/wire/messages.h>
#include <cordial/telemetry/wire/record.h>

#include <cstdlib>

using namespace Cordial;
using namespace Cordial::Wire;

namespace {

//! \brief A row that takes text of any length.
struct AnyLog
{
    qint64 at = 0;
    qint64 wallMs = 0;
    quint8 level = 0;
    qint32 shard = -1;
    quint64 request = 0;
    QByteArray category;
    QByteArray plugin;
    QByteArray text;
};

void readRows(QByteArrayView payload)
{
    CborReader in(payload);
    quint64 items = 0;
    quint64 from = 0;
    quint64 to = 0;
    quint64 rows = 0;
    if (!in.enterArray(items) || !in.readUnsigned(from) || !in.readUnsigned(to)
        || !in.enterArray(rows))
        return;
    for (quint64 i = 0; i < rows; ++i) {
        AnyLog row;
        const bool ok = decodeRecord<LogFields>(
            in, row, [](const Field &, QByteArrayView text) { return text.toByteArray(); },
            [](qint64 time) { return time; },
            [](quint64, CborReader &extra) { return extra.skip(); });
        if (!ok)
            return;
        if (row.level > 3)
            std::abort(); // an enumeration never leaves its range
    }
}

void read(const Frame &frame)
{
    (void)decodeHello(frame.payload);
    (void)decodeSubscribe(frame.payload);
    (void)decodeLost(frame.payload);
    (void)decodeCredit(frame.payload);
    (void)decodePing(frame.payload);
    (void)decodePong(frame.payload);
    (void)decodeBye(frame.payload);
    readRows(frame.payload);
    CborReader in(frame.payload);
    while (in.skip()) { }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const qsizetype piece = 1 + data[0];
    const QByteArrayView bytes(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    FrameParser parser(4096);
    qsizetype fed = 0;
    qsizetype taken = 0;
    while (fed < bytes.size()) {
        const QByteArrayView next = bytes.sliced(fed, qMin(piece, bytes.size() - fed));
        parser.feed(next);
        fed += next.size();
        while (const auto frame = parser.next()) {
            taken += kHeaderSize + frame->payload.size();
            read(*frame);
        }
        if (!parser.error().isEmpty())
            return 0;
        if (taken + parser.pending() != fed)
            std::abort(); // no byte may get lost between frames
    }
    return 0;
}
