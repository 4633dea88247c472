// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/gateway/shardmanager.h>

#include <QList>

#include <optional>

namespace Cordial::Gateway {

//! \brief Restarts shards one after the other: the next begins when the one before is back. Pure.
class RollingRestart
{
public:
    explicit RollingRestart(QList<quint32> shards) : m_left(std::move(shards)) { }

    //! \brief The shard to restart now; nothing while one is under way, or at the end.
    [[nodiscard]] std::optional<quint32> take()
    {
        if (m_current || m_left.isEmpty())
            return std::nullopt;
        m_current = m_left.takeFirst();
        m_hasLeft = false;
        return m_current;
    }
    //! \brief True if the shard that was under way is back, or will never be.
    [[nodiscard]] bool note(const ShardEvent &event)
    {
        if (!m_current || event.shard != *m_current)
            return false;
        using Kind = ShardEvent::Kind;
        const bool isReady = event.kind == Kind::Ready || event.kind == Kind::Resumed;
        // An earlier READY may still be on its way.
        m_hasLeft = m_hasLeft || event.kind == Kind::Connecting || event.kind == Kind::Disconnected;
        if (event.kind != Kind::Fatal && !(isReady && m_hasLeft))
            return false;
        m_current.reset();
        return true;
    }
    [[nodiscard]] std::optional<quint32> current() const { return m_current; }
    [[nodiscard]] bool isOver() const { return !m_current && m_left.isEmpty(); }

private:
    QList<quint32> m_left;
    std::optional<quint32> m_current;
    bool m_hasLeft = false; //!< its old connection
};

} // namespace Cordial::Gateway
