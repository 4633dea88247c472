// SPDX-License-Identifier: MIT
// Lines of `cordial api --batch`: any line gives a result that is one line of JSON.
#include <cordial/core/jsontext.h>
#include <cordial/host/batchline.h>

#include <cstdint>
#include <cstdlib>

using namespace Cordial;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    const Host::BatchLine line = Host::parseBatchLine(bytes, TimePoint());
    Net::Outcome outcome;
    Net::Response response;
    response.status = 200;
    response.body = bytes;
    outcome.result = response;
    const QByteArray out = line.request ? Host::formatOutcome(line.id, *line.request, outcome)
                                        : Host::formatBadLine(line.id, line.request.error());
    // The id goes back as it came, and only what is a string or a number is taken for one.
    if (bytes.isValidUtf8() && (!isJsonText(out) || out.contains('\n')))
        std::abort();
    return 0;
}
