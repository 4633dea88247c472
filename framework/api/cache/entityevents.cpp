// SPDX-License-Identifier: MIT
#include <cordial/api/cache/entitycache_p.h>

#include <QHash>

// What each event changes. source: events/gateway-events.mdx
namespace Cordial::Api {

using Detail::PackedJson;

namespace {

bool isThread(std::optional<qint64> type)
{
    // source: resources/channel.mdx, "Channel Types"
    return type && *type >= 10 && *type <= 12;
}

} // namespace

quint64 EntityCache::Impl::idIn(Bytes object, std::string_view key) const
{
    return PackedJson::asId(packer.find(object, key)).value_or(0);
}

EntityCache::Impl::Handler EntityCache::Impl::handlerOf(const QByteArray &eventType)
{
    static const QHash<QByteArray, Handler> kHandlers = {
        {"READY", &Impl::onReady},
        {"GUILD_CREATE", &Impl::onGuildCreate},
        {"GUILD_UPDATE", &Impl::onGuildUpdate},
        {"GUILD_DELETE", &Impl::onGuildDelete},
        {"GUILD_ROLE_CREATE", &Impl::onRole},
        {"GUILD_ROLE_UPDATE", &Impl::onRole},
        {"GUILD_ROLE_DELETE", &Impl::onRoleDelete},
        {"CHANNEL_CREATE", &Impl::onChannel},
        {"CHANNEL_UPDATE", &Impl::onChannel},
        {"CHANNEL_DELETE", &Impl::onChannelDelete},
        {"THREAD_CREATE", &Impl::onChannel},
        {"THREAD_UPDATE", &Impl::onChannel},
        {"THREAD_DELETE", &Impl::onChannelDelete},
        {"THREAD_LIST_SYNC", &Impl::onThreadListSync},
        {"GUILD_MEMBER_ADD", &Impl::onMemberAdd},
        {"GUILD_MEMBER_UPDATE", &Impl::onMember},
        {"GUILD_MEMBER_REMOVE", &Impl::onMemberRemove},
        {"GUILD_MEMBERS_CHUNK", &Impl::onMembersChunk},
        {"GUILD_EMOJIS_UPDATE", &Impl::onEmojis},
        {"GUILD_STICKERS_UPDATE", &Impl::onStickers},
        {"VOICE_STATE_UPDATE", &Impl::onVoiceState},
        {"PRESENCE_UPDATE", &Impl::onPresence},
        {"MESSAGE_CREATE", &Impl::onMessage},
        {"MESSAGE_UPDATE", &Impl::onMessageUpdate},
        {"MESSAGE_DELETE", &Impl::onMessageDelete},
        {"MESSAGE_DELETE_BULK", &Impl::onMessageDeleteBulk},
        {"STAGE_INSTANCE_CREATE", &Impl::onStage},
        {"STAGE_INSTANCE_UPDATE", &Impl::onStage},
        {"STAGE_INSTANCE_DELETE", &Impl::onStageDelete},
        {"GUILD_SCHEDULED_EVENT_CREATE", &Impl::onScheduledEvent},
        {"GUILD_SCHEDULED_EVENT_UPDATE", &Impl::onScheduledEvent},
        {"GUILD_SCHEDULED_EVENT_DELETE", &Impl::onScheduledEventDelete},
        {"GUILD_SOUNDBOARD_SOUND_CREATE", &Impl::onSound},
        {"GUILD_SOUNDBOARD_SOUND_UPDATE", &Impl::onSound},
        {"GUILD_SOUNDBOARD_SOUND_DELETE", &Impl::onSoundDelete},
        {"GUILD_SOUNDBOARD_SOUNDS_UPDATE", &Impl::onSounds},
        {"USER_UPDATE", &Impl::onUser},
    };
    return kHandlers.value(eventType, nullptr);
}

bool EntityCache::Impl::wants(const QByteArray &eventType) const
{
    const auto keeps = [this](EntityType type) { return policies[type].isKept; };
    if (handlerOf(eventType) == nullptr || policies.isOff())
        return false;
    if (eventType.startsWith("MESSAGE_"))
        return keeps(EntityType::Message);
    if (eventType.startsWith("PRESENCE_"))
        return keeps(EntityType::Presence);
    if (eventType.startsWith("VOICE_"))
        return keeps(EntityType::VoiceState);
    if (eventType.startsWith("GUILD_MEMBER"))
        return keeps(EntityType::Member) || keeps(EntityType::Guild);
    return true;
}

void EntityCache::Impl::onReady(Bytes event)
{
    setSelf(packer.find(event, "user"));
    // A new session: what this shard left while nobody listened is in no event.
    std::vector<qint64> shard;
    packer.forEachElement(packer.find(event, "shard"), [&](Bytes number) {
        shard.push_back(PackedJson::asInteger(number).value_or(0));
    });
    const Bytes guilds = packer.find(event, "guilds");
    if (guilds.empty())
        return;
    const auto count = static_cast<quint32>(shard.size() == 2 ? shard[1] : 1);
    std::vector<quint64> going;
    for (const quint64 guild : ring) {
        const bool isOurs =
            guild != 0 && shardOf(GuildId(guild), count) == (shard.size() == 2 ? shard[0] : 0);
        if (isOurs)
            going.push_back(guild);
    }
    packer.forEachElement(guilds, [&](Bytes guild) { std::erase(going, idIn(guild, "id")); });
    for (const quint64 guild : going)
        forgetGuild(guild);
}

void EntityCache::Impl::onUser(Bytes event)
{
    changeUser(idIn(event, "id"), event);
}

void EntityCache::Impl::putList(EntityType type, quint64 guild, Bytes list, std::string_view idKey)
{
    packer.forEachElement(list,
                          [&](Bytes element) { put(type, guild, idIn(element, idKey), element); });
}

void EntityCache::Impl::replaceList(EntityType type, quint64 guild, Bytes owner,
                                    std::string_view key, std::string_view idKey)
{
    const Bytes list = packer.find(owner, key);
    if (list.empty() || PackedJson::isNull(list))
        return;
    removeAll(type, guild);
    putList(type, guild, list, idKey);
}

void EntityCache::Impl::putGuild(quint64 id, Bytes event)
{
    const std::string own =
        without(event,
                {"roles", "emojis", "stickers", "channels", "threads", "members", "presences",
                 "voice_states", "stage_instances", "guild_scheduled_events", "soundboard_sounds"});
    const Bytes known = find(EntityType::Guild, id, id);
    std::string merged;
    if (!known.empty())
        packer.merge(known, own, merged);
    put(EntityType::Guild, id, id, known.empty() ? own : merged);
    replaceList(EntityType::Role, id, event, "roles");
    replaceList(EntityType::Emoji, id, event, "emojis");
    replaceList(EntityType::Sticker, id, event, "stickers");
}

void EntityCache::Impl::onGuildCreate(Bytes event)
{
    const quint64 id = idIn(event, "id");
    if (id == 0 || PackedJson::isTrue(packer.find(event, "unavailable")))
        return;
    // The guilds themselves may be of no interest, but what is in them is bounded by them.
    const qsizetype most =
        policies[EntityType::Guild].isKept ? policies[EntityType::Guild].most : 10'000;
    if (shelf(id) == nullptr && qsizetype(shelves.size()) - 1 >= most) {
        ++counters[size_t(EntityType::Guild)].refused;
        return;
    }
    makeShelf(id);
    putGuild(id, event);
    replaceList(EntityType::Channel, id, event, "channels");
    putList(EntityType::Channel, id, packer.find(event, "threads"));
    replaceList(EntityType::StageInstance, id, event, "stage_instances");
    replaceList(EntityType::ScheduledEvent, id, event, "guild_scheduled_events");
    replaceList(EntityType::SoundboardSound, id, event, "soundboard_sounds", "sound_id");
    packer.forEachElement(packer.find(event, "members"),
                          [&](Bytes member) { putMember(id, member); });
    const Bytes states = packer.find(event, "voice_states");
    if (!states.empty())
        removeAll(EntityType::VoiceState, id);
    packer.forEachElement(states, [&](Bytes state) { putVoiceState(id, state); });
    packer.forEachElement(packer.find(event, "presences"),
                          [&](Bytes presence) { putPresence(id, presence); });
}

void EntityCache::Impl::onGuildUpdate(Bytes event)
{
    const quint64 id = idIn(event, "id");
    if (shelf(id) != nullptr && id != 0)
        putGuild(id, event);
}

void EntityCache::Impl::onGuildDelete(Bytes event)
{
    // In an outage the guild comes back by a GUILD_CREATE; what was known may be old by then.
    forgetGuild(idIn(event, "id"));
}

void EntityCache::Impl::onRole(Bytes event)
{
    const Bytes role = packer.find(event, "role");
    put(EntityType::Role, idIn(event, "guild_id"), idIn(role, "id"), role);
}

void EntityCache::Impl::onRoleDelete(Bytes event)
{
    remove(EntityType::Role, idIn(event, "guild_id"), idIn(event, "role_id"));
}

void EntityCache::Impl::onChannel(Bytes event)
{
    put(EntityType::Channel, idIn(event, "guild_id"), idIn(event, "id"), event);
}

void EntityCache::Impl::onChannelDelete(Bytes event)
{
    const quint64 guild = idIn(event, "guild_id");
    const quint64 id = idIn(event, "id");
    remove(EntityType::Channel, guild, id);
    if (id == 0)
        return;
    // No event tells of what was in it.
    removeWhere(EntityType::Channel, guild, [&](Bytes channel) {
        return isThread(PackedJson::asInteger(packer.find(channel, "type")))
            && idIn(channel, "parent_id") == id;
    });
    removeWhere(EntityType::Message, guild,
                [&](Bytes message) { return idIn(message, "channel_id") == id; });
}

void EntityCache::Impl::onThreadListSync(Bytes event)
{
    const quint64 guild = idIn(event, "guild_id");
    std::vector<quint64> parents;
    const Bytes list = packer.find(event, "channel_ids");
    packer.forEachElement(
        list, [&](Bytes parent) { parents.push_back(PackedJson::asId(parent).value_or(0)); });
    removeWhere(EntityType::Channel, guild, [&](Bytes channel) {
        const quint64 parent = idIn(channel, "parent_id");
        return isThread(PackedJson::asInteger(packer.find(channel, "type")))
            && (list.empty() || std::find(parents.begin(), parents.end(), parent) != parents.end());
    });
    putList(EntityType::Channel, guild, packer.find(event, "threads"));
}

void EntityCache::Impl::countMember(quint64 guild, int difference)
{
    const Bytes known = find(EntityType::Guild, guild, guild);
    const auto count = PackedJson::asInteger(packer.find(known, "member_count"));
    if (!count)
        return;
    std::string number;
    PackedJson::appendInteger(std::max<qint64>(0, *count + difference), number);
    PackedJson::Object change(packer);
    change.addPacked("member_count", number);
    std::string changed;
    change.appendTo(changed);
    std::string merged;
    packer.merge(known, changed, merged);
    put(EntityType::Guild, guild, guild, merged);
}

void EntityCache::Impl::onMember(Bytes event)
{
    putMember(idIn(event, "guild_id"), event);
}

void EntityCache::Impl::onMemberAdd(Bytes event)
{
    countMember(idIn(event, "guild_id"), 1);
    onMember(event);
}

void EntityCache::Impl::onMemberRemove(Bytes event)
{
    const quint64 guild = idIn(event, "guild_id");
    const quint64 user = idIn(packer.find(event, "user"), "id");
    countMember(guild, -1);
    for (const EntityType type : {EntityType::Member, EntityType::Presence, EntityType::VoiceState})
        remove(type, guild, user);
}

void EntityCache::Impl::onMembersChunk(Bytes event)
{
    const quint64 guild = idIn(event, "guild_id");
    packer.forEachElement(packer.find(event, "members"),
                          [&](Bytes member) { putMember(guild, member); });
    packer.forEachElement(packer.find(event, "presences"),
                          [&](Bytes presence) { putPresence(guild, presence); });
}

void EntityCache::Impl::onEmojis(Bytes event)
{
    replaceList(EntityType::Emoji, idIn(event, "guild_id"), event, "emojis");
}

void EntityCache::Impl::onStickers(Bytes event)
{
    replaceList(EntityType::Sticker, idIn(event, "guild_id"), event, "stickers");
}

void EntityCache::Impl::putVoiceState(quint64 guild, Bytes state)
{
    const quint64 user = idIn(state, "user_id");
    if (PackedJson::isNull(packer.find(state, "channel_id")))
        remove(EntityType::VoiceState, guild, user);
    else
        put(EntityType::VoiceState, guild, user, without(state, {"member"}));
}

void EntityCache::Impl::onVoiceState(Bytes event)
{
    if (const quint64 guild = idIn(event, "guild_id"); guild != 0)
        putVoiceState(guild, event);
}

void EntityCache::Impl::putPresence(quint64 guild, Bytes presence)
{
    put(EntityType::Presence, guild, idIn(packer.find(presence, "user"), "id"),
        without(presence, {"guild_id"}));
}

void EntityCache::Impl::onPresence(Bytes event)
{
    putPresence(idIn(event, "guild_id"), event);
}

void EntityCache::Impl::onMessage(Bytes event)
{
    put(EntityType::Message, idIn(event, "guild_id"), idIn(event, "id"), event);
}

void EntityCache::Impl::onMessageUpdate(Bytes event)
{
    const quint64 guild = idIn(event, "guild_id");
    const Bytes known = find(EntityType::Message, guild, idIn(event, "id"));
    if (known.empty())
        return; // A part of a message that is not known is no message.
    std::string merged;
    packer.merge(known, event, merged);
    put(EntityType::Message, guild, idIn(event, "id"), merged);
}

void EntityCache::Impl::onMessageDelete(Bytes event)
{
    remove(EntityType::Message, idIn(event, "guild_id"), idIn(event, "id"));
}

void EntityCache::Impl::onMessageDeleteBulk(Bytes event)
{
    const quint64 guild = idIn(event, "guild_id");
    packer.forEachElement(packer.find(event, "ids"), [&](Bytes id) {
        remove(EntityType::Message, guild, PackedJson::asId(id).value_or(0));
    });
}

void EntityCache::Impl::onStage(Bytes event)
{
    put(EntityType::StageInstance, idIn(event, "guild_id"), idIn(event, "id"), event);
}

void EntityCache::Impl::onStageDelete(Bytes event)
{
    remove(EntityType::StageInstance, idIn(event, "guild_id"), idIn(event, "id"));
}

void EntityCache::Impl::onScheduledEvent(Bytes event)
{
    put(EntityType::ScheduledEvent, idIn(event, "guild_id"), idIn(event, "id"), event);
}

void EntityCache::Impl::onScheduledEventDelete(Bytes event)
{
    remove(EntityType::ScheduledEvent, idIn(event, "guild_id"), idIn(event, "id"));
}

void EntityCache::Impl::onSound(Bytes event)
{
    put(EntityType::SoundboardSound, idIn(event, "guild_id"), idIn(event, "sound_id"), event);
}

void EntityCache::Impl::onSoundDelete(Bytes event)
{
    remove(EntityType::SoundboardSound, idIn(event, "guild_id"), idIn(event, "sound_id"));
}

void EntityCache::Impl::onSounds(Bytes event)
{
    replaceList(EntityType::SoundboardSound, idIn(event, "guild_id"), event, "soundboard_sounds",
                "sound_id");
}

} // namespace Cordial::Api
