// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/cache/entitycache.h>
#include <cordial/api/cache/packedjson_p.h>
#include <cordial/api/cache/recordheap_p.h>

#include <QReadWriteLock>

#include <unordered_map>

namespace Cordial::Api {

//! \brief The cache without its lock: whoever calls holds that.
class EntityCache::Impl
{
public:
    using Bytes = std::string_view; //!< of packed JSON
    using Handle = Detail::RecordHeap::Handle;

    //! \brief Everything of one guild; of guild 0 what belongs to none.
    struct Shelf
    {
        std::array<Detail::RecordTable, kEntityTypes> tables;
    };
    struct Counter
    {
        qsizetype count = 0;
        qsizetype bytes = 0;
        quint64 refused = 0;
        quint64 evicted = 0;
        quint64 expired = 0;
    };

    Impl(EntityPolicies policies, Clock &clock);

    //! \brief Takes in one packed event; null for those that change nothing.
    using Handler = void (Impl::*)(Bytes event);
    [[nodiscard]] static Handler handlerOf(const QByteArray &eventType);
    [[nodiscard]] bool wants(const QByteArray &eventType) const;

    // Reading
    [[nodiscard]] const Shelf *shelf(quint64 guild) const;
    [[nodiscard]] Bytes find(EntityType type, quint64 guild, quint64 id) const;
    [[nodiscard]] QByteArray json(EntityType type, quint64 guild, quint64 id) const;
    [[nodiscard]] QList<EntityUsage> usage() const;
    [[nodiscard]] qsizetype bytes() const;

    // Writing
    void put(EntityType type, quint64 guild, quint64 id, Bytes object);
    void putMember(quint64 guild, Bytes member);
    void remove(EntityType type, quint64 guild, quint64 id);
    void removeAll(EntityType type, quint64 guild);
    Shelf &makeShelf(quint64 guild);
    void forgetGuild(quint64 guild);
    qsizetype sweep();
    void setSelf(Bytes user);

    // For the store
    [[nodiscard]] QList<QByteArray> linesOf(quint64 guild) const;
    [[nodiscard]] bool takeLine(Bytes line);

    mutable QReadWriteLock lock;
    EntityPolicies policies;
    Clock &clock;
    TimePoint begin;
    Detail::PackedJson packer;
    Detail::RecordHeap heap;
    std::unordered_map<quint64, std::unique_ptr<Shelf>> shelves;
    std::vector<quint64> ring; //!< keys of shelves, to take turns in giving way
    Detail::RecordTable users;
    std::unordered_map<quint64, quint64> channelGuilds;
    std::array<Counter, kEntityTypes> counters;
    quint64 self = 0; //!< the bot, which never gives way

    // One for each sort of event
    void onReady(Bytes event);
    void onGuildCreate(Bytes event);
    void onGuildUpdate(Bytes event);
    void onGuildDelete(Bytes event);
    void onRole(Bytes event);
    void onRoleDelete(Bytes event);
    void onChannel(Bytes event);
    void onChannelDelete(Bytes event);
    void onThreadListSync(Bytes event);
    void onMember(Bytes event);
    void onMemberAdd(Bytes event);
    void onMemberRemove(Bytes event);
    void onMembersChunk(Bytes event);
    void onEmojis(Bytes event);
    void onStickers(Bytes event);
    void onVoiceState(Bytes event);
    void onPresence(Bytes event);
    void onMessage(Bytes event);
    void onMessageUpdate(Bytes event);
    void onMessageDelete(Bytes event);
    void onMessageDeleteBulk(Bytes event);
    void onStage(Bytes event);
    void onStageDelete(Bytes event);
    void onScheduledEvent(Bytes event);
    void onScheduledEventDelete(Bytes event);
    void onSound(Bytes event);
    void onSoundDelete(Bytes event);
    void onSounds(Bytes event);
    void onUser(Bytes event);

private:
    [[nodiscard]] quint64 idIn(Bytes object, std::string_view key) const;
    [[nodiscard]] quint32 stamp() const;
    [[nodiscard]] Detail::RecordTable *tableOf(EntityType type, quint64 guild);
    [[nodiscard]] Bytes filtered(EntityType type, Bytes object, std::string &kept);
    //! \brief The object behind what the cache puts in front of it.
    [[nodiscard]] static Bytes objectOf(EntityType type, Bytes record);
    [[nodiscard]] static size_t prefixOf(EntityType type);
    void store(EntityType type, Detail::RecordTable &table, quint64 id, Bytes record);
    [[nodiscard]] bool makeRoom(EntityType type, quint64 guild);
    [[nodiscard]] quint64 oldestOf(const Detail::RecordTable &table);
    void drop(EntityType type, Detail::RecordTable &table, quint64 id);
    [[nodiscard]] bool keepUser(quint64 id, Bytes user);
    void releaseUser(quint64 id);
    void changeUser(quint64 id, Bytes user);
    void putGuild(quint64 id, Bytes event);
    void putList(EntityType type, quint64 guild, Bytes list, std::string_view idKey = "id");
    void replaceList(EntityType type, quint64 guild, Bytes owner, std::string_view key,
                     std::string_view idKey = "id");
    void putVoiceState(quint64 guild, Bytes state);
    void putPresence(quint64 guild, Bytes presence);
    void removeWhere(EntityType type, quint64 guild, const std::function<bool(Bytes)> &matches);
    void countMember(quint64 guild, int difference);
    [[nodiscard]] std::string without(Bytes object, std::initializer_list<std::string_view> keys);
    void compact();
    void appendLine(QList<QByteArray> &lines, EntityType type, quint64 guild, Bytes object) const;

    size_t m_cursor = 0;
    size_t m_turn = 0;
};

} // namespace Cordial::Api
