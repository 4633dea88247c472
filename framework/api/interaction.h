// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/command.h>
#include <cordial/api/message.h>

#include <cordial/core/secret.h>

namespace Cordial::Api {

//! \source interactions/receiving-and-responding.mdx, "Interaction Type"
enum class InteractionType : quint8 {
    Ping = 1,
    ApplicationCommand = 2,
    MessageComponent = 3,
    Autocomplete = 4,
    ModalSubmit = 5,
};
static_assert(int(InteractionType::ModalSubmit) == 5);

//! \brief One given option; a subcommand or group holds further ones.
struct InteractionOption
{
    QString name;
    OptionType type = OptionType::String;
    Field<OptionValue> value;
    QList<InteractionOption> options;
    bool isFocused = false;

    bool operator==(const InteractionOption &other) const;
};
bool readJson(JsonValue &in, InteractionOption &out, JsonError &error);

//! \brief The objects that given ids stand for.
struct ResolvedData
{
    QHash<UserId, User> users;
    QHash<UserId, Member> members; //!< Without their users.
    QHash<RoleId, Role> roles;
    QHash<ChannelId, Channel> channels;
    QHash<MessageId, Message> messages;
    QHash<AttachmentId, Attachment> attachments;

    bool operator==(const ResolvedData &) const = default;
};
bool readJson(JsonValue &in, ResolvedData &out, JsonError &error);

//! \brief What was invoked, pressed, chosen or filled in; which fields count depends on the type.
struct InteractionData
{
    CommandId id;
    QString name;
    CommandType type = CommandType::ChatInput;
    QList<InteractionOption> options;
    ResolvedData resolved;
    Field<quint64> targetId; //!< The user or message a context-menu command is for.
    QString customId;
    ComponentType componentType = ComponentType::Button;
    QStringList values; //!< Chosen in a select.
    QList<Component> components; //!< Of a submitted modal.

    bool operator==(const InteractionData &) const = default;
};
bool readJson(JsonValue &in, InteractionData &out, JsonError &error);

//! \brief Somebody used a command, component or modal of the bot.
//! \source interactions/receiving-and-responding.mdx, "Interaction Object"
struct Interaction
{
    InteractionId id;
    ApplicationId applicationId;
    InteractionType type = InteractionType::Ping;
    Field<InteractionData> data;
    Field<GuildId> guildId;
    Field<ChannelId> channelId;
    Field<Member> member; //!< In guilds; includes the user.
    Field<User> user; //!< Outside guilds.
    Secret token; //!< Answers with it for 15 minutes.
    Field<Message> message; //!< The one with the component.
    Field<Permissions> appPermissions; //!< Of the bot, in the channel.
    QString locale; //!< Discord's name of the person's language, "es-ES".
    QString guildLocale;

    //! \brief Whoever did it, in a guild or not.
    [[nodiscard]] User invoker() const;
};
bool readJson(JsonValue &in, Interaction &out, JsonError &error);

//! \source interactions/receiving-and-responding.mdx, "Interaction Callback Type"
enum class CallbackType : quint8 {
    Pong = 1,
    ChannelMessage = 4,
    DeferredChannelMessage = 5,
    DeferredUpdateMessage = 6,
    UpdateMessage = 7,
    Autocomplete = 8,
    Modal = 9,
};
static_assert(int(CallbackType::Modal) == 9);

struct ModalBody
{
    QString customId;
    QString title; //!< at most 45 characters
    QList<Component> components;

    bool operator==(const ModalBody &) const = default;
};

//! \brief The first answer to an interaction; due within 3 s.
struct InteractionResponse
{
    CallbackType type = CallbackType::ChannelMessage;
    Field<MessageBody> message;
    Field<ModalBody> modal;
    Field<QList<Choice>> choices;
};
void writeJson(JsonWriter &writer, const InteractionResponse &value);

} // namespace Cordial::Api
