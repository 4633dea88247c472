// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/ids.h>

#include <QHash>
#include <QList>

#include <optional>

namespace Cordial {

//! \brief How often a command may be used: \a uses times within \a period, counted for each user,
//! channel, guild (in direct messages: channel), or for everybody together.
struct Cooldown
{
    enum class Scope : quint8 { User, Channel, Guild, Global };
    int uses = 1;
    Milliseconds period{0}; //!< 0 = no limit
    Scope scope = Scope::User;

    bool operator==(const Cooldown &) const = default;
};

//! \brief Counts the uses of one command. Bounded: at most 10,000 keys; then the longest unused go.
class CooldownBook
{
public:
    explicit CooldownBook(Cooldown cooldown) : m_cooldown(cooldown) { }

    //! \brief Counts a use by \a key, or says how long to wait, without counting.
    [[nodiscard]] std::optional<Milliseconds> use(quint64 key, TimePoint now);
    [[nodiscard]] const Cooldown &cooldown() const { return m_cooldown; }
    [[nodiscard]] qsizetype keyCount() const { return m_uses.size(); }

private:
    void makeRoom(TimePoint now);

    Cooldown m_cooldown;
    QHash<quint64, QList<TimePoint>> m_uses; //!< Oldest first, at most Cooldown::uses each.
};

} // namespace Cordial
