// SPDX-License-Identifier: MIT
#include <cordial/api/handles.h>
#include <cordial/client/client.h>

// What Client has handles for.
namespace Cordial {

Api::ChannelHandle Client::channel(ChannelId id) const
{
    return {http(), id};
}

Api::MessageHandle Client::message(ChannelId channel, MessageId id) const
{
    return {http(), channel, id};
}

Api::GuildHandle Client::guild(GuildId id) const
{
    return {http(), id};
}

Api::MemberHandle Client::member(GuildId guild, UserId id) const
{
    return {http(), guild, id};
}

Api::UserHandle Client::user(UserId id) const
{
    return {http(), id};
}

Api::MeOperations Client::me() const
{
    return Api::MeOperations(http());
}

Api::ApplicationHandle Client::application() const
{
    return {http(), applicationId()};
}

Api::InviteOperations Client::invite(const QString &code) const
{
    return {http(), code};
}

Api::WebhookOperations Client::webhook(WebhookId id) const
{
    return {http(), id};
}

Api::WebhookHandle Client::webhook(WebhookId id, const Secret &token) const
{
    return {http(), id, token};
}

Api::InteractionHandle Client::interaction(InteractionId id, const Secret &token) const
{
    return {http(), applicationId(), id, token};
}

Api::StickerOperations Client::sticker(StickerId id) const
{
    return {http(), id};
}

Api::SkuOperations Client::sku(SkuId id) const
{
    return {http(), id};
}

Api::LobbyOperations Client::lobby(LobbyId id) const
{
    return {http(), id};
}

} // namespace Cordial
