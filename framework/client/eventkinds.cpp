// SPDX-License-Identifier: MIT
#include "eventkinds_p.h"

#include "entitykeeper_p.h"
#include "eventroutes_p.h"

#include <cordial/api/typed/events.h>

namespace Cordial {

EventKinds::EventKinds(const EntityKeeper &keeper) : m_keeper(keeper)
{
    for (const EventRoute &route : allRoutes()) {
        const QByteArray type = route.info->name;
        m_known.insert(type, {&route, keeper.wants(type), type == Api::ReadyEvent::kType});
    }
}

EventKind EventKinds::of(const QByteArray &type)
{
    if (type.constData() == m_last.constData() && type.size() == m_last.size())
        return m_lastKind;
    const auto known = m_known.constFind(type);
    m_last = type;
    m_lastKind = known != m_known.constEnd() ? *known : EventKind{nullptr, m_keeper.wants(type)};
    return m_lastKind;
}

} // namespace Cordial
