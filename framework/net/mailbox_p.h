// SPDX-License-Identifier: MIT
#pragma once

#include <mutex>
#include <utility>
#include <vector>

namespace Cordial::Net {

//! \brief Work for another thread: collected, and brought there by one wake-up for many.
template <typename Item>
class Mailbox
{
public:
    //! \brief True if the receiver must be woken.
    bool push(Item item)
    {
        const std::lock_guard lock(m_mutex);
        m_items.push_back(std::move(item));
        return m_items.size() == 1;
    }
    std::vector<Item> takeAll()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_items, {});
    }

private:
    std::mutex m_mutex;
    std::vector<Item> m_items;
};

} // namespace Cordial::Net
