// SPDX-License-Identifier: MIT
#include <cordial/sandbox/gatewayhub.h>
#include <cordial/sandbox/intents.h>

#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

constexpr std::chrono::hours kStartWindow{24};
constexpr std::chrono::milliseconds kIdentifyWindow{5000};
constexpr qsizetype kMostSessions = 10'000;
constexpr qsizetype kGuildsPerShard = 2500;

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

bool hasContent(const QByteArray &name)
{
    return name == "MESSAGE_CREATE" || name == "MESSAGE_UPDATE";
}

//! \brief True when the bot may read the content without the privileged intent.
//! \source events/gateway.mdx, "Message Content Intent"
bool contentIsFree(const Event &event, UserId bot)
{
    if (!event.guild.isValid())
        return true;
    const QString me = bot.toString();
    if (event.data.value("author"_L1).toObject().value("id"_L1) == me)
        return true;
    const QJsonArray mentions = event.data.value("mentions"_L1).toArray();
    return std::ranges::any_of(
        mentions, [&me](const QJsonValue &user) { return user.toObject().value("id"_L1) == me; });
}

QJsonObject withoutContent(QJsonObject data)
{
    data.insert("content"_L1, u""_s);
    data.insert("embeds"_L1, QJsonArray());
    data.insert("attachments"_L1, QJsonArray());
    data.insert("components"_L1, QJsonArray());
    data.remove("poll"_L1);
    return data;
}

} // namespace

GatewayHub::GatewayHub(Core &core)
    : m_core(core)
    , m_startsResetAt(core.clock.now() + kStartWindow)
    , m_expiry(core.clock.makeTimer())
{ }

GatewayHub::~GatewayHub() = default;

void GatewayHub::note(const GatewayConnection &connection, const QByteArray &event,
                      QJsonObject data)
{
    data.insert("event"_L1, QString::fromLatin1(event));
    const GatewaySession *session = connection.session();
    if (session != nullptr) {
        data.insert("session"_L1, QString::fromLatin1(session->config().id));
        data.insert("shard"_L1, session->config().shard);
        data.insert("last_s"_L1, session->sequence());
    }
    m_core.journal.add("gateway"_ba, data);
}

void GatewayHub::send(GatewaySession &session, const QByteArray &name, const QByteArray &json)
{
    const QByteArray frame = session.dispatch(name, json);
    ++m_dispatches;
    GatewayConnection *connection = session.connection;
    if (connection == nullptr)
        return;
    ++connection->dispatches;
    connection->send(frame);
    if (dispatched && session.connection == connection)
        dispatched(*connection);
}

void GatewayHub::send(GatewaySession &session, const QByteArray &name, const QJsonObject &data)
{
    send(session, name, compact(data));
}

void GatewayHub::publish(const Event &event)
{
    const quint64 needed = event.always ? 0 : intentsOf(event.name, event.guild.isValid());
    const bool filterContent = hasContent(event.name) && !contentIsFree(event, m_core.world->botId);
    const QByteArray full = compact(event.data);
    QByteArray blanked;
    int told = 0;
    // Sessions may go while they are told (a fault drops them): walk over names.
    QList<QByteArray> names;
    for (const auto &[id, session] : m_sessions) {
        if (session->carries(event.guild)
            && (needed == 0 || (session->config().intents & needed) != 0))
            names.append(id);
    }
    for (const QByteArray &id : names) {
        const auto found = m_sessions.find(id);
        if (found == m_sessions.end())
            continue;
        const bool hide =
            filterContent && (found->second->config().intents & Intent::MessageContent) == 0;
        if (hide && blanked.isEmpty())
            blanked = compact(withoutContent(event.data));
        send(*found->second, event.name, hide ? blanked : full);
        ++told;
    }
    m_core.journal.addRaw("dispatch"_ba,
                          "\"t\":\""_ba + event.name + "\",\"sessions\":" + QByteArray::number(told)
                              + ",\"d\":" + full);
}

void GatewayHub::dispatchRaw(const QByteArray &name, const QByteArray &json, GuildId guild,
                             int shard)
{
    QList<QByteArray> names;
    for (const auto &[id, session] : m_sessions) {
        if (shard >= 0 ? session->config().shard == shard : session->carries(guild))
            names.append(id);
    }
    for (const QByteArray &id : names) {
        const auto found = m_sessions.find(id);
        if (found != m_sessions.end())
            send(*found->second, name, json);
    }
}

bool GatewayHub::checkShard(GatewayConnection &connection, const QJsonObject &data,
                            GatewaySession::Config &config)
{
    const QJsonValue value = data.value("shard"_L1);
    if (!value.isUndefined()) {
        const QJsonArray shard = value.toArray();
        config.shard = shard.at(0).toInt(-1);
        config.shardCount = shard.at(1).toInt(-1);
        if (shard.size() != 2 || config.shardCount < 1 || config.shard < 0
            || config.shard >= config.shardCount) {
            connection.close(GatewayClose::InvalidShard, u"Invalid shard."_s);
            return false;
        }
    }
    const auto guilds = std::ranges::count_if(m_core.world->guilds, [&config](const auto &entry) {
        return shardOf(entry.first, quint32(config.shardCount)) == quint32(config.shard);
    });
    if (config.shardCount < m_core.gateway.requiredShards || guilds > kGuildsPerShard) {
        connection.close(GatewayClose::ShardingRequired, u"Sharding required."_s);
        return false;
    }
    return true;
}

bool GatewayHub::checkIntents(GatewayConnection &connection, const QJsonObject &data,
                              GatewaySession::Config &config)
{
    const QJsonValue value = data.value("intents"_L1);
    const qint64 intents = value.toInteger(-1);
    if (!value.isDouble() || intents < 0 || (quint64(intents) & ~Intent::All) != 0) {
        connection.close(GatewayClose::InvalidIntents, u"Invalid intent(s)."_s);
        return false;
    }
    config.intents = quint64(intents);
    if ((config.intents & Intent::Privileged & ~m_core.world->allowedIntents) != 0) {
        connection.close(GatewayClose::DisallowedIntents, u"Disallowed intent(s)."_s);
        return false;
    }
    return true;
}

bool GatewayHub::checkIdentify(GatewayConnection &connection, const QJsonObject &data,
                               GatewaySession::Config &config)
{
    if (!data.value("token"_L1).isString() || !data.value("properties"_L1).isObject()) {
        connection.close(GatewayClose::DecodeError, u"Error while decoding payload."_s);
        return false;
    }
    config.token = data.value("token"_L1).toString().toUtf8();
    // The token goes without the "Bot " of the HTTP header; Discord takes it with it, too.
    if (config.token.startsWith("Bot "))
        config.token = config.token.mid(4);
    const User *user = m_core.world->userByToken(config.token);
    if (user == nullptr || !user->bot) {
        connection.close(GatewayClose::AuthenticationFailed, u"Authentication failed."_s);
        return false;
    }
    config.user = user->id;
    return checkShard(connection, data, config) && checkIntents(connection, data, config);
}

void GatewayHub::refillStarts()
{
    const TimePoint now = m_core.clock.now();
    if (now < m_startsResetAt)
        return;
    m_core.gateway.sessionStartRemaining = m_core.gateway.sessionStartTotal;
    m_startsResetAt = now + kStartWindow;
}

QJsonObject GatewayHub::sessionStartLimit()
{
    refillStarts();
    const auto left = std::chrono::ceil<Milliseconds>(m_startsResetAt - m_core.clock.now());
    return {{u"total"_s, m_core.gateway.sessionStartTotal},
            {u"remaining"_s, m_core.gateway.sessionStartRemaining},
            {u"reset_after"_s, qint64(left.count())},
            {u"max_concurrency"_s, m_core.gateway.maxConcurrency}};
}

bool GatewayHub::takeStart(GatewayConnection &connection, int shard)
{
    const TimePoint now = m_core.clock.now();
    const int key = shard % m_core.gateway.maxConcurrency;
    const auto last = m_lastIdentify.find(key);
    if (last != m_lastIdentify.end() && now < last->second + kIdentifyWindow) {
        note(connection, "identify_too_fast"_ba, {{u"key"_s, key}, {u"wanted_shard"_s, shard}});
        connection.invalidate(false);
        return false;
    }
    refillStarts();
    if (m_core.gateway.sessionStartRemaining <= 0) {
        // Discord terminates all sessions and resets the bot's token.
        User *bot = m_core.world->user(m_core.world->botId);
        bot->token = m_core.randomWord(64);
        note(connection, "token_reset"_ba);
        connection.close(GatewayClose::AuthenticationFailed,
                         u"Session start limit used up: the token was reset."_s);
        return false;
    }
    --m_core.gateway.sessionStartRemaining;
    m_lastIdentify[key] = now;
    return true;
}

void GatewayHub::identify(GatewayConnection &connection, const QJsonValue &value)
{
    if (!value.isObject()) {
        connection.close(GatewayClose::DecodeError, u"Error while decoding payload."_s);
        return;
    }
    GatewaySession::Config config;
    if (!checkIdentify(connection, value.toObject(), config)
        || !takeStart(connection, config.shard))
        return;
    expireSessions();
    makeRoom();
    config.id = m_core.randomWord(32).toLower();
    auto session = std::make_unique<GatewaySession>(config, m_core.gateway.replayEvents,
                                                    m_core.gateway.replayBytes);
    GatewaySession &kept = *session;
    kept.connection = &connection;
    m_sessions.emplace(config.id, std::move(session));
    connection.attach(&kept);
    ++m_identifies;
    note(connection, "identify"_ba,
         {{u"intents"_s, qint64(config.intents)}, {u"shards"_s, config.shardCount}});
    sendReady(kept);
    // A fault may have ended it meanwhile.
    if (connection.session() == &kept)
        sendGuilds(kept);
}

void GatewayHub::sendReady(GatewaySession &session)
{
    const GatewaySession::Config &config = session.config();
    QJsonArray guilds;
    for (const auto &[id, guild] : m_core.world->guilds) {
        if (session.carries(id) && guild.members.contains(config.user))
            guilds.append(QJsonObject{{u"id"_s, id.toString()}, {u"unavailable"_s, true}});
    }
    QJsonObject user = m_core.world->user(config.user)->toJson();
    user.insert("verified"_L1, true);
    user.insert("mfa_enabled"_L1, true);
    user.insert("email"_L1, QJsonValue::Null);
    user.insert("flags"_L1, 0);
    send(session, "READY"_ba,
         QJsonObject{
             {u"v"_s, 10},
             {u"user"_s, user},
             {u"user_settings"_s, QJsonObject()},
             {u"session_type"_s, u"normal"_s},
             {u"session_id"_s, QString::fromLatin1(config.id)},
             {u"resume_gateway_url"_s, m_resumeUrl},
             {u"relationships"_s, QJsonArray()},
             {u"private_channels"_s, QJsonArray()},
             {u"presences"_s, QJsonArray()},
             {u"guilds"_s, guilds},
             {u"guild_join_requests"_s, QJsonArray()},
             {u"geo_ordered_rtc_regions"_s, QJsonArray()},
             {u"application"_s,
              QJsonObject{{u"id"_s, m_core.world->applicationId.toString()},
                          {u"flags"_s, qint64(m_core.world->applicationFlags)}}},
             {u"shard"_s, QJsonArray{config.shard, config.shardCount}},
             {u"_trace"_s, QJsonArray{u"[\"cordial-sandbox\",{\"micros\":0}]"_s}},
         });
}

QJsonObject GatewayHub::guildCreate(const Guild &guild, const GatewaySession &session) const
{
    constexpr int kMostMembers = 250; // the default of large_threshold is 50, its limit 250
    const World &world = *m_core.world;
    const bool allMembers = (session.config().intents & Intent::GuildMembers) != 0
        && guild.members.size() <= kMostMembers;
    QJsonArray channels;
    for (const ChannelId id : guild.channels) {
        const Channel *channel = world.channel(id);
        if (channel != nullptr)
            channels.append(channel->toJson(world));
    }
    QJsonArray members;
    for (const auto &[id, member] : guild.members) {
        if (allMembers || id == session.config().user)
            members.append(world.memberJson(member));
    }
    QJsonObject json = world.guildJson(guild);
    json.insert("joined_at"_L1, timestamp(guild.joinedMs));
    json.insert("large"_L1, guild.members.size() > kMostMembers);
    json.insert("unavailable"_L1, false);
    json.insert("member_count"_L1, int(guild.members.size()));
    json.insert("voice_states"_L1, QJsonArray());
    json.insert("members"_L1, members);
    json.insert("channels"_L1, channels);
    json.insert("threads"_L1, QJsonArray());
    json.insert("presences"_L1, QJsonArray());
    json.insert("stage_instances"_L1, QJsonArray());
    json.insert("guild_scheduled_events"_L1, QJsonArray());
    json.insert("soundboard_sounds"_L1, QJsonArray());
    return json;
}

void GatewayHub::sendGuilds(GatewaySession &session)
{
    if ((session.config().intents & Intent::Guilds) == 0)
        return;
    const QByteArray id = session.config().id;
    for (const auto &[guildId, guild] : m_core.world->guilds) {
        if (!m_sessions.contains(id))
            return;
        if (session.carries(guildId) && guild.members.contains(session.config().user))
            send(session, "GUILD_CREATE"_ba, guildCreate(guild, session));
    }
}

void GatewayHub::resume(GatewayConnection &connection, const QJsonValue &value)
{
    const QJsonObject data = value.toObject();
    if (!data.value("token"_L1).isString() || !data.value("session_id"_L1).isString()
        || !data.value("seq"_L1).isDouble()) {
        connection.close(GatewayClose::DecodeError, u"Error while decoding payload."_s);
        return;
    }
    QByteArray token = data.value("token"_L1).toString().toUtf8();
    if (token.startsWith("Bot "))
        token = token.mid(4);
    if (m_core.world->userByToken(token) == nullptr) {
        connection.close(GatewayClose::AuthenticationFailed, u"Authentication failed."_s);
        return;
    }
    expireSessions();
    const qint64 seq = data.value("seq"_L1).toInteger();
    const auto found = m_sessions.find(data.value("session_id"_L1).toString().toLatin1());
    const bool known = found != m_sessions.end() && found->second->config().token == token;
    const auto verdict =
        known ? found->second->checkResume(seq) : GatewaySession::ResumeVerdict::TooOld;
    if (verdict == GatewaySession::ResumeVerdict::InvalidSequence) {
        connection.close(GatewayClose::InvalidSequence, u"Invalid seq."_s);
        return;
    }
    if (verdict == GatewaySession::ResumeVerdict::TooOld) {
        if (known && found->second->connection == nullptr)
            m_sessions.erase(found);
        note(connection, "resume_refused"_ba, {{u"seq"_s, seq}});
        connection.invalidate(false);
        return;
    }
    GatewaySession &session = *found->second;
    if (session.connection != nullptr) {
        // The older connection of one session gives way.
        session.connection->close(GatewayClose::UnknownError, u"Session resumed elsewhere."_s);
    }
    session.connection = &connection;
    connection.attach(&session);
    ++m_resumes;
    const QList<QByteArray> missed = session.replay(seq);
    note(connection, "resume"_ba, {{u"seq"_s, seq}, {u"replayed"_s, missed.size()}});
    for (const QByteArray &frame : missed) {
        ++connection.dispatches;
        connection.send(frame);
        if (dispatched && connection.session() == &session)
            dispatched(connection);
        // A fault may have ended the connection meanwhile, or the session, which is gone then.
        if (connection.session() != &session)
            return;
    }
    send(session, "RESUMED"_ba,
         QJsonObject{{u"_trace"_s, QJsonArray{u"[\"cordial-sandbox\",{\"micros\":0}]"_s}}});
}

void GatewayHub::detach(GatewayConnection &connection, bool final)
{
    GatewaySession *session = connection.session();
    if (session == nullptr)
        return;
    connection.attach(nullptr);
    session->connection = nullptr;
    session->detachedAt = m_core.clock.now();
    if (final) {
        const QByteArray id = session->config().id;
        m_sessions.erase(id);
        return;
    }
    if (!m_expiry->isActive())
        m_expiry->start(m_core.gateway.sessionTimeout, [this] { expireSessions(); });
}

void GatewayHub::endSession(GatewayConnection &connection, const QByteArray &why)
{
    GatewaySession *session = connection.session();
    if (session == nullptr)
        return;
    note(connection, "session_ended"_ba, {{u"why"_s, QString::fromLatin1(why)}});
    connection.attach(nullptr);
    const QByteArray id = session->config().id;
    m_sessions.erase(id);
}

void GatewayHub::expireSessions()
{
    const TimePoint now = m_core.clock.now();
    bool waiting = false;
    std::erase_if(m_sessions, [&](const auto &entry) {
        const GatewaySession &session = *entry.second;
        if (session.connection != nullptr)
            return false;
        const bool old = now >= session.detachedAt + m_core.gateway.sessionTimeout;
        waiting = waiting || !old;
        return old;
    });
    if (waiting && !m_expiry->isActive())
        m_expiry->start(m_core.gateway.sessionTimeout / 4 + Milliseconds(1),
                        [this] { expireSessions(); });
}

void GatewayHub::makeRoom()
{
    if (qsizetype(m_sessions.size()) < kMostSessions)
        return;
    auto oldest = m_sessions.end();
    for (auto it = m_sessions.begin(); it != m_sessions.end(); ++it) {
        if (it->second->connection == nullptr
            && (oldest == m_sessions.end() || it->second->detachedAt < oldest->second->detachedAt))
            oldest = it;
    }
    if (oldest == m_sessions.end())
        return;
    m_sessions.erase(oldest);
    ++m_evicted;
}

void GatewayHub::forgetSessions()
{
    for (auto &[id, session] : m_sessions) {
        if (session->connection != nullptr)
            session->connection->attach(nullptr);
    }
    m_sessions.clear();
}

QList<GatewayConnection *> GatewayHub::connections(int shard) const
{
    QList<GatewayConnection *> list;
    for (const auto &[id, session] : m_sessions) {
        if (session->connection != nullptr && (shard < 0 || session->config().shard == shard))
            list.append(session->connection);
    }
    return list;
}

QJsonArray GatewayHub::sessionList() const
{
    QJsonArray list;
    for (const auto &[id, session] : m_sessions) {
        list.append(QJsonObject{
            {u"session"_s, QString::fromLatin1(id)},
            {u"shard"_s, session->config().shard},
            {u"shards"_s, session->config().shardCount},
            {u"intents"_s, qint64(session->config().intents)},
            {u"s"_s, session->sequence()},
            {u"connected"_s, session->connection != nullptr},
            {u"replay"_s, session->replaySize()},
            {u"replay_dropped"_s, qint64(session->replayDropped())},
        });
    }
    return list;
}

QJsonObject GatewayHub::stats() const
{
    return {
        {u"sessions"_s, qint64(m_sessions.size())}, {u"connected"_s, connections().size()},
        {u"identifies"_s, qint64(m_identifies)},    {u"resumes"_s, qint64(m_resumes)},
        {u"heartbeats"_s, qint64(m_heartbeats)},    {u"dispatches"_s, qint64(m_dispatches)},
        {u"sessions_evicted"_s, qint64(m_evicted)},
    };
}

} // namespace Cordial::Sandbox
