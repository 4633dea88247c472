// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/host/subcommand.h>

#include <string>

namespace Cordial::Host {

//! \brief `cordial chat`: a terminal chat window of a sandbox, for people and for scripts.
class ChatCommand : public Subcommand
{
public:
    [[nodiscard]] Title title() const override
    {
        return {"chat", "Talk to a bot in a sandbox as one of its people"};
    }
    void declare(CommandOptions &options) override;
    [[nodiscard]] int run(HostContext &host) override;

private:
    std::string m_script;
};

} // namespace Cordial::Host
