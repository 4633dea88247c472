// SPDX-License-Identifier: MIT
#include <cordial/commands/cooldown.h>

#include <algorithm>
#include <vector>

namespace Cordial {

namespace {
constexpr qsizetype kMostKeys = 10'000;
constexpr int kDroppedAtOnce = 1'000;
} // namespace

std::optional<Milliseconds> CooldownBook::use(quint64 key, TimePoint now)
{
    if (m_cooldown.period.count() <= 0 || m_cooldown.uses <= 0)
        return std::nullopt;
    if (!m_uses.contains(key) && m_uses.size() >= kMostKeys)
        makeRoom(now);
    QList<TimePoint> &uses = m_uses[key];
    uses.removeIf([&](TimePoint use) { return use + m_cooldown.period <= now; });
    if (uses.size() >= m_cooldown.uses)
        return std::chrono::ceil<Milliseconds>(uses.first() + m_cooldown.period - now);
    uses.append(now);
    return std::nullopt;
}

void CooldownBook::makeRoom(TimePoint now)
{
    m_uses.removeIf([&](const auto &entry) {
        return entry.value().isEmpty() || entry.value().last() + m_cooldown.period <= now;
    });
    if (m_uses.size() < kMostKeys)
        return;
    // Many at a time: looking for the oldest costs a walk over all of them.
    std::vector<std::pair<TimePoint, quint64>> byAge;
    byAge.reserve(size_t(m_uses.size()));
    for (auto it = m_uses.cbegin(); it != m_uses.cend(); ++it)
        byAge.emplace_back(it->last(), it.key());
    const auto end = byAge.begin() + kDroppedAtOnce;
    std::nth_element(byAge.begin(), end, byAge.end());
    for (auto it = byAge.begin(); it != end; ++it)
        m_uses.remove(it->second);
}

} // namespace Cordial
