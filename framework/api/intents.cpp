// SPDX-License-Identifier: MIT
#include <cordial/api/intents.h>

#include <cordial/gateway/intents.h>

namespace Cordial::Api {

QString toString(Intents intents)
{
    return Cordial::Gateway::intentNames(intents).join(QStringLiteral(", "));
}

} // namespace Cordial::Api
