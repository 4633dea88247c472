// SPDX-License-Identifier: MIT
#include <cordial/api/cache/entitypolicy.h>

#include <algorithm>

namespace Cordial::Api {

const char *nameOf(EntityType type)
{
    static constexpr std::array<const char *, kEntityTypes> kNames = {
        "guilds",           "channels",        "roles",
        "members",          "users",           "emoji",
        "stickers",         "voice states",    "presences",
        "messages",         "stage instances", "scheduled events",
        "soundboard sounds"};
    return size_t(type) < kEntityTypes ? kNames[size_t(type)] : "unknown";
}

EntityPolicies EntityPolicies::minimal()
{
    EntityPolicies policies;
    policies[EntityType::Guild] = EntityPolicy::some(
        {"name", "icon", "owner_id", "preferred_locale", "system_channel_id"}, 10'000);
    policies[EntityType::Channel] =
        EntityPolicy::some({"type", "name", "topic", "position", "parent_id",
                            "permission_overwrites", "rate_limit_per_user", "nsfw"},
                           200'000);
    policies[EntityType::Role] = EntityPolicy::some(
        {"name", "color", "hoist", "position", "permissions", "managed", "mentionable"}, 500'000);
    policies[EntityType::Member] = EntityPolicy::some(
        {"nick", "avatar", "roles", "joined_at", "pending", "communication_disabled_until"},
        50'000);
    policies[EntityType::User] = EntityPolicy::some(
        {"username", "discriminator", "global_name", "avatar", "bot", "system"}, 50'000);
    return policies;
}

EntityPolicies EntityPolicies::standard()
{
    EntityPolicies policies;
    policies[EntityType::Guild] = EntityPolicy::all(10'000);
    policies[EntityType::Channel] = EntityPolicy::all(200'000);
    policies[EntityType::Role] = EntityPolicy::all(500'000);
    policies[EntityType::Member] = EntityPolicy::all(50'000);
    policies[EntityType::User] = EntityPolicy::all(50'000);
    policies[EntityType::Emoji] = EntityPolicy::all(500'000);
    return policies;
}

EntityPolicies EntityPolicies::full()
{
    EntityPolicies policies;
    for (size_t i = 0; i < kEntityTypes; ++i)
        policies[EntityType(i)] = EntityPolicy::all(2'000'000);
    policies[EntityType::Guild].most = 10'000;
    policies[EntityType::Message] = EntityPolicy::off();
    policies[EntityType::Presence] = EntityPolicy::off();
    return policies;
}

bool EntityPolicies::isOff() const
{
    return std::none_of(m_all.begin(), m_all.end(),
                        [](const EntityPolicy &policy) { return policy.isKept; });
}

} // namespace Cordial::Api
