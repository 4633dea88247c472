// SPDX-License-Identifier: MIT
#include <cordial/sandbox/snowflakes.h>

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

quint64 Snowflakes::at(qint64 ms, quint32 index)
{
    const auto sinceEpoch =
        static_cast<quint64>(std::max<qint64>(ms - static_cast<qint64>(kDiscordEpochMs), 0));
    return (sinceEpoch << 22) | (index & 0x3FFFFFU);
}

qint64 Snowflakes::timeOf(quint64 id)
{
    return static_cast<qint64>((id >> 22) + kDiscordEpochMs);
}

quint64 Snowflakes::next()
{
    m_last = std::max(m_last + 1, at(wallMs(m_clock)));
    return m_last;
}

qint64 wallMs(const Clock &clock)
{
    return std::chrono::duration_cast<Milliseconds>(clock.wallNow().time_since_epoch()).count();
}

QString timestamp(qint64 msSinceEpoch)
{
    return QDateTime::fromMSecsSinceEpoch(msSinceEpoch, Qt::UTC)
               .toString(u"yyyy-MM-dd'T'HH:mm:ss.zzz"_s)
        + u"000+00:00"_s;
}

} // namespace Cordial::Sandbox
