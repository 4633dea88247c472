// SPDX-License-Identifier: MIT
// What a bot may ask of the gateway: members, sounds, channel details, voice, presence.
#include <cordial/sandbox/formreader.h>
#include <cordial/sandbox/gatewayhub.h>
#include <cordial/sandbox/intents.h>
#include <cordial/sandbox/permissions.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

constexpr std::chrono::seconds kAllMembersWindow{30};

GuildId guildIdIn(const QJsonObject &data)
{
    // Lists of one guild were allowed once.
    QJsonValue value = data.value("guild_id"_L1);
    if (value.isArray())
        value = value.toArray().at(0);
    return GuildId(FormReader::toSnowflake(value).value_or(0));
}

} // namespace

void GatewayHub::command(GatewayConnection &connection, int opcode, const QJsonObject &data)
{
    GatewaySession &session = *connection.session();
    switch (opcode) {
    case Opcode::RequestGuildMembers:
        if (data.value("guild_id"_L1).toArray().size() > 1
            || (!data.contains("query"_L1) && !data.contains("user_ids"_L1))
            || data.value("nonce"_L1).toString().toUtf8().size() > 32) {
            connection.close(GatewayClose::DecodeError, u"Invalid member request."_s);
            return;
        }
        requestMembers(session, data);
        return;
    case Opcode::RequestSoundboardSounds:
        requestSounds(session, data);
        return;
    case Opcode::RequestChannelInfo:
        requestChannelInfo(session, data);
        return;
    case Opcode::VoiceStateUpdate:
        updateVoice(session, data);
        return;
    case Opcode::PresenceUpdate:
    default:
        // A bot is not told of its own presence; what it set can be read in the journal.
        note(connection, "presence"_ba, {{u"d"_s, data}});
        return;
    }
}

void GatewayHub::requestMembers(GatewaySession &session, const QJsonObject &data)
{
    constexpr qsizetype kMostFound = 100;
    const Guild *guild = m_core.world->guild(guildIdIn(data));
    if (guild == nullptr)
        return;
    const QString query = data.value("query"_L1).toString();
    const qint64 limit = data.value("limit"_L1).toInteger();
    QList<UserId> found;
    QJsonArray notFound;
    if (data.contains("user_ids"_L1)) {
        QJsonArray ids = data.value("user_ids"_L1).toArray();
        if (!data.value("user_ids"_L1).isArray())
            ids = {data.value("user_ids"_L1)};
        for (qsizetype i = 0; i < std::min(ids.size(), kMostFound); ++i) {
            const UserId id(FormReader::toSnowflake(ids.at(i)).value_or(0));
            if (guild->members.contains(id))
                found.append(id);
            else
                notFound.append(ids.at(i));
        }
    } else {
        const bool all = query.isEmpty() && limit == 0;
        if (all && (session.config().intents & Intent::GuildMembers) == 0) {
            session.connection->close(GatewayClose::DisallowedIntents,
                                      u"GUILD_MEMBERS is needed for all members."_s);
            return;
        }
        const auto key = std::pair(session.config().id, guild->id);
        const TimePoint now = m_core.clock.now();
        const auto last = m_lastMemberRequest.find(key);
        if (all && last != m_lastMemberRequest.end() && now < last->second + kAllMembersWindow) {
            const std::chrono::duration<double> left = last->second + kAllMembersWindow - now;
            send(session, "RATE_LIMITED"_ba,
                 QJsonObject{{u"opcode"_s, Opcode::RequestGuildMembers},
                             {u"retry_after"_s, left.count()},
                             {u"meta"_s,
                              QJsonObject{{u"guild_id"_s, guild->id.toString()},
                                          {u"nonce"_s, data.value("nonce"_L1)}}}});
            return;
        }
        if (all) {
            std::erase_if(m_lastMemberRequest, [now](const auto &entry) {
                return now >= entry.second + kAllMembersWindow;
            });
            m_lastMemberRequest[key] = now;
        }
        const qsizetype most = all
            ? qsizetype(guild->members.size())
            : std::min(limit <= 0 ? kMostFound : qsizetype(limit), kMostFound);
        for (const auto &[id, member] : guild->members) {
            const User *user = m_core.world->user(id);
            if (found.size() < most && user != nullptr
                && (user->username.startsWith(query, Qt::CaseInsensitive)
                    || member.nick.startsWith(query, Qt::CaseInsensitive)))
                found.append(id);
        }
    }
    sendChunks(session, *guild, data, found, notFound);
}

void GatewayHub::sendChunks(GatewaySession &session, const Guild &guild, const QJsonObject &data,
                            QList<UserId> members, const QJsonArray &notFound)
{
    constexpr qsizetype kChunk = 1000;
    const qsizetype count = std::max<qsizetype>(1, (members.size() + kChunk - 1) / kChunk);
    // A fault may end the session after any chunk; what asked for them lives as long as this.
    const GatewayConnection &connection = *session.connection;
    for (qsizetype index = 0; index < count && connection.session() == &session; ++index) {
        QJsonArray list;
        const QList<UserId> part = members.mid(index * kChunk, kChunk);
        for (const UserId id : part)
            list.append(m_core.world->memberJson(guild.members.at(id)));
        QJsonObject chunk{
            {u"guild_id"_s, guild.id.toString()},
            {u"members"_s, list},
            {u"chunk_index"_s, index},
            {u"chunk_count"_s, count},
        };
        if (!notFound.isEmpty())
            chunk.insert("not_found"_L1, notFound);
        if (data.value("presences"_L1).toBool())
            chunk.insert("presences"_L1, QJsonArray());
        if (data.value("nonce"_L1).isString())
            chunk.insert("nonce"_L1, data.value("nonce"_L1));
        send(session, "GUILD_MEMBERS_CHUNK"_ba, chunk);
    }
}

void GatewayHub::requestSounds(GatewaySession &session, const QJsonObject &data)
{
    const QJsonArray guilds = data.value("guild_ids"_L1).toArray();
    const GatewayConnection &connection = *session.connection;
    for (const QJsonValue &value : guilds) {
        const GuildId id(FormReader::toSnowflake(value).value_or(0));
        if (connection.session() != &session)
            return; // A fault ended it.
        if (m_core.world->guild(id) != nullptr)
            send(session, "SOUNDBOARD_SOUNDS"_ba,
                 QJsonObject{{u"guild_id"_s, id.toString()},
                             {u"soundboard_sounds"_s, QJsonArray()}});
    }
}

void GatewayHub::requestChannelInfo(GatewaySession &session, const QJsonObject &data)
{
    const Guild *guild = m_core.world->guild(guildIdIn(data));
    if (guild == nullptr)
        return;
    QJsonArray channels;
    for (const ChannelId id : guild->channels) {
        const Channel *channel = m_core.world->channel(id);
        if (channel == nullptr || channel->type != ChannelType::GuildVoice)
            continue;
        QJsonObject entry{{u"id"_s, id.toString()}};
        const QJsonArray fields = data.value("fields"_L1).toArray();
        for (const QJsonValue &field : fields)
            entry.insert(field.toString(), QJsonValue::Null);
        channels.append(entry);
    }
    send(session, "CHANNEL_INFO"_ba,
         QJsonObject{{u"guild_id"_s, guild->id.toString()}, {u"channels"_s, channels}});
}

void GatewayHub::updateVoice(GatewaySession &session, const QJsonObject &data)
{
    const Guild *guild = m_core.world->guild(guildIdIn(data));
    if (guild == nullptr)
        return;
    const ChannelId channel(FormReader::toSnowflake(data.value("channel_id"_L1)).value_or(0));
    const Channel *target = m_core.world->channel(channel);
    if (channel.isValid() && (target == nullptr || target->type != ChannelType::GuildVoice))
        return;
    const Member *member = m_core.world->member(guild->id, session.config().user);
    QJsonObject state{
        {u"guild_id"_s, guild->id.toString()},
        {u"channel_id"_s, channel.isValid() ? QJsonValue(channel.toString()) : QJsonValue::Null},
        {u"user_id"_s, session.config().user.toString()},
        {u"session_id"_s, QString::fromLatin1(session.config().id)},
        {u"deaf"_s, false},
        {u"mute"_s, false},
        {u"self_deaf"_s, data.value("self_deaf"_L1).toBool()},
        {u"self_mute"_s, data.value("self_mute"_L1).toBool()},
        {u"self_video"_s, false},
        {u"suppress"_s, false},
        {u"request_to_speak_timestamp"_s, QJsonValue::Null},
    };
    if (member != nullptr)
        state.insert("member"_L1, m_core.world->memberJson(*member));
    publish({"VOICE_STATE_UPDATE"_ba, guild->id, state});
}

} // namespace Cordial::Sandbox
