// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/ids.h>

#include <QByteArray>
#include <QJsonObject>

namespace Cordial::Sandbox {

//! \brief Something that happened in the world, before intents decide who hears of it.
struct Event
{
    QByteArray name;
    GuildId guild; //!< Invalid: a direct message, shard 0.
    QJsonObject data;
    //! \brief Needs no intent at all, whatever the name (interactions, answers to requests).
    bool always = false;
};

//! \brief Who is told of events: the gateway.
class EventSink
{
public:
    virtual ~EventSink() = default;
    virtual void publish(const Event &event) = 0;
};

} // namespace Cordial::Sandbox
