// SPDX-License-Identifier: MIT
#include <cordial/sandbox/configfile.h>
#include <cordial/sandbox/intents.h>
#include <cordial/sandbox/messages.h>
#include <cordial/sandbox/permissions.h>
#include <cordial/sandbox/snowflakes.h>
#include <cordial/sandbox/worldfile.h>

#include <QCryptographicHash>
#include <QJsonDocument>

#include <array>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

// Worlds begin here, so that their ids depend on the seed alone: 2024-01-01T00:00:00Z.
constexpr qint64 kWorldBirthMs = 1'704'067'200'000;

constexpr auto kDefaultWorld = R"json({
  "application": {"name": "Sandbox Bot"},
  "bot": {"username": "sandbox-bot", "roles": ["Bot"]},
  "guild": {"name": "Cordial Sandbox"},
  "roles": [
    {"name": "Member", "color": 10070709},
    {"name": "Moderator", "color": 3066993, "hoist": true, "mentionable": true,
     "permissions": ["MANAGE_MESSAGES", "KICK_MEMBERS", "BAN_MEMBERS", "MODERATE_MEMBERS",
                     "MANAGE_NICKNAMES", "MANAGE_CHANNELS", "PIN_MESSAGES", "VIEW_AUDIT_LOG"]},
    {"name": "Bot", "color": 5793266,
     "permissions": ["MANAGE_MESSAGES", "KICK_MEMBERS", "BAN_MEMBERS", "MODERATE_MEMBERS",
                     "MANAGE_NICKNAMES", "MANAGE_CHANNELS", "MANAGE_ROLES", "MANAGE_WEBHOOKS",
                     "PIN_MESSAGES", "VIEW_AUDIT_LOG"]}
  ],
  "users": [
    {"username": "ada", "global_name": "Ada", "owner": true, "roles": ["Moderator"]},
    {"username": "mira", "global_name": "Mira", "roles": ["Moderator"]},
    {"username": "robin", "global_name": "Robin", "roles": ["Member"]},
    {"username": "kim", "global_name": "Kim", "roles": []}
  ],
  "channels": [
    {"name": "general", "topic": "Talk to each other, and to the bot"},
    {"name": "bot-playground", "topic": "Commands go here"},
    {"name": "welcome"},
    {"name": "announcements", "type": "announcement",
     "overwrites": [{"role": "@everyone", "deny": ["SEND_MESSAGES"]},
                    {"role": "Moderator", "allow": ["SEND_MESSAGES"]},
                    {"role": "Bot", "allow": ["SEND_MESSAGES"]}]},
    {"name": "staff", "topic": "Moderators only",
     "overwrites": [{"role": "@everyone", "deny": ["VIEW_CHANNEL"]},
                    {"role": "Moderator", "allow": ["VIEW_CHANNEL"]},
                    {"role": "Bot", "allow": ["VIEW_CHANNEL"]}]},
    {"name": "lounge", "type": "voice"}
  ]
})json";

// What Discord gives @everyone in a new guild, as far as this server knows the bits.
constexpr std::array kEveryone{"VIEW_CHANNEL"_L1,
                               "SEND_MESSAGES"_L1,
                               "EMBED_LINKS"_L1,
                               "ATTACH_FILES"_L1,
                               "READ_MESSAGE_HISTORY"_L1,
                               "ADD_REACTIONS"_L1,
                               "USE_EXTERNAL_EMOJIS"_L1,
                               "USE_APPLICATION_COMMANDS"_L1,
                               "CHANGE_NICKNAME"_L1,
                               "CONNECT"_L1,
                               "SPEAK"_L1,
                               "CREATE_INSTANT_INVITE"_L1,
                               "SEND_MESSAGES_IN_THREADS"_L1,
                               "CREATE_PUBLIC_THREADS"_L1};

class Builder
{
public:
    Builder(quint64 seed, qint64 nowMs) : m_seed(seed), m_nowMs(nowMs)
    {
        m_setup.world = std::make_unique<World>();
    }

    Result<WorldSetup> build(const QJsonObject &spec)
    {
        ConfigReader reader(spec, {}, m_error);
        readApplication(reader.object("application"_L1));
        readGuild(reader.object("guild"_L1), reader);
        readRoles(reader.array("roles"_L1));
        readBot(reader.object("bot"_L1));
        readUsers(reader.array("users"_L1));
        readChannels(reader.array("channels"_L1));
        addExtras(reader);
        const QString wrong =
            readGatewaySettings(reader.object("gateway"_L1), u"gateway"_s, m_setup.gateway);
        if (m_error.isEmpty())
            m_error = wrong;
        reader.finish();
        if (m_error.isEmpty())
            checkWhole();
        if (!m_error.isEmpty())
            return makeError(ErrorCode::InvalidArgument, m_error);
        return std::move(m_setup);
    }

private:
    World &world() { return *m_setup.world; }
    Guild &guild() { return *world().guild(world().mainGuild); }

    quint64 nextId()
    {
        // A thousand ids a seed-dependent step apart keep the order of creation.
        const qint64 step = 60'000 + qint64(m_seed % 1009);
        return Snowflakes::at(kWorldBirthMs + step * ++m_idIndex, quint32(m_seed & 0xFFFU));
    }

    quint64 takeId(ConfigReader &reader)
    {
        const quint64 fresh = nextId();
        const quint64 id = reader.id("id"_L1, fresh);
        if (m_usedIds.contains(id))
            reader.fail("id"_L1, u"is used twice"_s);
        m_usedIds.insert(id, true);
        return id;
    }

    quint64 readPermissions(ConfigReader &reader, QLatin1StringView key)
    {
        quint64 bits = 0;
        const QStringList names = reader.strings(key);
        for (const QString &name : names) {
            bool isNumber = false;
            const quint64 number = name.toULongLong(&isNumber);
            const auto bit = permissionFromName(name);
            if (!isNumber && !bit)
                reader.fail(key, u"\"%1\" is not a permission"_s.arg(name));
            bits |= isNumber ? number : bit.value_or(0);
        }
        return bits;
    }

    void readApplication(const QJsonObject &object)
    {
        ConfigReader reader(object, u"application"_s, m_error);
        // Discord gives the bot user and its application one id.
        world().applicationId = ApplicationId(takeId(reader));
        world().applicationName = reader.string("name"_L1, u"Sandbox Bot"_s);
        world().allowedIntents = Intent::Privileged;
        if (reader.has("intents"_L1)) {
            world().allowedIntents = 0;
            const QStringList names = reader.strings("intents"_L1);
            for (const QString &name : names) {
                const quint64 bit = intentFromName(name).value_or(0) & Intent::Privileged;
                if (bit == 0)
                    reader.fail("intents"_L1, u"\"%1\" is not a privileged intent"_s.arg(name));
                world().allowedIntents |= bit;
            }
        }
        // Application flags: the "limited" bits of presence, members, content.
        constexpr quint64 kPresence = 1U << 13;
        constexpr quint64 kMembers = 1U << 15;
        constexpr quint64 kContent = 1U << 19;
        const quint64 allowed = world().allowedIntents;
        world().applicationFlags = ((allowed & Intent::GuildPresences) != 0 ? kPresence : 0)
            | ((allowed & Intent::GuildMembers) != 0 ? kMembers : 0)
            | ((allowed & Intent::MessageContent) != 0 ? kContent : 0);
        reader.finish();
    }

    void readGuild(const QJsonObject &object, ConfigReader &top)
    {
        ConfigReader reader(object, u"guild"_s, m_error);
        Guild made;
        made.id = GuildId(takeId(reader));
        made.name = reader.string("name"_L1, u"Cordial Sandbox"_s);
        made.joinedMs = kWorldBirthMs;
        reader.finish();
        Role everyone;
        everyone.id = RoleId(made.id.value());
        everyone.name = u"@everyone"_s;
        everyone.permissions = everyonePermissions();
        if (top.has("everyone"_L1))
            everyone.permissions = readPermissions(top, "everyone"_L1);
        made.roles.emplace(everyone.id, everyone);
        world().mainGuild = made.id;
        world().guilds.emplace(made.id, std::move(made));
    }

    static quint64 everyonePermissions()
    {
        quint64 bits = 0;
        for (const QLatin1StringView name : kEveryone)
            bits |= permissionFromName(QString(name)).value_or(0);
        return bits;
    }

    void readRoles(const QJsonArray &list)
    {
        for (qsizetype i = 0; i < list.size(); ++i) {
            ConfigReader reader(list.at(i).toObject(), u"roles[%1]"_s.arg(i), m_error);
            Role role;
            role.id = RoleId(takeId(reader));
            role.name = reader.string("name"_L1, u"new role"_s);
            role.permissions = readPermissions(reader, "permissions"_L1);
            role.color = int(reader.integer("color"_L1, 0, 0, 0xFFFFFF));
            role.hoist = reader.boolean("hoist"_L1, false);
            role.mentionable = reader.boolean("mentionable"_L1, false);
            role.position = int(i) + 1;
            reader.finish();
            if (roleByName(role.name).isValid())
                reader.fail("name"_L1, u"is used twice"_s);
            guild().roles.emplace(role.id, role);
        }
    }

    RoleId roleByName(const QString &name)
    {
        for (const auto &[id, role] : guild().roles) {
            if (role.name == name)
                return id;
        }
        return {};
    }

    UserId userByName(const QString &name)
    {
        for (const auto &[id, user] : world().users) {
            if (user.username == name)
                return id;
        }
        return {};
    }

    QList<RoleId> readRoleNames(ConfigReader &reader)
    {
        QList<RoleId> roles;
        const QStringList names = reader.strings("roles"_L1);
        for (const QString &name : names) {
            const RoleId role = roleByName(name);
            if (!role.isValid())
                reader.fail("roles"_L1, u"there is no role \"%1\""_s.arg(name));
            roles.append(role);
        }
        return roles;
    }

    void addUser(User user, ConfigReader &reader, QList<RoleId> roles, const QString &nick)
    {
        const QByteArray token = reader.string("token"_L1).toUtf8();
        user.token = token.isEmpty() ? makeToken(user.id, m_seed) : token;
        if (world().userByToken(user.token) != nullptr)
            reader.fail("token"_L1, u"is used twice"_s);
        if (userByName(user.username).isValid())
            reader.fail("username"_L1, u"is used twice"_s);
        Member member;
        member.user = user.id;
        member.nick = nick;
        member.roles = std::move(roles);
        member.joinedMs = kWorldBirthMs + qint64(world().users.size()) * 1000;
        guild().members.emplace(user.id, std::move(member));
        world().users.emplace(user.id, std::move(user));
    }

    void readBot(const QJsonObject &object)
    {
        ConfigReader reader(object, u"bot"_s, m_error);
        User bot;
        bot.id = UserId(world().applicationId.value());
        bot.username = reader.string("username"_L1, u"sandbox-bot"_s);
        bot.bot = true;
        world().botId = bot.id;
        const QList<RoleId> roles = readRoleNames(reader);
        for (const RoleId role : roles) {
            if (Role *managed = role.isValid() ? &guild().roles.at(role) : nullptr;
                managed != nullptr && managed->name == u"Bot"_s) {
                managed->managed = true;
                managed->botOwner = bot.id;
            }
        }
        addUser(bot, reader, roles, {});
        reader.finish();
    }

    void readUsers(const QJsonArray &list)
    {
        for (qsizetype i = 0; i < list.size(); ++i) {
            ConfigReader reader(list.at(i).toObject(), u"users[%1]"_s.arg(i), m_error);
            User user;
            user.id = UserId(takeId(reader));
            user.username = reader.string("username"_L1, u"user%1"_s.arg(i + 1));
            user.globalName = reader.string("global_name"_L1);
            const bool owner = reader.boolean("owner"_L1, false);
            if (owner && guild().owner.isValid())
                reader.fail("owner"_L1, u"a guild has one owner"_s);
            if (owner)
                guild().owner = user.id;
            if (!world().mainPerson.isValid() || owner)
                world().mainPerson = user.id;
            const QList<RoleId> roles = readRoleNames(reader);
            addUser(user, reader, roles, reader.string("nick"_L1));
            reader.finish();
        }
    }

    void readChannels(const QJsonArray &list)
    {
        for (qsizetype i = 0; i < list.size(); ++i) {
            ConfigReader reader(list.at(i).toObject(), u"channels[%1]"_s.arg(i), m_error);
            Channel channel;
            channel.id = ChannelId(takeId(reader));
            channel.guild = world().mainGuild;
            channel.position = int(i);
            channel.name = reader.string("name"_L1, u"channel-%1"_s.arg(i + 1));
            channel.topic = reader.string("topic"_L1);
            channel.type = readType(reader);
            channel.nsfw = reader.boolean("nsfw"_L1, false);
            channel.rateLimitPerUser = int(reader.integer("rate_limit_per_user"_L1, 0, 0, 21600));
            readParent(reader, channel);
            readOverwrites(reader, channel);
            const QJsonArray messages = reader.array("messages"_L1);
            const QString path = reader.pathOf("messages"_L1);
            reader.finish();
            addChannel(std::move(channel));
            readMessages(messages, path, guild().channels.last());
        }
    }

    void addChannel(Channel channel)
    {
        if (channel.type == ChannelType::GuildText && !world().mainChannel.isValid())
            world().mainChannel = channel.id;
        guild().channels.append(channel.id);
        world().channels.emplace(channel.id, std::move(channel));
    }

    static ChannelType readType(ConfigReader &reader)
    {
        const QString name = reader.string("type"_L1, u"text"_s);
        if (name == u"text"_s)
            return ChannelType::GuildText;
        if (name == u"voice"_s)
            return ChannelType::GuildVoice;
        if (name == u"announcement"_s)
            return ChannelType::GuildAnnouncement;
        if (name != u"category"_s)
            reader.fail("type"_L1, u"must be text, voice, announcement or category"_s);
        return ChannelType::GuildCategory;
    }

    void readParent(ConfigReader &reader, Channel &channel)
    {
        const QString name = reader.string("parent"_L1);
        if (name.isEmpty())
            return;
        for (const auto &[id, other] : world().channels) {
            if (other.name == name && other.type == ChannelType::GuildCategory)
                channel.parent = id;
        }
        if (!channel.parent.isValid())
            reader.fail("parent"_L1, u"there is no category \"%1\" above"_s.arg(name));
    }

    void readOverwrites(ConfigReader &reader, Channel &channel)
    {
        const QJsonArray list = reader.array("overwrites"_L1);
        for (qsizetype i = 0; i < list.size(); ++i) {
            ConfigReader entry(list.at(i).toObject(),
                               reader.pathOf("overwrites"_L1) + u"[%1]"_s.arg(i), m_error);
            const QString role = entry.string("role"_L1);
            const QString user = entry.string("user"_L1);
            Overwrite overwrite;
            overwrite.type = role.isEmpty() ? 1 : 0;
            overwrite.id = role.isEmpty() ? userByName(user).value() : roleByName(role).value();
            if (overwrite.id == 0)
                entry.fail(role.isEmpty() ? "user"_L1 : "role"_L1,
                           u"there is none of the name \"%1\""_s.arg(role + user));
            overwrite.allow = readPermissions(entry, "allow"_L1);
            overwrite.deny = readPermissions(entry, "deny"_L1);
            entry.finish();
            channel.overwrites.append(overwrite);
        }
    }

    void readMessages(const QJsonArray &list, const QString &path, ChannelId channel)
    {
        for (qsizetype i = 0; i < list.size(); ++i) {
            ConfigReader reader(list.at(i).toObject(), path + u"[%1]"_s.arg(i), m_error);
            const QString author = reader.string("author"_L1);
            const User *user = world().user(userByName(author));
            const QString content = reader.string("content"_L1);
            const double age = reader.seconds("age"_L1, 3600);
            reader.finish();
            if (user == nullptr) {
                reader.fail("author"_L1, u"there is no user \"%1\""_s.arg(author));
                continue;
            }
            const qint64 madeMs = m_nowMs - qint64(age * 1000);
            const MessageId id(Snowflakes::at(madeMs, quint32(m_messageIndex++)));
            world().addMessage(plainMessage(id, channel, *user, content));
        }
    }

    void addExtras(ConfigReader &reader)
    {
        const qint64 channels = reader.integer("extra_channels"_L1, 0, 0, 1500);
        const qint64 members = reader.integer("extra_members"_L1, 0, 0, 15'000);
        const qint64 guilds = reader.integer("extra_guilds"_L1, 0, 0, 20'000);
        for (qint64 i = 0; i < channels; ++i) {
            Channel channel;
            channel.id = ChannelId(nextId());
            channel.guild = world().mainGuild;
            channel.name = u"extra-%1"_s.arg(i + 1);
            channel.position = int(guild().channels.size());
            addChannel(std::move(channel));
        }
        for (qint64 i = 0; i < members; ++i) {
            User user;
            user.id = UserId(nextId());
            user.username = u"extra%1"_s.arg(i + 1);
            user.token = makeToken(user.id, m_seed);
            Member member;
            member.user = user.id;
            member.joinedMs = kWorldBirthMs;
            guild().members.emplace(user.id, std::move(member));
            world().users.emplace(user.id, std::move(user));
        }
        for (qint64 i = 0; i < guilds; ++i)
            addExtraGuild(i);
    }

    void addExtraGuild(qint64 index)
    {
        // Consecutive upper bits, so that any shard count divides them evenly.
        const qint64 base = kWorldBirthMs + 400LL * 86'400'000;
        Guild made;
        made.id = GuildId(Snowflakes::at(base + index, quint32(m_seed & 0xFFFU)));
        made.name = u"Extra %1"_s.arg(index + 1);
        made.owner = guild().owner;
        made.joinedMs = kWorldBirthMs;
        Role everyone;
        everyone.id = RoleId(made.id.value());
        everyone.name = u"@everyone"_s;
        everyone.permissions = everyonePermissions();
        made.roles.emplace(everyone.id, everyone);
        for (const UserId user : {world().botId, made.owner}) {
            Member member;
            member.user = user;
            member.joinedMs = kWorldBirthMs;
            made.members.emplace(user, member);
        }
        Channel channel;
        channel.id = ChannelId(made.id.value() + 1);
        channel.guild = made.id;
        channel.name = u"general"_s;
        made.channels.append(channel.id);
        world().channels.emplace(channel.id, std::move(channel));
        world().guilds.emplace(made.id, std::move(made));
    }

    void checkWhole()
    {
        if (!world().mainPerson.isValid())
            m_error = u"users: at least one person is needed"_s;
        else if (!world().mainChannel.isValid())
            m_error = u"channels: at least one text channel is needed"_s;
        else if (!guild().owner.isValid())
            guild().owner = world().mainPerson;
    }

    const quint64 m_seed;
    const qint64 m_nowMs;
    qint64 m_idIndex = 0;
    qint64 m_messageIndex = 0;
    QHash<quint64, bool> m_usedIds;
    QString m_error;
    WorldSetup m_setup;
};

} // namespace

QJsonObject defaultWorldSpec()
{
    return QJsonDocument::fromJson(kDefaultWorld).object();
}

Result<WorldSetup> buildWorld(const QJsonObject &spec, quint64 seed, qint64 nowMs)
{
    // What a file leaves out is as in the default world.
    QJsonObject whole = defaultWorldSpec();
    if (spec.contains("roles"_L1) && !spec.contains("bot"_L1))
        whole.insert("bot"_L1, QJsonObject());
    if (spec.contains("roles"_L1) && !spec.contains("channels"_L1))
        whole.insert("channels"_L1, QJsonArray{QJsonObject{{u"name"_s, u"general"_s}}});
    if (spec.contains("roles"_L1) && !spec.contains("users"_L1))
        whole.insert("users"_L1,
                     QJsonArray{QJsonObject{{u"username"_s, u"ada"_s}, {u"owner"_s, true}}});
    for (auto it = spec.begin(); it != spec.end(); ++it)
        whole.insert(it.key(), it.value());
    return Builder(seed, nowMs).build(whole);
}

QString readGatewaySettings(const QJsonObject &object, const QString &path,
                            GatewaySettings &settings)
{
    QString error;
    ConfigReader reader(object, path, error);
    const auto time = [&reader](QLatin1StringView key, Milliseconds fallback) {
        return Milliseconds(qint64(reader.seconds(key, double(fallback.count()) / 1000.0) * 1000));
    };
    const auto number = [&reader](QLatin1StringView key, int fallback, int least) {
        return int(reader.integer(key, fallback, least, 1'000'000));
    };
    GatewaySettings read = settings;
    read.heartbeatInterval =
        std::max(time("heartbeat_interval"_L1, read.heartbeatInterval), Milliseconds(10));
    read.sessionTimeout = time("session_timeout"_L1, read.sessionTimeout);
    read.maxConcurrency = number("max_concurrency"_L1, read.maxConcurrency, 1);
    read.sessionStartTotal = number("session_start_total"_L1, read.sessionStartTotal, 0);
    read.sessionStartRemaining =
        number("session_start_remaining"_L1,
               object.contains("session_start_total"_L1) ? read.sessionStartTotal
                                                         : read.sessionStartRemaining,
               0);
    read.recommendedShards = number("recommended_shards"_L1, read.recommendedShards, 1);
    read.requiredShards = number("required_shards"_L1, read.requiredShards, 1);
    read.replayEvents = number("replay_events"_L1, int(read.replayEvents), 1);
    read.replayBytes =
        reader.integer("replay_bytes"_L1, read.replayBytes, 1024, 1024LL * 1024 * 1024);
    reader.finish();
    if (error.isEmpty())
        settings = read;
    return error;
}

QByteArray makeToken(UserId user, quint64 seed)
{
    constexpr auto kOptions = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    const QByteArray mixed =
        "cordial-sandbox/"_ba + QByteArray::number(seed) + '/' + user.toByteArray();
    const QByteArray digest = QCryptographicHash::hash(mixed, QCryptographicHash::Sha256);
    return user.toByteArray().toBase64(kOptions) + '.' + digest.left(4).toBase64(kOptions) + '.'
        + digest.mid(4).toBase64(kOptions);
}

} // namespace Cordial::Sandbox
