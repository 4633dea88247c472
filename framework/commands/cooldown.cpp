// SPDX-License-Identifier: MIT
#include <cordial/commands/cooldown.h>

namespace Cordial {

namespace {
constexpr qsizetype kMostKeys = 10'000;
}

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
    auto oldest = m_uses.begin();
    for (auto it = m_uses.begin(); it != m_uses.end(); ++it) {
        if (it->last() < oldest->last())
            oldest = it;
    }
    m_uses.erase(oldest);
}

} // namespace Cordial
