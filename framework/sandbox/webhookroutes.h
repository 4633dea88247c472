// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/sandbox/interactions.h>

namespace Cordial::Sandbox {

//! \brief Webhooks, and under the same paths the follow-ups of interactions.
//! \source resources/webhook.mdx
class WebhookRoutes
{
public:
    WebhookRoutes(Core &core, Router &router, MessageRoutes &messages, Interactions &interactions);

private:
    void installMessages(Router &router);
    HttpResponse create(ApiCall &call);
    HttpResponse list(ApiCall &call);
    [[nodiscard]] Webhook &webhookOf(const ApiCall &call);
    void requireManage(const Webhook &webhook, const ApiCall &call);
    HttpResponse change(ApiCall &call, bool byToken);
    HttpResponse remove(ApiCall &call, bool byToken);
    HttpResponse execute(ApiCall &call);
    [[nodiscard]] Message &messageIn(const Webhook &webhook, const ApiCall &call);
    HttpResponse changeMessage(ApiCall &call);
    [[nodiscard]] bool isInteraction(const ApiCall &call) const;
    [[nodiscard]] QJsonObject toJson(const Webhook &webhook, bool withToken) const;

    Core &m_core;
    MessageRoutes &m_messages;
    Interactions &m_interactions;
};

} // namespace Cordial::Sandbox
