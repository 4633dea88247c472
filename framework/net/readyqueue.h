// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <map>
#include <set>

namespace Cordial::Net {

struct Strand;

//! \brief The strands of one lane that could send at once, taken in turn by plugin and by age
//! within a plugin.
class ReadyQueue
{
public:
    void insert(int plugin, quint64 order, Strand *strand);
    void remove(int plugin, quint64 order, Strand *strand);
    //! \brief Whose turn it is; nullptr if nobody's. Counts as their turn taken.
    [[nodiscard]] Strand *next();
    [[nodiscard]] bool isEmpty() const { return m_plugins.empty(); }

private:
    std::map<int, std::set<std::pair<quint64, Strand *>>> m_plugins;
    int m_last = -1;
};

} // namespace Cordial::Net
