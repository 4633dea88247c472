// SPDX-License-Identifier: MIT
// Lines of any events into a cache: nothing breaks, what it counts is what it has, what is packed
// comes back as JSON, and what it saves it takes in again.
#include "memorystore.h"

#include <cordial/api/cache/entitycache.h>
#include <cordial/api/typed/channel.h>
#include <cordial/api/typed/guild.h>
#include <cordial/core/jsonreader.h>
#include <cordial/core/manualclock.h>

#include <cstdlib>

using namespace Cordial;

namespace {

constexpr std::array kEvents = {"READY",
                                "GUILD_CREATE",
                                "GUILD_UPDATE",
                                "GUILD_DELETE",
                                "GUILD_ROLE_CREATE",
                                "GUILD_ROLE_DELETE",
                                "CHANNEL_CREATE",
                                "CHANNEL_DELETE",
                                "THREAD_LIST_SYNC",
                                "GUILD_MEMBER_ADD",
                                "GUILD_MEMBER_UPDATE",
                                "GUILD_MEMBER_REMOVE",
                                "GUILD_MEMBERS_CHUNK",
                                "GUILD_EMOJIS_UPDATE",
                                "VOICE_STATE_UPDATE",
                                "PRESENCE_UPDATE",
                                "MESSAGE_CREATE",
                                "MESSAGE_UPDATE",
                                "MESSAGE_DELETE_BULK",
                                "USER_UPDATE"};

void require(bool isTrue)
{
    if (!isTrue)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ManualClock clock;
    Api::EntityPolicies policies = Api::EntityPolicies::full();
    policies[Api::EntityType::Message] = Api::EntityPolicy::all(4);
    policies[Api::EntityType::Presence] = Api::EntityPolicy::all(4);
    policies[Api::EntityType::Member].most = 4;
    Api::EntityCache cache(policies, clock);
    const QByteArray input(reinterpret_cast<const char *>(data), qsizetype(size));
    const QByteArrayList lines = input.split('\n');
    for (const QByteArray &line : lines) {
        if (line.isEmpty())
            continue;
        const char *type = kEvents[static_cast<uint8_t>(line.front()) % kEvents.size()];
        (void)cache.apply(type, line.mid(1));
    }
    QList<GuildId> guilds = cache.guildIds();
    guilds.append(GuildId());
    for (size_t i = 0; i < Api::kEntityTypes; ++i) {
        const auto type = Api::EntityType(i);
        if (type == Api::EntityType::User)
            continue;
        qsizetype count = 0;
        for (const GuildId guild : guilds) {
            for (const quint64 id : cache.ids(type, guild)) {
                require(isJson(cache.json(type, guild, id)));
                ++count;
            }
        }
        require(count == cache.count(type));
    }
    cache.sweep();
    Testing::MemoryStore store;
    require(cache.save(store).isOk());
    Api::EntityCache again(policies, clock);
    const auto loaded = again.load(store, std::chrono::seconds(5));
    require(loaded.isOk()
            && again.count(Api::EntityType::Channel) == cache.count(Api::EntityType::Channel));
    return 0;
}
