// SPDX-License-Identifier: MIT
#include <cordial/api/operations.h>

#include "call_p.h"

namespace Cordial::Api {

using Net::Method;

namespace {

QString guildMember(GuildId guild, UserId user)
{
    return u"/guilds/" + guild.toString() + u"/members/" + user.toString();
}

QString commandsPath(const CommandScope &scope)
{
    const QString application = u"/applications/" + scope.application.toString();
    if (!scope.guild)
        return application + u"/commands";
    return application + u"/guilds/" + scope.guild->toString() + u"/commands";
}

} // namespace

QFuture<Result<Channel>> getChannel(Net::HttpClient &http, ChannelId channel,
                                    const CallOptions &options)
{
    return call<Channel>(http,
                         makeRequest(Method::Get, u"/channels/" + channel.toString(), options));
}

QFuture<Result<void>> triggerTyping(Net::HttpClient &http, ChannelId channel,
                                    const CallOptions &options)
{
    const QString path = u"/channels/" + channel.toString() + u"/typing";
    return call<void>(http, makeRequest(Method::Post, path, options));
}

QFuture<Result<Channel>> createDm(Net::HttpClient &http, UserId user, const CallOptions &options)
{
    JsonWriter body;
    body.beginObject().key("recipient_id").id(user).endObject();
    return call<Channel>(
        http,
        makeRequest(Method::Post, QStringLiteral("/users/@me/channels"), options, body.take()));
}

QFuture<Result<Guild>> getGuild(Net::HttpClient &http, GuildId guild, const CallOptions &options)
{
    return call<Guild>(http, makeRequest(Method::Get, u"/guilds/" + guild.toString(), options));
}

QFuture<Result<QList<Channel>>> listGuildChannels(Net::HttpClient &http, GuildId guild,
                                                  const CallOptions &options)
{
    const QString path = u"/guilds/" + guild.toString() + u"/channels";
    return call<QList<Channel>>(http, makeRequest(Method::Get, path, options));
}

QFuture<Result<Member>> getGuildMember(Net::HttpClient &http, GuildId guild, UserId user,
                                       const CallOptions &options)
{
    return call<Member>(http, makeRequest(Method::Get, guildMember(guild, user), options));
}

QFuture<Result<Member>> timeOutMember(Net::HttpClient &http, GuildId guild, UserId user,
                                      Field<Timestamp> until, const CallOptions &options)
{
    JsonWriter body;
    body.beginObject().key("communication_disabled_until");
    writeJson(body, until);
    body.endObject();
    return call<Member>(http,
                        makeRequest(Method::Patch, guildMember(guild, user), options, body.take()));
}

QFuture<Result<void>> addGuildMemberRole(Net::HttpClient &http, GuildId guild, UserId user,
                                         RoleId role, const CallOptions &options)
{
    const QString path = guildMember(guild, user) + u"/roles/" + role.toString();
    return call<void>(http, makeRequest(Method::Put, path, options));
}

QFuture<Result<void>> deleteGuildMemberRole(Net::HttpClient &http, GuildId guild, UserId user,
                                            RoleId role, const CallOptions &options)
{
    const QString path = guildMember(guild, user) + u"/roles/" + role.toString();
    return call<void>(http, makeRequest(Method::Delete, path, options));
}

QFuture<Result<void>> deleteGuildMember(Net::HttpClient &http, GuildId guild, UserId user,
                                        const CallOptions &options)
{
    return call<void>(http, makeRequest(Method::Delete, guildMember(guild, user), options));
}

QFuture<Result<void>> banUserFromGuild(Net::HttpClient &http, GuildId guild, UserId user,
                                       const CallOptions &options)
{
    const QString path = u"/guilds/" + guild.toString() + u"/bans/" + user.toString();
    return call<void>(http, makeRequest(Method::Put, path, options, "{}"));
}

QFuture<Result<QList<ApplicationCommand>>>
listCommands(Net::HttpClient &http, const CommandScope &scope, const CallOptions &options)
{
    // Without the parameter Discord leaves the translations out, and they could not be compared.
    Net::Request request = makeRequest(Method::Get, commandsPath(scope), options);
    request.query.append({QStringLiteral("with_localizations"), QStringLiteral("true")});
    return call<QList<ApplicationCommand>>(http, std::move(request));
}

QFuture<Result<QList<ApplicationCommand>>>
bulkSetCommands(Net::HttpClient &http, const CommandScope &scope,
                const QList<ApplicationCommand> &commands, const CallOptions &options)
{
    return call<QList<ApplicationCommand>>(
        http, makeRequest(Method::Put, commandsPath(scope), options, toJson(commands)));
}

QFuture<Result<User>> getMyUser(Net::HttpClient &http, const CallOptions &options)
{
    return call<User>(http, makeRequest(Method::Get, QStringLiteral("/users/@me"), options));
}

QFuture<Result<Application>> getMyApplication(Net::HttpClient &http, const CallOptions &options)
{
    return call<Application>(
        http, makeRequest(Method::Get, QStringLiteral("/applications/@me"), options));
}

QFuture<Result<Gateway::GatewayInfo>> getBotGateway(Net::HttpClient &http,
                                                    const CallOptions &options)
{
    return callWith<Gateway::GatewayInfo>(
        http, makeRequest(Method::Get, QStringLiteral("/gateway/bot"), options),
        &Gateway::parseGatewayInfo);
}

} // namespace Cordial::Api
