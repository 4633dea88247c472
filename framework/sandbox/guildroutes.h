// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/sandbox/core.h>

namespace Cordial::Sandbox {

//! \brief Guilds, their channels and roles. \source resources/guild.mdx, resources/channel.mdx
class GuildRoutes
{
public:
    GuildRoutes(Core &core, Router &router);

private:
    HttpResponse guild(ApiCall &call);
    HttpResponse channels(ApiCall &call);
    HttpResponse createChannel(ApiCall &call);
    HttpResponse changeChannel(ApiCall &call);
    HttpResponse removeChannel(ApiCall &call);
    HttpResponse setOverwrite(ApiCall &call);
    HttpResponse removeOverwrite(ApiCall &call);
    HttpResponse roles(ApiCall &call);
    HttpResponse createRole(ApiCall &call);
    HttpResponse changeRole(ApiCall &call);
    HttpResponse removeRole(ApiCall &call);
    void readRole(const ApiCall &call, const Guild &guild, Role &role);
    void announceRole(const QByteArray &event, const Guild &guild, const Role &role);
    [[nodiscard]] Role &roleOf(Guild &guild, const ApiCall &call);

    Core &m_core;
};

} // namespace Cordial::Sandbox
