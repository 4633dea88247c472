// SPDX-License-Identifier: MIT
// Texts of people: what is found lies in the text, in order, and is found again alone.
#include <cordial/api/color.h>
#include <cordial/api/format.h>

#include <cstdlib>

using namespace Cordial;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data), qsizetype(size));
    qsizetype end = 0;
    for (const Api::Mention &mention : Api::findMentions(text)) {
        if (mention.position < end || mention.length <= 0)
            std::abort();
        end = mention.position + mention.length;
        if (end > text.size()
            || Api::findMentions(text.mid(mention.position, mention.length)).size() != 1)
            std::abort();
    }
    const auto color = Api::Color::fromString(text);
    if (color && Api::Color::fromString(color->toString()) != color)
        std::abort();
    (void)Api::messageLinkFromText(text);
    (void)Api::timeFromText(text);
    return 0;
}
