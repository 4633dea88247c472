// SPDX-License-Identifier: MIT
#include "guildlookup_p.h"

#include <cordial/api/typed/events.h>
#include <cordial/api/typed/operations/channels.h>
#include <cordial/api/typed/operations/guilds.h>

#include <algorithm>
#include <array>

namespace Cordial {

namespace {

constexpr Milliseconds kPatience{10'000};
constexpr Milliseconds kFailureHolds{5'000};
constexpr int kMostRounds = 4;

//! \brief Whom an event is about.
struct Subject
{
    Field<GuildId> id;
    Field<GuildId> guildId;
};

bool readJson(JsonValue &in, Subject &out, JsonError &error)
{
    return readObject(in, error, [&](std::string_view key, JsonValue &value) {
        if (key == "id")
            return readJson(value, out.id, error);
        return key != "guild_id" || readJson(value, out.guildId, error);
    });
}

bool isAboutTheGuildItself(const QByteArray &type)
{
    return type == Api::GuildCreateEvent::kType || type == Api::GuildUpdateEvent::kType
        || type == Api::GuildDeleteEvent::kType;
}

//! \brief Whether an answer that was made before this event may be wrong after it.
bool changesPermissions(const QByteArray &type)
{
    static const std::array kTypes = {
        Api::GuildUpdateEvent::kType,     Api::GuildRoleCreateEvent::kType,
        Api::GuildRoleUpdateEvent::kType, Api::GuildRoleDeleteEvent::kType,
        Api::ChannelCreateEvent::kType,   Api::ChannelUpdateEvent::kType,
        Api::ChannelDeleteEvent::kType};
    return std::any_of(kTypes.begin(), kTypes.end(),
                       [&type](const char *known) { return type == known; });
}

Error tooMany(const char *what)
{
    return makeError(ErrorCode::TooLarge, QString::fromLatin1(what));
}

} // namespace

GuildLookup::GuildLookup(Net::HttpClient &http, Clock &clock, Api::EntityCache &entities,
                         const Api::User &self)
    : m_http(http), m_clock(clock), m_entities(entities), m_self(self)
{ }

QFuture<Result<>> GuildLookup::guild(GuildId guild)
{
    if (m_entities.containsGuild(guild))
        return finishedFuture(Result<>());
    return join({guild, ChannelId()});
}

QFuture<Result<>> GuildLookup::channel(GuildId guildId, ChannelId channelId)
{
    if (m_entities.containsGuild(guildId)) {
        return m_entities.guildOf(channelId) ? finishedFuture(Result<>())
                                             : join({guildId, channelId});
    }
    auto promise = std::make_shared<QPromise<Result<>>>();
    promise->start();
    const auto finish = [promise](const Result<> &result) {
        promise->addResult(result);
        promise->finish();
    };
    onContext(guild(guildId), this, [this, guildId, channelId, finish](const Result<> &known) {
        if (known)
            onContext(channel(guildId, channelId), this, finish);
        else
            finish(known);
    });
    return promise->future();
}

QFuture<Result<>> GuildLookup::join(const Key &key)
{
    EntryPointer entry = m_entries.value(key);
    if (entry && entry->isDone && entry->until > m_clock.now())
        return entry->future;
    if (m_waiting >= kMost)
        return finishedFuture<void>(tooMany("too many wait for servers to be looked up"));
    if (!entry || entry->isDone) {
        if (m_entries.size() >= kMost)
            dropExpired();
        if (m_entries.size() >= kMost)
            return finishedFuture<void>(tooMany("too many servers are being looked up"));
        entry = std::make_shared<Entry>();
        entry->key = key;
        entry->promise.start();
        entry->future = entry->promise.future();
        entry->until = m_clock.now() + kPatience;
        m_entries.insert(key, entry);
        ask(entry);
    }
    ++entry->waiting;
    ++m_waiting;
    return entry->future;
}

void GuildLookup::dropExpired()
{
    const TimePoint now = m_clock.now();
    m_entries.removeIf(
        [now](const auto &at) { return at.value()->isDone && at.value()->until <= now; });
}

void GuildLookup::ask(const EntryPointer &entry)
{
    const auto [guild, channel] = entry->key;
    Api::CallOptions options;
    options.lane = Net::Lane::High; // Somebody waits for an answer.
    options.deadline = entry->until;
    entry->guild = {};
    entry->channels.clear();
    entry->member.clear();
    entry->isOutdated = false;
    ++entry->rounds;
    if (channel.isValid()) {
        await(entry, Api::getChannel(m_http, channel, options),
              [](Entry &into, const Api::Channel &found) { into.channels = {found}; });
        return;
    }
    await(entry, Api::getGuild(m_http, guild, {}, options),
          [](Entry &into, const Api::Guild &found) { into.guild = found; });
    await(entry, Api::listGuildChannels(m_http, guild, options),
          [](Entry &into, const QList<Api::Channel> &found) { into.channels = found; });
    if (!m_self.id.isValid())
        return; // What the bot itself may do stays unknown; Discord decides that anyway.
    await(entry, Api::getGuildMember(m_http, guild, m_self.id, options),
          [](Entry &into, const Api::GuildMember &found) { into.member = found; });
}

template <typename T, typename Take>
void GuildLookup::await(const EntryPointer &entry, const QFuture<Result<T>> &answer, Take take)
{
    ++entry->missing;
    onContext(answer, this, [this, entry, take](const Result<T> &result) {
        if (entry->isDone)
            return;
        if (!result) {
            end(entry, result.error());
            return;
        }
        take(*entry, *result);
        if (--entry->missing == 0)
            finishRound(entry);
    });
}

void GuildLookup::finishRound(const EntryPointer &entry)
{
    if (!entry->isOutdated)
        end(entry, store(*entry));
    else if (entry->rounds < kMostRounds)
        ask(entry);
    else
        end(entry, makeError(ErrorCode::Timeout, QStringLiteral("it keeps changing, try again")));
}

Result<> GuildLookup::store(const Entry &entry)
{
    return entry.key.second.isValid() ? storeChannel(entry) : storeGuild(entry);
}

// Both are taken in as if an event had told of them: the cache knows one way in only.
Result<> GuildLookup::storeChannel(const Entry &entry)
{
    const auto [guild, id] = entry.key;
    const Api::Channel &found = entry.channels.first();
    if (found.id != id || found.guildId.valueOr({}) != guild)
        return makeError(ErrorCode::NotFound, QStringLiteral("the channel is not in there"));
    if (Result<> taken = m_entities.apply(Api::ChannelUpdateEvent::kType, toJson(found)); !taken)
        return taken;
    return m_entities.guildOf(id) ? Result<>() : tooMany("no more channels can be kept");
}

Result<> GuildLookup::storeGuild(const Entry &entry)
{
    const GuildId guild = entry.key.first;
    if (entry.guild.id != guild)
        return makeError(ErrorCode::Decode, QStringLiteral("another server was answered"));
    QByteArray event = toJson(entry.guild);
    event.chop(1);
    event += ",\"channels\":" + toJson(entry.channels);
    // Known already: from an event, so at least as new.
    if (entry.member && !m_entities.contains(Api::EntityType::Member, guild, m_self.id.value()))
        event += ",\"members\":[" + toJson(*entry.member) + ']';
    event += '}';
    if (Result<> taken = m_entities.apply(Api::GuildCreateEvent::kType, event); !taken)
        return taken;
    return m_entities.containsGuild(guild) ? Result<>() : tooMany("no more servers can be kept");
}

void GuildLookup::end(const EntryPointer &entry, const Result<> &result)
{
    entry->isDone = true;
    m_waiting -= entry->waiting;
    if (result)
        m_entries.remove(entry->key);
    else
        entry->until = m_clock.now() + kFailureHolds;
    entry->guild = {};
    entry->channels.clear();
    entry->member.clear();
    entry->promise.addResult(result);
    entry->promise.finish();
}

void GuildLookup::note(const Gateway::Dispatch &dispatch)
{
    if (m_waiting == 0)
        return;
    const bool isItself = isAboutTheGuildItself(dispatch.type);
    if (!isItself && !changesPermissions(dispatch.type))
        return;
    const auto subject = fromJson<Subject>(dispatch.data);
    if (!subject)
        return; // The dispatcher says so.
    const GuildId guild = (isItself ? subject->id : subject->guildId).valueOr({});
    const QList<EntryPointer> entries = m_entries.values();
    for (const EntryPointer &entry : entries) {
        const auto [wanted, channel] = entry->key;
        if (wanted != guild || entry->isDone)
            continue;
        const bool isKnown = channel.isValid() ? m_entities.guildOf(channel).has_value()
                                               : m_entities.containsGuild(guild);
        if (dispatch.type == Api::GuildDeleteEvent::kType)
            end(entry,
                makeError(ErrorCode::NotFound, QStringLiteral("it is gone or has an outage")));
        else if (dispatch.type == Api::GuildCreateEvent::kType && isKnown)
            end(entry, {});
        else if (dispatch.type != Api::GuildCreateEvent::kType)
            entry->isOutdated = true;
    }
}

} // namespace Cordial
