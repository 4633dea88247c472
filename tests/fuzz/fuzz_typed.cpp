// SPDX-License-Identifier: MIT
// Every event's type over whatever comes: no crash, and what decodes encodes to what decodes again.
#include <cordial/api/typed/model.h>

#include <cstdlib>

using namespace Cordial;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const auto events = Typed::events();
    const Typed::EventInfo &event = events[data[0] % events.size()];
    const QByteArray json(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    if (!isJson(json))
        return 0;
    const auto once = Typed::roundTrip(*event.ops, json);
    if (once && !Typed::roundTrip(*event.ops, *once))
        std::abort();
    return 0;
}
