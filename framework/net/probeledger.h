// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>

#include <QByteArray>
#include <QHash>

#include <set>

namespace Cordial::Net {

class Bucket;

//! \brief The probes under way: requests of which nobody knows yet where they count.
//!
//! A probe may turn out to count in any bucket of its top-level resource, so each of these leaves
//! room for it; but only for a while, as a slow answer must not hold others back. Pure.
class ProbeLedger
{
public:
    //! What has not come back by then has been counted, and other answers have told of it.
    static constexpr Milliseconds kReserve{700};

    void begin(const QByteArray &topLevel, TimePoint at);
    //! \brief Forgets the probe that began \a at; the buckets that were held back by it.
    [[nodiscard]] std::set<Bucket *> end(const QByteArray &topLevel, TimePoint at);
    //! \brief How many a bucket of \a topLevel leaves room for.
    [[nodiscard]] int reserved(const QByteArray &topLevel, TimePoint now) const;
    //! \brief When that becomes less by the passing of time; TimePoint::max() if it is 0.
    [[nodiscard]] TimePoint relaxesAt(const QByteArray &topLevel, TimePoint now) const;
    //! \brief Whether \a bucket is to be told when a probe ends.
    void setHeld(const QByteArray &topLevel, Bucket &bucket, bool held);
    [[nodiscard]] qsizetype count() const { return m_count; }

private:
    struct Place
    {
        std::multiset<TimePoint> begun;
        std::set<Bucket *> held;
    };
    QHash<QByteArray, Place> m_places;
    qsizetype m_count = 0;
};

} // namespace Cordial::Net
