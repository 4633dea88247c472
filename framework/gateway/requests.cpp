// SPDX-License-Identifier: MIT
#include <cordial/gateway/requests.h>

#include <cordial/core/jsonreader.h>
#include <cordial/core/logging.h>
#include <cordial/core/oncontext.h>
#include <cordial/gateway/opcode.h>

#include <QFutureWatcher>
#include <QRandomGenerator>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>
#include <vector>

namespace Cordial::Gateway {

using namespace Qt::StringLiterals;

namespace {

//! The elements of an array of objects, each as it stands in the text.
bool readTexts(JsonValue &in, QByteArrayList &out, JsonError &error)
{
    return readArray(in, error, [&](JsonValue &element) {
        simdjson::ondemand::object object;
        std::string_view text;
        if (element.get_object().get(object) != simdjson::SUCCESS
            || object.raw_json().get(text) != simdjson::SUCCESS)
            return error.fail("expected an object");
        out.append(QByteArray(text.data(), qsizetype(text.size())));
        return true;
    });
}

struct GuildOf
{
    GuildId guild;
};

bool readJson(JsonValue &in, GuildOf &out, JsonError &error)
{
    return readObject(in, error, [&](std::string_view key, JsonValue &value) {
        return key != "guild_id" || Cordial::readJson(value, out.guild, error);
    });
}

Error timedOut(const QString &what, Milliseconds after)
{
    return makeError(ErrorCode::Timeout,
                     what % u" within "_s % QString::number(after.count()) % u" ms"_s);
}

//! A request's answer is kept, what came beside it is not.
QByteArray ownBytes(const Dispatch &dispatch)
{
    return {dispatch.data.constData(), dispatch.data.size()};
}

Error cancelled()
{
    return makeError(ErrorCode::Cancelled, u"the request was cancelled"_s);
}

//! Calls \a then in the event loop after somebody has cancelled \a future.
template <typename T>
std::unique_ptr<QFutureWatcher<T>> onCancel(const QFuture<T> &future, QObject &context,
                                            std::function<void()> then)
{
    auto watcher = std::make_unique<QFutureWatcher<T>>();
    // Queued: it ends the watcher.
    QObject::connect(watcher.get(), &QFutureWatcherBase::canceled, &context, std::move(then),
                     Qt::QueuedConnection);
    watcher->setFuture(future);
    return watcher;
}

constexpr int kMostProgress = std::numeric_limits<int>::max();

template <typename T>
void finish(QPromise<Result<T>> &promise, Result<T> result)
{
    promise.addResult(std::move(result));
    promise.finish();
}

} // namespace

struct Requests::Members
{
    MemberQuery query;
    MemberOptions options;
    QByteArray payload;
    TimePoint deadline;
    QPromise<Result<MemberList>> promise;
    MemberList list;
    qsizetype bytes = 0;
    std::set<qint64> seen; //!< chunk indexes
    std::unique_ptr<Timer> timeout;
    std::unique_ptr<Timer> again;
    std::unique_ptr<QFutureWatcher<Result<MemberList>>> cancelWatch;
};

struct Requests::Sounds
{
    QList<GuildId> open;
    SoundList list;
    Milliseconds within{0};
    std::vector<std::pair<quint32, QByteArray>> sent; //!< shards and commands
    QPromise<Result<SoundList>> promise;
    std::unique_ptr<Timer> timeout;
    std::unique_ptr<QFutureWatcher<Result<SoundList>>> cancelWatch;
};

struct Requests::Info
{
    GuildId guild;
    QByteArray payload;
    bool isSent = false;
    bool isOver = false; //!< nobody waits any more, but its answer would be taken for another's
    QPromise<Result<QByteArray>> promise;
    std::unique_ptr<Timer> timeout;
    std::unique_ptr<QFutureWatcher<Result<QByteArray>>> cancelWatch;
};

struct Requests::Chunk
{
    GuildId guild;
    QByteArray nonce;
    MemberChunk part;

    friend bool readJson(JsonValue &in, Chunk &out, JsonError &error)
    {
        return readObject(in, error, [&](std::string_view key, JsonValue &value) {
            if (key == "guild_id")
                return Cordial::readJson(value, out.guild, error);
            if (key == "nonce")
                return isNull(value) || Cordial::readJson(value, out.nonce, error);
            if (key == "chunk_index")
                return Cordial::readJson(value, out.part.index, error);
            if (key == "chunk_count")
                return Cordial::readJson(value, out.part.count, error);
            if (key == "members")
                return readTexts(value, out.part.members, error);
            if (key == "presences")
                return readTexts(value, out.part.presences, error);
            if (key == "not_found")
                return Cordial::readJson(value, out.part.notFound, error);
            return true;
        });
    }
};

struct Requests::Limited
{
    int opcode = 0;
    double retryAfter = 0;
    QByteArray nonce;
    GuildId guild;

    friend bool readJson(JsonValue &in, Limited &out, JsonError &error)
    {
        const auto onMeta = [&](std::string_view key, JsonValue &value) {
            if (key == "nonce")
                return isNull(value) || Cordial::readJson(value, out.nonce, error);
            if (key == "guild_id")
                return isNull(value) || Cordial::readJson(value, out.guild, error);
            return true;
        };
        return readObject(in, error, [&](std::string_view key, JsonValue &value) {
            if (key == "opcode")
                return Cordial::readJson(value, out.opcode, error);
            if (key == "retry_after")
                return Cordial::readJson(value, out.retryAfter, error);
            if (key == "meta")
                return isNull(value) || readObject(value, error, onMeta);
            return true;
        });
    }
};

Requests::Requests(Clock &clock, quint32 intents, Callbacks callbacks)
    : m_clock(clock)
    , m_intents(intents)
    , m_callbacks(std::move(callbacks))
    // A session that goes on replays what an earlier process asked for.
    , m_noncePrefix("cordial-" + QByteArray::number(QRandomGenerator::global()->generate(), 36)
                    + '-')
{ }

Requests::~Requests()
{
    failAll(makeError(ErrorCode::Closed, u"the gateway has been stopped"_s));
}

bool Requests::isWaiting() const
{
    return waiting() > 0;
}

size_t Requests::waiting() const
{
    return m_members.size() + m_sounds.size() + m_infos.size();
}

bool Requests::isWaitingFor(const QByteArray &payload) const
{
    const auto is = [&payload](const auto &entry) { return entry.second->payload == payload; };
    const auto isAmong = [&payload](const auto &entry) {
        return std::ranges::any_of(entry.second->sent,
                                   [&](const auto &sent) { return sent.second == payload; });
    };
    return std::ranges::any_of(m_members, is) || std::ranges::any_of(m_infos, is)
        || std::ranges::any_of(m_sounds, isAmong);
}

Result<> Requests::check(GuildId guild) const
{
    if (waiting() < kMost)
        return m_callbacks.check(shardFor(guild));
    return makeError(ErrorCode::RateLimited,
                     QString::number(kMost)
                         % u" requests wait for answers of the gateway already"_s);
}

QByteArray Requests::freshNonce()
{
    QByteArray nonce;
    do
        nonce = m_noncePrefix + QByteArray::number(++m_next, 36);
    while (m_members.contains(nonce));
    return nonce;
}

QFuture<Result<MemberList>> Requests::members(MemberQuery query, MemberOptions options)
{
    if (query.nonce.isEmpty())
        query.nonce = freshNonce();
    auto payload = membersCommand(query, m_intents);
    if (!payload)
        return finishedFuture(Result<MemberList>(payload.error()));
    if (const Result<> possible = check(query.guild); !possible)
        return finishedFuture(Result<MemberList>(possible.error()));
    if (m_members.contains(query.nonce))
        return finishedFuture(Result<MemberList>(makeError(
            ErrorCode::InvalidArgument, u"nonce: a request with this one is waiting already"_s)));

    auto request = std::make_unique<Members>();
    const QByteArray nonce = query.nonce;
    request->query = std::move(query);
    request->options = std::move(options);
    request->payload = *std::move(payload);
    // What stands behind others has not been asked yet.
    const Milliseconds delay =
        m_callbacks.delay ? m_callbacks.delay(shardFor(request->query.guild)) : Milliseconds(0);
    const Milliseconds within = request->options.timeout + delay;
    request->deadline = m_clock.now() + within;
    request->timeout = m_clock.makeTimer();
    request->again = m_clock.makeTimer();
    request->promise.start();
    request->timeout->start(within, [this, nonce, within] {
        const Members &late = *m_members.at(nonce);
        failMembers(nonce,
                    timedOut(u"the member request was not answered, %1 chunks of %2 came,"_s.arg(
                                 QString::number(late.seen.size()),
                                 late.list.chunks > 0 ? QString::number(late.list.chunks)
                                                      : u"an unknown number"_s),
                             within));
    });
    auto future = request->promise.future();
    request->cancelWatch = onCancel(future, m_context, [this, nonce] {
        // By now the nonce may be that of another request.
        const auto it = m_members.find(nonce);
        if (it != m_members.end() && it->second->promise.isCanceled())
            failMembers(nonce, cancelled());
    });
    sendMembers(*m_members.emplace(nonce, std::move(request)).first->second);
    return future;
}

//! May end the request.
void Requests::sendMembers(Members &request)
{
    const quint32 shard = shardFor(request.query.guild);
    if (!isReady(shard))
        return; // sent once it is
    const QByteArray nonce = request.query.nonce;
    const Result<> sent = m_callbacks.send(shard, request.payload);
    if (!sent)
        failMembers(nonce, sent.error());
}

void Requests::failMembers(const QByteArray &nonce, const Error &error)
{
    auto node = m_members.extract(nonce);
    if (node.empty())
        return;
    Members &request = *node.mapped();
    withdraw(shardFor(request.query.guild), request.payload);
    finish(request.promise, Result<MemberList>(error));
}

void Requests::withdraw(quint32 shard, const QByteArray &payload)
{
    // Commands without a nonce may be somebody else's too.
    if (m_callbacks.withdraw && !isWaitingFor(payload))
        m_callbacks.withdraw(shard, payload);
}

void Requests::withdraw(const Sounds &request)
{
    for (const auto &[shard, payload] : request.sent)
        withdraw(shard, payload);
}

void Requests::onChunk(const Dispatch &dispatch)
{
    auto chunk = fromJson<Chunk>(dispatch.data);
    if (!chunk) {
        qCWarning(lcGateway, "a GUILD_MEMBERS_CHUNK was not understood: %ls",
                  qUtf16Printable(chunk.error().message));
        return;
    }
    const auto it = m_members.find(chunk->nonce);
    if (it == m_members.end() || it->second->query.guild != chunk->guild)
        return;
    take(*it->second, std::move(chunk->part));
}

void Requests::take(Members &request, MemberChunk chunk)
{
    const QByteArray nonce = request.query.nonce;
    if (chunk.count < 1 || chunk.index < 0 || chunk.index >= chunk.count
        || !request.seen.insert(chunk.index).second)
        return;
    request.list.chunks = chunk.count;
    request.promise.setProgressRange(0, int(std::min<qint64>(chunk.count, kMostProgress)));
    request.promise.setProgressValue(int(std::min<size_t>(request.seen.size(), kMostProgress)));
    if (const auto tell = request.options.onChunk) {
        const std::weak_ptr<const bool> alive = m_alive;
        try {
            tell(chunk);
        } catch (const std::exception &exception) {
            qCCritical(lcGateway, "onChunk of a member request threw: %s", exception.what());
        } catch (...) {
            qCCritical(lcGateway, "onChunk of a member request threw something unknown");
        }
        // It may have stopped us, or deleted the manager.
        if (alive.expired() || !m_members.contains(nonce))
            return;
    } else {
        for (const QByteArray &text : std::as_const(chunk.members))
            request.bytes += text.size();
        for (const QByteArray &text : std::as_const(chunk.presences))
            request.bytes += text.size();
        request.list.members += chunk.members;
        request.list.notFound += chunk.notFound;
        request.list.presences += chunk.presences;
    }
    if (request.bytes > kMostBytes) {
        failMembers(nonce,
                    makeError(ErrorCode::TooLarge,
                              u"the members take over 256 MiB: take them chunk by chunk"_s));
        return;
    }
    if (qint64(request.seen.size()) < chunk.count)
        return;
    auto node = m_members.extract(nonce);
    finish(node.mapped()->promise, Result<MemberList>(std::move(node.mapped()->list)));
}

//! \source events/gateway-events.mdx, "Rate Limited"
void Requests::onLimited(const Dispatch &dispatch)
{
    const auto limited = fromJson<Limited>(dispatch.data);
    if (!limited || limited->opcode != int(Opcode::RequestGuildMembers))
        return;
    const auto it = m_members.find(limited->nonce);
    if (it == m_members.end())
        return;
    Members &request = *it->second;
    const double seconds = std::clamp(limited->retryAfter, 0.0, 86'400.0);
    const Milliseconds wait(qint64(std::ceil(seconds * 1000)) + 50);
    if (m_clock.now() + wait >= request.deadline) {
        Error error = makeError(ErrorCode::RateLimited,
                                u"Discord lets all members of server %1 be asked for again in %2 "
                                "ms, after the request's time-out"_s.arg(
                                    request.query.guild.toString(), QString::number(wait.count())));
        error.retryAfter = wait;
        failMembers(limited->nonce, error);
        return;
    }
    qCInfo(lcGateway, "a member request is rate limited: sent again in %lld ms",
           static_cast<long long>(wait.count()));
    request.again->start(wait,
                         [this, nonce = limited->nonce] { sendMembers(*m_members.at(nonce)); });
}

QFuture<Result<SoundList>> Requests::sounds(const QList<GuildId> &guilds, Milliseconds timeout)
{
    auto request = std::make_unique<Sounds>();
    for (const GuildId guild : guilds) {
        if (const Result<> possible = check(guild); !possible)
            return finishedFuture(Result<SoundList>(possible.error()));
        if (!request->open.contains(guild))
            request->open.append(guild);
    }
    if (request->open.isEmpty() || request->open.contains(GuildId()))
        return finishedFuture(Result<SoundList>(
            makeError(ErrorCode::InvalidArgument, u"guild_ids: at least one server is needed"_s)));
    const quint64 id = ++m_next;
    request->within = timeout;
    request->timeout = m_clock.makeTimer();
    request->timeout->start(timeout, [this, id] { finishSounds(id); });
    request->promise.start();
    auto future = request->promise.future();
    request->cancelWatch = onCancel(future, m_context, [this, id] { finishSounds(id); });
    Sounds &waiting = *m_sounds.emplace(id, std::move(request)).first->second;
    for (const quint32 shard : m_ready)
        sendSounds(waiting, shard);
    return future;
}

void Requests::sendSounds(Sounds &request, quint32 shard)
{
    std::erase_if(request.sent, [shard](const auto &sent) { return sent.first == shard; });
    QList<GuildId> guilds;
    std::copy_if(request.open.begin(), request.open.end(), std::back_inserter(guilds),
                 [&](GuildId guild) { return shardFor(guild) == shard; });
    for (qsizetype at = 0; at < guilds.size(); at += kGuildsPerSoundRequest) {
        const auto payload = soundsCommand(guilds.mid(at, kGuildsPerSoundRequest));
        const Result<> sent =
            payload ? m_callbacks.send(shard, *payload) : Result<>(payload.error());
        // What cannot be asked for stays unanswered; the result says so.
        if (sent)
            request.sent.emplace_back(shard, *payload);
        else
            qCWarning(lcGateway, "sounds cannot be asked for: %ls",
                      qUtf16Printable(sent.error().message));
    }
}

void Requests::onSounds(const Dispatch &dispatch)
{
    const auto answer = fromJson<GuildOf>(dispatch.data);
    if (!answer)
        return;
    QList<quint64> done;
    for (const auto &[id, request] : m_sounds) {
        if (request->open.removeOne(answer->guild))
            request->list.sounds.insert(answer->guild, ownBytes(dispatch));
        if (request->open.isEmpty())
            done.append(id);
    }
    const std::weak_ptr<const bool> alive = m_alive;
    for (const quint64 id : std::as_const(done)) {
        finishSounds(id);
        if (alive.expired())
            return;
    }
}

void Requests::finishSounds(quint64 id)
{
    auto node = m_sounds.extract(id);
    if (node.empty())
        return;
    Sounds &request = *node.mapped();
    if (!request.open.isEmpty())
        withdraw(request);
    request.list.unanswered = request.open;
    if (request.list.sounds.isEmpty())
        finish(request.promise, Result<SoundList>(timedOut(u"no sounds came"_s, request.within)));
    else
        finish(request.promise, Result<SoundList>(std::move(request.list)));
}

QFuture<Result<QByteArray>> Requests::channelInfo(GuildId guild, const QByteArrayList &fields,
                                                  Milliseconds timeout)
{
    auto payload = channelInfoCommand(guild, fields);
    if (!payload)
        return finishedFuture(payload);
    if (const Result<> possible = check(guild); !possible)
        return finishedFuture(Result<QByteArray>(possible.error()));
    auto request = std::make_shared<Info>();
    const quint64 id = ++m_next;
    request->guild = guild;
    request->payload = *std::move(payload);
    request->timeout = m_clock.makeTimer();
    request->timeout->start(timeout, [this, id, timeout] {
        endInfo(id, timedOut(u"no channel details came"_s, timeout));
    });
    request->promise.start();
    auto future = request->promise.future();
    request->cancelWatch = onCancel(future, m_context, [this, id] { cancelInfo(id); });
    Info &waiting = *m_infos.emplace(id, std::move(request)).first->second;
    if (!isAskedAlready(waiting))
        sendInfo(waiting);
    return future;
}

void Requests::endInfo(quint64 id, const Error &error)
{
    auto node = m_infos.extract(id);
    if (node.empty())
        return;
    withdraw(shardFor(node.mapped()->guild), node.mapped()->payload);
    if (!node.mapped()->isOver)
        finish(node.mapped()->promise, Result<QByteArray>(error));
}

void Requests::cancelInfo(quint64 id)
{
    const auto it = m_infos.find(id);
    if (it == m_infos.end())
        return;
    const std::shared_ptr<Info> request = it->second; // Who hears of it may delete us.
    request->isOver = true;
    if (!request->isSent)
        m_infos.erase(it);
    request->promise.finish();
}

//! One answer serves all who ask the same.
bool Requests::isAskedAlready(const Info &request) const
{
    return std::ranges::any_of(m_infos, [&request](const auto &entry) {
        const Info &other = *entry.second;
        return &other != &request && other.isSent && other.payload == request.payload;
    });
}

void Requests::sendInfo(Info &request)
{
    const quint32 shard = shardFor(request.guild);
    if (!isReady(shard))
        return;
    request.isSent = true;
    if (const Result<> sent = m_callbacks.send(shard, request.payload); !sent)
        qCWarning(lcGateway, "channel details cannot be asked for: %ls",
                  qUtf16Printable(sent.error().message));
}

//! Answers carry no nonce: the first that asked for the guild is the first to be answered, and with
//! it whoever asked the same.
void Requests::onInfo(const Dispatch &dispatch)
{
    const auto answer = fromJson<GuildOf>(dispatch.data);
    if (!answer)
        return;
    const auto it = std::find_if(m_infos.begin(), m_infos.end(), [&](const auto &entry) {
        return entry.second->guild == answer->guild;
    });
    if (it == m_infos.end())
        return;
    const QByteArray payload = it->second->payload;
    const QByteArray details = ownBytes(dispatch);
    std::vector<std::shared_ptr<Info>> answered; // Who hears of it may ask anew, or delete us.
    for (auto next = it; next != m_infos.end();) {
        if (next->second->payload == payload)
            answered.push_back(std::move(m_infos.extract(next++).mapped()));
        else
            ++next;
    }
    for (const auto &request : answered) {
        if (!request->isOver)
            finish(request->promise, Result<QByteArray>(details));
    }
}

void Requests::offer(const Dispatch &dispatch)
{
    if (!isWaiting())
        return;
    if (dispatch.type == "GUILD_MEMBERS_CHUNK")
        onChunk(dispatch);
    else if (dispatch.type == "RATE_LIMITED")
        onLimited(dispatch);
    else if (dispatch.type == "SOUNDBOARD_SOUNDS")
        onSounds(dispatch);
    else if (dispatch.type == "CHANNEL_INFO")
        onInfo(dispatch);
}

void Requests::noteShard(const ShardEvent &event)
{
    const bool isNew = event.kind == ShardEvent::Kind::Ready;
    if (!isNew && event.kind != ShardEvent::Kind::Resumed) {
        m_ready.erase(event.shard);
        return;
    }
    m_ready.insert(event.shard);
    onSession(event.shard, isNew);
}

//! What was sent over the connection before may be lost. A resume replays chunks that were under
//! way, but a command that went down with the connection is never answered.
void Requests::onSession(quint32 shard, bool isNew)
{
    const std::weak_ptr<const bool> alive = m_alive;
    QByteArrayList unanswered;
    for (const auto &[nonce, request] : m_members) {
        // One that waits out a limit is sent by its timer.
        if (shardFor(request->query.guild) == shard && !request->again->isActive()
            && (isNew || request->seen.empty()))
            unanswered.append(nonce);
    }
    for (const QByteArray &nonce : std::as_const(unanswered)) {
        const auto it = m_members.find(nonce);
        if (it == m_members.end())
            continue;
        Members &request = *it->second;
        request.seen.clear();
        request.list = {};
        request.bytes = 0;
        sendMembers(request);
        if (alive.expired())
            return;
    }
    for (const auto &[id, request] : m_sounds)
        sendSounds(*request, shard);
    const auto isHere = [&](const auto &entry) { return shardFor(entry.second->guild) == shard; };
    // Whatever was to be answered has been, or never will.
    std::erase_if(m_infos,
                  [&](const auto &entry) { return isHere(entry) && entry.second->isOver; });
    for (const auto &entry : m_infos) {
        if (isHere(entry))
            entry.second->isSent = false;
    }
    for (const auto &entry : m_infos) {
        if (isHere(entry) && !isAskedAlready(*entry.second))
            sendInfo(*entry.second);
    }
}

void Requests::moveTo(quint32 shardCount)
{
    m_shardCount = shardCount;
    m_ready.clear();
    for (quint32 shard = 0; shard < shardCount; ++shard)
        m_ready.insert(shard);
    const std::weak_ptr<const bool> alive = m_alive;
    for (quint32 shard = 0; !alive.expired() && shard < shardCount && isWaiting(); ++shard)
        onSession(shard, true);
}

void Requests::failAll(const Error &error)
{
    // All at once: who hears of it may delete us.
    const auto members = std::exchange(m_members, {});
    const auto sounds = std::exchange(m_sounds, {});
    const auto infos = std::exchange(m_infos, {});
    for (const auto &[nonce, request] : members)
        finish(request->promise, Result<MemberList>(error));
    for (const auto &[id, request] : sounds)
        finish(request->promise, Result<SoundList>(error));
    for (const auto &[id, request] : infos) {
        if (!request->isOver)
            finish(request->promise, Result<QByteArray>(error));
    }
}

} // namespace Cordial::Gateway
