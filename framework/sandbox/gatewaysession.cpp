// SPDX-License-Identifier: MIT
#include <cordial/sandbox/gatewaysession.h>

#include <algorithm>

namespace Cordial::Sandbox {

GatewaySession::GatewaySession(Config config, qsizetype mostEvents, qsizetype mostBytes)
    : m_config(std::move(config)), m_mostEvents(mostEvents), m_mostBytes(mostBytes)
{ }

bool GatewaySession::carries(GuildId guild) const
{
    const quint32 shard =
        guild.isValid() ? shardOf(guild, static_cast<quint32>(m_config.shardCount)) : 0;
    return shard == static_cast<quint32>(m_config.shard);
}

QByteArray GatewaySession::frame(const Kept &kept)
{
    QByteArray text;
    text.reserve(kept.name.size() + kept.data.size() + 48);
    text += "{\"t\":\"";
    text += kept.name;
    text += "\",\"s\":";
    text += QByteArray::number(kept.sequence);
    text += ",\"op\":0,\"d\":";
    text += kept.data;
    text += '}';
    return text;
}

QByteArray GatewaySession::dispatch(const QByteArray &name, const QByteArray &data)
{
    m_replay.push_back({++m_sequence, name, data});
    m_bytes += data.size();
    const QByteArray text = frame(m_replay.back());
    while (qsizetype(m_replay.size()) > m_mostEvents
           || (m_bytes > m_mostBytes && m_replay.size() > 1)) {
        m_bytes -= m_replay.front().data.size();
        m_replay.pop_front();
        ++m_dropped;
    }
    return text;
}

GatewaySession::ResumeVerdict GatewaySession::checkResume(qint64 seq) const
{
    if (seq < 0 || seq > m_sequence)
        return ResumeVerdict::InvalidSequence;
    const qint64 firstKept = m_replay.empty() ? m_sequence + 1 : m_replay.front().sequence;
    return seq + 1 < firstKept ? ResumeVerdict::TooOld : ResumeVerdict::Ok;
}

QList<QByteArray> GatewaySession::replay(qint64 seq) const
{
    QList<QByteArray> frames;
    for (auto it = std::ranges::upper_bound(m_replay, seq, {}, &Kept::sequence);
         it != m_replay.end(); ++it)
        frames.append(frame(*it));
    return frames;
}

} // namespace Cordial::Sandbox
