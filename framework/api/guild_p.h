// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/guild.h>

#include "describe_p.h"

// The fields that events share with the objects they extend.
namespace Cordial::Api {

template <typename Visitor, typename Self>
void describeGuild(Visitor &visit, Self &self)
{
    visit("id", self.id);
    visit.sparse("name", self.name);
    visit("icon", self.icon);
    visit.sparse("owner_id", self.ownerId);
    visit.sparse("roles", self.roles);
    visit("preferred_locale", self.preferredLocale);
    visit("system_channel_id", self.systemChannelId);
}

} // namespace Cordial::Api
