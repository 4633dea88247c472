// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/jsonreader.h>
#include <cordial/gateway/shardmanager.h>

namespace Cordial {

//! \brief One event as Discord sent it: type, sequence, shard and the untouched JSON. Copies share
//! the bytes.
struct Event : Gateway::Dispatch
{
    //! \brief The event as a type of `cordial/api/events.h`; the error names the place that did not
    //! fit.
    template <typename T>
    [[nodiscard]] Result<T> decode() const
    {
        return fromJson<T>(data);
    }
};

} // namespace Cordial

Q_DECLARE_METATYPE(Cordial::Event)
