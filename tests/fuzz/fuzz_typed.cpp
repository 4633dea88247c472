// SPDX-License-Identifier: MIT
// Every event's type over whatever comes: no crash, and what decodes encodes to what decodes again
// to the same.
#include <cordial/api/typed/model.h>

#include <cstdlib>

using namespace Cordial;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const auto events = Api::events();
    const Api::EventInfo &event = events[data[0] % events.size()];
    const QByteArray json(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    const auto once = Api::roundTrip(*event.ops, json);
    // What decoding skips it does not look at, so broken JSON may get this far.
    if (!once || !isJson(json))
        return 0;
    const auto twice = Api::roundTrip(*event.ops, *once);
    if (!twice || *twice != *once)
        std::abort();
    return 0;
}
