// SPDX-License-Identifier: MIT
#include <cordial/core/canceltoken.h>

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

namespace Cordial {

struct CancelToken::Registration::Entry
{
    std::mutex mutex;
    std::function<void()> callback;
};

struct CancelToken::State
{
    std::mutex mutex;
    bool cancelled = false;
    std::vector<std::weak_ptr<Registration::Entry>> entries;
    size_t purgeAt = 16;
};

CancelToken::Registration &CancelToken::Registration::operator=(Registration &&other) noexcept
{
    std::swap(m_entry, other.m_entry);
    return *this;
}

CancelToken::Registration::~Registration()
{
    if (!m_entry)
        return;
    const std::lock_guard lock(m_entry->mutex);
    m_entry->callback = nullptr;
}

CancelToken CancelToken::create()
{
    CancelToken token;
    token.m_state = std::make_shared<State>();
    return token;
}

bool CancelToken::isCancelled() const
{
    if (!m_state)
        return false;
    const std::lock_guard lock(m_state->mutex);
    return m_state->cancelled;
}

void CancelToken::cancel() const
{
    if (!m_state)
        return;
    std::vector<std::weak_ptr<Registration::Entry>> entries;
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->cancelled = true;
        entries.swap(m_state->entries);
    }
    for (const auto &weak : entries) {
        const auto entry = weak.lock();
        if (!entry)
            continue;
        std::function<void()> callback;
        {
            const std::lock_guard lock(entry->mutex);
            callback = std::exchange(entry->callback, nullptr);
        }
        if (callback)
            callback();
    }
}

CancelToken::Registration CancelToken::onCancel(std::function<void()> callback) const
{
    Registration registration;
    if (!m_state)
        return registration;
    {
        const std::lock_guard lock(m_state->mutex);
        if (!m_state->cancelled) {
            // A long-lived token with short-lived users must not collect their graves.
            if (m_state->entries.size() >= m_state->purgeAt) {
                std::erase_if(m_state->entries, [](const auto &entry) { return entry.expired(); });
                m_state->purgeAt = std::max<size_t>(16, m_state->entries.size() * 2);
            }
            registration.m_entry = std::make_shared<Registration::Entry>();
            registration.m_entry->callback = std::move(callback);
            m_state->entries.push_back(registration.m_entry);
            return registration;
        }
    }
    callback();
    return registration;
}

} // namespace Cordial
