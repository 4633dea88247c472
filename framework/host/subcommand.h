// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/host/commandoptions.h>
#include <cordial/host/exitcode.h>
#include <cordial/host/interruptwatcher.h>
#include <cordial/host/options.h>

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
    //! \brief What it is called, and the help in one line.
    struct Title
    {
        const char *word;
        const char *summary;
    };
    [[nodiscard]] virtual Title title() const = 0;
    //! \brief Adds its options; the common ones come by themselves. A value of which more is to be
    //! known than its type is checked in run(): complain() and ExitUsage, before anything is sent.
    virtual void declare(CommandOptions &options) = 0;
    //! \brief Does the work; a QCoreApplication exists, its loop is not running yet. Returns the
    //! exit code.
    [[nodiscard]] virtual int run(HostContext &host) = 0;
};

} // namespace Cordial::Host
