// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/ids.h>

//! What Discord's ids tell beside Id::createdAt(). \source reference.mdx, "Snowflakes"
namespace Cordial::Api {

//! \brief The pieces of an id.
struct SnowflakeParts
{
    std::chrono::sys_time<std::chrono::milliseconds> createdAt;
    quint8 worker = 0; //!< 5 bits
    quint8 process = 0; //!< 5 bits
    quint16 increment = 0; //!< 12 bits

    bool operator==(const SnowflakeParts &) const = default;
};
template <typename Tag>
[[nodiscard]] constexpr SnowflakeParts partsOf(Id<Tag> id)
{
    return {id.createdAt(), static_cast<quint8>(id.value() >> 17 & 0x1F),
            static_cast<quint8>(id.value() >> 12 & 0x1F), static_cast<quint16>(id.value() & 0xFFF)};
}

//! \brief The smallest id of that moment, for `before` and `after` of lists: every id made earlier
//! is smaller. 0 for what was before Discord (2015), the largest for what an id cannot hold (2154).
template <typename IdType>
[[nodiscard]] constexpr IdType firstIdAt(std::chrono::sys_time<std::chrono::milliseconds> moment)
{
    constexpr qint64 kMost = (qint64(1) << 42) - 1;
    const qint64 sinceEpoch =
        moment.time_since_epoch().count() - static_cast<qint64>(kDiscordEpochMs);
    const qint64 held = sinceEpoch < 0 ? 0 : sinceEpoch > kMost ? kMost : sinceEpoch;
    return IdType(static_cast<quint64>(held) << 22);
}

} // namespace Cordial::Api
