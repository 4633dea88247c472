// SPDX-License-Identifier: MIT
#include <cordial/core/logging.h>
#include <cordial/sandbox/control.h>
#include <cordial/sandbox/formreader.h>
#include <cordial/sandbox/messages.h>
#include <cordial/sandbox/worldfile.h>

#include <algorithm>
#include <exception>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

[[noreturn]] void refuse(const QString &message)
{
    throw ApiError(400, JsonCode::General, message);
}

} // namespace

Control::Control(Parts parts) : m_parts(std::move(parts))
{
    install();
}

Control::~Control() = default;

void Control::install()
{
    const auto add = [this](const QByteArray &method, const QByteArray &path, auto handler) {
        m_router.add(
            method, "/sandbox/v1/" + path,
            [this, handler](ApiCall &call) { return (this->*handler)(call); }, Auth::Anyone);
    };
    m_router.add(
        "GET"_ba, "/sandbox/v1/world"_ba, [this](ApiCall &) { return world(); }, Auth::Anyone);
    m_router.add(
        "GET"_ba, "/sandbox/v1/stats"_ba, [this](ApiCall &) { return stats(); }, Auth::Anyone);
    m_router.add(
        "GET"_ba, "/sandbox/v1/faults"_ba,
        [this](ApiCall &) {
            return HttpResponse::json(QJsonObject{{u"faults"_s, m_parts.faults.toJson()}});
        },
        Auth::Anyone);
    m_router.add(
        "DELETE"_ba, "/sandbox/v1/faults"_ba,
        [this](ApiCall &) {
            m_parts.faults.clear();
            m_parts.limits.liftBans();
            return HttpResponse::empty();
        },
        Auth::Anyone);
    add("POST"_ba, "faults"_ba, &Control::addFault);
    add("POST"_ba, "users"_ba, &Control::addUser);
    add("DELETE"_ba, "users/{user_id}"_ba, &Control::removeUser);
    add("POST"_ba, "emit"_ba, &Control::emitEvents);
    add("POST"_ba, "messages"_ba, &Control::addMessages);
    add("POST"_ba, "messages/{message_id}/age"_ba, &Control::ageMessage);
    add("PATCH"_ba, "settings"_ba, &Control::changeSettings);
}

void Control::handle(const HttpRequest &request, const HttpReply &reply)
{
    const auto [path, query] = Router::split(request.target);
    if (path == "/sandbox/v1/journal" && request.method == "GET") {
        readJournal(request, reply);
        return;
    }
    try {
        const Router::Match match = m_router.match(request.method, path);
        if (match.route == nullptr)
            throw ApiError::plain(match.methodMissing ? 405 : 404);
        ApiCall call{request,
                     match.params,
                     query,
                     nullptr,
                     QJsonValue(QJsonValue::Undefined),
                     m_parts.core.nowMs()};
        if (!request.body.isEmpty()) {
            const QJsonDocument document = QJsonDocument::fromJson(request.body);
            if (!document.isObject())
                refuse(u"the body must be a JSON object"_s);
            call.body = document.object();
        }
        reply(match.route->handler(call));
    } catch (const ApiError &error) {
        reply(errorResponse(error));
    } catch (const std::exception &error) {
        qCCritical(lcSandbox).noquote() << request.method << path << "failed:" << error.what();
        reply(errorResponse(ApiError::plain(500)));
    }
}

void Control::readJournal(const HttpRequest &request, const HttpReply &reply)
{
    const auto [path, query] = Router::split(request.target);
    Journal::Filter filter;
    double wait = 0;
    for (const auto &[name, value] : query) {
        if (name == "since")
            filter.since = value.toULongLong();
        else if (name == "limit")
            filter.limit = std::clamp(value.toInt(), 1, 10'000);
        else if (name == "wait")
            wait = std::clamp(value.toDouble(), 0.0, 60.0);
        else if (name == "kind") {
            const QByteArrayList kinds = value.split(',');
            filter.kinds = QSet<QByteArray>(kinds.begin(), kinds.end());
        }
    }
    m_parts.core.journal.wait(filter, Milliseconds(qint64(wait * 1000)),
                              [reply](const QByteArray &json) {
                                  HttpResponse response;
                                  response.body = json;
                                  reply(response);
                              });
}

HttpResponse Control::world()
{
    World &world = *m_parts.core.world;
    const Guild &guild = *world.guild(world.mainGuild);
    QJsonArray users;
    for (const auto &[id, user] : world.users) {
        constexpr qsizetype kMostShown = 1000;
        if (users.size() >= kMostShown)
            break;
        QJsonObject entry = user.toJson();
        entry.insert("token"_L1, QString::fromUtf8(user.token));
        entry.insert("permissions"_L1, QString::number(world.guildPermissions(guild, id)));
        const Member *member = world.member(guild.id, id);
        if (member != nullptr)
            entry.insert("member"_L1, world.memberJson(*member, false));
        users.append(entry);
    }
    QJsonArray roles;
    for (const auto &[id, role] : guild.roles)
        roles.append(role.toJson());
    QJsonArray channels;
    for (const auto &[id, channel] : world.channels) {
        QJsonObject entry = channel.toJson(world);
        entry.insert("messages"_L1, qint64(channel.messages.size()));
        channels.append(entry);
    }
    QJsonArray commands;
    for (const Command &command : std::as_const(world.commands))
        commands.append(command.json);
    QJsonObject json = m_parts.info();
    json.insert("guild"_L1,
                QJsonObject{{u"id"_s, guild.id.toString()},
                            {u"name"_s, guild.name},
                            {u"owner_id"_s, guild.owner.toString()},
                            {u"member_count"_s, qint64(guild.members.size())}});
    json.insert("guilds"_L1, qint64(world.guilds.size()));
    json.insert("users"_L1, users);
    json.insert("roles"_L1, roles);
    json.insert("channels"_L1, channels);
    json.insert("commands"_L1, commands);
    json.insert("bot_id"_L1, world.botId.toString());
    json.insert("user_id"_L1, world.mainPerson.toString());
    json.insert("seed"_L1, QString::number(m_parts.core.seed));
    return HttpResponse::json(json);
}

HttpResponse Control::addUser(ApiCall &call)
{
    World &world = *m_parts.core.world;
    const QJsonObject body = call.object();
    if (qsizetype(world.users.size()) >= world.bounds.users)
        refuse(u"users: the world is full"_s);
    Guild &guild = *world.guild(world.mainGuild);
    User user;
    user.id = UserId(m_parts.core.ids.next());
    user.username = body.value("username"_L1).toString(u"user%1"_s.arg(world.users.size()));
    user.globalName = body.value("global_name"_L1).toString();
    user.token = makeToken(user.id, m_parts.core.seed);
    if (user.username.isEmpty() || codePoints(user.username) > 32)
        refuse(u"username: must be between 1 and 32 characters"_s);
    Member member;
    member.user = user.id;
    member.nick = body.value("nick"_L1).toString();
    member.joinedMs = call.nowMs;
    const QJsonArray roles = body.value("roles"_L1).toArray();
    for (const QJsonValue &name : roles) {
        const auto role = std::ranges::find_if(guild.roles, [&name](const auto &entry) {
            return entry.second.name == name.toString();
        });
        if (role == guild.roles.end())
            refuse(u"roles: there is no role \"%1\""_s.arg(name.toString()));
        member.roles.append(role->first);
    }
    world.users.emplace(user.id, user);
    QJsonObject json = user.toJson();
    json.insert("token"_L1, QString::fromUtf8(user.token));
    if (!body.value("join"_L1).toBool(true))
        return HttpResponse::json(json, 201);
    guild.members.insert_or_assign(user.id, member);
    QJsonObject event = world.memberJson(member);
    event.insert("guild_id"_L1, guild.id.toString());
    m_parts.core.publish("GUILD_MEMBER_ADD"_ba, guild.id, event);
    return HttpResponse::json(json, 201);
}

HttpResponse Control::removeUser(ApiCall &call)
{
    World &world = *m_parts.core.world;
    const UserId id(call.id("user_id"_ba));
    Guild &guild = *world.guild(world.mainGuild);
    const User *user = world.user(id);
    if (user == nullptr || user->bot || id == guild.owner || guild.members.erase(id) == 0)
        refuse(u"user_id: no such member who could leave"_s);
    m_parts.core.publish("GUILD_MEMBER_REMOVE"_ba, guild.id,
                         {{u"guild_id"_s, guild.id.toString()}, {u"user"_s, user->toJson()}});
    return HttpResponse::empty();
}

HttpResponse Control::stats()
{
    QJsonObject json = m_parts.api.stats();
    json.insert("gateway"_L1, m_parts.hub.stats());
    json.insert("sessions"_L1, m_parts.hub.sessionList());
    json.insert("session_start_limit"_L1, m_parts.hub.sessionStartLimit());
    json.insert("connections"_L1, m_parts.connections());
    json.insert("journal"_L1,
                QJsonObject{{u"last_seq"_s, qint64(m_parts.core.journal.lastSeq())},
                            {u"dropped"_s, qint64(m_parts.core.journal.dropped())}});
    json.insert("messages_dropped"_L1, qint64(m_parts.core.world->droppedMessages()));
    json.insert("invalid_in_window"_L1,
                m_parts.limits.invalidCount("127.0.0.1"_ba, m_parts.core.clock.now()));
    return HttpResponse::json(json);
}

HttpResponse Control::addFault(ApiCall &call)
{
    const Result<quint64> id = m_parts.faults.add(call.object());
    if (!id)
        refuse(id.error().message);
    return HttpResponse::json(QJsonObject{{u"id"_s, qint64(*id)}}, 201);
}

Channel &Control::channelIn(const QJsonObject &body)
{
    World &world = *m_parts.core.world;
    const quint64 id =
        FormReader::toSnowflake(body.value("channel_id"_L1)).value_or(world.mainChannel.value());
    Channel *channel = world.channel(ChannelId(id));
    if (channel == nullptr || !channel->isText())
        refuse(u"channel_id: no such text channel"_s);
    return *channel;
}

User &Control::authorIn(const QJsonObject &body)
{
    World &world = *m_parts.core.world;
    const QJsonValue author = body.value("author"_L1);
    if (author.isUndefined())
        return *world.user(world.mainPerson);
    const auto found = std::ranges::find_if(world.users, [&author](const auto &entry) {
        return entry.second.username == author.toString()
            || entry.first.toString() == author.toString();
    });
    if (found == world.users.end())
        refuse(u"author: no such user name or id"_s);
    return found->second;
}

HttpResponse Control::emitEvents(ApiCall &call)
{
    const QJsonObject body = call.object();
    if (!body.contains("t"_L1)) {
        emitMessages(body);
        return HttpResponse::empty();
    }
    const QByteArray name = body.value("t"_L1).toString().toUtf8();
    const bool valid = !name.isEmpty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (!valid)
        refuse(u"t: must be an event name in capitals"_s);
    const QJsonValue data = body.value("d"_L1);
    const QByteArray list = QJsonDocument(QJsonArray{data}).toJson(QJsonDocument::Compact);
    const GuildId guild(FormReader::toSnowflake(body.value("guild_id"_L1))
                            .value_or(m_parts.core.world->mainGuild.value()));
    const qint64 times = std::clamp<qint64>(body.value("times"_L1).toInteger(1), 1, 1'000'000);
    for (qint64 i = 0; i < times; ++i)
        m_parts.hub.dispatchRaw(name, list.mid(1, list.size() - 2), guild,
                                body.value("shard"_L1).toInt(-1));
    return HttpResponse::empty();
}

void Control::emitMessages(const QJsonObject &body)
{
    constexpr size_t kMostEmissions = 64;
    auto emission = std::make_unique<Emission>();
    emission->left = std::clamp<qint64>(body.value("count"_L1).toInteger(1), 1, 10'000'000);
    emission->number = 0;
    emission->channel = channelIn(body).id;
    emission->author = authorIn(body).id;
    emission->content = body.value("content"_L1).toString(u"synthetic message %n"_s);
    emission->store = body.value("store"_L1).toBool(false);
    emission->interval =
        Milliseconds(std::clamp<qint64>(body.value("interval_ms"_L1).toInteger(0), 0, 3'600'000));
    emission->timer = m_parts.core.clock.makeTimer();
    std::erase_if(m_emissions, [](const auto &old) { return old->left == 0; });
    if (m_emissions.size() >= kMostEmissions)
        refuse(u"count: too many emissions are under way"_s);
    m_emissions.push_back(std::move(emission));
    continueEmission(*m_emissions.back());
}

void Control::emitOne(ChannelId channel, UserId author, const QString &content, bool store)
{
    const User *user = m_parts.core.world->user(author);
    const Channel *home = m_parts.core.world->channel(channel);
    if (user == nullptr || home == nullptr)
        return;
    Message message = plainMessage(MessageId(m_parts.core.ids.next()), channel, *user, content);
    if (store)
        m_parts.messages.post(std::move(message));
    else
        m_parts.core.publish("MESSAGE_CREATE"_ba, home->guild,
                             messageEvent(*m_parts.core.world, message));
}

void Control::continueEmission(Emission &emission)
{
    // In portions, so that heartbeats and requests are served in between.
    constexpr qint64 kPortion = 100;
    const qint64 now = emission.interval.count() > 0 ? 1 : std::min(kPortion, emission.left);
    for (qint64 i = 0; i < now; ++i) {
        QString text = emission.content;
        text.replace(u"%n"_s, QString::number(++emission.number));
        emitOne(emission.channel, emission.author, text, emission.store);
    }
    emission.left -= now;
    if (emission.left > 0)
        emission.timer->start(emission.interval,
                              [this, raw = &emission] { continueEmission(*raw); });
}

HttpResponse Control::addMessages(ApiCall &call)
{
    const QJsonObject body = call.object();
    Channel &channel = channelIn(body);
    const User &author = authorIn(body);
    const qint64 count = std::clamp<qint64>(body.value("count"_L1).toInteger(1), 1, 10'000);
    const double age = body.value("age"_L1).toDouble(0);
    const bool quiet = body.value("quiet"_L1).toBool(false);
    if (age < 0)
        refuse(u"age: seconds, must not be negative"_s);
    QJsonArray ids;
    for (qint64 i = 0; i < count; ++i) {
        const qint64 madeMs = call.nowMs - qint64(age * 1000);
        quint64 id = m_parts.core.ids.next();
        if (age > 0) {
            id = Snowflakes::at(madeMs, quint32(i));
            while (channel.messages.contains(MessageId(id)))
                ++id;
        }
        QString text = body.value("content"_L1).toString(u"message %n"_s);
        text.replace(u"%n"_s, QString::number(i + 1));
        Message message = plainMessage(MessageId(id), channel.id, author, text);
        if (quiet)
            m_parts.core.world->addMessage(std::move(message));
        else
            m_parts.messages.post(std::move(message));
        ids.append(QString::number(id));
    }
    return HttpResponse::json(QJsonObject{{u"ids"_s, ids}}, 201);
}

HttpResponse Control::ageMessage(ApiCall &call)
{
    const MessageId id(call.id("message_id"_ba));
    const QJsonObject body = call.object();
    const double seconds = body.value("seconds"_L1).toDouble(-1);
    if (seconds < 0)
        refuse(u"seconds: must be given, and not negative"_s);
    for (auto &[channelId, channel] : m_parts.core.world->channels) {
        auto node = channel.messages.extract(id);
        if (node.empty())
            continue;
        quint64 older = Snowflakes::at(call.nowMs - qint64(seconds * 1000));
        while (channel.messages.contains(MessageId(older)))
            ++older;
        node.key() = MessageId(older);
        Message &message = node.mapped();
        message.id = MessageId(older);
        message.json.insert("id"_L1, QString::number(older));
        message.json.insert("timestamp"_L1, timestamp(Snowflakes::timeOf(older)));
        channel.messages.insert(std::move(node));
        return HttpResponse::json(QJsonObject{{u"id"_s, QString::number(older)}});
    }
    throw ApiError(JsonCode::UnknownMessage);
}

HttpResponse Control::changeSettings(ApiCall &call)
{
    QJsonObject body = call.object();
    const QJsonValue limits = body.take(u"limits"_s);
    if (!limits.isUndefined()) {
        // Files are read at the start only: a request must not make the server open paths.
        if (limits.isString() && limits.toString() != u"off"_s && limits.toString() != u"discord"_s)
            refuse(u"limits: must be off, discord or an object"_s);
        Result<LimitSettings> settings = limits.isString()
            ? loadLimits(limits.toString())
            : readLimits(limits.toObject(), u"limits"_s);
        if (!settings)
            refuse(settings.error().message);
        m_parts.limits.setSettings(std::move(settings).value());
    }
    const QString error = readGatewaySettings(body, {}, m_parts.core.gateway);
    if (!error.isEmpty())
        refuse(error);
    return HttpResponse::json(QJsonObject{
        {u"heartbeat_interval"_s, double(m_parts.core.gateway.heartbeatInterval.count()) / 1000},
        {u"session_start_limit"_s, m_parts.hub.sessionStartLimit()},
    });
}

} // namespace Cordial::Sandbox
