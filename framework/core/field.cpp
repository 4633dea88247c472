// SPDX-License-Identifier: MIT
#include <cordial/core/field.h>

namespace Cordial::Detail {

Box *nullBox()
{
    static Box box(nullptr, nullptr);
    return &box;
}

} // namespace Cordial::Detail
