// SPDX-License-Identifier: MIT
#include <cordial/net/probeledger.h>

#include <iterator>
#include <utility>

namespace Cordial::Net {

void ProbeLedger::begin(const QByteArray &topLevel, TimePoint at)
{
    m_places[topLevel].begun.insert(at);
    ++m_count;
}

std::set<Bucket *> ProbeLedger::end(const QByteArray &topLevel, TimePoint at)
{
    const auto place = m_places.find(topLevel);
    if (place == m_places.end())
        return {};
    if (const auto found = place->begun.find(at); found != place->begun.end()) {
        place->begun.erase(found);
        --m_count;
    }
    std::set<Bucket *> held = std::exchange(place->held, {});
    if (place->begun.empty())
        m_places.erase(place);
    return held;
}

int ProbeLedger::reserved(const QByteArray &topLevel, TimePoint now) const
{
    const auto place = m_places.constFind(topLevel);
    if (place == m_places.constEnd())
        return 0;
    return static_cast<int>(
        std::distance(place->begun.upper_bound(now - kReserve), place->begun.end()));
}

TimePoint ProbeLedger::relaxesAt(const QByteArray &topLevel, TimePoint now) const
{
    const auto place = m_places.constFind(topLevel);
    if (place == m_places.constEnd())
        return TimePoint::max();
    const auto first = place->begun.upper_bound(now - kReserve);
    return first == place->begun.end() ? TimePoint::max() : *first + kReserve;
}

void ProbeLedger::setHeld(const QByteArray &topLevel, Bucket &bucket, bool held)
{
    const auto place = m_places.find(topLevel);
    if (place == m_places.end())
        return;
    if (held)
        place->held.insert(&bucket);
    else
        place->held.erase(&bucket);
}

} // namespace Cordial::Net
