// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/intents.h>
#include <cordial/api/typed/model.h>
#include <cordial/client/eventsignals.h>

#include <QMetaMethod>

#include <vector>

namespace Cordial {

//! \brief How one event of Discord's becomes a signal of EventSignals.
struct EventRoute
{
    const Api::EventInfo *info;
    Api::Intents intents; //!< Any of them brings the event; none = it always comes.
    QMetaMethod signal;
    std::shared_ptr<void> (*make)();
    void (*emitOn)(EventSignals &on, const Shared<void> &event);
};

[[nodiscard]] const std::vector<EventRoute> &allRoutes();
//! \brief The route behind \a signal; nullptr if it is none of EventSignals.
[[nodiscard]] const EventRoute *findRoute(const QMetaMethod &signal);
//! \brief The event as the type of its route. Errors: Decode, with the path.
[[nodiscard]] Result<Shared<void>> decodeEvent(const EventRoute &route, QByteArray data);

} // namespace Cordial
