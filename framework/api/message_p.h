// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/message.h>

#include "describe_p.h"

namespace Cordial::Api {

template <typename Visitor, typename Self>
void describeMessage(Visitor &visit, Self &self)
{
    visit("id", self.id);
    visit("channel_id", self.channelId);
    visit.sparse("type", self.type);
    visit.sparse("author", self.author);
    visit.sparse("content", self.content);
    visit("timestamp", self.timestamp);
    visit("edited_timestamp", self.editedTimestamp);
    visit.sparse("tts", self.isTts);
    visit.sparse("mention_everyone", self.mentionsEveryone);
    visit.sparse("mentions", self.mentions);
    visit.sparse("mention_roles", self.mentionRoles);
    visit.sparse("attachments", self.attachments);
    visit.sparse("embeds", self.embeds);
    visit.sparse("components", self.components);
    visit.sparse("pinned", self.isPinned);
    visit("webhook_id", self.webhookId);
    visit("application_id", self.applicationId);
    visit.sparse("flags", self.flags);
    visit("message_reference", self.reference);
}

template <typename Visitor, typename Self>
    requires std::same_as<std::remove_const_t<Self>, MessageBody>
void describe(Visitor &visit, Self &self)
{
    visit("content", self.content);
    visit("embeds", self.embeds);
    visit("components", self.components);
    visit("allowed_mentions", self.allowedMentions);
    visit("flags", self.flags);
    visit("message_reference", self.reference);
    visit("nonce", self.nonce);
    visit("enforce_nonce", self.enforceNonce);
    visit("tts", self.isTts);
}

} // namespace Cordial::Api
