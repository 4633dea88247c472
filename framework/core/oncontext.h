// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/logoutput.h>
#include <cordial/core/result.h>

#include <QFuture>
#include <QFutureWatcher>
#include <QPromise>

#include <type_traits>
#include <utility>

namespace Cordial {

//! \brief Calls \a fn(Result<T>) in the thread of \a context once \a future is finished, through
//! its event loop.
//!
//! Not called any more when \a context dies first. Several continuations of one future all run. A
//! future that was cancelled or whose promise was dropped arrives as ErrorCode::Cancelled.
//! QFuture::then(context) of Qt 6.4 asserts on a dead context, runs inside the finishing call and
//! keeps only the last continuation.
//! \pre called from the thread of \a context.
template <typename T, typename Fn>
void onContext(const QFuture<Result<T>> &future, QObject *context, Fn &&fn)
{
    auto *watcher = new QFutureWatcher<Result<T>>(context);
    // What a plugin goes on with later is still the plugin's: its log lines and requests bear its
    // name.
    const std::string_view plugin = PluginScope::current();
    QObject::connect(
        watcher, &QFutureWatcherBase::finished, context,
        [watcher, plugin = QByteArray(plugin.data(), qsizetype(plugin.size())),
         fn = std::forward<Fn>(fn)]() mutable {
            const QByteArray name = plugin; // fn may end this closure
            const PluginScope scope({name.constData(), size_t(name.size())});
            watcher->deleteLater();
            QFuture<Result<T>> done = watcher->future();
            if (done.resultCount() > 0)
                fn(done.resultAt(0));
            else
                fn(Result<T>(makeError(ErrorCode::Cancelled, QStringLiteral("cancelled"))));
        });
    watcher->setFuture(future);
}

//! \brief A future that is finished already.
template <typename T>
[[nodiscard]] QFuture<Result<T>> finishedFuture(Result<T> result)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

} // namespace Cordial
