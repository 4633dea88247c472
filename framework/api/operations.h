// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/calloptions.h>
#include <cordial/api/interaction.h>
#include <cordial/api/message.h>
#include <cordial/gateway/shardmanager.h>
#include <cordial/net/httpclient.h>

#include <QFuture>

//! Discord's operations as typed functions on an HttpClient. Named as in Discord's document, each
//! with its method and path. Futures finish in the thread of the client; a limit that can be
//! checked here fails before anything is sent.
namespace Cordial::Api {

// Messages. \source resources/message.mdx

//! \brief GET /channels/{channel.id}/messages. At most one of the ids is to be set.
struct ListMessagesQuery
{
    std::optional<MessageId> before;
    std::optional<MessageId> after;
    std::optional<MessageId> around;
    int limit = 50; //!< 1 to 100
};
[[nodiscard]] QFuture<Result<QList<Message>>> listMessages(Net::HttpClient &http, ChannelId channel,
                                                           const ListMessagesQuery &query = {},
                                                           const CallOptions &options = {});
//! \brief GET /channels/{channel.id}/messages/{message.id}
[[nodiscard]] QFuture<Result<Message>> getMessage(Net::HttpClient &http, ChannelId channel,
                                                  MessageId message,
                                                  const CallOptions &options = {});
//! \brief POST /channels/{channel.id}/messages
[[nodiscard]] QFuture<Result<Message>> createMessage(Net::HttpClient &http, ChannelId channel,
                                                     const MessageBody &body,
                                                     const CallOptions &options = {});
//! \brief PATCH /channels/{channel.id}/messages/{message.id}
[[nodiscard]] QFuture<Result<Message>> updateMessage(Net::HttpClient &http, ChannelId channel,
                                                     MessageId message, const MessageBody &body,
                                                     const CallOptions &options = {});
//! \brief DELETE /channels/{channel.id}/messages/{message.id}
[[nodiscard]] QFuture<Result<void>> deleteMessage(Net::HttpClient &http, ChannelId channel,
                                                  MessageId message,
                                                  const CallOptions &options = {});
//! \brief POST /channels/{channel.id}/messages/bulk-delete: 2 to 100 messages, none older than 14
//! days, no duplicates.
[[nodiscard]] QFuture<Result<void>> bulkDeleteMessages(Net::HttpClient &http, ChannelId channel,
                                                       const QList<MessageId> &messages,
                                                       const CallOptions &options = {});
//! \brief PUT /channels/{channel.id}/messages/{message.id}/reactions/{emoji}/@me
[[nodiscard]] QFuture<Result<void>> addMyReaction(Net::HttpClient &http, ChannelId channel,
                                                  MessageId message, const Emoji &emoji,
                                                  const CallOptions &options = {});

// Channels, guilds, members. \source resources/channel.mdx, resources/guild.mdx

//! \brief GET /channels/{channel.id}
[[nodiscard]] QFuture<Result<Channel>> getChannel(Net::HttpClient &http, ChannelId channel,
                                                  const CallOptions &options = {});
//! \brief POST /channels/{channel.id}/typing
[[nodiscard]] QFuture<Result<void>> triggerTyping(Net::HttpClient &http, ChannelId channel,
                                                  const CallOptions &options = {});
//! \brief POST /users/@me/channels: the channel for direct messages to \a user.
[[nodiscard]] QFuture<Result<Channel>> createDm(Net::HttpClient &http, UserId user,
                                                const CallOptions &options = {});
//! \brief GET /guilds/{guild.id}
[[nodiscard]] QFuture<Result<Guild>> getGuild(Net::HttpClient &http, GuildId guild,
                                              const CallOptions &options = {});
//! \brief GET /guilds/{guild.id}/channels: without threads.
[[nodiscard]] QFuture<Result<QList<Channel>>>
listGuildChannels(Net::HttpClient &http, GuildId guild, const CallOptions &options = {});
//! \brief GET /guilds/{guild.id}/members/{user.id}
[[nodiscard]] QFuture<Result<Member>> getGuildMember(Net::HttpClient &http, GuildId guild,
                                                     UserId user, const CallOptions &options = {});
//! \brief PATCH /guilds/{guild.id}/members/{user.id}: timed out until then; null ends it.
[[nodiscard]] QFuture<Result<Member>> timeOutMember(Net::HttpClient &http, GuildId guild,
                                                    UserId user, Field<Timestamp> until,
                                                    const CallOptions &options = {});
//! \brief PUT /guilds/{guild.id}/members/{user.id}/roles/{role.id}
[[nodiscard]] QFuture<Result<void>> addGuildMemberRole(Net::HttpClient &http, GuildId guild,
                                                       UserId user, RoleId role,
                                                       const CallOptions &options = {});
//! \brief DELETE /guilds/{guild.id}/members/{user.id}/roles/{role.id}
[[nodiscard]] QFuture<Result<void>> deleteGuildMemberRole(Net::HttpClient &http, GuildId guild,
                                                          UserId user, RoleId role,
                                                          const CallOptions &options = {});
//! \brief DELETE /guilds/{guild.id}/members/{user.id}: a kick.
[[nodiscard]] QFuture<Result<void>> deleteGuildMember(Net::HttpClient &http, GuildId guild,
                                                      UserId user, const CallOptions &options = {});
//! \brief PUT /guilds/{guild.id}/bans/{user.id}
[[nodiscard]] QFuture<Result<void>> banUserFromGuild(Net::HttpClient &http, GuildId guild,
                                                     UserId user, const CallOptions &options = {});

// Interactions. \source interactions/receiving-and-responding.mdx

//! \brief POST /interactions/{interaction.id}/{token}/callback: the first answer, due within 3 s.
[[nodiscard]] QFuture<Result<void>>
createInteractionResponse(Net::HttpClient &http, InteractionId interaction, const Secret &token,
                          const InteractionResponse &response, const CallOptions &options = {});
//! \brief GET /webhooks/{application.id}/{token}/messages/@original
[[nodiscard]] QFuture<Result<Message>> getOriginalResponse(Net::HttpClient &http,
                                                           ApplicationId application,
                                                           const Secret &token,
                                                           const CallOptions &options = {});
//! \brief PATCH /webhooks/{application.id}/{token}/messages/@original
[[nodiscard]] QFuture<Result<Message>>
updateOriginalResponse(Net::HttpClient &http, ApplicationId application, const Secret &token,
                       const MessageBody &body, const CallOptions &options = {});
//! \brief DELETE /webhooks/{application.id}/{token}/messages/@original
[[nodiscard]] QFuture<Result<void>> deleteOriginalResponse(Net::HttpClient &http,
                                                           ApplicationId application,
                                                           const Secret &token,
                                                           const CallOptions &options = {});
//! \brief POST /webhooks/{application.id}/{token}
[[nodiscard]] QFuture<Result<Message>> createFollowup(Net::HttpClient &http,
                                                      ApplicationId application,
                                                      const Secret &token, const MessageBody &body,
                                                      const CallOptions &options = {});

// Application, commands, gateway.

//! \brief Where commands are registered: for all guilds, or for one.
struct CommandScope
{
    ApplicationId application;
    std::optional<GuildId> guild;
};
//! \brief GET /applications/{application.id}[/guilds/{guild.id}]/commands
[[nodiscard]] QFuture<Result<QList<ApplicationCommand>>>
listCommands(Net::HttpClient &http, const CommandScope &scope, const CallOptions &options = {});
//! \brief PUT /applications/{application.id}[/guilds/{guild.id}]/commands
[[nodiscard]] QFuture<Result<QList<ApplicationCommand>>>
bulkSetCommands(Net::HttpClient &http, const CommandScope &scope,
                const QList<ApplicationCommand> &commands, const CallOptions &options = {});
//! \brief GET /users/@me
[[nodiscard]] QFuture<Result<User>> getMyUser(Net::HttpClient &http,
                                              const CallOptions &options = {});
//! \brief GET /applications/@me
[[nodiscard]] QFuture<Result<Application>> getMyApplication(Net::HttpClient &http,
                                                            const CallOptions &options = {});
//! \brief GET /gateway/bot
[[nodiscard]] QFuture<Result<Gateway::GatewayInfo>> getBotGateway(Net::HttpClient &http,
                                                                  const CallOptions &options = {});

} // namespace Cordial::Api
