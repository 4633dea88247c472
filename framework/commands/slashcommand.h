// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/commands/cooldown.h>
#include <cordial/commands/invocation.h>
#include <cordial/commands/option.h>

#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace Cordial {

class Localizer;

//! \brief A command: declared once, used as `/ping` and, if asked for, as `!ping`.
//!
//!     auto *ping = context.commands().add(u"ping"_s, tr("Answers"));
//!     connect(ping, &SlashCommand::invoked, this, &Ping::onInvoked);
//!
//! Checks come first and answer the person politely when they refuse: permissions, cooldown, own
//! checks. Made by CommandSet::add() and addSubcommand() and owned by them. Thread: the client's.
class SlashCommand : public QObject
{
    Q_OBJECT
public:
    [[nodiscard]] QString name() const { return m_name; }
    //! \brief With the names above it: "config set".
    [[nodiscard]] QString fullName() const;
    [[nodiscard]] QString description() const { return m_description; }
    [[nodiscard]] Api::ApplicationCommandType type() const { return m_type; }

    SlashCommand *addOption(Option option);
    //! \brief A command below this one, which then cannot be invoked itself; two levels at most.
    SlashCommand *addSubcommand(QString name, QString description);
    //! \brief Also as typed text, with the prefix of the bot.
    SlashCommand *enablePrefix(bool enabled = true);
    //! \brief What the person must be allowed to do in the channel; also hides the slash command
    //! from others.
    SlashCommand *requirePermissions(Api::Permissions permissions);
    //! \brief What the bot itself must be allowed to do in the channel.
    SlashCommand *requireBotPermissions(Api::Permissions permissions);
    SlashCommand *setCooldown(Cooldown cooldown);
    //! \brief Answers made by deferring alone are seen by the person only.
    SlashCommand *setPrivate(bool isPrivate = true);
    //! \brief A check of your own: the text it returns refuses, nothing lets pass. What a message
    //! does not hold of it is cut off.
    using Check = std::function<std::optional<QString>(const Invocation &)>;
    SlashCommand *addCheck(Check check);

    [[nodiscard]] bool isPrefixEnabled() const;
    [[nodiscard]] bool isPrivate() const { return m_isPrivate; }
    [[nodiscard]] Api::Permissions permissions() const { return m_permissions; }
    [[nodiscard]] Api::Permissions botPermissions() const { return m_botPermissions; }
    [[nodiscard]] CooldownBook &cooldownBook() { return m_cooldown; }
    [[nodiscard]] const std::vector<Check> &checks() const { return m_checks; }
    [[nodiscard]] const QList<Api::ApplicationCommandOption> &options() const { return m_options; }
    [[nodiscard]] SlashCommand *subcommand(const QString &name) const;
    [[nodiscard]] const std::vector<SlashCommand *> &subcommands() const { return m_subcommands; }
    //! \brief As Discord is told of it.
    [[nodiscard]] Api::ApplicationCommandUpdateRequest toApi() const;

Q_SIGNALS:
    //! \brief All checks have passed. A slot that throws is logged, and the person told.
    void invoked(const Cordial::Invocation &invocation);
    //! \brief Typed commands have been asked for.
    void prefixEnabled();

private:
    friend class CommandSet;
    SlashCommand(Api::ApplicationCommandType type, QString name, QString description,
                 const Localizer *localizer, QObject *parent);
    [[nodiscard]] Api::ApplicationCommandOption toOption() const;
    [[nodiscard]] QList<Api::ApplicationCommandOption> allOptions() const;

    Api::ApplicationCommandType m_type;
    QString m_name;
    QString m_description;
    const Localizer *m_localizer;
    Field<QMap<QString, QString>> m_descriptionLocalizations;
    QList<Api::ApplicationCommandOption> m_options;
    std::vector<SlashCommand *> m_subcommands; //!< Children of this.
    Api::Permissions m_permissions;
    Api::Permissions m_botPermissions;
    CooldownBook m_cooldown{Cooldown{}};
    std::vector<Check> m_checks;
    bool m_isPrefixEnabled = false;
    bool m_isPrivate = false;
};

} // namespace Cordial
