// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/gateway/sessionstore.h>
#include <cordial/host/interruptwatcher.h>

namespace Cordial::Host {

//! \brief Makes the session file that \a option names this process's own, and waits for an earlier
//! process that is about to end. False after a complaint, or an interrupt while it waited.
[[nodiscard]] bool claimSessions(Gateway::FileSessionStore &store, const char *option,
                                 const InterruptWatcher &interrupts);

} // namespace Cordial::Host
