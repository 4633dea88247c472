// SPDX-License-Identifier: MIT
#include <cordial/sandbox/messageform.h>
#include <cordial/sandbox/messages.h>
#include <cordial/sandbox/permissions.h>
#include <cordial/sandbox/snowflakes.h>

#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

//! \brief What allowed_mentions lets through. \source resources/message.mdx
struct MentionFilter
{
    bool everyone = true;
    bool allUsers = true;
    bool allRoles = true;
    bool repliedUser = true;
    QSet<QString> users;
    QSet<QString> roles;

    explicit MentionFilter(const QJsonValue &allowed)
    {
        if (!allowed.isObject())
            return;
        const QJsonObject object = allowed.toObject();
        const QJsonArray parse = object.value("parse"_L1).toArray();
        everyone = parse.contains(u"everyone"_s);
        allUsers = parse.contains(u"users"_s);
        allRoles = parse.contains(u"roles"_s);
        repliedUser = object.value("replied_user"_L1).toBool(false);
        for (const QJsonValue &user : object.value("users"_L1).toArray())
            users.insert(user.toString());
        for (const QJsonValue &role : object.value("roles"_L1).toArray())
            roles.insert(role.toString());
    }
};

void addMentions(const World &world, Message &message, const QJsonValue &allowed)
{
    static const QRegularExpression pattern(u"<@(!|&)?(\\d{1,20})>"_s);
    const MentionFilter filter(allowed);
    const QString content = message.json.value("content"_L1).toString();
    const Channel *channel = world.channel(message.channel);
    const Guild *guild = channel == nullptr ? nullptr : world.guild(channel->guild);

    QJsonArray users;
    QJsonArray roles;
    QSet<quint64> seen;
    const auto addUser = [&](UserId id) {
        const User *user = world.user(id);
        if (user != nullptr && !seen.contains(id.value()))
            users.append(user->toJson());
        seen.insert(id.value());
    };
    for (auto it = pattern.globalMatch(content); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QString id = match.captured(2);
        if (match.captured(1) == u"&"_s) {
            const RoleId role(id.toULongLong());
            if (guild != nullptr && guild->roles.contains(role) && !seen.contains(role.value())
                && (filter.allRoles || filter.roles.contains(id)))
                roles.append(id);
            seen.insert(role.value());
        } else if (filter.allUsers || filter.users.contains(id)) {
            addUser(UserId(id.toULongLong()));
        }
    }
    const QJsonObject replied = message.json.value("referenced_message"_L1).toObject();
    if (!replied.isEmpty() && filter.repliedUser)
        addUser(
            UserId(replied.value("author"_L1).toObject().value("id"_L1).toString().toULongLong()));

    const bool mayCallAll = channel != nullptr
        && (world.permissions(*channel, message.author, Snowflakes::timeOf(message.id.value()))
            & Permission::MentionEveryone)
            != 0;
    const bool callsAll = content.contains(u"@everyone"_s) || content.contains(u"@here"_s);
    message.json.insert("mentions"_L1, users);
    message.json.insert("mention_roles"_L1, roles);
    message.json.insert("mention_everyone"_L1, callsAll && mayCallAll && filter.everyone);
}

QJsonArray numberedComponents(const QJsonArray &list, int &next)
{
    QJsonArray out;
    for (const QJsonValue &value : list) {
        QJsonObject object = value.toObject();
        if (!object.contains("id"_L1))
            object.insert("id"_L1, next++);
        if (object.contains("components"_L1))
            object.insert("components"_L1,
                          numberedComponents(object.value("components"_L1).toArray(), next));
        out.append(object);
    }
    return out;
}

QJsonArray richEmbeds(const QJsonArray &list)
{
    QJsonArray out;
    for (const QJsonValue &value : list) {
        QJsonObject embed = value.toObject();
        embed.insert("type"_L1, u"rich"_s);
        out.append(embed);
    }
    return out;
}

//! \brief Uploaded files as attachment objects, described by the payload's `attachments`.
QJsonArray attachmentsOf(const Draft &draft)
{
    const QJsonArray described = draft.payload.value("attachments"_L1).toArray();
    QJsonArray out;
    for (qsizetype i = 0; i < draft.files.size(); ++i) {
        const FilePart &file = draft.files.at(i);
        QString key = file.field;
        key.remove(u"files["_s).remove(u']');
        QJsonObject attachment;
        for (const QJsonValue &entry : described) {
            if (entry.toObject().value("id"_L1).toVariant().toString() == key)
                attachment = entry.toObject();
        }
        const QString id = QString::number(draft.id.value() + quint64(i) + 1);
        const QString name = attachment.value("filename"_L1).toString(file.fileName);
        const QString url = u"https://cdn.sandbox.invalid/attachments/"_s + draft.channel.toString()
            + u'/' + id + u'/' + name;
        attachment.insert("id"_L1, id);
        attachment.insert("filename"_L1, name);
        attachment.insert("size"_L1, file.size);
        attachment.insert("url"_L1, url);
        attachment.insert("proxy_url"_L1, url);
        if (!file.contentType.isEmpty())
            attachment.insert("content_type"_L1, file.contentType);
        attachment.insert("sandbox_sha256"_L1, QString::fromLatin1(file.sha256));
        out.append(attachment);
    }
    return out;
}

void addReference(const World &world, Message &message, const QJsonObject &payload)
{
    const QJsonObject reference = payload.value("message_reference"_L1).toObject();
    if (reference.isEmpty())
        return;
    const Channel *channel = world.channel(message.channel);
    const MessageId target(reference.value("message_id"_L1).toString().toULongLong());
    QJsonObject shown{
        {u"type"_s, reference.value("type"_L1).toInt(0)},
        {u"channel_id"_s, message.channel.toString()},
        {u"message_id"_s, target.toString()},
    };
    if (channel != nullptr && channel->guild.isValid())
        shown.insert("guild_id"_L1, channel->guild.toString());
    message.json.insert("message_reference"_L1, shown);
    message.json.insert("type"_L1, 19);
    const auto found =
        channel == nullptr ? decltype(channel->messages.end())() : channel->messages.find(target);
    if (channel == nullptr || found == channel->messages.end()) {
        message.json.insert("referenced_message"_L1, QJsonValue::Null);
        return;
    }
    QJsonObject referenced = found->second.json;
    // One level only.
    referenced.remove("referenced_message"_L1);
    message.json.insert("referenced_message"_L1, referenced);
}

} // namespace

Message composeMessage(const World &world, const Draft &draft)
{
    int componentId = 1;
    Message message;
    message.id = draft.id;
    message.channel = draft.channel;
    message.author = draft.authorId;
    message.webhook = draft.webhook;
    message.webhookToken = draft.webhookToken;
    message.json = {
        {u"id"_s, draft.id.toString()},
        {u"channel_id"_s, draft.channel.toString()},
        {u"author"_s, draft.author},
        {u"content"_s, draft.payload.value("content"_L1).toString()},
        {u"timestamp"_s, timestamp(Snowflakes::timeOf(draft.id.value()))},
        {u"edited_timestamp"_s, QJsonValue::Null},
        {u"tts"_s, draft.payload.value("tts"_L1).toBool()},
        {u"attachments"_s, attachmentsOf(draft)},
        {u"embeds"_s, richEmbeds(draft.payload.value("embeds"_L1).toArray())},
        {u"components"_s,
         numberedComponents(draft.payload.value("components"_L1).toArray(), componentId)},
        {u"pinned"_s, false},
        {u"type"_s, draft.type},
        {u"flags"_s, draft.payload.value("flags"_L1).toInt(0)},
    };
    if (draft.payload.contains("nonce"_L1))
        message.json.insert("nonce"_L1, draft.payload.value("nonce"_L1));
    if (draft.webhook.isValid())
        message.json.insert("webhook_id"_L1, draft.webhook.toString());
    if (draft.application.isValid())
        message.json.insert("application_id"_L1, draft.application.toString());
    if (!draft.interaction.isEmpty())
        message.json.insert("interaction_metadata"_L1, draft.interaction);
    addReference(world, message, draft.payload);
    addMentions(world, message, draft.payload.value("allowed_mentions"_L1));
    return message;
}

Message plainMessage(MessageId id, ChannelId channel, const User &author, const QString &content)
{
    Message message;
    message.id = id;
    message.channel = channel;
    message.author = author.id;
    message.json = {
        {u"id"_s, id.toString()},
        {u"channel_id"_s, channel.toString()},
        {u"author"_s, author.toJson()},
        {u"content"_s, content},
        {u"timestamp"_s, timestamp(Snowflakes::timeOf(id.value()))},
        {u"edited_timestamp"_s, QJsonValue::Null},
        {u"tts"_s, false},
        {u"attachments"_s, QJsonArray()},
        {u"embeds"_s, QJsonArray()},
        {u"components"_s, QJsonArray()},
        {u"mentions"_s, QJsonArray()},
        {u"mention_roles"_s, QJsonArray()},
        {u"mention_everyone"_s, false},
        {u"pinned"_s, false},
        {u"type"_s, 0},
        {u"flags"_s, 0},
    };
    return message;
}

void editMessage(const World &world, Message &message, const QJsonObject &payload,
                 const QList<FilePart> &files, qint64 nowMs)
{
    int componentId = 1;
    if (payload.contains("content"_L1))
        message.json.insert("content"_L1, payload.value("content"_L1).toString());
    if (payload.contains("embeds"_L1))
        message.json.insert("embeds"_L1, richEmbeds(payload.value("embeds"_L1).toArray()));
    if (payload.contains("components"_L1))
        message.json.insert(
            "components"_L1,
            numberedComponents(payload.value("components"_L1).toArray(), componentId));
    if (payload.contains("flags"_L1)) {
        constexpr int kEditable = MessageFlag::SuppressEmbeds | MessageFlag::ComponentsV2;
        const int kept = message.json.value("flags"_L1).toInt() & ~MessageFlag::SuppressEmbeds;
        message.json.insert("flags"_L1, kept | (payload.value("flags"_L1).toInt() & kEditable));
    }
    if (payload.contains("attachments"_L1) || !files.isEmpty()) {
        // Attachments that the list no longer names are removed.
        QJsonArray kept;
        const QJsonArray named = payload.value("attachments"_L1).toArray();
        for (const QJsonValue &old : message.json.value("attachments"_L1).toArray()) {
            const QJsonValue id = old.toObject().value("id"_L1);
            bool keep = !payload.contains("attachments"_L1);
            for (const QJsonValue &entry : named)
                keep = keep || entry.toObject().value("id"_L1) == id;
            if (keep)
                kept.append(old);
        }
        Draft draft;
        draft.id = MessageId(message.id.value() + quint64(kept.size()) + 16);
        draft.channel = message.channel;
        draft.payload = payload;
        draft.files = files;
        for (const QJsonValue &added : attachmentsOf(draft))
            kept.append(added);
        message.json.insert("attachments"_L1, kept);
    }
    message.json.insert("edited_timestamp"_L1, timestamp(nowMs));
    addMentions(world, message, payload.value("allowed_mentions"_L1));
}

QJsonObject messageEvent(const World &world, const Message &message)
{
    QJsonObject event = message.json;
    const Channel *channel = world.channel(message.channel);
    if (channel == nullptr)
        return event;
    event.insert("channel_type"_L1, static_cast<int>(channel->type));
    if (!channel->guild.isValid())
        return event;
    event.insert("guild_id"_L1, channel->guild.toString());
    const Member *author = world.member(channel->guild, message.author);
    if (author != nullptr && !message.webhook.isValid())
        event.insert("member"_L1, world.memberJson(*author, false));
    QJsonArray mentions;
    for (const QJsonValue &value : event.value("mentions"_L1).toArray()) {
        QJsonObject user = value.toObject();
        const Member *member =
            world.member(channel->guild, UserId(user.value("id"_L1).toString().toULongLong()));
        if (member != nullptr)
            user.insert("member"_L1, world.memberJson(*member, false));
        mentions.append(user);
    }
    event.insert("mentions"_L1, mentions);
    return event;
}

} // namespace Cordial::Sandbox
