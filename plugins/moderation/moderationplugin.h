// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/plugin/plugin.h>

#include <QSet>

//! \brief `/purge count [user]`: deletes the newest messages of a channel. One purge a channel at a
//! time.
class ModerationPlugin : public Cordial::Plugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID CordialPlugin_iid FILE "moderation.json")
public:
    [[nodiscard]] Cordial::Result<> initialize(Cordial::PluginContext &context) override;

private:
    void onPurge(const Cordial::Invocation &call);

    QSet<Cordial::ChannelId> m_busy;
};
