// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/gateway/shardmanager.h>

#include <QByteArray>

namespace Cordial::Host {

//! \brief Appends {shard, s, t, d} and a line feed; d is the text that came, only its own line
//! breaks (which JSON allows between values) become spaces.
void appendDispatchLine(const Gateway::Dispatch &dispatch, QByteArray &out);

//! \brief {shard, state, reason, ...} and a line feed. \a now turns waits into dates.
[[nodiscard]] QByteArray lifecycleLine(const Gateway::ShardEvent &event, WallTime now);

//! \brief The lifecycle line of a token that was refused before any shard started.
[[nodiscard]] QByteArray refusedLine(const QString &reason);

} // namespace Cordial::Host
