// SPDX-License-Identifier: MIT
#include "answers_p.h"

#include <cordial/core/oncontext.h>

#include <QPointer>

namespace Cordial::Commands {

namespace {

//! \brief Forgets the value, keeps the error.
template <typename T>
QFuture<Result<>> withoutValue(const QFuture<Result<T>> &future, QObject *context,
                               std::function<void(const T &)> onValue = {})
{
    auto promise = std::make_shared<QPromise<Result<>>>();
    promise->start();
    onContext(future, context, [promise, onValue](const Result<T> &result) {
        if (result && onValue)
            onValue(*result);
        promise->addResult(result ? Result<>() : Result<>(result.error()));
        promise->finish();
    });
    return promise->future();
}

//! \brief Text typed by people is shown, it does not ping whole servers unless the plugin says so.
Api::MessageBody guarded(Api::MessageBody body)
{
    if (body.allowedMentions.isAbsent())
        body.allowedMentions = Api::AllowedMentions();
    return body;
}

class InteractionAnswers : public Answers
{
public:
    InteractionAnswers(Client &client, const Api::Interaction &interaction)
        : m_http(client.http())
        , m_id(interaction.id)
        , m_application(interaction.applicationId)
        , m_token(interaction.token)
    {
        // Discord's patience counts from here, not from when a plugin gets round to an answer.
        m_options.interactionAt = client.clock().now();
    }

    QObject *context() override { return &m_http; }
    QFuture<Result<>> first(const Api::MessageBody &body) override
    {
        return respond(Api::CallbackType::ChannelMessage, guarded(body));
    }
    QFuture<Result<>> update(const Api::MessageBody &body) override
    {
        return respond(Api::CallbackType::UpdateMessage, body);
    }
    QFuture<Result<>> defer(bool isPrivate, bool isUpdate) override
    {
        if (isUpdate)
            return respond(Api::CallbackType::DeferredUpdateMessage, {});
        Api::MessageBody body;
        if (isPrivate)
            body.ephemeral();
        return respond(Api::CallbackType::DeferredChannelMessage, body);
    }
    QFuture<Result<>> modal(const Api::ModalBody &modal) override
    {
        Api::InteractionResponse response;
        response.type = Api::CallbackType::Modal;
        response.modal = modal;
        return Api::createInteractionResponse(m_http, m_id, m_token, response, m_options);
    }
    QFuture<Result<>> edit(const Api::MessageBody &body) override
    {
        Api::MessageBody changes = body;
        changes.flags.clear(); // What was private stays private; the flag cannot be edited.
        return withoutValue(
            Api::updateOriginalResponse(m_http, m_application, m_token, changes, m_options),
            &m_http);
    }
    QFuture<Result<>> followUp(const Api::MessageBody &body) override
    {
        return withoutValue(
            Api::createFollowup(m_http, m_application, m_token, guarded(body), m_options), &m_http);
    }
    QFuture<Result<>> remove() override
    {
        return Api::deleteOriginalResponse(m_http, m_application, m_token, m_options);
    }

private:
    QFuture<Result<>> respond(Api::CallbackType type, const Api::MessageBody &body)
    {
        Api::InteractionResponse response;
        response.type = type;
        if (!(body == Api::MessageBody()))
            response.message = body;
        return Api::createInteractionResponse(m_http, m_id, m_token, response, m_options);
    }

    Net::HttpClient &m_http;
    InteractionId m_id;
    ApplicationId m_application;
    Secret m_token;
    Api::CallOptions m_options;
};

//! \brief Answers to a typed command are messages in its channel; nothing there is private.
class MessageAnswers : public Answers
{
public:
    MessageAnswers(Client &client, const Api::Message &message)
        : m_http(client.http())
        , m_channel(message.channelId)
        , m_message(message.id)
        , m_reply(std::make_shared<MessageId>())
    { }

    QObject *context() override { return &m_http; }
    QFuture<Result<>> first(const Api::MessageBody &body) override
    {
        Api::MessageBody reply = plain(body);
        Api::MessageReference reference;
        reference.messageId = m_message;
        reference.failIfNotExists = false;
        reply.reference = reference;
        return withoutValue<Api::Message>(
            Api::createMessage(m_http, m_channel, reply), &m_http,
            [id = m_reply](const Api::Message &sent) { *id = sent.id; });
    }
    QFuture<Result<>> update(const Api::MessageBody &body) override { return edit(body); }
    QFuture<Result<>> defer(bool, bool) override { return Api::triggerTyping(m_http, m_channel); }
    QFuture<Result<>> modal(const Api::ModalBody &) override
    {
        return finishedFuture<void>(makeError(
            ErrorCode::InvalidArgument, QStringLiteral("a typed command cannot open a modal")));
    }
    QFuture<Result<>> edit(const Api::MessageBody &body) override
    {
        if (!m_reply->isValid())
            return first(body);
        return withoutValue(Api::updateMessage(m_http, m_channel, *m_reply, plain(body)), &m_http);
    }
    QFuture<Result<>> followUp(const Api::MessageBody &body) override
    {
        return withoutValue(Api::createMessage(m_http, m_channel, plain(body)), &m_http);
    }
    QFuture<Result<>> remove() override
    {
        if (!m_reply->isValid())
            return finishedFuture(Result<>());
        return Api::deleteMessage(m_http, m_channel, *m_reply);
    }

private:
    static Api::MessageBody plain(const Api::MessageBody &body)
    {
        Api::MessageBody copy = guarded(body);
        const quint32 flags = copy.flags.valueOr(0) & ~quint32(Api::MessageFlag::Ephemeral);
        copy.flags.clear();
        if (flags != 0)
            copy.flags = flags;
        return copy;
    }

    Net::HttpClient &m_http;
    ChannelId m_channel;
    MessageId m_message;
    std::shared_ptr<MessageId> m_reply; //!< Filled in when the answer to the first reply arrives.
};

} // namespace

std::unique_ptr<Answers> answersTo(Client &client, const Api::Interaction &interaction)
{
    return std::make_unique<InteractionAnswers>(client, interaction);
}

std::unique_ptr<Answers> answersTo(Client &client, const Api::Message &message)
{
    return std::make_unique<MessageAnswers>(client, message);
}

} // namespace Cordial::Commands
