// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/host/subcommand.h>
#include <cordial/host/tailoptions.h>

namespace Cordial::Host {

//! \brief `cordial tail`: the gateway's dispatches on stdout, one line each.
class TailCommand : public Subcommand
{
public:
    CLI::App *declare(CLI::App &parent) override;
    [[nodiscard]] int run(HostContext &host) override;

private:
    RawTailOptions m_raw;
};

} // namespace Cordial::Host
