// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/sandbox/gatewayhub.h>

namespace Cordial::Sandbox {

//! \brief Where a bot begins: /gateway, /users/@me, /applications/@me, direct channels.
class BasicRoutes
{
public:
    BasicRoutes(Core &core, GatewayHub &hub, Router &router);

    void setGatewayUrl(const QString &url) { m_gatewayUrl = url; }

private:
    HttpResponse gatewayBot();
    HttpResponse application(ApiCall &call);
    HttpResponse user(ApiCall &call);
    HttpResponse editSelf(ApiCall &call);
    HttpResponse guildsOfUser(ApiCall &call);
    HttpResponse openDirect(ApiCall &call);

    Core &m_core;
    GatewayHub &m_hub;
    QString m_gatewayUrl;
};

} // namespace Cordial::Sandbox
