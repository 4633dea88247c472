// SPDX-License-Identifier: MIT
#include <cordial/host/sessionclaim.h>

#include <cordial/host/options.h>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

bool claimSessions(Gateway::FileSessionStore &store, const char *option,
                   const InterruptWatcher &interrupts)
{
    const Result<> claimed = store.claim(Gateway::FileSessionStore::kClaimWithin,
                                         [&interrupts] { return interrupts.isInterrupted(); });
    if (!claimed && !interrupts.isInterrupted())
        complain(QLatin1String(option) + u": "_s + claimed.error().message);
    return claimed.isOk();
}

} // namespace Cordial::Host
