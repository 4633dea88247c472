// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>

#include <QByteArray>

#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

namespace Cordial {

//! \brief What the consumer's thread is busy with, to be looked at from another one while it
//! blocks. Thread-safe.
class HandlerWatch
{
public:
    struct Running
    {
        QByteArray plugin; //!< empty = the bot itself
        QByteArray what; //!< "MESSAGE_CREATE"
        TimePoint since;
    };

    //! \brief One call of a handler. Calls nest. \a plugin and \a what must outlive it.
    class Scope
    {
    public:
        Scope(HandlerWatch &watch, std::string_view plugin, std::string_view what, TimePoint now);
        ~Scope();
        Scope(const Scope &) = delete;
        Scope &operator=(const Scope &) = delete;

    private:
        HandlerWatch &m_watch;
    };

    //! \brief The innermost call that has been running for \a limit; nothing if none has.
    [[nodiscard]] std::optional<Running> overdue(TimePoint now, Milliseconds limit) const;

private:
    //! Every event comes by here: nothing is copied before somebody asks.
    struct Entry
    {
        std::string_view plugin;
        std::string_view what;
        TimePoint since;
    };
    mutable std::mutex m_mutex;
    std::vector<Entry> m_stack;
};

} // namespace Cordial
