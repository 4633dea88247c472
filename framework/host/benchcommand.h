// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/host/subcommand.h>
#include <cordial/host/tailoptions.h>

namespace Cordial::Host {

//! \brief `cordial bench gateway` and `cordial bench rest`: what the paths a plugin uses cost, as
//! one line.
class BenchCommand : public Subcommand
{
public:
    [[nodiscard]] Title title() const override
    {
        return {"bench", "Measure events or requests on the way a plugin gets them"};
    }
    void declare(CommandOptions &options) override;
    [[nodiscard]] int run(HostContext &host) override;

private:
    [[nodiscard]] int runGateway(HostContext &host) const;
    [[nodiscard]] int runRest(HostContext &host) const;

    RawTailOptions m_raw;
    std::string m_what;
    std::string m_typed;
    std::string m_batch;
    int m_globalLimit = 50;
    std::optional<CommandOptions> m_given;
};

} // namespace Cordial::Host
