// SPDX-License-Identifier: MIT
#include <cordial/core/handlerwatch.h>

#include <algorithm>

namespace Cordial {

namespace {

QByteArray bytesOf(std::string_view text)
{
    return {text.data(), qsizetype(text.size())};
}

} // namespace

HandlerWatch::Scope::Scope(HandlerWatch &watch, std::string_view plugin, std::string_view what,
                           TimePoint now)
    : m_watch(watch)
{
    const std::lock_guard lock(m_watch.m_mutex);
    m_watch.m_stack.push_back({plugin, what, now});
}

HandlerWatch::Scope::~Scope()
{
    const std::lock_guard lock(m_watch.m_mutex);
    m_watch.m_stack.pop_back();
}

std::optional<HandlerWatch::Running> HandlerWatch::overdue(TimePoint now, Milliseconds limit) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = std::find_if(m_stack.rbegin(), m_stack.rend(),
                                 [&](const Entry &entry) { return now - entry.since >= limit; });
    if (it == m_stack.rend())
        return std::nullopt;
    return Running{bytesOf(it->plugin), bytesOf(it->what), it->since};
}

} // namespace Cordial
