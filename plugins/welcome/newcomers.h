// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/ids.h>

#include <QSet>

#include <deque>

//! \brief Who has joined and not spoken yet. Remembers the last 1,000.
class Newcomers
{
public:
    void add(Cordial::GuildId guild, Cordial::UserId user);
    void remove(Cordial::GuildId guild, Cordial::UserId user);
    //! \brief True once for each newcomer: at their first message.
    [[nodiscard]] bool takeFirst(Cordial::GuildId guild, Cordial::UserId user);
    [[nodiscard]] qsizetype size() const { return m_waiting.size(); }

private:
    using Key = std::pair<Cordial::GuildId, Cordial::UserId>;

    QSet<Key> m_waiting;
    std::deque<Key> m_order; //!< May name some who are not waiting any more.
};
