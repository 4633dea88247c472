// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/gateway/sessionstore.h>

#include <QHash>
#include <QList>

#include <deque>
#include <memory>
#include <utility>

namespace Cordial::Gateway {

//! \brief Carries what the consumer has finished into a SessionStore: a sequence is written only
//! when its event has been acknowledged, never because it was received.
//!
//! Sessions of a shard are numbered within the process (0 = taken from the store), so that a late
//! acknowledgement for an old session cannot touch the new one. Thread: the consumer's.
class SessionBook
{
public:
    //! The file is at most this much behind, and not written more often.
    static constexpr Milliseconds kSpacing{1000};
    //! For a session that it does not hold yet: that one would be lost, not only repeat events. At
    //! once, unless writing takes longer than kQuickWrite: a thousand begin together.
    static constexpr Milliseconds kSpacingOfNew{50};
    static constexpr Milliseconds kQuickWrite{1};

    SessionBook(SessionStore &store, Clock &clock);

    //! \brief The session the store had for a shard has been taken up.
    void adopt(const SessionRecord &record);
    //! \brief READY is about to be delivered: the session goes on in front of it, and behind it
    //! once it has been acknowledged.
    void begin(quint32 session, const SessionRecord &record);
    //! \brief Discord has ended a session.
    void end(quint32 shard, quint32 session);
    void acknowledge(quint32 shard, quint32 session, qint64 sequence);
    //! \brief Other shards have taken over: their sessions, with their numbers, stand for all from
    //! now on. Written at once and as a whole.
    void replaceAll(const QList<std::pair<quint32, SessionRecord>> &sessions);
    //! \brief Writes now.
    void flush();

private:
    struct Entry
    {
        quint32 session = 0;
        bool isOpen = false; //!< record may be written
        bool isDirty = false;
        SessionRecord record;
        std::deque<std::pair<quint32, SessionRecord>> begun; //!< not acknowledged yet
    };

    //! \brief Writes as soon as \a spacing has passed since the last time.
    void changed(Milliseconds spacing);

    SessionStore &m_store;
    Clock &m_clock;
    QHash<quint32, Entry> m_entries;
    std::unique_ptr<Timer> m_timer;
    TimePoint m_lastWrite;
    bool m_isSlow = false; //!< the last write was
    bool m_everWritten = false;
    bool m_failed = false;
};

} // namespace Cordial::Gateway
