// SPDX-License-Identifier: MIT
#include <cordial/commands/commandsync.h>

#include <cordial/api/typed/operations/applications.h>
#include <cordial/core/logging.h>
#include <cordial/core/oncontext.h>
#include <cordial/net/httpclient.h>

#include <QMap>

namespace Cordial::Commands {

namespace {

using Api::ApplicationCommandOption;
using Api::ApplicationCommandOptionChoice;
using Api::ApplicationCommandType;

// Absent, null and empty mean the same to Discord here, and false where nothing else is said.
template <typename List>
Field<List> unlessEmpty(const Field<List> &field)
{
    return field && !field->isEmpty() ? field : Field<List>();
}

Field<bool> ifTrue(const Field<bool> &field)
{
    return field.valueOr(false) ? field : Field<bool>();
}

template <typename T>
Field<T> unlessNull(const Field<T> &field)
{
    return field ? field : Field<T>();
}

Field<QList<ApplicationCommandOption>>
canonical(const Field<QList<ApplicationCommandOption>> &options);

QList<ApplicationCommandOptionChoice>
canonical(const QList<ApplicationCommandOptionChoice> &choices)
{
    QList<ApplicationCommandOptionChoice> list;
    for (const ApplicationCommandOptionChoice &choice : choices) {
        ApplicationCommandOptionChoice plain;
        plain.name = choice.name;
        plain.nameLocalizations = unlessEmpty(choice.nameLocalizations);
        plain.value = choice.value;
        list.append(plain);
    }
    return list;
}

ApplicationCommandOption canonical(const ApplicationCommandOption &option)
{
    ApplicationCommandOption plain;
    plain.type = option.type;
    plain.name = option.name;
    plain.nameLocalizations = unlessEmpty(option.nameLocalizations);
    plain.description = option.description;
    plain.descriptionLocalizations = unlessEmpty(option.descriptionLocalizations);
    plain.required = ifTrue(option.required);
    plain.channelTypes = unlessEmpty(option.channelTypes);
    plain.autocomplete = ifTrue(option.autocomplete);
    if (unlessEmpty(option.choices))
        plain.choices = canonical(*option.choices);
    plain.minValue = unlessNull(option.minValue);
    plain.maxValue = unlessNull(option.maxValue);
    plain.minLength = unlessNull(option.minLength);
    plain.maxLength = unlessNull(option.maxLength);
    plain.options = canonical(option.options);
    return plain;
}

Field<QList<ApplicationCommandOption>>
canonical(const Field<QList<ApplicationCommandOption>> &options)
{
    if (!unlessEmpty(options))
        return {};
    QList<ApplicationCommandOption> list;
    for (const ApplicationCommandOption &option : *options)
        list.append(canonical(option));
    return list;
}

QString plainText(const QString &text)
{
    return text;
}

QString plainText(const Field<QString> &text)
{
    return text.valueOr({});
}

template <typename Command>
ApplicationCommandType typeOf(const Command &command)
{
    return command.type.valueOr(ApplicationCommandType::Chat);
}

//! \brief The text of a command with everything left out that Discord adds by itself.
template <typename Command>
QByteArray canonicalText(const Command &command)
{
    Api::ApplicationCommandUpdateRequest plain;
    plain.type = typeOf(command);
    plain.name = command.name;
    plain.nameLocalizations = unlessEmpty(command.nameLocalizations);
    plain.description = plainText(command.description);
    plain.descriptionLocalizations = unlessEmpty(command.descriptionLocalizations);
    plain.options = canonical(command.options);
    plain.defaultMemberPermissions = unlessNull(command.defaultMemberPermissions);
    QByteArray text = toJson(plain);
    if constexpr (requires { command.nsfw; })
        text += command.nsfw.valueOr(false) ? "nsfw" : ""; // Nobody here asks for it.
    return text;
}

using ByName = QMap<std::pair<int, QString>, QByteArray>;

template <typename Command>
ByName canonicalByName(const QList<Command> &commands)
{
    ByName index;
    for (const Command &command : commands)
        index.insert({int(typeOf(command)), command.name}, canonicalText(command));
    return index;
}

using Registered = QFuture<Result<QList<Api::ApplicationCommand>>>;

Registered registeredIn(Net::HttpClient &http, const CommandScope &scope)
{
    // Without the parameter Discord leaves the translations out, and they could not be compared.
    if (scope.guild)
        return Api::listGuildApplicationCommands(http, scope.application, *scope.guild, {true});
    return Api::listApplicationCommands(http, scope.application, {true});
}

Registered replaceAll(Net::HttpClient &http, const CommandScope &scope,
                      const QList<Api::ApplicationCommandUpdateRequest> &wanted)
{
    if (scope.guild)
        return Api::bulkSetGuildApplicationCommands(http, scope.application, *scope.guild, wanted);
    return Api::bulkSetApplicationCommands(http, scope.application, wanted);
}

} // namespace

SyncPlan planSync(const QList<Api::ApplicationCommand> &registered,
                  const QList<Api::ApplicationCommandUpdateRequest> &wanted)
{
    const ByName there = canonicalByName(registered);
    const ByName here = canonicalByName(wanted);
    SyncPlan plan;
    for (auto it = here.begin(); it != here.end(); ++it) {
        const auto known = there.constFind(it.key());
        if (known == there.constEnd())
            plan.added.append(it.key().second);
        else if (*known != *it)
            plan.changed.append(it.key().second);
    }
    for (auto it = there.begin(); it != there.end(); ++it) {
        if (!here.contains(it.key()))
            plan.removed.append(it.key().second);
    }
    return plan;
}

QFuture<Result<bool>> syncCommands(Net::HttpClient &http, const CommandScope &scope,
                                   const QList<Api::ApplicationCommandUpdateRequest> &wanted)
{
    auto promise = std::make_shared<QPromise<Result<bool>>>();
    promise->start();
    const auto settle = [promise](Result<bool> result) {
        promise->addResult(std::move(result));
        promise->finish();
    };
    onContext(
        registeredIn(http, scope), &http,
        [&http, scope, wanted, settle](const Result<QList<Api::ApplicationCommand>> &registered) {
            if (!registered) {
                settle(registered.error());
                return;
            }
            const SyncPlan plan = planSync(*registered, wanted);
            if (plan.isEmpty()) {
                settle(false);
                return;
            }
            qCInfo(lcCommands).noquote().nospace()
                << "registering commands: " << plan.added.size() << " new, " << plan.changed.size()
                << " changed, " << plan.removed.size() << " removed";
            onContext(replaceAll(http, scope, wanted), &http,
                      [settle](const Result<QList<Api::ApplicationCommand>> &written) {
                          settle(written ? Result<bool>(true) : Result<bool>(written.error()));
                      });
        });
    return promise->future();
}

} // namespace Cordial::Commands
