// SPDX-License-Identifier: MIT
#include <cordial/gateway/handover.h>

#include <cordial/core/jsonreader.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace Cordial::Gateway {

using namespace Qt::StringLiterals;

namespace {

// What the old set alone has had is forgotten after ReshardOptions::memory, and never more of it.
constexpr size_t kMostRemembered = 500'000;

struct GuildRef
{
    GuildId id;
};

bool readJson(JsonValue &in, GuildRef &out, JsonError &error)
{
    return readObject(in, error, [&](std::string_view key, JsonValue &value) {
        return key != "id" || Cordial::readJson(value, out.id, error);
    });
}

struct ReadyGuilds
{
    QList<GuildRef> guilds;

    friend bool readJson(JsonValue &in, ReadyGuilds &out, JsonError &error)
    {
        return readObject(in, error, [&](std::string_view key, JsonValue &value) {
            if (key != "guilds")
                return true;
            return readArray(value, error, [&](JsonValue &element) {
                return Cordial::Gateway::readJson(element, out.guilds.emplaceBack(), error);
            });
        });
    }
};

//! The guild an event belongs to; none for the others.
struct Place
{
    GuildId guild;
    GuildId id;
};

bool readJson(JsonValue &in, Place &out, JsonError &error)
{
    return readObject(in, error, [&](std::string_view key, JsonValue &value) {
        if (key == "guild_id")
            return isNull(value) || Cordial::readJson(value, out.guild, error);
        // Of something else it may be anything.
        if (key == "id" && Cordial::readJson(value, out.id, error))
            return true;
        error = {};
        return true;
    });
}

GuildId guildOf(const Dispatch &dispatch)
{
    const auto place = fromJson<Place>(dispatch.data);
    if (!place)
        return {};
    const bool isGuild = dispatch.type == "GUILD_CREATE" || dispatch.type == "GUILD_UPDATE"
        || dispatch.type == "GUILD_DELETE";
    return isGuild ? place->id : place->guild;
}

//! What answers a request of one session is no event of a guild: the other session never has it.
bool isAnswer(const Dispatch &dispatch)
{
    return dispatch.type == "GUILD_MEMBERS_CHUNK" || dispatch.type == "SOUNDBOARD_SOUNDS"
        || dispatch.type == "CHANNEL_INFO" || dispatch.type == "RATE_LIMITED";
}

qsizetype bytesOf(const Dispatch &dispatch)
{
    return dispatch.data.size() + 512;
}

} // namespace

EventKey EventKey::of(const Dispatch &dispatch)
{
    // Two independent seeds: 64 bits alone would meet by chance among millions of events.
    constexpr size_t kFirst = 0x9e3779b97f4a7c15ULL;
    constexpr size_t kSecond = 0xc2b2ae3d27d4eb4fULL;
    return {qHashMulti(kFirst, dispatch.type, dispatch.data),
            qHashMulti(kSecond, dispatch.data, dispatch.type)};
}

Handover::Handover(quint32 oldShards, quint32 newShards, const ReshardOptions &options,
                   qsizetype mostBytes)
    : m_options(options), m_mostBytes(mostBytes), m_old(oldShards), m_fresh(newShards)
{ }

void Handover::unsettle()
{
    m_completeSince.reset();
    for (Old &old : m_old)
        old.probe = Probe::None;
    for (Fresh &fresh : m_fresh)
        fresh.probe = Probe::None;
}

void Handover::delivered(const Dispatch &dispatch, TimePoint now)
{
    if (isAnswer(dispatch))
        return;
    const GuildId guild = guildOf(dispatch);
    const EventKey key = EventKey::of(dispatch);
    Stream &stream = m_streams[guild];
    const auto kept = std::find_if(stream.fresh.begin(), stream.fresh.end(),
                                   [&](const Stream::Kept &one) { return one.key == key; });
    if (kept != stream.fresh.end()) {
        m_bytes -= bytesOf(kept->dispatch);
        stream.fresh.erase(kept);
        stream.old.clear(); // the new side is past it
        return;
    }
    if (!m_fresh[shardOf(guild, quint32(m_fresh.size()))].hasBegun)
        return;
    stream.old.push_back({key, ++m_number, now});
    m_ages.push_back({guild, m_number, now});
    forgetOld(now);
}

void Handover::forgetOld(TimePoint now)
{
    const TimePoint limit = now - m_options.memory;
    while (!m_ages.empty() && (m_ages.front().since < limit || m_ages.size() > kMostRemembered)) {
        const auto stream = m_streams.find(m_ages.front().guild);
        if (stream != m_streams.end() && !stream->old.empty()
            && stream->old.front().number == m_ages.front().number)
            stream->old.pop_front();
        m_ages.pop_front();
    }
}

bool Handover::settle(Stream &stream, const EventKey &key)
{
    const auto had = std::find_if(stream.old.begin(), stream.old.end(),
                                  [&](const Stream::Had &one) { return one.key == key; });
    if (had == stream.old.end())
        return false;
    stream.old.erase(stream.old.begin(), had + 1);
    return true;
}

//! What the old set never had, though it has been there all the time, is the session's own.
void Handover::forgetOwn(Stream &stream, TimePoint now)
{
    const TimePoint limit = now - m_options.memory;
    while (m_oldReadySince < limit && !stream.fresh.empty() && stream.fresh.front().since < limit) {
        m_bytes -= bytesOf(stream.fresh.front().dispatch);
        stream.fresh.pop_front();
    }
}

//! The state a new session begins with: the consumer has it already.
bool Handover::isSnapshot(const Dispatch &dispatch, TimePoint now)
{
    if (dispatch.type == "RESUMED")
        return true;
    Fresh &fresh = m_fresh[dispatch.shard];
    if (dispatch.type == "READY") {
        fresh.guilds.clear();
        if (const auto ready = fromJson<ReadyGuilds>(dispatch.data)) {
            for (const GuildRef &guild : ready->guilds)
                fresh.guilds.insert(guild.id);
        }
        fresh.readyAt = fresh.filledAt = now;
        unsettle();
        return true;
    }
    if (fresh.guilds.isEmpty()
        || (dispatch.type != "GUILD_CREATE" && dispatch.type != "GUILD_DELETE"))
        return false;
    const auto guild = fromJson<GuildRef>(dispatch.data);
    if (!guild || !fresh.guilds.remove(guild->id))
        return false;
    fresh.filledAt = now;
    return true;
}

void Handover::received(const Dispatch &dispatch, TimePoint now)
{
    if (dispatch.shard >= m_fresh.size() || isAnswer(dispatch) || isSnapshot(dispatch, now))
        return;
    const EventKey key = EventKey::of(dispatch);
    Stream &stream = m_streams[guildOf(dispatch)];
    if (settle(stream, key))
        return;
    m_bytes += bytesOf(dispatch);
    stream.fresh.push_back({key, ++m_number, now, dispatch});
    forgetOwn(stream, now);
}

void Handover::noteOld(const ShardEvent &event, TimePoint now)
{
    if (event.shard >= m_old.size())
        return;
    Old &old = m_old[event.shard];
    const bool isReady =
        event.kind == ShardEvent::Kind::Ready || event.kind == ShardEvent::Kind::Resumed;
    old.isGone = event.kind == ShardEvent::Kind::Fatal;
    if (!isReady || !old.isReady) {
        unsettle();
        m_oldReadySince = now;
    }
    old.isReady = isReady;
}

void Handover::noteNew(const ShardEvent &event, TimePoint now)
{
    if (event.shard >= m_fresh.size())
        return;
    Fresh &fresh = m_fresh[event.shard];
    fresh.isReady =
        event.kind == ShardEvent::Kind::Ready || event.kind == ShardEvent::Kind::Resumed;
    fresh.hasBegun = fresh.hasBegun || fresh.isReady || event.kind == ShardEvent::Kind::Identifying;
    if (!fresh.isReady)
        unsettle();
    else if (event.kind == ShardEvent::Kind::Ready)
        fresh.readyAt = now;
}

void Handover::noteProbed(Side side, quint32 shard)
{
    const bool isOld = side == Side::Old;
    if (shard >= (isOld ? m_old.size() : m_fresh.size()))
        return;
    Probe &probe = isOld ? m_old[shard].probe : m_fresh[shard].probe;
    if (probe == Probe::Asked)
        probe = Probe::Answered;
}

bool Handover::isComplete(TimePoint now)
{
    const bool allNew = std::all_of(m_fresh.begin(), m_fresh.end(), [&](Fresh &fresh) {
        // Guilds that are unavailable stay away.
        if (fresh.isReady
            && now - std::max(fresh.readyAt, fresh.filledAt) >= m_options.guildPatience)
            fresh.guilds.clear();
        return fresh.isReady && fresh.guilds.isEmpty();
    });
    const bool allOld = std::all_of(m_old.begin(), m_old.end(),
                                    [](const Old &old) { return old.isReady || old.isGone; });
    return allNew && allOld;
}

Handover::Step Handover::next(TimePoint now)
{
    if (m_bytes > m_mostBytes)
        return Step::Overflow;
    if (!isComplete(now)) {
        unsettle();
        return Step::Wait;
    }
    if (!m_completeSince)
        m_completeSince = now;
    if (now - *m_completeSince < m_options.settle)
        return Step::Wait;
    bool isAnswered = true;
    bool isAsked = true;
    const auto look = [&](Probe probe) {
        isAnswered = isAnswered && probe == Probe::Answered;
        isAsked = isAsked && probe != Probe::None;
    };
    for (const Old &old : m_old) {
        if (!old.isGone)
            look(old.probe);
    }
    for (const Fresh &fresh : m_fresh)
        look(fresh.probe);
    if (!isAsked)
        return Step::Probe;
    return isAnswered ? Step::HandOver : Step::Wait;
}

QList<quint32> Handover::toProbe(Side side)
{
    QList<quint32> shards;
    const auto ask = [&shards](Probe &probe, size_t shard) {
        if (probe != Probe::None)
            return;
        probe = Probe::Asked;
        shards.append(quint32(shard));
    };
    for (size_t shard = 0; side == Side::Old && shard < m_old.size(); ++shard) {
        if (!m_old[shard].isGone)
            ask(m_old[shard].probe, shard);
    }
    for (size_t shard = 0; side == Side::New && shard < m_fresh.size(); ++shard)
        ask(m_fresh[shard].probe, shard);
    return shards;
}

QList<Dispatch> Handover::takeUndelivered()
{
    std::vector<Stream::Kept> all;
    for (auto it = m_streams.begin(); it != m_streams.end(); ++it) {
        Stream &stream = it.value();
        std::move(stream.fresh.begin(), stream.fresh.end(), std::back_inserter(all));
        stream.fresh.clear();
        // From before the new session: its copy, if there is one, has come while things settled.
        const TimePoint readyAt = m_fresh[shardOf(it.key(), quint32(m_fresh.size()))].readyAt;
        while (!stream.old.empty() && stream.old.front().since <= readyAt)
            stream.old.pop_front();
    }
    std::sort(all.begin(), all.end(),
              [](const Stream::Kept &a, const Stream::Kept &b) { return a.number < b.number; });
    m_bytes = 0;
    QList<Dispatch> out;
    out.reserve(qsizetype(all.size()));
    for (Stream::Kept &kept : all)
        out.append(std::move(kept.dispatch));
    return out;
}

bool Handover::isRepeat(const Dispatch &dispatch, TimePoint now)
{
    forgetOld(now);
    if (isAnswer(dispatch))
        return false;
    const auto stream = m_streams.find(guildOf(dispatch));
    return stream != m_streams.end() && settle(*stream, EventKey::of(dispatch));
}

bool Handover::isOver(TimePoint now)
{
    forgetOld(now);
    return m_ages.empty();
}

QString Handover::progress() const
{
    const auto ready = std::count_if(m_fresh.begin(), m_fresh.end(),
                                     [](const Fresh &fresh) { return fresh.isReady; });
    const auto old = std::count_if(m_old.begin(), m_old.end(),
                                   [](const Old &one) { return one.isReady || one.isGone; });
    return u"%1 of %2 new shards ready, %3 of %4 old ones connected"_s.arg(
        QString::number(ready), QString::number(m_fresh.size()), QString::number(old),
        QString::number(m_old.size()));
}

} // namespace Cordial::Gateway
