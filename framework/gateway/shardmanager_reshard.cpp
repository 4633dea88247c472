// SPDX-License-Identifier: MIT
// How a manager goes over to another set of shards, and how it restarts them one by one.
#include <cordial/gateway/shardmanager_p.h>

#include <cordial/core/jsonreader.h>
#include <cordial/core/logging.h>
#include <cordial/core/oncontext.h>

#include <algorithm>
#include <utility>

namespace Cordial::Gateway {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kLookEvery = 50ms;
constexpr auto kCloseWithin = 5s;
constexpr auto kBackWithin = 60s;

//! The servers a command is about.
struct CommandGuilds
{
    GuildId one;
    QList<GuildId> many;
};

bool readJson(JsonValue &in, CommandGuilds &out, JsonError &error)
{
    return readObject(in, error, [&](std::string_view key, JsonValue &value) {
        if (key != "d")
            return true;
        return readObject(value, error, [&](std::string_view name, JsonValue &id) {
            if (name == "guild_ids")
                return Cordial::readJson(id, out.many, error);
            return name != "guild_id" || Cordial::readJson(id, out.one, error);
        });
    });
}

CommandGuilds guildsOfCommand(const QByteArray &command)
{
    return fromJson<CommandGuilds>(command).valueOr({});
}

} // namespace

Result<> ShardManager::Private::checkReshard(const GatewayInfo &info, int count) const
{
    if (const Result<> running = checkRunning(); !running)
        return running;
    const auto refuse = [](const QString &why) {
        return makeError(ErrorCode::InvalidArgument, why);
    };
    if (resharding)
        return refuse(u"a reshard is under way"_s);
    if (handover)
        return refuse(u"the last reshard has just ended: what its sets had apart is still "
                      "compared, try again in a few seconds"_s);
    if (book && config.manualAcknowledge)
        return refuse(u"with manualAcknowledge nobody knows which events of the new sessions the "
                      "consumer has finished with: stop, and start with the other number"_s);
    if (rolling)
        return refuse(u"shards are being restarted"_s);
    if (count < 1)
        return refuse(u"at least one shard is needed"_s);
    if (current->first != 0 || current->last + 1 != int(current->total))
        return refuse(u"only shards %1 to %2 of %3 run here: a part of a bot's shards cannot go "
                      "over to another number by itself"_s.arg(QString::number(current->first),
                                                               QString::number(current->last),
                                                               QString::number(current->total)));
    // Waiting for the reset would hold up an IDENTIFY of the set that runs, too.
    if (count > info.remaining) {
        Error error = makeError(ErrorCode::RateLimited,
                                u"session budget: %1 shards need an IDENTIFY, %2 are left; try "
                                "again in %3 s, after the reset"_s.arg(
                                    QString::number(count), QString::number(info.remaining),
                                    QString::number((info.resetAfter.count() + 999) / 1000)));
        error.retryAfter = info.resetAfter;
        return error;
    }
    return {};
}

QFuture<Result<>> ShardManager::Private::reshard(const GatewayInfo &info,
                                                 const ReshardOptions &options)
{
    const int count = options.shardCount > 0 ? options.shardCount : info.shards;
    if (handover && !resharding && handover->isOver(clock.now()))
        handover.reset(); // No event has come since that would have shown it.
    if (const Result<> possible = checkReshard(info, count); !possible)
        return finishedFuture(possible);
    const TimePoint now = clock.now();
    // Keys stay what they are: the base is a multiple of max_concurrency.
    const auto keys = quint32(std::max(info.maxConcurrency, 1));
    const quint32 used = current->ticketBase + current->total;
    const quint32 base = (used + keys - 1) / keys * keys;
    resharding = std::make_unique<Reshard>();
    resharding->fresh = makeSet(quint32(count), base);
    resharding->fresh->first = 0;
    resharding->fresh->last = count - 1;
    resharding->deadline = now + options.patience + options.settle
        + (count + keysWith(info) - 1) / keysWith(info) * (LocalIdentifyQueue::kWindow + 1s);
    handover =
        std::make_unique<Handover>(current->total, quint32(count), options, config.queueBytes);
    for (int shard = 0; shard <= current->last; ++shard) {
        if (!current->ready.contains(quint32(shard))) {
            ShardEvent away;
            away.shard = quint32(shard);
            if (current->gone.contains(away.shard))
                away.kind = ShardEvent::Kind::Fatal;
            handover->noteOld(away, now);
        }
    }
    qCInfo(lcGateway, "resharding from %u to %d shards", current->total, count);
    begin(*resharding->fresh, 0, count - 1, info, false);
    resharding->promise.start();
    reshardTimer->start(kLookEvery, [this] { followReshard(); });
    return resharding->promise.future();
}

void ShardManager::Private::takeFresh(const Delivery &delivery)
{
    const TimePoint now = delivery.at;
    Reshard &reshard = *resharding;
    if (delivery.isProbeAnswer)
        handover->noteProbed(Handover::Side::New, delivery.shard);
    if (delivery.session) {
        ++reshard.fresh->sessions[delivery.shard];
        reshard.sessions[delivery.shard] = *delivery.session;
    }
    if (delivery.endedSession)
        reshard.sessions.remove(delivery.shard);
    for (const Dispatch &dispatch : delivery.dispatches) {
        const auto session = reshard.sessions.find(delivery.shard);
        if (session != reshard.sessions.end() && dispatch.sequence > session->sequence)
            session->sequence = dispatch.sequence;
        handover->received(dispatch, now);
    }
    if (delivery.event) {
        const ShardEvent &event = *delivery.event;
        handover->noteNew(event, now);
        const bool isReady =
            event.kind == ShardEvent::Kind::Ready || event.kind == ShardEvent::Kind::Resumed;
        if (isReady)
            reshard.fresh->ready.insert(event.shard);
        else
            reshard.fresh->ready.remove(event.shard);
        if (isReady)
            reshard.fresh->everReady.insert(event.shard);
    }
    if (delivery.error)
        failReshard(*delivery.error);
}

void ShardManager::Private::tellFresh(const std::function<void(ShardWorker &)> &tell,
                                      const QByteArray &command)
{
    ShardSet &fresh = *resharding->fresh;
    fresh.onEach(tell);
    for (int shard = fresh.first; shard <= fresh.last; ++shard) {
        if (const Result<> sent = fresh.send(quint32(shard), command); !sent)
            qCWarning(lcGateway, "the presence does not reach new shard %d: %ls", shard,
                      qUtf16Printable(sent.error().message));
    }
}

void ShardManager::Private::followReshard()
{
    if (!resharding)
        return;
    reshardTimer->start(kLookEvery, [this] { followReshard(); });
    // A consumer that takes nothing now takes nothing of the new set either.
    if (!delivering)
        return;
    const TimePoint now = clock.now();
    switch (handover->next(now)) {
    case Handover::Step::Wait:
        if (now >= resharding->deadline)
            failReshard(makeError(ErrorCode::Timeout,
                                  u"the new shards did not take over in time: %1; the old ones "
                                  "go on"_s.arg(handover->progress())));
        return;
    case Handover::Step::Probe: {
        const auto probe = [this](const ShardSet &set, Handover::Side side) {
            const QList<quint32> shards = handover->toProbe(side);
            for (const quint32 shard : shards)
                set.onWorkerOf(shard, [shard](ShardWorker &worker) { worker.probe(shard); });
        };
        probe(*current, Handover::Side::Old);
        probe(*resharding->fresh, Handover::Side::New);
        return;
    }
    case Handover::Step::Overflow:
        failReshard(makeError(ErrorCode::TooLarge,
                              u"the old and the new shards are too far apart, too many events "
                              "would have to be kept; the old ones go on"_s));
        return;
    case Handover::Step::HandOver:
        takeOver();
        return;
    }
}

//! The sessions as they are to be resumed if the process dies now: in front of everything that the
//! consumer has not had.
QList<std::pair<quint32, SessionRecord>>
ShardManager::Private::sessionsBefore(const QList<Dispatch> &undelivered) const
{
    QList<std::pair<quint32, SessionRecord>> all;
    for (SessionRecord record : std::as_const(resharding->sessions)) {
        for (const Dispatch &dispatch : undelivered) {
            if (dispatch.shard == record.shard && dispatch.sequence >= 0)
                record.sequence = std::min(record.sequence, dispatch.sequence - 1);
        }
        all.append({resharding->fresh->sessions.value(record.shard), record});
    }
    return all;
}

void ShardManager::Private::takeOver()
{
    const QPointer<ShardManager> guard(q);
    const QList<Dispatch> undelivered = handover->takeUndelivered();
    if (book)
        book->replaceAll(sessionsBefore(undelivered));
    const std::unique_ptr<Reshard> reshard = std::move(resharding);
    reshardTimer->stop();
    auto old = std::exchange(current, std::move(reshard->fresh));
    old->onEach([](ShardWorker &worker) { worker.setReporting(false); });
    current->onEach([](ShardWorker &worker) { worker.setReporting(true); });
    qCInfo(lcGateway, "%u shards have taken over from %u; %lld events were on the way",
           current->total, old->total, static_cast<long long>(undelivered.size()));
    const QByteArrayList waiting = old->takeCommands();
    retire(std::move(old));
    requests.moveTo(current->total);
    if (guard)
        sendAgain(waiting);
    if (guard && !undelivered.isEmpty())
        hand(undelivered);
    if (guard && book) {
        // What stands behind that was delivered by the other set.
        for (const SessionRecord &record : std::as_const(reshard->sessions))
            book->acknowledge(record.shard, current->sessions.value(record.shard), record.sequence);
    }
    for (quint32 shard = 0; guard && shard < current->total; ++shard) {
        ShardEvent event;
        event.shard = shard;
        event.kind = ShardEvent::Kind::Ready;
        event.reason = u"took over"_s;
        Q_EMIT q->shardChanged(event);
    }
    if (guard)
        Q_EMIT q->resharded(int(current->total));
    // Also for one who deleted us meanwhile: it has happened.
    reshard->promise.addResult(Result<>());
    reshard->promise.finish();
}

//! Commands that the old shards had accepted and not sent.
void ShardManager::Private::sendAgain(const QByteArrayList &commands)
{
    const auto send = [this](GuildId guild, const QByteArray &command) {
        const Result<> sent = sendCommand(shardOf(guild, current->total), command);
        if (!sent)
            qCCritical(lcGateway, "a command is lost: %ls", qUtf16Printable(sent.error().message));
    };
    for (const QByteArray &command : commands) {
        if (requests.isWaitingFor(command))
            continue; // It is asked for again.
        const CommandGuilds of = guildsOfCommand(command);
        if (of.one.isValid()) {
            send(of.one, command);
        } else if (!of.many.isEmpty()) {
            // Those of one old shard are those of several new ones.
            QMap<quint32, QList<GuildId>> byShard;
            for (const GuildId guild : of.many)
                byShard[shardOf(guild, current->total)].append(guild);
            for (const QList<GuildId> &guilds : std::as_const(byShard)) {
                for (qsizetype at = 0; at < guilds.size(); at += kGuildsPerSoundRequest) {
                    if (const auto some = soundsCommand(guilds.mid(at, kGuildsPerSoundRequest)))
                        send(guilds.first(), *some);
                }
            }
        } else if (presence.isEmpty() || Opcode(opcodeOf(command)) != Opcode::PresenceUpdate) {
            // The new shards have the presence that was set for all.
            qCWarning(lcGateway, "a command that names no server is not sent: shards are others");
        }
    }
}

void ShardManager::Private::failReshard(const Error &error)
{
    if (!resharding)
        return;
    const std::unique_ptr<Reshard> failed = std::move(resharding);
    reshardTimer->stop();
    handover.reset();
    qCWarning(lcGateway, "resharding failed: %ls", qUtf16Printable(error.message));
    retire(std::move(failed->fresh));
    failed->promise.addResult(Result<>(error));
    failed->promise.finish();
}

void ShardManager::Private::retire(std::unique_ptr<ShardSet> set)
{
    // At once: the coordinator must not call workers that are gone.
    QMetaObject::invokeMethod(
        coordinator, [target = coordinator, tickets = set->tickets()] { target->retire(tickets); },
        Qt::BlockingQueuedConnection);
    set->onEach([](ShardWorker &worker) {
        worker.resumeReading();
        worker.stop();
    });
    const quint32 number = set->number;
    retired.push_back({std::move(set), clock.makeTimer()});
    retired.back().limit->start(kCloseWithin, [this, number] { endRetired(number); });
}

void ShardManager::Private::endRetired(quint32 set)
{
    // Queued: it is one of its threads that calls, or a signal of it.
    QMetaObject::invokeMethod(
        q,
        [this, set] {
            const auto old =
                std::find_if(retired.begin(), retired.end(),
                             [set](const Retired &one) { return one.set->number == set; });
            if (old == retired.end())
                return;
            const std::vector<quint32> tickets = old->set->tickets();
            retired.erase(old); // ends its threads: what they had to say is said
            if (coordinator != nullptr)
                QMetaObject::invokeMethod(
                    coordinator, [target = coordinator, tickets] { target->release(tickets); },
                    Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

QFuture<Result<>> ShardManager::Private::restartAll()
{
    if (const Result<> running = checkRunning(); !running)
        return finishedFuture(running);
    if (rolling || resharding)
        return finishedFuture(Result<>(makeError(
            ErrorCode::InvalidArgument, u"shards are being restarted or resharded already"_s)));
    QList<quint32> shards;
    for (int shard = current->first; shard <= current->last; ++shard) {
        if (!current->gone.contains(quint32(shard)))
            shards.append(quint32(shard));
    }
    rolling = std::make_unique<RollingRestart>(shards);
    rollingPromise = QPromise<Result<>>();
    rollingPromise.start();
    rollingPromise.setProgressRange(0, int(shards.size()));
    auto future = rollingPromise.future();
    restartNext();
    return future;
}

void ShardManager::Private::restartNext()
{
    rollingTimer->stop();
    const auto shard = rolling->take();
    if (!shard) {
        finishRolling({});
        return;
    }
    rollingPromise.setProgressValue(int(*shard) - current->first);
    current->onWorkerOf(*shard, [shard = *shard](ShardWorker &worker) { worker.restart(shard); });
    rollingTimer->start(kBackWithin, [this, shard = *shard] {
        finishRolling(makeError(ErrorCode::Timeout,
                                u"shard %1 did not come back within a minute; those behind it "
                                "were left alone"_s.arg(QString::number(shard))));
    });
}

void ShardManager::Private::finishRolling(const Result<> &result)
{
    if (!std::exchange(rolling, nullptr))
        return;
    rollingTimer->stop();
    // Who hears of it may delete us.
    QPromise<Result<>> promise = std::exchange(rollingPromise, QPromise<Result<>>());
    promise.addResult(result);
    promise.finish();
}

} // namespace Cordial::Gateway
