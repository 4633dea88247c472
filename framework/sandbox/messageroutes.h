// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/sandbox/core.h>

#include <deque>

namespace Cordial::Sandbox {

//! \brief /channels/{channel_id}/messages and what hangs below: create, read, edit, delete, bulk
//! delete, reactions, pins, typing. \source resources/message.mdx
class MessageRoutes
{
public:
    MessageRoutes(Core &core, Router &router);

    //! \brief Stores \a message and tells the gateway. Also used by interactions and webhooks.
    //! Throws 10003 when its channel is gone.
    Message &post(Message message);
    //! \brief Tells the gateway that \a message changed.
    void announceUpdate(const Message &message);
    //! \brief Removes \a id from \a channel and tells the gateway.
    void remove(Channel &channel, MessageId id);

private:
    HttpResponse create(ApiCall &call);
    HttpResponse list(ApiCall &call);
    HttpResponse get(ApiCall &call);
    HttpResponse edit(ApiCall &call);
    HttpResponse erase(ApiCall &call);
    HttpResponse bulkDelete(ApiCall &call);
    HttpResponse typing(ApiCall &call);
    void installReactions(Router &router);
    HttpResponse react(ApiCall &call);
    HttpResponse unreact(ApiCall &call, UserId who);
    HttpResponse reactors(ApiCall &call);
    HttpResponse clearReactions(ApiCall &call, bool oneEmoji);
    void installPins(Router &router);
    HttpResponse setPinned(ApiCall &call, bool pinned);
    HttpResponse pins(ApiCall &call);
    [[nodiscard]] const Message *findByNonce(const Channel &channel, const ApiCall &call,
                                             const QJsonValue &nonce);
    void checkSlowMode(const Channel &channel, const ApiCall &call);

    struct Remembered
    {
        QByteArray key;
        MessageId id;
        qint64 atMs;
    };

    Core &m_core;
    std::deque<Remembered> m_nonces;
};

} // namespace Cordial::Sandbox
