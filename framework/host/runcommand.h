// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/host/runoptions.h>
#include <cordial/host/subcommand.h>

#include <optional>

namespace Cordial::Host {

//! \brief `cordial run`: a bot made of plugins, until it is interrupted. Main thread.
//!
//! An API that cannot be reached at the first contact, /gateway/bot, is tried as often as
//! HttpClient tries anything (--retries of `cordial api`, with backoff); then there is probably a
//! wrong address, so it ends with 1 and one line. One that answers with 5xx is waited for. After
//! that it never gives up: shards reconnect for ever.
class RunCommand : public Subcommand
{
public:
    [[nodiscard]] Title title() const override { return {"run", "Run a bot made of plugins"}; }
    void declare(CommandOptions &options) override;
    [[nodiscard]] int run(HostContext &host) override;

private:
    RawRunOptions m_raw;
    std::optional<CommandOptions> m_given;
};

} // namespace Cordial::Host
