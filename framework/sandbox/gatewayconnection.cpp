// SPDX-License-Identifier: MIT
#include <cordial/sandbox/gatewayconnection.h>
#include <cordial/sandbox/gatewayhub.h>

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

constexpr qsizetype kLargestPayload = 4096;
constexpr size_t kMostSends = 120;
constexpr std::chrono::seconds kSendWindow{60};

} // namespace

GatewayConnection::GatewayConnection(GatewayHub &hub, GatewayPeer &peer, Parameters parameters)
    : m_hub(hub)
    , m_peer(peer)
    , m_parameters(std::move(parameters))
    , m_heartbeatTimer(hub.clock().makeTimer())
{ }

GatewayConnection::~GatewayConnection()
{
    peerClosed(1006);
}

void GatewayConnection::open()
{
    if (m_parameters.version != "10" && m_parameters.version != "9") {
        close(GatewayClose::InvalidVersion, u"Invalid API version: the URL must say v=10"_s);
        return;
    }
    if (m_parameters.encoding != "json" && !m_parameters.encoding.isEmpty()) {
        close(GatewayClose::DecodeError, u"Only encoding=json is spoken here"_s);
        return;
    }
    if (!m_parameters.compress.isEmpty() && m_parameters.compress != "zlib-stream"
        && m_parameters.compress != "zstd-stream") {
        close(GatewayClose::DecodeError, u"Unknown compress parameter"_s);
        return;
    }
    sendOpcode(
        Opcode::Hello,
        QJsonObject{{u"heartbeat_interval"_s, qint64(m_hub.settings().heartbeatInterval.count())},
                    {u"_trace"_s, QJsonArray{u"[\"cordial-sandbox\",{\"micros\":0}]"_s}}});
    armHeartbeat();
}

void GatewayConnection::armHeartbeat()
{
    // Half an interval of grace for latency, then the connection counts as dead. The session lives
    // on for some minutes, as after every end but 1000 and 1001: who was suspended may resume.
    const auto patience = m_hub.settings().heartbeatInterval * 3 / 2;
    m_heartbeatTimer->start(
        patience, [this] { close(GatewayClose::UnknownError, u"No heartbeat in time."_s); });
}

void GatewayConnection::sendOpcode(int opcode, const QJsonValue &data)
{
    const QJsonObject envelope{
        {u"op"_s, opcode}, {u"d"_s, data}, {u"s"_s, QJsonValue::Null}, {u"t"_s, QJsonValue::Null}};
    m_peer.send(QJsonDocument(envelope).toJson(QJsonDocument::Compact));
}

void GatewayConnection::close(GatewayClose code, const QString &reason)
{
    close(static_cast<int>(code), reason);
}

void GatewayConnection::close(int code, const QString &reason)
{
    if (m_closed)
        return;
    m_closed = true;
    m_heartbeatTimer->stop();
    m_hub.note(*this, "close"_ba,
               {{u"code"_s, code}, {u"reason"_s, reason}, {u"by"_s, u"server"_s}});
    m_hub.detach(*this, false);
    m_peer.close(code, reason);
}

void GatewayConnection::drop()
{
    if (m_closed)
        return;
    m_closed = true;
    m_heartbeatTimer->stop();
    m_hub.note(*this, "drop"_ba, {{u"by"_s, u"server"_s}});
    m_hub.detach(*this, false);
    m_peer.drop();
}

void GatewayConnection::peerClosed(int code)
{
    if (m_closed)
        return;
    m_closed = true;
    m_heartbeatTimer->stop();
    m_hub.note(*this, "close"_ba, {{u"code"_s, code}, {u"by"_s, u"client"_s}});
    // Closing with 1000 or 1001 ends the session; anything else leaves it resumable.
    m_hub.detach(*this, code == 1000 || code == 1001);
}

void GatewayConnection::invalidate(bool resumable)
{
    if (!resumable)
        m_hub.endSession(*this, "op 9"_ba);
    sendOpcode(Opcode::InvalidSession, resumable);
}

bool GatewayConnection::admit(const QByteArray &text)
{
    const TimePoint now = m_hub.clock().now();
    while (!m_received.empty() && m_received.front() <= now - kSendWindow)
        m_received.pop_front();
    m_received.push_back(now);
    if (m_received.size() > kMostSends) {
        close(GatewayClose::RateLimited, u"You are being rate limited."_s);
        return false;
    }
    if (text.size() > kLargestPayload) {
        close(GatewayClose::DecodeError, u"Payload is larger than 4096 bytes."_s);
        return false;
    }
    return true;
}

void GatewayConnection::receive(const QByteArray &text)
{
    if (m_closed || !admit(text))
        return;
    const QJsonDocument document = QJsonDocument::fromJson(text);
    const QJsonValue opcode = document.object().value("op"_L1);
    if (!document.isObject() || !opcode.isDouble()) {
        close(GatewayClose::DecodeError, u"Error while decoding payload."_s);
        return;
    }
    handle(opcode.toInt(-1), document.object().value("d"_L1));
}

void GatewayConnection::heartbeat(const QJsonValue &data)
{
    if (!data.isNull() && !data.isDouble() && !data.isUndefined()) {
        close(GatewayClose::DecodeError, u"Error while decoding payload."_s);
        return;
    }
    m_hub.countHeartbeat();
    armHeartbeat();
    if (!m_acksMuted)
        sendOpcode(Opcode::HeartbeatAck);
}

void GatewayConnection::handle(int opcode, const QJsonValue &data)
{
    switch (opcode) {
    case Opcode::Heartbeat:
        heartbeat(data);
        return;
    case Opcode::Identify:
        if (m_session != nullptr)
            close(GatewayClose::AlreadyAuthenticated, u"Already authenticated."_s);
        else
            m_hub.identify(*this, data);
        return;
    case Opcode::Resume:
        if (m_session != nullptr)
            close(GatewayClose::AlreadyAuthenticated, u"Already authenticated."_s);
        else
            m_hub.resume(*this, data);
        return;
    case Opcode::PresenceUpdate:
    case Opcode::VoiceStateUpdate:
    case Opcode::RequestGuildMembers:
    case Opcode::RequestSoundboardSounds:
    case Opcode::RequestChannelInfo:
        break;
    default:
        close(GatewayClose::UnknownOpcode, u"Unknown opcode."_s);
        return;
    }
    if (m_session == nullptr) {
        close(GatewayClose::NotAuthenticated, u"Not authenticated."_s);
        return;
    }
    if (!data.isObject()) {
        close(GatewayClose::DecodeError, u"Error while decoding payload."_s);
        return;
    }
    m_hub.command(*this, opcode, data.toObject());
}

} // namespace Cordial::Sandbox
