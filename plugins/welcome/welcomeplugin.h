// SPDX-License-Identifier: MIT
#pragma once

#include "greeting.h"
#include "newcomers.h"

#include <cordial/plugin/plugin.h>

#include <functional>

//! \brief Greets who joins, says good-bye to who leaves, and answers a newcomer's first message.
class WelcomePlugin : public Cordial::Plugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID CordialPlugin_iid FILE "welcome.json")
public:
    [[nodiscard]] Cordial::Result<> initialize(Cordial::PluginContext &context) override;

private:
    void onJoined(const Cordial::Shared<Cordial::Api::GuildMemberAddEvent> &event);
    void onLeft(const Cordial::Shared<Cordial::Api::GuildMemberRemoveEvent> &event);
    void onMessage(const Cordial::Shared<Cordial::Api::MessageCreateEvent> &event);
    //! \brief Runs \a greet once the server's name, language and channel are known; not at all if
    //! they cannot be found out.
    void whenKnown(Cordial::GuildId guild, const std::function<void()> &greet);
    //! \brief The text of the setting, else the one given, which is in the server's language.
    [[nodiscard]] QString text(QStringView setting, const QString &fallback,
                               const Greeted &who) const;
    [[nodiscard]] Greeted greeted(Cordial::GuildId guild, const Cordial::Api::User &user) const;
    [[nodiscard]] QString localeOf(Cordial::GuildId guild) const;
    void say(Cordial::GuildId guild, const QString &text);
    //! \brief The texts are the owner's: they may ping whom they name.
    [[nodiscard]] static Cordial::Api::MessageBuilder message(const QString &text);

    Cordial::PluginContext *m_context = nullptr;
    Newcomers m_newcomers;
};
