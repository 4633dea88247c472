// SPDX-License-Identifier: MIT
#include "hookrunner_p.h"

#include <cordial/core/logging.h>
#include <cordial/core/oncontext.h>

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
    }
}

} // namespace

void HookRunner::run(const QList<OwnedHook> &hooks, const char *what, Milliseconds atMost,
                     std::function<void()> done)
{
    m_done = std::move(done);
    m_open = hooks.size();
    if (hooks.isEmpty()) {
        finish();
        return;
    }
    const quint64 round = ++m_round;
    m_timer = m_clock.makeTimer();
    m_timer->start(atMost, [this, what] {
        qCWarning(lcClient) << m_open << what << "hooks took too long and are not waited for";
        finish();
    });
    for (const OwnedHook &owned : hooks) {
        onContext(runContained(owned.hook), this, [this, what, round](const Result<> &result) {
            if (!result)
                qCWarning(lcClient).noquote() << what << "hook:" << result.error().toString();
            if (round == m_round && --m_open == 0)
                finish();
        });
    }
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
