// SPDX-License-Identifier: MIT
#include <cordial/sandbox/apierror.h>
#include <cordial/sandbox/commandform.h>
#include <cordial/sandbox/commandroutes.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

CommandRoutes::CommandRoutes(Core &core, Router &router) : m_core(core)
{
    install(router, "/applications/{application_id}/commands"_ba);
    install(router, "/applications/{application_id}/guilds/{guild_id}/commands"_ba);
}

void CommandRoutes::install(Router &router, const QByteArray &base)
{
    const QByteArray one = base + "/{command_id}";
    router.add("GET"_ba, base, [this](ApiCall &call) { return list(call); }, Auth::User);
    router.add("POST"_ba, base, [this](ApiCall &call) { return create(call); }, Auth::Bot);
    router.add("PUT"_ba, base, [this](ApiCall &call) { return overwrite(call); }, Auth::Bot);
    router.add(
        "GET"_ba, one, [this](ApiCall &call) { return HttpResponse::json(commandOf(call).json); },
        Auth::User);
    router.add("PATCH"_ba, one, [this](ApiCall &call) { return edit(call); }, Auth::Bot);
    router.add(
        "DELETE"_ba, one,
        [this](ApiCall &call) {
            const CommandId id = commandOf(call).id;
            m_core.world->commands.removeIf([id](const Command &entry) { return entry.id == id; });
            return HttpResponse::empty();
        },
        Auth::Bot);
}

GuildId CommandRoutes::scopeOf(const ApiCall &call)
{
    if (call.id("application_id"_ba) != m_core.world->applicationId.value())
        throw ApiError(403, JsonCode(20012),
                       u"You are not authorized to perform this action on this application"_s);
    if (!call.params.contains("guild_id"_ba))
        return {};
    return guildOf(m_core, call).id;
}

Command &CommandRoutes::commandOf(const ApiCall &call)
{
    const GuildId scope = scopeOf(call);
    Command *command = m_core.world->command(CommandId(call.id("command_id"_ba)));
    if (command == nullptr || command->guild != scope)
        throw ApiError(JsonCode::UnknownCommand);
    return *command;
}

HttpResponse CommandRoutes::list(ApiCall &call)
{
    const GuildId scope = scopeOf(call);
    QJsonArray out;
    for (const Command &command : std::as_const(m_core.world->commands)) {
        if (command.guild == scope)
            out.append(command.json);
    }
    return HttpResponse::json(out);
}

Command CommandRoutes::make(const QJsonObject &body, GuildId scope, CommandId id)
{
    Command command;
    command.id = id;
    command.guild = scope;
    command.json = completeCommand(body);
    command.name = command.json.value("name"_L1).toString();
    command.type = command.json.value("type"_L1).toInt(1);
    command.json.insert("id"_L1, id.toString());
    command.json.insert("application_id"_L1, m_core.world->applicationId.toString());
    command.json.insert("version"_L1, QString::number(m_core.ids.next()));
    if (scope.isValid())
        command.json.insert("guild_id"_L1, scope.toString());
    return command;
}

void CommandRoutes::checkCounts(const QList<Command> &commands)
{
    constexpr qsizetype kMostChat = 100;
    constexpr qsizetype kMostMenu = 15;
    const auto count = [&commands](int type) {
        return std::ranges::count(commands, type, &Command::type);
    };
    if (count(1) > kMostChat || count(2) > kMostMenu || count(3) > kMostMenu)
        throw ApiError(JsonCode::MaxCommands);
}

void CommandRoutes::countCreation(GuildId scope, qint64 nowMs)
{
    constexpr size_t kMostADay = 200;
    constexpr qint64 kDayMs = 24LL * 3600 * 1000;
    std::deque<qint64> &times = m_creations[scope];
    while (!times.empty() && times.front() + kDayMs <= nowMs)
        times.pop_front();
    if (times.size() >= kMostADay)
        throw ApiError(JsonCode::MaxDailyCommands);
    times.push_back(nowMs);
}

HttpResponse CommandRoutes::create(ApiCall &call)
{
    const GuildId scope = scopeOf(call);
    const QJsonObject body = call.object();
    FormErrors errors;
    checkCommand(body, {}, errors);
    errors.raise();
    QList<Command> &commands = m_core.world->commands;
    const QString name = body.value("name"_L1).toString();
    const int type = body.value("type"_L1).toInt(1);
    const auto same = std::ranges::find_if(commands, [&](const Command &entry) {
        return entry.guild == scope && entry.name == name && entry.type == type;
    });
    // A command of the same name is replaced: 200, and the id stays.
    if (same != commands.end()) {
        *same = make(body, scope, same->id);
        return HttpResponse::json(same->json, 200);
    }
    countCreation(scope, call.nowMs);
    const Command command = make(body, scope, CommandId(m_core.ids.next()));
    QList<Command> wanted{command};
    std::ranges::copy_if(commands, std::back_inserter(wanted),
                         [scope](const Command &entry) { return entry.guild == scope; });
    checkCounts(wanted);
    commands.append(command);
    return HttpResponse::json(command.json, 201);
}

HttpResponse CommandRoutes::overwrite(ApiCall &call)
{
    const GuildId scope = scopeOf(call);
    FormErrors errors;
    if (!call.body.isArray())
        errors.add({}, u"LIST_TYPE_CONVERT"_s, u"Only iterables may be used in a ListType"_s);
    const QJsonArray bodies = call.body.toArray();
    QHash<std::pair<int, QString>, bool> seen;
    for (qsizetype i = 0; i < bodies.size(); ++i) {
        const QJsonObject body = bodies.at(i).toObject();
        const QString path = QString::number(i);
        checkCommand(body, path, errors);
        const std::pair key(body.value("type"_L1).toInt(1), body.value("name"_L1).toString());
        if (seen.contains(key))
            errors.add(path + u".name"_s, u"APPLICATION_COMMANDS_DUPLICATE_NAME"_s,
                       u"Application command names must be unique"_s);
        seen.insert(key, true);
    }
    errors.raise();
    QList<Command> &commands = m_core.world->commands;
    QList<Command> wanted;
    for (const QJsonValue &value : bodies) {
        const QJsonObject body = value.toObject();
        const auto same = std::ranges::find_if(commands, [&](const Command &entry) {
            return entry.guild == scope && entry.name == body.value("name"_L1).toString()
                && entry.type == body.value("type"_L1).toInt(1);
        });
        if (same == commands.end())
            countCreation(scope, call.nowMs);
        wanted.append(
            make(body, scope, same == commands.end() ? CommandId(m_core.ids.next()) : same->id));
    }
    checkCounts(wanted);
    commands.removeIf([scope](const Command &entry) { return entry.guild == scope; });
    commands.append(wanted);
    return list(call);
}

HttpResponse CommandRoutes::edit(ApiCall &call)
{
    Command &command = commandOf(call);
    QJsonObject body = command.json;
    const QJsonObject change = call.object();
    for (auto it = change.begin(); it != change.end(); ++it)
        body.insert(it.key(), it.value());
    body.insert("type"_L1, command.type);
    FormErrors errors;
    checkCommand(body, {}, errors);
    errors.raise();
    command = make(body, command.guild, command.id);
    return HttpResponse::json(command.json);
}

} // namespace Cordial::Sandbox
