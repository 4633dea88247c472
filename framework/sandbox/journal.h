// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>

#include <QByteArray>
#include <QJsonObject>
#include <QSet>

#include <deque>
#include <functional>

namespace Cordial::Sandbox {

//! \brief What happened, in order: requests, dispatches, gateway life, what people saw. A ring
//! bounded in entries and bytes; what falls out is counted.
class Journal
{
public:
    static constexpr qsizetype kMostEntries = 50'000;
    static constexpr qsizetype kMostBytes = 64 * 1024 * 1024;
    static constexpr qsizetype kMostWaiters = 64;

    explicit Journal(Clock &clock);
    ~Journal();

    //! \brief Adds an entry. \a kind is "request", "dispatch", "gateway", "person" or "fault".
    void add(const QByteArray &kind, const QJsonObject &data);
    //! \brief The same with \a json already written: the inside of an object, without braces.
    void addRaw(const QByteArray &kind, const QByteArray &json);

    struct Filter
    {
        quint64 since = 0; //!< Entries with a greater seq.
        qsizetype limit = 1000;
        QSet<QByteArray> kinds; //!< Empty: all.
    };
    //! \brief {"entries":[...],"next":SEQ,"dropped":N}
    [[nodiscard]] QByteArray read(const Filter &filter) const;
    [[nodiscard]] bool has(const Filter &filter) const;

    //! \brief Calls \a done with read(filter) once something matches, or after \a patience.
    void wait(const Filter &filter, std::chrono::milliseconds patience,
              std::function<void(QByteArray)> done);
    [[nodiscard]] quint64 lastSeq() const { return m_nextSeq - 1; }
    [[nodiscard]] quint64 dropped() const { return m_dropped; }

private:
    struct Entry
    {
        quint64 seq;
        QByteArray kind;
        QByteArray json;
    };
    struct Waiter
    {
        Filter filter;
        std::function<void(QByteArray)> done;
        std::unique_ptr<Timer> timer;
        bool finished = false;
    };

    void wake();
    void finish(Waiter &waiter);
    [[nodiscard]] static bool matches(const Entry &entry, const Filter &filter);
    [[nodiscard]] std::deque<Entry>::const_iterator firstAfter(quint64 seq) const;

    Clock &m_clock;
    const TimePoint m_start;
    std::deque<Entry> m_entries;
    std::deque<std::unique_ptr<Waiter>> m_waiters;
    quint64 m_nextSeq = 1;
    quint64 m_dropped = 0;
    qsizetype m_bytes = 0;
};

} // namespace Cordial::Sandbox
