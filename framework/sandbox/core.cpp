// SPDX-License-Identifier: MIT
#include <cordial/sandbox/apierror.h>
#include <cordial/sandbox/core.h>

namespace Cordial::Sandbox {

QByteArray Core::randomWord(qsizetype length)
{
    static constexpr char kLetters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    QByteArray word;
    for (qsizetype i = 0; i < length; ++i)
        word.append(kLetters[random.bounded(static_cast<quint32>(sizeof(kLetters) - 1))]);
    return word;
}

Guild &guildOf(Core &core, const ApiCall &call)
{
    Guild *guild = core.world->guild(GuildId(call.id(QByteArrayLiteral("guild_id"))));
    if (guild == nullptr)
        throw ApiError(JsonCode::UnknownGuild);
    if (!guild->members.contains(call.user->id))
        throw ApiError(JsonCode::MissingAccess);
    return *guild;
}

Channel &channelOf(Core &core, const ApiCall &call, quint64 needed)
{
    Channel *channel = core.world->channel(ChannelId(call.id(QByteArrayLiteral("channel_id"))));
    if (channel == nullptr)
        throw ApiError(JsonCode::UnknownChannel);
    const quint64 allowed = core.world->permissions(*channel, call.user->id, call.nowMs);
    if (allowed == 0)
        throw ApiError(JsonCode::MissingAccess);
    if ((allowed & needed) != needed)
        throw ApiError(JsonCode::MissingPermissions);
    return *channel;
}

Message &messageOf(Channel &channel, const ApiCall &call)
{
    const auto found = channel.messages.find(MessageId(call.id(QByteArrayLiteral("message_id"))));
    if (found == channel.messages.end())
        throw ApiError(JsonCode::UnknownMessage);
    return found->second;
}

void requireGuildPermission(Core &core, const Guild &guild, const ApiCall &call, quint64 needed)
{
    if ((core.world->guildPermissions(guild, call.user->id) & needed) != needed)
        throw ApiError(JsonCode::MissingPermissions);
}

UserId userIdOf(const ApiCall &call, const QByteArray &param)
{
    if (call.params.value(param) == "@me")
        return call.user->id;
    return UserId(call.id(param));
}

} // namespace Cordial::Sandbox
