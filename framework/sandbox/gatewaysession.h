// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/ids.h>

#include <QByteArray>
#include <QList>

#include <deque>

namespace Cordial::Sandbox {

class GatewayConnection;

//! \brief One gateway session: what survives a lost connection. Pure.
class GatewaySession
{
public:
    struct Config
    {
        QByteArray id;
        UserId user;
        QByteArray token;
        int shard = 0;
        int shardCount = 1;
        quint64 intents = 0;
    };

    GatewaySession(Config config, qsizetype mostEvents, qsizetype mostBytes);

    [[nodiscard]] const Config &config() const { return m_config; }
    [[nodiscard]] qint64 sequence() const { return m_sequence; }
    [[nodiscard]] bool carries(GuildId guild) const;

    //! \brief Numbers a dispatch and keeps it for a replay; returns the whole frame.
    [[nodiscard]] QByteArray dispatch(const QByteArray &name, const QByteArray &data);

    //! \brief What a RESUME with sequence \a seq is owed.
    enum class ResumeVerdict { Ok, InvalidSequence, TooOld };
    [[nodiscard]] ResumeVerdict checkResume(qint64 seq) const;
    //! \brief The frames after \a seq. \pre checkResume(seq) == Ok
    [[nodiscard]] QList<QByteArray> replay(qint64 seq) const;
    [[nodiscard]] qsizetype replaySize() const { return qsizetype(m_replay.size()); }
    [[nodiscard]] quint64 replayDropped() const { return m_dropped; }

    GatewayConnection *connection = nullptr; //!< Null while nobody is there.
    TimePoint detachedAt{};

private:
    struct Kept
    {
        qint64 sequence;
        QByteArray name;
        QByteArray data; //!< Shared with the other sessions.
    };
    [[nodiscard]] static QByteArray frame(const Kept &kept);

    const Config m_config;
    const qsizetype m_mostEvents;
    const qsizetype m_mostBytes;
    qint64 m_sequence = 0;
    qsizetype m_bytes = 0;
    quint64 m_dropped = 0;
    std::deque<Kept> m_replay;
};

} // namespace Cordial::Sandbox
