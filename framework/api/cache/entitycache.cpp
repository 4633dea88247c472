// SPDX-License-Identifier: MIT
#include <cordial/api/cache/entitycache.h>

#include <cordial/api/cache/entitycache_p.h>

#include <cordial/api/typed/application.h>
#include <cordial/api/typed/channel.h>
#include <cordial/api/typed/emoji.h>
#include <cordial/api/typed/guild.h>
#include <cordial/api/typed/message.h>
#include <cordial/api/typed/presence.h>
#include <cordial/api/typed/role.h>
#include <cordial/api/typed/sticker.h>
#include <cordial/api/typed/user.h>
#include <cordial/api/typed/voice.h>

#include <QLocale>
#include <QStringList>

// What others see: locks, and values made from what is packed.
namespace Cordial::Api {

using Detail::PackedJson;

namespace {

template <typename T>
std::optional<T> decoded(const QByteArray &json)
{
    if (json.isEmpty())
        return {};
    Result<T> value = fromJson<T>(json);
    return value ? std::optional<T>(*std::move(value)) : std::nullopt;
}

PermissionQuery::Exception plain(const Api::Overwrite &from)
{
    using Kind = PermissionQuery::Exception::Kind;
    const bool isMember = from.type && *from.type == Api::OverwriteType::Member;
    return {from.id.value(), isMember ? Kind::Member : Kind::Role, from.allow.valueOr({}),
            from.deny.valueOr({})};
}

bool isThread(const Api::Channel &channel)
{
    return channel.type == Api::ChannelType::AnnouncementThread
        || channel.type == Api::ChannelType::PublicThread
        || channel.type == Api::ChannelType::PrivateThread;
}

PermissionPlace placeOf(const Api::Channel &channel)
{
    if (isThread(channel))
        return PermissionPlace::Thread;
    return channel.type == Api::ChannelType::GuildVoice
            || channel.type == Api::ChannelType::GuildStageVoice
        ? PermissionPlace::Voice
        : PermissionPlace::Text;
}

} // namespace

EntityCache::EntityCache(EntityPolicies policies, Clock &clock)
    : d(std::make_unique<Impl>(std::move(policies), clock))
{ }

EntityCache::~EntityCache() = default;

const EntityPolicies &EntityCache::policies() const
{
    return d->policies;
}

bool EntityCache::wants(const QByteArray &eventType) const
{
    return d->wants(eventType);
}

Result<> EntityCache::apply(const QByteArray &eventType, const QByteArray &data)
{
    if (!d->wants(eventType))
        return {};
    const QWriteLocker locked(&d->lock);
    std::string packed;
    JsonError error;
    QByteArray json = data;
    const bool isRead = Cordial::Detail::readDocument(
        json, error, [&](JsonValue &root) { return d->packer.pack(root, packed, error); });
    if (!isRead)
        return Cordial::Detail::decodeError(error);
    const Impl::Handler handler = Impl::handlerOf(eventType);
    ((*d).*handler)(packed);
    return {};
}

QByteArray EntityCache::Impl::json(EntityType type, quint64 guild, quint64 id) const
{
    const Bytes object = find(type, guild, id);
    if (object.empty())
        return {};
    QByteArray out("{");
    packer.unpackMembers(object, out);
    const auto addMember = [&out](const char *key) {
        if (out.size() > 1)
            out.append(',');
        out.append('"').append(key).append("\":");
    };
    const auto addList = [&](const char *key, EntityType of) {
        if (!policies[of].isKept)
            return;
        addMember(key);
        out.append('[');
        bool isFirst = true;
        shelf(guild)->tables[size_t(of)].forEach([&](Handle handle) {
            if (!std::exchange(isFirst, false))
                out.append(',');
            packer.unpack(heap.bytes(handle), out);
        });
        out.append(']');
    };
    if (type == EntityType::Guild) {
        addList("roles", EntityType::Role);
        addList("emojis", EntityType::Emoji);
        addList("stickers", EntityType::Sticker);
    } else if (type == EntityType::Channel && guild != 0
               && packer.find(object, "guild_id").empty()) {
        addMember("guild_id");
        out.append('"').append(QByteArray::number(guild)).append('"');
    } else if (type == EntityType::Member) {
        addMember("user");
        const Bytes user = find(EntityType::User, 0, id);
        if (user.empty())
            out.append("{\"id\":\"").append(QByteArray::number(id)).append("\"}");
        else
            packer.unpack(user, out);
    }
    out.append('}');
    return out;
}

QByteArray EntityCache::json(EntityType type, GuildId guild, quint64 id) const
{
    const QReadLocker locked(&d->lock);
    return d->json(type, guild.value(), id);
}

std::optional<Api::Guild> EntityCache::guild(GuildId id) const
{
    return decoded<Api::Guild>(json(EntityType::Guild, id, id.value()));
}

std::optional<GuildId> EntityCache::guildOf(ChannelId id) const
{
    const QReadLocker locked(&d->lock);
    const auto found = d->channelGuilds.find(id.value());
    return found == d->channelGuilds.end() ? std::nullopt : std::optional(GuildId(found->second));
}

std::optional<Api::Channel> EntityCache::channel(ChannelId id) const
{
    const auto guild = guildOf(id);
    return guild ? decoded<Api::Channel>(json(EntityType::Channel, *guild, id.value()))
                 : std::nullopt;
}

std::optional<Api::Role> EntityCache::role(GuildId guild, RoleId id) const
{
    return decoded<Api::Role>(json(EntityType::Role, guild, id.value()));
}

std::optional<Api::GuildMember> EntityCache::member(GuildId guild, UserId id) const
{
    return decoded<Api::GuildMember>(json(EntityType::Member, guild, id.value()));
}

std::optional<Api::User> EntityCache::user(UserId id) const
{
    return decoded<Api::User>(json(EntityType::User, {}, id.value()));
}

std::optional<Api::Emoji> EntityCache::emoji(GuildId guild, EmojiId id) const
{
    return decoded<Api::Emoji>(json(EntityType::Emoji, guild, id.value()));
}

std::optional<Api::Sticker> EntityCache::sticker(GuildId guild, StickerId id) const
{
    return decoded<Api::Sticker>(json(EntityType::Sticker, guild, id.value()));
}

std::optional<Api::VoiceState> EntityCache::voiceState(GuildId guild, UserId id) const
{
    return decoded<Api::VoiceState>(json(EntityType::VoiceState, guild, id.value()));
}

std::optional<Api::Presence> EntityCache::presence(GuildId guild, UserId id) const
{
    return decoded<Api::Presence>(json(EntityType::Presence, guild, id.value()));
}

std::optional<Api::Message> EntityCache::message(GuildId guild, MessageId id) const
{
    return decoded<Api::Message>(json(EntityType::Message, guild, id.value()));
}

QList<GuildId> EntityCache::guildIds() const
{
    const QReadLocker locked(&d->lock);
    QList<GuildId> all;
    for (const auto &[guild, shelf] : d->shelves) {
        if (guild != 0)
            all.append(GuildId(guild));
    }
    return all;
}

QList<quint64> EntityCache::ids(EntityType type, GuildId guild) const
{
    const QReadLocker locked(&d->lock);
    QList<quint64> all;
    const Impl::Shelf *shelf = d->shelf(guild.value());
    if (shelf == nullptr || size_t(type) >= kEntityTypes)
        return all;
    shelf->tables[size_t(type)].forEach(
        [&](Impl::Handle handle) { all.append(d->heap.header(handle).key); });
    return all;
}

bool EntityCache::contains(EntityType type, GuildId guild, quint64 id) const
{
    const QReadLocker locked(&d->lock);
    return size_t(type) < kEntityTypes && !d->find(type, guild.value(), id).empty();
}

bool EntityCache::containsGuild(GuildId id) const
{
    return contains(EntityType::Guild, id, id.value());
}

std::optional<PermissionQuery> EntityCache::queryFor(GuildId guildId, const Api::Channel &channel,
                                                     UserId userId,
                                                     const QList<RoleId> &roles) const
{
    if (channel.guildId.valueOr({}) != guildId)
        return {};
    std::optional<Api::Channel> parent;
    if (isThread(channel) && channel.parentId) {
        parent = this->channel(*channel.parentId);
        if (!parent)
            return {};
    }
    PermissionQuery query;
    query.guild = guildId;
    query.user = userId;
    {
        const QReadLocker locked(&d->lock);
        const auto guild = d->find(EntityType::Guild, guildId.value(), guildId.value());
        const auto everyone = d->find(EntityType::Role, guildId.value(), guildId.value());
        if (guild.empty() || everyone.empty())
            return {};
        query.isOwner = PackedJson::asId(d->packer.find(guild, "owner_id")) == userId.value();
        const auto bitsOf = [this](Impl::Bytes role) {
            return Permissions::fromBits(
                PackedJson::asId(d->packer.find(role, "permissions")).value_or(0));
        };
        query.everyone = bitsOf(everyone);
        for (const RoleId id : roles) {
            const auto role = d->find(EntityType::Role, guildId.value(), id.value());
            if (!role.empty())
                query.roles.append({id, bitsOf(role)});
        }
    }
    const auto &overwrites = parent ? parent->permissionOverwrites : channel.permissionOverwrites;
    for (const Api::Overwrite &overwrite : overwrites.valueOr({}))
        query.overwrites.append(plain(overwrite));
    return query;
}

std::optional<Permissions> EntityCache::permissions(GuildId guildId, ChannelId channelId,
                                                    UserId userId) const
{
    const std::optional<Api::Channel> place = channel(channelId);
    const std::optional<Api::GuildMember> who = member(guildId, userId);
    if (!place || !who)
        return {};
    std::optional<PermissionQuery> query = queryFor(guildId, *place, userId, who->roles);
    if (!query)
        return {};
    query->isTimedOut = who->communicationDisabledUntil
        && who->communicationDisabledUntil->time() > d->clock.wallNow();
    return effectivePermissions(*query, placeOf(*place));
}

std::optional<Permissions> EntityCache::grantedPermissions(GuildId guildId, ChannelId channelId,
                                                           UserId userId,
                                                           const QList<RoleId> &roles) const
{
    const std::optional<Api::Channel> place = channel(channelId);
    const auto query =
        place ? queryFor(guildId, *place, userId, roles) : std::optional<PermissionQuery>();
    return query ? std::optional(computePermissions(*query)) : std::nullopt;
}

qsizetype EntityCache::count(EntityType type) const
{
    const QReadLocker locked(&d->lock);
    return size_t(type) < kEntityTypes ? d->counters[size_t(type)].count : 0;
}

QList<EntityUsage> EntityCache::usage() const
{
    const QReadLocker locked(&d->lock);
    return d->usage();
}

qsizetype EntityCache::bytes() const
{
    const QReadLocker locked(&d->lock);
    return d->bytes();
}

QString EntityCache::summary() const
{
    const QLocale locale(QLocale::English);
    const auto megabytes = [&locale](qsizetype bytes) -> QString {
        return locale.toString(double(bytes) / 1e6, 'f', 1) + QStringLiteral(" MB");
    };
    QStringList parts;
    const QList<EntityUsage> all = usage();
    for (const EntityUsage &type : all) {
        if (type.count > 0)
            parts.append(QStringLiteral("%1 %2 (%3)")
                             .arg(QLatin1StringView(nameOf(type.type)),
                                  locale.toString(qlonglong(type.count)), megabytes(type.bytes)));
    }
    parts.append(QStringLiteral("in all ") + megabytes(bytes()));
    return parts.join(QStringLiteral(", "));
}

qsizetype EntityCache::sweep()
{
    const QWriteLocker locked(&d->lock);
    return d->sweep();
}

// What is kept between two runs: a line that says when, one an object, a line that says how many.
void EntityCache::Impl::appendLine(QList<QByteArray> &lines, EntityType type, quint64 guild,
                                   Bytes object) const
{
    QByteArray line("{\"type\":");
    line.append(QByteArray::number(int(type))).append(",\"guild\":\"");
    line.append(QByteArray::number(guild)).append("\",\"data\":");
    packer.unpack(object, line);
    lines.append(line.append('}'));
}

QList<QByteArray> EntityCache::Impl::linesOf(quint64 guild) const
{
    QList<QByteArray> lines;
    const Shelf *found = shelf(guild);
    if (found == nullptr)
        return lines;
    if (guild == 0 && self != 0)
        appendLine(lines, EntityType::User, 0, find(EntityType::User, 0, self));
    for (size_t i = 0; i < kEntityTypes; ++i) {
        const auto type = EntityType(i);
        found->tables[i].forEach([&](Handle handle) {
            if (type != EntityType::Member) {
                appendLine(lines, type, guild, heap.bytes(handle));
                return;
            }
            QByteArray line("{\"type\":");
            line.append(QByteArray::number(int(type))).append(",\"guild\":\"");
            line.append(QByteArray::number(guild)).append("\",\"data\":");
            lines.append(line.append(json(type, guild, heap.header(handle).key)).append('}'));
        });
    }
    return lines;
}

bool EntityCache::Impl::takeLine(Bytes line)
{
    const auto type = PackedJson::asInteger(packer.find(line, "type"));
    const auto guild = PackedJson::asId(packer.find(line, "guild"));
    const Bytes object = packer.find(line, "data");
    if (!type || *type < 0 || *type >= qint64(kEntityTypes) || !guild || object.empty())
        return false;
    makeShelf(*guild);
    switch (EntityType(*type)) {
    case EntityType::User:
        setSelf(object);
        return true;
    case EntityType::Member:
        putMember(*guild, object);
        return true;
    default:
        break;
    }
    const bool isOfUser =
        *type == qint64(EntityType::VoiceState) || *type == qint64(EntityType::Presence);
    const char *key = *type == qint64(EntityType::SoundboardSound) ? "sound_id"
        : isOfUser                                                 ? "user_id"
                                                                   : "id";
    const quint64 id = *type == qint64(EntityType::Presence)
        ? idIn(packer.find(object, "user"), "id")
        : idIn(object, key);
    put(EntityType(*type), *guild, id, object);
    return true;
}

Result<> EntityCache::save(CacheStore &store) const
{
    std::vector<quint64> guilds;
    {
        const QReadLocker locked(&d->lock);
        guilds = d->ring;
    }
    QList<QByteArray> lines{"{\"cordial_cache\":1,\"saved_at\":"
                            + QByteArray::number(qint64(d->clock.wallNow().time_since_epoch()
                                                        / std::chrono::milliseconds(1)))
                            + '}'};
    qsizetype at = 0;
    size_t next = 0;
    qsizetype count = -1; // The first line is none of them.
    bool isEnded = false;
    return store.write([&]() -> QByteArray {
        while (at == lines.size() && next < guilds.size()) {
            const QReadLocker locked(&d->lock);
            lines = d->linesOf(guilds[next++]);
            at = 0;
        }
        if (at < lines.size()) {
            ++count;
            return lines[at++];
        }
        if (std::exchange(isEnded, true))
            return {};
        return "{\"end\":" + QByteArray::number(count) + '}';
    });
}

Result<qsizetype> EntityCache::load(CacheStore &store, std::chrono::seconds atMost)
{
    auto fresh = std::make_unique<Impl>(d->policies, d->clock);
    qsizetype taken = 0;
    bool isOutdated = false;
    bool isBegun = false;
    bool isEmpty = true;
    bool isWhole = false;
    Error wrong = makeError(ErrorCode::Decode, QStringLiteral("the saved cache is not whole"));
    const Result<> read = store.read([&](const QByteArray &line) {
        isEmpty = false;
        std::string packed;
        JsonError error;
        QByteArray json = line;
        if (isWhole || !Cordial::Detail::readDocument(json, error, [&](JsonValue &root) {
                return fresh->packer.pack(root, packed, error);
            })) {
            isWhole = false;
            return false;
        }
        const auto number = [&](std::string_view key) {
            return PackedJson::asInteger(fresh->packer.find(packed, key));
        };
        if (!isBegun) {
            isBegun = number("cordial_cache") == 1;
            const std::chrono::milliseconds saved(number("saved_at").value_or(0));
            isOutdated = isBegun && d->clock.wallNow() - WallTime(saved) > atMost;
            return isBegun && !isOutdated;
        }
        if (const auto end = number("end")) {
            isWhole = *end == taken;
            return true;
        }
        const bool isTaken = fresh->takeLine(packed);
        taken += isTaken ? 1 : 0;
        return isTaken;
    });
    if (!read)
        return read.error();
    if (isEmpty || isOutdated)
        return qsizetype(0);
    if (!isWhole)
        return wrong;
    // What happened since was put into neither: this is for the start, before the first event.
    const QWriteLocker locked(&d->lock);
    std::swap(d->packer, fresh->packer);
    std::swap(d->heap, fresh->heap);
    d->shelves.swap(fresh->shelves);
    d->ring.swap(fresh->ring);
    std::swap(d->users, fresh->users);
    d->channelGuilds.swap(fresh->channelGuilds);
    std::swap(d->counters, fresh->counters);
    std::swap(d->self, fresh->self);
    std::swap(d->begin, fresh->begin);
    return taken;
}

} // namespace Cordial::Api
