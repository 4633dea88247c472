// SPDX-License-Identifier: MIT
#include <cordial/api/names.h>

#include <cordial/api/typed/emoji.h>
#include <cordial/api/typed/guild.h>
#include <cordial/api/typed/interaction.h>
#include <cordial/api/typed/user.h>

namespace Cordial::Api {

QString displayName(const User &user)
{
    return user.globalName && !user.globalName->isEmpty() ? *user.globalName : user.username;
}

QString displayName(const GuildMember &member)
{
    if (member.nick && !member.nick->isEmpty())
        return *member.nick;
    return member.user ? displayName(*member.user) : QString();
}

User invoker(const Interaction &interaction)
{
    if (interaction.member && interaction.member->user)
        return *interaction.member->user;
    return interaction.user.valueOr({});
}

QString reactionName(const Emoji &emoji)
{
    const QString name = emoji.name.valueOr({});
    return emoji.id ? QString(name + u':' + emoji.id->toString()) : name;
}

} // namespace Cordial::Api
