// SPDX-License-Identifier: MIT
#include <cordial/api/handles.h>
#include <cordial/client/client.h>

// What Client has handles for.
namespace Cordial {

using namespace Api;

ChannelHandle Client::channel(ChannelId id) const
{
    return {http(), id};
}

MessageHandle Client::message(ChannelId channel, MessageId id) const
{
    return {http(), channel, id};
}

GuildHandle Client::guild(GuildId id) const
{
    return {http(), id};
}

MemberHandle Client::member(GuildId guild, UserId id) const
{
    return {http(), guild, id};
}

UserHandle Client::user(UserId id) const
{
    return {http(), id};
}

MeOperations Client::me() const
{
    return MeOperations(http());
}

ApplicationHandle Client::application() const
{
    return {http(), applicationId()};
}

InviteOperations Client::invite(const QString &code) const
{
    return {http(), code};
}

WebhookOperations Client::webhook(WebhookId id) const
{
    return {http(), id};
}

WebhookHandle Client::webhook(WebhookId id, const Secret &token) const
{
    return {http(), id, token};
}

InteractionHandle Client::interaction(InteractionId id, const Secret &token) const
{
    return {http(), applicationId(), id, token};
}

StickerOperations Client::sticker(StickerId id) const
{
    return {http(), id};
}

SkuOperations Client::sku(SkuId id) const
{
    return {http(), id};
}

LobbyOperations Client::lobby(LobbyId id) const
{
    return {http(), id};
}

} // namespace Cordial
