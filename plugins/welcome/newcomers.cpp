// SPDX-License-Identifier: MIT
#include "newcomers.h"

using namespace Cordial;

namespace {
constexpr size_t kMost = 1'000;
}

void Newcomers::add(GuildId guild, UserId user)
{
    const Key key{guild, user};
    if (m_waiting.contains(key))
        return;
    m_waiting.insert(key);
    m_order.push_back(key);
    while (m_order.size() > kMost) {
        m_waiting.remove(m_order.front());
        m_order.pop_front();
    }
}

void Newcomers::remove(GuildId guild, UserId user)
{
    const Key key{guild, user};
    if (m_waiting.remove(key))
        std::erase(m_order, key);
}

bool Newcomers::takeFirst(GuildId guild, UserId user)
{
    const bool isNew = m_waiting.contains({guild, user});
    remove(guild, user);
    return isNew;
}
