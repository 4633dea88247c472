// SPDX-License-Identifier: MIT
#include <cordial/host/sessionclaim.h>

#include <cordial/host/exitcode.h>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

namespace {

constexpr Milliseconds kPatience{3000};

} // namespace

bool claimSessions(Gateway::FileSessionStore &store, const char *option,
                   const InterruptWatcher &interrupts)
{
    const Result<> claimed =
        store.claim(kPatience, [&interrupts] { return interrupts.isInterrupted(); });
    if (!claimed && !interrupts.isInterrupted())
        complain(QLatin1String(option) + u": "_s + claimed.error().message);
    return claimed.isOk();
}

} // namespace Cordial::Host
