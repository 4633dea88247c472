// SPDX-License-Identifier: MIT
#include <cordial/gateway/eventnames.h>

#include <mutex>
#include <string>
#include <unordered_set>

namespace Cordial::Gateway {

namespace {

//! Lives as long as the process: names are in events that outlive everything else.
struct Kept
{
    std::mutex mutex;
    std::unordered_set<std::string> names; // its elements stay where they are
};

Kept &kept()
{
    static auto *const all = new Kept;
    return *all;
}

//! Nothing = no room.
QByteArray keep(std::string_view name)
{
    Kept &all = kept();
    const std::lock_guard lock(all.mutex);
    std::string text(name);
    if (all.names.size() >= size_t(EventNames::kMost) && !all.names.contains(text))
        return {};
    const std::string &stays = *all.names.insert(std::move(text)).first;
    return QByteArray::fromRawData(stays.c_str(), qsizetype(stays.size()));
}

} // namespace

QByteArray EventNames::of(std::string_view name)
{
    if (std::string_view(m_last.constData(), size_t(m_last.size())) == name)
        return m_last;
    const auto view = QByteArray::fromRawData(name.data(), qsizetype(name.size()));
    const auto known = m_known.constFind(view);
    if (known != m_known.constEnd())
        return m_last = *known;
    const QByteArray stays = name.size() <= kLongest ? keep(name) : QByteArray();
    if (stays.isEmpty())
        return QByteArray(name.data(), qsizetype(name.size()));
    m_known.insert(stays, stays);
    return m_last = stays;
}

} // namespace Cordial::Gateway
