// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/client/client.h>
#include <cordial/commands/commandlint.h>
#include <cordial/commands/commandset.h>
#include <cordial/commands/localizer.h>

#include <QObject>

#include <map>
#include <optional>

namespace Cordial {

namespace Commands {
class AnswerLimit;
class Answers;
class RegisteredScopes;
} // namespace Commands

struct CommandConfig
{
    QString prefix = QStringLiteral("!"); //!< Of typed commands; empty = none.
    std::optional<GuildId> guild; //!< Register there alone (seen at once); unset = everywhere.
    //! Remembers where commands were registered, for later runs; empty = only while this one lasts.
    QString stateFile;
};

//! \brief Finds the command, button or modal that somebody used, checks whether they may, and runs
//! it. Tells Discord of the commands when the bot is ready, if anything differs, and a second after
//! they changed while it runs, as by a plugin that was reloaded.
//!
//! Answers to typed commands are given up 60 s after they were made, with a line in the log. At
//! most 50 of them wait in a channel and 1,000 in all; what is over that is TooLarge, counted
//! (gauges "typed answers waiting" and "... refused") and told of once a minute. Answers to
//! interactions have Discord's deadlines and no such limit.
//!
//! A button, select or modal that nobody declared is told so after 2 s, if no answer to it has gone
//! out of this process by then: a plugin may also wait for it by waitFor() or interactionCreated().
//! At most 1,000 are waited for, further ones are told at once. Thread: the client's.
class CommandRegistry : public QObject
{
    Q_OBJECT
public:
    //! \brief Everything named here outlives the registry; \a localizer may be null.
    CommandRegistry(Client &client, CommandConfig config, const Localizer *localizer,
                    MetricSink &metrics = MetricSink::none(), QObject *parent = nullptr);
    ~CommandRegistry() override;

    [[nodiscard]] const Localizer *localizer() const { return m_localizer; }
    //! \brief The commands of every set as Discord is told of them: without those that break its
    //! limits, and with the first of each name.
    [[nodiscard]] QList<Api::ApplicationCommandUpdateRequest> toApi() const;

    //! \brief Reads what is registered and replaces it if it differs, whoever registered it. With
    //! no commands at all Discord is asked only where this bot, or an earlier run that shares
    //! CommandConfig::stateFile, had registered some: those go, and a bot that never used commands
    //! leaves alone what others registered for it. What toApi() leaves out is
    //! named in the log, with its plugin. Needs the application id.
    QFuture<Result<>> sync();

    //! \brief Calls sync() soon, once for many changes, if the bot runs: until then that is to
    //! come. What is changed of a command later than that has to call sync().
    void syncSoon();

    //! \brief For CommandSet.
    void attach(CommandSet *set);
    void detach(CommandSet *set);

Q_SIGNALS:
    //! \brief \a written tells whether anything had to be changed.
    void synced(bool written);

private:
    struct Found
    {
        CommandSet *set = nullptr;
        SlashCommand *command = nullptr;
        QStringList path;
        QList<Api::ApplicationCommandInteractionDataOption> options;
    };
    struct Counts
    {
        quint64 invoked = 0;
        quint64 refused = 0;
        quint64 errors = 0;
    };

    using LeftOut = std::function<void(const CommandSet &, const SlashCommand &,
                                       const Commands::LintProblem &)>;
    [[nodiscard]] QList<Api::ApplicationCommandUpdateRequest> sift(const LeftOut &leftOut) const;
    //! \brief An interaction that somebody else may answer.
    struct Unclaimed
    {
        QString customId;
        QString locale;
        std::unique_ptr<Commands::Answers> answers;
        std::unique_ptr<Timer> timer;
    };
    void onInteraction(const Shared<Api::InteractionCreateEvent> &event);
    void onMessage(const Shared<Api::MessageCreateEvent> &event);
    void listenToMessages();
    void invokeCommand(const Api::InteractionCreateEvent &event);
    void invokeHandler(const Api::InteractionCreateEvent &event, ComponentHandler::Kind kind);
    //! \brief Runs what was typed; \a known is why the place is not known, if it is not.
    void invokeTyped(const Api::MessageCreateEvent &event, const Result<> &known);
    //! \brief The command that \a content calls, and in \a rest its arguments.
    [[nodiscard]] Found findTyped(const QString &content, QStringView &rest) const;
    [[nodiscard]] Found find(const QString &name, Api::ApplicationCommandType type) const;
    //! \brief Why this person may not; nothing if they may. \a invocation is translated for them.
    [[nodiscard]] std::optional<QString>
    refusal(SlashCommand &command, const Invocation &invocation, const Result<> &known) const;
    [[nodiscard]] std::optional<QString> cooldownRefusal(SlashCommand &command,
                                                         const Invocation &invocation) const;
    void run(CommandSet &set, SlashCommand &command, const Invocation &invocation,
             const Result<> &known = {});
    void leaveToOthers(const Api::InteractionCreateEvent &event, const QString &customId);
    //! \brief Whether a request answers something that was left to others.
    void noteRequest(const Net::RequestInfo &request);
    void endUnclaimed(InteractionId id);
    void answerUnclaimed(Unclaimed unclaimed);
    void answerUnknown(const Api::InteractionCreateEvent &event, const QString &name,
                       const QString &text);
    void report(const CommandSet &set, const QString &name, const Counts &counts, qint64 lastUs);

    Client &m_client;
    CommandConfig m_config;
    const Localizer *m_localizer;
    MetricSink &m_metrics;
    std::shared_ptr<Commands::AnswerLimit> m_typedAnswers;
    std::unique_ptr<Commands::RegisteredScopes> m_registered;
    std::vector<CommandSet *> m_sets;
    QHash<QString, Counts> m_counts; //!< By full name; only of commands that exist.
    std::map<InteractionId, Unclaimed> m_unclaimed;
    std::unique_ptr<Timer> m_syncTimer;
    bool m_hasStarted = false;
    QMetaObject::Connection m_requests; //!< While there is anything unclaimed.
    bool m_listensToMessages = false;
};

} // namespace Cordial
