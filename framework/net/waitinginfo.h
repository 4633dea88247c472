// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/metrics.h>

#include <QByteArray>

#include <optional>

namespace Cordial::Net {

//! \brief Why a request waits, for people and the inspector.
struct WaitingInfo
{
    quint64 id = 0; //!< Request::id
    QByteArray bucket;
    WaitReason reason = WaitReason::None;
    quint32 place = 0; //!< requests before it in its bucket, or under the global limit
    TimePoint expectedAt; //!< not before
    std::optional<TimePoint> deadline; //!< its own, or that of the interaction it answers
};

} // namespace Cordial::Net
