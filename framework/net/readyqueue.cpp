// SPDX-License-Identifier: MIT
#include <cordial/net/readyqueue.h>

#include <algorithm>
#include <utility>

namespace Cordial::Net {

void ReadyQueue::insert(int plugin, quint64 order, Strand *strand, quint32 weight)
{
    Line &line = m_plugins[plugin];
    line.strands.insert({order, strand});
    line.weight += weight;
    m_weight += weight;
}

void ReadyQueue::remove(int plugin, quint64 order, Strand *strand, quint32 weight)
{
    const auto found = m_plugins.find(plugin);
    if (found == m_plugins.end())
        return;
    found->second.strands.erase({order, strand});
    found->second.weight -= weight;
    m_weight -= weight;
    if (found->second.strands.empty())
        m_plugins.erase(found);
}

void ReadyQueue::reweigh(int plugin, quint32 before, quint32 after)
{
    const auto found = m_plugins.find(plugin);
    if (found == m_plugins.end())
        return;
    found->second.weight += after - before;
    m_weight += after - before;
}

Strand *ReadyQueue::next()
{
    if (m_plugins.empty())
        return nullptr;
    auto turn = m_plugins.upper_bound(m_last);
    if (turn == m_plugins.end())
        turn = m_plugins.begin();
    m_last = turn->first;
    return turn->second.strands.begin()->second;
}

quint32 ReadyQueue::weightOf(int plugin) const
{
    const auto found = m_plugins.find(plugin);
    return found == m_plugins.end() ? 0 : found->second.weight;
}

quint32 ReadyQueue::before(int plugin, quint32 own) const
{
    const auto turn = [this](int of) { return std::pair(of <= m_last, of); };
    quint32 sum = own;
    for (const auto &[other, line] : m_plugins) {
        if (other != plugin)
            sum += std::min(line.weight, own + (turn(other) < turn(plugin) ? 1U : 0U));
    }
    return sum;
}

} // namespace Cordial::Net
