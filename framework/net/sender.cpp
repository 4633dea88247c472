// SPDX-License-Identifier: MIT
#include <cordial/core/oncontext.h>
#include <cordial/net/sender.h>

#include <QFutureWatcher>
#include <QObject>
#include <QPromise>

#include <algorithm>

namespace Cordial::Net {

using namespace Qt::StringLiterals;

Trace Exchange::trace() const
{
    Trace out;
    out.requestId = request.id;
    out.attempts = attempts;
    out.tooMany = tooMany;
    out.fromCache = fromCache;
    const std::chrono::nanoseconds waited = seenAt - submittedAt - onWire;
    out.waited = std::chrono::duration_cast<Milliseconds>(std::max(waited, {}));
    const auto longest = std::max_element(waits.begin(), waits.end());
    // What passes within a millisecond is the work of scheduling, not a wait.
    if (*longest >= 1000)
        out.longestWait = static_cast<WaitReason>(longest - waits.begin());
    return out;
}

QFuture<Result<Response>> Sender::send(Request request)
{
    struct Pending
    {
        QPromise<Result<Response>> promise;
        CancelToken::Registration registration;
        std::unique_ptr<QObject> home; //!< brings a cancel() of any thread to this one
    };
    const auto pending = std::make_shared<Pending>();
    const auto exchange = std::make_shared<Exchange>();
    const CancelToken cancelToken = request.cancel;
    exchange->request = std::move(request);
    pending->promise.start();
    QFuture<Result<Response>> future = pending->promise.future();
    start(exchange, [pending, exchange](Result<Response> result) {
        if (result)
            result.value().trace = exchange->trace();
        pending->registration = {};
        if (pending->home)
            pending->home.release()->deleteLater();
        pending->promise.addResult(std::move(result));
        pending->promise.finish();
    });
    if (cancelToken.canBeCancelled() && !future.isFinished()) {
        pending->home = std::make_unique<QObject>();
        QObject *home = pending->home.get();
        pending->registration =
            cancelToken.onCancel([this, home, weak = std::weak_ptr<Exchange>(exchange)] {
                QMetaObject::invokeMethod(
                    home,
                    [this, weak] {
                        if (const auto found = weak.lock())
                            cancel(found);
                    },
                    Qt::QueuedConnection);
            });
    }
    return future;
}

void Sender::start(const ExchangePtr &exchange, ReplyHandler done)
{
    QFuture<Result<Response>> future = send(exchange->request);
    const auto deliver = [exchange, done = std::move(done)](QFuture<Result<Response>> finished) {
        Result<Response> result = finished.resultCount() > 0
            ? finished.resultAt(0)
            : Result<Response>(makeError(ErrorCode::Cancelled, u"cancelled"_s));
        if (result) {
            exchange->attempts += std::max<quint32>(1, result->trace.attempts);
            exchange->lastStatus = result->status;
            exchange->tooMany += result->status == 429 ? 1 : 0;
        }
        done(std::move(result));
    };
    if (future.isFinished()) {
        deliver(future);
        return;
    }
    auto *watcher = new QFutureWatcher<Result<Response>>();
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, [watcher, deliver] {
        watcher->deleteLater();
        deliver(watcher->future());
    });
    watcher->setFuture(future);
}

void Sender::cancel(const ExchangePtr &exchange)
{
    exchange->request.cancel.cancel();
}

void Sender::stop()
{ }

QString Sender::role() const
{
    return u"sender"_s;
}

ExtendingSender::ExtendingSender(std::unique_ptr<Sender> next) : m_next(std::move(next))
{
    Q_ASSERT(m_next);
}

ExtendingSender::~ExtendingSender() = default;

void ExtendingSender::start(const ExchangePtr &exchange, ReplyHandler done)
{
    m_next->start(exchange, std::move(done));
}

void ExtendingSender::cancel(const ExchangePtr &exchange)
{
    m_next->cancel(exchange);
}

void ExtendingSender::stop()
{
    m_next->stop();
}

QStringList chainConflicts(const Sender &outermost)
{
    QStringList roles;
    for (const Sender *sender = &outermost; sender != nullptr;) {
        roles.append(sender->role());
        const auto *extending = dynamic_cast<const ExtendingSender *>(sender);
        sender = extending != nullptr ? &extending->next() : nullptr;
    }
    QStringList conflicts;
    QStringList seen;
    for (const QString &role : std::as_const(roles)) {
        if (role != u"sender"_s && roles.count(role) > 1 && !seen.contains(role))
            conflicts.append(u"the chain has more than one "_s + role + u" sender"_s);
        seen.append(role);
    }
    const auto isBelow = [&roles](const QString &lower, const QString &upper) {
        const auto at = roles.indexOf(lower);
        return at >= 0 && roles.indexOf(upper) >= 0 && at > roles.indexOf(upper);
    };
    if (isBelow(u"retrying"_s, u"rate-limiting"_s))
        conflicts.append(u"repeats of the retrying sender pass by the rate limits: put it before "
                         "the rate-limiting sender"_s);
    if (isBelow(u"caching"_s, u"rate-limiting"_s))
        conflicts.append(u"answers from the cache wait for rate limits: put the caching sender "
                         "before the rate-limiting sender"_s);
    if (isBelow(u"caching"_s, u"retrying"_s))
        conflicts.append(u"the cache stands behind the retrying sender and shares no repeats: put "
                         "the caching sender first"_s);
    return conflicts;
}

} // namespace Cordial::Net
