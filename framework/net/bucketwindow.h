// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/net/ratelimitheaders.h>

#include <deque>
#include <optional>
#include <unordered_map>

namespace Cordial::Net {

//! \brief The window of one bucket as the answers let us see it: how many requests may go now, and
//! if none, when.
//!
//! An unknown bucket lets one request through and waits for its answer. In a known one the
//! requests under way count against what is left, as an answer does not say which of them it has
//! counted. Times are those of the monotonic clock at which answers were received.
class BucketWindow
{
public:
    enum class Kind : quint8 { Unknown, Unlimited, Limited };
    //! At most this is added to each reset, for the rounding of the server's numbers.
    static constexpr Milliseconds kMostMargin{100};

    //! \brief Requests that may go now; the greatest int without a limit.
    [[nodiscard]] int available(TimePoint now);
    //! \brief When that may change by the passing of time alone; TimePoint::max() while only an
    //! answer can change it.
    [[nodiscard]] TimePoint opensAt(TimePoint now);
    //! \brief The earliest start of a request with \a ahead others before it, as far as known.
    [[nodiscard]] TimePoint expectedStart(TimePoint now, qsizetype ahead);

    void admit(quint64 id, TimePoint now);
    void sent(quint64 id, TimePoint now);
    //! \brief An answer that is not a 429.
    void answered(quint64 id, const RateLimitInfo &info, int status, TimePoint now);
    //! \brief A 429 that concerns this bucket, not only a part of it.
    void refused(quint64 id, const RateLimitInfo &info, TimePoint until);
    //! \brief A 429 that has nothing to do with our own count: scope shared.
    void block(quint64 id, TimePoint until);
    //! \brief No answer, or none that says anything: the request may have counted.
    void lost(quint64 id);
    //! \brief Never reached the wire, or a refusal that is not of this bucket's window.
    void withdrawn(quint64 id);
    //! \brief The bucket goes by another hash now: what was known is of the old one.
    void forget();
    //! \brief Takes over a request under way in another window.
    void adopt(quint64 id, BucketWindow &from);

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] int limit() const { return m_kind == Kind::Limited ? m_limit : -1; }
    //! \brief What the last answers leave, less what is under way; -1 = not known.
    [[nodiscard]] int remaining() const;
    [[nodiscard]] TimePoint resetAt() const { return m_resetAt.value_or(TimePoint()); }
    [[nodiscard]] std::chrono::nanoseconds length() const { return m_length; }
    [[nodiscard]] TimePoint blockedUntil() const { return m_blockedUntil; }
    [[nodiscard]] qsizetype inFlight() const { return qsizetype(m_flights.size()); }

private:
    struct Flight
    {
        TimePoint sentAt;
        bool settled = false; //!< counted in a window that is over
    };
    Flight take(quint64 id);
    void roll(TimePoint now);
    void remember(const Flight &flight, int status);
    void learn(const RateLimitInfo &info, const Flight &flight, TimePoint now);
    void beginWindow(const RateLimitInfo &info, const Flight &flight, TimePoint now);
    void withoutHeaders(int status, TimePoint now);
    void count();
    //! \brief Forgets lost requests of which \a upTo is the last that has surely been counted.
    void forgetLost(TimePoint upTo);
    //! \brief How long a window may be of which no answer has told.
    [[nodiscard]] std::chrono::nanoseconds guess() const;
    [[nodiscard]] bool isOutdated(const RateLimitInfo &info, const Flight &flight,
                                  TimePoint now) const;
    //! \brief Half of the last digit that the server writes, and the rounding of timers.
    [[nodiscard]] Milliseconds margin() const;
    [[nodiscard]] Milliseconds resolution() const; //!< of the server's times
    [[nodiscard]] bool provesRefill(const RateLimitInfo &info, const Flight &flight,
                                    TimePoint now) const;

    Kind m_kind = Kind::Unknown;
    int m_limit = 1;
    int m_remaining = 1;
    int m_silent = 0; //!< answers in a row that said nothing of a limit
    int m_open = 0; //!< flights that are not settled, and the lost ones
    std::optional<TimePoint> m_resetAt; //!< nothing: a new window, of which no answer has told yet
    TimePoint m_lastReset; //!< of the window before that
    std::optional<double> m_reset; //!< the server's name for the window
    TimePoint m_learntAt;
    TimePoint m_blockedUntil;
    std::chrono::nanoseconds m_length{0}; //!< at least
    std::chrono::nanoseconds m_longest{0}; //!< at most
    int m_decimals = 0; //!< the most that the server has written
    //! After a reset one goes ahead and asks what is left, as a window that slides refills bit by
    //! bit. Not any more once the server has shown that it refills at once.
    bool m_probes = true;
    std::deque<TimePoint> m_history; //!< when the last ones went out that counted, at most kHistory
    std::unordered_map<quint64, Flight> m_flights;
    //! When those went out that got no answer: each may have been counted, or be so yet.
    std::deque<TimePoint> m_lost;
};

} // namespace Cordial::Net
