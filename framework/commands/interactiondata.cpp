// SPDX-License-Identifier: MIT
#include "interactiondata_p.h"

#include <cordial/api/cache/entitycache.h>
#include <cordial/api/typed/guild.h>
#include <cordial/api/typed/user.h>

namespace Cordial::Commands {

namespace {

//! \brief Text inputs by custom_id, wherever they are nested.
void collectInputs(const QList<Api::Component> &components, QHash<QString, Api::OptionValue> &into)
{
    for (const Api::Component &component : components) {
        if (!component.customId.isEmpty()) {
            into.insert(component.customId,
                        component.values.isEmpty() ? component.value : component.values.join(u','));
        }
        collectInputs(component.components, into);
    }
}

//! \brief The message a message command was used on.
Field<Api::Message> targetOf(const Api::InteractionData &data)
{
    if (!data.targetId)
        return {};
    const auto it = data.resolved.messages.constFind(MessageId(*data.targetId));
    return it == data.resolved.messages.constEnd() ? Field<Api::Message>() : *it;
}

} // namespace

QHash<QString, Api::OptionValue> valuesOf(const QList<Api::InteractionOption> &options)
{
    QHash<QString, Api::OptionValue> values;
    for (const Api::InteractionOption &option : options) {
        if (option.value)
            values.insert(option.name, *option.value);
    }
    return values;
}

InvocationData dataOf(const Api::Interaction &interaction)
{
    InvocationData data;
    data.user = interaction.invoker();
    data.member = interaction.member;
    data.guildId = interaction.guildId.valueOr({});
    data.channelId = interaction.channelId.valueOr({});
    data.locale = interaction.locale;
    if (interaction.member && interaction.member->permissions)
        data.permissions = *interaction.member->permissions;
    if (interaction.appPermissions)
        data.botPermissions = *interaction.appPermissions;
    data.isInteraction = true;
    data.isComponent = interaction.message.hasValue();
    data.message = interaction.message;
    if (!interaction.data)
        return data;
    data.values = interaction.data->values;
    data.resolved = interaction.data->resolved;
    collectInputs(interaction.data->components, data.options);
    if (!data.message)
        data.message = targetOf(*interaction.data);
    if (interaction.data->targetId)
        data.options.insert(QStringLiteral("target"), QString::number(*interaction.data->targetId));
    return data;
}

InvocationData dataOf(const Api::MessageCreateEvent &message, const Client &client)
{
    InvocationData data;
    data.user = message.author;
    data.member = message.member;
    data.guildId = message.guildId.valueOr({});
    data.channelId = message.channelId;
    data.message = static_cast<const Api::Message &>(message);
    for (const Api::User &mentioned : message.mentions)
        data.resolved.users.insert(mentioned.id, mentioned);
    const Api::EntityCache &known = client.entities();
    if (const auto guild = known.guild(data.guildId))
        data.locale = guild->preferredLocale.text;
    const auto granted = [&](UserId user, const QList<RoleId> &roles) {
        return known.grantedPermissions(data.guildId, data.channelId, user, roles);
    };
    if (message.member)
        data.permissions = granted(message.author.id, message.member->roles);
    const UserId self = client.self().id;
    if (const auto own = known.member(data.guildId, self))
        data.botPermissions = granted(self, own->roles);
    return data;
}

} // namespace Cordial::Commands
