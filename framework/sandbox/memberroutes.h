// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/sandbox/core.h>

namespace Cordial::Sandbox {

//! \brief Members of a guild: read, change, roles, kick, ban; with Discord's hierarchy rules.
//! \source resources/guild.mdx
class MemberRoutes
{
public:
    MemberRoutes(Core &core, Router &router);

private:
    HttpResponse list(ApiCall &call);
    HttpResponse search(ApiCall &call);
    HttpResponse get(ApiCall &call);
    HttpResponse change(ApiCall &call);
    HttpResponse changeRole(ApiCall &call, bool add);
    HttpResponse kick(ApiCall &call);
    HttpResponse bans(ApiCall &call);
    HttpResponse ban(ApiCall &call);
    HttpResponse unban(ApiCall &call);
    [[nodiscard]] Member &memberOf(Guild &guild, const ApiCall &call);
    //! \brief Throws 50013 unless the caller stands above \a target.
    void requireAbove(const Guild &guild, const ApiCall &call, UserId target);
    void requireRoleBelow(const Guild &guild, const ApiCall &call, RoleId role);
    void announce(const Guild &guild, const Member &member);
    void leave(Guild &guild, UserId user);
    [[nodiscard]] QJsonObject banJson(const Ban &ban) const;

    Core &m_core;
};

} // namespace Cordial::Sandbox
