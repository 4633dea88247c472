// SPDX-License-Identifier: MIT
#include <cordial/net/invalidbudget.h>

namespace Cordial::Net {

void InvalidBudget::add(TimePoint now)
{
    m_times.push_back(now);
}

int InvalidBudget::count(TimePoint now)
{
    while (!m_times.empty() && now - m_times.front() > kWindow)
        m_times.pop_front();
    return static_cast<int>(m_times.size());
}

TimePoint InvalidBudget::relaxesAt() const
{
    return m_times.empty() ? TimePoint::max()
                           : m_times.front() + kWindow + std::chrono::nanoseconds(1);
}

} // namespace Cordial::Net
