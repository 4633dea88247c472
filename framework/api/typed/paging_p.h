// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/typed/pages.h>
#include <cordial/api/typed/request.h>
#include <cordial/core/oncontext.h>
#include <cordial/net/httpclient.h>

#include <optional>

// How a generated operation becomes a walk through its list.
namespace Cordial::Api::Detail {

template <typename Tag>
quint64 pageKey(Id<Tag> id)
{
    return id.value();
}
inline quint64 pageKey(DateTime time)
{
    return static_cast<quint64>(time.time().time_since_epoch().count());
}

template <typename Tag>
void setPageKey(std::optional<Id<Tag>> &out, quint64 key)
{
    out = Id<Tag>(key);
}
inline void setPageKey(std::optional<DateTime> &out, quint64 key)
{
    out = DateTime(DateTime::Time(std::chrono::microseconds(static_cast<qint64>(key))));
}
inline void setPageKey(std::optional<qint64> &out, quint64 key)
{
    out = static_cast<qint64>(key);
}
inline quint64 pageKey(qint64 number)
{
    return static_cast<quint64>(number);
}
template <typename T>
std::optional<quint64> startOf(const std::optional<T> &parameter)
{
    return parameter ? std::optional(pageKey(*parameter)) : std::nullopt;
}

//! \brief The list in an answer that may lack it.
template <typename T>
QList<T> &listIn(Field<QList<T>> &field)
{
    if (!field.hasValue())
        field = QList<T>();
    return field.value();
}

//! \brief Which way the caller wants to go, and from where.
template <typename Query>
PageWalk walkOf(const PageRule &rule, const Query &query)
{
    PageWay way = rule.usual;
    std::optional<quint64> from;
    if constexpr (requires { query.offset; })
        from = startOf(query.offset);
    if constexpr (requires { query.after; }) {
        from = startOf(query.after);
        way = from ? PageWay::After : way;
    }
    if constexpr (requires { query.before; }) {
        if (const auto before = startOf(query.before)) {
            from = before;
            way = PageWay::Before;
        }
    }
    if constexpr (requires { query.around; }) {
        if (const auto around = startOf(query.around)) {
            from = around;
            way = PageWay::Around;
        }
    }
    return {rule, way, from, query.limit};
}

template <typename Query>
void setPage(Query &query, const PageRequest &page)
{
    query.limit = page.limit;
    if (!page.from)
        return;
    if constexpr (requires { query.offset; })
        setPageKey(query.offset, *page.from);
    if constexpr (requires { query.after; }) {
        if (page.way == PageWay::After)
            setPageKey(query.after, *page.from);
    }
    if constexpr (requires { query.before; }) {
        if (page.way == PageWay::Before)
            setPageKey(query.before, *page.from);
    }
}

//! \brief What a search answers while Discord is still making its index: no list at all.
template <typename Answer>
[[nodiscard]] bool isNotReady(const Answer &answer)
{
    if constexpr (requires { answer.totalResults; })
        return answer.rest.missing() != 0;
    return false;
}

//! \brief A page out of an answer; the error has the path of the item that cannot be placed.
template <typename Item, typename Answer>
Result<typename Pages<Item>::Page> toPage(Answer answer, QList<Item> &(*list)(Answer &),
                                          std::optional<quint64> (*key)(const Item &))
{
    if (isNotReady(answer))
        return makeError(ErrorCode::Http,
                         QStringLiteral("Discord is still indexing what is searched; try later"));
    typename Pages<Item>::Page page;
    if constexpr (requires { answer.hasMore; })
        page.hasMore = answer.hasMore;
    page.items = std::move(list(answer));
    page.keys.reserve(page.items.size());
    for (const Item &item : std::as_const(page.items)) {
        const std::optional<quint64> found = key(item);
        if (!found) {
            Error error = makeError(ErrorCode::Decode,
                                    QStringLiteral("this item lacks what the list goes on by"));
            error.path = QStringLiteral("[%1]").arg(page.keys.size());
            return error;
        }
        page.keys.append(*found);
    }
    return page;
}

//! \brief \a call fetches with a query, \a list is the list in its answer, \a key what an item is
//! ordered by.
template <typename Item, typename Answer, typename Query, typename Call>
[[nodiscard]] Pages<Item>
pages(Net::HttpClient &http, const PageRule &rule, const Query &query, const CallOptions &options,
      Call call, QList<Item> &(*list)(Answer &), std::optional<quint64> (*key)(const Item &))
{
    using Done = typename Pages<Item>::Done;
    auto fetch = [client = &http, query, options, call, list,
                  key](const PageRequest &page, const CancelToken &cancel, Done done) {
        Query next = query;
        setPage(next, page);
        CallOptions with = options;
        with.cancel = cancel;
        // Pages does not call this once the client is gone.
        onContext(call(*client, next, with), client,
                  [done = std::move(done), list, key](const Result<Answer> &answer) {
                      done(answer ? toPage<Item, Answer>(*answer, list, key)
                                  : Result<typename Pages<Item>::Page>(answer.error()));
                  });
    };
    return Pages<Item>(walkOf(rule, query), &http, options.cancel, std::move(fetch));
}

} // namespace Cordial::Api::Detail
