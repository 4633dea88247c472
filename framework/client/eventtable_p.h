// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/client/client.h>

#include <QMetaMethod>

#include <memory>

namespace Cordial {

//! \brief One event in decoded form, whatever its type.
class DecodedEvent
{
public:
    DecodedEvent() = default;
    DecodedEvent(const DecodedEvent &) = delete;
    DecodedEvent &operator=(const DecodedEvent &) = delete;
    virtual ~DecodedEvent() = default;
    virtual void emitOn(Client &client) const = 0;
};

//! \brief How one event type becomes a signal.
struct EventRoute
{
    QByteArray type;
    Api::Intents intents; //!< Any of them brings the event; none = it always comes.
    QMetaMethod signal;
    Result<std::shared_ptr<const DecodedEvent>> (*decode)(const Event &event) = nullptr;
};

struct TypedRoute;

//! \brief The routes of an event: to the signal with the small type, which not all have, and to
//! that of EventSignals. Null without one.
struct EventRoutes
{
    const EventRoute *small = nullptr;
    const TypedRoute *full = nullptr;
};
[[nodiscard]] EventRoutes findRoutes(const QByteArray &type);
//! \brief The route behind \a signal; nullptr if it is no event's.
[[nodiscard]] const EventRoute *findRoute(const QMetaMethod &signal);
[[nodiscard]] const std::vector<EventRoute> &allRoutes();

} // namespace Cordial
