// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/host/subcommand.h>

#include <string>

namespace Cordial::Host {

//! \brief `cordial model`: JSON values through decode and encode of one type.
class ModelCommand : public Subcommand
{
public:
    [[nodiscard]] Title title() const override
    {
        return {"model", "Decode JSON values, one a line, and encode them again"};
    }
    void declare(CommandOptions &options) override;
    [[nodiscard]] int run(HostContext &host) override;

private:
    [[nodiscard]] static int list();

    std::string m_type;
    bool m_list = false;
};

} // namespace Cordial::Host
