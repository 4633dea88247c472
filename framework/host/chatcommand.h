// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/host/subcommand.h>

#include <string>

namespace Cordial::Host {

//! \brief `cordial chat`: a terminal chat window of a sandbox, for people and for scripts.
class ChatCommand : public Subcommand
{
public:
    CLI::App *declare(CLI::App &parent) override;
    [[nodiscard]] int run(HostContext &host) override;

private:
    std::string m_script;
};

} // namespace Cordial::Host
