// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/sandbox/gatewaysession.h>

#include <QJsonValue>

#include <deque>
#include <memory>

namespace Cordial::Sandbox {

class GatewayHub;

//! \brief Opcodes of the gateway. \source topics/opcodes-and-status-codes.mdx
namespace Opcode {
enum Value : int {
    Heartbeat = 1,
    Identify = 2,
    PresenceUpdate = 3,
    VoiceStateUpdate = 4,
    Resume = 6,
    RequestGuildMembers = 8,
    InvalidSession = 9,
    Hello = 10,
    HeartbeatAck = 11,
    RequestSoundboardSounds = 31,
    RequestChannelInfo = 43,
};
}

//! \brief Close codes of the gateway. \source topics/opcodes-and-status-codes.mdx
enum class GatewayClose : int {
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
    InvalidVersion = 4012,
    InvalidIntents = 4013,
    DisallowedIntents = 4014,
};

//! \brief The socket of a connection, as the rules see it.
class GatewayPeer
{
public:
    virtual ~GatewayPeer() = default;
    virtual void send(const QByteArray &json) = 0;
    virtual void close(int code, const QString &reason) = 0;
    //! \brief Ends the TCP connection without a close frame.
    virtual void drop() = 0;
};

//! \brief The rules of one gateway connection: hello, identify or resume, heartbeats, rate limit.
//! Pure but for timers of the clock. Owned by the socket.
class GatewayConnection
{
public:
    struct Parameters
    {
        QByteArray version;
        QByteArray encoding;
        QByteArray compress;
    };

    GatewayConnection(GatewayHub &hub, GatewayPeer &peer, Parameters parameters);
    ~GatewayConnection();
    GatewayConnection(const GatewayConnection &) = delete;
    GatewayConnection &operator=(const GatewayConnection &) = delete;

    //! \brief Says HELLO, or closes on wrong parameters.
    void open();
    void receive(const QByteArray &text);
    //! \brief The peer is gone; \a code is its close code, 1006 without one.
    void peerClosed(int code);

    void send(const QByteArray &json) { m_peer.send(json); }
    void close(GatewayClose code, const QString &reason);
    void close(int code, const QString &reason);
    void drop();
    void sendOpcode(int opcode, const QJsonValue &data = QJsonValue::Null);
    //! \brief Op 9; the connection may identify again.
    void invalidate(bool resumable);
    //! \brief Faults: heartbeats are no longer acknowledged.
    void muteAcks() { m_acksMuted = true; }

    void attach(GatewaySession *session) { m_session = session; }
    [[nodiscard]] GatewaySession *session() const { return m_session; }
    [[nodiscard]] bool isClosed() const { return m_closed; }
    quint64 dispatches = 0; //!< Sent on this connection.

private:
    bool admit(const QByteArray &text);
    void handle(int opcode, const QJsonValue &data);
    void heartbeat(const QJsonValue &data);
    void armHeartbeat();

    GatewayHub &m_hub;
    GatewayPeer &m_peer;
    const Parameters m_parameters;
    GatewaySession *m_session = nullptr;
    std::unique_ptr<Timer> m_heartbeatTimer;
    std::deque<TimePoint> m_received;
    bool m_acksMuted = false;
    bool m_closed = false;
};

} // namespace Cordial::Sandbox
