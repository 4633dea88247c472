// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/jsonreader.h>
#include <cordial/gateway/shardmanager.h>

namespace Cordial {

//! \brief One event as Discord sent it: type, sequence, shard and the untouched JSON. Copies share
//! the bytes.
struct Event : Gateway::Dispatch
{
    //! \brief The event as a type of `cordial/api/typed/events.h`; the error names the place that
    //! did not fit.
    template <typename T>
    [[nodiscard]] Result<T> decode() const
    {
        return fromJson<T>(data);
    }

    //! \brief The same with memory of its own, to be kept for long.
    [[nodiscard]] Event detached() const
    {
        Event own = *this;
        own.data = paddedCopy({data.constData(), static_cast<size_t>(data.size())});
        return own;
    }
};

} // namespace Cordial

Q_DECLARE_METATYPE(Cordial::Event)
