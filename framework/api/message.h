// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/component.h>
#include <cordial/api/embed.h>
#include <cordial/api/user.h>

#include <concepts>

namespace Cordial::Api {

//! \brief Bits of Message::flags. \source resources/message.mdx, "Message Flags"
enum class MessageFlag : quint32 {
    Crossposted = 1U << 0,
    SuppressEmbeds = 1U << 2,
    Ephemeral = 1U << 6,
    Loading = 1U << 7,
    SuppressNotifications = 1U << 12,
    ComponentsV2 = 1U << 15,
};

struct Attachment
{
    AttachmentId id;
    QString filename;
    Field<QString> contentType;
    qint64 size = 0; //!< bytes
    QString url;

    bool operator==(const Attachment &) const = default;
};
bool readJson(JsonValue &in, Attachment &out, JsonError &error);
void writeJson(JsonWriter &writer, const Attachment &value);

//! \brief Points at the message that one replies to.
struct MessageReference
{
    Field<MessageId> messageId;
    Field<ChannelId> channelId;
    Field<GuildId> guildId;
    Field<bool> failIfNotExists;

    bool operator==(const MessageReference &) const = default;
};
bool readJson(JsonValue &in, MessageReference &out, JsonError &error);
void writeJson(JsonWriter &writer, const MessageReference &value);

//! \brief \source resources/message.mdx, "Message Object"
struct Message
{
    MessageId id;
    ChannelId channelId;
    int type = 0;
    User author;
    QString content; //!< Empty without the intent MESSAGE_CONTENT.
    Field<Timestamp> timestamp;
    Field<Timestamp> editedTimestamp;
    bool isTts = false;
    bool mentionsEveryone = false;
    QList<User> mentions;
    QList<RoleId> mentionRoles;
    QList<Attachment> attachments;
    QList<Embed> embeds;
    QList<Component> components;
    bool isPinned = false;
    Field<WebhookId> webhookId;
    Field<ApplicationId> applicationId;
    quint32 flags = 0;
    Field<MessageReference> reference;

    [[nodiscard]] bool hasFlag(MessageFlag flag) const { return (flags & quint32(flag)) != 0; }
    bool operator==(const Message &) const = default;
};
bool readJson(JsonValue &in, Message &out, JsonError &error);
void writeJson(JsonWriter &writer, const Message &value);

//! \brief Who may be notified by a text. The default of the framework: the users named in it, no
//! role and not everyone, so that text typed by others cannot be used to ping a whole server.
struct AllowedMentions
{
    QStringList parse{QStringLiteral("users")};
    QList<UserId> users;
    QList<RoleId> roles;
    bool repliedUser = true;

    //! \brief Notifies nobody.
    [[nodiscard]] static AllowedMentions nobody() { return {{}, {}, {}, false}; }
    bool operator==(const AllowedMentions &) const = default;
};
bool readJson(JsonValue &in, AllowedMentions &out, JsonError &error);
void writeJson(JsonWriter &writer, const AllowedMentions &value);

//! \brief A message to be sent, or the changes of one to be edited: absent stays as it is.
//! \source resources/message.mdx, "Create Message" and "Edit Message"
struct MessageBody
{
    Field<QString> content; //!< at most 2,000 characters
    Field<QList<Embed>> embeds;
    Field<QList<Component>> components;
    Field<AllowedMentions> allowedMentions;
    Field<quint32> flags;
    Field<MessageReference> reference;
    Field<QString> nonce;
    Field<bool> enforceNonce;
    Field<bool> isTts;

    MessageBody() = default;
    //! \brief Text, also as it comes out of `a + b`.
    template <std::convertible_to<QString> Text>
    MessageBody(Text &&text) : content(QString(std::forward<Text>(text)))
    { }
    MessageBody(Embed embed) : embeds(QList<Embed>{std::move(embed)}) { }
    MessageBody &withComponents(QList<Component> rows);
    MessageBody &withEmbed(Embed embed);
    //! \brief Only the person who invoked the command sees it; interactions only.
    MessageBody &ephemeral();
    //! \brief The first of Discord's limits that this breaks, with the field's path; nothing if it
    //! keeps them all.
    [[nodiscard]] std::optional<FieldError> brokenLimit() const;
    bool operator==(const MessageBody &) const = default;
};
bool readJson(JsonValue &in, MessageBody &out, JsonError &error);
void writeJson(JsonWriter &writer, const MessageBody &value);

} // namespace Cordial::Api
