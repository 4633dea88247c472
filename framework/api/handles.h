// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/typed/channel.h>
#include <cordial/api/typed/messagebuilder.h>
#include <cordial/api/typed/resourceoperations.h>
#include <cordial/api/typed/user.h>

//! Handles: an id and the way to Discord, `client.channel(id).sendMessage(u"hi"_s)`. They hold no
//! state of the resource, cost a few words to copy and stay valid as long as the HttpClient does.
//! Their plain methods are the generated operations of `schema/handles`; what is written here adds
//! the way from one to the next and messages that are checked before they are sent.
namespace Cordial::Api {

class ChannelHandle;
class MessageHandle;
class UserHandle;

class ThreadMemberHandle : public ThreadMemberOperations
{
public:
    using ThreadMemberOperations::ThreadMemberOperations;
};

//! \brief One message.
class MessageHandle : public MessageOperations
{
public:
    using MessageOperations::MessageOperations;

    //! \brief An answer that points at it. Errors: those of createMessage(); InvalidArgument with
    //! the limits that \a message breaks, before anything is sent.
    [[nodiscard]] QFuture<Result<Message>> reply(const MessageBuilder &message,
                                                 const QList<Net::FilePart> &files = {},
                                                 const CallOptions &options = {}) const;
    //! \brief Changes what \a message sets.
    [[nodiscard]] QFuture<Result<Message>> edit(const MessageBuilder &message,
                                                const QList<Net::FilePart> &files = {},
                                                const CallOptions &options = {}) const;
    //! \brief A custom emoji; a Unicode one goes to react() as it is.
    [[nodiscard]] QFuture<Result<void>> reactWith(EmojiId emoji, const QString &name,
                                                  const CallOptions &options = {}) const;
    [[nodiscard]] ChannelHandle channel() const;
};

//! \brief One channel or thread.
class ChannelHandle : public ChannelOperations
{
public:
    using ChannelOperations::ChannelOperations;

    //! \brief Errors: those of createMessage(); InvalidArgument with the limits that \a message
    //! breaks, before anything is sent.
    [[nodiscard]] QFuture<Result<Message>> sendMessage(const MessageBuilder &message,
                                                       const QList<Net::FilePart> &files = {},
                                                       const CallOptions &options = {}) const;
    [[nodiscard]] MessageHandle message(MessageId id) const;
    [[nodiscard]] ThreadMemberHandle threadMember(UserId id) const;
    [[nodiscard]] StageInstanceOperations stageInstance() const;
};

//! \brief One user, whatever guilds they are in.
class UserHandle : public UserOperations
{
public:
    using UserOperations::UserOperations;

    //! \brief Opens, or finds, the channel of direct messages. It is always the same one.
    [[nodiscard]] QFuture<Result<Channel>>
    openDirectMessages(const CallOptions &options = {}) const;
    //! \brief openDirectMessages() and the message. Errors of both; Forbidden where the user takes
    //! none.
    [[nodiscard]] QFuture<Result<Message>> sendMessage(const MessageBuilder &message,
                                                       const QList<Net::FilePart> &files = {},
                                                       const CallOptions &options = {}) const;
};

//! \brief One member of one guild.
class MemberHandle : public MemberOperations
{
public:
    using MemberOperations::MemberOperations;

    //! \brief Until \a until, at most 28 days ahead (Discord refuses more); nothing ends it.
    [[nodiscard]] QFuture<Result<std::optional<GuildMember>>>
    timeOut(std::optional<DateTime> until, const CallOptions &options = {}) const;
    [[nodiscard]] QFuture<Result<std::optional<GuildMember>>>
    setNick(const QString &nick, const CallOptions &options = {}) const;
    [[nodiscard]] UserHandle user() const;
};

//! \brief One guild and what is in it.
class GuildHandle : public GuildOperations
{
public:
    using GuildOperations::GuildOperations;

    [[nodiscard]] MemberHandle member(UserId id) const;
    [[nodiscard]] RoleOperations role(RoleId id) const;
    [[nodiscard]] EmojiOperations emoji(EmojiId id) const;
    [[nodiscard]] GuildStickerOperations sticker(StickerId id) const;
    [[nodiscard]] AutoModerationRuleOperations autoModerationRule(AutoModerationRuleId id) const;
    [[nodiscard]] ScheduledEventOperations scheduledEvent(GuildScheduledEventId id) const;
    [[nodiscard]] SoundboardSoundOperations soundboardSound(SoundboardSoundId id) const;
    [[nodiscard]] GuildTemplateOperations guildTemplate(const QString &code) const;
    [[nodiscard]] GuildCommandOperations command(ApplicationId application, CommandId id) const;
};

//! \brief The application itself, its commands, emoji and entitlements.
class ApplicationHandle : public ApplicationOperations
{
public:
    using ApplicationOperations::ApplicationOperations;

    [[nodiscard]] ApplicationCommandOperations command(CommandId id) const;
    [[nodiscard]] ApplicationEmojiOperations emoji(EmojiId id) const;
    [[nodiscard]] EntitlementOperations entitlement(EntitlementId id) const;
};

//! \brief A webhook with its token: it needs no bot.
class WebhookHandle : public TokenWebhookOperations
{
public:
    using TokenWebhookOperations::TokenWebhookOperations;

    //! \brief Waits for the message; a name and a picture of one's own are set on what
    //! MessageBuilder::buildWebhook() gives, for execute(). Errors as of ChannelHandle.
    [[nodiscard]] QFuture<Result<std::optional<Message>>>
    sendMessage(const MessageBuilder &message, const QList<Net::FilePart> &files = {},
                const CallOptions &options = {}) const;
    [[nodiscard]] QFuture<Result<Message>> editMessage(MessageId id, const MessageBuilder &message,
                                                       const QList<Net::FilePart> &files = {},
                                                       const CallOptions &options = {}) const;
};

//! \brief One interaction, for those who answer it by hand (see `commands` for more). Everything
//! goes before other requests. The first answer has to be there within 3 s, the others within 15
//! minutes of the interaction: CallOptions::deadline makes a call fail rather than come too late.
//! \source interactions/receiving-and-responding.mdx
class InteractionHandle
{
public:
    InteractionHandle(Net::HttpClient &http, ApplicationId application, InteractionId id,
                      Secret token);

    using Answered = QFuture<Result<std::optional<InteractionCallbackResult>>>;

    [[nodiscard]] InteractionId interactionId() const { return m_id; }
    //! \brief The first answer, whatever it is. Its result is empty: Discord sends none.
    [[nodiscard]] Answered respond(const InteractionResponse &response,
                                   const QList<Net::FilePart> &files = {},
                                   const CallOptions &options = {}) const;
    //! \brief Errors: those of respond(); InvalidArgument with the limits that \a message breaks,
    //! before anything is sent. So do all that take a MessageBuilder or a modal.
    [[nodiscard]] Answered reply(const MessageBuilder &message,
                                 const QList<Net::FilePart> &files = {},
                                 const CallOptions &options = {}) const;
    //! \brief "is thinking"; the answer follows with editReply().
    [[nodiscard]] Answered defer(bool isEphemeral = false, const CallOptions &options = {}) const;
    [[nodiscard]] Answered showModal(const InteractionModalData &modal,
                                     const CallOptions &options = {}) const;
    [[nodiscard]] QFuture<Result<Message>> getReply(const CallOptions &options = {}) const;
    [[nodiscard]] QFuture<Result<Message>> editReply(const MessageBuilder &message,
                                                     const QList<Net::FilePart> &files = {},
                                                     const CallOptions &options = {}) const;
    [[nodiscard]] QFuture<Result<void>> deleteReply(const CallOptions &options = {}) const;
    [[nodiscard]] QFuture<Result<std::optional<Message>>>
    followUp(const MessageBuilder &message, const QList<Net::FilePart> &files = {},
             const CallOptions &options = {}) const;

private:
    [[nodiscard]] WebhookId webhookId() const { return WebhookId(m_application.value()); }

    Net::HttpClient *m_http;
    ApplicationId m_application;
    InteractionId m_id;
    Secret m_token;
};

} // namespace Cordial::Api
