// SPDX-License-Identifier: MIT
// Any bytes as a gateway payload: no crash, no read outside, the slices lie inside the text, and
// the quick way through it says the same as the JSON parser.
#include <cordial/core/jsonreader.h>
#include <cordial/gateway/envelope.h>
#include <cordial/gateway/envelopescan_p.h>
#include <cordial/gateway/shardmanager.h>

#include <cstdlib>

using namespace Cordial::Gateway;

namespace {

bool isInside(std::string_view part, std::string_view whole)
{
    return part.empty()
        || (part.data() >= whole.data()
            && part.data() + part.size() <= whole.data() + whole.size());
}

bool isSame(const Envelope &one, const Envelope &other)
{
    return one.op == other.op && one.sequence == other.sequence && one.type == other.type
        && one.data == other.data;
}

//! d is not looked into by the quick way: only with valid JSON in it both must agree.
void compareWays(std::string_view text)
{
    const auto quick = scanEnvelope(text);
    if (!quick)
        return;
    if (!isInside(quick->data, text) || !isInside(quick->type, text) || quick->op < 0)
        std::abort();
    const std::string_view data = quick->data;
    if (!data.empty() && !Cordial::isJson(QByteArray(data.data(), qsizetype(data.size()))))
        return;
    const auto parsed = parseEnvelope(text);
    if (!parsed || !isSame(*quick, *parsed))
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    // As the parser and the inflaters hand it over: readable bytes behind the text.
    QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    bytes.append(QByteArray(simdjson::SIMDJSON_PADDING, '\0'));
    const std::string_view text(bytes.constData(), size);
    compareWays(text);
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
