// SPDX-License-Identifier: MIT
#include "typedroutes_p.h"

#include <cordial/api/typed/events.h>

#include <algorithm>

namespace Cordial {

namespace {

template <typename T>
std::shared_ptr<void> make()
{
    return std::make_shared<T>();
}

template <typename T, void (EventSignals::*Signal)(const Shared<T> &)>
void emitAs(EventSignals &on, const Shared<void> &event)
{
    Q_EMIT(on.*Signal)(std::static_pointer_cast<const T>(event));
}

template <typename T, void (EventSignals::*Signal)(const Shared<T> &)>
TypedRoute typedRoute(Api::Intents intents = {})
{
    return {Typed::findEvent(T::kType), intents, QMetaMethod::fromSignal(Signal), &make<T>,
            &emitAs<T, Signal>};
}

// Which intents bring which event. source: events/gateway.mdx, "List of Intents"
std::vector<TypedRoute> makeRoutes()
{
    using namespace Typed;
    using Api::Intent;
    constexpr Api::Intents kMessages = Intent::GuildMessages | Intent::DirectMessages;
    constexpr Api::Intents kReactions =
        Intent::GuildMessageReactions | Intent::DirectMessageReactions;
    constexpr Api::Intents kTyping = Intent::GuildMessageTyping | Intent::DirectMessageTyping;
    constexpr Api::Intents kPolls = Intent::GuildMessagePolls | Intent::DirectMessagePolls;
    return {
        typedRoute<ReadyEvent, &EventSignals::ready>(),
        typedRoute<ResumedEvent, &EventSignals::resumed>(),
        typedRoute<RateLimitedEvent, &EventSignals::rateLimited>(),
        typedRoute<ApplicationCommandPermissionsUpdateEvent,
                   &EventSignals::applicationCommandPermissionsUpdated>(),
        typedRoute<AutoModerationRuleCreateEvent, &EventSignals::autoModerationRuleCreated>(
            Intent::AutoModerationConfiguration),
        typedRoute<AutoModerationRuleUpdateEvent, &EventSignals::autoModerationRuleUpdated>(
            Intent::AutoModerationConfiguration),
        typedRoute<AutoModerationRuleDeleteEvent, &EventSignals::autoModerationRuleDeleted>(
            Intent::AutoModerationConfiguration),
        typedRoute<AutoModerationActionExecutionEvent, &EventSignals::autoModerationActionExecuted>(
            Intent::AutoModerationExecution),
        typedRoute<ChannelCreateEvent, &EventSignals::channelCreated>(Intent::Guilds),
        typedRoute<ChannelUpdateEvent, &EventSignals::channelUpdated>(Intent::Guilds),
        typedRoute<ChannelDeleteEvent, &EventSignals::channelDeleted>(Intent::Guilds),
        typedRoute<ChannelInfoEvent, &EventSignals::channelInfoReceived>(),
        typedRoute<ChannelPinsUpdateEvent, &EventSignals::channelPinsUpdated>(
            Intent::Guilds | Intent::DirectMessages),
        typedRoute<ThreadCreateEvent, &EventSignals::threadCreated>(Intent::Guilds),
        typedRoute<ThreadUpdateEvent, &EventSignals::threadUpdated>(Intent::Guilds),
        typedRoute<ThreadDeleteEvent, &EventSignals::threadDeleted>(Intent::Guilds),
        typedRoute<ThreadListSyncEvent, &EventSignals::threadListSynced>(Intent::Guilds),
        typedRoute<ThreadMemberUpdateEvent, &EventSignals::threadMemberUpdated>(Intent::Guilds),
        typedRoute<ThreadMembersUpdateEvent, &EventSignals::threadMembersUpdated>(Intent::Guilds),
        typedRoute<EntitlementCreateEvent, &EventSignals::entitlementCreated>(),
        typedRoute<EntitlementUpdateEvent, &EventSignals::entitlementUpdated>(),
        typedRoute<EntitlementDeleteEvent, &EventSignals::entitlementDeleted>(),
        typedRoute<GuildCreateEvent, &EventSignals::guildCreated>(Intent::Guilds),
        typedRoute<GuildUpdateEvent, &EventSignals::guildUpdated>(Intent::Guilds),
        typedRoute<GuildDeleteEvent, &EventSignals::guildDeleted>(Intent::Guilds),
        typedRoute<GuildAuditLogEntryCreateEvent, &EventSignals::guildAuditLogEntryCreated>(
            Intent::GuildModeration),
        typedRoute<GuildBanAddEvent, &EventSignals::guildBanAdded>(Intent::GuildModeration),
        typedRoute<GuildBanRemoveEvent, &EventSignals::guildBanRemoved>(Intent::GuildModeration),
        typedRoute<GuildEmojisUpdateEvent, &EventSignals::guildEmojisUpdated>(
            Intent::GuildExpressions),
        typedRoute<GuildStickersUpdateEvent, &EventSignals::guildStickersUpdated>(
            Intent::GuildExpressions),
        typedRoute<GuildIntegrationsUpdateEvent, &EventSignals::guildIntegrationsUpdated>(
            Intent::GuildIntegrations),
        typedRoute<GuildMemberAddEvent, &EventSignals::guildMemberAdded>(Intent::GuildMembers),
        typedRoute<GuildMemberRemoveEvent, &EventSignals::guildMemberRemoved>(Intent::GuildMembers),
        typedRoute<GuildMemberUpdateEvent, &EventSignals::guildMemberUpdated>(Intent::GuildMembers),
        typedRoute<GuildMembersChunkEvent, &EventSignals::guildMembersChunkReceived>(),
        typedRoute<GuildRoleCreateEvent, &EventSignals::guildRoleCreated>(Intent::Guilds),
        typedRoute<GuildRoleUpdateEvent, &EventSignals::guildRoleUpdated>(Intent::Guilds),
        typedRoute<GuildRoleDeleteEvent, &EventSignals::guildRoleDeleted>(Intent::Guilds),
        typedRoute<GuildScheduledEventCreateEvent, &EventSignals::guildScheduledEventCreated>(
            Intent::GuildScheduledEvents),
        typedRoute<GuildScheduledEventUpdateEvent, &EventSignals::guildScheduledEventUpdated>(
            Intent::GuildScheduledEvents),
        typedRoute<GuildScheduledEventDeleteEvent, &EventSignals::guildScheduledEventDeleted>(
            Intent::GuildScheduledEvents),
        typedRoute<GuildScheduledEventUserAddEvent, &EventSignals::guildScheduledEventUserAdded>(
            Intent::GuildScheduledEvents),
        typedRoute<GuildScheduledEventUserRemoveEvent,
                   &EventSignals::guildScheduledEventUserRemoved>(Intent::GuildScheduledEvents),
        typedRoute<GuildSoundboardSoundCreateEvent, &EventSignals::guildSoundboardSoundCreated>(
            Intent::GuildExpressions),
        typedRoute<GuildSoundboardSoundUpdateEvent, &EventSignals::guildSoundboardSoundUpdated>(
            Intent::GuildExpressions),
        typedRoute<GuildSoundboardSoundDeleteEvent, &EventSignals::guildSoundboardSoundDeleted>(
            Intent::GuildExpressions),
        typedRoute<GuildSoundboardSoundsUpdateEvent, &EventSignals::guildSoundboardSoundsUpdated>(
            Intent::GuildExpressions),
        typedRoute<SoundboardSoundsEvent, &EventSignals::soundboardSoundsReceived>(),
        typedRoute<IntegrationCreateEvent, &EventSignals::integrationCreated>(
            Intent::GuildIntegrations),
        typedRoute<IntegrationUpdateEvent, &EventSignals::integrationUpdated>(
            Intent::GuildIntegrations),
        typedRoute<IntegrationDeleteEvent, &EventSignals::integrationDeleted>(
            Intent::GuildIntegrations),
        typedRoute<InteractionCreateEvent, &EventSignals::interactionCreated>(),
        typedRoute<InviteCreateEvent, &EventSignals::inviteCreated>(Intent::GuildInvites),
        typedRoute<InviteDeleteEvent, &EventSignals::inviteDeleted>(Intent::GuildInvites),
        typedRoute<MessageCreateEvent, &EventSignals::messageCreated>(kMessages),
        typedRoute<MessageUpdateEvent, &EventSignals::messageUpdated>(kMessages),
        typedRoute<MessageDeleteEvent, &EventSignals::messageDeleted>(kMessages),
        typedRoute<MessageDeleteBulkEvent, &EventSignals::messagesBulkDeleted>(
            Intent::GuildMessages),
        typedRoute<MessageReactionAddEvent, &EventSignals::messageReactionAdded>(kReactions),
        typedRoute<MessageReactionRemoveEvent, &EventSignals::messageReactionRemoved>(kReactions),
        typedRoute<MessageReactionRemoveAllEvent, &EventSignals::messageReactionsRemoved>(
            kReactions),
        typedRoute<MessageReactionRemoveEmojiEvent, &EventSignals::messageReactionEmojiRemoved>(
            kReactions),
        typedRoute<PresenceUpdateEvent, &EventSignals::presenceUpdated>(Intent::GuildPresences),
        typedRoute<StageInstanceCreateEvent, &EventSignals::stageInstanceCreated>(Intent::Guilds),
        typedRoute<StageInstanceUpdateEvent, &EventSignals::stageInstanceUpdated>(Intent::Guilds),
        typedRoute<StageInstanceDeleteEvent, &EventSignals::stageInstanceDeleted>(Intent::Guilds),
        typedRoute<SubscriptionCreateEvent, &EventSignals::subscriptionCreated>(),
        typedRoute<SubscriptionUpdateEvent, &EventSignals::subscriptionUpdated>(),
        typedRoute<SubscriptionDeleteEvent, &EventSignals::subscriptionDeleted>(),
        typedRoute<TypingStartEvent, &EventSignals::typingStarted>(kTyping),
        typedRoute<UserUpdateEvent, &EventSignals::userUpdated>(),
        typedRoute<VoiceChannelEffectSendEvent, &EventSignals::voiceChannelEffectSent>(
            Intent::GuildVoiceStates),
        typedRoute<VoiceChannelStartTimeUpdateEvent, &EventSignals::voiceChannelStartTimeUpdated>(
            Intent::Guilds),
        typedRoute<VoiceChannelStatusUpdateEvent, &EventSignals::voiceChannelStatusUpdated>(
            Intent::Guilds),
        typedRoute<VoiceStateUpdateEvent, &EventSignals::voiceStateUpdated>(
            Intent::GuildVoiceStates),
        typedRoute<VoiceServerUpdateEvent, &EventSignals::voiceServerUpdated>(),
        typedRoute<WebhooksUpdateEvent, &EventSignals::webhooksUpdated>(Intent::GuildWebhooks),
        typedRoute<MessagePollVoteAddEvent, &EventSignals::messagePollVoteAdded>(kPolls),
        typedRoute<MessagePollVoteRemoveEvent, &EventSignals::messagePollVoteRemoved>(kPolls),
    };
}

} // namespace

const std::vector<TypedRoute> &typedRoutes()
{
    static const std::vector<TypedRoute> routes = makeRoutes();
    return routes;
}

const TypedRoute *findTypedRoute(const QMetaMethod &signal)
{
    const auto &routes = typedRoutes();
    const auto it = std::find_if(routes.begin(), routes.end(),
                                 [&](const TypedRoute &entry) { return entry.signal == signal; });
    return it == routes.end() ? nullptr : &*it;
}

Result<Shared<void>> decodeTyped(const TypedRoute &route, QByteArray data)
{
    std::shared_ptr<void> event = route.make();
    JsonError error;
    const bool isRead = Detail::readDocument(data, error, [&](JsonValue &root) {
        return route.info->ops->value.read(root, event.get(), error);
    });
    if (!isRead)
        return Detail::decodeError(error);
    return Shared<void>(std::move(event));
}

} // namespace Cordial
