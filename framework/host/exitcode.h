// SPDX-License-Identifier: MIT
#pragma once

namespace Cordial::Host {

//! \brief What the executable ends with; a contract with scripts.
enum ExitCode : int {
    ExitDone = 0,
    ExitFailed = 1,
    ExitUsage = 2, //!< Unknown flag, bad value, missing token; nothing was sent.
    ExitRefused = 3, //!< By Discord: 401, or a fatal close of the gateway.
    ExitInterrupted = 130,
};

} // namespace Cordial::Host
