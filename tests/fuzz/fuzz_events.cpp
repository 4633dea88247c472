// SPDX-License-Identifier: MIT
#include <cordial/api/typed/command.h>
#include <cordial/api/typed/events.h>

using namespace Cordial;
using namespace Cordial::Api;

namespace {

template <typename... Events>
void decodeAll(const QByteArray &json)
{
    ((void)fromJson<Events>(json), ...);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray json(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    decodeAll<ReadyEvent, GuildCreateEvent, GuildMemberAddEvent, MessageCreateEvent,
              MessageReactionAddEvent, InteractionCreateEvent, TypingStartEvent>(json);
    // What was understood is understood again after it was written.
    if (const auto message = fromJson<Message>(json)) {
        const auto again = fromJson<Message>(toJson(*message));
        if (!again || !(*again == *message))
            __builtin_trap();
    }
    if (const auto command = fromJson<ApplicationCommand>(json)) {
        const auto again = fromJson<ApplicationCommand>(toJson(*command));
        if (!again)
            __builtin_trap();
    }
    return 0;
}
