// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>

#include <QList>

#include <optional>

//! The arithmetic of a walk through one of Discord's lists, without the list: which page is next,
//! and what of a page belongs to the walk.
namespace Cordial::Api {

//! \brief By which parameter a walk goes on. Around is one page with its middle given.
enum class PageWay : quint8 { Before, After, Around, Offset };

//! \brief What Discord lets a list do: the line `pages` of the operation's description.
struct PageRule
{
    PageWay usual = PageWay::After; //!< where the caller names no start
    bool saysStart = false; //!< a walk with After from the start sends 0: else it would be another
    qint64 least = 1; //!< items a page
    qint64 most = 100;
    quint64 lastOffset = 0;
};

//! \brief The parameters of one page.
struct PageRequest
{
    PageWay way = PageWay::After;
    std::optional<quint64> from; //!< an id, microseconds of a time, or an offset; none = the start
    qint64 limit = 0;

    bool operator==(const PageRequest &) const = default;
};

//! \brief Walks from page to page until one is short, the list says that there is no more, or
//! enough has been seen. Items come in the order of the walk, whatever the order within Discord's
//! pages: from new to old with Before and Around, from old to new with After.
class PageWalk
{
public:
    //! \brief \a pageSize is held within the rule; none = as many as the rule allows.
    PageWalk(PageRule rule, PageWay way, std::optional<quint64> from,
             std::optional<qint64> pageSize);

    //! \brief Ends the walk after so many items; the last page is no larger than it has to be.
    void setMost(qsizetype items);
    [[nodiscard]] bool isAtEnd() const { return m_isAtEnd; }
    [[nodiscard]] PageRequest next() const;
    //! \brief The page that next() asked for: positions of \a keys that belong to the walk, in its
    //! order. Errors: Decode, for a list that answers every request with the same page.
    [[nodiscard]] Result<QList<qsizetype>> take(const QList<quint64> &keys,
                                                std::optional<bool> hasMore);

private:
    [[nodiscard]] QList<qsizetype> beyond(const QList<quint64> &keys) const;

    PageRule m_rule;
    PageWay m_way;
    std::optional<quint64> m_from;
    qint64 m_pageSize;
    std::optional<qsizetype> m_left;
    bool m_isAtEnd = false;
};

} // namespace Cordial::Api
