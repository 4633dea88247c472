// SPDX-License-Identifier: MIT
#include "moderationplugin.h"

#include "purgejob.h"

using namespace Cordial;
using namespace Qt::StringLiterals;
using Api::Permission;

Result<> ModerationPlugin::initialize(PluginContext &context)
{
    auto *purge = context.commands().add(u"purge"_s, tr("Deletes the newest messages here"));
    purge->addOption(
        Option::integer(u"count"_s, tr("How many messages")).required().between(1, 500));
    purge->addOption(Option::user(u"user"_s, tr("Only messages of this person")));
    purge->enablePrefix();
    purge->setPrivate();
    purge->requirePermissions(Permission::ManageMessages);
    purge->requireBotPermissions({Permission::ManageMessages, Permission::ReadMessageHistory});
    connect(purge, &SlashCommand::invoked, this, &ModerationPlugin::onPurge);
    return {};
}

void ModerationPlugin::onPurge(const Invocation &call)
{
    const ChannelId channel = call.channelId();
    if (m_busy.contains(channel)) {
        call.replyPrivately(tr("A purge is running here already."));
        return;
    }
    m_busy.insert(channel);
    PurgeJob::Request request;
    request.count = call.integer(u"count");
    request.author = call.id<UserId>(u"user");
    // The command itself stays, and the reply to it.
    if (!call.isInteraction() && call.message())
        request.before = call.message()->id.valueOr({});
    auto *job = new PurgeJob(call, request, this);
    connect(job, &PurgeJob::finished, this, [this, channel] { m_busy.remove(channel); });
    job->start();
}
