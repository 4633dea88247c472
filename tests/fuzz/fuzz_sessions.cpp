// SPDX-License-Identifier: MIT
// Any bytes as a session file: no crash, and what is taken survives being written.
#include <cordial/gateway/sessionstore.h>

#include <cstdlib>

using namespace Cordial::Gateway;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const auto records = sessionsFromJson(bytes);
    if (!records)
        return 0;
    const auto again = sessionsFromJson(toJson(*records));
    if (!again || again->size() != records->size())
        std::abort();
    for (auto it = records->begin(); it != records->end(); ++it) {
        if (!again->contains(it.key()) || (*again)[it.key()].sequence != it->sequence)
            std::abort();
    }
    return 0;
}
