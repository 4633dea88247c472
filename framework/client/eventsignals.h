// SPDX-License-Identifier: MIT
#pragma once

#include <QMetaMethod>
#include <QObject>

#include <memory>

namespace Cordial {

namespace Api {
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
struct EventInfo;
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
} // namespace Api

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
    void ready(const Cordial::Shared<Cordial::Api::ReadyEvent> &event);
    void resumed(const Cordial::Shared<Cordial::Api::ResumedEvent> &event);
    void rateLimited(const Cordial::Shared<Cordial::Api::RateLimitedEvent> &event);
    void applicationCommandPermissionsUpdated(
        const Cordial::Shared<Cordial::Api::ApplicationCommandPermissionsUpdateEvent> &event);
    void autoModerationRuleCreated(
        const Cordial::Shared<Cordial::Api::AutoModerationRuleCreateEvent> &event);
    void autoModerationRuleUpdated(
        const Cordial::Shared<Cordial::Api::AutoModerationRuleUpdateEvent> &event);
    void autoModerationRuleDeleted(
        const Cordial::Shared<Cordial::Api::AutoModerationRuleDeleteEvent> &event);
    void autoModerationActionExecuted(
        const Cordial::Shared<Cordial::Api::AutoModerationActionExecutionEvent> &event);
    void channelCreated(const Cordial::Shared<Cordial::Api::ChannelCreateEvent> &event);
    void channelUpdated(const Cordial::Shared<Cordial::Api::ChannelUpdateEvent> &event);
    void channelDeleted(const Cordial::Shared<Cordial::Api::ChannelDeleteEvent> &event);
    void channelInfoReceived(const Cordial::Shared<Cordial::Api::ChannelInfoEvent> &event);
    void channelPinsUpdated(const Cordial::Shared<Cordial::Api::ChannelPinsUpdateEvent> &event);
    void threadCreated(const Cordial::Shared<Cordial::Api::ThreadCreateEvent> &event);
    void threadUpdated(const Cordial::Shared<Cordial::Api::ThreadUpdateEvent> &event);
    void threadDeleted(const Cordial::Shared<Cordial::Api::ThreadDeleteEvent> &event);
    void threadListSynced(const Cordial::Shared<Cordial::Api::ThreadListSyncEvent> &event);
    void threadMemberUpdated(const Cordial::Shared<Cordial::Api::ThreadMemberUpdateEvent> &event);
    void threadMembersUpdated(const Cordial::Shared<Cordial::Api::ThreadMembersUpdateEvent> &event);
    void entitlementCreated(const Cordial::Shared<Cordial::Api::EntitlementCreateEvent> &event);
    void entitlementUpdated(const Cordial::Shared<Cordial::Api::EntitlementUpdateEvent> &event);
    void entitlementDeleted(const Cordial::Shared<Cordial::Api::EntitlementDeleteEvent> &event);
    void guildCreated(const Cordial::Shared<Cordial::Api::GuildCreateEvent> &event);
    void guildUpdated(const Cordial::Shared<Cordial::Api::GuildUpdateEvent> &event);
    void guildDeleted(const Cordial::Shared<Cordial::Api::GuildDeleteEvent> &event);
    void guildAuditLogEntryCreated(
        const Cordial::Shared<Cordial::Api::GuildAuditLogEntryCreateEvent> &event);
    void guildBanAdded(const Cordial::Shared<Cordial::Api::GuildBanAddEvent> &event);
    void guildBanRemoved(const Cordial::Shared<Cordial::Api::GuildBanRemoveEvent> &event);
    void guildEmojisUpdated(const Cordial::Shared<Cordial::Api::GuildEmojisUpdateEvent> &event);
    void guildStickersUpdated(const Cordial::Shared<Cordial::Api::GuildStickersUpdateEvent> &event);
    void guildIntegrationsUpdated(
        const Cordial::Shared<Cordial::Api::GuildIntegrationsUpdateEvent> &event);
    void guildMemberAdded(const Cordial::Shared<Cordial::Api::GuildMemberAddEvent> &event);
    void guildMemberRemoved(const Cordial::Shared<Cordial::Api::GuildMemberRemoveEvent> &event);
    void guildMemberUpdated(const Cordial::Shared<Cordial::Api::GuildMemberUpdateEvent> &event);
    void
    guildMembersChunkReceived(const Cordial::Shared<Cordial::Api::GuildMembersChunkEvent> &event);
    void guildRoleCreated(const Cordial::Shared<Cordial::Api::GuildRoleCreateEvent> &event);
    void guildRoleUpdated(const Cordial::Shared<Cordial::Api::GuildRoleUpdateEvent> &event);
    void guildRoleDeleted(const Cordial::Shared<Cordial::Api::GuildRoleDeleteEvent> &event);
    void guildScheduledEventCreated(
        const Cordial::Shared<Cordial::Api::GuildScheduledEventCreateEvent> &event);
    void guildScheduledEventUpdated(
        const Cordial::Shared<Cordial::Api::GuildScheduledEventUpdateEvent> &event);
    void guildScheduledEventDeleted(
        const Cordial::Shared<Cordial::Api::GuildScheduledEventDeleteEvent> &event);
    void guildScheduledEventUserAdded(
        const Cordial::Shared<Cordial::Api::GuildScheduledEventUserAddEvent> &event);
    void guildScheduledEventUserRemoved(
        const Cordial::Shared<Cordial::Api::GuildScheduledEventUserRemoveEvent> &event);
    void guildSoundboardSoundCreated(
        const Cordial::Shared<Cordial::Api::GuildSoundboardSoundCreateEvent> &event);
    void guildSoundboardSoundUpdated(
        const Cordial::Shared<Cordial::Api::GuildSoundboardSoundUpdateEvent> &event);
    void guildSoundboardSoundDeleted(
        const Cordial::Shared<Cordial::Api::GuildSoundboardSoundDeleteEvent> &event);
    void guildSoundboardSoundsUpdated(
        const Cordial::Shared<Cordial::Api::GuildSoundboardSoundsUpdateEvent> &event);
    void
    soundboardSoundsReceived(const Cordial::Shared<Cordial::Api::SoundboardSoundsEvent> &event);
    void integrationCreated(const Cordial::Shared<Cordial::Api::IntegrationCreateEvent> &event);
    void integrationUpdated(const Cordial::Shared<Cordial::Api::IntegrationUpdateEvent> &event);
    void integrationDeleted(const Cordial::Shared<Cordial::Api::IntegrationDeleteEvent> &event);
    void interactionCreated(const Cordial::Shared<Cordial::Api::InteractionCreateEvent> &event);
    void inviteCreated(const Cordial::Shared<Cordial::Api::InviteCreateEvent> &event);
    void inviteDeleted(const Cordial::Shared<Cordial::Api::InviteDeleteEvent> &event);
    void messageCreated(const Cordial::Shared<Cordial::Api::MessageCreateEvent> &event);
    void messageUpdated(const Cordial::Shared<Cordial::Api::MessageUpdateEvent> &event);
    void messageDeleted(const Cordial::Shared<Cordial::Api::MessageDeleteEvent> &event);
    void messagesBulkDeleted(const Cordial::Shared<Cordial::Api::MessageDeleteBulkEvent> &event);
    void messageReactionAdded(const Cordial::Shared<Cordial::Api::MessageReactionAddEvent> &event);
    void
    messageReactionRemoved(const Cordial::Shared<Cordial::Api::MessageReactionRemoveEvent> &event);
    void messageReactionsRemoved(
        const Cordial::Shared<Cordial::Api::MessageReactionRemoveAllEvent> &event);
    void messageReactionEmojiRemoved(
        const Cordial::Shared<Cordial::Api::MessageReactionRemoveEmojiEvent> &event);
    void presenceUpdated(const Cordial::Shared<Cordial::Api::PresenceUpdateEvent> &event);
    void stageInstanceCreated(const Cordial::Shared<Cordial::Api::StageInstanceCreateEvent> &event);
    void stageInstanceUpdated(const Cordial::Shared<Cordial::Api::StageInstanceUpdateEvent> &event);
    void stageInstanceDeleted(const Cordial::Shared<Cordial::Api::StageInstanceDeleteEvent> &event);
    void subscriptionCreated(const Cordial::Shared<Cordial::Api::SubscriptionCreateEvent> &event);
    void subscriptionUpdated(const Cordial::Shared<Cordial::Api::SubscriptionUpdateEvent> &event);
    void subscriptionDeleted(const Cordial::Shared<Cordial::Api::SubscriptionDeleteEvent> &event);
    void typingStarted(const Cordial::Shared<Cordial::Api::TypingStartEvent> &event);
    void userUpdated(const Cordial::Shared<Cordial::Api::UserUpdateEvent> &event);
    void
    voiceChannelEffectSent(const Cordial::Shared<Cordial::Api::VoiceChannelEffectSendEvent> &event);
    void voiceChannelStartTimeUpdated(
        const Cordial::Shared<Cordial::Api::VoiceChannelStartTimeUpdateEvent> &event);
    void voiceChannelStatusUpdated(
        const Cordial::Shared<Cordial::Api::VoiceChannelStatusUpdateEvent> &event);
    void voiceStateUpdated(const Cordial::Shared<Cordial::Api::VoiceStateUpdateEvent> &event);
    void voiceServerUpdated(const Cordial::Shared<Cordial::Api::VoiceServerUpdateEvent> &event);
    void webhooksUpdated(const Cordial::Shared<Cordial::Api::WebhooksUpdateEvent> &event);
    void messagePollVoteAdded(const Cordial::Shared<Cordial::Api::MessagePollVoteAddEvent> &event);
    void
    messagePollVoteRemoved(const Cordial::Shared<Cordial::Api::MessagePollVoteRemoveEvent> &event);
};

//! \brief The signal of EventSignals that brings \a event, one of Api::events().
[[nodiscard]] QMetaMethod signalOf(const Api::EventInfo &event);

} // namespace Cordial
