// SPDX-License-Identifier: MIT
#include "invocationstate_p.h"

#include <cordial/core/logging.h>
#include <cordial/core/logoutput.h>
#include <cordial/core/oncontext.h>

namespace Cordial::Commands {

namespace {
// Discord waits 3 s; one second is left for the way there.
constexpr Milliseconds kAutoDefer{2'000};
constexpr size_t kMostQueued = 1'000;
} // namespace

InvocationState::InvocationState(Client &view, InvocationData about,
                                 std::unique_ptr<Answers> answers)
    : data(std::move(about))
    , client(&view)
    , m_clock(view.clock())
    , m_plugin(view.plugin().toUtf8())
    , m_answers(std::move(answers))
{ }

InvocationState::~InvocationState()
{
    if (data.isInteraction && m_phase == Phase::Open) {
        qCWarning(lcCommands).noquote()
            << data.name << "was never answered by"
            << (m_plugin.isEmpty() ? QByteArray("the bot itself") : "plugin " + m_plugin);
    }
}

void InvocationState::startAutoDefer(bool isPrivate)
{
    m_autoDefer = m_clock.makeTimer();
    m_autoDefer->start(kAutoDefer, [this, isPrivate] {
        qCInfo(lcCommands).noquote()
            << (m_plugin.isEmpty() ? QByteArray("the bot itself") : "plugin " + m_plugin)
            << "has not answered" << data.name << "for" << kAutoDefer.count()
            << "ms: deferred, so that Discord goes on waiting";
        defer(isPrivate);
    });
}

void InvocationState::noteAnswered()
{
    m_phase = Phase::Answered;
    if (m_autoDefer)
        m_autoDefer->stop();
}

QFuture<Result<>> InvocationState::reply(const Api::MessageBuilder &message)
{
    const Phase before = m_phase;
    noteAnswered();
    switch (before) {
    case Phase::Open:
        return enqueue("reply", [this, message] { return m_answers->first(message); });
    case Phase::Deferred:
        return enqueue("reply", [this, message] { return m_answers->edit(message); });
    case Phase::DeferredUpdate:
    case Phase::Answered:
        break;
    }
    return enqueue("reply", [this, message] { return m_answers->followUp(message); });
}

QFuture<Result<>> InvocationState::defer(bool isPrivate)
{
    if (m_phase != Phase::Open)
        return finishedFuture(Result<>());
    const bool isUpdate = data.isComponent;
    noteAnswered();
    m_phase = isUpdate ? Phase::DeferredUpdate : Phase::Deferred;
    return enqueue("defer",
                   [this, isPrivate, isUpdate] { return m_answers->defer(isPrivate, isUpdate); });
}

QFuture<Result<>> InvocationState::edit(const Api::MessageBuilder &message)
{
    if (m_phase == Phase::Open)
        return data.isComponent ? update(message) : reply(message);
    noteAnswered();
    return enqueue("edit", [this, message] { return m_answers->edit(message); });
}

QFuture<Result<>> InvocationState::update(const Api::MessageBuilder &message)
{
    if (!data.isComponent || m_phase != Phase::Open)
        return edit(message);
    noteAnswered();
    return enqueue("update", [this, message] { return m_answers->update(message); });
}

QFuture<Result<>> InvocationState::followUp(const Api::MessageBuilder &message)
{
    if (m_phase == Phase::Open || m_phase == Phase::Deferred)
        return reply(message);
    return enqueue("follow-up", [this, message] { return m_answers->followUp(message); });
}

QFuture<Result<>> InvocationState::remove()
{
    if (m_phase == Phase::Open)
        defer(true);
    return enqueue("delete", [this] { return m_answers->remove(); });
}

QFuture<Result<>> InvocationState::modal(const Api::InteractionModalData &modal)
{
    if (m_phase != Phase::Open) {
        return finishedFuture<void>(makeError(ErrorCode::InvalidArgument,
                                              QStringLiteral("a modal must be the first answer")));
    }
    noteAnswered();
    return enqueue("modal", [this, modal] { return m_answers->modal(modal); });
}

QFuture<Result<>> InvocationState::enqueue(const char *what, Step step)
{
    if (!client) {
        return finishedFuture<void>(
            makeError(ErrorCode::Closed, QStringLiteral("the plugin has been unloaded")));
    }
    if (m_queue.size() >= kMostQueued) {
        return finishedFuture<void>(
            makeError(ErrorCode::TooLarge, QStringLiteral("too many answers are queued")));
    }
    auto terms = m_answers->admit(data.name);
    if (!terms)
        return finishedFuture<void>(std::move(terms).error());
    auto promise = std::make_shared<QPromise<Result<>>>();
    promise->start();
    m_queue.push_back({what, std::move(step), *std::move(terms), promise});
    QFuture<Result<>> future = promise->future();
    runNext();
    return future;
}

QFuture<Result<>> InvocationState::send(const Queued &queued)
{
    const auto deadline = queued.terms.deadline;
    if (deadline && *deadline <= m_clock.now()) {
        return finishedFuture<void>(
            makeError(ErrorCode::DeadlineExceeded,
                      QStringLiteral("not sent: it waited 60 s for the answers before it")));
    }
    m_answers->setDeadline(deadline);
    return queued.step();
}

void InvocationState::runNext()
{
    if (m_isBusy || m_queue.empty())
        return;
    if (!client) {
        m_queue.clear(); // Its promises read as cancelled.
        return;
    }
    m_isBusy = true;
    const Queued next = std::move(m_queue.front());
    m_queue.pop_front();
    // Also what goes out later is the plugin's.
    const PluginScope scope(std::string_view(m_plugin.constData(), size_t(m_plugin.size())));
    // The answer on its way keeps this alive.
    onContext(send(next), m_answers->context(),
              [self = shared_from_this(), promise = next.promise, what = next.what,
               place = next.terms.place](const Result<> &result) mutable {
                  place.reset(); // Whoever hears of the end may answer again.
                  if (!result) {
                      qCWarning(lcCommands).noquote()
                          << self->data.name << what << "failed:" << result.error().toString();
                  }
                  promise->addResult(result);
                  promise->finish();
                  self->m_isBusy = false;
                  self->runNext();
              });
}

} // namespace Cordial::Commands
