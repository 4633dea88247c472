// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/typed/command.h>
#include <cordial/core/result.h>

#include <QFuture>

#include <optional>

namespace Cordial::Net {
class HttpClient;
}

namespace Cordial::Commands {

//! \brief Where commands are registered: for all guilds, or for one.
struct CommandScope
{
    ApplicationId application;
    std::optional<GuildId> guild;
};

//! \brief What differs between the commands that are registered and those that are wanted.
struct SyncPlan
{
    QStringList added;
    QStringList changed;
    QStringList removed;

    [[nodiscard]] bool isEmpty() const
    {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }
    bool operator==(const SyncPlan &) const = default;
};

//! \brief Compares what matters: ids, order of commands, absent against empty do not.
[[nodiscard]] SyncPlan planSync(const QList<Api::ApplicationCommand> &registered,
                                const QList<Api::ApplicationCommandUpdateRequest> &wanted);

//! \brief Reads what is registered and, only if it differs, replaces it all in one request. True if
//! it was written. The future finishes in the thread of \a http.
[[nodiscard]] QFuture<Result<bool>>
syncCommands(Net::HttpClient &http, const CommandScope &scope,
             const QList<Api::ApplicationCommandUpdateRequest> &wanted);

} // namespace Cordial::Commands
