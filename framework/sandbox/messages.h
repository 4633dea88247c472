// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/sandbox/httpmessage.h>
#include <cordial/sandbox/world.h>

namespace Cordial::Sandbox {

//! \brief What a new message is made of.
struct Draft
{
    MessageId id;
    ChannelId channel;
    QJsonObject author; //!< A user object; of a webhook: its name.
    UserId authorId;
    QJsonObject payload; //!< Checked before.
    QList<FilePart> files;
    int type = 0;
    WebhookId webhook;
    QByteArray webhookToken;
    ApplicationId application;
    QJsonObject interaction; //!< interaction_metadata; empty without.
};

//! \brief The message that Discord would make of \a draft.
[[nodiscard]] Message composeMessage(const World &world, const Draft &draft);
//! \brief A message with nothing but text.
[[nodiscard]] Message plainMessage(MessageId id, ChannelId channel, const User &author,
                                   const QString &content);
//! \brief Changes \a message as PATCH does: only the keys that are in \a payload.
void editMessage(const World &world, Message &message, const QJsonObject &payload,
                 const QList<FilePart> &files, qint64 nowMs);
//! \brief The `d` of MESSAGE_CREATE and MESSAGE_UPDATE: the message with guild_id and members.
[[nodiscard]] QJsonObject messageEvent(const World &world, const Message &message);

} // namespace Cordial::Sandbox
