// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

namespace Cordial::Gateway {

//! \brief What a gateway payload is. \source topics/opcodes-and-status-codes.mdx, "Gateway Opcodes"
enum class Opcode : int {
    Dispatch = 0,
    Heartbeat = 1,
    Identify = 2,
    PresenceUpdate = 3,
    VoiceStateUpdate = 4,
    Resume = 6,
    Reconnect = 7,
    RequestGuildMembers = 8,
    InvalidSession = 9,
    Hello = 10,
    HeartbeatAck = 11,
    RequestSoundboardSounds = 31,
    RequestChannelInfo = 43,
};
static_assert(int(Opcode::Dispatch) == 0 && int(Opcode::Heartbeat) == 1
              && int(Opcode::Identify) == 2 && int(Opcode::PresenceUpdate) == 3
              && int(Opcode::VoiceStateUpdate) == 4 && int(Opcode::Resume) == 6
              && int(Opcode::Reconnect) == 7 && int(Opcode::RequestGuildMembers) == 8
              && int(Opcode::InvalidSession) == 9 && int(Opcode::Hello) == 10
              && int(Opcode::HeartbeatAck) == 11 && int(Opcode::RequestSoundboardSounds) == 31
              && int(Opcode::RequestChannelInfo) == 43);

//! \brief The version every URL asks for. \source reference.mdx, "API Versioning"
inline constexpr int kGatewayVersion = 10;

//! \brief The longest payload the gateway takes; a longer one closes the connection with 4002.
//! \source events/gateway.mdx, "Sending Events"
inline constexpr qsizetype kLongestPayload = 4096;

} // namespace Cordial::Gateway
