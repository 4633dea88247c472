// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <map>
#include <set>

namespace Cordial::Net {

struct Strand;

//! \brief The strands of one lane that could send at once, taken in turn by plugin and by age
//! within a plugin. A strand weighs as much as requests of it could go one after the other.
class ReadyQueue
{
public:
    void insert(int plugin, quint64 order, Strand *strand, quint32 weight);
    void remove(int plugin, quint64 order, Strand *strand, quint32 weight);
    void reweigh(int plugin, quint32 before, quint32 after);
    //! \brief Whose turn it is; nullptr if nobody's. Counts as their turn taken.
    [[nodiscard]] Strand *next();
    [[nodiscard]] bool isEmpty() const { return m_plugins.empty(); }

    //! \brief Requests that could go.
    [[nodiscard]] quint32 weight() const { return m_weight; }
    [[nodiscard]] quint32 weightOf(int plugin) const;
    //! \brief Requests before one of \a plugin that has \a own of its own plugin before it.
    [[nodiscard]] quint32 before(int plugin, quint32 own) const;

private:
    struct Line
    {
        std::set<std::pair<quint64, Strand *>> strands;
        quint32 weight = 0;
    };
    std::map<int, Line> m_plugins;
    quint32 m_weight = 0;
    int m_last = -1;
};

} // namespace Cordial::Net
