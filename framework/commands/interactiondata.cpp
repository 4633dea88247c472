// SPDX-License-Identifier: MIT
#include "interactiondata_p.h"

#include <cordial/api/cache/entitycache.h>
#include <cordial/api/names.h>
#include <cordial/api/typed/component.h>
#include <cordial/api/typed/model.h>

namespace Cordial::Commands {

namespace {

using Api::Component;

QString toText(const QString &text)
{
    return text;
}

template <typename Tag>
QString toText(Id<Tag> id)
{
    return id.toString();
}

template <typename T>
OptionValue joined(const Field<QList<T>> &values)
{
    QStringList texts;
    if (values) {
        for (const T &value : *values)
            texts.append(toText(value));
    }
    return texts.join(u',');
}

void collectInputs(const QList<Component> &components, OptionValues &into);

//! \brief What was filled in, by custom_id, wherever it is nested.
template <typename T>
void collectInput(const T &component, OptionValues &into)
{
    if constexpr (requires {
                      component.customId;
                      component.values;
                  })
        into.insert(component.customId, joined(component.values));
    else if constexpr (requires {
                           component.customId;
                           component.value;
                       })
        into.insert(component.customId, component.value.valueOr({}));
    else if constexpr (requires { component.component; })
        collectInputs(component.component ? QList{*component.component} : QList<Component>(), into);
    else if constexpr (requires { collectInputs(component.components, into); })
        collectInputs(component.components, into);
}

void collectInputs(const QList<Component> &components, OptionValues &into)
{
    for (const Component &component : components) {
        std::visit([&into](const auto &known) { collectInput(known, into); },
                   static_cast<const Component::variant &>(component));
    }
}

void take(const Api::ApplicationCommandData &used, InvocationData &data)
{
    data.resolved = used.resolved.valueOr({});
    if (!used.targetId)
        return;
    data.options.insert(QStringLiteral("target"), used.targetId->toString());
    const MessageId target(used.targetId->value());
    if (!data.message && data.resolved.messages && data.resolved.messages->contains(target))
        data.message = data.resolved.messages->value(target);
}

void take(const Api::MessageComponentData &used, InvocationData &data)
{
    data.resolved = used.resolved.valueOr({});
    data.values = used.values.valueOr({});
}

void take(const Api::ModalSubmitData &used, InvocationData &data)
{
    data.resolved = used.resolved.valueOr({});
    collectInputs(used.components, data.options);
}

//! \brief Something that nothing says the kind of: taken for what a component sends.
Api::MessageComponentData decoded(const Api::RawJson &used)
{
    return fromJson<Api::MessageComponentData>(used.text).valueOr({});
}

void take(const Api::RawJson &used, InvocationData &data)
{
    take(decoded(used), data);
}

QString customIdIn(const Api::ApplicationCommandData &)
{
    return {};
}

template <typename T>
QString customIdIn(const T &used)
{
    return used.customId;
}

QString customIdIn(const Api::RawJson &used)
{
    return decoded(used).customId;
}

} // namespace

OptionValues valuesOf(const QList<Api::ApplicationCommandInteractionDataOption> &options)
{
    OptionValues values;
    for (const Api::ApplicationCommandInteractionDataOption &option : options) {
        if (!option.value)
            continue;
        if (auto value = toOptionValue(*option.value))
            values.insert(option.name, *std::move(value));
    }
    return values;
}

QString customIdOf(const Api::InteractionData &data)
{
    return std::visit([](const auto &used) { return customIdIn(used); },
                      static_cast<const Api::InteractionData::variant &>(data));
}

InvocationData dataOf(const Api::InteractionCreateEvent &interaction)
{
    InvocationData data;
    data.user = invoker(interaction);
    data.member = interaction.member;
    data.guildId = interaction.guildId.valueOr({});
    data.channelId = interaction.channelId.valueOr({});
    data.locale = interaction.locale.valueOr({});
    if (interaction.member && interaction.member->permissions)
        data.permissions = *interaction.member->permissions;
    if (Api::wasGiven(interaction, "app_permissions"))
        data.botPermissions = interaction.appPermissions;
    data.isInteraction = true;
    data.isComponent = interaction.message.hasValue();
    data.message = interaction.message;
    if (interaction.data) {
        std::visit([&data](const auto &used) { take(used, data); },
                   static_cast<const Api::InteractionData::variant &>(*interaction.data));
    }
    return data;
}

InvocationData dataOf(const Api::MessageCreateEvent &message, const Client &client)
{
    InvocationData data;
    data.user = message.author.valueOr({});
    data.member = message.member;
    data.guildId = message.guildId.valueOr({});
    data.channelId = message.channelId.valueOr({});
    data.message = static_cast<const Api::Message &>(message);
    QMap<UserId, Api::User> mentioned;
    for (const Api::User &user : message.mentions)
        mentioned.insert(user.id, user);
    if (!mentioned.isEmpty())
        data.resolved.users = mentioned;
    const Api::EntityCache &known = client.entities();
    if (const auto guild = known.guild(data.guildId))
        data.locale = guild->preferredLocale.text;
    const auto granted = [&](UserId user, const QList<RoleId> &roles) {
        return known.grantedPermissions(data.guildId, data.channelId, user, roles);
    };
    if (message.member)
        data.permissions = granted(data.user.id, message.member->roles);
    const UserId self = client.self().id;
    if (const auto own = known.member(data.guildId, self))
        data.botPermissions = granted(self, own->roles);
    return data;
}

} // namespace Cordial::Commands
