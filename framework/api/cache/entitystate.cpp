// SPDX-License-Identifier: MIT
#include <cordial/api/cache/entitycache_p.h>

#include <algorithm>
#include <cstring>

// What is kept, what gives way, what it costs.
namespace Cordial::Api {

using Detail::PackedJson;
using Detail::RecordHeap;
using Detail::RecordTable;

namespace {

constexpr int kShelvesTried = 8;
constexpr int kSampled = 8;
//! In front of a user: how many members have it.
constexpr size_t kUserPrefix = sizeof(quint32);
//! In front of a member: whether its user counts it.
constexpr size_t kMemberPrefix = 1;

bool givesWay(EntityType type)
{
    return type == EntityType::Member || type == EntityType::Presence
        || type == EntityType::VoiceState || type == EntityType::Message;
}

bool isAlwaysKept(std::string_view key)
{
    return key == "id" || key == "user_id" || key == "sound_id" || key == "guild_id"
        || key == "channel_id";
}

quint32 countIn(std::string_view userRecord)
{
    quint32 count = 0;
    std::memcpy(&count, userRecord.data(), sizeof count);
    return count;
}

std::string userRecord(quint32 count, std::string_view user)
{
    std::string record(sizeof count, '\0');
    std::memcpy(record.data(), &count, sizeof count);
    record.append(user);
    return record;
}

} // namespace

EntityCache::Impl::Impl(EntityPolicies chosen, Clock &time)
    : policies(std::move(chosen)), clock(time), begin(time.now())
{
    makeShelf(0);
}

size_t EntityCache::Impl::prefixOf(EntityType type)
{
    if (type == EntityType::User)
        return kUserPrefix;
    return type == EntityType::Member ? kMemberPrefix : 0;
}

EntityCache::Impl::Bytes EntityCache::Impl::objectOf(EntityType type, Bytes record)
{
    return record.empty() ? record : record.substr(prefixOf(type));
}

quint32 EntityCache::Impl::stamp() const
{
    return static_cast<quint32>(
        std::chrono::duration_cast<std::chrono::seconds>(clock.now() - begin).count());
}

const EntityCache::Impl::Shelf *EntityCache::Impl::shelf(quint64 guild) const
{
    const auto found = shelves.find(guild);
    return found == shelves.end() ? nullptr : found->second.get();
}

EntityCache::Impl::Shelf &EntityCache::Impl::makeShelf(quint64 guild)
{
    std::unique_ptr<Shelf> &place = shelves[guild];
    if (!place) {
        place = std::make_unique<Shelf>();
        ring.push_back(guild);
    }
    return *place;
}

RecordTable *EntityCache::Impl::tableOf(EntityType type, quint64 guild)
{
    if (type == EntityType::User)
        return &users;
    const auto found = shelves.find(guild);
    return found == shelves.end() ? nullptr : &found->second->tables[size_t(type)];
}

EntityCache::Impl::Bytes EntityCache::Impl::find(EntityType type, quint64 guild, quint64 id) const
{
    const RecordTable *table = &users;
    if (type != EntityType::User) {
        const Shelf *found = shelf(guild);
        if (found == nullptr)
            return {};
        table = &found->tables[size_t(type)];
    }
    const Handle handle = table->find(heap, id);
    return handle == 0 ? Bytes() : objectOf(type, heap.bytes(handle));
}

EntityCache::Impl::Bytes EntityCache::Impl::filtered(EntityType type, Bytes object,
                                                     std::string &kept)
{
    const QList<QByteArray> &fields = policies[type].fields;
    if (fields.isEmpty())
        return object;
    PackedJson::Object chosen(packer);
    packer.forEach(object, [&](std::string_view key, Bytes value) {
        const auto isKey = [key](const QByteArray &field) {
            return std::string_view(field.constData(), size_t(field.size())) == key;
        };
        if (isAlwaysKept(key) || std::any_of(fields.begin(), fields.end(), isKey))
            chosen.addPacked(key, value);
    });
    chosen.appendTo(kept);
    return kept;
}

std::string EntityCache::Impl::without(Bytes object, std::initializer_list<std::string_view> keys)
{
    PackedJson::Object left(packer);
    packer.forEach(object, [&](std::string_view key, Bytes value) {
        if (std::find(keys.begin(), keys.end(), key) == keys.end())
            left.addPacked(key, value);
    });
    std::string out;
    left.appendTo(out);
    return out;
}

void EntityCache::Impl::store(EntityType type, RecordTable &table, quint64 id, Bytes record)
{
    Counter &counter = counters[size_t(type)];
    if (record.size() > RecordHeap::kLargest) {
        ++counter.refused;
        drop(type, table, id);
        return;
    }
    const auto footprint = qsizetype(RecordHeap::footprint(record.size()));
    if (Handle *entry = table.entry(heap, id)) {
        counter.bytes += footprint - qsizetype(RecordHeap::footprint(heap.header(*entry).size));
        *entry = heap.replace(*entry, stamp(), record);
        return;
    }
    table.insert(heap, heap.put(id, stamp(), record));
    ++counter.count;
    counter.bytes += footprint;
}

void EntityCache::Impl::put(EntityType type, quint64 guild, quint64 id, Bytes object)
{
    const EntityPolicy &policy = policies[type];
    RecordTable *table = tableOf(type, guild);
    if (!policy.isKept || id == 0 || table == nullptr)
        return;
    const bool isNew = table->find(heap, id) == 0;
    if (isNew && counters[size_t(type)].count >= policy.most && !makeRoom(type, guild)) {
        ++counters[size_t(type)].refused;
        return;
    }
    std::string kept;
    store(type, *table, id, filtered(type, object, kept));
    if (type == EntityType::Channel && table->find(heap, id) != 0)
        channelGuilds[id] = guild;
}

quint64 EntityCache::Impl::oldestOf(const RecordTable &table)
{
    quint64 oldest = 0;
    quint32 age = 0;
    int seen = 0;
    m_cursor += 0x9E37'79B1;
    for (size_t i = 0; i < table.capacity() && seen < kSampled; ++i) {
        const Handle handle = table.slot((m_cursor + i) & (table.capacity() - 1));
        if (handle == 0 || heap.header(handle).key == self)
            continue;
        const RecordHeap::Header &head = heap.header(handle);
        if (seen++ == 0 || head.stamp < age) {
            oldest = head.key;
            age = head.stamp;
        }
    }
    return oldest;
}

bool EntityCache::Impl::makeRoom(EntityType type, quint64 guild)
{
    if (!givesWay(type) || policies[type].most <= 0)
        return false;
    for (int i = 0; i < kShelvesTried; ++i) {
        const quint64 from = i == 0 ? guild : ring[++m_turn % ring.size()];
        const quint64 oldest = oldestOf(*tableOf(type, from));
        if (oldest == 0)
            continue;
        remove(type, from, oldest);
        ++counters[size_t(type)].evicted;
        return true;
    }
    return false;
}

void EntityCache::Impl::drop(EntityType type, RecordTable &table, quint64 id)
{
    const Handle handle = table.find(heap, id);
    if (handle == 0)
        return;
    const bool hasUser = type == EntityType::Member && heap.bytes(handle).front() != '\0';
    Counter &counter = counters[size_t(type)];
    counter.bytes -= qsizetype(RecordHeap::footprint(heap.header(handle).size));
    --counter.count;
    table.take(heap, id);
    heap.free(handle);
    if (type == EntityType::Channel)
        channelGuilds.erase(id);
    if (hasUser)
        releaseUser(id);
}

void EntityCache::Impl::remove(EntityType type, quint64 guild, quint64 id)
{
    if (RecordTable *table = tableOf(type, guild))
        drop(type, *table, id);
}

void EntityCache::Impl::removeAll(EntityType type, quint64 guild)
{
    removeWhere(type, guild, [](Bytes) { return true; });
}

void EntityCache::Impl::removeWhere(EntityType type, quint64 guild,
                                    const std::function<bool(Bytes)> &matches)
{
    RecordTable *table = tableOf(type, guild);
    if (table == nullptr)
        return;
    std::vector<quint64> going;
    table->forEach([&](Handle handle) {
        if (matches(objectOf(type, heap.bytes(handle))))
            going.push_back(heap.header(handle).key);
    });
    for (const quint64 id : going)
        drop(type, *table, id);
}

void EntityCache::Impl::forgetGuild(quint64 guild)
{
    if (guild == 0 || shelves.find(guild) == shelves.end())
        return;
    for (size_t type = 0; type < kEntityTypes; ++type) {
        if (EntityType(type) != EntityType::User)
            removeAll(EntityType(type), guild);
    }
    shelves.erase(guild);
    std::erase(ring, guild);
}

bool EntityCache::Impl::keepUser(quint64 id, Bytes user)
{
    const EntityPolicy &policy = policies[EntityType::User];
    if (!policy.isKept)
        return false;
    const Handle known = users.find(heap, id);
    Counter &counter = counters[size_t(EntityType::User)];
    if (known == 0 && (user.empty() || counter.count >= policy.most)) {
        ++counter.refused;
        return false;
    }
    std::string object(user);
    if (known != 0) {
        object.clear();
        packer.merge(objectOf(EntityType::User, heap.bytes(known)), user, object);
    }
    const quint32 count = known == 0 ? 0 : countIn(heap.bytes(known));
    std::string kept;
    store(EntityType::User, users, id,
          userRecord(count + 1, filtered(EntityType::User, object, kept)));
    return users.find(heap, id) != 0;
}

void EntityCache::Impl::changeUser(quint64 id, Bytes user)
{
    const Handle known = users.find(heap, id);
    if (known == 0 || user.empty())
        return;
    std::string merged;
    packer.merge(objectOf(EntityType::User, heap.bytes(known)), user, merged);
    std::string kept;
    const Bytes object = filtered(EntityType::User, merged, kept);
    store(EntityType::User, users, id, userRecord(countIn(heap.bytes(known)), object));
}

void EntityCache::Impl::releaseUser(quint64 id)
{
    const Handle known = users.find(heap, id);
    if (known == 0)
        return;
    const quint32 count = countIn(heap.bytes(known));
    if (count <= 1) {
        drop(EntityType::User, users, id);
        return;
    }
    const std::string object(objectOf(EntityType::User, heap.bytes(known)));
    store(EntityType::User, users, id, userRecord(count - 1, object));
}

void EntityCache::Impl::setSelf(Bytes user)
{
    const quint64 id = idIn(user, "id");
    if (id != 0 && self == 0 && keepUser(id, user)) {
        self = id;
        return;
    }
    self = id != 0 ? id : self;
    changeUser(id, user);
}

void EntityCache::Impl::putMember(quint64 guild, Bytes member)
{
    const Bytes user = packer.find(member, "user");
    const quint64 id = idIn(user, "id");
    RecordTable *table = tableOf(EntityType::Member, guild);
    if (!policies[EntityType::Member].isKept || id == 0 || table == nullptr)
        return;
    const Handle known = table->find(heap, id);
    bool hasUser = known != 0 && heap.bytes(known).front() != '\0';
    std::string object = without(member, {"user", "guild_id"});
    if (known != 0) {
        std::string merged;
        packer.merge(objectOf(EntityType::Member, heap.bytes(known)), object, merged);
        object = std::move(merged);
        changeUser(id, user);
    } else if (counters[size_t(EntityType::Member)].count >= policies[EntityType::Member].most
               && !makeRoom(EntityType::Member, guild)) {
        ++counters[size_t(EntityType::Member)].refused;
        return;
    }
    if (!hasUser)
        hasUser = keepUser(id, user);
    std::string kept;
    std::string record(1, hasUser ? '\1' : '\0');
    record.append(filtered(EntityType::Member, object, kept));
    store(EntityType::Member, *table, id, record);
    if (hasUser && table->find(heap, id) == 0)
        releaseUser(id);
}

qsizetype EntityCache::Impl::sweep()
{
    const quint32 now = stamp();
    qsizetype dropped = 0;
    for (size_t i = 0; i < kEntityTypes; ++i) {
        const auto type = EntityType(i);
        const auto longest = policies[type].longest.count();
        if (longest <= 0 || type == EntityType::User)
            continue;
        for (auto &[guild, shelf] : shelves) {
            std::vector<quint64> going;
            shelf->tables[i].forEach([&](Handle handle) {
                const RecordHeap::Header &head = heap.header(handle);
                if (head.key != self && qint64(now) - qint64(head.stamp) > longest)
                    going.push_back(head.key);
            });
            for (const quint64 id : going)
                drop(type, shelf->tables[i], id);
            counters[i].expired += going.size();
            dropped += qsizetype(going.size());
        }
    }
    if (heap.isSparse())
        compact();
    return dropped;
}

void EntityCache::Impl::compact()
{
    RecordHeap fresh;
    const auto move = [&](Handle handle) {
        const RecordHeap::Header &head = heap.header(handle);
        return fresh.put(head.key, head.stamp, heap.bytes(handle));
    };
    for (auto &[guild, shelf] : shelves) {
        for (RecordTable &table : shelf->tables)
            table.moveAll(move);
    }
    users.moveAll(move);
    heap = std::move(fresh);
}

QList<EntityUsage> EntityCache::Impl::usage() const
{
    std::array<qsizetype, kEntityTypes> tables{};
    for (const auto &[guild, shelf] : shelves) {
        for (size_t i = 0; i < kEntityTypes; ++i)
            tables[i] += qsizetype(shelf->tables[i].memory());
    }
    tables[size_t(EntityType::User)] = qsizetype(users.memory());
    // A node and its share of the buckets each.
    tables[size_t(EntityType::Channel)] += qsizetype(channelGuilds.size() * 48);
    tables[size_t(EntityType::Guild)] += qsizetype(shelves.size() * (sizeof(Shelf) + 64));
    QList<EntityUsage> all;
    for (size_t i = 0; i < kEntityTypes; ++i) {
        const Counter &counter = counters[i];
        if (!policies[EntityType(i)].isKept && counter.count == 0)
            continue;
        all.append({EntityType(i), counter.count, policies[EntityType(i)].most,
                    counter.bytes + tables[i], counter.refused, counter.evicted, counter.expired});
    }
    return all;
}

qsizetype EntityCache::Impl::bytes() const
{
    qsizetype sum = heap.reservedBytes() - heap.liveBytes() + packer.tableBytes();
    for (const EntityUsage &type : usage())
        sum += type.bytes;
    return sum;
}

} // namespace Cordial::Api
