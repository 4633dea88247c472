// SPDX-License-Identifier: MIT
#include <cordial/api/json.h>

#include <algorithm>

namespace Cordial {

qsizetype characterCount(QStringView text)
{
    return std::count_if(text.begin(), text.end(),
                         [](QChar unit) { return !unit.isLowSurrogate(); });
}

} // namespace Cordial
