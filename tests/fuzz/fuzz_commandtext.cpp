// SPDX-License-Identifier: MIT
#include <cordial/commands/arguments.h>
#include <cordial/commands/customid.h>

using namespace Cordial;
using namespace Cordial::Commands;

// What strangers type after a prefix, and what stands in a custom_id.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString text =
        QString::fromUtf8(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    QList<Api::ApplicationCommandOption> options;
    for (int type = int(Api::ApplicationCommandOptionType::String);
         type <= int(Api::ApplicationCommandOptionType::Attachment); ++type) {
        Api::ApplicationCommandOption option;
        option.type = Api::ApplicationCommandOptionType(type);
        option.name = QString::number(type);
        options = {option};
        (void)bindArguments(options, text);
        option.minValue = 1;
        option.maxLength = 5;
        options = {option, option};
        (void)bindArguments(options, text);
    }
    if (const auto words = splitArguments(text)) {
        for (const Argument &word : *words) {
            if (word.start < 0 || word.start >= text.size())
                __builtin_trap();
        }
    }
    const qsizetype half = text.size() / 2;
    if (const auto pattern = CustomIdPattern::parse(text.first(half)))
        (void)pattern->match(text.sliced(half));
    return 0;
}
