// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>
#include <cordial/gateway/shardmachine.h>
#include <cordial/gateway/shardmanager.h>

#include <QByteArray>
#include <QUrl>

#include <optional>

namespace Cordial::Gateway {

//! \brief What IDENTIFY tells. \source events/gateway-events.mdx, "Identify"
struct IdentifyFields
{
    quint32 shard = 0;
    quint32 shardCount = 1;
    quint32 intents = 0;
    int largeThreshold = 50;
    QByteArray presence; //!< JSON; empty = none
};

[[nodiscard]] QByteArray heartbeatPayload(std::optional<qint64> sequence);
[[nodiscard]] QByteArray identifyPayload(const Secret &token, const IdentifyFields &fields);
[[nodiscard]] QByteArray resumePayload(const Secret &token, const Session &session,
                                       std::optional<qint64> sequence);

//! \brief \a base with path "/" and the parameters v, encoding and compress alone.
[[nodiscard]] QUrl gatewayUrl(const QUrl &base, Compression compression);

//! \brief Whether Discord takes a payload of that length. Errors: TooLarge, which names the field
//! that takes most of the room.
[[nodiscard]] Result<> checkLength(const QByteArray &payload);

//! \brief Whether a command may go to Discord: a JSON object with an op that is the caller's to
//! send, of at most 4,096 bytes. Errors: InvalidArgument, or TooLarge, which names the field that
//! takes most of the room.
[[nodiscard]] Result<> checkCommand(const QByteArray &payload);

//! \brief The op of a command that checkCommand() has allowed; -1 for anything else.
[[nodiscard]] int opcodeOf(const QByteArray &payload);

} // namespace Cordial::Gateway
