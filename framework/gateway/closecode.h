// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>

#include <QtGlobal>

namespace Cordial::Gateway {

//! \brief Why Discord closed the connection.
//! \source topics/opcodes-and-status-codes.mdx, "Gateway Close Event Codes"
enum class CloseCode : quint16 {
    Normal = 1000,
    GoingAway = 1001,
    UnknownError = 4000,
    UnknownOpcode = 4001,
    DecodeError = 4002,
    NotAuthenticated = 4003,
    AuthenticationFailed = 4004,
    AlreadyAuthenticated = 4005,
    InvalidSequence = 4007,
    RateLimited = 4008,
    SessionTimedOut = 4009,
    InvalidShard = 4010,
    ShardingRequired = 4011,
    InvalidApiVersion = 4012,
    InvalidIntents = 4013,
    DisallowedIntents = 4014,
};
static_assert(int(CloseCode::UnknownError) == 4000 && int(CloseCode::UnknownOpcode) == 4001
              && int(CloseCode::DecodeError) == 4002 && int(CloseCode::NotAuthenticated) == 4003
              && int(CloseCode::AuthenticationFailed) == 4004
              && int(CloseCode::AlreadyAuthenticated) == 4005
              && int(CloseCode::InvalidSequence) == 4007 && int(CloseCode::RateLimited) == 4008
              && int(CloseCode::SessionTimedOut) == 4009 && int(CloseCode::InvalidShard) == 4010
              && int(CloseCode::ShardingRequired) == 4011
              && int(CloseCode::InvalidApiVersion) == 4012 && int(CloseCode::InvalidIntents) == 4013
              && int(CloseCode::DisallowedIntents) == 4014);

//! \brief The code we close with. Never 1000 or 1001: those end the session for good.
inline constexpr quint16 kOurCloseCode = 4000;

enum class ClosePolicy : quint8 {
    Resume, //!< reconnect, the session goes on
    NewSession, //!< reconnect, identify again
    Fatal, //!< do not come back
};

//! \brief What a close with \a code means for the session. Unknown codes are resumed.
[[nodiscard]] ClosePolicy closePolicy(quint16 code);
//! \brief Discord's name of the code, "session timed out"; empty for unknown ones.
[[nodiscard]] QString closeCodeName(quint16 code);

//! \brief What a fatal close is explained with.
struct CloseContext
{
    quint32 shard = 0;
    quint32 shardCount = 1;
    quint32 intents = 0;
};
//! \brief An error of ErrorCode::GatewayFatal whose message says exactly what to change.
//! \pre closePolicy(code) == ClosePolicy::Fatal
[[nodiscard]] Error explainFatalClose(quint16 code, const CloseContext &context);

} // namespace Cordial::Gateway
