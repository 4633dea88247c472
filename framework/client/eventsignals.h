// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

#include <memory>

namespace Cordial {

namespace Typed {
struct ApplicationCommandPermissionsUpdateEvent;
struct AutoModerationActionExecutionEvent;
struct AutoModerationRuleCreateEvent;
struct AutoModerationRuleDeleteEvent;
struct AutoModerationRuleUpdateEvent;
struct ChannelCreateEvent;
struct ChannelDeleteEvent;
struct ChannelInfoEvent;
struct ChannelPinsUpdateEvent;
struct ChannelUpdateEvent;
struct EntitlementCreateEvent;
struct EntitlementDeleteEvent;
struct EntitlementUpdateEvent;
struct GuildAuditLogEntryCreateEvent;
struct GuildBanAddEvent;
struct GuildBanRemoveEvent;
struct GuildCreateEvent;
struct GuildDeleteEvent;
struct GuildEmojisUpdateEvent;
struct GuildIntegrationsUpdateEvent;
struct GuildMemberAddEvent;
struct GuildMemberRemoveEvent;
struct GuildMemberUpdateEvent;
struct GuildMembersChunkEvent;
struct GuildRoleCreateEvent;
struct GuildRoleDeleteEvent;
struct GuildRoleUpdateEvent;
struct GuildScheduledEventCreateEvent;
struct GuildScheduledEventDeleteEvent;
struct GuildScheduledEventUpdateEvent;
struct GuildScheduledEventUserAddEvent;
struct GuildScheduledEventUserRemoveEvent;
struct GuildSoundboardSoundCreateEvent;
struct GuildSoundboardSoundDeleteEvent;
struct GuildSoundboardSoundUpdateEvent;
struct GuildSoundboardSoundsUpdateEvent;
struct GuildStickersUpdateEvent;
struct GuildUpdateEvent;
struct IntegrationCreateEvent;
struct IntegrationDeleteEvent;
struct IntegrationUpdateEvent;
struct InteractionCreateEvent;
struct InviteCreateEvent;
struct InviteDeleteEvent;
struct MessageCreateEvent;
struct MessageDeleteBulkEvent;
struct MessageDeleteEvent;
struct MessagePollVoteAddEvent;
struct MessagePollVoteRemoveEvent;
struct MessageReactionAddEvent;
struct MessageReactionRemoveAllEvent;
struct MessageReactionRemoveEmojiEvent;
struct MessageReactionRemoveEvent;
struct MessageUpdateEvent;
struct PresenceUpdateEvent;
struct RateLimitedEvent;
struct ReadyEvent;
struct ResumedEvent;
struct SoundboardSoundsEvent;
struct StageInstanceCreateEvent;
struct StageInstanceDeleteEvent;
struct StageInstanceUpdateEvent;
struct SubscriptionCreateEvent;
struct SubscriptionDeleteEvent;
struct SubscriptionUpdateEvent;
struct ThreadCreateEvent;
struct ThreadDeleteEvent;
struct ThreadListSyncEvent;
struct ThreadMemberUpdateEvent;
struct ThreadMembersUpdateEvent;
struct ThreadUpdateEvent;
struct TypingStartEvent;
struct UserUpdateEvent;
struct VoiceChannelEffectSendEvent;
struct VoiceChannelStartTimeUpdateEvent;
struct VoiceChannelStatusUpdateEvent;
struct VoiceServerUpdateEvent;
struct VoiceStateUpdateEvent;
struct WebhooksUpdateEvent;
} // namespace Typed

//! \brief One decoded event for all who listen: it may be kept and handed to other threads.
template <typename T>
using Shared = std::shared_ptr<const T>;

//! \brief All dispatch events of Discord as signals with the types of `cordial/api/typed/events.h`;
//! Client is one.
//!
//! An event is decoded once, and only if something is connected to its signal; every slot gets the
//! same object. Not emitted for an event that does not fit its type: that one only arrives raw, by
//! Client::dispatched(), and is logged and counted. Events without a signal here arrive there too.
//! \source events/gateway-events.mdx
class EventSignals : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

Q_SIGNALS:
    void ready(const Cordial::Shared<Cordial::Typed::ReadyEvent> &event);
    void resumed(const Cordial::Shared<Cordial::Typed::ResumedEvent> &event);
    void rateLimited(const Cordial::Shared<Cordial::Typed::RateLimitedEvent> &event);
    void applicationCommandPermissionsUpdated(
        const Cordial::Shared<Cordial::Typed::ApplicationCommandPermissionsUpdateEvent> &event);
    void autoModerationRuleCreated(
        const Cordial::Shared<Cordial::Typed::AutoModerationRuleCreateEvent> &event);
    void autoModerationRuleUpdated(
        const Cordial::Shared<Cordial::Typed::AutoModerationRuleUpdateEvent> &event);
    void autoModerationRuleDeleted(
        const Cordial::Shared<Cordial::Typed::AutoModerationRuleDeleteEvent> &event);
    void autoModerationActionExecuted(
        const Cordial::Shared<Cordial::Typed::AutoModerationActionExecutionEvent> &event);
    void channelCreated(const Cordial::Shared<Cordial::Typed::ChannelCreateEvent> &event);
    void channelUpdated(const Cordial::Shared<Cordial::Typed::ChannelUpdateEvent> &event);
    void channelDeleted(const Cordial::Shared<Cordial::Typed::ChannelDeleteEvent> &event);
    void channelInfoReceived(const Cordial::Shared<Cordial::Typed::ChannelInfoEvent> &event);
    void channelPinsUpdated(const Cordial::Shared<Cordial::Typed::ChannelPinsUpdateEvent> &event);
    void threadCreated(const Cordial::Shared<Cordial::Typed::ThreadCreateEvent> &event);
    void threadUpdated(const Cordial::Shared<Cordial::Typed::ThreadUpdateEvent> &event);
    void threadDeleted(const Cordial::Shared<Cordial::Typed::ThreadDeleteEvent> &event);
    void threadListSynced(const Cordial::Shared<Cordial::Typed::ThreadListSyncEvent> &event);
    void threadMemberUpdated(const Cordial::Shared<Cordial::Typed::ThreadMemberUpdateEvent> &event);
    void
    threadMembersUpdated(const Cordial::Shared<Cordial::Typed::ThreadMembersUpdateEvent> &event);
    void entitlementCreated(const Cordial::Shared<Cordial::Typed::EntitlementCreateEvent> &event);
    void entitlementUpdated(const Cordial::Shared<Cordial::Typed::EntitlementUpdateEvent> &event);
    void entitlementDeleted(const Cordial::Shared<Cordial::Typed::EntitlementDeleteEvent> &event);
    void guildCreated(const Cordial::Shared<Cordial::Typed::GuildCreateEvent> &event);
    void guildUpdated(const Cordial::Shared<Cordial::Typed::GuildUpdateEvent> &event);
    void guildDeleted(const Cordial::Shared<Cordial::Typed::GuildDeleteEvent> &event);
    void guildAuditLogEntryCreated(
        const Cordial::Shared<Cordial::Typed::GuildAuditLogEntryCreateEvent> &event);
    void guildBanAdded(const Cordial::Shared<Cordial::Typed::GuildBanAddEvent> &event);
    void guildBanRemoved(const Cordial::Shared<Cordial::Typed::GuildBanRemoveEvent> &event);
    void guildEmojisUpdated(const Cordial::Shared<Cordial::Typed::GuildEmojisUpdateEvent> &event);
    void
    guildStickersUpdated(const Cordial::Shared<Cordial::Typed::GuildStickersUpdateEvent> &event);
    void guildIntegrationsUpdated(
        const Cordial::Shared<Cordial::Typed::GuildIntegrationsUpdateEvent> &event);
    void guildMemberAdded(const Cordial::Shared<Cordial::Typed::GuildMemberAddEvent> &event);
    void guildMemberRemoved(const Cordial::Shared<Cordial::Typed::GuildMemberRemoveEvent> &event);
    void guildMemberUpdated(const Cordial::Shared<Cordial::Typed::GuildMemberUpdateEvent> &event);
    void
    guildMembersChunkReceived(const Cordial::Shared<Cordial::Typed::GuildMembersChunkEvent> &event);
    void guildRoleCreated(const Cordial::Shared<Cordial::Typed::GuildRoleCreateEvent> &event);
    void guildRoleUpdated(const Cordial::Shared<Cordial::Typed::GuildRoleUpdateEvent> &event);
    void guildRoleDeleted(const Cordial::Shared<Cordial::Typed::GuildRoleDeleteEvent> &event);
    void guildScheduledEventCreated(
        const Cordial::Shared<Cordial::Typed::GuildScheduledEventCreateEvent> &event);
    void guildScheduledEventUpdated(
        const Cordial::Shared<Cordial::Typed::GuildScheduledEventUpdateEvent> &event);
    void guildScheduledEventDeleted(
        const Cordial::Shared<Cordial::Typed::GuildScheduledEventDeleteEvent> &event);
    void guildScheduledEventUserAdded(
        const Cordial::Shared<Cordial::Typed::GuildScheduledEventUserAddEvent> &event);
    void guildScheduledEventUserRemoved(
        const Cordial::Shared<Cordial::Typed::GuildScheduledEventUserRemoveEvent> &event);
    void guildSoundboardSoundCreated(
        const Cordial::Shared<Cordial::Typed::GuildSoundboardSoundCreateEvent> &event);
    void guildSoundboardSoundUpdated(
        const Cordial::Shared<Cordial::Typed::GuildSoundboardSoundUpdateEvent> &event);
    void guildSoundboardSoundDeleted(
        const Cordial::Shared<Cordial::Typed::GuildSoundboardSoundDeleteEvent> &event);
    void guildSoundboardSoundsUpdated(
        const Cordial::Shared<Cordial::Typed::GuildSoundboardSoundsUpdateEvent> &event);
    void
    soundboardSoundsReceived(const Cordial::Shared<Cordial::Typed::SoundboardSoundsEvent> &event);
    void integrationCreated(const Cordial::Shared<Cordial::Typed::IntegrationCreateEvent> &event);
    void integrationUpdated(const Cordial::Shared<Cordial::Typed::IntegrationUpdateEvent> &event);
    void integrationDeleted(const Cordial::Shared<Cordial::Typed::IntegrationDeleteEvent> &event);
    void interactionCreated(const Cordial::Shared<Cordial::Typed::InteractionCreateEvent> &event);
    void inviteCreated(const Cordial::Shared<Cordial::Typed::InviteCreateEvent> &event);
    void inviteDeleted(const Cordial::Shared<Cordial::Typed::InviteDeleteEvent> &event);
    void messageCreated(const Cordial::Shared<Cordial::Typed::MessageCreateEvent> &event);
    void messageUpdated(const Cordial::Shared<Cordial::Typed::MessageUpdateEvent> &event);
    void messageDeleted(const Cordial::Shared<Cordial::Typed::MessageDeleteEvent> &event);
    void messagesBulkDeleted(const Cordial::Shared<Cordial::Typed::MessageDeleteBulkEvent> &event);
    void
    messageReactionAdded(const Cordial::Shared<Cordial::Typed::MessageReactionAddEvent> &event);
    void messageReactionRemoved(
        const Cordial::Shared<Cordial::Typed::MessageReactionRemoveEvent> &event);
    void messageReactionsRemoved(
        const Cordial::Shared<Cordial::Typed::MessageReactionRemoveAllEvent> &event);
    void messageReactionEmojiRemoved(
        const Cordial::Shared<Cordial::Typed::MessageReactionRemoveEmojiEvent> &event);
    void presenceUpdated(const Cordial::Shared<Cordial::Typed::PresenceUpdateEvent> &event);
    void
    stageInstanceCreated(const Cordial::Shared<Cordial::Typed::StageInstanceCreateEvent> &event);
    void
    stageInstanceUpdated(const Cordial::Shared<Cordial::Typed::StageInstanceUpdateEvent> &event);
    void
    stageInstanceDeleted(const Cordial::Shared<Cordial::Typed::StageInstanceDeleteEvent> &event);
    void subscriptionCreated(const Cordial::Shared<Cordial::Typed::SubscriptionCreateEvent> &event);
    void subscriptionUpdated(const Cordial::Shared<Cordial::Typed::SubscriptionUpdateEvent> &event);
    void subscriptionDeleted(const Cordial::Shared<Cordial::Typed::SubscriptionDeleteEvent> &event);
    void typingStarted(const Cordial::Shared<Cordial::Typed::TypingStartEvent> &event);
    void userUpdated(const Cordial::Shared<Cordial::Typed::UserUpdateEvent> &event);
    void voiceChannelEffectSent(
        const Cordial::Shared<Cordial::Typed::VoiceChannelEffectSendEvent> &event);
    void voiceChannelStartTimeUpdated(
        const Cordial::Shared<Cordial::Typed::VoiceChannelStartTimeUpdateEvent> &event);
    void voiceChannelStatusUpdated(
        const Cordial::Shared<Cordial::Typed::VoiceChannelStatusUpdateEvent> &event);
    void voiceStateUpdated(const Cordial::Shared<Cordial::Typed::VoiceStateUpdateEvent> &event);
    void voiceServerUpdated(const Cordial::Shared<Cordial::Typed::VoiceServerUpdateEvent> &event);
    void webhooksUpdated(const Cordial::Shared<Cordial::Typed::WebhooksUpdateEvent> &event);
    void
    messagePollVoteAdded(const Cordial::Shared<Cordial::Typed::MessagePollVoteAddEvent> &event);
    void messagePollVoteRemoved(
        const Cordial::Shared<Cordial::Typed::MessagePollVoteRemoveEvent> &event);
};

} // namespace Cordial
