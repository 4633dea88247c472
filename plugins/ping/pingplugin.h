// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/plugin/plugin.h>

//! \brief The smallest useful bot: `/ping`, `!ping`, and a button that counts.
class PingPlugin : public Cordial::Plugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID CordialPlugin_iid FILE "ping.json")
public:
    [[nodiscard]] Cordial::Result<> initialize(Cordial::PluginContext &context) override;

private:
    void onPing(const Cordial::Invocation &call);
    void onAgain(const Cordial::Invocation &press);
};
