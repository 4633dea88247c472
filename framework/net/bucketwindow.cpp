// SPDX-License-Identifier: MIT
#include <cordial/net/bucketwindow.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace Cordial::Net {

using namespace std::chrono_literals;

namespace {

// A request that left this long before a reset has been counted before it.
constexpr auto kLongestWay = 1s;
// Two answers of one window name it by the same time, but for rounding.
constexpr double kSameReset = 0.005; // seconds
constexpr size_t kHistory = 16;
constexpr int kConvincing = 3; // answers without headers, in a bucket that has a limit
constexpr auto kLeastGuess = 1s; // the length of a window that no answer has told

} // namespace

int BucketWindow::remaining() const
{
    return m_kind == Kind::Limited ? std::max(0, m_remaining - m_open) : -1;
}

Milliseconds BucketWindow::resolution() const
{
    static constexpr std::array<Milliseconds, 4> kByDecimals{Milliseconds(1000), Milliseconds(100),
                                                             Milliseconds(10), Milliseconds(1)};
    return kByDecimals.at(static_cast<size_t>(std::clamp(m_decimals, 0, 3)));
}

Milliseconds BucketWindow::margin() const
{
    static constexpr std::array<Milliseconds, 4> kByDecimals{kMostMargin, Milliseconds(60),
                                                             Milliseconds(10), Milliseconds(5)};
    return kByDecimals.at(static_cast<size_t>(std::clamp(m_decimals, 0, 3)));
}

void BucketWindow::roll(TimePoint now)
{
    const bool isSpent = m_kind == Kind::Limited && m_remaining <= 0;
    // Nothing is under way that could tell when the window ends.
    if (!m_resetAt && isSpent && m_open <= static_cast<int>(m_lost.size()))
        m_resetAt = now + guess();
    if (!m_resetAt || now < *m_resetAt + margin())
        return;
    for (auto &[id, flight] : m_flights) {
        const bool counted =
            flight.sentAt != TimePoint() && flight.sentAt < *m_resetAt - kLongestWay;
        if (!flight.settled && counted) {
            flight.settled = true;
            --m_open;
        }
    }
    forgetLost(*m_resetAt - kLongestWay);
    m_lastReset = *m_resetAt;
    m_resetAt.reset();
    m_reset.reset();
    m_remaining = m_probes ? 1 : m_limit;
}

int BucketWindow::available(TimePoint now)
{
    if (now < m_blockedUntil)
        return 0;
    if (m_kind == Kind::Unlimited)
        return std::numeric_limits<int>::max();
    if (m_kind == Kind::Unknown)
        return m_open == 0 ? 1 : 0;
    roll(now);
    if (!m_resetAt)
        forgetLost(now - kLongestWay - guess());
    return std::max(0, m_remaining - m_open);
}

std::chrono::nanoseconds BucketWindow::guess() const
{
    return std::max<std::chrono::nanoseconds>(m_longest, kLeastGuess);
}

void BucketWindow::forgetLost(TimePoint upTo)
{
    while (!m_lost.empty() && m_lost.front() <= upTo) {
        m_lost.pop_front();
        --m_open;
    }
}

TimePoint BucketWindow::opensAt(TimePoint now)
{
    if (now < m_blockedUntil)
        return m_blockedUntil;
    if (available(now) > 0)
        return now;
    if (m_resetAt)
        return *m_resetAt + margin();
    return m_lost.empty() ? TimePoint::max() : m_lost.front() + kLongestWay + guess();
}

TimePoint BucketWindow::expectedStart(TimePoint now, qsizetype ahead)
{
    const int free = available(now);
    if (ahead < free)
        return now;
    const TimePoint opens = opensAt(now);
    if (m_kind != Kind::Limited || opens == TimePoint::max() || m_limit < 1)
        return opens == TimePoint::max() ? now : opens;
    if (free > 0 && !m_resetAt)
        return now;
    const TimePoint next = free > 0 ? *m_resetAt + margin() : opens;
    return next + m_length * ((ahead - free) / m_limit);
}

void BucketWindow::admit(quint64 id, TimePoint now)
{
    roll(now);
    m_flights.emplace(id, Flight());
    ++m_open;
}

void BucketWindow::sent(quint64 id, TimePoint now)
{
    const auto found = m_flights.find(id);
    if (found == m_flights.end())
        return;
    found->second.sentAt = now;
}

BucketWindow::Flight BucketWindow::take(quint64 id)
{
    const auto found = m_flights.find(id);
    if (found == m_flights.end())
        return Flight{.sentAt = {}, .settled = true};
    const Flight flight = found->second;
    m_flights.erase(found);
    if (!flight.settled)
        --m_open;
    return flight;
}

void BucketWindow::answered(quint64 id, const RateLimitInfo &info, int status, TimePoint now)
{
    const Flight flight = take(id);
    if (flight.settled && m_kind == Kind::Limited)
        return; // It tells of a window that is over.
    if (info.hasWindow()) {
        learn(info, flight, now);
        remember(flight, status);
    } else {
        withoutHeaders(status, now);
    }
}

void BucketWindow::remember(const Flight &flight, int status)
{
    if (flight.sentAt == TimePoint() || status >= 400)
        return; // perhaps not counted
    m_history.push_back(flight.sentAt);
    if (m_history.size() > kHistory)
        m_history.pop_front();
}

void BucketWindow::withoutHeaders(int status, TimePoint now)
{
    // An error proves nothing: what answers may stand before Discord's limiter.
    const bool isConclusive = status < 400;
    if (m_kind == Kind::Limited) {
        // Nor does a single answer that lost its headers on the way.
        if (isConclusive && now >= m_blockedUntil && ++m_silent >= kConvincing)
            m_kind = Kind::Unlimited;
        else
            count();
    } else if (isConclusive) {
        m_kind = Kind::Unlimited;
    }
}

void BucketWindow::count()
{
    m_remaining = std::max(0, m_remaining - 1);
}

void BucketWindow::beginWindow(const RateLimitInfo &info, const Flight &flight, TimePoint now)
{
    m_remaining = *info.remaining;
    m_resetAt = now + *info.resetAfter;
    const bool isFirst = *info.remaining >= m_limit - 1;
    // The server rounds, up or down.
    const std::chrono::nanoseconds least =
        std::max<std::chrono::nanoseconds>(*info.resetAfter - resolution(), 0ns);
    m_length = isFirst ? least : std::max(m_length, least);
    const bool isTimed = flight.sentAt != TimePoint();
    m_longest = std::max(*info.resetAfter,
                         isFirst && isTimed ? *info.resetAfter + (now - flight.sentAt) : m_longest);
}

bool BucketWindow::provesRefill(const RateLimitInfo &info, const Flight &flight,
                                TimePoint now) const
{
    // All is left but this one, though a window that slides would still hold another.
    return m_kind == Kind::Limited && m_limit > 1 && info.limit == m_limit
        && *info.remaining == m_limit - 1
        && std::any_of(m_history.begin(), m_history.end(), [&](TimePoint sentAt) {
               return sentAt < flight.sentAt && sentAt + m_length > now;
           });
}

bool BucketWindow::isOutdated(const RateLimitInfo &info, const Flight &flight, TimePoint now) const
{
    // A slow answer to what went out in the window before, and that tells of its end.
    return m_kind == Kind::Limited && !m_resetAt && flight.sentAt != TimePoint()
        && flight.sentAt <= m_lastReset
        && now + *info.resetAfter <= m_lastReset + (now - flight.sentAt);
}

void BucketWindow::learn(const RateLimitInfo &info, const Flight &flight, TimePoint now)
{
    m_silent = 0;
    if (isOutdated(info, flight, now))
        return;
    forgetLost(flight.sentAt - kLongestWay);
    if (!m_resetAt && provesRefill(info, flight, now))
        m_probes = false;
    m_decimals = std::max(m_decimals, info.decimals);
    const TimePoint reset = now + *info.resetAfter;
    const bool wasKnown = m_kind == Kind::Limited;
    const bool isSame =
        m_resetAt && info.reset && m_reset && std::abs(*info.reset - *m_reset) <= kSameReset;
    m_kind = Kind::Limited;
    m_limit = info.limit.value_or(std::max({1, wasKnown ? m_limit : 1, *info.remaining + 1}));
    // What was sent after the last answer came knows more than that answer; of several under way
    // at once any may have been counted last.
    const bool isNewer = !wasKnown || !m_resetAt || flight.sentAt >= m_learntAt;
    // The way back is in every estimate of a reset, and never longer than the whole exchange.
    const bool isLater = m_resetAt && !isSame && flight.sentAt != TimePoint()
        && reset > *m_resetAt + (now - flight.sentAt) + 1ms;
    if (isLater || (isNewer && !isSame)) {
        beginWindow(info, flight, now);
    } else {
        m_remaining = isNewer ? *info.remaining : std::min(m_remaining, *info.remaining);
        if (isSame)
            m_resetAt = std::min(*m_resetAt, reset);
    }
    if (info.reset && !(m_reset && *m_reset > *info.reset))
        m_reset = info.reset;
    m_learntAt = now;
}

void BucketWindow::refused(quint64 id, const RateLimitInfo &info, TimePoint until)
{
    take(id);
    m_blockedUntil = std::max(m_blockedUntil, until);
    if (info.limit)
        m_limit = *info.limit;
    if (m_kind == Kind::Unlimited)
        m_kind = Kind::Unknown;
    if (m_kind != Kind::Limited)
        return;
    // We had thought there was room.
    m_probes = true;
    m_history.clear();
    m_remaining = 0;
    m_reset.reset();
    m_resetAt = until - margin();
}

void BucketWindow::block(quint64 id, TimePoint until)
{
    take(id);
    m_blockedUntil = std::max(m_blockedUntil, until);
}

void BucketWindow::lost(quint64 id)
{
    const Flight flight = take(id);
    if (flight.settled || m_kind != Kind::Limited)
        return;
    m_lost.insert(std::upper_bound(m_lost.begin(), m_lost.end(), flight.sentAt), flight.sentAt);
    ++m_open;
}

void BucketWindow::withdrawn(quint64 id)
{
    take(id);
}

void BucketWindow::forget()
{
    m_kind = Kind::Unknown;
    m_resetAt.reset();
    m_reset.reset();
    m_probes = true;
    m_history.clear();
    m_open -= static_cast<int>(m_lost.size());
    m_lost.clear();
}

void BucketWindow::adopt(quint64 id, BucketWindow &from)
{
    const auto found = from.m_flights.find(id);
    if (found == from.m_flights.end())
        return;
    m_flights.emplace(id, found->second);
    if (!found->second.settled) {
        ++m_open;
        --from.m_open;
    }
    from.m_flights.erase(found);
}

} // namespace Cordial::Net
