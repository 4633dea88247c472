// SPDX-License-Identifier: MIT
#include <cordial/net/readyqueue.h>

namespace Cordial::Net {

void ReadyQueue::insert(int plugin, quint64 order, Strand *strand)
{
    m_plugins[plugin].insert({order, strand});
}

void ReadyQueue::remove(int plugin, quint64 order, Strand *strand)
{
    const auto found = m_plugins.find(plugin);
    if (found == m_plugins.end())
        return;
    found->second.erase({order, strand});
    if (found->second.empty())
        m_plugins.erase(found);
}

Strand *ReadyQueue::next()
{
    if (m_plugins.empty())
        return nullptr;
    auto turn = m_plugins.upper_bound(m_last);
    if (turn == m_plugins.end())
        turn = m_plugins.begin();
    m_last = turn->first;
    return turn->second.begin()->second;
}

} // namespace Cordial::Net
