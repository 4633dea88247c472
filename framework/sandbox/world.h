// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/ids.h>

#include <QByteArray>
#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <map>
#include <memory>

namespace Cordial::Sandbox {

//! \brief A person or the bot.
struct User
{
    UserId id;
    QString username;
    QString globalName;
    bool bot = false;
    QByteArray token;

    [[nodiscard]] QJsonObject toJson() const;
};

struct Role
{
    RoleId id;
    QString name;
    quint64 permissions = 0;
    int position = 0;
    int color = 0;
    bool hoist = false;
    bool mentionable = false;
    bool managed = false;
    UserId botOwner; //!< The bot that a managed role belongs to.

    [[nodiscard]] QJsonObject toJson() const;
};

struct Member
{
    UserId user;
    QString nick;
    QList<RoleId> roles;
    qint64 joinedMs = 0;
    bool deaf = false;
    bool mute = false;
    qint64 timeoutUntilMs = 0; //!< 0: not timed out.
};

struct Overwrite
{
    quint64 id = 0;
    int type = 0; //!< 0 role, 1 member
    quint64 allow = 0;
    quint64 deny = 0;
};

struct Reaction
{
    QString key; //!< "👍" or "name:id"
    QJsonObject emoji;
    QList<UserId> users;
};

//! \brief A message; json is what Discord shows of it, without reactions.
struct Message
{
    MessageId id;
    ChannelId channel;
    UserId author;
    QJsonObject json;
    QList<Reaction> reactions;
    WebhookId webhook; //!< Also the application of an interaction answer.
    QByteArray webhookToken;
    bool pinned = false;

    //! \brief As \a viewer sees it: reactions with `me`.
    [[nodiscard]] QJsonObject toJson(UserId viewer) const;
};

//! \brief Channel types. \source resources/channel.mdx
enum class ChannelType : int {
    GuildText = 0,
    Dm = 1,
    GuildVoice = 2,
    GuildCategory = 4,
    GuildAnnouncement = 5
};

struct Channel
{
    ChannelId id;
    ChannelType type = ChannelType::GuildText;
    GuildId guild;
    QString name;
    QString topic;
    int position = 0;
    bool nsfw = false;
    int rateLimitPerUser = 0;
    ChannelId parent;
    QList<Overwrite> overwrites;
    QList<UserId> recipients;
    MessageId lastMessage;
    std::map<MessageId, Message> messages;

    [[nodiscard]] bool isText() const;
    [[nodiscard]] QJsonObject toJson(const class World &world) const;
};

struct Ban
{
    UserId user;
    QString reason;
};

struct Guild
{
    GuildId id;
    QString name;
    UserId owner;
    qint64 joinedMs = 0;
    std::map<RoleId, Role> roles;
    std::map<UserId, Member> members;
    std::map<UserId, Ban> bans;
    QList<ChannelId> channels;
};

struct Webhook
{
    WebhookId id;
    GuildId guild;
    ChannelId channel;
    QString name;
    QByteArray token;
    UserId creator;
};

//! \brief An application command; json is the whole object with id and version.
struct Command
{
    CommandId id;
    GuildId guild; //!< Invalid for a global one.
    int type = 1;
    QString name;
    QJsonObject json;
};

//! \brief How many of each thing the world holds at most; older messages make room, the rest is
//! refused.
struct WorldBounds
{
    qsizetype messagesPerChannel = 20'000;
    qsizetype channels = 2'000; //!< Discord: 500 a guild; more are allowed here for load tests.
    qsizetype users = 20'000;
    qsizetype webhooks = 1'000;
};

//! \brief Everything that exists in the offline Discord: values and look-ups, no sockets, no time.
//! One thread; references stay valid until the thing itself is removed.
class World
{
public:
    WorldBounds bounds;
    UserId botId;
    ApplicationId applicationId;
    QString applicationName;
    quint64 applicationFlags = 0;
    quint64 allowedIntents = 0; //!< Privileged intents enabled "in the portal".
    GuildId mainGuild;
    ChannelId mainChannel;
    UserId mainPerson;

    std::map<UserId, User> users;
    std::map<GuildId, Guild> guilds;
    std::map<ChannelId, Channel> channels;
    std::map<WebhookId, Webhook> webhooks;
    QList<Command> commands;

    [[nodiscard]] User *user(UserId id);
    [[nodiscard]] const User *user(UserId id) const;
    [[nodiscard]] User *userByToken(QByteArrayView token);
    [[nodiscard]] Guild *guild(GuildId id);
    [[nodiscard]] const Guild *guild(GuildId id) const;
    [[nodiscard]] Channel *channel(ChannelId id);
    [[nodiscard]] const Channel *channel(ChannelId id) const;
    [[nodiscard]] const Member *member(GuildId guild, UserId user) const;
    [[nodiscard]] Member *member(GuildId guild, UserId user);
    [[nodiscard]] Command *command(CommandId id);

    //! \brief Permissions in the guild, channels left aside.
    [[nodiscard]] quint64 guildPermissions(const Guild &guild, UserId user) const;
    //! \brief Permissions in one channel: roles, overwrites, time-outs, ownership.
    //! \source topics/permissions.mdx, "Permission Overwrites"
    [[nodiscard]] quint64 permissions(const Channel &channel, UserId user, qint64 nowMs) const;
    //! \brief Position of the highest role; the owner stands above all.
    [[nodiscard]] int rank(const Guild &guild, UserId user) const;

    [[nodiscard]] QJsonObject memberJson(const Member &member, bool withUser = true) const;
    [[nodiscard]] QJsonObject guildJson(const Guild &guild) const;

    //! \brief Keeps \a message; the oldest of a full channel goes and is counted. \pre its channel
    //! is there
    Message &addMessage(Message message);
    //! \brief The direct channel of two users, made with \a newId when there is none.
    Channel &directChannel(UserId a, UserId b, ChannelId newId);

    [[nodiscard]] quint64 droppedMessages() const { return m_droppedMessages; }

private:
    quint64 m_droppedMessages = 0;
};

} // namespace Cordial::Sandbox
