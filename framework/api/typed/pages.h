// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/typed/pagewalk.h>
#include <cordial/core/canceltoken.h>
#include <cordial/core/oncontext.h>

#include <QFuture>
#include <QPointer>

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace Cordial::Api {

//! \brief A list of Discord's that is fetched page by page, as far as somebody reads it.
//!
//! A handle: copies walk together. One page is under way at most; nothing is asked for before
//! next(), forEach() or all(). Made by the operations, `listMessagesPages(...)`. Thread: that of
//! the HttpClient it was made with, which it may outlive (ErrorCode::Closed from then on).
template <typename Item>
class Pages
{
public:
    struct Page
    {
        QList<Item> items;
        QList<quint64> keys;
        std::optional<bool> hasMore;
    };
    using Done = std::function<void(Result<Page>)>;
    //! \brief Fetches one page; calls back once, not before it returns.
    using Fetch = std::function<void(const PageRequest &, const CancelToken &, Done)>;

    Pages(PageWalk walk, QObject *context, const CancelToken &cancel, Fetch fetch)
        : m_state(std::make_shared<State>(std::move(walk), context, std::move(fetch)))
    {
        m_state->registration = cancel.onCancel([token = m_state->cancel] { token.cancel(); });
    }

    //! \brief Ends the walk after so many items from now on.
    Pages &atMost(qsizetype items)
    {
        m_state->walk.setMost(items);
        return *this;
    }
    [[nodiscard]] bool isAtEnd() const { return m_state->walk.isAtEnd(); }
    //! \brief The next page; an empty one at the end. While one is under way it is that one. After
    //! an error the same page is asked for again.
    [[nodiscard]] QFuture<Result<QList<Item>>> next();
    //! \brief Calls \a fn(const Item &) for each item until it returns false (or void) or \a
    //! context dies; gives the number of items. Slow readers are waited for.
    template <typename Fn>
    QFuture<Result<qsizetype>> forEach(QObject *context, Fn fn);
    //! \brief What is left, at most so many items, as one list.
    [[nodiscard]] QFuture<Result<QList<Item>>> all(qsizetype most);
    //! \brief What is under way and what comes after fails with ErrorCode::Cancelled.
    void cancel() { m_state->cancel.cancel(); }

private:
    struct State
    {
        State(PageWalk from, QObject *where, Fetch by)
            : walk(std::move(from)), context(where), fetch(std::move(by))
        { }
        PageWalk walk;
        QPointer<QObject> context;
        Fetch fetch;
        CancelToken cancel = CancelToken::create();
        CancelToken::Registration registration;
        std::optional<QFuture<Result<QList<Item>>>> current;
    };

    [[nodiscard]] static Result<QList<Item>> accept(State &state, Result<Page> &&page);
    template <typename Fn>
    static void walk(Pages pages, QPointer<QObject> context, std::shared_ptr<Fn> fn,
                     std::shared_ptr<QPromise<Result<qsizetype>>> promise, qsizetype count);

    std::shared_ptr<State> m_state;
};

template <typename Item>
Result<QList<Item>> Pages<Item>::accept(State &state, Result<Page> &&page)
{
    if (!page)
        return std::move(page).error();
    const Result<QList<qsizetype>> order = state.walk.take(page->keys, page->hasMore);
    if (!order)
        return order.error();
    QList<Item> items;
    items.reserve(order->size());
    for (const qsizetype position : *order)
        items.append(std::move(page->items[position]));
    return items;
}

template <typename Item>
QFuture<Result<QList<Item>>> Pages<Item>::next()
{
    if (m_state->current)
        return *m_state->current;
    using Answer = Result<QList<Item>>;
    if (m_state->cancel.isCancelled())
        return finishedFuture(Answer(makeError(ErrorCode::Cancelled, QStringLiteral("cancelled"))));
    if (isAtEnd())
        return finishedFuture(Answer(QList<Item>()));
    if (m_state->context.isNull())
        return finishedFuture(
            Answer(makeError(ErrorCode::Closed, QStringLiteral("the HttpClient is gone"))));
    auto promise = std::make_shared<QPromise<Answer>>();
    promise->start();
    m_state->current = promise->future();
    m_state->fetch(m_state->walk.next(), m_state->cancel,
                   [state = m_state, promise](Result<Page> page) {
                       Answer answer = accept(*state, std::move(page));
                       state->current.reset();
                       promise->addResult(std::move(answer));
                       promise->finish();
                   });
    return promise->future();
}

template <typename Item>
template <typename Fn>
void Pages<Item>::walk(Pages pages, QPointer<QObject> context, std::shared_ptr<Fn> fn,
                       std::shared_ptr<QPromise<Result<qsizetype>>> promise, qsizetype count)
{
    const auto finish = [promise](Result<qsizetype> result) {
        promise->addResult(std::move(result));
        promise->finish();
    };
    if (pages.isAtEnd())
        return finish(count);
    const auto onPage = [=](const Result<QList<Item>> &page) mutable {
        if (!page)
            return finish(page.error());
        for (const Item &item : *page) {
            ++count;
            if constexpr (std::is_void_v<std::invoke_result_t<Fn &, const Item &>>)
                (*fn)(item);
            else if (!(*fn)(item))
                return finish(count);
            if (context.isNull())
                return;
        }
        walk(std::move(pages), context, fn, promise, count);
    };
    onContext(pages.next(), context.data(), onPage);
}

template <typename Item>
template <typename Fn>
QFuture<Result<qsizetype>> Pages<Item>::forEach(QObject *context, Fn fn)
{
    auto promise = std::make_shared<QPromise<Result<qsizetype>>>();
    promise->start();
    walk(*this, context, std::make_shared<Fn>(std::move(fn)), promise, 0);
    return promise->future();
}

template <typename Item>
QFuture<Result<QList<Item>>> Pages<Item>::all(qsizetype most)
{
    auto items = std::make_shared<QList<Item>>();
    auto promise = std::make_shared<QPromise<Result<QList<Item>>>>();
    promise->start();
    const QFuture<Result<QList<Item>>> future = promise->future();
    if (m_state->context.isNull()) {
        promise->addResult(next().result());
        promise->finish();
        return future;
    }
    atMost(most);
    onContext(forEach(m_state->context, [items](const Item &item) { items->append(item); }),
              m_state->context, [items, promise](const Result<qsizetype> &count) {
                  using Answer = Result<QList<Item>>;
                  promise->addResult(count ? Answer(std::move(*items)) : Answer(count.error()));
                  promise->finish();
              });
    return future;
}

} // namespace Cordial::Api
