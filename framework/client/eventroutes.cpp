// SPDX-License-Identifier: MIT
#include "eventroutes_p.h"

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
EventRoute route(Api::Intents intents = {})
{
    return {Api::findEvent(T::kType), intents, QMetaMethod::fromSignal(Signal), &make<T>,
            &emitAs<T, Signal>};
}

// Which intents bring which event. source: events/gateway.mdx, "List of Intents"
std::vector<EventRoute> makeRoutes()
{
    using namespace Api;
    using Api::Intent;
    constexpr Api::Intents kMessages = Intent::GuildMessages | Intent::DirectMessages;
    constexpr Api::Intents kReactions =
        Intent::GuildMessageReactions | Intent::DirectMessageReactions;
    constexpr Api::Intents kTyping = Intent::GuildMessageTyping | Intent::DirectMessageTyping;
    constexpr Api::Intents kPolls = Intent::GuildMessagePolls | Intent::DirectMessagePolls;
    return {
        route<ReadyEvent, &EventSignals::ready>(),
        route<ResumedEvent, &EventSignals::resumed>(),
        route<RateLimitedEvent, &EventSignals::rateLimited>(),
        route<ApplicationCommandPermissionsUpdateEvent,
              &EventSignals::applicationCommandPermissionsUpdated>(),
        route<AutoModerationRuleCreateEvent, &EventSignals::autoModerationRuleCreated>(
            Intent::AutoModerationConfiguration),
        route<AutoModerationRuleUpdateEvent, &EventSignals::autoModerationRuleUpdated>(
            Intent::AutoModerationConfiguration),
        route<AutoModerationRuleDeleteEvent, &EventSignals::autoModerationRuleDeleted>(
            Intent::AutoModerationConfiguration),
        route<AutoModerationActionExecutionEvent, &EventSignals::autoModerationActionExecuted>(
            Intent::AutoModerationExecution),
        route<ChannelCreateEvent, &EventSignals::channelCreated>(Intent::Guilds),
        route<ChannelUpdateEvent, &EventSignals::channelUpdated>(Intent::Guilds),
        route<ChannelDeleteEvent, &EventSignals::channelDeleted>(Intent::Guilds),
        route<ChannelInfoEvent, &EventSignals::channelInfoReceived>(),
        route<ChannelPinsUpdateEvent, &EventSignals::channelPinsUpdated>(Intent::Guilds
                                                                         | Intent::DirectMessages),
        route<ThreadCreateEvent, &EventSignals::threadCreated>(Intent::Guilds),
        route<ThreadUpdateEvent, &EventSignals::threadUpdated>(Intent::Guilds),
        route<ThreadDeleteEvent, &EventSignals::threadDeleted>(Intent::Guilds),
        route<ThreadListSyncEvent, &EventSignals::threadListSynced>(Intent::Guilds),
        route<ThreadMemberUpdateEvent, &EventSignals::threadMemberUpdated>(Intent::Guilds),
        route<ThreadMembersUpdateEvent, &EventSignals::threadMembersUpdated>(Intent::Guilds),
        route<EntitlementCreateEvent, &EventSignals::entitlementCreated>(),
        route<EntitlementUpdateEvent, &EventSignals::entitlementUpdated>(),
        route<EntitlementDeleteEvent, &EventSignals::entitlementDeleted>(),
        route<GuildCreateEvent, &EventSignals::guildCreated>(Intent::Guilds),
        route<GuildUpdateEvent, &EventSignals::guildUpdated>(Intent::Guilds),
        route<GuildDeleteEvent, &EventSignals::guildDeleted>(Intent::Guilds),
        route<GuildAuditLogEntryCreateEvent, &EventSignals::guildAuditLogEntryCreated>(
            Intent::GuildModeration),
        route<GuildBanAddEvent, &EventSignals::guildBanAdded>(Intent::GuildModeration),
        route<GuildBanRemoveEvent, &EventSignals::guildBanRemoved>(Intent::GuildModeration),
        route<GuildEmojisUpdateEvent, &EventSignals::guildEmojisUpdated>(Intent::GuildExpressions),
        route<GuildStickersUpdateEvent, &EventSignals::guildStickersUpdated>(
            Intent::GuildExpressions),
        route<GuildIntegrationsUpdateEvent, &EventSignals::guildIntegrationsUpdated>(
            Intent::GuildIntegrations),
        route<GuildMemberAddEvent, &EventSignals::guildMemberAdded>(Intent::GuildMembers),
        route<GuildMemberRemoveEvent, &EventSignals::guildMemberRemoved>(Intent::GuildMembers),
        route<GuildMemberUpdateEvent, &EventSignals::guildMemberUpdated>(Intent::GuildMembers),
        route<GuildMembersChunkEvent, &EventSignals::guildMembersChunkReceived>(),
        route<GuildRoleCreateEvent, &EventSignals::guildRoleCreated>(Intent::Guilds),
        route<GuildRoleUpdateEvent, &EventSignals::guildRoleUpdated>(Intent::Guilds),
        route<GuildRoleDeleteEvent, &EventSignals::guildRoleDeleted>(Intent::Guilds),
        route<GuildScheduledEventCreateEvent, &EventSignals::guildScheduledEventCreated>(
            Intent::GuildScheduledEvents),
        route<GuildScheduledEventUpdateEvent, &EventSignals::guildScheduledEventUpdated>(
            Intent::GuildScheduledEvents),
        route<GuildScheduledEventDeleteEvent, &EventSignals::guildScheduledEventDeleted>(
            Intent::GuildScheduledEvents),
        route<GuildScheduledEventUserAddEvent, &EventSignals::guildScheduledEventUserAdded>(
            Intent::GuildScheduledEvents),
        route<GuildScheduledEventUserRemoveEvent, &EventSignals::guildScheduledEventUserRemoved>(
            Intent::GuildScheduledEvents),
        route<GuildSoundboardSoundCreateEvent, &EventSignals::guildSoundboardSoundCreated>(
            Intent::GuildExpressions),
        route<GuildSoundboardSoundUpdateEvent, &EventSignals::guildSoundboardSoundUpdated>(
            Intent::GuildExpressions),
        route<GuildSoundboardSoundDeleteEvent, &EventSignals::guildSoundboardSoundDeleted>(
            Intent::GuildExpressions),
        route<GuildSoundboardSoundsUpdateEvent, &EventSignals::guildSoundboardSoundsUpdated>(
            Intent::GuildExpressions),
        route<SoundboardSoundsEvent, &EventSignals::soundboardSoundsReceived>(),
        route<IntegrationCreateEvent, &EventSignals::integrationCreated>(Intent::GuildIntegrations),
        route<IntegrationUpdateEvent, &EventSignals::integrationUpdated>(Intent::GuildIntegrations),
        route<IntegrationDeleteEvent, &EventSignals::integrationDeleted>(Intent::GuildIntegrations),
        route<InteractionCreateEvent, &EventSignals::interactionCreated>(),
        route<InviteCreateEvent, &EventSignals::inviteCreated>(Intent::GuildInvites),
        route<InviteDeleteEvent, &EventSignals::inviteDeleted>(Intent::GuildInvites),
        route<MessageCreateEvent, &EventSignals::messageCreated>(kMessages),
        route<MessageUpdateEvent, &EventSignals::messageUpdated>(kMessages),
        route<MessageDeleteEvent, &EventSignals::messageDeleted>(kMessages),
        route<MessageDeleteBulkEvent, &EventSignals::messagesBulkDeleted>(Intent::GuildMessages),
        route<MessageReactionAddEvent, &EventSignals::messageReactionAdded>(kReactions),
        route<MessageReactionRemoveEvent, &EventSignals::messageReactionRemoved>(kReactions),
        route<MessageReactionRemoveAllEvent, &EventSignals::messageReactionsRemoved>(kReactions),
        route<MessageReactionRemoveEmojiEvent, &EventSignals::messageReactionEmojiRemoved>(
            kReactions),
        route<PresenceUpdateEvent, &EventSignals::presenceUpdated>(Intent::GuildPresences),
        route<StageInstanceCreateEvent, &EventSignals::stageInstanceCreated>(Intent::Guilds),
        route<StageInstanceUpdateEvent, &EventSignals::stageInstanceUpdated>(Intent::Guilds),
        route<StageInstanceDeleteEvent, &EventSignals::stageInstanceDeleted>(Intent::Guilds),
        route<SubscriptionCreateEvent, &EventSignals::subscriptionCreated>(),
        route<SubscriptionUpdateEvent, &EventSignals::subscriptionUpdated>(),
        route<SubscriptionDeleteEvent, &EventSignals::subscriptionDeleted>(),
        route<TypingStartEvent, &EventSignals::typingStarted>(kTyping),
        route<UserUpdateEvent, &EventSignals::userUpdated>(),
        route<VoiceChannelEffectSendEvent, &EventSignals::voiceChannelEffectSent>(
            Intent::GuildVoiceStates),
        route<VoiceChannelStartTimeUpdateEvent, &EventSignals::voiceChannelStartTimeUpdated>(
            Intent::Guilds),
        route<VoiceChannelStatusUpdateEvent, &EventSignals::voiceChannelStatusUpdated>(
            Intent::Guilds),
        route<VoiceStateUpdateEvent, &EventSignals::voiceStateUpdated>(Intent::GuildVoiceStates),
        route<VoiceServerUpdateEvent, &EventSignals::voiceServerUpdated>(),
        route<WebhooksUpdateEvent, &EventSignals::webhooksUpdated>(Intent::GuildWebhooks),
        route<MessagePollVoteAddEvent, &EventSignals::messagePollVoteAdded>(kPolls),
        route<MessagePollVoteRemoveEvent, &EventSignals::messagePollVoteRemoved>(kPolls),
    };
}

} // namespace

const std::vector<EventRoute> &allRoutes()
{
    static const std::vector<EventRoute> routes = makeRoutes();
    return routes;
}

const EventRoute *findRoute(const QMetaMethod &signal)
{
    const auto &routes = allRoutes();
    const auto it = std::find_if(routes.begin(), routes.end(),
                                 [&](const EventRoute &entry) { return entry.signal == signal; });
    return it == routes.end() ? nullptr : &*it;
}

QMetaMethod signalOf(const Api::EventInfo &event)
{
    const auto &routes = allRoutes();
    const auto it = std::find_if(routes.begin(), routes.end(),
                                 [&](const EventRoute &entry) { return entry.info == &event; });
    return it == routes.end() ? QMetaMethod() : it->signal;
}

Result<Shared<void>> decodeEvent(const EventRoute &route, QByteArray data)
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
