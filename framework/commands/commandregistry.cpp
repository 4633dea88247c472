// SPDX-License-Identifier: MIT
#include <cordial/commands/commandregistry.h>

#include <cordial/api/cache/entitycache.h>
#include <cordial/commands/arguments.h>
#include <cordial/commands/commandsync.h>

#include "elided_p.h"
#include "interactiondata_p.h"
#include "registeredscopes_p.h"

#include <cordial/core/logging.h>
#include <cordial/core/oncontext.h>

#include <algorithm>

namespace Cordial {

using namespace Commands;
using Api::InteractionType;

CommandRegistry::CommandRegistry(Client &client, CommandConfig config, const Localizer *localizer,
                                 MetricSink &metrics, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_config(std::move(config))
    , m_localizer(localizer)
    , m_metrics(metrics)
    , m_typedAnswers(std::make_shared<AnswerLimit>(client.clock(), metrics))
    , m_registered(std::make_unique<RegisteredScopes>(m_config.stateFile))
{
    connect(&m_client, &Client::interactionCreated, this, &CommandRegistry::onInteraction);
    connect(&m_client, &Client::started, this, [this] {
        m_hasStarted = true;
        sync();
    });
}

CommandRegistry::~CommandRegistry()
{
    m_typedAnswers->close();
}

void CommandRegistry::attach(CommandSet *set)
{
    m_sets.push_back(set);
    connect(set, &CommandSet::prefixEnabled, this, &CommandRegistry::listenToMessages);
    syncSoon();
}

void CommandRegistry::detach(CommandSet *set)
{
    std::erase(m_sets, set);
    syncSoon();
}

void CommandRegistry::syncSoon()
{
    constexpr Milliseconds kTogether{1'000};
    if (!m_hasStarted || !m_client.isRunning())
        return;
    if (!m_syncTimer)
        m_syncTimer = m_client.clock().makeTimer();
    m_syncTimer->start(kTogether, [this] {
        if (m_client.isRunning())
            sync();
    });
}

void CommandRegistry::listenToMessages()
{
    // Only on demand: the intents for messages and their content are asked for by this.
    if (m_listensToMessages || m_config.prefix.isEmpty())
        return;
    m_listensToMessages = true;
    m_client.requestIntents(Api::Intent::MessageContent);
    connect(&m_client, &Client::messageCreated, this, &CommandRegistry::onMessage);
}

QList<Api::ApplicationCommandUpdateRequest> CommandRegistry::toApi() const
{
    return sift([](const CommandSet &, const SlashCommand &, const LintProblem &) { });
}

QList<Api::ApplicationCommandUpdateRequest> CommandRegistry::sift(const LeftOut &leftOut) const
{
    CommandSieve sieve;
    for (const CommandSet *set : m_sets) {
        for (const SlashCommand *command : set->commands()) {
            const QList<LintProblem> problems = sieve.take(command->toApi());
            if (!problems.isEmpty())
                leftOut(*set, *command, problems.first());
        }
    }
    return sieve.taken();
}

namespace {

QString ownerOf(const CommandSet &set)
{
    const QString plugin = set.client().plugin();
    return plugin.isEmpty() ? QStringLiteral("the bot itself") : QString(u"plugin " + plugin);
}

} // namespace

QFuture<Result<>> CommandRegistry::sync()
{
    const QList<Api::ApplicationCommandUpdateRequest> wanted =
        sift([](const CommandSet &set, const SlashCommand &command, const LintProblem &problem) {
            qCWarning(lcCommands).noquote().nospace()
                << ownerOf(set) << ": the command " << command.name()
                << " is not registered: " << problem.path << ": " << problem.message;
        });
    const CommandScope scope{m_client.applicationId(), m_config.guild};
    if (wanted.isEmpty() && !m_registered->contains(scope))
        return finishedFuture(Result<>());
    auto promise = std::make_shared<QPromise<Result<>>>();
    promise->start();
    onContext(syncCommands(m_client.http(), scope, wanted), this,
              [this, promise, scope, isAny = !wanted.isEmpty()](const Result<bool> &written) {
                  if (written)
                      m_registered->note(scope, isAny);
                  if (!written)
                      qCWarning(lcCommands).noquote()
                          << "commands could not be registered:" << written.error().toString();
                  promise->addResult(written ? Result<>() : Result<>(written.error()));
                  promise->finish();
                  if (written)
                      Q_EMIT synced(*written);
              });
    return promise->future();
}

CommandRegistry::Found CommandRegistry::find(const QString &name,
                                             Api::ApplicationCommandType type) const
{
    for (CommandSet *set : m_sets) {
        for (SlashCommand *command : set->commands()) {
            if (command->name() == name && command->type() == type)
                return {set, command, {}, {}};
        }
    }
    return {};
}

void CommandRegistry::onInteraction(const Shared<Api::InteractionCreateEvent> &event)
{
    switch (event->type) {
    case InteractionType::ApplicationCommand:
        invokeCommand(*event);
        return;
    case InteractionType::MessageComponent:
        invokeHandler(*event, ComponentHandler::Kind::Component);
        return;
    case InteractionType::ModalSubmit:
        invokeHandler(*event, ComponentHandler::Kind::Modal);
        return;
    default:
        return;
    }
}

void CommandRegistry::invokeCommand(const Api::InteractionCreateEvent &event)
{
    if (!event.data)
        return;
    const auto *used = std::get_if<Api::ApplicationCommandData>(&*event.data);
    const QString name = used != nullptr ? used->name : QString();
    Found found;
    if (used != nullptr) {
        const bool isTypeGiven = used->type != Api::ApplicationCommandType{};
        found = find(name, isTypeGiven ? used->type : Api::ApplicationCommandType::Chat);
        found.options = used->options.valueOr({});
    }
    while (found.command != nullptr && !found.command->subcommands().empty()) {
        const Api::ApplicationCommandInteractionDataOption below = found.options.isEmpty()
            ? Api::ApplicationCommandInteractionDataOption()
            : found.options.first();
        found.command = found.command->subcommand(below.name);
        found.options = below.options.valueOr({});
    }
    if (found.command == nullptr) {
        qCWarning(lcCommands).noquote() << "no command" << name << "is known here";
        const LocaleScope locale(event.locale.valueOr({}));
        answerUnknown(event, name, tr("This command is not available right now."));
        return;
    }
    InvocationData data = dataOf(event);
    data.name = found.command->fullName();
    data.options.insert(valuesOf(found.options));
    Client &client = found.set->client();
    auto state =
        std::make_shared<InvocationState>(client, std::move(data), answersTo(client, event));
    state->startAutoDefer(found.command->isPrivate());
    run(*found.set, *found.command, Invocation(std::move(state)));
}

void CommandRegistry::invokeHandler(const Api::InteractionCreateEvent &event,
                                    ComponentHandler::Kind kind)
{
    if (!event.data)
        return;
    const QString customId = customIdOf(*event.data);
    for (CommandSet *set : m_sets) {
        for (ComponentHandler *handler : set->handlers()) {
            if (handler->kind() != kind)
                continue;
            const auto parameters = handler->pattern().match(customId);
            if (!parameters)
                continue;
            InvocationData data = dataOf(event);
            data.name = customId;
            data.options.insert(*parameters);
            auto state = std::make_shared<InvocationState>(set->client(), std::move(data),
                                                           answersTo(set->client(), event));
            state->startAutoDefer(false);
            const Invocation invocation(std::move(state));
            const LocaleScope locale(invocation.locale());
            const QByteArray what = handler->pattern().text().toUtf8();
            set->client().runHandler(what.constData(),
                                     [&] { Q_EMIT handler->triggered(invocation); });
            return;
        }
    }
    leaveToOthers(event, customId);
}

namespace {
// Discord waits 3 s; one second is left for the way there.
constexpr Milliseconds kOthersFirst{2'000};
constexpr size_t kMostUnclaimed = 1'000;
constexpr int kAlreadyAcknowledged = 40060; // Discord's JSON error code
} // namespace

void CommandRegistry::leaveToOthers(const Api::InteractionCreateEvent &event,
                                    const QString &customId)
{
    Unclaimed unclaimed{customId, event.locale.valueOr({}), answersTo(m_client, event), {}};
    if (m_unclaimed.size() >= kMostUnclaimed) {
        answerUnclaimed(std::move(unclaimed));
        return;
    }
    if (m_unclaimed.empty()) {
        m_requests = connect(&m_client.http(), &Net::HttpClient::requestQueued, this,
                             &CommandRegistry::noteRequest);
    }
    const InteractionId id = event.id;
    unclaimed.timer = m_client.clock().makeTimer();
    unclaimed.timer->start(kOthersFirst, [this, id] {
        auto node = m_unclaimed.extract(id);
        endUnclaimed(id);
        answerUnclaimed(std::move(node.mapped()));
    });
    m_unclaimed.insert_or_assign(id, std::move(unclaimed));
}

void CommandRegistry::noteRequest(const Net::RequestInfo &request)
{
    constexpr QLatin1StringView kAnswers{"/interactions/"};
    if (!request.path.startsWith(kAnswers))
        return;
    const QStringView rest = QStringView(request.path).sliced(kAnswers.size());
    if (const auto id = InteractionId::fromString(rest.first(std::max(rest.indexOf(u'/'), 0LL))))
        endUnclaimed(*id);
}

void CommandRegistry::endUnclaimed(InteractionId id)
{
    m_unclaimed.erase(id);
    if (m_unclaimed.empty())
        disconnect(m_requests);
}

void CommandRegistry::answerUnclaimed(Unclaimed unclaimed)
{
    qCInfo(lcCommands).noquote() << "nobody handles" << unclaimed.customId;
    const LocaleScope locale(unclaimed.locale);
    Api::MessageBuilder message(tr("This no longer works: the plugin behind it is not loaded."));
    const std::shared_ptr<Answers> answers = std::move(unclaimed.answers);
    onContext(answers->first(message.ephemeral()), this,
              [answers, customId = unclaimed.customId](const Result<> &result) {
                  // Another process of this bot may have been quicker.
                  if (!result && result.error().discordCode != kAlreadyAcknowledged)
                      qCWarning(lcCommands).noquote()
                          << customId << "reply failed:" << result.error().toString();
              });
}

void CommandRegistry::answerUnknown(const Api::InteractionCreateEvent &event, const QString &name,
                                    const QString &text)
{
    InvocationData data = dataOf(event);
    data.name = name;
    Invocation(
        std::make_shared<InvocationState>(m_client, std::move(data), answersTo(m_client, event)))
        .replyPrivately(text);
}

void CommandRegistry::onMessage(const Shared<Api::MessageCreateEvent> &event)
{
    // Bots do not command bots: two of them could go on for ever.
    const bool isBot = event->author && event->author->bot.valueOr(false);
    QStringView rest;
    if (isBot || event->webhookId || findTyped(event->content, rest).command == nullptr)
        return;
    const GuildId guild = event->guildId.valueOr({});
    const ChannelId channel = event->channelId.valueOr({});
    const Api::EntityCache &entities = m_client.entities();
    if (!guild.isValid() || (entities.containsGuild(guild) && entities.guildOf(channel))) {
        invokeTyped(*event, {});
        return;
    }
    onContext(
        m_client.ensureChannel(guild, channel), this, [this, event, guild](const Result<> &known) {
            if (!known) {
                qCWarning(lcCommands).noquote() << "the server" << guild.toString()
                                                << "is not known:" << known.error().toString();
            }
            invokeTyped(*event, known);
        });
}

CommandRegistry::Found CommandRegistry::findTyped(const QString &content, QStringView &rest) const
{
    if (!content.startsWith(m_config.prefix))
        return {};
    rest = QStringView(content).sliced(m_config.prefix.size());
    Found found;
    while (found.command == nullptr || !found.command->subcommands().empty()) {
        const auto isSpace = [](QChar c) { return c.isSpace(); };
        const auto *end = std::find_if(rest.begin(), rest.end(), isSpace);
        const QString word = rest.first(end - rest.begin()).toString().toLower();
        if (found.command == nullptr)
            found = find(word, Api::ApplicationCommandType::Chat);
        else
            found.command = found.command->subcommand(word);
        if (found.command == nullptr)
            return {}; // Other bots may have the same prefix: silence.
        rest = rest.sliced(word.size()).trimmed();
    }
    return found.command->isPrefixEnabled() ? found : Found();
}

void CommandRegistry::invokeTyped(const Api::MessageCreateEvent &event, const Result<> &known)
{
    QStringView rest;
    const Found found = findTyped(event.content, rest);
    if (found.command == nullptr)
        return; // Its plugin was unloaded while the server was looked up.
    InvocationData data = dataOf(event, m_client);
    data.name = found.command->fullName();
    const LocaleScope locale(data.locale);
    const auto values = bindArguments(found.command->options(), rest);
    if (values)
        data.options.insert(*values);
    Client &client = found.set->client();
    const Invocation invocation(std::make_shared<InvocationState>(
        client, std::move(data),
        answersTo(client, static_cast<const Api::Message &>(event), m_typedAnswers)));
    if (values) {
        run(*found.set, *found.command, invocation, known);
        return;
    }
    const QString option = values.error().path;
    const QString problem = option.isEmpty() ? values.error().message
                                             : QString(option + u": " + values.error().message);
    const QString form =
        usage(m_config.prefix + found.command->fullName(), found.command->options());
    const QString how = u"\n`" + elided(form, kLongestContent / 2) + u'`';
    invocation.reply(QString(elided(problem, kLongestContent - characterCount(how)) + how));
}

namespace {

QString namesOf(Api::Permissions permissions)
{
    QStringList names;
    const auto list = permissions.toList();
    for (const Api::Permission permission : list)
        names.append(Api::toString(permission));
    return names.join(QStringLiteral(", "));
}

quint64 cooldownKey(Cooldown::Scope scope, const Invocation &invocation)
{
    switch (scope) {
    case Cooldown::Scope::User:
        return invocation.user().id.value();
    case Cooldown::Scope::Channel:
        return invocation.channelId().value();
    case Cooldown::Scope::Guild:
        // A direct message is a place of its own, not everybody's.
        return invocation.guildId().isValid() ? invocation.guildId().value()
                                              : invocation.channelId().value();
    case Cooldown::Scope::Global:
        break;
    }
    return 0;
}

} // namespace

std::optional<QString> CommandRegistry::cooldownRefusal(SlashCommand &command,
                                                        const Invocation &invocation) const
{
    CooldownBook &book = command.cooldownBook();
    const auto wait =
        book.use(cooldownKey(book.cooldown().scope, invocation), m_client.clock().now());
    if (!wait)
        return std::nullopt;
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*wait).count();
    return tr("Not so fast: this works again in %1 s.").arg(seconds);
}

std::optional<QString> CommandRegistry::refusal(SlashCommand &command, const Invocation &invocation,
                                                const Result<> &known) const
{
    const Api::Permissions needed = command.permissions();
    if (!needed.isEmpty()) {
        const auto given = invocation.permissions();
        if (!given && !known)
            return tr("I could not look this server up: %1").arg(known.error().message);
        if (!given)
            return tr("This only works in the channels of a server.");
        if (!given->allows(needed))
            return tr("Sorry, for this you need the permission %1.").arg(namesOf(needed - *given));
    }
    const auto own = invocation.botPermissions();
    if (own && !own->allows(command.botPermissions()))
        return tr("Sorry, I cannot do this here: I lack the permission %1.")
            .arg(namesOf(command.botPermissions() - *own));
    for (const SlashCommand::Check &check : command.checks()) {
        if (auto text = check(invocation))
            return text;
    }
    return cooldownRefusal(command, invocation);
}

void CommandRegistry::run(CommandSet &set, SlashCommand &command, const Invocation &invocation,
                          const Result<> &known)
{
    const LocaleScope locale(invocation.locale());
    const QString name = invocation.name();
    const QByteArray what = '/' + name.toUtf8();
    const TimePoint begin = m_client.clock().now();
    const QPointer<CommandSet> alive(&set); // The slot may unload its own plugin.
    Counts counts = m_counts.value(name);
    ++counts.invoked;
    const bool ok = set.client().runHandler(what.constData(), [&] {
        if (const auto text = refusal(command, invocation, known)) {
            ++counts.refused;
            invocation.replyPrivately(elided(*text, kLongestContent));
            return;
        }
        Q_EMIT command.invoked(invocation);
    });
    if (!ok) {
        ++counts.errors;
        invocation.replyPrivately(tr("Sorry, something went wrong here."));
    }
    if (!alive)
        return;
    m_counts.insert(name, counts);
    const auto took = m_client.clock().now() - begin;
    report(set, name, counts, std::chrono::duration_cast<std::chrono::microseconds>(took).count());
}

void CommandRegistry::report(const CommandSet &set, const QString &name, const Counts &counts,
                             qint64 lastUs)
{
    CommandRecord record;
    record.name = name.toStdString();
    record.plugin = set.client().plugin().toStdString();
    record.invoked = counts.invoked;
    record.refused = counts.refused;
    record.errors = counts.errors;
    record.lastUs = lastUs;
    m_metrics.report(record);
}

} // namespace Cordial
