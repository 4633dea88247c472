// SPDX-License-Identifier: MIT
#include "greeting.h"

#include <cordial/api/format.h>

using namespace Cordial;
using namespace Qt::StringLiterals;

QString fillGreeting(QStringView text, const Greeted &who)
{
    const std::pair<QString, QString> values[] = {{u"{user}"_s, Api::mention(who.id)},
                                                  {u"{name}"_s, Api::escapeMarkdown(who.name)},
                                                  {u"{server}"_s, Api::escapeMarkdown(who.server)}};
    QString out;
    for (qsizetype i = 0; i < text.size();) {
        const QStringView rest = text.sliced(i);
        qsizetype taken = 0;
        for (const auto &[placeholder, value] : values) {
            if (!rest.startsWith(placeholder))
                continue;
            out += value;
            taken = placeholder.size();
            break;
        }
        if (taken == 0)
            out += text[i];
        i += taken == 0 ? 1 : taken;
    }
    return out;
}
