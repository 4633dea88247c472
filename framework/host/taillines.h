// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/result.h>
#include <cordial/gateway/shardmanager.h>

#include <QByteArray>

namespace Cordial::Host {

//! \brief Appends {shard, s, t, d} and a line feed; d is the text that came, only its own line
//! breaks (which JSON allows between values) become spaces.
void appendDispatchLine(const Gateway::Dispatch &dispatch, QByteArray &out);

//! \brief The event's data, decoded into its type and encoded again; as it came if it has none.
//! Errors: Decode, with the path, if it does not fit.
[[nodiscard]] Result<QByteArray> throughItsType(const Gateway::Dispatch &dispatch);

//! \brief {shard, state, reason, ...} and a line feed. \a now turns waits into dates.
[[nodiscard]] QByteArray lifecycleLine(const Gateway::ShardEvent &event, WallTime now);

//! \brief The lifecycle line of a token that was refused before any shard started.
[[nodiscard]] QByteArray refusedLine(const QString &reason);

} // namespace Cordial::Host
