// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/host/subcommand.h>

#include <optional>
#include <string>

namespace Cordial::Host {

//! \brief `cordial sandbox`: prints one line with URLs, tokens and ids, then serves an offline
//! Discord on loopback until it is interrupted. Main thread.
class SandboxCommand : public Subcommand
{
public:
    [[nodiscard]] Title title() const override
    {
        return {"sandbox", "Serve an offline Discord on loopback until stopped"};
    }
    void declare(CommandOptions &options) override;
    [[nodiscard]] int run(HostContext &host) override;

private:
    std::string m_port = "0";
    std::string m_world;
    std::string m_faults;
    std::string m_limits = "discord";
    std::string m_seed;
};

} // namespace Cordial::Host
