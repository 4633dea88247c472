// SPDX-License-Identifier: MIT
#include "eventtable_p.h"

#include "typedroutes_p.h"

#include <algorithm>

namespace Cordial {

namespace {

template <typename T, void (Client::*Signal)(const T &)>
class DecodedAs : public DecodedEvent
{
public:
    explicit DecodedAs(T value) : m_value(std::move(value)) { }
    void emitOn(Client &client) const override { Q_EMIT(client.*Signal)(m_value); }

private:
    T m_value;
};

template <typename T, void (Client::*Signal)(const T &)>
Result<std::shared_ptr<const DecodedEvent>> decodeAs(const Event &event)
{
    Result<T> value = event.decode<T>();
    if (!value)
        return std::move(value).error();
    return std::shared_ptr<const DecodedEvent>(
        std::make_shared<DecodedAs<T, Signal>>(*std::move(value)));
}

template <typename T, void (Client::*Signal)(const T &)>
EventRoute route(Api::Intents intents = {})
{
    return {T::kType, intents, QMetaMethod::fromSignal(Signal), &decodeAs<T, Signal>};
}

// Which intents bring which event. source: events/gateway.mdx, "List of Intents"
std::vector<EventRoute> makeRoutes()
{
    using namespace Api;
    constexpr Intents kMessages = Intent::GuildMessages | Intent::DirectMessages;
    constexpr Intents kReactions = Intent::GuildMessageReactions | Intent::DirectMessageReactions;
    return {
        route<ReadyEvent, &Client::ready>(),
        route<ResumedEvent, &Client::resumed>(),
        route<InteractionCreateEvent, &Client::interactionCreated>(),
        route<GuildCreateEvent, &Client::guildCreated>(Intent::Guilds),
        route<GuildUpdateEvent, &Client::guildUpdated>(Intent::Guilds),
        route<GuildDeleteEvent, &Client::guildDeleted>(Intent::Guilds),
        route<GuildRoleCreateEvent, &Client::guildRoleCreated>(Intent::Guilds),
        route<GuildRoleUpdateEvent, &Client::guildRoleUpdated>(Intent::Guilds),
        route<GuildRoleDeleteEvent, &Client::guildRoleDeleted>(Intent::Guilds),
        route<ChannelCreateEvent, &Client::channelCreated>(Intent::Guilds),
        route<ChannelUpdateEvent, &Client::channelUpdated>(Intent::Guilds),
        route<ChannelDeleteEvent, &Client::channelDeleted>(Intent::Guilds),
        route<GuildMemberAddEvent, &Client::guildMemberAdded>(Intent::GuildMembers),
        route<GuildMemberUpdateEvent, &Client::guildMemberUpdated>(Intent::GuildMembers),
        route<GuildMemberRemoveEvent, &Client::guildMemberRemoved>(Intent::GuildMembers),
        route<GuildBanAddEvent, &Client::guildBanAdded>(Intent::GuildModeration),
        route<GuildBanRemoveEvent, &Client::guildBanRemoved>(Intent::GuildModeration),
        route<MessageCreateEvent, &Client::messageCreated>(kMessages),
        route<MessageUpdateEvent, &Client::messageUpdated>(kMessages),
        route<MessageDeleteEvent, &Client::messageDeleted>(kMessages),
        route<MessageDeleteBulkEvent, &Client::messagesBulkDeleted>(Intent::GuildMessages),
        route<MessageReactionAddEvent, &Client::messageReactionAdded>(kReactions),
        route<MessageReactionRemoveEvent, &Client::messageReactionRemoved>(kReactions),
        route<TypingStartEvent, &Client::typingStarted>(Intent::GuildMessageTyping
                                                        | Intent::DirectMessageTyping),
    };
}

} // namespace

const std::vector<EventRoute> &allRoutes()
{
    static const std::vector<EventRoute> routes = makeRoutes();
    return routes;
}

EventRoutes findRoutes(const QByteArray &type)
{
    static const QHash<QByteArray, EventRoutes> byType = [] {
        QHash<QByteArray, EventRoutes> index;
        for (const EventRoute &entry : allRoutes())
            index[entry.type].small = &entry;
        for (const TypedRoute &entry : typedRoutes())
            index[entry.info->name].full = &entry;
        return index;
    }();
    return byType.value(type);
}

const EventRoute *findRoute(const QMetaMethod &signal)
{
    const auto &routes = allRoutes();
    const auto it = std::find_if(routes.begin(), routes.end(),
                                 [&](const EventRoute &entry) { return entry.signal == signal; });
    return it == routes.end() ? nullptr : &*it;
}

} // namespace Cordial
