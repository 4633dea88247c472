// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>

namespace Cordial {

class EntityKeeper;
struct EventRoute;

//! \brief What becomes of the events of one type.
struct EventKind
{
    const EventRoute *route = nullptr; //!< null = it has no signal of its own
    bool isKept = false; //!< the keeper learns from it
    bool isReady = false;
};

//! \brief Looks up once what would otherwise be asked with every event.
class EventKinds
{
public:
    //! \brief \a keeper outlives this; what it wants does not change.
    explicit EventKinds(const EntityKeeper &keeper);

    [[nodiscard]] EventKind of(const QByteArray &type);

private:
    const EntityKeeper &m_keeper;
    QHash<QByteArray, EventKind> m_known;
    //! Kept, so that its bytes are no other type's while they are compared by their place.
    QByteArray m_last;
    EventKind m_lastKind;
};

} // namespace Cordial
