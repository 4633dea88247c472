// SPDX-License-Identifier: MIT
#include "welcomeplugin.h"

#include <cordial/api/cache/entitycache.h>
#include <cordial/api/typed/guild.h>
#include <cordial/commands/localizer.h>
#include <cordial/core/logging.h>

using namespace Cordial;
using namespace Qt::StringLiterals;

Result<> WelcomePlugin::initialize(PluginContext &context)
{
    m_context = &context;
    Client &client = context.client();
    connect(&client, &Client::guildMemberAdded, this, &WelcomePlugin::onJoined);
    connect(&client, &Client::guildMemberRemoved, this, &WelcomePlugin::onLeft);
    if (context.settings().boolean(u"greet_first_message"))
        connect(&client, &Client::messageCreated, this, &WelcomePlugin::onMessage);
    return {};
}

void WelcomePlugin::onJoined(const Api::GuildMemberAddEvent &event)
{
    if (!event.user || event.user->isBot)
        return;
    m_newcomers.add(event.guildId, event.user->id);
    whenKnown(event.guildId, [this, guild = event.guildId, user = *event.user] {
        const LocaleScope locale(localeOf(guild));
        const Greeted who = greeted(guild, user);
        say(guild, text(u"join_text", tr("Welcome to {server}, {user}!"), who));
    });
}

void WelcomePlugin::onLeft(const Api::GuildMemberRemoveEvent &event)
{
    m_newcomers.remove(event.guildId, event.user.id);
    if (event.user.isBot)
        return;
    whenKnown(event.guildId, [this, guild = event.guildId, user = event.user] {
        const LocaleScope locale(localeOf(guild));
        const Greeted who = greeted(guild, user);
        say(guild, text(u"leave_text", tr("{name} has left. Farewell!"), who));
    });
}

void WelcomePlugin::onMessage(const Api::MessageCreateEvent &event)
{
    if (!event.guildId || event.author.isBot
        || !m_newcomers.takeFirst(*event.guildId, event.author.id))
        return;
    whenKnown(*event.guildId, [this, event] {
        const LocaleScope locale(localeOf(*event.guildId));
        Api::MessageBody body(text(u"first_message_text", tr("Good to hear from you, {name}."),
                                   greeted(*event.guildId, event.author)));
        Api::MessageReference reference;
        reference.messageId = event.id;
        reference.failIfNotExists = false;
        body.reference = reference;
        m_context->client().sendMessage(event.channelId, body);
    });
}

void WelcomePlugin::whenKnown(GuildId guild, const std::function<void()> &greet)
{
    Client &client = m_context->client();
    if (client.entities().containsGuild(guild)) {
        greet();
        return;
    }
    onContext(client.ensureGuild(guild), this, [this, greet](const Result<> &known) {
        if (known)
            m_context->client().runHandler("greeting", greet);
        else
            qCWarning(lcPlugin).noquote() << "not greeted:" << known.error().toString();
    });
}

QString WelcomePlugin::text(QStringView setting, const QString &fallback, const Greeted &who) const
{
    const QString own = m_context->settings().text(setting);
    return fillGreeting(own.isEmpty() ? fallback : own, who);
}

Greeted WelcomePlugin::greeted(GuildId guild, const Api::User &user) const
{
    const auto known = m_context->client().entities().guild(guild);
    return {user.id, user.displayName(), known ? known->name : QString()};
}

QString WelcomePlugin::localeOf(GuildId guild) const
{
    const auto known = m_context->client().entities().guild(guild);
    return known ? known->preferredLocale.text : QString();
}

void WelcomePlugin::say(GuildId guild, const QString &text)
{
    ChannelId channel = m_context->settings().id<ChannelId>(u"channel");
    const auto known = m_context->client().entities().guild(guild);
    if (!channel.isValid() && known)
        channel = known->systemChannelId.valueOr({});
    if (!channel.isValid())
        return; // Neither the bot nor the server names a place for it.
    onContext(m_context->client().sendMessage(channel, Api::MessageBody(text)), this,
              [](const Result<Api::Message> &sent) {
                  if (!sent)
                      qCWarning(lcPlugin).noquote() << "greeting:" << sent.error().toString();
              });
}
