// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/sandbox/core.h>

#include <deque>

namespace Cordial::Sandbox {

//! \brief /applications/{application_id}/[guilds/{guild_id}/]commands.
//! \source interactions/application-commands.mdx, "Endpoints"
class CommandRoutes
{
public:
    CommandRoutes(Core &core, Router &router);

private:
    void install(Router &router, const QByteArray &base);
    [[nodiscard]] GuildId scopeOf(const ApiCall &call);
    HttpResponse list(ApiCall &call);
    HttpResponse create(ApiCall &call);
    HttpResponse overwrite(ApiCall &call);
    HttpResponse edit(ApiCall &call);
    [[nodiscard]] Command &commandOf(const ApiCall &call);
    Command make(const QJsonObject &body, GuildId scope, CommandId id);
    void checkCounts(const QList<Command> &commands);
    void countCreation(GuildId scope, qint64 nowMs);

    Core &m_core;
    QHash<GuildId, std::deque<qint64>> m_creations; //!< Times of the last day.
};

} // namespace Cordial::Sandbox
