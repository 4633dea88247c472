// SPDX-License-Identifier: MIT
// Any bytes as a gateway payload: no crash, no read outside, and the slices lie inside the text.
#include <cordial/gateway/envelope.h>
#include <cordial/gateway/shardmanager.h>

#include <simdjson.h>

#include <cstdlib>

using namespace Cordial::Gateway;

namespace {

bool isInside(std::string_view part, std::string_view whole)
{
    return part.empty()
        || (part.data() >= whole.data()
            && part.data() + part.size() <= whole.data() + whole.size());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    // As the parser and the inflaters hand it over: readable bytes behind the text.
    QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    bytes.append(QByteArray(simdjson::SIMDJSON_PADDING, '\0'));
    const std::string_view text(bytes.constData(), size);
    const auto envelope = readEnvelope(text);
    if (envelope) {
        if (!isInside(envelope->data, text) || !isInside(envelope->type, text) || envelope->op < 0)
            std::abort();
        (void)readHello(envelope->data);
        (void)readReady(envelope->data);
        (void)readInvalidSession(envelope->data);
    }
    (void)readHello(text);
    (void)readReady(text);
    (void)parseGatewayInfo(bytes.first(static_cast<qsizetype>(size)));
    return 0;
}
