// SPDX-License-Identifier: MIT
#include <cordial/api/handles.h>

#include <cordial/api/typed/component.h>
#include <cordial/api/typed/guild.h>
#include <cordial/api/typed/operations/interactions.h>
#include <cordial/core/oncontext.h>
#include <cordial/net/httpclient.h>

namespace Cordial::Api {

namespace {

CallOptions urgent(CallOptions options)
{
    options.lane = Net::Lane::Interaction;
    return options;
}

} // namespace

QFuture<Result<Message>> MessageHandle::reply(const MessageBuilder &message,
                                              const QList<Net::FilePart> &files,
                                              const CallOptions &options) const
{
    MessageBuilder answer = message;
    answer.replyTo(messageId());
    return channel().sendMessage(answer, files, options);
}

QFuture<Result<Message>> MessageHandle::edit(const MessageBuilder &message,
                                             const QList<Net::FilePart> &files,
                                             const CallOptions &options) const
{
    const auto body = message.buildEdit(files.size());
    return body ? update(*body, files, options) : finishedFuture<Message>(body.error());
}

QFuture<Result<void>> MessageHandle::reactWith(EmojiId emoji, const QString &name,
                                               const CallOptions &options) const
{
    return react(name + u':' + emoji.toString(), options);
}

ChannelHandle MessageHandle::channel() const
{
    return {http(), channelId()};
}

QFuture<Result<Message>> ChannelHandle::sendMessage(const MessageBuilder &message,
                                                    const QList<Net::FilePart> &files,
                                                    const CallOptions &options) const
{
    const auto body = message.build(files.size());
    return body ? createMessage(*body, files, options) : finishedFuture<Message>(body.error());
}

MessageHandle ChannelHandle::message(MessageId id) const
{
    return {http(), channelId(), id};
}

ThreadMemberHandle ChannelHandle::threadMember(UserId id) const
{
    return {http(), channelId(), id};
}

StageInstanceOperations ChannelHandle::stageInstance() const
{
    return {http(), channelId()};
}

QFuture<Result<Channel>> UserHandle::openDirectMessages(const CallOptions &options) const
{
    CreatePrivateChannelRequest body;
    body.recipientId = userId();
    return createDm(http(), body, options);
}

QFuture<Result<Message>> UserHandle::sendMessage(const MessageBuilder &message,
                                                 const QList<Net::FilePart> &files,
                                                 const CallOptions &options) const
{
    const auto body = message.build(files.size());
    if (!body)
        return finishedFuture<Message>(body.error());
    auto promise = std::make_shared<QPromise<Result<Message>>>();
    promise->start();
    const auto finish = [promise](const Result<Message> &sent) {
        promise->addResult(sent);
        promise->finish();
    };
    Net::HttpClient *http = &this->http();
    onContext(openDirectMessages(options), http,
              [http, body = *body, files, options, finish](const Result<Channel> &channel) {
                  if (channel)
                      onContext(createMessage(*http, channel->id, body, files, options), http,
                                finish);
                  else
                      finish(channel.error());
              });
    return promise->future();
}

QFuture<Result<std::optional<GuildMember>>> MemberHandle::timeOut(std::optional<DateTime> until,
                                                                  const CallOptions &options) const
{
    UpdateGuildMemberRequest body;
    if (until)
        body.communicationDisabledUntil = *until;
    else
        body.communicationDisabledUntil = null;
    return update(body, options);
}

QFuture<Result<std::optional<GuildMember>>> MemberHandle::setNick(const QString &nick,
                                                                  const CallOptions &options) const
{
    UpdateGuildMemberRequest body;
    body.nick = nick;
    return update(body, options);
}

UserHandle MemberHandle::user() const
{
    return {http(), userId()};
}

MemberHandle GuildHandle::member(UserId id) const
{
    return {http(), guildId(), id};
}

RoleOperations GuildHandle::role(RoleId id) const
{
    return {http(), guildId(), id};
}

EmojiOperations GuildHandle::emoji(EmojiId id) const
{
    return {http(), guildId(), id};
}

GuildStickerOperations GuildHandle::sticker(StickerId id) const
{
    return {http(), guildId(), id};
}

AutoModerationRuleOperations GuildHandle::autoModerationRule(AutoModerationRuleId id) const
{
    return {http(), guildId(), id};
}

ScheduledEventOperations GuildHandle::scheduledEvent(GuildScheduledEventId id) const
{
    return {http(), guildId(), id};
}

SoundboardSoundOperations GuildHandle::soundboardSound(SoundboardSoundId id) const
{
    return {http(), guildId(), id};
}

GuildTemplateOperations GuildHandle::guildTemplate(const QString &code) const
{
    return {http(), guildId(), code};
}

GuildCommandOperations GuildHandle::command(ApplicationId application, CommandId id) const
{
    return {http(), application, guildId(), id};
}

ApplicationCommandOperations ApplicationHandle::command(CommandId id) const
{
    return {http(), applicationId(), id};
}

ApplicationEmojiOperations ApplicationHandle::emoji(EmojiId id) const
{
    return {http(), applicationId(), id};
}

EntitlementOperations ApplicationHandle::entitlement(EntitlementId id) const
{
    return {http(), applicationId(), id};
}

QFuture<Result<std::optional<Message>>>
WebhookHandle::sendMessage(const MessageBuilder &message, const QList<Net::FilePart> &files,
                           const CallOptions &options) const
{
    const auto body = message.buildWebhook(Purpose::Send, files.size());
    if (!body)
        return finishedFuture<std::optional<Message>>(body.error());
    ExecuteWebhookQuery query;
    query.wait = true;
    if (body->components)
        query.withComponents = true;
    return execute(*body, files, query, options);
}

QFuture<Result<Message>> WebhookHandle::editMessage(MessageId id, const MessageBuilder &message,
                                                    const QList<Net::FilePart> &files,
                                                    const CallOptions &options) const
{
    const auto body = message.buildWebhook(Purpose::Edit, files.size());
    if (!body)
        return finishedFuture<Message>(body.error());
    UpdateWebhookMessageQuery query;
    if (body->components)
        query.withComponents = true;
    return updateMessage(id, *body, files, query, options);
}

InteractionHandle::InteractionHandle(Net::HttpClient &http, ApplicationId application,
                                     InteractionId id, Secret token)
    : m_http(&http), m_application(application), m_id(id), m_token(std::move(token))
{ }

InteractionHandle::Answered InteractionHandle::respond(const InteractionResponse &response,
                                                       const QList<Net::FilePart> &files,
                                                       const CallOptions &options) const
{
    return createInteractionResponse(*m_http, m_id, m_token, response, files, {}, urgent(options));
}

InteractionHandle::Answered InteractionHandle::reply(const MessageBuilder &message,
                                                     const QList<Net::FilePart> &files,
                                                     const CallOptions &options) const
{
    auto body = message.buildAnswer(files.size());
    if (!body)
        return finishedFuture<std::optional<InteractionCallbackResult>>(body.error());
    InteractionMessageResponse response;
    response.data = *std::move(body);
    return respond(response, files, options);
}

InteractionHandle::Answered InteractionHandle::defer(bool isEphemeral,
                                                     const CallOptions &options) const
{
    InteractionMessageResponse response;
    response.type = InteractionCallbackType::DeferredChannelMessageWithSource;
    if (isEphemeral)
        response.data.emplace().flags = MessageFlags(MessageFlag::Ephemeral);
    return respond(response, {}, options);
}

InteractionHandle::Answered InteractionHandle::showModal(const InteractionModalData &modal,
                                                         const CallOptions &options) const
{
    if (const Result<> fits = validate(modal); !fits)
        return finishedFuture<std::optional<InteractionCallbackResult>>(fits.error());
    InteractionModalResponse response;
    response.data = modal;
    return respond(response, {}, options);
}

QFuture<Result<Message>> InteractionHandle::getReply(const CallOptions &options) const
{
    return getOriginalWebhookMessage(*m_http, webhookId(), m_token, {}, urgent(options));
}

QFuture<Result<Message>> InteractionHandle::editReply(const MessageBuilder &message,
                                                      const QList<Net::FilePart> &files,
                                                      const CallOptions &options) const
{
    const auto body = message.buildWebhook(Purpose::Edit, files.size());
    if (!body)
        return finishedFuture<Message>(body.error());
    return updateOriginalWebhookMessage(*m_http, webhookId(), m_token, *body, files, {},
                                        urgent(options));
}

QFuture<Result<void>> InteractionHandle::deleteReply(const CallOptions &options) const
{
    return deleteOriginalWebhookMessage(*m_http, webhookId(), m_token, {}, urgent(options));
}

QFuture<Result<std::optional<Message>>>
InteractionHandle::followUp(const MessageBuilder &message, const QList<Net::FilePart> &files,
                            const CallOptions &options) const
{
    const auto body = message.buildWebhook(Purpose::Send, files.size());
    if (!body)
        return finishedFuture<std::optional<Message>>(body.error());
    return executeWebhook(*m_http, webhookId(), m_token, *body, files, {}, urgent(options));
}

} // namespace Cordial::Api
