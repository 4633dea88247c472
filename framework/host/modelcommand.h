// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/host/subcommand.h>

#include <string>

namespace Cordial::Host {

//! \brief `cordial model`: JSON values through decode and encode of one type.
class ModelCommand : public Subcommand
{
public:
    CLI::App *declare(CLI::App &parent) override;
    [[nodiscard]] int run(HostContext &host) override;

private:
    [[nodiscard]] static int list();

    CLI::App *m_app = nullptr;
    std::string m_type;
    bool m_list = false;
};

} // namespace Cordial::Host
