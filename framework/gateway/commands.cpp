// SPDX-License-Identifier: MIT
#include <cordial/gateway/commands.h>

#include <cordial/core/jsonwriter.h>
#include <cordial/gateway/intents.h>
#include <cordial/gateway/opcode.h>
#include <cordial/gateway/payloads.h>

#include <QStringList>

namespace Cordial::Gateway {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostUsers = 100;
constexpr int kMostFound = 100;
constexpr qsizetype kLongestNonce = 32;
constexpr int kActivityTypes = 6;
constexpr int kStreaming = 1;

Error wrong(const QString &path, const QString &why)
{
    Error error = makeError(ErrorCode::InvalidArgument, path % u": "_s % why);
    error.path = path;
    return error;
}

JsonWriter begin(Opcode op)
{
    JsonWriter writer;
    writer.beginObject().key("op").number(int(op)).key("d");
    return writer;
}

Result<QByteArray> checked(QByteArray payload)
{
    if (const Result<> allowed = checkCommand(payload); !allowed)
        return allowed.error();
    return payload;
}

Result<> checkGuild(GuildId guild)
{
    if (guild.isValid())
        return {};
    return wrong(u"guild_id"_s, u"a server is needed"_s);
}

Result<> checkActivity(const Activity &activity, qsizetype index)
{
    const QString path = u"activities["_s % QString::number(index) % u']';
    if (activity.name.isEmpty())
        return wrong(path % u".name", u"must not be empty"_s);
    if (activity.type < 0 || activity.type >= kActivityTypes)
        return wrong(path % u".type", u"must be 0 to 5"_s);
    if (activity.type == kStreaming && activity.url.isEmpty())
        return wrong(path % u".url", u"streaming needs the address of the stream"_s);
    return {};
}

void writeActivity(JsonWriter &writer, const Activity &activity)
{
    writer.beginObject().key("name").string(activity.name).key("type").number(activity.type);
    if (!activity.url.isEmpty())
        writer.key("url").string(activity.url);
    if (!activity.state.isEmpty())
        writer.key("state").string(activity.state);
    writer.endObject();
}

Result<> checkMembers(const MemberQuery &query, quint32 intents)
{
    if (const Result<> guild = checkGuild(query.guild); !guild)
        return guild;
    if (!query.users.isEmpty() && !query.query.isEmpty())
        return wrong(u"user_ids"_s, u"give either a query or user ids"_s);
    if (query.users.size() > kMostUsers)
        return wrong(u"user_ids"_s, u"at most 100 a request"_s);
    if (query.limit < 0 || query.limit > kMostFound)
        return wrong(u"limit"_s, u"must be 0 to 100"_s);
    if (query.nonce.size() > kLongestNonce)
        return wrong(u"nonce"_s,
                     u"at most 32 bytes, this one has "_s % QString::number(query.nonce.size()));
    if (!query.nonce.isValidUtf8())
        return wrong(u"nonce"_s, u"must be UTF-8"_s);
    if (query.wantsAll() && (intents & kGuildMembersIntent) == 0)
        return wrong(u"query"_s,
                     u"all members need the intent GUILD_MEMBERS: add it to --intents and enable "
                     "it at https://discord.com/developers/applications under Bot, Server Members "
                     "Intent; or ask with a query or user ids"_s);
    if (query.withPresences && (intents & kGuildPresencesIntent) == 0)
        return wrong(u"presences"_s,
                     u"needs the intent GUILD_PRESENCES: add it to --intents and enable it at "
                     "https://discord.com/developers/applications under Bot, Presence Intent"_s);
    return {};
}

} // namespace

//! \source events/gateway-events.mdx, "Update Presence"
Result<QByteArray> presenceData(const Presence &presence)
{
    static const QStringList kStates{u"online"_s, u"dnd"_s, u"idle"_s, u"invisible"_s,
                                     u"offline"_s};
    if (!kStates.contains(presence.status))
        return wrong(u"status"_s, u"must be one of "_s % kStates.join(u", "));
    for (qsizetype i = 0; i < presence.activities.size(); ++i) {
        if (const Result<> good = checkActivity(presence.activities[i], i); !good)
            return good.error();
    }
    JsonWriter writer;
    writer.beginObject().key("since");
    presence.idleSinceMs ? writer.number(*presence.idleSinceMs) : writer.null();
    writer.key("activities").beginArray();
    for (const Activity &activity : presence.activities)
        writeActivity(writer, activity);
    writer.endArray().key("status").string(presence.status);
    writer.key("afk").boolean(presence.isAfk).endObject();
    return writer.take();
}

Result<QByteArray> presenceCommand(const Presence &presence)
{
    const auto data = presenceData(presence);
    if (!data)
        return data;
    JsonWriter writer = begin(Opcode::PresenceUpdate);
    return checked(writer.raw(*data).endObject().take());
}

//! \source events/gateway-events.mdx, "Update Voice State"
Result<QByteArray> voiceStateCommand(const VoiceState &state)
{
    if (const Result<> guild = checkGuild(state.guild); !guild)
        return guild.error();
    JsonWriter writer = begin(Opcode::VoiceStateUpdate);
    writer.beginObject().key("guild_id").id(state.guild).key("channel_id");
    state.channel ? writer.id(*state.channel) : writer.null();
    writer.key("self_mute").boolean(state.isMuted).key("self_deaf").boolean(state.isDeafened);
    return checked(writer.endObject().endObject().take());
}

//! \source events/gateway-events.mdx, "Request Guild Members"
Result<QByteArray> membersCommand(const MemberQuery &query, quint32 intents)
{
    if (const Result<> good = checkMembers(query, intents); !good)
        return good.error();
    JsonWriter writer = begin(Opcode::RequestGuildMembers);
    writer.beginObject().key("guild_id").id(query.guild);
    if (query.users.isEmpty()) {
        const int limit = query.wantsAll() ? 0 : (query.limit == 0 ? kMostFound : query.limit);
        writer.key("query").string(query.query).key("limit").number(limit);
    } else {
        writer.key("user_ids").beginArray();
        for (const UserId user : query.users)
            writer.id(user);
        writer.endArray();
    }
    if (query.withPresences)
        writer.key("presences").boolean(true);
    if (!query.nonce.isEmpty())
        writer.key("nonce").string(query.nonce);
    return checked(writer.endObject().endObject().take());
}

//! \source events/gateway-events.mdx, "Request Soundboard Sounds"
Result<QByteArray> soundsCommand(const QList<GuildId> &guilds)
{
    if (guilds.isEmpty() || guilds.size() > kGuildsPerSoundRequest)
        return wrong(u"guild_ids"_s, u"1 to 100 servers"_s);
    JsonWriter writer = begin(Opcode::RequestSoundboardSounds);
    writer.beginObject().key("guild_ids").beginArray();
    for (const GuildId guild : guilds) {
        if (const Result<> good = checkGuild(guild); !good)
            return good.error();
        writer.id(guild);
    }
    return checked(writer.endArray().endObject().endObject().take());
}

//! \source events/gateway-events.mdx, "Request Channel Info"
Result<QByteArray> channelInfoCommand(GuildId guild, const QByteArrayList &fields)
{
    if (const Result<> good = checkGuild(guild); !good)
        return good.error();
    if (fields.isEmpty())
        return wrong(u"fields"_s, u"ask for at least one, such as status"_s);
    JsonWriter writer = begin(Opcode::RequestChannelInfo);
    writer.beginObject().key("guild_id").id(guild).key("fields").beginArray();
    for (const QByteArray &field : fields)
        writer.string(field);
    return checked(writer.endArray().endObject().endObject().take());
}

} // namespace Cordial::Gateway
