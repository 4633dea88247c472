// SPDX-License-Identifier: MIT
#include "hookrunner_p.h"

#include "eventdispatcher_p.h"

#include <cordial/core/logging.h>
#include <cordial/core/oncontext.h>

#include <QPointer>

#include <exception>

namespace Cordial {

namespace {

QFuture<Result<>> runContained(const Client::Hook &hook)
{
    try {
        return hook();
    } catch (const std::exception &exception) {
        return finishedFuture<void>(
            makeError(ErrorCode::Plugin, QString::fromUtf8(exception.what())));
    } catch (...) {
        return finishedFuture<void>(
            makeError(ErrorCode::Plugin, QStringLiteral("threw something unknown")));
    }
}

QString nameOf(const Client &client)
{
    return client.plugin().isEmpty() ? QStringLiteral("the bot") : u"plugin " + client.plugin();
}

} // namespace

void HookRunner::run(const QList<OwnedHook> &hooks, const char *what, Milliseconds atMost,
                     std::function<void()> done)
{
    m_done = std::move(done);
    if (hooks.isEmpty()) {
        finish();
        return;
    }
    // A hook may delete views, and with them entries of the list.
    // NOLINTNEXTLINE(performance-unnecessary-copy-initialization)
    const QList<OwnedHook> all = hooks;
    QList<QPointer<Client>> owners;
    m_open.clear();
    for (const OwnedHook &owned : all) {
        owners.append(owned.owner);
        m_open.append(nameOf(*owned.owner));
    }
    m_timer = m_clock.makeTimer();
    m_timer->start(atMost, [this, what] {
        qCWarning(lcClient).noquote()
            << what << "hooks took too long and are not waited for:" << m_open.join(u", ");
        finish();
    });
    const quint64 round = ++m_round;
    const QStringList names = m_open;
    // A hook may stop the client, and then it is the turn of others.
    for (qsizetype i = 0; i < all.size() && round == m_round; ++i)
        await(owners[i] ? call(all[i], what) : finishedFuture(Result<>()), names[i], what, round);
}

void HookRunner::runAlone(const OwnedHook &owned, const char *what)
{
    onContext(call(owned, what), this, [what](const Result<> &result) {
        if (!result)
            qCWarning(lcClient).noquote() << what << "hook:" << result.error().toString();
    });
}

QFuture<Result<>> HookRunner::call(const OwnedHook &owned, const char *what)
{
    QFuture<Result<>> ended;
    m_dispatcher.run(*owned.owner, what, [&] { ended = runContained(owned.hook); });
    return ended;
}

void HookRunner::await(const QFuture<Result<>> &ended, const QString &name, const char *what,
                       quint64 round)
{
    onContext(ended, this, [this, what, round, name](const Result<> &result) {
        if (!result)
            qCWarning(lcClient).noquote() << what << "hook:" << result.error().toString();
        if (round != m_round)
            return;
        m_open.removeOne(name);
        if (m_open.isEmpty())
            finish();
    });
}

void HookRunner::finish()
{
    ++m_round; // Late hooks are nobody's any more.
    if (m_timer)
        m_timer->stop();
    if (const auto done = std::exchange(m_done, nullptr))
        done();
}

} // namespace Cordial
