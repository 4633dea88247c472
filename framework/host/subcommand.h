// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/host/exitcode.h>
#include <cordial/host/interruptwatcher.h>
#include <cordial/host/options.h>

namespace CLI {
class App;
}

namespace Cordial::Host {

//! \brief What a running subcommand works with.
struct HostContext
{
    const CommonOptions &options;
    Clock &clock;
    InterruptWatcher &interrupts;
};

//! \brief One word after `cordial`: its flags and its work. Results go to stdout through
//! LineOutput.
class Subcommand
{
public:
    virtual ~Subcommand() = default;
    //! \brief Adds the command to \a parent and gives it back. Flags only; the common ones come by
    //! themselves. A value that CLI11 cannot check is checked in run(): complain() and ExitUsage,
    //! before anything is sent.
    virtual CLI::App *declare(CLI::App &parent) = 0;
    //! \brief Does the work; a QCoreApplication exists, its loop is not running yet. Returns the
    //! exit code.
    [[nodiscard]] virtual int run(HostContext &host) = 0;
};

} // namespace Cordial::Host
