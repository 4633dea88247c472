// SPDX-License-Identifier: MIT
#include <cordial/net/bucket.h>
#include <cordial/net/globallimits.h>

#include <algorithm>

namespace Cordial::Net {

quint32 TokenLimit::above(Lane lane) const
{
    quint32 sum = 0;
    for (size_t i = 0; i < static_cast<size_t>(lane); ++i)
        sum += ready.at(i).weight();
    return sum;
}

quint32 TokenLimit::place(Lane lane, int plugin, quint32 own) const
{
    return above(lane) + ready.at(static_cast<size_t>(lane)).before(plugin, own);
}

TimePoint TokenLimit::expectedStart(TimePoint now, quint32 ahead)
{
    return std::max(blockedUntil, window.expectedAt(now, ahead));
}

GlobalLimits::GlobalLimits(int limit) : m_limit(std::max(1, limit)), m_bot(&of(QByteArray()))
{ }

TokenLimit &GlobalLimits::of(const QByteArray &token)
{
    auto &found = m_tokens[token];
    if (!found)
        found = std::make_unique<TokenLimit>(token, m_nextSerial++, m_limit);
    return *found;
}

void GlobalLimits::insert(TokenLimit &token, Lane lane, quint64 order, Strand &strand,
                          quint32 weight)
{
    const auto index = static_cast<size_t>(lane);
    token.ready.at(index).insert(strand.plugin, order, &strand, weight);
    if (!token.parkedUntil)
        m_waiting.at(index).emplace(token.serial, &token);
}

void GlobalLimits::remove(TokenLimit &token, Lane lane, quint64 order, Strand &strand,
                          quint32 weight)
{
    const auto index = static_cast<size_t>(lane);
    token.ready.at(index).remove(strand.plugin, order, &strand, weight);
    if (token.ready.at(index).isEmpty())
        m_waiting.at(index).erase(token.serial);
}

Strand *GlobalLimits::next(Lane lane, TimePoint now)
{
    while (!m_parked.empty() && m_parked.begin()->first <= now)
        unpark(*m_parked.begin()->second, now);
    const auto index = static_cast<size_t>(lane);
    auto &waiting = m_waiting.at(index);
    while (!waiting.empty()) {
        auto turn = waiting.upper_bound(m_last.at(index));
        if (turn == waiting.end())
            turn = waiting.begin();
        TokenLimit &token = *turn->second;
        if (!token.isOpen(now)) {
            park(token, now);
            continue;
        }
        m_last.at(index) = turn->first;
        return token.ready.at(index).next();
    }
    return nullptr;
}

TimePoint GlobalLimits::opensAt(TimePoint now)
{
    TimePoint at = m_parked.empty() ? TimePoint::max() : m_parked.begin()->first;
    for (const auto &waiting : m_waiting) {
        for (const auto &[serial, token] : waiting)
            at = std::min(at, token->opensAt(now));
    }
    return at;
}

void GlobalLimits::park(TokenLimit &token, TimePoint now)
{
    for (auto &waiting : m_waiting)
        waiting.erase(token.serial);
    token.parkedUntil = token.opensAt(now);
    m_parked.insert({*token.parkedUntil, &token});
}

void GlobalLimits::unpark(TokenLimit &token, TimePoint now)
{
    if (!token.parkedUntil)
        return;
    m_parked.erase({*token.parkedUntil, &token});
    token.parkedUntil.reset();
    token.closedAt = now;
    for (size_t lane = 0; lane < kLanes; ++lane) {
        if (!token.ready.at(lane).isEmpty())
            m_waiting.at(lane).emplace(token.serial, &token);
    }
}

void GlobalLimits::sent(TokenLimit &token, TimePoint now)
{
    token.window.sent(now);
    unpark(token, now); // until now nobody could tell when it would leave the window
}

void GlobalLimits::answered(TokenLimit &token, TimePoint sentAt, TimePoint now)
{
    token.window.answered(sentAt, now);
    unpark(token, now);
}

void GlobalLimits::release(TokenLimit &token, TimePoint now)
{
    token.window.release();
    unpark(token, now);
}

void GlobalLimits::block(TokenLimit &token, TimePoint until, TimePoint now)
{
    token.blockedUntil = std::max(token.blockedUntil, until);
    unpark(token, now);
}

void GlobalLimits::sweep(TimePoint now)
{
    for (auto it = m_tokens.begin(); it != m_tokens.end();) {
        TokenLimit &token = *it->second;
        const bool isInUse = &token == m_bot || token.routes > 0 || now < token.blockedUntil
            || token.opensAt(now) > now || token.window.used() > 0;
        if (isInUse) {
            ++it;
            continue;
        }
        unpark(token, now);
        it = m_tokens.erase(it);
    }
}

int GlobalLimits::used() const
{
    int sum = 0;
    for (const auto &[key, token] : m_tokens)
        sum += token->window.used();
    return sum;
}

} // namespace Cordial::Net
