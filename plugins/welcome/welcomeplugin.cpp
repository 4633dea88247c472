// SPDX-License-Identifier: MIT
#include "welcomeplugin.h"

#include <cordial/api/cache/entitycache.h>
#include <cordial/api/names.h>
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

void WelcomePlugin::onJoined(const Shared<Api::GuildMemberAddEvent> &event)
{
    if (!event->user || event->user->bot.valueOr(false))
        return;
    m_newcomers.add(event->guildId, event->user->id);
    whenKnown(event->guildId, [this, event] {
        const LocaleScope locale(localeOf(event->guildId));
        const Greeted who = greeted(event->guildId, *event->user);
        say(event->guildId, text(u"join_text", tr("Welcome to {server}, {user}!"), who));
    });
}

void WelcomePlugin::onLeft(const Shared<Api::GuildMemberRemoveEvent> &event)
{
    m_newcomers.remove(event->guildId, event->user.id);
    if (event->user.bot.valueOr(false))
        return;
    whenKnown(event->guildId, [this, event] {
        const LocaleScope locale(localeOf(event->guildId));
        const Greeted who = greeted(event->guildId, event->user);
        say(event->guildId, text(u"leave_text", tr("{name} has left. Farewell!"), who));
    });
}

void WelcomePlugin::onMessage(const Shared<Api::MessageCreateEvent> &event)
{
    if (!event->guildId || !event->author || event->author->bot.valueOr(false)
        || !m_newcomers.takeFirst(*event->guildId, event->author->id))
        return;
    whenKnown(*event->guildId, [this, event] {
        const LocaleScope locale(localeOf(*event->guildId));
        const QString words = text(u"first_message_text", tr("Good to hear from you, {name}."),
                                   greeted(*event->guildId, *event->author));
        m_context->client().sendMessage(event->channelId.valueOr({}),
                                        message(words).replyTo(event->id.valueOr({}), false));
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
    return {user.id, displayName(user), known ? known->name : QString()};
}

QString WelcomePlugin::localeOf(GuildId guild) const
{
    const auto known = m_context->client().entities().guild(guild);
    return known ? known->preferredLocale.text : QString();
}

Api::MessageBuilder WelcomePlugin::message(const QString &text)
{
    return Api::MessageBuilder(text).notify(Api::Notify::everyone());
}

void WelcomePlugin::say(GuildId guild, const QString &text)
{
    ChannelId channel = m_context->settings().id<ChannelId>(u"channel");
    const auto known = m_context->client().entities().guild(guild);
    if (!channel.isValid() && known)
        channel = known->systemChannelId.valueOr({});
    if (!channel.isValid())
        return; // Neither the bot nor the server names a place for it.
    onContext(m_context->client().sendMessage(channel, message(text)), this,
              [](const Result<Api::Message> &sent) {
                  if (!sent)
                      qCWarning(lcPlugin).noquote() << "greeting:" << sent.error().toString();
              });
}
