// SPDX-License-Identifier: MIT
#include <cordial/commands/commandsync.h>

#include <cordial/core/logging.h>
#include <cordial/core/oncontext.h>

#include <QMap>

namespace Cordial::Commands {

namespace {

//! \brief The text of a command with everything left out that Discord adds by itself.
QByteArray canonical(Api::ApplicationCommand command)
{
    command.id = {};
    if (!command.defaultMemberPermissions.hasValue())
        command.defaultMemberPermissions.clear();
    return toJson(command);
}

using ByName = QMap<std::pair<int, QString>, QByteArray>;

ByName canonicalByName(const QList<Api::ApplicationCommand> &commands)
{
    ByName index;
    for (const Api::ApplicationCommand &command : commands)
        index.insert({int(command.type), command.name}, canonical(command));
    return index;
}

} // namespace

SyncPlan planSync(const QList<Api::ApplicationCommand> &registered,
                  const QList<Api::ApplicationCommand> &wanted)
{
    const ByName there = canonicalByName(registered);
    const ByName here = canonicalByName(wanted);
    SyncPlan plan;
    for (auto it = here.begin(); it != here.end(); ++it) {
        const auto known = there.constFind(it.key());
        if (known == there.constEnd())
            plan.added.append(it.key().second);
        else if (*known != *it)
            plan.changed.append(it.key().second);
    }
    for (auto it = there.begin(); it != there.end(); ++it) {
        if (!here.contains(it.key()))
            plan.removed.append(it.key().second);
    }
    return plan;
}

QFuture<Result<bool>> syncCommands(Net::HttpClient &http, const Api::CommandScope &scope,
                                   const QList<Api::ApplicationCommand> &wanted)
{
    auto promise = std::make_shared<QPromise<Result<bool>>>();
    promise->start();
    const auto settle = [promise](Result<bool> result) {
        promise->addResult(std::move(result));
        promise->finish();
    };
    onContext(
        Api::listCommands(http, scope), &http,
        [&http, scope, wanted, settle](const Result<QList<Api::ApplicationCommand>> &registered) {
            if (!registered) {
                settle(registered.error());
                return;
            }
            const SyncPlan plan = planSync(*registered, wanted);
            if (plan.isEmpty()) {
                settle(false);
                return;
            }
            qCInfo(lcCommands).noquote().nospace()
                << "registering commands: " << plan.added.size() << " new, " << plan.changed.size()
                << " changed, " << plan.removed.size() << " removed";
            onContext(Api::bulkSetCommands(http, scope, wanted), &http,
                      [settle](const Result<QList<Api::ApplicationCommand>> &written) {
                          settle(written ? Result<bool>(true) : Result<bool>(written.error()));
                      });
        });
    return promise->future();
}

} // namespace Cordial::Commands
