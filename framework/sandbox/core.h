// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/sandbox/events.h>
#include <cordial/sandbox/journal.h>
#include <cordial/sandbox/router.h>
#include <cordial/sandbox/settings.h>
#include <cordial/sandbox/snowflakes.h>
#include <cordial/sandbox/world.h>

#include <QRandomGenerator>

namespace Cordial::Sandbox {

//! \brief What every part of the offline Discord works with. Owned by the Server, which outlives
//! all of them; one thread.
struct Core
{
    Core(Clock &clockToUse, quint64 seedToUse)
        : clock(clockToUse)
        , ids(clockToUse)
        , journal(clockToUse)
        , random(static_cast<quint32>(seedToUse ^ (seedToUse >> 32)))
        , seed(seedToUse)
    { }

    Clock &clock;
    Snowflakes ids;
    Journal journal;
    QRandomGenerator random;
    quint64 seed;
    std::unique_ptr<World> world;
    GatewaySettings gateway;
    EventSink *events = nullptr;

    [[nodiscard]] qint64 nowMs() const { return wallMs(clock); }
    void publish(const QByteArray &name, GuildId guild, const QJsonObject &data)
    {
        events->publish({name, guild, data});
    }
    //! \brief A random word of letters and digits, reproducible by the seed.
    [[nodiscard]] QByteArray randomWord(qsizetype length);
};

//! \brief The guild named by the path; throws 10004, or 50001 when the caller is no member.
[[nodiscard]] Guild &guildOf(Core &core, const ApiCall &call);
//! \brief The channel named by the path; throws 10003, 50001 when it is hidden from the caller,
//! 50013 when any of \a needed is missing there.
[[nodiscard]] Channel &channelOf(Core &core, const ApiCall &call, quint64 needed = 0);
//! \brief The message named by the path; throws 10008.
[[nodiscard]] Message &messageOf(Channel &channel, const ApiCall &call);
//! \brief Throws 50013 unless the caller has all of \a needed in the guild.
void requireGuildPermission(Core &core, const Guild &guild, const ApiCall &call, quint64 needed);
//! \brief The user of "@me" or an id in the path; throws 10013.
[[nodiscard]] UserId userIdOf(const ApiCall &call, const QByteArray &param);

} // namespace Cordial::Sandbox
