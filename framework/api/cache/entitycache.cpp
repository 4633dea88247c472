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

std::optional<Guild> EntityCache::guild(GuildId id) const
{
    return decoded<Guild>(json(EntityType::Guild, id, id.value()));
}

std::optional<GuildId> EntityCache::guildOf(ChannelId id) const
{
    const QReadLocker locked(&d->lock);
    const auto found = d->channelGuilds.find(id.value());
    return found == d->channelGuilds.end() ? std::nullopt : std::optional(GuildId(found->second));
}

std::optional<Channel> EntityCache::channel(ChannelId id) const
{
    const auto guild = guildOf(id);
    return guild ? decoded<Channel>(json(EntityType::Channel, *guild, id.value())) : std::nullopt;
}

std::optional<Role> EntityCache::role(GuildId guild, RoleId id) const
{
    return decoded<Role>(json(EntityType::Role, guild, id.value()));
}

std::optional<GuildMember> EntityCache::member(GuildId guild, UserId id) const
{
    return decoded<GuildMember>(json(EntityType::Member, guild, id.value()));
}

std::optional<User> EntityCache::user(UserId id) const
{
    return decoded<User>(json(EntityType::User, {}, id.value()));
}

std::optional<Emoji> EntityCache::emoji(GuildId guild, EmojiId id) const
{
    return decoded<Emoji>(json(EntityType::Emoji, guild, id.value()));
}

std::optional<Sticker> EntityCache::sticker(GuildId guild, StickerId id) const
{
    return decoded<Sticker>(json(EntityType::Sticker, guild, id.value()));
}

std::optional<VoiceState> EntityCache::voiceState(GuildId guild, UserId id) const
{
    return decoded<VoiceState>(json(EntityType::VoiceState, guild, id.value()));
}

std::optional<Presence> EntityCache::presence(GuildId guild, UserId id) const
{
    return decoded<Presence>(json(EntityType::Presence, guild, id.value()));
}

std::optional<Message> EntityCache::message(GuildId guild, MessageId id) const
{
    return decoded<Message>(json(EntityType::Message, guild, id.value()));
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

} // namespace Cordial::Api
