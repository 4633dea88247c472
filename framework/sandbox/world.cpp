// SPDX-License-Identifier: MIT
#include <cordial/sandbox/permissions.h>
#include <cordial/sandbox/snowflakes.h>
#include <cordial/sandbox/world.h>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

template <typename Map, typename Key>
auto find(Map &map, Key key) -> decltype(&map.begin()->second)
{
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

QJsonArray idArray(const QList<RoleId> &ids)
{
    QJsonArray array;
    for (const RoleId id : ids)
        array.append(id.toString());
    return array;
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

} // namespace

QJsonObject User::toJson() const
{
    QJsonObject json{
        {u"id"_s, id.toString()},
        {u"username"_s, username},
        {u"discriminator"_s, bot ? u"0042"_s : u"0"_s},
        {u"global_name"_s, orNull(globalName)},
        {u"avatar"_s, QJsonValue::Null},
        {u"public_flags"_s, 0},
    };
    if (bot)
        json.insert("bot"_L1, true);
    return json;
}

QJsonObject Role::toJson() const
{
    QJsonObject json{
        {u"id"_s, id.toString()},
        {u"name"_s, name},
        {u"permissions"_s, QString::number(permissions)},
        {u"position"_s, position},
        {u"color"_s, color},
        {u"colors"_s,
         QJsonObject{{u"primary_color"_s, color},
                     {u"secondary_color"_s, QJsonValue::Null},
                     {u"tertiary_color"_s, QJsonValue::Null}}},
        {u"hoist"_s, hoist},
        {u"icon"_s, QJsonValue::Null},
        {u"unicode_emoji"_s, QJsonValue::Null},
        {u"managed"_s, managed},
        {u"mentionable"_s, mentionable},
        {u"flags"_s, 0},
    };
    if (botOwner.isValid())
        json.insert("tags"_L1, QJsonObject{{u"bot_id"_s, botOwner.toString()}});
    return json;
}

QJsonObject Message::toJson(UserId viewer) const
{
    if (reactions.isEmpty())
        return json;
    QJsonArray list;
    for (const Reaction &reaction : reactions) {
        const auto count = static_cast<int>(reaction.users.size());
        list.append(QJsonObject{
            {u"emoji"_s, reaction.emoji},
            {u"count"_s, count},
            {u"count_details"_s, QJsonObject{{u"burst"_s, 0}, {u"normal"_s, count}}},
            {u"burst_colors"_s, QJsonArray()},
            {u"me"_s, reaction.users.contains(viewer)},
            {u"me_burst"_s, false},
        });
    }
    QJsonObject shown = json;
    shown.insert("reactions"_L1, list);
    return shown;
}

bool Channel::isText() const
{
    return type != ChannelType::GuildCategory;
}

QJsonObject Channel::toJson(const World &world) const
{
    QJsonObject json{
        {u"id"_s, id.toString()},
        {u"type"_s, static_cast<int>(type)},
        {u"flags"_s, 0},
        {u"last_message_id"_s,
         lastMessage.isValid() ? QJsonValue(lastMessage.toString()) : QJsonValue::Null},
    };
    if (type == ChannelType::Dm) {
        QJsonArray people;
        for (const UserId recipient : recipients) {
            const User *user = world.user(recipient);
            if (user != nullptr && recipient != world.botId)
                people.append(user->toJson());
        }
        json.insert("recipients"_L1, people);
        return json;
    }
    QJsonArray permissionOverwrites;
    for (const Overwrite &overwrite : overwrites) {
        permissionOverwrites.append(QJsonObject{
            {u"id"_s, QString::number(overwrite.id)},
            {u"type"_s, overwrite.type},
            {u"allow"_s, QString::number(overwrite.allow)},
            {u"deny"_s, QString::number(overwrite.deny)},
        });
    }
    json.insert("guild_id"_L1, guild.toString());
    json.insert("name"_L1, name);
    json.insert("topic"_L1, orNull(topic));
    json.insert("position"_L1, position);
    json.insert("nsfw"_L1, nsfw);
    json.insert("rate_limit_per_user"_L1, rateLimitPerUser);
    json.insert("parent_id"_L1,
                parent.isValid() ? QJsonValue(parent.toString()) : QJsonValue::Null);
    json.insert("permission_overwrites"_L1, permissionOverwrites);
    if (type == ChannelType::GuildVoice) {
        json.insert("bitrate"_L1, 64000);
        json.insert("user_limit"_L1, 0);
        json.insert("rtc_region"_L1, QJsonValue::Null);
    }
    return json;
}

User *World::user(UserId id)
{
    return find(users, id);
}

const User *World::user(UserId id) const
{
    return find(users, id);
}

User *World::userByToken(QByteArrayView token)
{
    if (token.isEmpty())
        return nullptr;
    const auto found =
        std::ranges::find_if(users, [token](auto &entry) { return entry.second.token == token; });
    return found == users.end() ? nullptr : &found->second;
}

Guild *World::guild(GuildId id)
{
    return find(guilds, id);
}

const Guild *World::guild(GuildId id) const
{
    return find(guilds, id);
}

Channel *World::channel(ChannelId id)
{
    return find(channels, id);
}

const Channel *World::channel(ChannelId id) const
{
    return find(channels, id);
}

const Member *World::member(GuildId guildId, UserId user) const
{
    const Guild *home = guild(guildId);
    return home == nullptr ? nullptr : find(home->members, user);
}

Member *World::member(GuildId guildId, UserId user)
{
    Guild *home = guild(guildId);
    return home == nullptr ? nullptr : find(home->members, user);
}

Command *World::command(CommandId id)
{
    const auto found = std::ranges::find(commands, id, &Command::id);
    return found == commands.end() ? nullptr : &*found;
}

quint64 World::guildPermissions(const Guild &guild, UserId user) const
{
    if (guild.owner == user)
        return Permission::All;
    const auto found = guild.members.find(user);
    if (found == guild.members.end())
        return 0;
    quint64 permissions = 0;
    // The role @everyone has the guild's own id.
    const auto everyone = guild.roles.find(RoleId(guild.id.value()));
    if (everyone != guild.roles.end())
        permissions |= everyone->second.permissions;
    for (const RoleId role : found->second.roles) {
        const auto known = guild.roles.find(role);
        if (known != guild.roles.end())
            permissions |= known->second.permissions;
    }
    return (permissions & Permission::Administrator) != 0 ? Permission::All : permissions;
}

quint64 World::permissions(const Channel &channel, UserId user, qint64 nowMs) const
{
    if (channel.type == ChannelType::Dm) {
        constexpr quint64 kModerating = Permission::ManageMessages | Permission::ManageChannels;
        return channel.recipients.contains(user) ? Permission::All & ~kModerating : 0;
    }
    const Guild *home = guild(channel.guild);
    const Member *who = member(channel.guild, user);
    if (home == nullptr || who == nullptr)
        return 0;
    quint64 permissions = guildPermissions(*home, user);
    if (permissions == Permission::All)
        return permissions;

    quint64 allow = 0;
    quint64 deny = 0;
    for (const Overwrite &overwrite : channel.overwrites) {
        if (overwrite.id == channel.guild.value())
            permissions = (permissions & ~overwrite.deny) | overwrite.allow;
        else if (overwrite.type == 0 && who->roles.contains(RoleId(overwrite.id))) {
            allow |= overwrite.allow;
            deny |= overwrite.deny;
        }
    }
    permissions = (permissions & ~deny) | allow;
    for (const Overwrite &overwrite : channel.overwrites) {
        if (overwrite.type == 1 && overwrite.id == user.value())
            permissions = (permissions & ~overwrite.deny) | overwrite.allow;
    }
    if ((permissions & Permission::ViewChannel) == 0)
        return 0;
    if (who->timeoutUntilMs > nowMs)
        permissions &= Permission::ViewChannel | Permission::ReadMessageHistory;
    return permissions;
}

int World::rank(const Guild &guild, UserId user) const
{
    if (guild.owner == user)
        return std::numeric_limits<int>::max();
    const auto found = guild.members.find(user);
    if (found == guild.members.end())
        return -1;
    int highest = 0;
    for (const RoleId role : found->second.roles) {
        const auto known = guild.roles.find(role);
        if (known != guild.roles.end())
            highest = std::max(highest, known->second.position);
    }
    return highest;
}

QJsonObject World::memberJson(const Member &member, bool withUser) const
{
    QJsonObject json{
        {u"nick"_s, orNull(member.nick)},
        {u"avatar"_s, QJsonValue::Null},
        {u"banner"_s, QJsonValue::Null},
        {u"roles"_s, idArray(member.roles)},
        {u"joined_at"_s, timestamp(member.joinedMs)},
        {u"premium_since"_s, QJsonValue::Null},
        {u"deaf"_s, member.deaf},
        {u"mute"_s, member.mute},
        {u"flags"_s, 0},
        {u"pending"_s, false},
        {u"communication_disabled_until"_s,
         member.timeoutUntilMs != 0 ? QJsonValue(timestamp(member.timeoutUntilMs))
                                    : QJsonValue::Null},
    };
    const User *who = user(member.user);
    if (withUser && who != nullptr)
        json.insert("user"_L1, who->toJson());
    return json;
}

QJsonObject World::guildJson(const Guild &guild) const
{
    QJsonArray roles;
    for (const auto &[id, role] : guild.roles)
        roles.append(role.toJson());
    return {
        {u"id"_s, guild.id.toString()},
        {u"name"_s, guild.name},
        {u"icon"_s, QJsonValue::Null},
        {u"splash"_s, QJsonValue::Null},
        {u"discovery_splash"_s, QJsonValue::Null},
        {u"banner"_s, QJsonValue::Null},
        {u"description"_s, QJsonValue::Null},
        {u"owner_id"_s, guild.owner.toString()},
        {u"afk_channel_id"_s, QJsonValue::Null},
        {u"afk_timeout"_s, 300},
        {u"verification_level"_s, 0},
        {u"default_message_notifications"_s, 0},
        {u"explicit_content_filter"_s, 0},
        {u"roles"_s, roles},
        {u"emojis"_s, QJsonArray()},
        {u"stickers"_s, QJsonArray()},
        {u"features"_s, QJsonArray()},
        {u"mfa_level"_s, 0},
        {u"application_id"_s, QJsonValue::Null},
        {u"system_channel_id"_s, QJsonValue::Null},
        {u"system_channel_flags"_s, 0},
        {u"rules_channel_id"_s, QJsonValue::Null},
        {u"public_updates_channel_id"_s, QJsonValue::Null},
        {u"safety_alerts_channel_id"_s, QJsonValue::Null},
        {u"max_members"_s, 25'000'000},
        {u"max_presences"_s, QJsonValue::Null},
        {u"vanity_url_code"_s, QJsonValue::Null},
        {u"premium_tier"_s, 0},
        {u"premium_subscription_count"_s, 0},
        {u"premium_progress_bar_enabled"_s, false},
        {u"preferred_locale"_s, u"en-US"_s},
        {u"nsfw_level"_s, 0},
        {u"nsfw"_s, false},
    };
}

Message &World::addMessage(Message message)
{
    Channel &home = channels.at(message.channel);
    const MessageId id = message.id;
    home.lastMessage = std::max(home.lastMessage, id);
    Message &kept = home.messages.insert_or_assign(id, std::move(message)).first->second;
    // The new one stays even when it is the oldest by its id: callers hold the reference.
    while (static_cast<qsizetype>(home.messages.size()) > bounds.messagesPerChannel) {
        auto oldest = home.messages.begin();
        if (oldest->first == id)
            ++oldest;
        if (oldest == home.messages.end())
            break;
        home.messages.erase(oldest);
        ++m_droppedMessages;
    }
    return kept;
}

Channel &World::directChannel(UserId a, UserId b, ChannelId newId)
{
    for (auto &[id, channel] : channels) {
        if (channel.type == ChannelType::Dm && channel.recipients.contains(a)
            && channel.recipients.contains(b))
            return channel;
    }
    Channel channel;
    channel.id = newId;
    channel.type = ChannelType::Dm;
    channel.recipients = {a, b};
    return channels.emplace(newId, std::move(channel)).first->second;
}

} // namespace Cordial::Sandbox
