// SPDX-License-Identifier: MIT
#include <cordial/gateway/shardmanager_p.h>

#include <cordial/core/logging.h>
#include <cordial/core/oncontext.h>
#include <cordial/gateway/payloads.h>
#include <cordial/gateway/sockettransport.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace Cordial::Gateway {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// Events handed over before the consumer's loop gets its turn again.
constexpr qsizetype kEventsPerTurn = 1024;
constexpr auto kQueueReportSpacing = 100ms;
constexpr auto kPressureSpacing = 10s;

QNetworkProxy proxyFrom(const QUrl &url)
{
    if (url.isEmpty())
        return QNetworkProxy(QNetworkProxy::NoProxy);
    const auto type =
        url.scheme() == u"socks5" ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy;
    return QNetworkProxy(type, url.host(), static_cast<quint16>(url.port(1080)), url.userName(),
                         url.password());
}

} // namespace

ShardManager::Private::Private(ShardManager *owner, ShardManagerConfig settings, Clock &clock_,
                               MetricSink &sink)
    : q(owner)
    , config(std::move(settings))
    , presence(config.presence)
    , clock(clock_)
    , metrics(sink)
    , queue({config.queueBytes, config.dropWhenFull},
            {[this] { wakeConsumer(); }, [this] { resumeReading(); },
             [this](DispatchQueue::Pressure pressure, qsizetype bytes, quint64 dropped) {
                 onPressure(pressure, bytes, dropped);
             }})
    , requests(
          clock, config.intents,
          {[this](quint32 shard) { return checkShard(shard); },
           [this](quint32 shard, const QByteArray &payload) { return sendCommand(shard, payload); },
           [this](quint32 shard) { return current->commandDelay(shard); },
           [this](quint32 shard, const QByteArray &payload) { withdraw(shard, payload); }})
    , stopTimer(clock.makeTimer())
    , reshardTimer(clock.makeTimer())
    , rollingTimer(clock.makeTimer())
{ }

void ShardManager::Private::wakeConsumer()
{
    QMetaObject::invokeMethod(q, [this] { deliverSome(); }, Qt::QueuedConnection);
}

void ShardManager::Private::resumeReading()
{
    const auto resume = [](ShardWorker &worker) { worker.resumeReading(); };
    if (current)
        current->onEach(resume);
    if (resharding)
        resharding->fresh->onEach(resume);
}

//! From the thread that feels it: the consumer's may be the one that blocks.
void ShardManager::Private::onPressure(DispatchQueue::Pressure pressure, qsizetype bytes,
                                       quint64 dropped)
{
    using Pressure = DispatchQueue::Pressure;
    reportQueue(bytes);
    // A consumer that is slow all the time changes many times a second.
    const qint64 now = clock.now().time_since_epoch().count();
    qint64 last = pressureToldAt.load();
    const bool isDue =
        last == 0 || now - last >= std::chrono::nanoseconds(kPressureSpacing).count();
    if (pressure != Pressure::None
        && (!isDue || !pressureToldAt.compare_exchange_strong(last, now)))
        return;
    const auto kilobytes = static_cast<long long>(bytes / 1024);
    if (pressure == Pressure::Dropping)
        qCWarning(lcGateway,
                  "the consumer is slow: %lld kB of events wait, typing and presence events are "
                  "dropped (%llu so far)",
                  kilobytes, static_cast<unsigned long long>(dropped));
    else if (pressure == Pressure::Stalled)
        qCWarning(lcGateway,
                  "the consumer is slow: %lld kB of events wait, nothing more is read from "
                  "Discord until half of it is free; heartbeats go on",
                  kilobytes);
    else
        qCDebug(lcGateway, "the consumer keeps up again; %llu events were dropped in all",
                static_cast<unsigned long long>(dropped));
}

void ShardManager::Private::reportQueue(qsizetype bytes)
{
    GaugeRecord record;
    record.name = "dispatch";
    record.value = double(bytes);
    record.limit = double(config.queueBytes);
    metrics.report(record);
}

void ShardManager::Private::reportQueueSoon()
{
    if (!metrics.wants(MetricStream::Gauges))
        return;
    const TimePoint now = clock.now();
    if (now - queueReportedAt < kQueueReportSpacing)
        return;
    queueReportedAt = now;
    reportQueue(queue.bytes());
}

void ShardManager::Private::prepareTransports()
{
    if (transportFactory)
        return;
    SocketSettings settings;
    settings.allowInsecure = config.allowInsecure;
    settings.proxy = proxyFrom(config.proxy);
    if (auto ssl = sslConfigurationWith(config.caFile))
        settings.ssl = std::move(ssl).value();
    else
        qCCritical(lcGateway, "%ls", qUtf16Printable(ssl.error().message));
    transportFactory = [settings, this] {
        return std::make_unique<SocketTransport>(settings, clock);
    };
}

void ShardManager::Private::startCoordinator()
{
    coordinatorThread.setObjectName(u"gateway starts"_s);
    coordinator = new ShardCoordinator(clock, metrics,
                                       {identifyQueues, infoSource != nullptr, config.handlers});
    coordinator->moveToThread(&coordinatorThread);
    QObject::connect(&coordinatorThread, &QThread::finished, coordinator, &QObject::deleteLater);
    QObject::connect(coordinator, &ShardCoordinator::budgetWanted, q, [this] { askForBudget(); });
    coordinatorThread.start();
}

int ShardManager::Private::keysWith(const GatewayInfo &info) const
{
    return std::gcd(identifyKeys, std::max(info.maxConcurrency, 1));
}

IdentifyPlan ShardManager::Private::planOf(const GatewayInfo &info) const
{
    return {std::max(info.maxConcurrency, 1),
            {info.total, info.remaining, clock.now() + info.resetAfter}};
}

void ShardManager::Private::askForBudget()
{
    if (stopping || !infoSource)
        return;
    infoSource([this, guard = QPointer<ShardManager>(q)](const Result<GatewayInfo> &info) {
        if (!guard || stopping || coordinator == nullptr)
            return;
        if (!info && info.error().code == ErrorCode::Unauthorized) {
            Q_EMIT q->fatal(quint32(current->first), info.error());
            return;
        }
        if (!info)
            qCWarning(lcGateway, "the session budget cannot be asked for, again in 10 s: %ls",
                      qUtf16Printable(info.error().message));
        const auto plan = info ? std::optional(planOf(*info)) : std::nullopt;
        if (info)
            identifyKeys = keysWith(*info);
        QMetaObject::invokeMethod(
            coordinator, [target = coordinator, plan] { target->takeBudget(plan); },
            Qt::QueuedConnection);
    });
}

std::optional<SessionRecord> ShardManager::Private::storedSession(quint32 shard, quint32 total)
{
    if (store == nullptr)
        return std::nullopt;
    auto record = store->find(shard, total);
    if (record && record->intents != config.intents) {
        qCInfo(lcGateway, "shard %u: the stored session has other intents; identifying", shard);
        return std::nullopt;
    }
    if (!record)
        return std::nullopt;
    if (!record->resumeUrl.isEmpty() && !checkGatewayUrl(record->resumeUrl, config.allowInsecure))
        record->resumeUrl.clear();
    return record;
}

GatewayConfig ShardManager::Private::shardConfig(quint32 shard, quint32 total,
                                                 const GatewayInfo &info) const
{
    GatewayConfig shardConfig;
    shardConfig.shard = shard;
    shardConfig.shardCount = total;
    shardConfig.identifyKey =
        static_cast<quint8>(shard % quint32(std::max(info.maxConcurrency, 1)));
    shardConfig.intents = config.intents;
    shardConfig.token = config.token;
    shardConfig.url = info.url;
    shardConfig.compression = config.compression;
    shardConfig.presence = presence;
    shardConfig.largeThreshold = config.largeThreshold;
    shardConfig.strictJson = config.strictJson;
    shardConfig.allowInsecure = config.allowInsecure;
    return shardConfig;
}

std::unique_ptr<ShardSet> ShardManager::Private::makeSet(quint32 total, quint32 ticketBase)
{
    return std::make_unique<ShardSet>(nextSet++, total, ticketBase, clock, queue, metrics,
                                      transportFactory);
}

void ShardManager::Private::makeRoom(ShardSet &set, int count)
{
    set.makeRoom(
        count, *coordinator,
        [this, number = set.number](quint32 shard) { onShardStopped(number, shard); }, q);
    set.startThreads();
}

void ShardManager::Private::begin(ShardSet &set, int firstShard, int lastShard,
                                  const GatewayInfo &info, bool resuming)
{
    makeRoom(set, lastShard - firstShard + 1);
    std::vector<ShardCoordinator::Member> members;
    for (int number = firstShard; number <= lastShard; ++number) {
        const auto shard = quint32(number);
        const auto session = resuming ? storedSession(shard, set.total) : std::nullopt;
        if (session)
            book->adopt(*session);
        GatewayConfig gateway = shardConfig(shard, set.total, info);
        gateway.reports = resuming;
        set.add(std::move(gateway), session);
        members.push_back(
            {set.ticketBase + shard, shard, set.workerOf(shard), session.has_value()});
    }
    identifyKeys = keysWith(info);
    // A reshard is asked for, and given up in time; the shards that run must not wait for it.
    const auto shortage =
        resuming ? ShardCoordinator::Shortage::HoldsAll : ShardCoordinator::Shortage::HoldsNobody;
    QMetaObject::invokeMethod(
        coordinator,
        [target = coordinator, plan = planOf(info), members, shortage] {
            target->begin(plan, members, shortage);
        },
        Qt::QueuedConnection);
}

bool ShardManager::Private::refusesBudget(const GatewayInfo &info, int firstShard, int lastShard)
{
    if (!config.refuseWithoutBudget)
        return false;
    int needed = 0;
    for (int shard = firstShard; shard <= lastShard; ++shard)
        needed += storedSession(quint32(shard), current->total) ? 0 : 1;
    if (needed <= info.remaining)
        return false;
    Error error = makeError(
        ErrorCode::RateLimited,
        u"session budget: %1 shards need an IDENTIFY, %2 of %3 are left; start again in %4 s, "
        "after the reset"_s.arg(QString::number(needed), QString::number(info.remaining),
                                QString::number(info.total),
                                QString::number((info.resetAfter.count() + 999) / 1000)));
    error.retryAfter = info.resetAfter;
    refuse(firstShard, error);
    return true;
}

//! Left silent, two processes would run the same shard when Discord recommends fewer than before.
bool ShardManager::Private::refusesRange(int total)
{
    const int last = config.lastShard < 0 ? total - 1 : config.lastShard;
    if (config.firstShard >= 0 && config.firstShard <= last && last < total)
        return false;
    refuse(std::max(config.firstShard, 0),
           makeError(ErrorCode::InvalidArgument,
                     u"shards %1 to %2 are not among the %3 there are, which are 0 to %4: change "
                     "the range or the number of shards"_s.arg(config.firstShard)
                         .arg(last)
                         .arg(total)
                         .arg(total - 1)));
    return true;
}

Result<> ShardManager::Private::checkPresence(const QByteArray &data) const
{
    return checkLength(identifyPayload(
        config.token,
        {current->total - 1, current->total, config.intents, config.largeThreshold, data}));
}

bool ShardManager::Private::refusesPresence()
{
    const Result<> fits = checkPresence(presence);
    if (!fits)
        refuse(current->first, fits.error());
    return !fits;
}

void ShardManager::Private::refuse(int shard, const Error &error)
{
    QMetaObject::invokeMethod(
        q, [this, error, shard] { Q_EMIT q->fatal(quint32(shard), error); }, Qt::QueuedConnection);
}

void ShardManager::Private::start(const GatewayInfo &info)
{
    const int total = config.shardCount > 0 ? config.shardCount : info.shards;
    prepareTransports();
    current = makeSet(quint32(total), 0);
    requests.setShardCount(quint32(total));
    if (refusesRange(total) || refusesPresence())
        return;
    current->first = config.firstShard;
    current->last = config.lastShard < 0 ? total - 1 : config.lastShard;
    if (refusesBudget(info, current->first, current->last))
        return;
    qCInfo(lcGateway, "starting shards %d to %d of %d at %ls", current->first, current->last, total,
           qUtf16Printable(info.url.toDisplayString()));
    startCoordinator();
    begin(*current, current->first, current->last, info, true);
}

Result<> ShardManager::Private::checkRunning() const
{
    if (stopping || coordinator == nullptr)
        return makeError(ErrorCode::Closed, u"the gateway is not running"_s);
    return {};
}

Result<> ShardManager::Private::checkShard(quint32 shard) const
{
    if (const Result<> running = checkRunning(); !running)
        return running;
    if (!current->has(shard))
        return makeError(ErrorCode::InvalidArgument,
                         u"there is no shard "_s % QString::number(shard) % u" here, only "_s
                             % QString::number(current->first) % u" to "_s
                             % QString::number(current->last));
    return {};
}

Result<> ShardManager::Private::sendCommand(quint32 shard, const QByteArray &payload)
{
    if (const Result<> known = checkShard(shard); !known)
        return known;
    return current->send(shard, payload);
}

void ShardManager::Private::withdraw(quint32 shard, const QByteArray &payload)
{
    if (current->has(shard))
        current->onWorkerOf(
            shard, [shard, payload](ShardWorker &worker) { worker.withdraw(shard, payload); });
}

void ShardManager::Private::deliverSome()
{
    if (!delivering || stopping)
        return;
    const QPointer<ShardManager> guard(q);
    queue.await(clock);
    std::deque<Delivery> taken = queue.take(kEventsPerTurn);
    while (!taken.empty()) {
        Delivery delivery = std::move(taken.front());
        taken.pop_front();
        const qsizetype bytes = DispatchQueue::bytesOf(delivery);
        if (!deliver(std::move(delivery)) || !guard)
            return;
        queue.release(bytes);
        if (!delivering && !taken.empty()) {
            queue.putBack(std::move(taken));
            return;
        }
    }
    reportQueueSoon();
    if (queue.continueOrSleep())
        wakeConsumer();
}

bool ShardManager::Private::deliver(Delivery delivery)
{
    if (delivery.set == current->number)
        return deliverCurrent(std::move(delivery));
    if (resharding && delivery.set == resharding->fresh->number)
        takeFresh(delivery);
    // What a retired set still had on its way comes from its successor.
    return true;
}

bool ShardManager::Private::deliverCurrent(Delivery delivery)
{
    const QPointer<ShardManager> guard(q);
    if (delivery.session) {
        const quint32 session = ++current->sessions[delivery.shard];
        if (book)
            book->begin(session, *delivery.session);
    }
    if (delivery.endedSession && book)
        book->end(delivery.shard, *delivery.endedSession);
    if (delivery.isProbeAnswer && handover)
        handover->noteProbed(Handover::Side::Old, delivery.shard);
    std::optional<Dispatch> lastRepeat;
    if (handover && resharding) {
        for (const Dispatch &dispatch : std::as_const(delivery.dispatches))
            handover->delivered(dispatch, delivery.at);
    } else if (handover) {
        delivery.dispatches.removeIf([&](const Dispatch &dispatch) {
            if (!handover->isRepeat(dispatch, delivery.at))
                return false;
            lastRepeat = dispatch;
            return true;
        });
        if (handover->isOver(delivery.at))
            handover.reset();
    }
    if (!delivery.dispatches.isEmpty())
        hand(delivery.dispatches);
    if (!guard)
        return false;
    // The consumer has finished with it: it had it from the other set.
    if (lastRepeat && book)
        book->acknowledge(lastRepeat->shard, lastRepeat->session, lastRepeat->sequence);
    if (delivery.event)
        noteEvent(*delivery.event);
    if (!guard)
        return false;
    if (delivery.error)
        Q_EMIT q->fatal(delivery.shard, *delivery.error);
    return guard && !stopping;
}

void ShardManager::Private::hand(const QList<Dispatch> &dispatches)
{
    const QPointer<ShardManager> guard(q);
    if (requests.isWaiting()) {
        for (const Dispatch &dispatch : dispatches) {
            requests.offer(dispatch);
            if (!guard)
                return;
        }
    }
    Q_EMIT q->dispatched(dispatches);
    if (!guard || !book || config.manualAcknowledge)
        return;
    // Mostly all are of one shard: the last of each run will do.
    const Dispatch *last = nullptr;
    const auto acknowledge = [this, &last] {
        if (last != nullptr)
            book->acknowledge(last->shard, last->session, last->sequence);
    };
    for (const Dispatch &dispatch : dispatches) {
        if (dispatch.sequence < 0)
            continue;
        if (last != nullptr && last->shard != dispatch.shard)
            acknowledge();
        last = &dispatch;
    }
    acknowledge();
}

void ShardManager::Private::noteEvent(const ShardEvent &event)
{
    const QPointer<ShardManager> guard(q);
    const bool isReady =
        event.kind == ShardEvent::Kind::Ready || event.kind == ShardEvent::Kind::Resumed;
    if (isReady)
        current->ready.insert(event.shard);
    else
        current->ready.remove(event.shard);
    if (isReady)
        current->everReady.insert(event.shard);
    if (event.kind == ShardEvent::Kind::Fatal)
        current->gone.insert(event.shard);
    requests.noteShard(event);
    if (!guard)
        return;
    if (handover && resharding)
        handover->noteOld(event, clock.now());
    Q_EMIT q->shardChanged(event);
    if (!guard)
        return;
    if (rolling && rolling->note(event))
        restartNext();
    if (guard && q->isReady() && !std::exchange(readyEmitted, true))
        Q_EMIT q->ready();
}

void ShardManager::Private::onShardStopped(quint32 set, quint32 shard)
{
    if (set != current->number) {
        const auto it = std::find_if(retired.begin(), retired.end(),
                                     [set](const Retired &old) { return old.set->number == set; });
        if (it != retired.end() && it->set->running.remove(shard) && it->set->running.isEmpty())
            endRetired(set);
        return;
    }
    current->running.remove(shard);
    if (stopping && current->running.isEmpty())
        finishStop();
}

void ShardManager::Private::finishStop()
{
    if (std::exchange(finished, true))
        return;
    stopTimer->stop();
    if (book)
        book->flush();
    tearDown();
    Q_EMIT q->stopped();
}

void ShardManager::Private::tearDown()
{
    reshardTimer->stop();
    rollingTimer->stop();
    // The coordinator calls the workers: it goes first.
    endThread(coordinatorThread, std::exchange(coordinator, nullptr));
    resharding.reset();
    retired.clear();
    if (current) {
        // Its numbers are still asked for.
        auto last = std::move(current);
        current = std::make_unique<ShardSet>(last->number, last->total, 0, clock, queue, metrics,
                                             transportFactory);
        current->first = last->first;
        current->last = last->last;
        current->everReady = last->everReady;
    }
}

ShardManager::ShardManager(ShardManagerConfig config, Clock &clock, MetricSink &metrics,
                           QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, std::move(config), clock, metrics))
{ }

ShardManager::~ShardManager()
{
    d->stopping = true;
    if (d->book)
        d->book->flush();
    const Error closed = makeError(ErrorCode::Closed, u"the gateway has been deleted"_s);
    d->finishRolling(closed);
    d->failReshard(closed);
    d->tearDown();
}

void ShardManager::setSessionStore(SessionStore *store)
{
    d->store = store;
    d->book = store != nullptr ? std::make_unique<SessionBook>(*store, d->clock) : nullptr;
}

void ShardManager::setTransportFactory(std::function<std::unique_ptr<Transport>()> factory)
{
    d->transportFactory = std::move(factory);
}

void ShardManager::setInfoSource(GatewayInfoSource source)
{
    d->infoSource = std::move(source);
}

void ShardManager::setIdentifyQueue(const IdentifyQueueSetup &setup)
{
    d->identifyQueues = setup.factory;
}

void ShardManager::start(const GatewayInfo &info)
{
    if (!d->stopping && !std::exchange(d->started, true))
        d->start(info);
}

void ShardManager::stop(Milliseconds atMost)
{
    if (std::exchange(d->stopping, true))
        return;
    if (d->book)
        d->book->flush();
    const Error closed = makeError(ErrorCode::Closed, u"the gateway has been stopped"_s);
    const QPointer<ShardManager> guard(this);
    d->requests.failAll(closed);
    if (guard)
        d->finishRolling(closed);
    if (guard)
        d->failReshard(closed);
    if (!guard)
        return;
    if (d->coordinator == nullptr) {
        QMetaObject::invokeMethod(this, [this] { d->finishStop(); }, Qt::QueuedConnection);
        return;
    }
    QMetaObject::invokeMethod(
        d->coordinator, [target = d->coordinator] { target->stop(); }, Qt::QueuedConnection);
    d->current->onEach([](ShardWorker &worker) { worker.stop(); });
    d->stopTimer->start(atMost, [this] { d->finishStop(); });
}

Result<> ShardManager::send(quint32 shard, const QByteArray &payload)
{
    if (const Result<> known = d->checkShard(shard); !known)
        return known;
    if (const Result<> allowed = checkCommand(payload); !allowed)
        return allowed;
    return d->sendCommand(shard, payload);
}

Result<> ShardManager::setPresence(const Presence &presence)
{
    if (const Result<> running = d->checkRunning(); !running)
        return running;
    const auto data = presenceData(presence);
    const auto command = presenceCommand(presence);
    if (!data || !command)
        return data ? command.error() : data.error();
    // It goes into each IDENTIFY to come, with more around it than in the command.
    if (const Result<> fits = d->checkPresence(*data); !fits)
        return fits;
    d->presence = *data;
    const auto tell = [data = *data](ShardWorker &worker) { worker.setPresence(data); };
    d->current->onEach(tell);
    if (d->resharding)
        d->tellFresh(tell, *command);
    for (int shard = d->current->first; shard <= d->current->last; ++shard) {
        if (const Result<> sent = d->sendCommand(quint32(shard), *command); !sent)
            return sent;
    }
    return {};
}

Result<> ShardManager::setVoiceState(const VoiceState &state)
{
    const auto command = voiceStateCommand(state);
    if (!command)
        return command.error();
    return d->sendCommand(shardOf(state.guild, quint32(shardCount())), *command);
}

QFuture<Result<MemberList>> ShardManager::requestMembers(const MemberQuery &query,
                                                         const MemberOptions &options)
{
    return d->requests.members(query, options);
}

QFuture<Result<SoundList>> ShardManager::requestSounds(const QList<GuildId> &guilds,
                                                       Milliseconds timeout)
{
    return d->requests.sounds(guilds, timeout);
}

QFuture<Result<QByteArray>>
ShardManager::requestChannelInfo(GuildId guild, const QByteArrayList &fields, Milliseconds timeout)
{
    return d->requests.channelInfo(guild, fields, timeout);
}

Result<> ShardManager::restart(quint32 shard)
{
    if (const Result<> known = d->checkShard(shard); !known)
        return known;
    if (d->current->gone.contains(shard))
        return makeError(ErrorCode::GatewayFatal,
                         u"shard %1 was closed for good: start the bot again"_s.arg(shard));
    d->current->onWorkerOf(shard, [shard](ShardWorker &worker) { worker.restart(shard); });
    return {};
}

QFuture<Result<>> ShardManager::restartAll()
{
    return d->restartAll();
}

Result<> ShardManager::addShards(int count, const GatewayInfo &info)
{
    if (const Result<> running = d->checkRunning(); !running)
        return running;
    ShardSet &set = *d->current;
    if (d->resharding)
        return makeError(ErrorCode::InvalidArgument, u"a reshard is under way"_s);
    if (count < 1 || qint64(set.last) + count >= qint64(set.total))
        return makeError(ErrorCode::InvalidArgument,
                         u"shards %1 to %2 run here of %3: %4 cannot be added"_s.arg(
                             QString::number(set.first), QString::number(set.last),
                             QString::number(set.total), QString::number(count)));
    const int first = set.last + 1;
    set.last += count;
    d->begin(set, first, set.last, info, true);
    return {};
}

QFuture<Result<>> ShardManager::reshard(const GatewayInfo &info, const ReshardOptions &options)
{
    return d->reshard(info, options);
}

void ShardManager::acknowledge(quint32 shard, quint32 session, qint64 sequence)
{
    if (d->book && sequence >= 0)
        d->book->acknowledge(shard, session, sequence);
}

void ShardManager::setDelivering(bool delivering)
{
    if (std::exchange(d->delivering, delivering) == delivering || !delivering)
        return;
    d->wakeConsumer();
}

int ShardManager::shardCount() const
{
    return d->current ? int(d->current->total) : 0;
}

int ShardManager::firstShard() const
{
    return d->current ? d->current->first : 0;
}

int ShardManager::lastShard() const
{
    return d->current ? d->current->last : -1;
}

bool ShardManager::isReady() const
{
    return d->current && d->current->isReady();
}

qsizetype ShardManager::queuedBytes() const
{
    return d->queue.bytes();
}

quint64 ShardManager::droppedEvents() const
{
    return d->queue.dropped();
}

} // namespace Cordial::Gateway
