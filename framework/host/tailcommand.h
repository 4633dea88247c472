// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/host/subcommand.h>
#include <cordial/host/tailoptions.h>

namespace Cordial::Host {

//! \brief `cordial tail`: the gateway's dispatches on stdout, one line each.
class TailCommand : public Subcommand
{
public:
    [[nodiscard]] Title title() const override
    {
        return {"tail", "Print gateway events, one JSON line each"};
    }
    void declare(CommandOptions &options) override;
    [[nodiscard]] int run(HostContext &host) override;

private:
    RawTailOptions m_raw;
};

} // namespace Cordial::Host
